"""Pages of text over a screen's panes: help, statistics, a record's card, guidelines."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotui.core.model import Agreement
from annotui.tui.screens.pane import Pane
from annotui.tui.widgets.cells import base_style, broken, fit

MEASURE = 100
"""The longest line, in cells."""
CLOSES = "q or Esc closes"
_TITLE = Style(bold=True)
_FIRST_GAP = re.compile(r" *(?:\S+(?: \S+)* {2,})?")


Lines = Sequence[str] | Callable[[int], Sequence[str]]
"""A text, of which long lines are broken; or what draws one for a width in cells."""


class Page:
    """A text to read, how far it is read, whether it was closed. `is_help`: the key that opened it closes it."""

    def __init__(self, title: str, lines: Lines, *, is_help: bool = False) -> None:
        self.title = title
        self.lines = lines
        self.is_help = is_help
        self.top = 0
        self.is_closed = False

    def rows(self, width: int) -> list[str]:
        """The rows of a pane this wide: a text's lines are broken, and no longer than is good to read."""
        if callable(self.lines):
            return list(self.lines(width))
        measure = max(1, min(width, MEASURE))
        return [row for line in self.lines for row in rows_of(line, measure)]


class PagesPane(Pane):
    """The page on top of those that are open: the list's keys scroll it."""

    help_title = "A page"
    DEFAULT_CSS = "PagesPane { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._open: list[Page] = []
        self._rows: list[str] = []
        self._broken_for: tuple[Page, int] | None = None

    @property
    def page(self) -> Page | None:
        """The page that is shown, if any."""
        return self._open[-1] if self._open else None

    @property
    def text(self) -> str:
        """The text of the page that is shown."""
        page = self.page
        if page is None:
            return ""
        return "\n".join(page.lines(self.size.width) if callable(page.lines) else page.lines)

    def open(self, page: Page) -> None:
        """Show a page over those that are open."""
        self._open.append(page)
        self.refresh()

    def close(self) -> None:
        """Go back to the page below."""
        if self._open:
            self._open.pop().is_closed = True
        self.refresh()

    def close_all(self) -> None:
        """Close every page."""
        while self._open:
            self._open.pop().is_closed = True

    def fill(self, page: Page, lines: Lines) -> None:
        """Let a page have other lines."""
        page.lines = lines
        self._broken_for = None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the title, and below it the rows in sight."""
        width, page = self.size.width, self.page
        base = base_style(self)
        if page is None:
            return Strip.blank(width, base)
        if y == 0:
            title = fit(page.title, max(0, width - len(CLOSES) - 2))
            return Strip([Segment(f"{title}  {CLOSES}", base + _TITLE)]).adjust_cell_length(width, base)
        rows = self._fitted(page, width)
        row = page.top + y - 1
        return Strip([Segment(fit(rows[row] if row < len(rows) else "", width), base)], width)

    def _fitted(self, page: Page, width: int) -> list[str]:
        if self._broken_for != (page, width):
            self._rows = page.rows(width)
            self._broken_for = (page, width)
        return self._rows

    def _scroll(self, rows: int) -> None:
        page = self.page
        if page is None:
            return
        last = max(0, len(self._fitted(page, self.size.width)) - self._height)
        top = max(0, min(last, page.top + rows))
        if top != page.top:
            page.top = top
            self.refresh()

    @property
    def _height(self) -> int:
        return max(1, self.size.height - 1)

    def do_list_down(self, _: str) -> None:
        """One row down."""
        self._scroll(1)

    def do_list_up(self, _: str) -> None:
        """One row up."""
        self._scroll(-1)

    def do_list_page_down(self, _: str) -> None:
        """A page down."""
        self._scroll(self._height - 1)

    def do_list_page_up(self, _: str) -> None:
        """A page up."""
        self._scroll(1 - self._height)

    def do_list_half_down(self, _: str) -> None:
        """Half a page down."""
        self._scroll(self._height // 2)

    def do_list_half_up(self, _: str) -> None:
        """Half a page up."""
        self._scroll(-(self._height // 2))

    def do_list_top(self, _: str) -> None:
        """To the top."""
        self._scroll(-len(self._rows))

    def do_list_bottom(self, _: str) -> None:
        """To the end."""
        self._scroll(len(self._rows))

    def do_list_clear(self, _: str) -> None:
        """Close the page."""
        self.key_screen.close_page()

    def do_back(self, _: str) -> None:
        """Close the page."""
        self.key_screen.close_page()


def rows_of(line: str, width: int) -> list[str]:
    """A line as it is where it fits, else broken, what follows below what came after the first wide gap."""
    if len(line) <= width:
        return [line]
    gap = _FIRST_GAP.match(line)
    indent = gap.end() if gap and gap.end() <= width // 2 else 0
    first, *rest = broken(line[indent:], width - indent)
    return [line[:indent] + first, *(" " * indent + row for row in rest)]


def card_lines(record: Agreement, accepted: Mapping[str, int] = MappingProxyType({})) -> list[str]:
    """A record as lines of text: what is known of it, and how often each alias was `accepted`, where it ever was."""
    aliases = (f"{alias} ({accepted[alias]}×)" if alias in accepted else alias for alias in record.aliases)
    fields = (
        ("id", record.id),
        ("short", record.short),
        ("dates", ", ".join(record.dates)),
        ("place", record.place),
        ("parties", ", ".join(record.parties)),
        ("kind", record.kind),
        ("aliases", "; ".join(aliases)),
        ("url", record.url),
        ("note", record.note),
    )
    return [record.title, "", *(f"{name + ':':9} {value}" for name, value in fields if value)]
