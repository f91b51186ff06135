"""The lines at the edges of the screen: the keys that can be pressed now, and what the state of things is.

Each is one line drawn as a strip; text is shown as it is, never read as markup, and only what changed is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import ClassVar, Literal

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from annotui.tui.widgets.cells import base_style, broken, clip, fit
from annotui.tui.widgets.drawn_lines import DrawnLines

Level = Literal["info", "warning", "error"]

MESSAGE_LINES = 3
"""The most lines that a warning or an error takes."""

_GAP = "  "
_SIGNS: dict[Level, str] = {"info": "", "warning": "! ", "error": "!! "}


Pair = tuple[str, str]
"""A key as a person reads it, and its label."""


class KeyBar(DrawnLines):
    """One line of `key label` pairs: those that fit, whole, and always the last two: the way out, and help.

    A pair stays where it is for as long as it is shown, if the others find room: eyes and terminal have less to do.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key", "key-bar--label"}
    DEFAULT_CSS = """
    KeyBar {
        height: 1;
        .key-bar--key { text-style: bold; }
    }
    """

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._pairs: tuple[Pair, ...] = ()
        self._columns: dict[Pair, int] = {}
        self._columns_for = 0

    def show_keys(self, pairs: Sequence[Pair]) -> None:
        """Show these `(key, label)` pairs, the most useful first; the last two are kept, the last one on any width."""
        if tuple(pairs) != self._pairs:
            self._pairs = tuple(pairs)
            # Here and not when it is drawn: what stands where must not hang on which frames there was time for.
            self._arrange(self.size.width)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        width = self.size.width
        base = self.look()
        if y or not self._pairs:
            return Strip.blank(width, base)
        key_style, label_style = self.look("key-bar--key"), self.look("key-bar--label")
        if self._columns_for != width:
            self._arrange(width)
        segments: list[Segment] = []
        at = 0
        for (key, label), column in sorted(self._columns.items(), key=lambda placed: placed[1]):
            shown_key = clip(key, width - column)
            shown_label = clip(f" {label}", width - column - cell_len(shown_key))
            segments += [Segment(" " * (column - at), base), Segment(shown_key, key_style)]
            segments.append(Segment(shown_label, label_style))
            at = column + cell_len(shown_key) + cell_len(shown_label)
        segments.append(Segment(" " * (width - at), base))
        return Strip([segment for segment in segments if segment.text], width)

    def _arrange(self, width: int) -> None:
        if self._columns_for != width:
            self._columns, self._columns_for = {}, width
        self._columns = _arranged(self._fitting(width), self._columns, width) if self._pairs else {}

    def _fitting(self, width: int) -> list[Pair]:
        *pairs, last = self._pairs
        left = width - _cells(last)
        ends = [last]
        if pairs and left >= _cells(pairs[-1]) + len(_GAP):
            ends.insert(0, pairs.pop())
            left -= _cells(ends[0]) + len(_GAP)
        kept: list[Pair] = []
        for pair in pairs:
            left -= _cells(pair) + len(_GAP)
            if left < 0:
                break
            kept.append(pair)
        return [*kept, *ends]


class StatusLine(DrawnLines):
    """One line with a text at either end; a message stands in for the left one until it is taken back.

    A message that needs the room takes the whole line; a warning or an error up to `MESSAGE_LINES`.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "status-line--info",
        "status-line--warning",
        "status-line--error",
    }
    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        .status-line--warning { text-style: bold; }
        .status-line--error { text-style: bold reverse; }
    }
    """

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._left = ""
        self._right = ""
        self._message: tuple[str, Level] | None = None
        self._lines: list[str] = []

    @property
    def message(self) -> str:
        """The message that is shown, or empty."""
        return self._message[0] if self._message else ""

    @property
    def shown(self) -> tuple[str, str]:
        """The texts at the left and the right."""
        return self._left, self._right

    @property
    def broken(self) -> list[str]:
        """The message as it is broken into lines."""
        return list(self._lines)

    def show_texts(self, left: str, right: str = "") -> None:
        """Show these texts; where both do not fit, the left one is cut."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def say(self, text: str, level: Level = "info") -> None:
        """Show a message in place of the left text, until `hush`."""
        if self._message != (text, level):
            self._message = (text, level)
            self._fit_message()
            self.refresh()

    def hush(self) -> None:
        """Take the message back: at the next key."""
        if self._message is not None:
            self._message = None
            self._fit_message()
            self.refresh()

    def on_resize(self) -> None:
        """Break a message anew for another width."""
        self._fit_message()

    def render_line(self, y: int) -> Strip:
        """Draw a line: of the message, else the one with the two texts."""
        width = self.size.width
        base = self.look()
        right = clip(self._right, width * 3 // 5) if y == 0 and len(self._lines) < 2 else ""
        room = width - cell_len(right) - (len(_GAP) if right else 0)
        if self._message is None:
            left = self._left if y == 0 else ""
            return Strip([Segment(fit(left, room) + (_GAP if right else "") + right, base)], width)
        style = self.look(f"status-line--{self._message[1]}")
        # Until it has heard of another width, its lines are those for the old one.
        line = clip(self._lines[y], width) if y < len(self._lines) else ""
        if cell_len(line) > room:
            right = ""
        rest = " " * (width - cell_len(line) - cell_len(right)) + right
        return Strip([part for part in (Segment(line, style), Segment(rest, base)) if part.text], width)

    def _fit_message(self) -> None:
        """Break the message into lines and be as high as they need; only a change of height lays out anew."""
        if self._message is None:
            self._lines = []
        else:
            text, level = self._message
            width = max(1, self.size.width)
            most = 1 if level == "info" else MESSAGE_LINES
            self._lines = [clip(line, width) for line in broken(_SIGNS[level] + text, width, most)]
        height = max(1, len(self._lines))
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height


class Paragraph(Widget):
    """A text over a few lines, broken at blanks and cut where it does not fit."""

    ALLOW_SELECT = False

    def __init__(self, *, height: int, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = ""
        self._lines: tuple[int, list[str]] = (0, [])
        self.styles.height = height

    def show_text(self, text: str) -> None:
        """Show this text."""
        if text != self._text:
            self._text = text
            self._lines = (0, [])
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width = self.size.width
        if self._lines[0] != width:
            self._lines = (width, broken(self._text, width, self.size.height))
        lines = self._lines[1]
        return Strip([Segment(fit(lines[y] if y < len(lines) else "", width), base_style(self))], width)


def _arranged(pairs: Sequence[Pair], before: Mapping[Pair, int], width: int) -> dict[Pair, int]:
    """The column of each pair: the one it had, and for new ones the room between; where most are new, or one finds
    no room, all stand in their order.
    """
    columns = {pair: before[pair] for pair in pairs if pair in before}
    if 2 * len(columns) >= len(pairs):
        for pair in pairs:
            if pair not in columns:
                column = _room(columns, _cells(pair), width)
                if column is None:
                    break
                columns[pair] = column
        else:
            return columns
    ends = accumulate(_cells(pair) + len(_GAP) for pair in pairs)
    return dict(zip(pairs, (0, *ends), strict=False))


def _room(columns: Mapping[Pair, int], cells: int, width: int) -> int | None:
    """The first column where so many cells are free, with a gap on both sides."""
    at = 0
    for pair, column in sorted(columns.items(), key=lambda placed: placed[1]):
        if at + cells + len(_GAP) <= column:
            return at
        at = column + _cells(pair) + len(_GAP)
    return at if at + cells <= width else None


def _cells(pair: Pair) -> int:
    return cell_len(clip(f"{pair[0]} {pair[1]}", 200))
