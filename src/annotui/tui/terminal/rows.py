"""A row of the screen, one entry a cell, so that two rows can be compared cell by cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len

from annotui.core.cells import CLUSTER_LIMIT, ONE_CELL
from annotui.core.text import next_grapheme
from annotui.tui.terminal.looks import PLAIN, UNKNOWN

# Besides what text may have: the pictures of control characters, lines and blocks, U+FFFD.
_IRREGULAR = re.compile(f"[^{ONE_CELL}\u2400-\u2426\u2500-\u259f\ufffd]")
GAP = 2
"""The plain blanks that make a gap."""
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


class NotUnderstood(Exception):
    """Something is to be shown that cells and looks cannot say."""


class Row(NamedTuple):
    """`text` has one entry a cell: the characters shown there, or nothing where a wide one goes on from the left.

    It is a string where all cells have one character each. `signs` has the sign of each cell's look. From the
    column `irregular` on (the width: nowhere) a terminal may think otherwise than we do about how wide something is;
    from the column `blank_from` on the row is as an erasure leaves it.
    """

    text: str | tuple[str, ...]
    signs: str
    irregular: int
    blank_from: int

    @property
    def sure_from(self) -> int:
        """The first gap behind all that is of unsure width: from there on all stands in its column for sure."""
        width = len(self.signs)
        if self.irregular >= width:
            return 0
        at = next(x for x in range(width, 0, -1) if not _is_regular(self.text[x - 1]))
        return next((x for x in range(at, width) if self.is_gap(x)), width)

    def is_gap(self, x: int) -> bool:
        """Whether a gap that parts columns of a list, or panes, and never words, begins in a column."""
        return self.signs[x : x + GAP] == PLAIN * GAP and self.string(x, x + GAP) == " " * GAP

    def string(self, start: int, end: int) -> str:
        """The characters of the cells `[start, end)`."""
        cells = self.text[start:end]
        return cells if isinstance(cells, str) else "".join(cells)

    def overlaid(self, x: int, piece: Row) -> Row:
        """The row with `piece` written over it from column `x` on. Raises NotUnderstood where that has no room."""
        width, end = len(self.signs), x + len(piece.signs)
        if end > width:
            raise NotUnderstood
        if end - x == width:
            return piece
        signs = self.signs[:x] + piece.signs + self.signs[end:]
        if isinstance(self.text, str) and isinstance(piece.text, str):
            return _regular_row(self.text[:x] + piece.text + self.text[end:], signs)
        cells = [*self.text[:x], *piece.text, *self.text[end:]]
        marks = list(signs)
        # What is left of a wide character whose other half is overwritten is up to the terminal.
        if x < width and not self.text[x]:
            _forget(cells, marks, range(x - 1, -1, -1))
        if end < width and not self.text[end]:
            _forget(cells, marks, range(end, width))
        return _row(cells, "".join(marks))


@lru_cache(maxsize=16)
def blank_row(width: int) -> Row:
    """A row as an erasure leaves it."""
    return _regular_row(" " * width, PLAIN * width)


@lru_cache(maxsize=16)
def unknown_row(width: int) -> Row:
    """A row that may show anything."""
    return _regular_row(UNKNOWN * width, UNKNOWN * width)


def row_of(runs: Sequence[tuple[str, str]]) -> Row:
    """The cells of runs of (text, sign). Raises NotUnderstood for what does not stand in a cell."""
    text = "".join([run for run, _ in runs])
    if (text.isascii() and text.isprintable()) or not _IRREGULAR.search(text):
        return _regular_row(text, "".join([sign * len(run) for run, sign in runs]))
    if _CONTROL.search(text):
        raise NotUnderstood
    cells: list[str] = []
    signs: list[str] = []
    for run, sign in runs:
        for cluster, width in _clusters(run):
            if width:
                cells += [cluster, *[""] * (width - 1)]
                signs.append(sign * width)
            elif cells:
                # It is drawn on the character before it, in the look of that.
                cells[_base(cells)] += cluster
            else:
                raise NotUnderstood
    return _row(cells, "".join(signs))


def _regular_row(text: str, signs: str) -> Row:
    return Row(text, signs, len(text), max(len(signs.rstrip(PLAIN)), len(text.rstrip(" "))))


def _row(cells: Sequence[str], signs: str) -> Row:
    irregular = next((x for x, cell in enumerate(cells) if not _is_regular(cell)), None)
    if irregular is None:
        return _regular_row("".join(cells), signs)
    blank_from, plain_from = len(cells), len(signs.rstrip(PLAIN))
    while blank_from > plain_from and cells[blank_from - 1] == " ":
        blank_from -= 1
    return Row(tuple(cells), signs, irregular, blank_from)


def _is_regular(cell: str) -> bool:
    return len(cell) == 1 and (cell == UNKNOWN or not _IRREGULAR.match(cell))


@lru_cache(maxsize=4096)
def _clusters(text: str) -> tuple[tuple[str, int], ...]:
    """What is shown as one, with its cells."""
    found: list[tuple[str, int]] = []
    at = 0
    while at < len(text):
        end = at + next_grapheme(text[at : at + CLUSTER_LIMIT], 0)
        found.append((text[at:end], cell_len(text[at:end])))
        at = end
    return tuple(found)


def _base(cells: Sequence[str]) -> int:
    """The last cell in which a character begins."""
    at = len(cells) - 1
    while not cells[at]:
        at -= 1
    return at


def _forget(cells: list[str], marks: list[str], places: range) -> None:
    """Make the half of a wide character unknown: from the overwritten half on, up to the character or past it."""
    for at in places:
        if places.step > 0 and cells[at]:
            return
        begins = bool(cells[at])
        cells[at] = marks[at] = UNKNOWN
        if begins:
            return
