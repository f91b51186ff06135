"""The suggestions for an open article as spans beside its own: shown, settled when spans change, passed on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from annotui.core.marks import OTHERS, PENDING, spans_of
from annotui.core.model import Annotation, Article, Label
from annotui.core.spans import BEGINS, SpanIndex
from annotui.project import own_suggestions
from annotui.project.opening import Project
from annotui.project.pending import Stands, Suggested

MOST_SOURCES = 16
"""From how many spans at a time their words are suggested elsewhere in the article: those tagged last."""

Stretch = tuple[int, int]
"""Code points, half-open."""


class PendingSpans:
    """What is suggested in an article and not decided on, in `spans`; `by_id` are the suggestions shown."""

    def __init__(
        self,
        project: Project,
        article: Article,
        labels: Sequence[Label],
        spans: SpanIndex,
        count: Callable[[tuple[str, int], int], None],
    ) -> None:
        """`count` is told of each that comes (+1) or goes (-1), with its label and marks."""
        self._project = project
        self._article = article
        self._linking = {label.name for label in labels if label.links}
        self._spans = spans
        self._count = count
        self._propagated: dict[str, list[Annotation]] = {}
        self.by_id: dict[str, Annotation] = {}
        self._suggested = self._read()
        for one in self.all:
            self._put(one)

    @property
    def all(self) -> list[Annotation]:
        """What is to be decided on, in order."""
        return self._suggested.pending(self._over)

    @property
    def remembered(self) -> list[str]:
        """The spans whose words were suggested elsewhere here the last time."""
        return self._project.state.text(self._key).split()

    def taken_up(self, changed: Iterable[str], gone: Callable[[str], bool], *, rejected: bool) -> list[Stretch]:
        """Take up that annotations have `changed`, some of which are `gone`, and whether something was rejected.

        Returns the stretches in which suggestions may have become pending, or no longer be: to be settled.
        """
        lost = [id for id in changed if id in self._propagated and gone(id)]
        return self._read_again(lost) if lost or rejected else []

    def settle(self, touched: Sequence[Stretch]) -> list[Stretch]:
        """Show the suggestions in these stretches as far as they are pending now; returns what looks otherwise."""
        changed: list[Stretch] = []
        for one in {one.id: one for stretch in touched for one in self._suggested.around(*stretch)}.values():
            is_pending = self._suggested.is_pending(one, self._over)
            if is_pending and one.id not in self.by_id:
                changed += self._put(one)
            elif not is_pending and one.id in self.by_id:
                changed += self._take_away(one)
        return changed

    def read_again(self) -> list[Stretch]:
        """Take up what was suggested meanwhile; returns what looks otherwise."""
        self._suggested = self._read()
        now = {one.id for one in self.all}
        touched = [
            stretch for one in list(self.by_id.values()) if one.id not in now for stretch in self._take_away(one)
        ]
        return [*touched, *self.settle([(0, len(self._article.text))])]

    def propagate(self, sources: Iterable[Annotation]) -> list[Stretch]:
        """Suggest the words of these spans wherever else they stand, with label and links; remembered for later.

        Returns the stretches that look otherwise.
        """
        from annotui.project.propagating import alike

        touched: list[Stretch] = []
        for span in sources:
            found = alike(span, self._article.text, links=span.label in self._linking)
            if found:
                self._propagated[span.id] = found
                self._suggested.add(found)
                touched += self.settle([(one.start, one.end) for one in found])
        if touched:
            while len(self._propagated) > MOST_SOURCES:
                touched += self.settle(self._read_again([next(iter(self._propagated))]))
            self._project.state.set_text(self._key, " ".join(self._propagated))
        return touched

    @property
    def _key(self) -> str:
        return f"propagated:{self._article.path}"

    def _read(self) -> Suggested:
        def own() -> list[Annotation]:
            return own_suggestions.remembered(self._project, self._article)

        found = Suggested(self._project, self._article.path, self._article.text, self._linking, own)
        for more in self._propagated.values():
            found.add(more)
        return found

    def _read_again(self, gone: Sequence[str]) -> list[Stretch]:
        """Read the suggestions anew, without those that came of spans that are gone; returns what may change."""
        lost = [one for id in gone for one in self._propagated.pop(id)]
        self._suggested = self._read()
        touched = [(one.start, one.end) for one in lost]
        for one in lost:
            if one.id in self.by_id:
                self._take_away(one)
        return [*touched, *([(0, len(self._article.text))] if self._suggested else [])]

    def _over(self, start: int, end: int) -> Iterator[Stands]:
        """The reader's own spans over a stretch."""
        for span in self._spans.overlapping(start, end):
            if not self._spans.of(span.id)[0].marks & (PENDING | OTHERS):
                yield Stands(span.start, span.end, span.label)

    def _put(self, one: Annotation) -> list[Stretch]:
        self.by_id[one.id] = one
        self._count((one.label, BEGINS | PENDING), 1)
        return self._spans.put(one.id, spans_of(one, BEGINS | PENDING))

    def _take_away(self, one: Annotation) -> list[Stretch]:
        del self.by_id[one.id]
        self._count((one.label, BEGINS | PENDING), -1)
        return self._spans.put(one.id, ())
