"""The screen that a terminal would show: fed with a program's output, asked for its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

import pyte

# Sequences that pyte does not know and would print: keyboard protocols, window operations, mode queries, OSC, DCS.
_UNKNOWN_TO_PYTE = re.compile(
    rb"\x1b\[\?[0-9;]*[mnu]|\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[[?0-9;]*\$[a-z]|\x1b\[[0-9;]*t"
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\"
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|P[^\x1b]*\x1b?)?\Z")

Cell = tuple[str, str, str, bool, bool, bool, bool, bool, bool]
"""Character, foreground, background, bold, italics, underscore, strikethrough, reverse, blink."""

_REVERSE = 7


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a screen shows at one moment: the cells of every row, and where the terminal's own cursor is if shown."""

    cells: tuple[tuple[Cell, ...], ...]
    cursor: tuple[int, int] | None

    @property
    def rows(self) -> list[str]:
        """The rows as text, without the blanks at their ends."""
        return ["".join(cell[0] for cell in row).rstrip() for row in self.cells]

    def has(self, text: str) -> bool:
        """Whether a text stands in one of the rows."""
        return any(text in row for row in self.rows)

    def marked(self) -> set[tuple[int, int]]:
        """Row and column of every cell in reverse, and of the terminal's own cursor."""
        found = {(y, x) for y, row in enumerate(self.cells) for x, cell in enumerate(row) if cell[_REVERSE]}
        return found | {self.cursor} if self.cursor else found


class Screen:
    """An emulated screen of `columns` x `rows` cells."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = _Scrolling(columns, rows)
        self._stream = _Stream(self._screen)
        self._tail = b""

    def feed(self, data: bytes) -> None:
        """Draw what a program has written; a sequence may be cut anywhere."""
        data = self._tail + data
        unfinished = _UNFINISHED.search(data)
        self._tail = unfinished[0] if unfinished else b""
        whole = data[: len(data) - len(self._tail)]
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", whole))

    def snapshot(self) -> Snapshot:
        """What it shows now."""
        screen = self._screen
        cells = tuple(
            tuple(cast("Cell", screen.buffer[y][x]) for x in range(screen.columns)) for y in range(screen.lines)
        )
        cursor = None if screen.cursor.hidden else (screen.cursor.y, screen.cursor.x)
        return Snapshot(cells, cursor)


class _Scrolling(pyte.Screen):
    """pyte's screen with the sequences that it lacks: scrolling the region (SU, SD) and repeating (REP)."""

    def scroll_up(self, count: int | None = None) -> None:
        """Move the rows of the region up."""
        self._at_edge(count, top=False)

    def scroll_down(self, count: int | None = None) -> None:
        """Move the rows of the region down."""
        self._at_edge(count, top=True)

    def repeat(self, count: int | None = None) -> None:
        """Draw the last character again."""
        before = max(0, min(self.cursor.x, self.columns) - 1)
        self.draw(self.buffer[self.cursor.y][before].data * (count or 1))

    def _at_edge(self, count: int | None, *, top: bool) -> None:
        first, last = self.margins or (0, self.lines - 1)
        kept, self.cursor.y = self.cursor.y, first if top else last
        for _ in range(count or 1):
            self.reverse_index() if top else self.index()
        self.cursor.y = kept


class _Stream(pyte.ByteStream):
    def __init__(self, screen: _Scrolling) -> None:
        self.csi = {**pyte.ByteStream.csi, "S": "scroll_up", "T": "scroll_down", "b": "repeat"}
        super().__init__(screen)
