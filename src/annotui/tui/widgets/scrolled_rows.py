"""A view that scrolls over rows of a source and reads those that come into sight, whatever their number."""

from __future__ import annotations

from asyncio import sleep
from typing import Generic

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView

from annotui.errors import AnnotuiError
from annotui.tui.widgets.row_cache import PageSource, Row, RowCache

_LOOK_SECONDS = 0.003
_WHEEL_ROWS = 3
_ANY_WIDTH = 1
"""In cells; rows are as wide as the view, and are not scrolled sideways."""


class ScrolledRows(ScrollView, Generic[Row], inherit_bindings=False):
    """One row a line. Rows that cannot be read stay blank until `retry`."""

    DEFAULT_CSS = """
    ScrolledRows {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
    }
    """

    class Failed(Message):
        """Rows could not be read."""

        def __init__(self, error: AnnotuiError) -> None:
            super().__init__()
            self.error = error

    def __init__(
        self, source: PageSource[Row], *, name: str | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.rows = RowCache(source, self._failed)
        self._is_looking = False

    @property
    def extent(self) -> range:
        """The numbers of the rows that there are, as far as is known."""
        return self.rows.extent

    @property
    def count(self) -> int:
        """How many rows there are, as far as is known."""
        return len(self.extent)

    @property
    def is_looking(self) -> bool:
        """Whether rows are still being looked for."""
        return self._is_looking

    def row(self, index: int) -> Row | None:
        """The row with this number, None past the ends, and where it cannot be read."""
        self.load(index, index + 1)
        return self.rows.get(index)

    def nearest(self, index: int) -> int:
        """The number that is nearest to this one and has a row; the first where there is none."""
        return max(self.extent.start, min(index, self.extent.stop - 1))

    def load(self, first: int, stop: int) -> None:
        """Read the rows from `first` to `stop`."""
        known = self.extent
        self.rows.load(first, stop)
        if self.extent != known or self.rows.source.goes_on:
            self._take_extent()

    def read_anew(self, by: int = 0) -> None:
        """Forget the rows read, and read those in sight; they stand `by` further down now."""
        self.rows.forget()
        self.scroll_by(by)
        self.refresh()

    def scroll_by(self, rows: int) -> None:
        """Scroll down, up if negative, as far as there are rows, and read what is in sight then."""
        self._take_extent()
        top = max(self.extent.start, self.scroll_offset.y + rows)
        self.scroll_to(y=top, animate=False, immediate=True, force=True)
        self._load_sight()

    def show_row(self, index: int) -> None:
        """Scroll as little as brings a row into sight, and read what is in sight then."""
        self._take_extent()
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if not top <= index < top + height:
            top = index if index < top else index - height + 1
            self.scroll_to(y=top, animate=False, immediate=True, force=True)
        self._load_sight()

    async def find_end(self) -> None:
        """Let the last of `extent` be the last row of all, as soon as that is found."""
        source = self.rows.source
        with self.rows.telling():
            source.to_end()
            while source.goes_on:
                await sleep(0)
                source.look_on()

    def found_more(self) -> None:
        """Take up that other rows are there, or in sight, than before."""

    def grow(self) -> None:
        """Take up that the source has found more rows behind those that it had."""
        self.scroll_by(0)
        self.found_more()
        self.refresh()

    def retry(self) -> None:
        """Ask again for rows that could not be read."""
        if self.rows.has_failed:
            self.rows.has_failed = False
            self.read_anew()

    def on_mount(self) -> None:
        """Take what there is."""
        self.read_anew()

    def on_resize(self) -> None:
        """Read what is in sight now."""
        self.scroll_by(0)
        self.found_more()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Read what comes into sight before it is drawn."""
        self._load_sight()
        super().watch_scroll_y(old_value, new_value)

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_by(_WHEEL_ROWS)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_by(-_WHEEL_ROWS)

    def _failed(self, error: AnnotuiError) -> None:
        self.post_message(self.Failed(error))

    def _load_sight(self) -> None:
        self.load(self.scroll_offset.y, self.scroll_offset.y + self.size.height)

    def _take_extent(self) -> None:
        size = Size(_ANY_WIDTH, self.extent.stop)  # with its own width, it would be laid out once more at the start
        if size != self.virtual_size:
            self.virtual_size = size
        if self.rows.source.goes_on and not self._is_looking and not self.rows.has_failed:
            self._is_looking = True
            self.set_timer(_LOOK_SECONDS, self._look_on)

    def _look_on(self) -> None:
        """Look for rows in pieces, between which keys are answered."""
        self._is_looking = False
        self.rows.look_on()
        self.grow()
