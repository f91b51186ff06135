"""Writes cells to the terminal, and gets from one place to the next in the fewest bytes.

Rows and columns count from 0. The sequences are those that terminals and multiplexers all do alike: CUP, CHA, CUD,
CUF, CUB, EL, ECH, IL, SGR (ECMA-48), DECSTBM (DEC STD 070), and LF at the lower margin.
"""

from __future__ import annotations

from annotui.tui.terminal.looks import PLAIN, UNKNOWN, Looks
from annotui.tui.terminal.rows import Row


class Pen:
    """Where the cursor is, None while that is not sure, and the look in which the next character is drawn.

    A pen begins with nothing known but the plain look, which `lift` leaves behind.
    """

    def __init__(self, looks: Looks, width: int) -> None:
        self._looks = looks
        self._width = width
        self._out: list[str] = []
        self._y: int | None = None
        self._x: int | None = None
        self._sign = PLAIN

    def lift(self) -> str:
        """All that was written, the look plain again."""
        self.turn(PLAIN)
        return "".join(self._out)

    def column_in(self, y: int) -> int | None:
        """The column of the cursor, where it is sure and in this row."""
        return self._x if self._y == y else None

    def clear(self) -> None:
        """Make the whole screen blank, and the terminal what it was at the start, should others have used it.

        The look is plain, all rows scroll, nothing wraps at the edge, the cursor is hidden.
        """
        self._out.append("\x1b[m\x1b[r\x1b[?7l\x1b[?25l\x1b[2J")
        self._sign = PLAIN
        self._y = self._x = None

    def turn(self, sign: str) -> None:
        """Draw in another look."""
        self._out.append(self._looks.change(self._sign, sign))
        self._sign = sign

    def reach(self, y: int, x: int, row: Row) -> None:
        """Go to a cell of the row that is, or will be, `row`, to write in the look of that cell."""
        if (y, x) == (self._y, self._x):
            return
        change, target = self._looks.change, row.signs[x]
        turn = len(change(self._sign, target))
        way, sign = _absolute(y, x), self._sign
        least = len(way) + turn
        for start, size, column in self._starts(y, x):
            motion = _moved("C", x - column) if column < x else _moved("D", column - x)
            if size + len(motion) + turn < least:
                way, sign, least = start + motion, self._sign, size + len(motion) + turn
            if column < x < column + least - size and x <= row.irregular and UNKNOWN not in row.signs[column:x]:
                written, left = self._written(row, column, x)
                cost = size + len(written.encode()) + len(change(left, target))
                if cost < least:
                    way, sign, least = start + written, left, cost
        self._out.append(way)
        self._sign = sign
        self._y, self._x = y, x

    def write(self, row: Row, start: int, end: int) -> None:
        """Write the cells `[start, end)` of a row; the pen is at `start`.

        After cells whose width is not sure nothing is known of the cursor.
        """
        at = start
        while at < end:
            sign = row.signs[at]
            stop = end - len(row.signs[at:end].lstrip(sign))
            self.turn(sign)
            self._out.append(row.string(at, stop))
            at = stop
        if end > row.irregular:
            self._y = self._x = None
        else:
            # After the last column terminals differ.
            self._x = end if end < self._width else None

    def erase(self, cells: int) -> None:
        """Make so many cells blank; the pen stays before them. The look becomes plain: some erase in it."""
        self.turn(PLAIN)
        self._out.append(f"\x1b[{cells}X")

    def erase_rest(self) -> None:
        """Make the row blank from here on."""
        self.turn(PLAIN)
        self._out.append("\x1b[K")

    def hold(self, top: int, bottom: int) -> None:
        """Let only the rows from `top` to `bottom` scroll, until `let_go`."""
        self.turn(PLAIN)
        self._out.append(f"\x1b[{top + 1};{bottom + 1}r")
        # Home by the book, but not in all emulators.
        self._y = self._x = None

    def let_go(self) -> None:
        """Let the whole screen scroll again."""
        self._out.append("\x1b[r")
        self._y = self._x = None

    def scroll_up(self, bottom: int) -> None:
        """Move the rows that are held up by one; the pen is at the start of the last of them, which is blank."""
        self._to_start(bottom)
        self._out.append("\n")

    def scroll_down(self, top: int) -> None:
        """Move the rows that are held down by one; the pen is at the start of the first of them, which is blank."""
        self._to_start(top)
        self._out.append("\x1b[L")

    def _to_start(self, y: int) -> None:
        # What scrolls in is blank in the look that holds.
        self.turn(PLAIN)
        if self._y != y:
            self._out.append(_absolute(y, 0))
        elif self._x != 0:
            self._out.append("\r")
        self._y, self._x = y, 0

    def _starts(self, y: int, x: int) -> list[tuple[str, int, int]]:
        """Ways into row `y` that may be shorter than an absolute motion: the sequence, its bytes on the line, where
        the terminal's driver puts a CR before each LF, and the column it leads to.
        """
        if self._y is None or not 0 <= (down := y - self._y) <= 2:
            return []
        starts = [("\r\n" * down, 3 * down, 0) if down else ("\r", 1, 0)]
        if self._x is not None:
            sequence = _moved("B", down)
            starts.append((sequence, len(sequence), self._x))
        if not down:
            sequence = _to_column(x)
            starts.append((sequence, len(sequence), x))
        return starts

    def _written(self, row: Row, start: int, end: int) -> tuple[str, str]:
        """What writes the cells `[start, end)` again, and the look it leaves."""
        sign = self._sign
        parts = []
        while start < end:
            after = row.signs[start]
            stop = end - len(row.signs[start:end].lstrip(after))
            parts += [self._looks.change(sign, after), row.string(start, stop)]
            sign, start = after, stop
        return "".join(parts), sign


def _absolute(y: int, x: int) -> str:
    if x:
        return f"\x1b[{y + 1};{x + 1}H"
    return f"\x1b[{y + 1}H" if y else "\x1b[H"


def _to_column(x: int) -> str:
    return f"\x1b[{x + 1}G" if x else "\r"


def _moved(direction: str, cells: int) -> str:
    if cells < 2:
        return f"\x1b[{direction}" * cells
    return f"\x1b[{cells}{direction}"
