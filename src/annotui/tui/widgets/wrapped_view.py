"""A page of wrapped text on Textual's line API: layout, scrolling and the reading place, with no idea of spans.

A first slice is wrapped before the first paint, the rest in idle slices, so that a text of any size opens at
once. Strips are cached by row. All offsets are code points.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from time import perf_counter

from rich.cells import cell_len
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from annotui.core.layout import Layout
from annotui.tui.widgets.cells import base_style

_FIRST_ROWS = 200
_SLICE_SECONDS = 0.004
_SLICE_EVERY = 0.012
_ROWS_AT_A_TIME = 64
_STRIPS_KEPT = 512
_STRETCHES_LOOKED_AT = 64


class WrappedView(ScrollView, can_focus=True, inherit_bindings=False):
    """A text in rows; what inherits from it says how a row is drawn. `measure` limits the length of lines in cells."""

    def __init__(
        self,
        *,
        measure: int | None = None,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._measure = measure
        self._text = ""
        self._rows: Layout | None = None
        self._place = 0
        self._strips: OrderedDict[int, Strip] = OrderedDict()
        self._slices: Timer | None = None

    def paint_row(self, rows: Layout, row: int, width: int) -> Strip:
        """Draw one row, `width` cells wide."""
        raise NotImplementedError

    @property
    def gutter_cells(self) -> int:
        """The cells left of the text."""
        return 0

    @property
    def text(self) -> str:
        """The text shown."""
        return self._text

    def show_text(self, text: str, top_offset: int) -> None:
        """Show a text, with `top_offset` in the first row if it can be."""
        self._text = text
        self._rows = None
        self._place = max(0, min(top_offset, len(text)))
        if self.is_mounted and self.scrollable_content_region.width:
            self._fit()
        self.refresh()

    # Places

    @property
    def text_layout(self) -> Layout:
        """The rows of the text; before the first paint, as they will be."""
        return self._rows or self._fit()

    @property
    def top_offset(self) -> int:
        """The reading place: an offset in the first row, which `show_text` and `restore` take back."""
        return self._place

    @property
    def visible_offsets(self) -> tuple[int, int]:
        """The stretch of text on the screen."""
        rows = self._rows
        if rows is None:
            return self._place, self._place
        top = min(self._top(), rows.rows - 1)
        last = min(top + max(1, self.size.height), rows.rows) - 1
        return rows.row_span(top)[0], rows.row_span(last)[1]

    def restore(self, top_offset: int) -> None:
        """Bring `top_offset` into the first row."""
        self._place = max(0, min(top_offset, len(self._text)))
        if self._rows is not None:
            self._scroll_to_row(self._rows.row_of(self._place))

    def reveal(self, offset: int, *, margin: int = 2) -> None:
        """Scroll as little as needed to show `offset` with `margin` rows above and below it."""
        if self._rows is None:
            self._place = max(0, min(offset, len(self._text)))
            return
        row, top, height = self._rows.row_of(offset), self._top(), self.size.height
        margin = max(0, min(margin, (height - 1) // 2))
        if row < top + margin:
            self._scroll_to_row(row - margin)
        elif row > top + height - 1 - margin:
            self._scroll_to_row(row - height + 1 + margin)

    def scroll_rows(self, rows: int) -> None:
        """Scroll down by `rows`, up if negative."""
        self._scroll_to_row(self._top() + rows)

    def page(self, pages: int) -> None:
        """Scroll by whole pages less two rows, which stay in sight."""
        self.scroll_rows(pages * max(1, self.size.height - 2))

    def half_page(self, halves: int) -> None:
        """Scroll by half pages."""
        self.scroll_rows(halves * max(1, self.size.height // 2))

    def stretch_at(self, x: int, y: int) -> tuple[int, int]:
        """The grapheme shown at a cell of the view: its code points, none of them past the end of its row."""
        rows = self._rows or self._fit()
        row = self._top() + y
        rows.grow(row + 1 - rows.rows)
        if row >= rows.rows:
            return len(self._text), len(self._text)
        row = max(0, row)
        start = rows.offset_at(row, x - self.gutter_cells)
        if x - self.gutter_cells < 0:
            start = rows.row_span(row)[0]
        return start, next((c.end for c in rows.clusters(row) if c.start == start), start)

    # Drawing

    def redraw(self, stretches: Iterable[tuple[int, int]]) -> None:
        """Draw anew the rows that hold any of these stretches of text; an empty one counts as its offset."""
        rows = self._rows
        if rows is None:
            return
        wanted = [(a, b) for a, b in stretches if a <= rows.reached]
        if len(wanted) > _STRETCHES_LOOKED_AT:
            self._strips.clear()
            low, high = self.visible_offsets
            wanted = [(max(a, low), min(b, high)) for a, b in wanted if a <= high and b >= low]
        top, bottom = self._top(), self._top() + self.size.height - 1
        lines: set[int] = set()
        for a, b in wanted:
            first, last = rows.row_of(a), rows.row_of(min(max(a, b - 1), rows.reached))
            for row in [row for row in self._strips if first <= row <= last]:
                del self._strips[row]
            lines.update(range(max(first, top), min(last, bottom) + 1))
        for line in sorted(lines):
            self.refresh_line(line)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        rows = self._rows or self._fit()
        row = self._top() + y
        width = max(0, self.scrollable_content_region.width)
        rows.grow(row + 1 - rows.rows)
        if row >= rows.rows:
            return Strip.blank(width, base_style(self))
        strip = self._strips.get(row)
        if strip is None or strip.cell_length != width:
            strip = self._strips[row] = self.paint_row(rows, row, width)
            if len(self._strips) > _STRIPS_KEPT:
                self._strips.popitem(last=False)
        else:
            self._strips.move_to_end(row)
        return strip

    def notify_style_update(self) -> None:
        """Take the styles anew."""
        super().notify_style_update()
        self._strips.clear()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Remember the reading place, but not while a resize has yet to be laid out."""
        super().watch_scroll_y(old_value, new_value)
        rows = self._rows
        if rows is not None and rows.width == self._text_width() and self._top() != rows.row_of(self._place):
            self._place = rows.row_span(min(self._top(), rows.rows - 1))[0]

    def on_resize(self) -> None:
        """Lay out for the new width; the reading place stays."""
        if self._rows is None or self._rows.width != self._text_width():
            self._fit()
            self.refresh()

    def _top(self) -> int:
        return self.scroll_offset.y

    def _text_width(self) -> int:
        width = self.scrollable_content_region.width - self.gutter_cells
        return max(1, width if self._measure is None else min(width, self._measure))

    def _fit(self) -> Layout:
        """Lay out anew for the present width: up to the reading place and a bit more, the rest in idle slices."""
        rows = self._rows = Layout(self._text, self._text_width(), cell_len)
        self._strips.clear()
        top = rows.row_of(self._place)
        rows.grow(_FIRST_ROWS)
        self._take_extent()
        self._scroll_to_row(top)
        if self._slices is None and not rows.complete:
            self._slices = self.set_interval(_SLICE_EVERY, self._lay_out_slice)
        return rows

    def _lay_out_slice(self) -> None:
        rows = self._rows
        until = perf_counter() + _SLICE_SECONDS
        while rows is not None and not rows.complete and perf_counter() < until:
            rows.grow(_ROWS_AT_A_TIME)
        if rows is not None and rows.complete and self._slices is not None:
            self._slices.stop()
            self._slices = None
            self._take_extent()

    def _take_extent(self) -> None:
        if self._rows is not None:
            self.virtual_size = Size(self.scrollable_content_region.width, self._rows.estimate())

    def _scroll_to_row(self, row: int) -> None:
        """Scroll so that `row` is the first, or as near to it as the end of the text lets."""
        rows = self._rows
        if rows is None:
            return
        height = self.size.height
        rows.grow(row + height - rows.rows)
        if rows.complete:
            row = min(row, rows.rows - height)
        row = max(0, row)
        if row > self.max_scroll_y:
            self._take_extent()
        self.scroll_to(y=row, animate=False, immediate=True, force=True)
