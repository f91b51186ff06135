"""Rows for the virtual list: sources made of what is in memory, and columns cut to the width."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from rich.segment import Segment
from textual.strip import Strip

from annotui.tui.widgets.cells import clip, fit
from annotui.tui.widgets.line_list import RowState

T = TypeVar("T")
GAP = "  "


class _Known:
    """What a page source is of which all rows are known."""

    goes_on = False

    def __init__(self, count: int) -> None:
        self.extent = range(count)

    def look_on(self) -> None:
        """There is nothing to look for."""

    def to_start(self) -> None:
        """The first row is always the first."""

    def to_end(self) -> None:
        """So is the last."""


class Listed(_Known, Generic[T]):
    """A page source over rows that are in memory."""

    def __init__(self, rows: Sequence[T]) -> None:
        super().__init__(len(rows))
        self._rows = rows

    def rows(self, first: int, n: int) -> Mapping[int, T]:
        """The rows from `first` on."""
        return {number: self._rows[number] for number in self.extent[max(0, first) : max(0, first + n)]}


class Looked(_Known, Generic[T]):
    """A page source over rows that are looked up by their keys when they are shown; what is gone then stays blank."""

    def __init__(self, keys: Sequence[str], rows: Mapping[str, T]) -> None:
        super().__init__(len(keys))
        self._keys = keys
        self._rows = rows

    def rows(self, first: int, n: int) -> Mapping[int, T]:
        """The rows from `first` on."""
        numbers = self.extent[max(0, first) : max(0, first + n)]
        found = ((number, self._rows.get(self._keys[number])) for number in numbers)
        return {number: row for number, row in found if row is not None}


class LineRenderer(Generic[T]):
    """Draws a row as one line of text, which `line(row, width)` gives in at most `width` cells."""

    def __init__(self, key: Callable[[T], str], line: Callable[[T, int], str]) -> None:
        self._key = key
        self._line = line

    def key(self, row: T) -> str:
        """What tells this row from all others."""
        return self._key(row)

    def render(self, row: T, width: int, state: RowState) -> Strip:
        """The row in `width` cells."""
        return Strip([Segment(fit(self._line(row, width), width))], width)


def columns(width: int, *cells: tuple[str, int], least: int = 16) -> str:
    """Cells side by side in `width`: (text, its width); the one with width 0 takes what the others leave.

    Where that would be less than `least`, the last ones go first, never the one with width 0.
    """
    shown = list(cells)
    while len(shown) > 1 and _fixed(shown) + least > width:
        last = max(i for i, (_, size) in enumerate(shown) if size)
        del shown[last]
    rest = max(1, width - _fixed(shown))
    return clip(GAP.join(fit(text, size or rest) for text, size in shown), width)


def _fixed(cells: Sequence[tuple[str, int]]) -> int:
    return sum(size for _, size in cells) + len(GAP) * (len(cells) - 1)
