"""Which spans stand where, in which lane, and how a stretch of text is cut up by them.

All offsets are code points, half-open. Spans may nest, cross, touch and be equal. They are kept in paint
order: by start, the longer first, so that an outer span always comes before those inside it. They stand in blocks of
neighbours, so that a question or a change looks at a few blocks, never at all the spans.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice, pairwise

from annotui.core.span_block import BEGINS, BLOCK_FULL, Block, Key, Row, Span, Unread, paint_order

__all__ = ["AT_MOST", "BEGINS", "Piece", "Span", "SpanIndex", "paint_order"]

AT_MOST = 64
"""How many spans are looked at in one place: where there are more, those that start last."""

BLOCK_NEW = BLOCK_FULL * 3 // 4
"""How many spans a block has at first."""

Piece = tuple[int, int, tuple[Span, ...]]
_Place = tuple[int, int]
_Starts = int | tuple[int, ...]


class SpanIndex:
    """Spans of one article, ready for questions by offset, and changed by `put` one annotation at a time.

    No two spans of one annotation start at the same place. With n spans a question takes the time of a binary search
    and of what it finds, and at most one look at each of n / `BLOCK_FULL` blocks; a change about as much.
    """

    __slots__ = ("_blocks", "_firsts", "_laned", "_noted", "_reach", "_size")

    def __init__(self, spans: Iterable[Row] = (), *, in_order: bool = False) -> None:
        """`in_order` says that the spans come in paint order, and so one block of them after the other is enough."""
        rest = iter(spans if in_order else sorted(spans, key=paint_order))
        blocks: list[Block] = []
        while rows := list(islice(rest, BLOCK_NEW)):
            blocks.append(Block.of(rows))
        self._begin(blocks)

    @classmethod
    def of_unread(cls, blocks: Iterable[Unread]) -> SpanIndex:
        """The same of blocks of `BLOCK_NEW` spans that follow each other, each read when it is looked at."""
        index = cls()
        index._begin([Block(block) for block in blocks])
        return index

    def _begin(self, blocks: list[Block]) -> None:
        self._blocks = blocks
        self._noted: dict[str, _Starts] | None = None
        self._size = sum(map(len, self._blocks))
        self._firsts: list[Key] = [block.first_key for block in self._blocks]
        self._laned: set[Block] = set()
        self._reach: list[int] = []
        self._sum_up()

    def __len__(self) -> int:
        return self._size

    def __contains__(self, id: object) -> bool:
        """Whether an annotation has a span here."""
        return id in self._starts_of

    def __iter__(self) -> Iterator[Span]:
        """All spans in paint order."""
        return (block.span(i) for block in self._blocks for i in range(len(block)))

    def ids(self, marks: int) -> Iterator[str]:
        """The annotation of each span with all of these marks, in paint order."""
        for block in self._blocks:
            yield from (id for id, its in zip(block.ids, block.marks, strict=True) if its & marks == marks)

    def tally(self) -> Counter[tuple[str, int]]:
        """How many spans have each label and marks."""
        pairs = (zip(block.labels, block.marks, strict=True) for block in self._blocks)
        return Counter(chain.from_iterable(pairs))

    def of(self, id: str) -> list[Span]:
        """The spans of an annotation, in order; none when it has none."""
        return [self._blocks[number].span(i) for number, i in self._places(id)]

    def first_start(self, id: str) -> int | None:
        """Where the first span of an annotation starts (code points); None when it has none."""
        starts = self._starts_of.get(id)
        return starts if starts is None or isinstance(starts, int) else starts[0]

    def overlapping(self, a: int, b: int) -> list[Span]:
        """The spans that share at least one code point with `[a, b)`, in paint order."""
        return list(self._reaching(a, b))[::-1] if a < b else []

    def at(self, offset: int) -> list[Span]:
        """The spans that cover the code point at `offset`, the shortest first; at most `AT_MOST`."""
        found = islice(self._reaching(offset, offset + 1), AT_MOST)
        return sorted(found, key=lambda s: (s.end - s.start, s.start, s.id))

    def exactly(self, start: int, end: int) -> list[Span]:
        """The spans with just these edges; at most `AT_MOST`."""
        key = (start, -end, "", "")
        number = max(0, bisect_right(self._firsts, key) - 1)
        found: list[Span] = []
        for block in self._blocks[number:]:
            for i in range(block.place(key), len(block)):
                if block.key(i)[:2] != key[:2] or len(found) == AT_MOST:
                    return found
                found.append(block.span(i))
        return found

    def following(self, start: int, id: str | None, marks: int = BEGINS, label: str = "") -> Span | None:
        """The span after the one of annotation `id` that starts at `start`, in paint order; without it, the first
        that starts later. Only spans with all of `marks`, and with the label where one is given, count.
        """
        place = self._place(start, id)
        number, i = (place[0], place[1] + 1) if place else self._stop(start + 1)
        for block in self._blocks[max(0, number) :]:
            found = block.first(i, marks, label)
            if found is not None:
                return block.span(found)
            i = 0
        return None

    def preceding(self, start: int, id: str | None, marks: int = BEGINS, label: str = "") -> Span | None:
        """As `following`, but the span before; without annotation `id`, the last of those that start earlier."""
        number, i = self._place(start, id) or self._stop(start)
        while number >= 0:
            found = self._blocks[number].last(i, marks, label)
            if found is not None:
                return self._blocks[number].span(found)
            number, i = number - 1, len(self._blocks[number - 1])
        return None

    def marks_in(self, a: int, b: int) -> int:
        """All marks of the spans that start in `[a, b)`."""
        marks = 0
        number, i = self._stop(b)
        while number >= 0:
            block = self._blocks[number]
            low = bisect_left(block.starts, a)
            marks |= block.marks_between(low, i)
            if low:
                break
            number, i = number - 1, len(self._blocks[number - 1])
        return marks

    def lane(self, span: Span) -> int:
        """The span's lane, 0 upwards: spans that overlap or touch never share one.

        It is the lowest that was free when it was first asked for, and stays: what is put beside the span later takes
        another. Asked for in paint order, an outer span has lane 0 and the one inside it 1. Along two that nest, the
        lanes read outer / both / outer; along two that cross, first / both / second.
        Raises KeyError for a span that is not there.
        """
        key = paint_order(span)
        block = self._blocks[self._block_of(key)] if self._blocks else Block.of(())
        i = block.place(key)
        if i == len(block) or block.key(i) != key:
            raise KeyError(span)
        if block.lanes[i] < 0:
            used = self._lanes_beside(span.start, span.end)
            block.give_lane(i, (~used & (used + 1)).bit_length() - 1)
            self._laned.add(block)
        return block.lanes[i]

    def pieces(self, a: int, b: int, depth: int = 8) -> list[Piece]:
        """`[a, b)` cut where its spans change: `(start, end, spans)`, each with its spans outermost to innermost.

        The pieces cover the stretch without gaps; those without a span have none. Of more than `depth` spans
        on one piece the innermost are given, so that thousands of nested spans cost no more than can be seen.
        """
        if a >= b:
            return []
        found = list(islice(self._reaching(a, b), AT_MOST + 1))
        return self._deep_pieces(a, b, depth) if len(found) > AT_MOST else _cut(found[::-1], a, b, depth)

    def put(self, id: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
        """Let the annotation `id` have these spans in place of those it has; with none it goes.

        A span that keeps its edges keeps its lane. Returns the stretches of those that came, went or changed.
        """
        before: dict[tuple[int, int], tuple[Span, int]] = {}
        for number, i in reversed(self._places(id)):
            block = self._blocks[number]
            old = block.span(i)
            before[old.start, old.end] = old, block.lanes[i]
            self._take_out(number, i)
        self._starts_of.pop(id, None)
        changed = set(before)
        for span in spans:
            edges = (span.start, span.end)
            same, lane = before.get(edges, (None, -1))
            if same == span:
                changed.discard(edges)
            else:
                changed.add(edges)
            self._put_in(span, lane)
        self._sum_up()
        return sorted(changed)

    # Changing

    def _take_out(self, number: int, i: int) -> None:
        block = self._blocks[number]
        block.remove(i)
        self._size -= 1
        if len(block):
            self._firsts[number] = block.first_key
        else:
            del self._blocks[number], self._firsts[number]
            self._laned.discard(block)

    def _put_in(self, span: Span, lane: int) -> None:
        if not self._blocks:
            self._blocks, self._firsts = [Block.of(())], [paint_order(span)]
        number = self._block_of(paint_order(span))
        block = self._blocks[number]
        block.insert(span, lane)
        self._firsts[number] = block.first_key
        self._laned.add(block)
        self._size += 1
        _note(self._starts_of, span.id, span.start)
        if len(block) > BLOCK_FULL:
            self._blocks.insert(number + 1, block.split())
            self._laned.add(self._blocks[number + 1])
            self._firsts.insert(number + 1, self._blocks[number + 1].first_key)

    def _sum_up(self) -> None:
        """How far the spans up to and with each block reach."""
        self._reach = list(accumulate((block.high for block in self._blocks), max))

    # Finding

    @property
    def _starts_of(self) -> dict[str, _Starts]:
        """Where the spans of each annotation start: noted when it is first asked for, by reading all."""
        if self._noted is None:
            noted: dict[str, _Starts] = {}
            for block in self._blocks:
                noted.update(zip(block.ids, block.starts, strict=True))
            if len(noted) < self._size:
                noted = {}
                for block in self._blocks:
                    for id, start in zip(block.ids, block.starts, strict=True):
                        _note(noted, id, start)
            self._noted = noted
        return self._noted

    def _block_of(self, key: Key) -> int:
        """The block that has, or would have, the span with this key."""
        return max(0, bisect_right(self._firsts, key) - 1)

    def _stop(self, offset: int) -> _Place:
        """One past the last span that starts before `offset`; block -1 when there is none."""
        number = bisect_left(self._firsts, (offset,)) - 1
        return number, bisect_left(self._blocks[number].starts, offset) if number >= 0 else 0

    def _place(self, start: int, id: str | None) -> _Place | None:
        """Where the span of an annotation stands that starts at `start`."""
        if id is None:
            return None
        number = max(0, self._stop(start)[0])
        for n in range(number, len(self._blocks)):
            block = self._blocks[n]
            i = bisect_left(block.starts, start)
            same = bisect_right(block.starts, start, i)
            if id in block.ids[i:same]:
                return n, block.ids.index(id, i)
            if same < len(block):
                break
        return None

    def _places(self, id: str) -> list[_Place]:
        known = self._starts_of.get(id, ())
        found = (self._place(start, id) for start in ((known,) if isinstance(known, int) else sorted(known)))
        return [place for place in found if place is not None]

    def _reaching(self, a: int, b: int) -> Iterator[Span]:
        """The spans that start before `b` and end after `a`, the last in paint order first."""
        number, i = self._stop(b)
        while number >= 0 and self._reach[number] > a:
            block = self._blocks[number]
            if block.high > a:
                ends = block.ends
                yield from (block.span(k) for k in range(i - 1, -1, -1) if ends[k] > a)
            number, i = number - 1, len(self._blocks[number - 1])

    def _deep_pieces(self, a: int, b: int, depth: int) -> list[Piece]:
        """As `pieces`, cut only where those change that are given."""
        found: list[Piece] = []
        while a < b:
            shown = tuple(islice(self._reaching(a, a + 1), depth))[::-1]
            end = min(b, self._start_after(a, b), *(span.end for span in shown))
            found.append((a, end, shown))
            a = end
        return found

    def _start_after(self, offset: int, none: int) -> int:
        """The next start after an offset, or `none`."""
        number, i = self._stop(offset + 1)
        if number >= 0 and i < len(self._blocks[number]):
            return self._blocks[number].starts[i]
        following = self._firsts[number + 1 : number + 2]
        return following[0][0] if following else none

    def _lanes_beside(self, start: int, end: int) -> int:
        """The lanes, as bits, of the spans that overlap or touch `[start, end)`."""
        used = 0
        for block in self._laned:
            if block.low >= start and block.starts[-1] <= end:
                used |= block.lanes_used
            elif block.high >= start and block.starts[0] <= end:
                for first, last, lane in zip(block.starts, block.ends, block.lanes, strict=True):
                    if lane >= 0 and first <= end and last >= start:
                        used |= 1 << lane
        return used


def _note(starts_of: dict[str, _Starts], id: str, start: int) -> None:
    known = starts_of.get(id)
    if known is None:
        starts_of[id] = start
    else:
        starts_of[id] = (*known, start) if isinstance(known, tuple) else (known, start)


def _cut(spans: Sequence[Span], a: int, b: int, depth: int) -> list[Piece]:
    """The pieces of `[a, b)`, from all spans there in paint order."""
    inner = {edge for span in spans for edge in (span.start, span.end) if a < edge < b}
    return [
        (start, end, tuple(span for span in spans if span.start <= start and end <= span.end)[-depth:])
        for start, end in pairwise(sorted({a, b} | inner))
    ]
