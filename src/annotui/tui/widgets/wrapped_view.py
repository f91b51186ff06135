"""A page of wrapped text on Textual's line API: layout, scrolling and the reading place, with no idea of spans.

Only what is near the page is wrapped, and more as one goes on; a jump begins anew where it leads. So neither opening,
nor a key, nor a resize does work that grows with the text. Strips are cached by row. All offsets are code points.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable

from rich.cells import cell_len
from textual.geometry import Region, Size
from textual.strip import Strip

from annotui.core.layout import Layout
from annotui.tui.widgets.drawn_lines import DrawnLines

FAR = 1 << 14
"""How far from what is laid out a place is that layout begins anew for (code points)."""

_STRIPS_KEPT = 64
_ROWS_LOOKED_UP = 64


class WrappedView(DrawnLines, can_focus=True, inherit_bindings=False):
    """A text in rows; what inherits from it says how a row is drawn. `measure` limits the length of lines in cells."""

    def __init__(
        self,
        *,
        measure: int | None = None,
        spacing: int = 0,
        resized: Callable[[], None] = lambda: None,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`measure`: the longest line, in cells; `spacing`: blank lines after each; `resized`: called at a new size."""
        super().__init__(name=name, id=id, classes=classes)
        self._measure = measure
        self._stride = spacing + 1
        self._resized = resized
        self._text = ""
        self._rows: Layout | None = None
        self._page = Size()
        self._top = 0
        self._place = 0
        self._strips: OrderedDict[int, Strip] = OrderedDict()

    def paint_row(self, rows: Layout, row: int, width: int) -> Strip:
        """Draw one row, `width` cells wide."""
        raise NotImplementedError

    @property
    def gutter_cells(self) -> int:
        """The cells between the margin and the text."""
        return 0

    @property
    def left_cells(self) -> int:
        """The cells left of the text: gutter, and the margin that centres a text narrower than the page."""
        gutter = self.gutter_cells
        return gutter + max(0, self._page.width - gutter - (self._measure or self._page.width)) // 2

    @property
    def page_rows(self) -> int:
        """How many rows of text the page has room for, at least 1."""
        return max(1, -(-self._page.height // self._stride))

    def set_shape(self, measure: int | None, spacing: int) -> None:
        """Limit lines to `measure` cells (None: the page), with `spacing` blank lines after each; the place stays."""
        if (measure, spacing + 1) != (self._measure, self._stride):
            self._measure, self._stride = measure, spacing + 1
            if self._rows is not None:
                self._begin_at_place()

    @property
    def text(self) -> str:
        """The text shown."""
        return self._text

    def show_text(self, text: str, top_offset: int) -> None:
        """Show a text, with `top_offset` in the first row if it can be."""
        self._text = text
        self._rows = None
        self._place = max(0, min(top_offset, len(text)))
        if self.is_mounted and self.size.width:
            self._begin_at_place()
        self.refresh()

    # Places

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
        return rows.row_span(self._top)[0], rows.row_span(rows.nearest(self._top + self.page_rows - 1))[1]

    @property
    def rows_in_sight(self) -> range:
        """The rows on the screen, and those that would be there if the text went on."""
        return range(self._top, self._top + self.page_rows)

    def layout_near(self, offset: int) -> Layout:
        """The rows of the text, with those around `offset` among them; before the first paint, as they will be."""
        rows = self._rows or self._begin_at_place()
        first, last = rows.laid_out
        if first - FAR <= offset <= last + FAR:
            return rows
        return self._begin(offset)

    def restore(self, top_offset: int) -> None:
        """Bring `top_offset` into the first row."""
        if self._rows is None:
            self._place = max(0, min(top_offset, len(self._text)))
        else:
            self._scroll_to_row(self.layout_near(top_offset).row_of(top_offset))
            self._place = max(0, min(top_offset, len(self._text)))

    def reveal(self, offset: int, *, margin: int = 2, came_from: int | None = None) -> None:
        """Scroll as little as needed to show `offset`, with `margin` rows above and below it.

        Of what `came_from` another place, only the margin that lies ahead is kept.
        """
        if self._rows is None:
            self._place = max(0, min(offset, len(self._text)))
            return
        upwards = offset < self._place
        jumped = self._rows is not (rows := self.layout_near(offset))
        row, height = rows.row_of(offset), self.page_rows
        margin = max(0, min(margin, (height - 1) // 2))
        above = margin if came_from is None or offset < came_from else 0
        below = margin if came_from is None or offset > came_from else 0
        if upwards if jumped else row < self._top + above:
            self._scroll_to_row(row - above)
        elif jumped or row > self._top + height - 1 - below:
            self._scroll_to_row(row - height + 1 + below)

    def scroll_rows(self, rows: int) -> None:
        """Scroll down by `rows`, up if negative."""
        self._scroll_to_row(self._top + rows)

    def page(self, pages: int) -> None:
        """Scroll by whole pages less two rows, which stay in sight."""
        self.scroll_rows(pages * max(1, self.page_rows - 2))

    def half_page(self, halves: int) -> None:
        """Scroll by half pages."""
        self.scroll_rows(halves * max(1, self.page_rows // 2))

    def stretch_at(self, x: int, y: int) -> tuple[int, int]:
        """The grapheme shown at a cell of the view: its code points, none of them past the end of its row."""
        rows = self._rows or self._begin_at_place()
        row = self._top + y // self._stride
        near = rows.nearest(row)
        if near < row:
            return len(self._text), len(self._text)
        start = rows.offset_at(near, x - self.left_cells)
        if x - self.left_cells < 0:
            start = rows.row_span(near)[0]
        return start, next((c.end for c in rows.clusters(near) if c.start == start), start)

    # Drawing

    def redraw(self, stretches: Iterable[tuple[int, int]]) -> None:
        """Draw anew the rows that hold any of these stretches of text; an empty one counts as its offset."""
        rows = self._rows
        if rows is None:
            return
        (first, last), bottom = rows.laid_out, self._top + self.page_rows - 1
        lines: set[int] = set()
        for a, b in stretches:
            if b < first or a > last:
                continue
            low, high = rows.row_of(max(a, first)), rows.row_of(min(max(a, b - 1), last))
            near = range(low, high + 1) if high - low < _ROWS_LOOKED_UP else list(self._strips)
            for row in near:
                if low <= row <= high:
                    self._strips.pop(row, None)
            lines.update(range(max(low, self._top), min(high, bottom) + 1))
        if lines:
            self.refresh(*(Region(0, (line - self._top) * self._stride, self._page.width, 1) for line in sorted(lines)))

    def redraw_all(self) -> None:
        """Draw everything anew."""
        self._strips.clear()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        rows = self._rows or self._begin_at_place()
        (down, blank), width = divmod(y, self._stride), self.outer_size.width
        row = self._top + down
        if blank or rows.nearest(row) != row:
            return Strip.blank(width, self.look())
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

    def on_resize(self) -> None:
        """Lay out for the new width; the reading place stays."""
        rows, self._page = self._rows, self.size
        if rows is None or rows.width != self._text_width():
            self._begin_at_place()
        else:
            self._top = self._topmost(self.layout_near(self._place).row_of(self._place))
        self._resized()
        self.refresh()

    def _text_width(self) -> int:
        width = self._page.width - self.gutter_cells
        return max(1, width if self._measure is None else min(width, self._measure))

    def _begin_at_place(self) -> Layout:
        """Lay out anew for the present width, the reading place in the first row."""
        return self._begin(self._place)

    def _begin(self, offset: int) -> Layout:
        """Lay out anew from near `offset` on, which is in the first row then."""
        self._page = self.size
        rows = self._rows = Layout(self._text, self._text_width(), cell_len, start=offset)
        self._strips.clear()
        self._top = self._topmost(rows.row_of(offset))
        self.refresh()
        return rows

    def _topmost(self, row: int) -> int:
        """The row, or the nearest that can be the first: the last page is a full one."""
        rows = self._rows
        assert rows is not None
        height = self.page_rows
        return rows.nearest(min(row, rows.nearest(row + height - 1) - height + 1))

    def _scroll_to_row(self, row: int) -> None:
        """Scroll so that `row` is the first, or as near to it as the end of the text lets."""
        rows = self._rows
        if rows is not None:
            top, self._top = self._top, self._topmost(row)
            start, end = rows.row_span(self._top)
            if not start <= self._place < end:
                self._place = start
            if self._top != top:
                self.refresh()
