"""Pages of text over the workspace: statistics, a record's card, guidelines."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from annotui.core.model import Agreement
from annotui.tui.screens.base import KeyScreen
from annotui.tui.screens.pane import Pane
from annotui.tui.widgets.bars import StatusLine
from annotui.tui.widgets.text_view import TextView


class TextPane(Pane):
    """A text to read: the list's keys scroll it."""

    help_title = "A page"
    DEFAULT_CSS = """
    TextPane { layout: vertical; height: 1fr; }
    TextPane > #page-title { text-style: bold; }
    TextPane > TextView { height: 1fr; scrollbar-size-vertical: 0; }
    """

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        """A title above the text."""
        yield StatusLine(id="page-title")
        yield TextView(measure=100)

    def on_mount(self) -> None:
        """Show the text."""
        from annotui.core.spans import SpanIndex

        self.query_one("#page-title", StatusLine).show_texts(self._title, "q or Esc closes")
        self._view.show("\n".join(self._lines), SpanIndex(), {})

    @property
    def _view(self) -> TextView:
        return self.query_one(TextView)

    def do_list_down(self, _: str) -> None:
        """One row down."""
        self._view.scroll_rows(1)

    def do_list_up(self, _: str) -> None:
        """One row up."""
        self._view.scroll_rows(-1)

    def do_list_page_down(self, _: str) -> None:
        """A page down."""
        self._view.page(1)

    def do_list_page_up(self, _: str) -> None:
        """A page up."""
        self._view.page(-1)

    def do_list_half_down(self, _: str) -> None:
        """Half a page down."""
        self._view.half_page(1)

    def do_list_half_up(self, _: str) -> None:
        """Half a page up."""
        self._view.half_page(-1)

    def do_list_top(self, _: str) -> None:
        """To the top."""
        self._view.restore(0)

    def do_list_bottom(self, _: str) -> None:
        """To the end."""
        self._view.reveal(len("\n".join(self._lines)))

    def do_list_clear(self, _: str) -> None:
        """Close the page."""
        self.app.pop_screen()


class TextScreen(KeyScreen):
    """A page of text; q or Esc closes it."""

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._pane = TextPane(title, lines)

    def supports(self, command: str) -> bool:
        """A page is the end of a way: no other one is opened from it."""
        return command not in {"show.statistics", "show.catalogue"} and super().supports(command)

    def compose_panes(self) -> ComposeResult:
        """The page."""
        yield self._pane

    @property
    def active(self) -> Pane:
        """The page."""
        return self._pane


def card_lines(record: Agreement, mentions: int | None = None) -> list[str]:
    """A record as lines of text: what is known of it, and how often it is mentioned."""
    fields = (
        ("id", record.id),
        ("short", record.short),
        ("dates", ", ".join(record.dates)),
        ("place", record.place),
        ("parties", ", ".join(record.parties)),
        ("kind", record.kind),
        ("aliases", "; ".join(record.aliases)),
        ("url", record.url),
        ("note", record.note),
        ("mentions", "" if mentions is None else str(mentions)),
    )
    return [record.title, "", *(f"{name + ':':9} {value}" for name, value in fields if value)]
