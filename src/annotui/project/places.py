"""Places in the texts of many articles, and what the annotator has tagged there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from annotui.core.marks import GONE
from annotui.core.model import Annotation
from annotui.core.span_block import Row
from annotui.core.spans import Span, SpanIndex
from annotui.project.opening import Project
from annotui.storage import span_places


class SeenArticle(NamedTuple):
    """An article as its text was when something was found in it."""

    id: int
    path: str
    title: str
    sha256: str


class Place(NamedTuple):
    """A stretch of an article's text: code points, half-open."""

    article: SeenArticle
    start: int
    end: int


class Tagged:
    """What the annotator's own spans say of the places in one article, as it is now."""

    def __init__(self, project: Project, article: int) -> None:
        store = project.store
        with store.snapshot():
            found = span_places.places_of(store.connection, article, project.annotator, everybody=False)
            self._spans = SpanIndex(chain.from_iterable(_standing(found)), in_order=True)

    def exactly(self, start: int, end: int) -> str:
        """The id of the first span that stands on this place and nowhere else, or empty."""
        ids = (span.id for span in self._spans.exactly(start, end))
        return min((id for id in ids if len(self._spans.of(id)) == 1), default="")

    def over(self, start: int, end: int) -> str:
        """The label of the shortest span that shares a code point with this place, or empty."""
        spans = self._spans.overlapping(start, end)
        return min(spans, key=_length).label if spans else ""

    def leaves(self, start: int, end: int, label: str, linking: Sequence[str]) -> bool:
        """Whether a span with this label may be new here, as for a suggestion (see `project.pending`)."""
        links = label in linking
        return not any(
            span.label == label or (links and span.label in linking) or (span.start, span.end) == (start, end)
            for span in self._spans.overlapping(start, end)
        )


def first_exactly(spans: Sequence[Annotation], annotator: str) -> dict[tuple[int, int], Annotation]:
    """Of an annotator's spans of one stretch each, the one that `Tagged.exactly` names, by its place."""
    found: dict[tuple[int, int], Annotation] = {}
    for span in spans:
        if span.annotator == annotator and len(span.fragments) == 1 and span.anchor != "orphaned":
            at = (span.start, span.end)
            if at not in found or span.id < found[at].id:
                found[at] = span
    return found


def _length(span: Span) -> int:
    return span.end - span.start


def _standing(found: Iterator[Sequence[Row]]) -> Iterator[Sequence[Row]]:
    """Rows but for those whose text is gone."""
    return ([row for row in rows if not row[4] & GONE] for rows in found)
