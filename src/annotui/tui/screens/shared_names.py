"""Names that several records share, with these records: Enter opens one, M merges it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from annotui.core.model import Agreement
from annotui.project.shared_names import SharedName, shared_names
from annotui.tui.screens.card import CardScreen
from annotui.tui.screens.describe import dates, name
from annotui.tui.screens.one_pane import RecordsScreen
from annotui.tui.screens.record_pane import RecordPane
from annotui.tui.widgets.bars import StatusLine
from annotui.tui.widgets.line_list import LOOKING, LineList
from annotui.tui.widgets.rows import LineRenderer, Listed, columns
from annotui.tui.widgets.sifter import Sifter


class SharedNamesPane(RecordPane[SharedName]):
    """Shared names, each with its records."""

    help_title = "Names that several records share"
    DEFAULT_CSS = """
    SharedNamesPane { layout: vertical; height: 1fr; }
    SharedNamesPane > StatusLine { text-style: bold; }
    SharedNamesPane > LineList { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._found: Sequence[SharedName] = ()
        self._sifter = Sifter(self, self._show_found, lambda error: self.key_screen.say_error(error))

    def compose(self) -> ComposeResult:
        """A title and the list."""
        yield StatusLine(id="shared-title")
        yield LineList[SharedName](Listed([]), LineRenderer(_key, _line), empty=LOOKING)

    def on_mount(self) -> None:
        """Look for them."""
        self.reload()

    @property
    def at_hand(self) -> Agreement | None:
        """The record under the cursor."""
        row = self.lines.cursor_row
        return row.record if row is not None else None

    def supports(self, command: str) -> bool:
        """Rows are not marked."""
        return command not in {"list.mark", "list.mark_all", "list.clear"} and super().supports(command)

    def status(self) -> tuple[str, str]:
        """The whole title of the record under the cursor; which of how many."""
        return self.at_hand.title if self.at_hand else "", super().status()[1]

    def open_row(self, row: SharedName) -> None:
        """Open the record's card."""
        self.annotui.show(CardScreen(row.record.id))

    def reload(self) -> None:
        """Look for them again; the cursor stays on its row."""
        self._sifter.start(shared_names(self.project))

    def _show_found(self, found: Sequence[SharedName], is_all: bool) -> None:
        if not is_all:
            return
        row, at = self.lines.cursor_row, self.lines.cursor
        keys = [_key(each) for each in found]
        number = keys.index(_key(row)) if row is not None and _key(row) in keys else at
        self._found = found
        self.lines.replace_source(Listed(found), number, empty="No two records have a name in common.")
        count = len({each.folded for each in found})
        self.query_one("#shared-title", StatusLine).show_texts(
            f"{count:,} name{'s' * (count != 1)} that several records share"
        )
        self.key_screen.refresh_bars()


class SharedNamesScreen(RecordsScreen):
    """Shared names over the catalogue."""

    def __init__(self) -> None:
        super().__init__(SharedNamesPane())


def _key(row: SharedName) -> str:
    return f"{row.record.id} {row.folded}"


def _line(row: SharedName, width: int) -> str:
    record = row.record
    return columns(width, (row.written, width * 2 // 5), (name(record), 0), (dates(record), 13), (record.id, 20))
