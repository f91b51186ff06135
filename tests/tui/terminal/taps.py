"""Apps whose frames are looked at: what is written, and what Textual would have written, on a screen for each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property

from rich.console import RenderableType
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Resize
from textual.screen import Screen
from textual.strip import Strip

from annotui.tui.terminal.display import DifferApp
from annotui.tui.terminal.frames import size_of

from ...terminal.emulator import Emulator


class RecordingDriver(HeadlessDriver):
    """A driver that has a terminal to itself, and keeps what is written."""

    _writer_thread = "what writes"

    @property
    def is_headless(self) -> bool:
        return False

    @cached_property
    def written(self) -> list[str]:
        """What was written, write by write."""
        return []

    def write(self, data: str) -> None:
        self.written.append(data)


class Tapped(DifferApp):
    """Compares the two screens after each frame; `frames` are those of the app, as they were written."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *, differ: bool = True, ansi_color: bool = True) -> None:
        super().__init__(differ=differ, ansi_color=ansi_color)
        self.driver_class = RecordingDriver
        self.frames: list[str] = []
        self.by_textual: list[str] = []
        self._is_told = False

    @property
    def recorder(self) -> RecordingDriver:
        """The driver."""
        assert isinstance(self._driver, RecordingDriver)
        return self._driver

    @cached_property
    def plain(self) -> Emulator:
        """What Textual paints."""
        return Emulator(*self.size)

    @cached_property
    def drawn(self) -> Emulator:
        """What the app paints."""
        return Emulator(*self.size)

    def resized(self, columns: int, rows: int) -> None:
        """The terminal has another size, and has dropped what it showed."""
        self._is_told = True
        for emulator in (self.plain, self.drawn):
            emulator.resize(columns, rows)
            emulator.feed("\x1b[2J")

    def on_resize(self, event: Resize) -> None:
        """Take up the size that the terminal has told."""
        self._is_told = False

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        frame = self._drawn_frame()
        if isinstance(renderable, CompositorUpdate) and not self._batch_count and self._running:
            self._compare(frame, renderable)

    def show_rows(self, rows: Mapping[int, Strip]) -> bool:
        """Compare rows that are shown with all that Textual would paint now.

        Where the screen is still to be told of a change, the rows of that come with a later frame.
        """
        if not super().show_rows(rows):
            return False
        told = not self.screen._message_queue.qsize()
        self._compare(self._drawn_frame(), self.screen._compositor.render_full_update(), None if told else rows)
        return True

    def _drawn_frame(self) -> str:
        frame = "".join(self.recorder.written)
        self.recorder.written.clear()
        self.drawn.feed(frame)
        return frame

    def _compare(self, frame: str, update: CompositorUpdate, rows: Collection[int] | None = None) -> None:
        self.frames.append(frame)
        self.by_textual.append(update.render_segments(self.console))
        self.plain.feed(self.by_textual[-1])
        if self._is_told or (isinstance(update, LayoutUpdate | ChopsUpdate) and size_of(update) != self.size):
            return  # a frame of before; the next one is for all of the screen
        if rows is None:
            assert self.drawn.screen == self.plain.screen, self._difference(frame)
        assert all(self.drawn.lines[y] == self.plain.lines[y] for y in rows or ()), self._difference(frame)
        assert not self.drawn.has_margins
        assert self.drawn.drawn == Emulator(1, 1).drawn

    def _difference(self, frame: str) -> str:
        rows = zip(self.drawn.lines, self.plain.lines, strict=True)
        return f"after {frame!r}\n" + "\n".join(f"{ours!r} {theirs!r}" for ours, theirs in rows if ours != theirs)
