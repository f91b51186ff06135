"""The reader's page: one article with its spans, the cursor, the selection and search hits drawn over it.

The view knows nothing about keys: the pane above it calls its methods. All offsets are code points over the
article's text. A change redraws only the rows it touches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from annotui.core.layout import Layout
from annotui.core.spans import SpanIndex
from annotui.tui.widgets.cells import fit
from annotui.tui.widgets.label_colors import label_colors
from annotui.tui.widgets.text_paint import Overlays, Palette, RowPainter, Stretch
from annotui.tui.widgets.wrapped_view import WrappedView

GUTTER = 2
"""Cells at the left for row marks; left out where the view is too narrow for them."""

DIM_WITHIN = 1000
"""The longest line that can be dimmed (code points)."""

_GUTTER_FROM_WIDTH = 12
_WHEEL_ROWS = 3
_LABELS = 9
_LANES = 7


class TextView(WrappedView, can_focus=True, inherit_bindings=False):
    """One article's text. `measure` limits the length of lines in cells (None: the view's width)."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "text-view--gutter",
        "text-view--cursor",
        "text-view--cursor-selected",
        "text-view--selection",
        "text-view--current",
        "text-view--match",
        "text-view--pending",
        "text-view--dimmed",
        *(f"text-view--lane-{lane}" for lane in range(_LANES)),
        *(f"text-view--label-{number}" for number in range(1, _LABELS + 1)),
    }
    # Reverse over named colours keeps the text readable on light and on dark, and stays a reverse without colour.
    DEFAULT_CSS = """
    TextView {
        .text-view--gutter { text-style: bold; }
        .text-view--cursor {
            color: ansi_default; background: ansi_default;
            text-style: reverse not bold not italic not underline not uu not dim;
        }
        .text-view--selection {
            color: ansi_default; background: ansi_default; text-style: reverse bold not underline not uu not dim;
        }
        .text-view--cursor-selected {
            color: ansi_default; background: ansi_default; text-style: not reverse bold underline not italic;
        }
        .text-view--current { text-style: reverse underline not bold not dim; }
        .text-view--match {
            color: ansi_bright_yellow; background: ansi_black;
            text-style: reverse italic not bold not underline not uu not dim;
        }
        .text-view--pending { text-style: dim; }
        .text-view--dimmed { text-style: dim; }
        .text-view--lane-0 { text-style: underline; }
        .text-view--lane-1 { text-style: bold; }
        .text-view--lane-2 { text-style: italic; }
        .text-view--lane-3 { text-style: uu; }
        .text-view--lane-4 { text-style: uu bold; }
        .text-view--lane-5 { text-style: uu italic; }
        .text-view--lane-6 { text-style: uu bold italic; }
        .text-view--label-1 { color: ansi_black; background: ansi_cyan; }
        .text-view--label-2 { color: ansi_black; background: ansi_yellow; }
        .text-view--label-3 { color: ansi_black; background: ansi_green; }
        .text-view--label-4 { color: ansi_bright_white; background: ansi_magenta; }
        .text-view--label-5 { color: ansi_bright_white; background: ansi_blue; }
        .text-view--label-6 { color: ansi_black; background: ansi_bright_green; }
        .text-view--label-7 { color: ansi_black; background: ansi_bright_red; }
        .text-view--label-8 { color: ansi_black; background: ansi_bright_cyan; }
        .text-view--label-9 { color: ansi_black; background: ansi_bright_magenta; }
    }
    """

    class Clicked(Message):
        """The text was clicked at `offset`; `chain` counts the clicks in a row (2: a double click)."""

        def __init__(self, view: TextView, offset: int, chain: int) -> None:
            super().__init__()
            self.view = view
            self.offset = offset
            self.chain = chain

        @property
        def control(self) -> TextView:
            """The view that was clicked."""
            return self.view

    class Selected(Message):
        """The mouse was dragged over `[start, end)`; the view shows it as its selection already."""

        def __init__(self, view: TextView, start: int, end: int) -> None:
            super().__init__()
            self.view = view
            self.start = start
            self.end = end

        @property
        def control(self) -> TextView:
            """The view in which text was selected."""
            return self.view

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
        super().__init__(measure=measure, spacing=spacing, resized=resized, name=name, id=id, classes=classes)
        self._index = SpanIndex()
        self._labels: Mapping[str, str] = {}
        self._overlays = Overlays()
        self._current_id: str | None = None
        self._row_mark: Callable[[int, int], str] | None = None
        self._dims: Callable[[str], bool] | None = None
        self._painter: RowPainter | None = None
        self._pressed: Stretch | None = None
        self._dragged = False

    def show(self, text: str, index: SpanIndex, labels: Mapping[str, str], *, top_offset: int = 0) -> None:
        """Show an article, with `top_offset` in the first row if it can be.

        `labels` gives the colour of each label by name (see `LabelColors.style`); an empty or unknown colour takes
        the next of the view's own. Cursor, selection, current span and hits are cleared.
        """
        self._text = text
        self._index = index
        self._labels = dict(labels)
        self._overlays = Overlays()
        self._current_id = None
        self._painter = None
        self.show_text(text, top_offset)

    def set_spans(self, index: SpanIndex) -> None:
        """Take other spans."""
        self._index = index
        self._painter = None
        self._overlays = self._overlays._replace(current=self._fragments(self._current_id))
        self.redraw_all()

    def spans_changed(self, touched: Iterable[Stretch]) -> None:
        """Take up that of the spans those in the stretches `touched` came, went or changed: only their rows do."""
        if self._painter is not None:
            self._painter.forget_spans()
        self._overlays = self._overlays._replace(current=self._fragments(self._current_id))
        self.redraw(touched)

    def set_cursor(self, start: int, end: int) -> None:
        """Put the cursor on `[start, end)`, the word or grapheme it is at; does not scroll (see `reveal`).

        Until this is called for an article no cursor is drawn.
        """
        old, new = self._overlays.cursor, (start, end)
        if old != new:
            self._overlays = self._overlays._replace(cursor=new)
            self.redraw([new] if old is None else [old, new])

    def set_selection(self, *stretches: Stretch) -> None:
        """Select `stretches`, the fragments of the span to be; none clears the selection."""
        old, new = self._overlays.selection, tuple(sorted(stretches))
        if old == new:
            return
        self._overlays = self._overlays._replace(selection=new)
        if len(old) == len(new) == 1:
            (a, b), (c, d) = old[0], new[0]
            changed = [(min(a, c), max(a, c)), (min(b, d), max(b, d))]
        else:
            changed = [*old, *new]
        cursor = self._overlays.cursor
        self.redraw(changed if cursor is None else [*changed, cursor])

    def set_current(self, span_id: str | None) -> None:
        """Draw all fragments of this annotation as the current span; None draws none."""
        old, new = self._overlays.current, self._fragments(span_id)
        self._current_id = span_id
        self._overlays = self._overlays._replace(current=new)
        if old != new:
            self.redraw([*old, *new])

    def set_matches(self, matches: Iterable[Stretch]) -> None:
        """Draw search hits, which must not overlap."""
        old, new = self._overlays.matches, tuple(sorted(matches))
        self._overlays = self._overlays._replace(matches=new)
        self.redraw([*old, *new])

    def set_row_marks(self, mark: Callable[[int, int], str] | None) -> None:
        """Ask `mark(start, end)` for the one sign before each row, such as `?`, `~`, `!`, or nothing."""
        self._row_mark = mark
        self.redraw_all()

    @property
    def is_dimming(self) -> bool:
        """Whether it is told which lines to dim."""
        return self._dims is not None

    def set_dimmed(self, dims: Callable[[str], bool]) -> None:
        """Dim the lines of each text, no longer than DIM_WITHIN, of which `dims` says so."""
        self._dims = dims
        self.redraw_all()

    # Drawing

    def paint_row(self, rows: Layout, row: int, width: int) -> Strip:
        """One row, with its mark in the gutter."""
        if self._painter is None:
            self._painter = RowPainter(self._palette())
        start, end = rows.row_span(row)
        gutter = ""
        if self.gutter_cells:
            mark = self._row_mark(start, end) if self._row_mark else ""
            gutter = " " * (self.left_cells - self.gutter_cells) + fit(mark, GUTTER - 1) + " "
        dim = self._dims is not None and self._dims(self._line_of(start))
        return self._painter.paint(rows, self._index, row, self._overlays, gutter, width, dim=dim)

    def _line_of(self, offset: int) -> str:
        """The line of the text with an offset, without its end; empty where it is longer than DIM_WITHIN."""
        low = max(0, offset - DIM_WITHIN)
        start = self._text.rfind("\n", low, offset) + 1
        if start == 0 and low:
            return ""
        end = self._text.find("\n", start, start + DIM_WITHIN + 1)
        if end < 0 and len(self._text) - start <= DIM_WITHIN:
            end = len(self._text)
        return self._text[start : max(start, end)]

    @property
    def gutter_cells(self) -> int:
        """The cells for row marks."""
        return GUTTER if self._page.width >= _GUTTER_FROM_WIDTH else 0

    def notify_style_update(self) -> None:
        """Take the styles anew."""
        super().notify_style_update()
        self._painter = None

    def _palette(self) -> Palette:
        def component(part: str) -> Style:
            return self.get_component_rich_style(f"text-view--{part}", partial=True)

        colors = label_colors(self.app)
        labels = {
            name: colors.style(color) or component(f"label-{i % _LABELS + 1}")
            for i, (name, color) in enumerate(self._labels.items())
        }
        return Palette(
            base=self.look(),
            gutter=self.look("text-view--gutter"),
            cursor=component("cursor"),
            cursor_selected=component("cursor-selected"),
            selection=component("selection"),
            current=component("current"),
            match=component("match"),
            pending=component("pending"),
            dimmed=component("dimmed"),
            lanes=tuple(component(f"lane-{lane}") for lane in range(_LANES)),
            labels=labels,
            suggestions={name: colors.suggestion(style) for name, style in labels.items()},
        )

    def _fragments(self, span_id: str | None) -> tuple[Stretch, ...]:
        return tuple((span.start, span.end) for span in self._index.of(span_id)) if span_id is not None else ()

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin a drag."""
        if event.button == 1:
            self._pressed = self._stretch_under(event)
            self._dragged = False
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select from where the button went down to where the mouse is, whole graphemes at both ends."""
        if self._pressed is None:
            return
        row = event.get_content_offset_capture(self).y
        if row < 0:
            self.scroll_rows(-1)
        elif row >= self.size.height:
            self.scroll_rows(1)
        start, end = self._stretch_under(event)
        if self._dragged or (start, end) != self._pressed:
            self._dragged = True
            self.set_selection((min(start, self._pressed[0]), max(end, self._pressed[1])))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End a drag."""
        if self._pressed is None:
            return
        self._pressed = None
        self.release_mouse()
        if self._dragged and self._overlays.selection:
            start, end = self._overlays.selection[0]
            self.post_message(self.Selected(self, start, end))

    def on_click(self, event: events.Click) -> None:
        """Tell the pane of a click that was no drag."""
        if event.button == 1 and not self._dragged:
            self.post_message(self.Clicked(self, self._stretch_under(event)[0], event.chain))

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_rows(_WHEEL_ROWS)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_rows(-_WHEEL_ROWS)

    def _stretch_under(self, event: events.MouseEvent) -> Stretch:
        at = event.get_content_offset_capture(self)
        return self.stretch_at(at.x, at.y)
