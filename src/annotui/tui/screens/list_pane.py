"""What all lists have: moving, marking, and the keys that begin with the row under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from textual import on

from annotui.core.commands import MARKED
from annotui.tui.screens.pane import Pane
from annotui.tui.widgets.line_list import LineList

Row = TypeVar("Row")


class ListPane(Pane, Generic[Row]):
    """A pane around one `LineList`."""

    def reload(self) -> None:
        """Show the rows as they are now."""
        raise NotImplementedError

    @property
    def lines(self) -> LineList[Row]:
        """The list."""
        return self.query_one(LineList)

    def facts(self) -> tuple[str, ...]:
        """Whether rows are marked."""
        return (MARKED,) if self.lines.marked else ()

    async def carry_out(self, command: str, arg: str) -> None:
        """Ask again for rows that could not be read before, then run the command's method."""
        self.lines.retry()
        await super().carry_out(command, arg)

    def status(self) -> tuple[str, str]:
        """Which row of how many."""
        count = self.lines.count
        return "", f"{self.lines.cursor + 1} of {count:,}" if count else ""

    def do_list_down(self, _: str) -> None:
        """One row down."""
        self.lines.move(1)

    def do_list_up(self, _: str) -> None:
        """One row up."""
        self.lines.move(-1)

    def do_list_top(self, _: str) -> None:
        """The first row."""
        self.lines.to_start()

    async def do_list_bottom(self, _: str) -> None:
        """The last row."""
        await self.lines.to_end()

    def do_list_page_down(self, _: str) -> None:
        """A screenful down."""
        self.lines.page(1)

    def do_list_page_up(self, _: str) -> None:
        """A screenful up."""
        self.lines.page(-1)

    def do_list_half_down(self, _: str) -> None:
        """Half a screenful down."""
        self.lines.move(max(1, self.lines.size.height // 2))

    def do_list_half_up(self, _: str) -> None:
        """Half a screenful up."""
        self.lines.move(-max(1, self.lines.size.height // 2))

    def do_list_open(self, _: str) -> None:
        """Open the row."""
        row = self.lines.cursor_row
        if row is not None:
            self.open_row(row)

    def open_row(self, row: Row) -> None:
        """Show what a row stands for."""
        raise NotImplementedError

    @on(LineList.Chosen)
    def _double_clicked(self, event: LineList.Chosen) -> None:
        event.stop()
        self.key_screen.activate(self)
        self.key_screen.attempt(lambda: self.do_list_open(""))

    @on(LineList.Failed)
    def _rows_failed(self, event: LineList.Failed) -> None:
        event.stop()
        self.key_screen.say_error(event.error)

    @on(LineList.Highlighted)
    def _highlighted(self) -> None:
        self.key_screen.refresh_bars()


class MarkingPane(ListPane[Row]):
    """A list whose rows can be marked to act on several at once."""

    def do_list_mark(self, _: str) -> None:
        """Mark the row, or unmark it, and go on to the next."""
        self.lines.toggle_mark()
        self.lines.move(1)

    def do_list_mark_all(self, _: str) -> None:
        """Mark all rows, or unmark all."""
        keys = [] if self.lines.marked else self.all_keys()
        self.lines.set_marked(keys)
        self.key_screen.say(f"{len(keys):,} marked" if keys else "")

    def do_list_clear(self, _: str) -> None:
        """Take the marks away."""
        self.lines.set_marked(())

    def all_keys(self) -> Sequence[str]:
        """The keys of all rows. Raises UsageError where they are too many to act on at once."""
        raise NotImplementedError
