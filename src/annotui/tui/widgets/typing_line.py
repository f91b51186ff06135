"""One line to type in: a title, the text, a cursor. It gets its keys from the screen, one after the other."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from annotui.core.text import next_grapheme, prev_grapheme, safe

_CURSOR = Style(reverse=True)
_TITLE = Style(bold=True)


class TypingLine(Widget):
    """A title and an editable text, one row high."""

    DEFAULT_CSS = "TypingLine { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.text = ""
        self.at = 0

    def begin(self, title: str, text: str = "") -> None:
        """Start over with a title and a text, the cursor at its end."""
        self.title, self.text, self.at = title, text, len(text)
        self.refresh()

    def insert(self, typed: str) -> None:
        """Put characters in at the cursor; a line break becomes a space."""
        typed = " ".join(typed.splitlines()) if len(typed) > 1 else typed
        self.text = self.text[: self.at] + typed + self.text[self.at :]
        self.at += len(typed)
        self.refresh()

    def edit(self, key: str) -> None:
        """Carry out a key of the line itself: backspace, delete, left, right, home, end, ctrl+w, ctrl+u."""
        before, after = self.text[: self.at], self.text[self.at :]
        if key == "backspace":
            before = before[: prev_grapheme(self.text, self.at)] if before else ""
        elif key == "delete":
            after = self.text[next_grapheme(self.text, self.at) :] if after else ""
        elif key == "ctrl+w":
            kept = before.rstrip()
            before = before[: kept.rfind(" ") + 1]
        elif key == "ctrl+u":
            before = ""
        elif key in {"left", "right", "home", "end"}:
            self.at = {
                "left": prev_grapheme(self.text, self.at),
                "right": next_grapheme(self.text, self.at),
                "home": 0,
                "end": len(self.text),
            }[key]
            self.refresh()
            return
        self.text, self.at = before + after, len(before)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the title, the text scrolled so that the cursor is in sight, and the cursor in reverse."""
        width = self.size.width
        title = f"{safe(self.title)} " if self.title else ""
        room = max(2, width - cell_len(title) - 1)
        first = self._first_shown(room)
        under_end = next_grapheme(self.text, self.at) if self.at < len(self.text) else self.at
        segments = [
            Segment(title, _TITLE),
            Segment(safe(self.text[first : self.at])),
            Segment(safe(self.text[self.at : under_end]) or " ", _CURSOR),
            Segment(safe(self.text[under_end : under_end + width])),
        ]
        return Strip(segments).adjust_cell_length(width).crop(0, width)

    def _first_shown(self, room: int) -> int:
        """Where the text begins that leaves a cell of `room` to the cursor; looks no further back than that."""
        first, cells = self.at, 0
        while first:
            before = prev_grapheme(self.text, first)
            cells += cell_len(safe(self.text[before:first]))
            if cells >= room:
                break
            first = before
        return first
