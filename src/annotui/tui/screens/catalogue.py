"""The catalogue: all records, filtered as one types; Enter opens a record's card, + adds one."""

from __future__ import annotations

from textual.app import ComposeResult

from annotui.core.folding import fold_key
from annotui.core.model import Agreement
from annotui.project import reading
from annotui.tui.screens.base import KeyScreen
from annotui.tui.screens.describe import dates, name
from annotui.tui.screens.list_pane import ListPane
from annotui.tui.screens.new_agreement import ask_new_agreement
from annotui.tui.screens.pages import Page, card_lines
from annotui.tui.screens.pane import Pane
from annotui.tui.widgets.bars import StatusLine
from annotui.tui.widgets.line_list import LineList
from annotui.tui.widgets.rows import LineRenderer, Listed, columns


class CataloguePane(ListPane[Agreement]):
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
        self._records: list[Agreement] = []
        self._mentions: dict[str, int] = {}

    def compose(self) -> ComposeResult:
        """A title and the list."""
        yield StatusLine(id="catalogue-title")
        yield LineList[Agreement](
            Listed([]), LineRenderer(lambda row: row.id, self._line), empty="No records. + adds one."
        )

    def on_mount(self) -> None:
        """Read the catalogue."""
        self.key_screen.attempt(self._read)

    def status(self) -> tuple[str, str]:
        """The whole title of the record under the cursor; which of how many."""
        row = self.lines.cursor_row
        return row.title if row else "", super().status()[1]

    def open_row(self, row: Agreement) -> None:
        """Show the record's card."""
        self.key_screen.show_page(Page("Record", card_lines(row, self._mentions.get(row.id, 0))))

    def do_list_filter(self, _: str) -> None:
        """Keep the records that hold every word typed."""

        def changed(text: str) -> None:
            self._typed = text
            self._show()

        self.ask_as_typed("Filter:", self._typed, changed, self.lines.move)

    def do_list_clear(self, _: str) -> None:
        """Take the filter away."""
        self._typed = ""
        self._show()

    def do_list_add(self, _: str) -> None:
        """Add a record."""

        def added(id: str) -> None:
            self.annotui.changed_catalogue()
            self._read()
            self.key_screen.say(f"Added {id}; u takes it back")

        ask_new_agreement(self.key_screen, "", added)

    def do_copy_id(self, _: str) -> None:
        """Send the record's id to the terminal's clipboard."""
        row = self.lines.cursor_row
        if row is not None:
            self.copy(row.id)

    def reload(self) -> None:
        """Read the catalogue again."""
        self._read()

    def _read(self) -> None:
        self._records = sorted(self.project.agreements(), key=lambda record: (record.dates[:1], record.id))
        self._mentions = reading.mention_counts(self.project)
        self._show()

    def _show(self) -> None:
        words = fold_key(self._typed).split()
        rows = [record for record in self._records if all(word in _searched(record) for word in words)]
        self.lines.show_source(Listed(rows))
        filtered = f" like “{self._typed}”" if self._typed else ""
        self.query_one("#catalogue-title", StatusLine).show_texts(f"Catalogue: {len(rows)} records{filtered}")

    def _line(self, record: Agreement, width: int) -> str:
        count = self._mentions.get(record.id, 0)
        return columns(
            width,
            (dates(record), 13),
            (name(record), 0),
            (record.kind, 20),
            (f"{count} mention{'s' if count > 1 else ''}" if count else "", 12),
            (record.place, 12),
        )


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


def _searched(record: Agreement) -> str:
    fields = (record.id, record.title, record.short, record.place, record.kind, *record.dates, *record.parties)
    return fold_key(" ".join((*fields, *record.aliases)))
