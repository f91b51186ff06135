"""A record's card: what is known of it, and below it every mention of it in the corpus, in context."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from annotui.core.model import Agreement
from annotui.core.text import one_line, safe
from annotui.errors import UsageError
from annotui.project import record_acts
from annotui.project.mentions import MOST_IN_ORDER, Mention, Mentions, mentions_of
from annotui.tui.screens.describe import name
from annotui.tui.screens.one_pane import RecordsScreen
from annotui.tui.screens.pages import MEASURE, card_lines, rows_of
from annotui.tui.screens.record_pane import RecordPane
from annotui.tui.widgets.bars import StatusLine
from annotui.tui.widgets.cells import base_style, fit
from annotui.tui.widgets.line_list import LineList
from annotui.tui.widgets.rows import LineRenderer, Listed, columns

GONE = "This record is no longer in the catalogue: q goes back"
EMPTY = "Nobody has linked anything to this record yet."
ROOMY = 100
"""Cells from which articles and annotators are given more room, and states are written out."""
MORE = "… c shows it whole"
_SPACE = re.compile(r"\s+")


class CardHead(Widget):
    """The fields of a record, as far as half of the screen holds them."""

    DEFAULT_CSS = "CardHead { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []

    def show_lines(self, lines: list[str]) -> None:
        """Show these fields."""
        self._lines = lines
        self._fit()

    def on_resize(self) -> None:
        """Break the lines for the new width."""
        self._fit()

    def render_line(self, y: int) -> Strip:
        """Draw a row of them; the last one says where there are more."""
        rows = self._rows()
        cut = y == self.size.height - 1 and len(rows) > self.size.height
        text = MORE if cut else rows[y] if y < len(rows) else ""
        return Strip([Segment(fit(text, self.size.width), base_style(self))], self.size.width)

    def _rows(self) -> list[str]:
        width = max(1, min(self.size.width or self.screen.size.width, MEASURE))
        return [row for line in self._lines for row in rows_of(line, width)]

    def _fit(self) -> None:
        self.styles.height = max(1, min(len(self._rows()), self.screen.size.height // 2 - 2))
        self.refresh()


class CardPane(RecordPane[Mention]):
    """A record and its mentions."""

    help_title = "A record and its mentions"
    DEFAULT_CSS = """
    CardPane { layout: vertical; height: 1fr; }
    CardPane > StatusLine { text-style: bold; }
    CardPane > LineList { height: 1fr; }
    """

    def __init__(self, id: str, at: str) -> None:
        super().__init__()
        self._record_id = id
        self._at = at
        self._record: Agreement | None = None
        self._mentions: Mentions | None = None

    def compose(self) -> ComposeResult:
        """Title, fields, how many mentions there are, and these."""
        yield StatusLine(id="card-title")
        yield CardHead()
        yield StatusLine(id="mentions-title")
        yield LineList[Mention](Listed([]), LineRenderer(lambda row: row.annotation, _line), empty=EMPTY)

    def on_mount(self) -> None:
        """Read the record and its mentions."""
        self.key_screen.attempt(self.reload)

    @property
    def at_hand(self) -> Agreement | None:
        """The record of the card."""
        return self._record

    def supports(self, command: str) -> bool:
        """Mentions are not marked."""
        return command not in {"list.mark", "list.mark_all", "list.clear"} and super().supports(command)

    def status(self) -> tuple[str, str]:
        """Where the mention under the cursor stands and whose it is; which of how many, where that is known."""
        row = self.lines.cursor_row
        if row is None:
            return "", ""
        anchor = "" if row.anchor == "exact" else f" · {row.anchor}"
        found = self._mentions
        is_counted = found is not None and found.total is not None and found.is_numbered
        return (
            f"{row.article} · {row.label} {row.status} by {row.annotator}{anchor}",
            super().status()[1] if is_counted else "",
        )

    def open_row(self, row: Mention) -> None:
        """Go to the mention in its article."""
        self.annotui.visit(row.article, row.annotation, self._record_id)

    def merged(self, kept: str) -> None:
        """Show the record that this one is part of now."""
        self._record_id = kept

    def reload(self) -> None:
        """Read the record and its mentions again; the cursor stays on its mention, or where that was."""
        row, at = self.lines.cursor_row, self.lines.cursor
        try:
            self._record = self.project.agreement(self._record_id)
        except UsageError:
            self._record = None
        is_first = self._mentions is None
        self._mentions = mentions_of(self.project, self._record_id)
        if is_first:
            self.lines.show_source(self._mentions)
            number = self._mentions.number(self._at) if self._at else None
            if number is not None:
                self.lines.go_to(number)
        else:
            number = self._mentions.number(row.annotation) if row is not None else None
            self.lines.replace_source(self._mentions, at if number is None else number)
        self._show_record()

    def _show_record(self) -> None:
        record, found = self._record, self._mentions
        title = self.query_one("#card-title", StatusLine)
        if record is None or found is None:
            title.show_texts(GONE)
            self.query_one(CardHead).show_lines([])
        else:
            fits = cell_len(safe(record.title)) <= self.screen.size.width
            title.show_texts(one_line(record.title if fits else name(record), 300))
            lines = card_lines(record, record_acts.accepted(self.project, record.id))
            self.query_one(CardHead).show_lines([*([] if fits else lines[:1]), *lines[2:]])
        total = None if found is None else found.total
        count = (
            f"Mentions: more than {MOST_IN_ORDER:,} links"
            if total is None
            else f"{total:,} mention{'s' * (total != 1)}"
        )
        self.query_one("#mentions-title", StatusLine).show_texts(count)


class CardScreen(RecordsScreen):
    """A record's card over the catalogue, the cursor on the mention `at` where that is given."""

    def __init__(self, id: str, at: str = "") -> None:
        super().__init__(CardPane(id, at))


def _line(row: Mention, width: int) -> str:
    sign = "x" if row.anchor == "orphaned" else "^" if row.anchor == "moved" else "~" if row.status == "unsure" else ""
    roomy = width >= ROOMY
    before = 32 if roomy else 18
    in_context = f"{_end_of(row.prefix, before)}[{one_line(row.text, 200)}]{_joined(row.suffix)}"
    cells = ((sign, 1), (row.article, 24 if roomy else 12), (in_context, 0), (row.annotator, 10 if roomy else 7))
    return columns(width, *cells, *(((row.status, 6),) if roomy else ()))


def _end_of(text: str, cells: int) -> str:
    """What of a text stands before a mention, at the right edge of so many cells."""
    text = _joined(text)
    while cell_len(text) > cells:
        text = text[1:]
    return " " * (cells - cell_len(text)) + text


def _joined(text: str) -> str:
    """A text on one line, with a blank for each stretch of white space."""
    return safe(_SPACE.sub(" ", text))
