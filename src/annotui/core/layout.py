"""Soft wrapping: a text, a width in cells and a width function make rows of offsets, a part at a time.

The rows cover the text exactly: each holds its trailing blanks and its newline, so that the rows joined are the
text. Lines break after blanks, after a dash inside a word, else anywhere, but never inside a grapheme cluster.
Blanks at a break hang over the edge and are not shown. Offsets are code points.
"""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from annotui.core.cells import CLUSTER_LIMIT, IRREGULAR
from annotui.core.text import next_grapheme, safe

_LOOK_AHEAD = 1 << 14
_DASH = re.compile(r"(?<=\w)[-\u2010\u2013\u2014]+(?=[^\W\d_])")
_SPACES = re.compile(" *")


class Cluster(NamedTuple):
    """What is shown as one: the code points `[start, end)`, in cells `[cell, cell + width)` of its row.

    `width` is at least 1: a mark without a base is given a blank to stand on.
    """

    start: int
    end: int
    cell: int
    width: int


class Layout:
    """The rows of `text` at `width` cells.

    `cell_width` gives the cells of a string (Rich's `cell_len`); it gets safe text, one cluster at a time, and
    must give 1 for each code point of `ONE_CELL`. `tab` is the distance of tab stops in cells. An empty text has
    one empty row. Questions about an offset or row that is not laid out yet lay out as far as is needed.
    Raises ValueError for a width or tab below 1.
    """

    def __init__(self, text: str, width: int, cell_width: Callable[[str], int], *, tab: int = 8) -> None:
        if width < 1 or tab < 1:
            raise ValueError(f"width {width} and tab {tab} must be at least 1")
        self.text = text
        self.width = width
        self._cell_width = cell_width
        self._tab = tab
        self._row_starts = array("I" if len(text) < 1 << 32 else "Q")
        self._reached = 0
        self._line_end = -1
        self._regular_to = 0
        self._met_irregular = False
        self._plain: dict[str, bool] = {}
        self._widths: dict[str, int] = {}
        if not text:
            self._row_starts.append(0)

    @property
    def rows(self) -> int:
        """How many rows are laid out so far."""
        return len(self._row_starts)

    @property
    def complete(self) -> bool:
        """Whether the whole text is laid out."""
        return self._reached >= len(self.text)

    @property
    def reached(self) -> int:
        """The end of the part laid out."""
        return self._reached

    def grow(self, rows: int) -> None:
        """Lay out `rows` more rows, or as many as there are."""
        self._advance(len(self._row_starts) + rows, sys.maxsize)

    def grow_past(self, offset: int) -> None:
        """Lay out up to and with the row that holds `offset`."""
        self._advance(sys.maxsize, offset)

    def estimate(self) -> int:
        """How many rows there will be: a guess from the part laid out, exact when `complete`."""
        if self.complete:
            return len(self._row_starts)
        if not self._reached:
            return len(self.text) // self.width + 1
        return max(len(self._row_starts) + 1, len(self._row_starts) * len(self.text) // self._reached)

    def row_of(self, offset: int) -> int:
        """The row that holds `offset`; the last one for the end of the text."""
        self.grow_past(offset)
        return max(0, bisect_right(self._row_starts, max(0, offset)) - 1)

    def row_span(self, row: int) -> tuple[int, int]:
        """All code points of a row, with its trailing blanks and newline. IndexError past the last row."""
        if row >= len(self._row_starts):
            self.grow(row + 1 - len(self._row_starts))
        if not 0 <= row < len(self._row_starts):
            raise IndexError(f"row {row} of {len(self._row_starts)}")
        end = self._row_starts[row + 1] if row + 1 < len(self._row_starts) else self._reached
        return self._row_starts[row], end

    def visible_span(self, row: int) -> tuple[int, int]:
        """The code points of a row that are shown: no newline, no blanks past the width."""
        start, end = self._line_part(row)
        if self.is_regular(row):
            return start, min(end, start + self.width)
        clusters = self.clusters(row)
        return start, clusters[-1].end if clusters else start

    def is_regular(self, row: int) -> bool:
        """Whether each code point of the row is one cluster in one cell, so that cell = offset - start."""
        start, end = self.row_span(row)
        return IRREGULAR.search(self.text, start, end) is None

    def clusters(self, row: int) -> list[Cluster]:
        """The clusters of a row that are shown, left to right."""
        start, end = self._line_part(row)
        found: list[Cluster] = []
        cell = 0
        while start < end and cell < self.width:
            stop, width = self._cluster(start, end, cell)
            if cell + width > self.width and (found or self._is_blank(start, stop)):
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

    def _line_part(self, row: int) -> tuple[int, int]:
        """A row without its newline."""
        start, end = self.row_span(row)
        return start, end - 1 if end > start and self.text[end - 1] == "\n" else end

    def _is_blank(self, start: int, stop: int) -> bool:
        return stop == start + 1 and self.text[start] in " \t"

    def _advance(self, rows: int, offset: int) -> None:
        """Lay out until there are `rows` rows, or `offset` is passed."""
        size = len(self.text)
        starts, reached = self._row_starts, self._reached
        while reached < size and reached <= offset and len(starts) < rows:
            starts.append(reached)
            reached = self._row_end(reached)
        self._reached = reached

    def _row_end(self, at: int) -> int:
        """Where the row that starts `at` ends: the start of the next."""
        text, size = self.text, len(self.text)
        if self._line_end < at:
            found = text.find("\n", at)
            self._line_end = found if found >= 0 else size
        end = self._line_end
        if end - at <= self.width:
            stop = end
        else:
            limit = at + self.width
            space = text.rfind(" ", at, limit + 1)
            stop = self._last_break(at, space + 1 if space >= 0 else at, limit)
            if space + 1 == stop:
                run = _SPACES.match(text, stop, end)
                stop = run.end() if run else stop
        # A mark right after the row would belong to its last cluster.
        if not self._is_regular_to(at, min(stop + 1, end)):
            stop = self._measured_end(at, end)
        return min(end + 1, size) if stop >= end else stop

    def _is_regular_to(self, at: int, stop: int) -> bool:
        """Whether `[at, stop)` needs no measuring; looks ahead a block at a time and keeps what it saw."""
        if self._regular_to < at:
            self._regular_to, self._met_irregular = at, False
        while self._regular_to < stop and not self._met_irregular:
            block_end = self._regular_to + _LOOK_AHEAD
            match = IRREGULAR.search(self.text, self._regular_to, block_end)
            self._met_irregular = match is not None
            self._regular_to = match.start() if match else block_end
        return self._regular_to >= stop

    def _measured_end(self, at: int, end: int) -> int:
        """As `_row_end` within the line that ends at `end`, where code points have to be measured."""
        cells, i, after_blank = 0, at, at
        while i < end:
            stop, width = self._cluster(i, end, cells)
            if self._is_blank(i, stop):
                after_blank = stop
            elif cells + width > self.width and i > at:
                return self._last_break(at, after_blank, i)
            cells += width
            i = stop
        return end

    def _last_break(self, at: int, after_blank: int, limit: int) -> int:
        """The last place to break in `(at, limit]`: after a blank, after a dash, else at `limit` itself."""
        if after_blank > limit:
            return after_blank
        best = after_blank
        for dash in _DASH.finditer(self.text, max(at, after_blank), limit + 1):
            if dash.end() <= limit:
                best = dash.end()
        return best if best > at else limit

    def _cluster(self, at: int, end: int, cell: int) -> tuple[int, int]:
        """Where the cluster at `at` ends, and its width when it stands in `cell`."""
        text = self.text
        char = text[at]
        if char == "\t":
            return at + 1, self._tab - cell % self._tab
        stop = at + 1
        if stop < end and not (self._is_plain(char) and self._is_plain(text[stop])):
            stop = at + next_grapheme(text[at : min(end, at + CLUSTER_LIMIT)], 0)
        if stop > at + 1:
            return stop, max(1, self._cell_width(safe(text[at:stop])))
        width = self._widths.get(char)
        if width is None:
            width = self._widths[char] = max(1, self._cell_width(safe(char)))
        return stop, width

    def _is_plain(self, char: str) -> bool:
        """Whether a code point joins with no other plain one: found once for each by trying."""
        plain = self._plain.get(char)
        if plain is None:
            trials = (f"a{char}", f"{char}a", f"{char}{char}")
            plain = self._plain[char] = all(next_grapheme(trial, 0) == 1 for trial in trials)
        return plain
