"""Rows for the virtual list: sources made of what is in memory, and columns cut to the width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from rich.segment import Segment
from textual.strip import Strip

from annotui.tui.widgets.cells import clip, fit
from annotui.tui.widgets.line_list import RowState

T = TypeVar("T")
GAP = "  "


class Listed(Generic[T]):
    """A page source over rows that are in memory."""

    def __init__(self, rows: Sequence[T]) -> None:
        self._rows = rows

    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def rows(self, first: int, n: int) -> Sequence[T]:
        """The rows from `first` on."""
        return self._rows[first : first + n]


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
