"""The virtual list: one row a line, asked for a page at a time, so that a million rows cost what is on the screen.

It knows nothing about keys, SQL or what a row is: a `PageSource` gives rows by number, a `RowRenderer` draws one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import ClassVar, Generic, NamedTuple, Protocol, TypeVar

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotui.tui.widgets.cells import base_style, fit

Row = TypeVar("Row")
Row_co = TypeVar("Row_co", covariant=True)
Row_contra = TypeVar("Row_contra", contravariant=True)

PAGE = 128
"""How many rows are asked for at once."""

_PAGES_KEPT = 16
_PAGES_SEARCHED = 2
_MARKER_CELLS = 2
_WHEEL_ROWS = 3


class PageSource(Protocol[Row_co]):
    """Rows by number, in a fixed order until the next `reload`."""

    def count(self) -> int:
        """How many rows there are."""
        ...

    def rows(self, first: int, n: int) -> Sequence[Row_co]:
        """The `n` rows from `first` on; fewer at the end."""
        ...


class RowState(NamedTuple):
    """How a row stands in the list."""

    cursor: bool = False
    marked: bool = False


class RowRenderer(Protocol[Row_contra]):
    """Draws the rows of one kind of list."""

    def key(self, row: Row_contra) -> str:
        """What tells this row from all others, also after a reload."""
        ...

    def render(self, row: Row_contra, width: int, state: RowState) -> Strip:
        """The row in `width` cells; only safe text. The list adds its markers and the cursor's style."""
        ...


class LineList(ScrollView, Generic[Row], can_focus=True, inherit_bindings=False):
    """A list of rows with a cursor row and marked rows; `>` and `*` tell them without colour."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-list--cursor", "line-list--mark", "line-list--empty"}
    DEFAULT_CSS = """
    LineList {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        .line-list--cursor { text-style: reverse; }
        .line-list--mark { text-style: bold; }
        .line-list--empty { text-style: italic; }
    }
    """

    class _About(Message):
        def __init__(self, line_list: ScrollView, index: int) -> None:
            super().__init__()
            self.line_list = line_list
            self.index = index

        @property
        def control(self) -> ScrollView:
            """The list it is about."""
            return self.line_list

    class Highlighted(_About):
        """The cursor is on another row: `index`."""

    class Chosen(_About):
        """Row `index` was double-clicked; for Enter the pane calls `choose`."""

    def __init__(
        self,
        source: PageSource[Row],
        renderer: RowRenderer[Row],
        *,
        empty: str = "Nothing here.",
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._source = source
        self._renderer = renderer
        self._empty = empty
        self._count = source.count()
        self._cursor = 0
        self._marked: frozenset[str] = frozenset()
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()

    @property
    def count(self) -> int:
        """How many rows there were at the last reload."""
        return self._count

    @property
    def cursor(self) -> int:
        """The number of the cursor row; 0 when the list is empty."""
        return self._cursor

    @property
    def marked(self) -> frozenset[str]:
        """The keys of the marked rows."""
        return self._marked

    def row(self, index: int) -> Row | None:
        """The row with this number, None past the end."""
        if not 0 <= index < self._count:
            return None
        page, within = divmod(index, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            rows = self._pages[page] = self._source.rows(page * PAGE, PAGE)
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(page)
        return rows[within] if within < len(rows) else None

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor, None when the list is empty."""
        return self.row(self._cursor)

    def to(self, index: int) -> None:
        """Put the cursor on a row, the nearest there is, and show it."""
        index = max(0, min(index, self._count - 1))
        old, self._cursor = self._cursor, index
        self._show_cursor()
        if index != old:
            self.refresh_line(old)
            self.refresh_line(index)
            self.post_message(self.Highlighted(self, index))

    def move(self, rows: int) -> None:
        """Move the cursor down by `rows`, up if negative."""
        self.to(self._cursor + rows)

    def page(self, pages: int) -> None:
        """Move cursor and screen by whole pages less one row."""
        step = pages * max(1, self.size.height - 1)
        self.scroll_to(y=self.scroll_offset.y + step, animate=False, immediate=True, force=True)
        self.move(step)

    def choose(self) -> None:
        """Post `Chosen` for the cursor row; nothing when the list is empty."""
        if self._count:
            self.post_message(self.Chosen(self, self._cursor))

    def set_marked(self, keys: Iterable[str]) -> None:
        """Mark the rows with these keys and no others."""
        self._marked, old = frozenset(keys), self._marked
        changed = self._marked ^ old
        if changed:
            for index in range(self.scroll_offset.y, min(self.scroll_offset.y + self.size.height, self._count)):
                row = self.row(index)
                if row is not None and self._renderer.key(row) in changed:
                    self.refresh_line(index)

    def toggle_mark(self) -> None:
        """Mark the cursor row, or unmark it."""
        row = self.cursor_row
        if row is not None:
            self.set_marked(self._marked ^ {self._renderer.key(row)})

    def show_source(self, source: PageSource[Row], *, empty: str | None = None) -> None:
        """List other rows, the cursor on the first; marks are dropped."""
        self._source = source
        self._empty = self._empty if empty is None else empty
        self._marked = frozenset()
        self._cursor = 0
        self.reload()
        self.scroll_to(y=0, animate=False, immediate=True, force=True)

    def replace_source(self, source: PageSource[Row]) -> None:
        """List the same rows from another source: cursor, marks and what is in sight stay."""
        self._source = source
        self.reload()

    def reload(self, keep_key: str | None = None) -> None:
        """Ask the source again; marks stay.

        The cursor goes to the row with `keep_key` if that stands within two pages of where the cursor was, else
        it keeps its number.
        """
        self._pages.clear()
        self._count = self._source.count()
        self.virtual_size = Size(self.scrollable_content_region.width, self._count)
        found = self._near(keep_key) if keep_key is not None else None
        old = self._cursor
        self._cursor = max(0, min(self._cursor if found is None else found, self._count - 1))
        self._show_cursor()
        self.refresh()
        if self._cursor != old:
            self.post_message(self.Highlighted(self, self._cursor))

    def refresh_row(self, index: int) -> None:
        """Ask for this row's page again and draw the row: for a row that changed and kept its place."""
        self._pages.pop(index // PAGE, None)
        self.refresh_line(index)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = max(0, self.scrollable_content_region.width)
        base = base_style(self)
        index = self.scroll_offset.y + y
        row = self.row(index)
        if row is None:
            if self._count or y:
                return Strip.blank(width, base)
            style = base + self.get_component_rich_style("line-list--empty", partial=True)
            return Strip([Segment(fit(self._empty, width), style)], width)
        state = RowState(cursor=index == self._cursor, marked=self._renderer.key(row) in self._marked)
        style = base
        if state.marked:
            style += self.get_component_rich_style("line-list--mark", partial=True)
        markers = (">" if state.cursor else " ") + ("*" if state.marked else " ")
        drawn = self._renderer.render(row, max(0, width - _MARKER_CELLS), state)
        strip = Strip.join([Strip([Segment(markers, style)], _MARKER_CELLS), drawn.apply_style(base)])
        strip = strip.adjust_cell_length(width, base)
        if state.cursor:
            strip = Strip(
                Segment.apply_style(strip, post_style=self.get_component_rich_style("line-list--cursor", partial=True)),
                width,
            )
        return strip

    def on_mount(self) -> None:
        """Take the number of rows."""
        self.virtual_size = Size(0, self._count)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.virtual_size = Size(self.scrollable_content_region.width, self._count)
        self._show_cursor()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row that was clicked; a double click chooses it."""
        index = self.scroll_offset.y + event.get_content_offset_capture(self).y
        if event.button == 1 and 0 <= index < self._count:
            self.to(index)
            if event.chain == 2:
                self.choose()

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_to(y=self.scroll_offset.y + _WHEEL_ROWS, animate=False, immediate=True, force=True)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_to(y=self.scroll_offset.y - _WHEEL_ROWS, animate=False, immediate=True, force=True)

    def _show_cursor(self) -> None:
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False, immediate=True, force=True)
        elif self._cursor >= top + height:
            self.scroll_to(y=self._cursor - height + 1, animate=False, immediate=True, force=True)

    def _near(self, key: str) -> int | None:
        """The number of the row with `key`, looked for in the pages around the cursor, the nearest first."""
        here = self._cursor // PAGE
        for page in sorted(range(here - _PAGES_SEARCHED, here + _PAGES_SEARCHED + 1), key=lambda p: abs(p - here)):
            for index in range(max(0, page * PAGE), min((page + 1) * PAGE, self._count)):
                row = self.row(index)
                if row is not None and self._renderer.key(row) == key:
                    return index
        return None
