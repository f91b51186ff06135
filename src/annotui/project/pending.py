"""The suggestions that an annotator still has to decide on: not rejected, and not where a span stands already."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from annotui.core.model import Annotation
from annotui.project.opening import Project
from annotui.storage import articles, catalogue, suggestions
from annotui.storage.suggestions import Rejection

SHORT_FORM = "short form"
"""The method of a link that takes up what its article named before: it means that there and nowhere else."""


class Stands(NamedTuple):
    """A stretch of text that one of the annotator's own spans stands on, with its label."""

    start: int
    end: int
    label: str


Over = Callable[[int, int], Iterable[Stands]]
"""What stands over a stretch of code points, in part or wholly."""


class Suggested:
    """The suggestions for one article, and those of them that are still pending."""

    def __init__(
        self,
        project: Project,
        path: str,
        text: str,
        linking: Collection[str],
        otherwise: Callable[[], Sequence[Annotation]] = tuple,
    ) -> None:
        """`linking` are the labels that link: where one of them stands nothing is suggested with another.

        Where no run has suggested anything, the suggestions are those that `otherwise` gives.
        """
        connection = project.store.connection
        id_ = articles.article_id(connection, path)
        found = (suggestions.of_article(connection, id_) if id_ is not None else []) or otherwise()
        known = catalogue.known(connection, {link.agreement or "" for one in found for link in one.links})
        self._found = [
            one
            for one in sorted(found, key=lambda one: one.start)
            if text[one.start : one.end] == one.text and all(link.agreement in known for link in one.links)
        ]
        self._starts = [one.start for one in self._found]
        self._longest = max((one.end - one.start for one in self._found), default=0)
        self._linking = linking
        self._project = project
        self._annotator = project.annotator
        self._read_rejected = bool(self._found)
        self._rejected = suggestions.rejections(connection, project.annotator) if self._found else frozenset()

    def add(self, more: Sequence[Annotation]) -> None:
        """Suggest these, too, but where something of the kind is suggested already."""
        new = [one for one in more if not any(self._are_rivals(one, two) for two in self.around(one.start, one.end))]
        self._found = sorted([*self._found, *new], key=lambda one: one.start)
        self._starts = [one.start for one in self._found]
        self._longest = max((one.end - one.start for one in self._found), default=0)
        if self._found and not self._read_rejected:
            self._rejected = suggestions.rejections(self._project.store.connection, self._annotator)
            self._read_rejected = True

    def __bool__(self) -> bool:
        return bool(self._found)

    def pending(self, over: Over) -> list[Annotation]:
        """All that is pending, in order."""
        return [one for one in map(self._read_by, self._found) if self._is_pending(one, over)]

    def around(self, start: int, end: int) -> list[Annotation]:
        """The suggestions that share a code point with a stretch, pending or not."""
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end)
        return [self._read_by(one) for one in self._found[first:last] if one.end > start]

    def is_pending(self, one: Annotation, over: Over) -> bool:
        """Whether a suggestion is still to be decided on."""
        return self._is_pending(one, over)

    def _are_rivals(self, one: Annotation, other: Annotation) -> bool:
        return one.label == other.label or (one.label in self._linking and other.label in self._linking)

    def _read_by(self, one: Annotation) -> Annotation:
        return one._replace(annotator=self._annotator)

    def _is_pending(self, one: Annotation, over: Over) -> bool:
        if self._rejected and not self._rejected.isdisjoint(rejections_of(one)):
            return False
        links = one.label in self._linking
        return not any(
            stands.label == one.label
            or (links and stands.label in self._linking)
            or (stands.start, stands.end) == (one.start, one.end)
            for stands in over(one.start, one.end)
        )


def rejection_of(one: Annotation) -> Rejection:
    """What is remembered when a suggestion is rejected: of a short form only for its article."""
    short = any(link.method == SHORT_FORM for link in one.links)
    place = one.article if short else ""
    return Rejection(one.label, surface_of(one), suggestions.agreements_of(one), place)


def surface_of(one: Annotation) -> str:
    """The words of a suggestion as rejections compare them."""
    from annotui.linking.words import fold_surface

    return fold_surface(one.text) or one.text


def rejections_of(one: Annotation) -> tuple[Rejection, Rejection]:
    """The rejections by which a suggestion is kept from coming: here, and anywhere."""
    its = rejection_of(one)
    return its._replace(article=one.article), its._replace(article="")


def pending_in(project: Project, path: str, text: str, spans: Sequence[Annotation]) -> list[Annotation]:
    """The suggestions for an article that are pending beside these spans (everybody's), in order."""
    linking = {label.name for label in project.labels() if label.links}
    stands = [
        Stands(fragment.start, fragment.end, span.label)
        for span in spans
        if span.annotator == project.annotator and span.anchor != "orphaned"
        for fragment in span.fragments
    ]
    found = Suggested(project, path, text, linking)
    return found.pending(lambda start, end: (one for one in stands if one.start < end and start < one.end))
