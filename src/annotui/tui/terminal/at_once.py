"""Drawing what a key has changed at once, and only the rows it touched.

Textual hands a change from widget to screen to timer, a task each, and then has every widget in sight render all of
its lines. Between a key and its echo that takes longer than the key itself. What is done here needs to know Textual's
insides; where they are others than those known, everything goes Textual's way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from inspect import signature
from time import perf_counter

from textual._compositor import Compositor
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from annotui.tui.terminal.display import DifferApp

_PARAMETERS: tuple[tuple[Callable[..., object], tuple[str, ...]], ...] = (
    (Compositor._render_chops, ("self", "crop", "is_rendered_line")),
    (Compositor._get_renders, ("self", "crop")),
    (Screen._on_idle, ("self", "event")),
    (Screen._screen_resized, ("self", "size")),
    (Screen._on_timer_update, ("self",)),
    (Widget.render_lines, ("self", "crop")),
    (Widget._exchange_repaint_regions, ("self",)),
)
_OF_SCREENS = (
    *("_compositor", "_dirty_widgets", "_layout_required", "_scroll_required", "_repaint_required"),
    *("_callbacks", "_invoke_and_clear_callbacks"),
)
_OF_WIDGETS = ("_repaint_required", "_layout_required", "_scroll_required", "_refresh_styles_required")


def are_insides_known(screen: Screen[None]) -> bool:
    """Whether Textual has what drawing at once needs."""
    return (
        all(tuple(signature(method).parameters) == names for method, names in _PARAMETERS)
        and all(hasattr(screen, name) for name in (*_OF_SCREENS, *_OF_WIDGETS))
        and hasattr(Compositor, "visible_widgets")
        and hasattr(Screen, "_update_timer")
    )


def prepare(screen: Screen[None]) -> bool:
    """Let a new screen render only the rows that changed. Returns whether it can `draw` at once."""
    if not are_insides_known(screen):
        return False
    screen._compositor = RowCompositor()
    return True


def draw(screen: Screen[None]) -> None:
    """Draw what was refreshed on a screen that was prepared.

    What needs more than a repaint, and what comes while keys wait to be read, is left to Textual: a burst of keys is
    drawn in few frames.
    """
    if not screen.is_current or screen.app._message_queue.qsize() or screen._layout_required:
        return
    changed: list[Widget] = []
    for widget in screen._compositor.visible_widgets:
        if widget._layout_required or widget._scroll_required or widget._refresh_styles_required:
            return
        if widget._repaint_required:
            changed.append(widget)
    for widget in changed:
        widget._repaint_required = False
    if changed and not _show_rows(screen, changed):
        screen._dirty_widgets.update(changed)
        screen._on_timer_update()


def _show_rows(screen: Screen[None], changed: Sequence[Widget]) -> bool:
    """Show what widgets have to repaint as whole rows, if it is made of those. Returns whether it was shown."""
    app, compositor = screen.app, screen._compositor
    if not (isinstance(app, DifferApp) and isinstance(compositor, RowCompositor)):
        return False
    if screen._repaint_required or app._background_screens or not app.takes_rows(screen.size):
        return False
    compositor.take_regions({*changed, *screen._dirty_widgets} & compositor.visible_widgets.keys())
    rows = compositor.whole_rows()
    if rows is None or not app.show_rows(rows):
        return False
    compositor._dirty_regions.clear()
    screen._dirty_widgets.clear()
    screen._update_timer.pause()
    if screen._callbacks:
        screen.call_next(screen._invoke_and_clear_callbacks)
    return True


def is_laid_out(screen: Screen[None], size: Size) -> bool:
    """Whether a screen that was prepared was laid out for a size: at the start it is told of the same one repeatedly.

    What has changed since is laid out when the screen is idle.
    """
    return screen._compositor.size == size


def catch_up(screen: Screen[None]) -> None:
    """Lay out and paint a screen that was prepared without waiting for anything, since a key waits for it."""
    if _can_be_laid_out(screen):
        screen._on_timer_update()


def _can_be_laid_out(screen: Screen[None]) -> bool:
    """Whether a screen is to be seen, and not about to be told of its size."""
    return screen.is_current and screen.outer_size == screen.app.size and not screen.app._batch_count


class Pace:
    """Lets what has changed be laid out and painted as soon as all has been said, for half of the time at most.

    Textual lets every change wait for a timer, for up to a sixtieth of a second, whatever it takes to paint.
    """

    def __init__(self) -> None:
        self._rests_until = 0.0

    def update(self, screen: Screen[None]) -> bool:
        """Lay out and paint a screen that was prepared, if it is time for that. Returns whether it was."""
        is_due = (
            screen._layout_required
            or screen._scroll_required
            or screen._repaint_required
            or bool(screen._dirty_widgets)
        )
        now = perf_counter()
        if not is_due or now < self._rests_until or not _can_be_laid_out(screen) or screen.app._message_queue.qsize():
            return False
        screen._on_timer_update()
        done = perf_counter()
        self._rests_until = done + (done - now)
        return True


class RowCompositor(Compositor):
    """Has a widget render those of its lines alone that are to be drawn and that nothing covers."""

    def __init__(self) -> None:
        super().__init__()
        self._wanted: list[int] = []

    def take_regions(self, widgets: Iterable[Widget]) -> None:
        """Note what widgets in sight have to repaint."""
        for widget in widgets:
            region, clip = self.visible_widgets[widget]
            parts = [clip.intersection(part.translate(region.offset)) for part in widget._exchange_repaint_regions()]
            self._dirty_regions.update(filter(None, parts))

    def whole_rows(self) -> dict[int, Strip] | None:
        """What is to be repainted, row by row; None where a row is not all of one widget."""
        wanted = sorted({y for region in self._dirty_regions for y in region.line_range})
        rows: dict[int, Strip] = {}
        for widget, (region, clip) in self.visible_widgets.items():
            part = region.intersection(clip)
            its = [y for y in wanted if part.y <= y < part.bottom]
            if its:
                if part.width != self.size.width or region.x:
                    return None
                for y in its:
                    rows[y] = widget.render_lines(Region(0, y - region.y, part.width, 1))[0]
                wanted = [y for y in wanted if y not in rows]
            if not wanted:
                return rows
        return None

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        self._wanted = [y for y in crop.line_range if is_rendered_line(y)]
        return super()._render_chops(crop, is_rendered_line)

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if crop is None:
            yield from super()._get_renders(crop)
            return
        wanted = self._wanted
        for widget, (region, clip) in self.visible_widgets.items():
            part = region.intersection(clip)
            if not part:
                continue
            rows = [y for y in wanted if part.y <= y < part.bottom]
            hides = part.width == self.size.width
            for first, last in _runs(rows):
                lines = Region(part.x - region.x, first - region.y, part.width, last - first)
                strips = widget.render_lines(lines)
                # To ask for its place while it renders may have all of them found anew, and give it another size.
                hides = hides and all(strip.cell_length == part.width for strip in strips)
                yield region, Region(part.x, first, part.width, last - first), strips
            if rows and hides:
                wanted = [y for y in wanted if not part.y <= y < part.bottom]
                if not wanted:
                    return


def _runs(numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Ascending numbers as stretches without a gap, half-open."""
    start = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[place - 1] + 1:
            yield numbers[start], numbers[place - 1] + 1
            start = place
