"""The catalogue: all records, filtered as one types; Enter opens a card, + adds a record, e, a and M change them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from annotui.core.model import Agreement
from annotui.errors import UsageError
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
from annotui.tui.screens.card import CardScreen
from annotui.tui.screens.describe import dates, name
from annotui.tui.screens.new_agreement import ask_new_agreement
from annotui.tui.screens.one_pane import RecordsScreen
from annotui.tui.screens.record_pane import RecordPane
from annotui.tui.screens.shared_names import SharedNamesScreen
from annotui.tui.widgets.bars import StatusLine
from annotui.tui.widgets.line_list import LOOKING, LineList
from annotui.tui.widgets.rows import LineRenderer, Listed, columns
from annotui.tui.widgets.sifter import Sifter

EMPTY = "No records. + adds one."


class CataloguePane(RecordPane[RecordRow]):
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

    @property
    def at_hand(self) -> Agreement | None:
        """The record under the cursor."""
        row = self.lines.cursor_row
        return row.record if row is not None else None

    def pair(self) -> tuple[Agreement, Agreement] | None:
        """The two records that are marked, the one under the cursor first. Raises UsageError for another number."""
        marked = sorted(self.lines.marked)
        if not marked:
            return None
        if len(marked) != 2:
            raise UsageError(
                "1 record is marked." if not marked[1:] else f"{len(marked)} records are marked.",
                "Mark the two that are one with v; Esc takes marks away.",
            )
        first, second = (self.project.agreement(id) for id in marked)
        return (second, first) if self.at_hand == second else (first, second)

    def all_keys(self) -> Sequence[str]:
        """The ids of all records listed. Raises UsageError where they are too many."""
        ids = self._records.all_ids(MOST_FOUND) if self._records is not None else ()
        if ids is None:
            raise UsageError(f"There are more than {MOST_FOUND:,} records here.", "List fewer with /.")
        return ids

    def open_row(self, row: RecordRow) -> None:
        """Open the record's card."""
        self.annotui.show(CardScreen(row.record.id))

    def do_list_card(self, _: str) -> None:
        """Open the record's card."""
        self.do_list_open("")

    def do_list_shared(self, _: str) -> None:
        """Show the names that several records share."""
        self.annotui.show(SharedNamesScreen())

    def merged(self, kept: str) -> None:
        """Put the cursor on the record that was kept."""
        number = self._records.number(kept) if self._records is not None else None
        if number is not None:
            self.lines.go_to(number)

    def do_list_filter(self, _: str) -> None:
        """Keep the records that hold every word typed."""
        self.ask_as_typed("Filter:", self._typed, self._look_for, self.lines.move)

    def do_list_clear(self, arg: str) -> None:
        """Take marks, then the filter away."""
        if self.lines.marked:
            super().do_list_clear(arg)
        else:
            self._look_for("")

    def do_list_add(self, _: str) -> None:
        """Add a record."""

        def added(id: str) -> None:
            self._look_for("")
            number = self._records.number(id) if self._records is not None else None
            if number is not None:
                self.lines.go_to(number)
            self.key_screen.say(f"Added {id}; u takes it back")

        ask_new_agreement(self.key_screen, "", added)

    def reload(self) -> None:
        """Read the catalogue again; the cursor stays on its record."""
        if isinstance(self._records, Keyed):
            self._records.total = None
            self.lines.reload(self._records.reload(self.lines.cursor))
            self._show_title()
        elif self._typed.strip():
            self._sifter.start(records_like(self.project, self._typed))

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
        is_first, row = self._records is None, self.lines.cursor_row
        self._records = these_records(self.project, [record.id for record in found])
        empty = "Nothing fits. Esc clears the filter." if is_all else LOOKING
        if is_first:
            self.lines.show_source(self._records, empty=empty)
        else:
            number = self._records.number(row.record.id) if row is not None else None
            self.lines.replace_source(self._records, number, empty=empty)
        self._show_title()

    def _show_title(self) -> None:
        total = None if self._records is None else self._records.total
        more = "+" if self._typed.strip() and total == MOST_FOUND else ""
        count = "" if total is None else f"{total:,}{more} "
        filtered = f" like “{self._typed}”" if self._typed.strip() else ""
        self.query_one("#catalogue-title", StatusLine).show_texts(f"Catalogue: {count}records{filtered}")


class CatalogueScreen(RecordsScreen):
    """The catalogue over the workspace."""

    def __init__(self) -> None:
        super().__init__(CataloguePane())


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
