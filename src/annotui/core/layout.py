"""Soft wrapping: a text, a width in cells and a width function make rows of offsets, as far as they are asked for.

The rows cover the text exactly: each holds its trailing blanks and its newline, so that the rows joined are the
text. Blanks at a break hang over the edge and are not shown. Offsets are code points.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from operator import neg
from typing import NamedTuple

from annotui.core.row_breaks import RowBreaks


class Cluster(NamedTuple):
    """What is shown as one: the code points `[start, end)`, in cells `[cell, cell + width)` of its row.

    `width` is at least 1: a mark without a base is given a blank to stand on.
    """

    start: int
    end: int
    cell: int
    width: int


class Layout:
    """The rows of `text` at `width` cells, laid out from near the offset `start` on, down and up, as they are needed.

    `cell_width` gives the cells of a string (Rich's `cell_len`); it gets safe text, one cluster at a time, and
    must give 1 for each code point of `cells.ONE_CELL`. `tab` is the distance of tab stops in cells. An empty text has
    one empty row. Row 0 is the first that is laid out, those above it have numbers below 0; which rows there are does
    not hang on `start`. Raises ValueError for a width or tab below 1.
    """

    def __init__(
        self, text: str, width: int, cell_width: Callable[[str], int], *, tab: int = 8, start: int = 0
    ) -> None:
        if width < 1 or tab < 1:
            raise ValueError(f"width {width} and tab {tab} must be at least 1")
        self.text = text
        self.width = width
        self._breaks = RowBreaks(text, width, cell_width, tab)
        self._reached = self._breaks.stretch_start(max(0, min(start, len(text) - 1)))
        self._further = self._breaks.rows(self._reached)
        # Row starts: those from row 0 on, and those above it, the nearest first.
        self._below = array("I" if len(text) < 1 << 32 else "Q")
        self._above = array(self._below.typecode)
        if not self.grow(1):
            self._below.append(0)

    @property
    def rows(self) -> range:
        """The rows laid out so far."""
        return range(-len(self._above), len(self._below))

    @property
    def laid_out(self) -> tuple[int, int]:
        """The part of the text that is laid out."""
        return self._first, self._reached

    def grow(self, rows: int) -> int:
        """Lay out `rows` more rows below. Returns how many there were."""
        before = len(self._below)
        for _ in range(rows):
            row = next(self._further, None)
            if row is None:
                break
            self._below.append(row[0])
            self._reached = row[1]
        return len(self._below) - before

    def nearest(self, row: int) -> int:
        """The row itself, or the last, or the first one, where the text ends before it."""
        self.grow(row + 1 - len(self._below))
        while -row > len(self._above) and self._grow_up():
            pass
        return max(-len(self._above), min(row, len(self._below) - 1))

    def row_of(self, offset: int) -> int:
        """The row that holds `offset`; the last one for the end of the text."""
        offset = max(0, offset)
        while offset >= self._reached and self.grow(1):
            pass
        while offset < self._first and self._grow_up():
            pass
        if offset >= self._below[0]:
            return bisect_right(self._below, offset) - 1
        return -1 - bisect_left(self._above, -offset, key=neg)

    def row_span(self, row: int) -> tuple[int, int]:
        """All code points of a row, with its trailing blanks and newline. IndexError for a row that there is not."""
        if self.nearest(row) != row:
            raise IndexError(f"row {row} is not one of {self.rows}")
        return self._start(row), self._start(row + 1) if row + 1 < len(self._below) else self._reached

    def visible_span(self, row: int) -> tuple[int, int]:
        """The code points of a row that are shown: no newline, no blanks past the width."""
        start, end = self._line_part(row)
        if self.is_regular(row):
            return start, min(end, start + self.width)
        clusters = self.clusters(row)
        return start, clusters[-1].end if clusters else start

    def is_regular(self, row: int) -> bool:
        """Whether each code point of the row is one cluster in one cell, so that cell = offset - start."""
        return self._breaks.is_regular(*self.row_span(row))

    def clusters(self, row: int) -> list[Cluster]:
        """The clusters of a row that are shown, left to right."""
        start, end = self._line_part(row)
        found: list[Cluster] = []
        cell = 0
        while start < end and cell < self.width:
            stop, width = self._breaks.cluster(start, end, cell)
            if cell + width > self.width and (found or self._breaks.is_blank(start, stop)):
                break
            found.append(Cluster(start, stop, cell, width))
            start, cell = stop, cell + width
        return found

    def cell_of(self, offset: int) -> int:
        """The cell, within its row, where the cluster at `offset` begins; behind the last one for what is not shown."""
        row = self.row_of(offset)
        start, end = self.visible_span(row)
        if self.is_regular(row):
            return max(0, min(offset, end) - start)
        cell = 0
        for cluster in self.clusters(row):
            if offset < cluster.end:
                return cluster.cell
            cell = cluster.cell + cluster.width
        return cell

    def offset_at(self, row: int, cell: int) -> int:
        """The offset of the cluster that covers `cell` of `row`.

        Past what is shown it is the hidden blank or newline that follows, or where there is none the last
        cluster: always an offset of this row, but for the end of a text on its last row when the row is empty.
        """
        start, end = self.visible_span(row)
        if self.is_regular(row):
            found = start + max(0, cell)
        else:
            found = next((c.start for c in self.clusters(row) if cell < c.cell + c.width), end)
        if found < end:
            return found
        if end < self.row_span(row)[1] or start == end:
            return end
        return end - 1 if self.is_regular(row) else self.clusters(row)[-1].start

    @property
    def _first(self) -> int:
        """The start of the first row laid out."""
        return self._above[-1] if self._above else self._below[0]

    def _start(self, row: int) -> int:
        return self._below[row] if row >= 0 else self._above[-1 - row]

    def _grow_up(self) -> bool:
        """Lay out the stretch above the first row. Returns whether there was one."""
        top = self._first
        if not top:
            return False
        starts: list[int] = []
        for start, end in self._breaks.rows(self._breaks.stretch_start(top - 1)):
            starts.append(start)
            if end == top:
                break
        self._above.extend(reversed(starts))
        return True

    def _line_part(self, row: int) -> tuple[int, int]:
        """A row without its newline."""
        start, end = self.row_span(row)
        return start, end - 1 if end > start and self.text[end - 1] == "\n" else end
