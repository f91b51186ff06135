"""The frame differ: an update of Textual's compositor in, the bytes for the cells that differ out."""

from __future__ import annotations

from collections.abc import Mapping

from rich.color import ColorSystem
from textual._compositor import LayoutUpdate
from textual.strip import Strip

from annotui.tui.terminal.frames import FrameReader, Update, size_of
from annotui.tui.terminal.looks import Looks
from annotui.tui.terminal.shadow import Shadow


class Differ:
    """Keeps a shadow of the screen of a terminal with so many colours."""

    def __init__(self, colors: ColorSystem) -> None:
        self._looks = Looks()
        self._reader = FrameReader(self._looks, colors)
        self._shadow = Shadow(self._looks, 0, 0)
        self._begins = True

    @property
    def is_blind(self) -> bool:
        """Whether there are cells of which nobody knows what the terminal shows."""
        return not (self._shadow.height and self._shadow.is_whole)

    @property
    def size(self) -> tuple[int, int]:
        """The width and height of the screen whose every cell is known; (0, 0) before."""
        return (0, 0) if self._begins else (self._shadow.width, self._shadow.height)

    def begin(self) -> None:
        """Clear the terminal with the next frame, whatever it is about."""
        self.forget()
        self._begins = True

    def forget(self) -> None:
        """Something else has written on the terminal: clear it with the next frame that is about all of it."""
        self._shadow = Shadow(self._looks, 0, 0)

    def frame(self, update: Update) -> str:
        """What to write so that the terminal shows an update; empty for nothing.

        Raises NotUnderstood for one that is not made of cells alone.
        """
        shadow, size = self._shadow, size_of(update)
        if (shadow.width, shadow.height) != size:
            shadow = self._shadow = Shadow(self._looks, *size)
        if self._begins or (isinstance(update, LayoutUpdate) and not shadow.is_whole):
            shadow.clear()
        frame = shadow.show(self._reader.rows(update, shadow.rows))
        self._begins = False
        return frame

    def frame_of_rows(self, rows: Mapping[int, Strip]) -> str:
        """What to write so that the terminal shows these whole rows; the screen has the size that it had before.

        Raises NotUnderstood for what is not made of cells alone.
        """
        return self._shadow.show({y: self._reader.row(strip, self._shadow.width) for y, strip in rows.items()})
