"""Which spans stand where, in which lane, and how a stretch of text is cut up by them.

All offsets are code points, half-open. Spans may nest, cross, touch and be equal. They are kept in paint
order: by start, the longer first, so that an outer span always comes before those inside it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import accumulate, pairwise

_FAN = 32


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of one annotation: a fragment carries its annotation's `id` and `label`."""

    start: int
    end: int
    id: str
    label: str


Piece = tuple[int, int, tuple[Span, ...]]


def paint_order(span: Span) -> tuple[int, int, str, str]:
    """The sort key of paint order: outer before inner, then by id so that the order never depends on chance."""
    return (span.start, -span.end, span.id, span.label)


class SpanIndex:
    """Spans of one article, ready for questions by offset. Never changed: `with_changes` gives a new one.

    The ends are kept under a tree of maxima with a fan-out of 32, so that a span over the whole article
    does not make every question read all the spans before it: a question costs O(log n + found).
    """

    __slots__ = ("_breaks", "_lanes", "_maxima", "_starts", "spans")

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self.spans: tuple[Span, ...] = tuple(sorted(set(spans), key=paint_order))
        self._starts = [span.start for span in self.spans]
        level = [span.end for span in self.spans]
        self._maxima = [level]
        while len(level) > 1:
            level = [max(level[i : i + _FAN]) for i in range(0, len(level), _FAN)]
            self._maxima.append(level)
        reach = accumulate(self._maxima[0], max)
        self._breaks = [0] + [i + 1 for i, (s, m) in enumerate(zip(self._starts[1:], reach, strict=False)) if s > m]
        self._lanes: dict[Span, int] = {}

    def __len__(self) -> int:
        return len(self.spans)

    def overlapping(self, a: int, b: int) -> list[Span]:
        """The spans that share at least one code point with `[a, b)`, in paint order."""
        if a >= b:
            return []
        return [self.spans[i] for i in self._reaching(a, bisect_left(self._starts, b))]

    def at(self, offset: int) -> list[Span]:
        """The spans that cover the code point at `offset`, the shortest first."""
        return sorted(self.overlapping(offset, offset + 1), key=lambda s: (s.end - s.start, s.start, s.id))

    def next_after(self, offset: int) -> Span | None:
        """The first span in paint order that starts after `offset`."""
        i = bisect_right(self._starts, offset)
        return self.spans[i] if i < len(self.spans) else None

    def prev_before(self, offset: int) -> Span | None:
        """The outermost of the spans at the last start before `offset`."""
        i = bisect_left(self._starts, offset)
        return self.spans[bisect_left(self._starts, self._starts[i - 1])] if i else None

    def lane(self, span: Span) -> int:
        """The span's lane, 0 upwards: spans that overlap or touch never share one.

        Lanes are given in paint order, each the lowest that is free (greedy interval colouring over closed
        intervals): of spans that stand alone the outer has lane 0, the one inside it 1. Along two spans that
        nest, the lanes read outer / both / outer; along two that cross, first / both / second.
        """
        lane = self._lanes.get(span)
        if lane is None:
            i = bisect_left(self.spans, paint_order(span), key=paint_order)
            if i >= len(self.spans) or self.spans[i] != span:
                raise KeyError(span)
            self._colour(bisect_right(self._breaks, i) - 1)
            lane = self._lanes[span]
        return lane

    def connected(self, a: int, b: int) -> tuple[int, int]:
        """`[a, b)` widened to all spans that hang together with it by overlap or touch: how far a change
        there can change the lanes of others.
        """
        first, last = a, b
        if not self.spans:
            return first, last
        runs = range(
            max(0, bisect_right(self._breaks, bisect_left(self._starts, a)) - 2),
            bisect_right(self._breaks, bisect_right(self._starts, b)),
        )
        for run in runs:
            low, high = self._run(run)
            start, end = self._starts[low], max(self._maxima[0][low:high])
            if start <= b and end >= a:
                first, last = min(first, start), max(last, end)
        return first, last

    def pieces(self, a: int, b: int, depth: int = 8) -> list[Piece]:
        """`[a, b)` cut at every span edge: `(start, end, spans)`, each with its spans outermost to innermost.

        The pieces cover the stretch without gaps; those without a span have none. Of more than `depth` spans
        on one piece the innermost are given, so that thousands of nested spans cost no more than can be seen.
        """
        if a >= b:
            return []
        opens: list[tuple[int, int]] = []
        closes: list[tuple[int, int]] = []
        active: list[int] = []
        for i in self._reaching(a, bisect_left(self._starts, b)):
            span = self.spans[i]
            if span.start > a:
                opens.append((span.start, i))
            else:
                active.append(i)
            if span.end < b:
                closes.append((span.end, i))
        closes.sort()
        edges = sorted({a, b, *(edge for edge, _ in opens), *(edge for edge, _ in closes)})
        found: list[Piece] = []
        opened = closed = 0
        for start, end in pairwise(edges):
            while closed < len(closes) and closes[closed][0] <= start:
                active.pop(bisect_left(active, closes[closed][1]))
                closed += 1
            while opened < len(opens) and opens[opened][0] <= start:
                insort(active, opens[opened][1])
                opened += 1
            found.append((start, end, tuple(self.spans[i] for i in active[-depth:])))
        return found

    def with_changes(self, add: Iterable[Span] = (), remove: Iterable[Span] = ()) -> SpanIndex:
        """A new index without the spans of `remove` and with those of `add`; unknown ones to remove are ignored."""
        gone = set(remove)
        return SpanIndex([*(span for span in self.spans if span not in gone), *add])

    def _reaching(self, offset: int, stop: int) -> list[int]:
        """The places below `stop` of the spans that end after `offset`, in order."""
        if not stop:
            return []
        found = [0] if self._maxima[-1][0] > offset else []
        for level, ends in zip(range(len(self._maxima) - 2, -1, -1), reversed(self._maxima[:-1]), strict=True):
            size = _FAN**level
            limit = min(len(ends), (stop + size - 1) // size)
            found = [
                child
                for parent in found
                for child in range(parent * _FAN, min(limit, (parent + 1) * _FAN))
                if ends[child] > offset
            ]
        return found

    def _run(self, run: int) -> tuple[int, int]:
        """The places of the `run`-th stretch of spans that hang together: half-open."""
        end = self._breaks[run + 1] if run + 1 < len(self._breaks) else len(self.spans)
        return self._breaks[run], end

    def _colour(self, run: int) -> None:
        low, high = self._run(run)
        busy: list[tuple[int, int]] = []
        free: list[int] = []
        used = 0
        for span in self.spans[low:high]:
            while busy and busy[0][0] < span.start:
                heappush(free, heappop(busy)[1])
            if free:
                lane = heappop(free)
            else:
                lane, used = used, used + 1
            self._lanes[span] = lane
            heappush(busy, (span.end, lane))
