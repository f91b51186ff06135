"""Where the frame differ stands: between Textual's compositor and its driver."""

from __future__ import annotations

from collections.abc import Mapping

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, RenderableType
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.driver import Driver
from textual.events import Resize
from textual.geometry import Offset, Size
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer

from annotui.tui.terminal import internals
from annotui.tui.terminal.differ import Differ
from annotui.tui.terminal.frames import size_of
from annotui.tui.terminal.inlet import driver_class
from annotui.tui.terminal.outlet import take_over
from annotui.tui.terminal.rows import NotUnderstood

_RESIZED_SECONDS = 0.1
"""How long after a resize Textual has painted for the new size."""
_WORTH_HOLDING = 200
"""The bytes from which on a terminal that can is told to show a frame at once, which takes 16 more."""


class DifferApp(App[None], inherit_bindings=False):
    """An app that sends what differs from what the terminal shows.

    Frames go out as Textual makes them where `differ` is not set, where Textual is another than the one known, on
    drivers that have no terminal to themselves, and where a frame is not made of cells alone.
    """

    def __init__(self, *, differ: bool, ansi_color: bool) -> None:
        super().__init__(driver_class=driver_class(), ansi_color=ansi_color)
        colors = COLOR_SYSTEMS.get(self.console.color_system or "", ColorSystem.TRUECOLOR)
        self._differ = Differ(colors) if differ and internals.are_known(self) else None
        self._session: object = None
        self._cursor = Offset()
        self._painted = False
        self._mending: Timer | None = None

    def redraw(self) -> None:
        """Paint everything anew, whatever the terminal shows."""
        if self._differ is not None:
            self._differ.forget()
        self.refresh(layout=True)

    def on_resize(self, event: Resize) -> None:
        """Paint everything anew: the terminal may have moved or dropped what it showed.

        The same size is told by a terminal that was resized there and back, or is given back after a stop; those
        that tell pixels tell it once more at the start.
        """
        if not self._painted or self._differ is None:
            return
        if event.size != self.size:
            self._differ.forget()
            if self._mending is not None:
                self._mending.stop()
            self._mending = self.set_timer(_RESIZED_SECONDS, self._mend)
        elif event.pixel_size is None or self._session is not _session(self._driver):
            self.redraw()

    def _mend(self) -> None:
        """Paint everything where a resize has left Textual nothing to do: there and back again."""
        if self._differ is not None and self._differ.is_blind:
            self.redraw()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Show an update, or drop it where Textual does."""
        driver = self._driver
        if renderable is None or driver is None or self._batch_count or self._closed or not self._running:
            super()._display(screen, renderable)
            return
        self._painted = True
        frame = self._frame(driver, renderable)
        if frame is None:
            super()._display(screen, renderable)
            return
        self._write(driver, frame)

    def takes_rows(self, size: Size) -> bool:
        """Whether rows of a screen of this size can be shown now: nothing has to be painted anew before."""
        driver = self._driver
        if driver is None or self._differ is None or self._batch_count or self._closed or not self._running:
            return False
        return (
            size == self.size == self._differ.size and self._session is not None and self._session is _session(driver)
        )

    def show_rows(self, rows: Mapping[int, Strip]) -> bool:
        """Show rows of the screen, by number. Returns whether they were: each is made of cells alone."""
        if self._differ is None or self._driver is None:
            return False
        try:
            frame = self._differ.frame_of_rows(rows)
        except NotUnderstood:
            return False
        self._write(self._driver, self._finished(frame))
        return True

    def _write(self, driver: Driver, frame: str) -> None:
        if frame:
            driver.write(frame)
            driver.flush()
        self.post_display_hook()

    def _frame(self, driver: Driver, renderable: RenderableType) -> str | None:
        """What to write for an update; None where it is Textual's to show."""
        differ = self._differ
        session = _session(driver)
        if differ is None or session is None:
            return None
        if session is not self._session:
            take_over(driver)
            self._session = _session(driver)
            differ.begin()
        if not isinstance(renderable, LayoutUpdate | ChopsUpdate):
            differ.forget()
            return None
        if size_of(renderable) != self.size:
            # The terminal has another size by now, for which all is painted next.
            differ.forget()
            return ""
        try:
            frame = differ.frame(renderable)
        except NotUnderstood:
            differ.forget()
            return None
        return self._finished(frame)

    def _finished(self, frame: str) -> str:
        """A frame with the terminal's cursor put where it belongs, shown all at once where that can be."""
        cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
        if frame or cursor != self._cursor:
            self._cursor = cursor
            frame += f"\x1b[{cursor.y + 1};{cursor.x + 1}H" if any(cursor) else "\x1b[H"
        if len(frame) >= _WORTH_HOLDING and self._sync_available:
            frame = f"{SYNC_START}{frame}{SYNC_END}"
        return frame


def _session(driver: Driver | None) -> object:
    """What lives as long as the terminal is ours; None on drivers that have no terminal to themselves."""
    return None if driver is None or driver.is_inline else getattr(driver, "_writer_thread", None)
