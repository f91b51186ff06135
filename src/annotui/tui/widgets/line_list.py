"""The virtual list: one row a line, asked for a page at a time, so that a million rows cost what is on the screen.

It knows nothing about keys, SQL or what a row is: a `PageSource` gives rows by number, a `RowRenderer` draws one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Generic, NamedTuple, Protocol, TypeVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotui.tui.widgets.cells import base_style, fit
from annotui.tui.widgets.row_cache import PageSource, Row
from annotui.tui.widgets.scrolled_rows import ScrolledRows

Row_contra = TypeVar("Row_contra", contravariant=True)

LOOKING = "Looking …"
"""What an empty list says while rows are looked for."""

_MARKER_CELLS = 2


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


class LineList(ScrolledRows[Row], Generic[Row], can_focus=True, inherit_bindings=False):
    """A list of rows with a cursor row and marked rows; `>` and `*` tell them without colour."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-list--cursor", "line-list--mark", "line-list--empty"}
    DEFAULT_CSS = """
    LineList {
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
        super().__init__(source, name=name, id=id, classes=classes)
        self._renderer = renderer
        self._empty = empty
        self._cursor = 0
        self._marked: frozenset[str] = frozenset()

    @property
    def cursor(self) -> int:
        """The number of the cursor row; the first when the list is empty."""
        return self._cursor

    @property
    def marked(self) -> frozenset[str]:
        """The keys of the marked rows."""
        return self._marked

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor, None when the list is empty."""
        return self.row(self._cursor)

    def to(self, index: int) -> None:
        """Put the cursor on a row, the nearest there is, and show it."""
        old = self._cursor
        self._cursor = self.nearest(index)
        self.load(self._cursor, self._cursor + 1)
        self._cursor = self.nearest(self._cursor)
        self.show_row(self._cursor)
        if self._cursor != old:
            self.refresh_line(old)
            self.refresh_line(self._cursor)
            self.post_message(self.Highlighted(self, self._cursor))

    def go_to(self, index: int) -> None:
        """Put the cursor on a row around which the source reads from now on, and read what is in sight of it."""
        old, self._cursor = self._cursor, self.nearest(index)
        self.rows.forget()
        self.show_row(self._cursor)
        self.found_more()
        self.refresh()
        if self._cursor != old:
            self.post_message(self.Highlighted(self, self._cursor))

    def to_start(self) -> None:
        """Put the cursor on the first row of all."""
        with self.rows.telling():
            self.rows.source.to_start()
        self.go_to(self.extent.start)

    async def to_end(self) -> None:
        """Put the cursor on the last row of all, as soon as that is found."""
        await self.find_end()
        self.go_to(self.extent.stop - 1)

    def move(self, rows: int) -> None:
        """Move the cursor down by `rows`, up if negative."""
        self.to(self._cursor + rows)

    def page(self, pages: int) -> None:
        """Move cursor and screen by whole pages less one row."""
        step = pages * max(1, self.size.height - 1)
        self.scroll_by(step)
        self.move(step)

    def choose(self) -> None:
        """Post `Chosen` for the cursor row; nothing when the list is empty."""
        if self.extent:
            self.post_message(self.Chosen(self, self._cursor))

    def set_marked(self, keys: Iterable[str]) -> None:
        """Mark the rows with these keys and no others."""
        self._marked, old = frozenset(keys), self._marked
        changed = self._marked ^ old
        for index in range(self.scroll_offset.y, self.scroll_offset.y + self.size.height if changed else 0):
            row = self.rows.get(index)
            if row is not None and self._renderer.key(row) in changed:
                self.refresh_line(index)

    def toggle_mark(self) -> None:
        """Mark the cursor row, or unmark it."""
        row = self.cursor_row
        if row is not None:
            self.set_marked(self._marked ^ {self._renderer.key(row)})

    def show_source(self, source: PageSource[Row], *, empty: str | None = None) -> None:
        """List other rows, the cursor on the first; marks are dropped."""
        self.rows.source = source
        self._empty = self._empty if empty is None else empty
        self._marked = frozenset()
        self._cursor = source.extent.start
        self.read_anew(self._cursor - self.scroll_offset.y)

    def replace_source(self, source: PageSource[Row], cursor: int | None = None, *, empty: str | None = None) -> None:
        """List the same rows from another source: marks and what is in sight stay, and the cursor as in `reload`."""
        self.rows.source = source
        self._empty = self._empty if empty is None else empty
        self.reload(cursor)

    def reload(self, cursor: int | None = None) -> None:
        """Ask the source again; marks stay, and what is in sight does.

        The cursor keeps its number, or gets the one that its row has now.
        """
        old = self._cursor
        self._cursor = old if cursor is None else cursor
        self.read_anew(self._cursor - old)
        self.found_more()
        if self._cursor != old:
            self.post_message(self.Highlighted(self, self._cursor))

    def found_more(self) -> None:
        """Keep the cursor on a row, and in sight."""
        self._cursor = self.nearest(self._cursor)
        self.show_row(self._cursor)

    def renumber(self, by: int) -> None:
        """Let every row have a number that is greater by `by`, and take the extent: the source has found that out."""
        self.rows.renumber(by)
        self._cursor += by
        self.scroll_by(by)

    def update_row(self, row: Row) -> None:
        """Draw a row anew that has changed and kept its place, if it has been read."""
        index = self.rows.update(row, self._renderer.key)
        if index is not None:
            self.refresh_line(index)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = max(0, self.scrollable_content_region.width)
        base = base_style(self)
        index = self.scroll_offset.y + y
        row = self.row(index)
        if row is None:
            if self.extent or y:
                return Strip.blank(width, base)
            style = base + self.get_component_rich_style("line-list--empty", partial=True)
            return Strip([Segment(fit(LOOKING if self.is_looking else self._empty, width), style)], width)
        state = RowState(cursor=index == self._cursor, marked=self._renderer.key(row) in self._marked)
        style = base
        if state.marked:
            style += self.get_component_rich_style("line-list--mark", partial=True)
        markers = (">" if state.cursor else " ") + ("*" if state.marked else " ")
        drawn = Strip([])
        if not self.rows.has_failed:
            with self.rows.telling():
                drawn = self._renderer.render(row, max(0, width - _MARKER_CELLS), state)
        strip = Strip.join([Strip([Segment(markers, style)], _MARKER_CELLS), drawn.apply_style(base)])
        strip = strip.adjust_cell_length(width, base)
        if state.cursor:
            strip = Strip(
                Segment.apply_style(strip, post_style=self.get_component_rich_style("line-list--cursor", partial=True)),
                width,
            )
        return strip

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row that was clicked; a double click chooses it."""
        index = self.scroll_offset.y + event.get_content_offset_capture(self).y
        if event.button == 1 and index in self.extent:
            self.to(index)
            if event.chain == 2:
                self.choose()
