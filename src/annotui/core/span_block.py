"""A span, and a block of neighbouring spans kept column by column, with what they have in common."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import reduce
from operator import or_
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

BEGINS = 1
"""The mark of a span with which its annotation begins: its first fragment."""
BLOCK_FULL = 128
"""How many spans a block may have."""

Row = tuple[int, int, str, str, int]
"""A span as it is read from storage: the fields of `Span`, in order."""
Key = tuple[int, int, str, str]

_NO_KEY: Key = (0, 0, "", "")
_COLUMNS = frozenset(("starts", "ends", "ids", "labels", "marks", "lanes"))


class Unread(NamedTuple):
    """A block that is read when one of its spans is asked for.

    `size` is how many spans it has, `first` the key of the first, `low` and `high` the least and the greatest end,
    `marks` all marks; `columns` is JSON: an array of each field of `Span`, in paint order.
    """

    size: int
    first: Key
    low: int
    high: int
    marks: int
    columns: str


class Span(NamedTuple):
    """One stretch of one annotation: a fragment carries its annotation's `id` and `label`.

    `marks` are bits that say what else is looked for in spans (see `marks`); of an annotation's fragments only
    the first has any.
    """

    start: int
    end: int
    id: str
    label: str
    marks: int = 0


def paint_order(row: Row) -> Key:
    """The sort key of paint order: outer before inner, then by id so that the order never depends on chance."""
    return (row[0], -row[1], row[2], row[3])


class Block:
    """At most `BLOCK_FULL` spans in paint order, as columns.

    `low` and `high` are the least and the greatest end, `marks_used` all marks, and `lanes_used` all lanes, as bits;
    a span without a lane has -1.
    """

    __slots__ = (
        "_first", "_size", "_unread", "ends", "high", "ids", "labels", "lanes", "lanes_used", "low", "marks",
        "marks_used", "starts",
    )  # fmt: skip

    def __init__(self, found: Unread) -> None:
        self._size, self._first, self.low, self.high, self.marks_used, self._unread = found
        self.lanes_used = 0
        self.starts: array[int]
        self.ends: array[int]
        self.ids: list[str]
        self.labels: list[str]
        self.marks: bytearray
        self.lanes: array[int]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Block:
        """The block of these spans."""
        block = cls(Unread(0, _NO_KEY, 0, 0, 0, ""))
        block._take(*(zip(*rows, strict=True) if rows else ((), (), (), (), ())))
        block._sum_up()
        return block

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """A column, before any was read: they are read now."""
            if name not in _COLUMNS:
                raise AttributeError(name)
            self._take(*json.loads(self._unread))
            return getattr(self, name)

    def __len__(self) -> int:
        return self._size

    @property
    def first_key(self) -> Key:
        """The sort key of the first span, of which nothing else need be read."""
        return self._first

    def span(self, i: int) -> Span:
        """The span at place `i`."""
        return Span(self.starts[i], self.ends[i], self.ids[i], self.labels[i], self.marks[i])

    def key(self, i: int) -> Key:
        """The sort key of the span at place `i`."""
        return (self.starts[i], -self.ends[i], self.ids[i], self.labels[i])

    def place(self, key: Key) -> int:
        """The place of the first span that does not come before `key`."""
        i = bisect_left(self.starts, key[0])
        same = bisect_right(self.starts, key[0], i)
        while i < same and self.key(i) < key:
            i += 1
        return i

    def first(self, i: int, marks: int, label: str) -> int | None:
        """The first place from `i` on with all these marks, and this label unless it is empty."""
        if marks & ~self.marks_used or (label and label not in self.labels):
            return None
        return next((k for k in range(i, len(self)) if self._fits(k, marks, label)), None)

    def last(self, i: int, marks: int, label: str) -> int | None:
        """The last place before `i` with all these marks, and this label unless it is empty."""
        if marks & ~self.marks_used or (label and label not in self.labels):
            return None
        return next((k for k in range(i - 1, -1, -1) if self._fits(k, marks, label)), None)

    def marks_between(self, i: int, j: int) -> int:
        """All marks of the spans at the places `i` to `j`, half-open."""
        return self.marks_used if j - i == len(self) else reduce(or_, self.marks[i:j], 0)

    def insert(self, span: Row, lane: int) -> None:
        """Take in a span, with its lane or -1."""
        i = self.place(paint_order(span))
        start, end, id, label, marks = span
        self.starts.insert(i, start)
        self.ends.insert(i, end)
        self.ids.insert(i, id)
        self.labels.insert(i, intern(label))
        self.marks.insert(i, marks)
        self.lanes.insert(i, lane)
        self._sum_up()

    def remove(self, i: int) -> None:
        """Take out the span at place `i`."""
        for column in (self.starts, self.ends, self.ids, self.labels, self.marks, self.lanes):
            del column[i]
        self._sum_up()

    def split(self) -> Block:
        """Keep the first half; returns the second."""
        half = len(self) // 2
        other = Block.of([self.span(i) for i in range(half, len(self))])
        other.lanes = self.lanes[half:]
        other._sum_up()
        for column in (self.starts, self.ends, self.ids, self.labels, self.marks, self.lanes):
            del column[half:]
        self._sum_up()
        return other

    def give_lane(self, i: int, lane: int) -> None:
        """Let the span at place `i` have a lane."""
        self.lanes[i] = lane
        self.lanes_used |= 1 << lane

    def _take(
        self,
        starts: Sequence[int],
        ends: Sequence[int],
        ids: Sequence[str],
        labels: Sequence[str],
        marks: Sequence[int],
    ) -> None:
        """Have these columns, with no span in a lane."""
        self.starts, self.ends = array("q", starts), array("q", ends)
        self.ids, self.labels = list(ids), list(map(intern, labels))
        self.marks = bytearray(marks)
        self.lanes = array("i", [-1]) * len(starts)
        self._unread = ""

    def _fits(self, i: int, marks: int, label: str) -> bool:
        return self.marks[i] & marks == marks and (not label or self.labels[i] == label)

    def _sum_up(self) -> None:
        self._size = len(self.ids)
        self._first = self.key(0) if self._size else _NO_KEY
        self.low, self.high = min(self.ends, default=0), max(self.ends, default=0)
        self.marks_used = reduce(or_, set(self.marks), 0)
        self.lanes_used = reduce(or_, (1 << lane for lane in set(self.lanes) if lane >= 0), 0)
