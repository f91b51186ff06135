"""A program that shows a text: its terminal, the text, and where on the screen it stands."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.data import Size, title
from benchmarks.screen import Cell, Snapshot
from benchmarks.terminal import REST, Terminal, Unanswered

_BARS = 2
_TEXT = 78


@dataclass(frozen=True, slots=True)
class Page:
    """Where a program shows its text: rows and columns of the screen, half-open."""

    top: int
    bottom: int
    left: int
    right: int

    def lines(self, shown: Snapshot) -> list[str]:
        """The rows of text."""
        return ["".join(cell[0] for cell in row).strip() for row in self.cells(shown)]

    def cells(self, shown: Snapshot) -> list[tuple[Cell, ...]]:
        """The cells of the text."""
        return [row[self.left : self.right] for row in shown.cells[self.top : self.bottom]]

    def moved_up(self, before: Snapshot, after: Snapshot) -> bool:
        """Whether the text has moved up by one row."""
        old, new = self.lines(before), self.lines(after)
        return old != new and old[1:] == new[:-1]

    def changed(self, before: Snapshot, after: Snapshot) -> bool:
        """Whether the same text is drawn otherwise: a cursor has moved, a span has come."""
        same = self.lines(before) == self.lines(after)
        return same and (self.cells(before) != self.cells(after) or before.cursor != after.cursor)

    def rows_changed(self, before: Snapshot, after: Snapshot) -> list[int]:
        """The rows of text that are drawn otherwise, counted from its top."""
        rows = enumerate(zip(self.cells(before), self.cells(after), strict=True))
        return [number for number, (old, new) in rows if old != new]

    def compact(self, shown: Snapshot) -> str:
        """The text that is shown, without white space: the same however the rows are broken."""
        return without_spaces("".join(self.lines(shown)))


@dataclass(frozen=True, slots=True)
class Reader:
    """A program that shows a text; `project` is where annotui keeps it, else the folder of the text."""

    terminal: Terminal
    page: Page
    text: str
    project: Path

    @property
    def shown(self) -> Snapshot:
        """What its screen shows."""
        return self.terminal.snapshot()


def in_annotui(
    bench: Bench, stack: ExitStack, project: Path, size: Size, *, columns: int = 80, rows: int = 24
) -> Reader:
    """Open a project whose article of a size was open last, and go to its top. Raises Unanswered."""
    terminal = stack.enter_context(bench.annotui(project, columns, rows))
    terminal.wait_written(title(size))
    terminal.quiet(REST)
    to_top(terminal)
    return at_top(bench, terminal, project, size)


def at_top(bench: Bench, terminal: Terminal, project: Path, size: Size) -> Reader:
    """See where annotui shows an article that is at its top. Raises Unanswered when it is not."""
    first = f"title: {title(size)}"
    shown = terminal.snapshot()
    top = next((row for row, line in enumerate(shown.rows) if row and first in line), None)
    if top is None:
        raise Unanswered(f"the article is not at its top: {first!r} is not there")
    left = shown.rows[top].index(first)
    return Reader(terminal, Page(top, len(shown.cells) - _BARS, left, left + _TEXT), _text(bench, size), project)


def in_less(bench: Bench, stack: ExitStack, size: Size, *, columns: int = 80, rows: int = 24) -> Reader:
    """Open a text in less. Raises Missing."""
    terminal = stack.enter_context(bench.less(size, columns, rows))
    terminal.quiet(REST)
    return Reader(terminal, Page(0, rows - 1, 0, columns), _text(bench, size), bench.data.work)


def to_top(terminal: Terminal) -> None:
    """Press gg, which writes nothing where the top is shown already."""
    terminal.send(b"gg")
    terminal.quiet(0.15)


def without_spaces(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def _text(bench: Bench, size: Size) -> str:
    return bench.data.text(size).read_text(encoding="utf-8")
