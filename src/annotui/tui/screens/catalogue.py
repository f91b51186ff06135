"""The catalogue: all records, filtered as one types; Enter opens a record's card, + adds one."""

from __future__ import annotations

from textual.app import ComposeResult

from annotui.core.model import Agreement
from annotui.project.listed import Keyed
from annotui.project.records import (
    MOST_FOUND,
    MOST_MENTIONS,
    RecordRow,
    Records,
    all_records,
    records_like,
    these_records,
)
from annotui.tui.screens.base import KeyScreen
from annotui.tui.screens.describe import dates, name
from annotui.tui.screens.list_pane import ListPane
from annotui.tui.screens.new_agreement import ask_new_agreement
from annotui.tui.screens.pages import Page, card_lines
from annotui.tui.screens.pane import Pane
from annotui.tui.widgets.bars import StatusLine
from annotui.tui.widgets.line_list import LOOKING, LineList
from annotui.tui.widgets.rows import LineRenderer, Listed, columns
from annotui.tui.widgets.sifter import Sifter

EMPTY = "No records. + adds one."


class CataloguePane(ListPane[RecordRow]):
    """The records of the catalogue, by date."""

    help_title = "The catalogue"
    DEFAULT_CSS = """
    CataloguePane { layout: vertical; height: 1fr; }
    CataloguePane > #catalogue-title { text-style: bold; }
    CataloguePane > LineList { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._records: Records | None = None
        self._sifter = Sifter(self, self._show_found, lambda error: self.key_screen.say_error(error))

    def compose(self) -> ComposeResult:
        """A title and the list."""
        yield StatusLine(id="catalogue-title")
        yield LineList[RecordRow](Listed([]), LineRenderer(lambda row: row.record.id, _line), empty=EMPTY)

    def on_mount(self) -> None:
        """Read the catalogue."""
        self.key_screen.attempt(self._show_all)

    def status(self) -> tuple[str, str]:
        """The whole title of the record under the cursor; which of how many."""
        row = self.lines.cursor_row
        return row.record.title if row else "", super().status()[1]

    def open_row(self, row: RecordRow) -> None:
        """Show the record's card."""
        self.key_screen.show_page(Page("Record", card_lines(row.record, row.mentions)))

    def do_list_filter(self, _: str) -> None:
        """Keep the records that hold every word typed."""
        self.ask_as_typed("Filter:", self._typed, self._look_for, self.lines.move)

    def do_list_clear(self, _: str) -> None:
        """Take the filter away."""
        self._look_for("")

    def do_list_add(self, _: str) -> None:
        """Add a record."""

        def added(id: str) -> None:
            self.annotui.changed_catalogue()
            self._look_for("")
            number = self._records.number(id) if self._records is not None else None
            if number is not None:
                self.lines.go_to(number)
            self.key_screen.say(f"Added {id}; u takes it back")

        ask_new_agreement(self.key_screen, "", added)

    def do_copy_id(self, _: str) -> None:
        """Send the record's id to the terminal's clipboard."""
        row = self.lines.cursor_row
        if row is not None:
            self.copy(row.record.id)

    def reload(self) -> None:
        """Read the catalogue again; the cursor stays on its record."""
        if isinstance(self._records, Keyed):
            self._records.total = None
            self.lines.reload(self._records.reload(self.lines.cursor))
            self._show_title()
        else:
            self._look_for(self._typed)

    def _look_for(self, typed: str) -> None:
        self._typed = typed
        self._records = None
        if typed.strip():
            self._sifter.start(records_like(self.project, typed))
        else:
            self._sifter.stop()
            self._show_all()

    def _show_all(self) -> None:
        self._records = all_records(self.project)
        self.lines.show_source(self._records, empty=EMPTY)
        self._show_title()

    def _show_found(self, found: list[Agreement], is_all: bool) -> None:
        """List the records found so far: at first as another list, later with the cursor where it was moved to."""
        is_first = self._records is None
        self._records = these_records(self.project, [record.id for record in found])
        empty = "Nothing fits. Esc clears the filter." if is_all else LOOKING
        if is_first:
            self.lines.show_source(self._records, empty=empty)
        else:
            self.lines.replace_source(self._records, empty=empty)
        self._show_title()

    def _show_title(self) -> None:
        total = None if self._records is None else self._records.total
        more = "+" if self._typed.strip() and total == MOST_FOUND else ""
        count = "" if total is None else f"{total:,}{more} "
        filtered = f" like “{self._typed}”" if self._typed.strip() else ""
        self.query_one("#catalogue-title", StatusLine).show_texts(f"Catalogue: {count}records{filtered}")


class CatalogueScreen(KeyScreen):
    """The catalogue over the workspace."""

    def __init__(self) -> None:
        super().__init__()
        self._pane = CataloguePane()

    def supports(self, command: str) -> bool:
        """The catalogue is not opened from itself."""
        return command != "show.catalogue" and super().supports(command)

    def compose_panes(self) -> ComposeResult:
        """The list of records."""
        yield self._pane

    @property
    def panes(self) -> tuple[Pane]:
        """The list."""
        return (self._pane,)

    @property
    def active_pane(self) -> Pane:
        """The list."""
        return self._pane

    def reload(self) -> None:
        """Read the catalogue again."""
        self._pane.reload()


def _line(row: RecordRow, width: int) -> str:
    count = f"{MOST_MENTIONS - 1:,}+" if row.mentions == MOST_MENTIONS else str(row.mentions)
    return columns(
        width,
        (dates(row.record), 13),
        (name(row.record), 0),
        (row.record.kind, 20),
        (f"{count} mention{'s' if row.mentions > 1 else ''}" if row.mentions else "", 13),
        (row.record.place, 12),
    )
