"""Where rows end: after blanks, after a dash inside a word, else anywhere, but never inside a grapheme cluster.

A text falls into stretches that are wrapped each for itself, so that any part of it can be laid out without what is
before it: its lines, and of a line of more than `STRETCH` code points the parts. All offsets are code points.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from annotui.core.cells import CLUSTER_LIMIT, IRREGULAR
from annotui.core.text import grapheme_start, next_grapheme, safe

STRETCH: Final = 1 << 13
"""A line that is longer than this is parted near every multiple of it (code points)."""

_BREAK_REACH = 256
_LOOK_AHEAD = 1 << 10
_DASH = re.compile(r"(?<=\w)[-\u2010\u2013\u2014]+(?=[^\W\d_])")
_SPACES = re.compile(" *")


class RowBreaks:
    """Wraps `text` at `width` cells; `cell_width` and `tab` are those of a `layout.Layout`."""

    def __init__(self, text: str, width: int, cell_width: Callable[[str], int], tab: int) -> None:
        self._text = text
        self._width = width
        self._cell_width = cell_width
        self._tab = tab
        self._regular = (0, 0)
        self._met_irregular = False
        self._plain: dict[str, bool] = {}
        self._widths: dict[str, int] = {}

    def stretch_start(self, offset: int) -> int:
        """Where the stretch begins that holds the code point at `offset`."""
        part, high = offset // STRETCH, offset
        while part > 0:
            line = self._text.rfind("\n", part * STRETCH, high) + 1
            parting = line or self._parting(part)
            if 0 < parting <= offset:
                return parting
            part, high = part - 1, part * STRETCH
        return self._text.rfind("\n", 0, high) + 1

    def rows(self, start: int) -> Iterator[tuple[int, int]]:
        """The rows from the beginning `start` of a stretch to the end of the text: start, end."""
        size = len(self._text)
        while start < size:
            stop = self._stretch_end(start)
            while start < stop:
                end = self._row_end(start, stop)
                yield start, end
                start = end

    def is_regular(self, start: int, end: int) -> bool:
        """Whether each code point of the stretch is one cluster in one cell."""
        return IRREGULAR.search(self._text, start, end) is None

    def is_blank(self, start: int, stop: int) -> bool:
        """Whether a cluster is a blank or a tab."""
        return stop == start + 1 and self._text[start] in " \t"

    def cluster(self, at: int, end: int, cell: int) -> tuple[int, int]:
        """Where the cluster at `at` ends, at most at `end`, and its width when it stands in `cell`."""
        text = self._text
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

    def _parting(self, part: int) -> int:
        """Where a long line is parted near `part` times `STRETCH`: after a blank if there is one; 0 for no place.

        A line that began less than `STRETCH` before that is not parted there.
        """
        text, at = self._text, part * STRETCH
        if at >= len(text) or text.rfind("\n", at - STRETCH, at) >= 0:
            return 0
        limit = min(len(text), at + _BREAK_REACH)
        line, blank = text.find("\n", at, limit), text.find(" ", at, limit)
        if line >= 0 and (blank < 0 or line < blank):
            return line + 1
        if blank >= 0:
            blanks = _SPACES.match(text, blank, limit)
            after = blanks.end() if blanks else blank
            return after + 1 if text[after : after + 1] == "\n" else after
        near = max(0, at - CLUSTER_LIMIT)
        start = near + grapheme_start(text[near : at + 1], at - near)
        return start if start > near else at

    def _stretch_end(self, start: int) -> int:
        """Where the stretch that begins at `start` ends: the start of the next."""
        size, part = len(self._text), start // STRETCH
        line = self._text.find("\n", start, (part + 3) * STRETCH) + 1 or size
        while part * STRETCH < line:
            parting = self._parting(part) if part else 0
            if parting > start:
                return min(parting, line)
            part += 1
        return line

    def _row_end(self, at: int, stop: int) -> int:
        """Where the row ends that starts at `at`, in a stretch that ends at `stop`."""
        text = self._text
        end = stop - 1 if text[stop - 1] == "\n" else stop
        if end - at <= self._width:
            best = end
        else:
            limit = at + self._width
            space = text.rfind(" ", at, limit + 1)
            best = self._last_break(at, space + 1 if space >= 0 else at, limit)
            if space + 1 == best:
                run = _SPACES.match(text, best, end)
                best = run.end() if run else best
        # A mark right after the row would belong to its last cluster.
        if not self._is_regular_to(at, min(best + 1, end)):
            best = self._measured_end(at, end)
        return stop if best >= end else best

    def _is_regular_to(self, at: int, stop: int) -> bool:
        """Whether `[at, stop)` needs no measuring; looks ahead a block at a time and keeps what it saw."""
        known, to = self._regular
        if not known <= at <= to:
            known = to = at
            self._met_irregular = False
        while to < stop and not self._met_irregular:
            match = IRREGULAR.search(self._text, to, to + _LOOK_AHEAD)
            self._met_irregular = match is not None
            to = match.start() if match else to + _LOOK_AHEAD
        self._regular = known, to
        return to >= stop

    def _measured_end(self, at: int, end: int) -> int:
        """As `_row_end` within a line that ends at `end`, where code points have to be measured."""
        cells, i, after_blank = 0, at, at
        while i < end:
            stop, width = self.cluster(i, end, cells)
            if self.is_blank(i, stop):
                after_blank = stop
            elif cells + width > self._width and i > at:
                return self._last_break(at, after_blank, i)
            cells += width
            i = stop
        return end

    def _last_break(self, at: int, after_blank: int, limit: int) -> int:
        """The last place to break in `(at, limit]`: after a blank, after a dash, else at `limit` itself."""
        if after_blank > limit:
            return after_blank
        best = after_blank
        for dash in _DASH.finditer(self._text, max(at, after_blank), limit + 1):
            if dash.end() <= limit:
                best = dash.end()
        return best if best > at else limit

    def _is_plain(self, char: str) -> bool:
        """Whether a code point joins with no other plain one: found once for each by trying."""
        plain = self._plain.get(char)
        if plain is None:
            trials = (f"a{char}", f"{char}a", f"{char}{char}")
            plain = self._plain[char] = all(next_grapheme(trial, 0) == 1 for trial in trials)
        return plain
