"""What the terminal shows, row by row, and the bytes that make it show something else."""

from __future__ import annotations

from collections.abc import Mapping

from annotui.tui.terminal.looks import UNKNOWN, Looks
from annotui.tui.terminal.painting import paint
from annotui.tui.terminal.pen import Pen
from annotui.tui.terminal.rows import Row, blank_row, unknown_row
from annotui.tui.terminal.scrolling import Shift, find_shift

_FEWEST_SCROLLED = 3


class Shadow:
    """The screen of a terminal of `width` x `height` cells; at first nobody knows what it shows."""

    def __init__(self, looks: Looks, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._looks = looks
        self._rows = [unknown_row(width)] * height
        self._clears = False

    @property
    def rows(self) -> list[Row]:
        """The rows, from the top down."""
        return self._rows

    @property
    def is_whole(self) -> bool:
        """Whether each cell is known."""
        return not any(UNKNOWN in row.signs for row in self._rows)

    def clear(self) -> None:
        """Make the screen blank, at the beginning of what `show` writes next."""
        self._rows = [blank_row(self.width)] * self.height
        self._clears = True

    def show(self, rows: Mapping[int, Row]) -> str:
        """Show these rows, by number; the others stay as they are.

        Returns what to write, empty for nothing; it begins and ends in the plain look, without margins.
        """
        pen = Pen(self._looks, self.width)
        new = self._rows.copy()
        changed = [y for y, row in rows.items() if row != new[y]]
        for y in changed:
            new[y] = rows[y]
        if self._clears:
            pen.clear()
        elif len(changed) >= _FEWEST_SCROLLED and (shift := find_shift(self._rows, new)) is not None:
            self._scroll(pen, shift, new)
            changed = [y for y, row in enumerate(new) if row != self._rows[y]]
        for y in sorted(changed):
            paint(pen, y, self._rows[y], new[y])
        self._rows = new
        self._clears = False
        return pen.lift()

    def _scroll(self, pen: Pen, shift: Shift, new: list[Row]) -> None:
        """Move a block of rows, each row that comes in painted as soon as there is room for it."""
        top, bottom, up = shift.top, shift.bottom, shift.up
        pen.hold(top, bottom)
        if up > 0:
            coming = new[bottom + 1 - up : bottom + 1]
            for row in coming:
                pen.scroll_up(bottom)
                paint(pen, bottom, blank_row(self.width), row)
            self._rows[top : bottom + 1] = self._rows[top + up : bottom + 1] + coming
        else:
            coming = new[top : top - up]
            for row in reversed(coming):
                pen.scroll_down(top)
                paint(pen, top, blank_row(self.width), row)
            self._rows[top : bottom + 1] = coming + self._rows[top : bottom + 1 + up]
        pen.let_go()
