"""A terminal to compare screens with: it knows every attribute, and fails on a sequence that it does not know.

pyte, which the other tests use, knows no dim, no double underline and no conceal, and loses what follows a ZWJ.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from rich.cells import cell_len

Width = Callable[[str], int]

_TOKEN = re.compile(
    r"\x1b\[(?P<private>[<=>?]?)(?P<parameters>[0-9;]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\x1b(?:[=>]|\([AB0])|(?P<back>\x1bM)"
    r"|(?P<ignored>\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\|\x07)"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f])"
    r"|(?P<text>[^\x00-\x1f]+)"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\](P][^\x07\x1b]*\x1b?)?\Z")
_NAMES = {
    1: "bold",
    2: "dim",
    3: "italic",
    4: "underline",
    5: "blink",
    6: "fast blink",
    7: "reverse",
    8: "conceal",
    9: "strike",
    21: "double underline",
    51: "frame",
    52: "encircle",
    53: "overline",
}
_OFF = {
    22: {"bold", "dim"},
    23: {"italic"},
    24: {"underline", "double underline"},
    25: {"blink", "fast blink"},
    27: {"reverse"},
    28: {"conceal"},
    29: {"strike"},
    54: {"frame", "encircle"},
    55: {"overline"},
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """How a cell is drawn; the colours as SGR parameters, empty for the terminal's own."""

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell: its characters, none where a wide one goes on from the left."""

    text: str = " "
    drawn: Drawn = Drawn()


class Emulator:
    """A screen of `columns` x `rows` cells.

    `erases_in_look`: what is erased or scrolled in takes all of the look that holds (none of it otherwise), and the
    kinds of underline exclude each other. `width` gives the cells of a cluster.
    """

    def __init__(self, columns: int, rows: int, *, erases_in_look: bool = True, width: Width = cell_len) -> None:
        self.columns = columns
        self.rows = rows
        self.x = self.y = 0
        self.drawn = Drawn()
        self.modes: dict[str, bool] = {}
        self._in_look = erases_in_look
        self._width = width
        self._top, self._bottom = 0, rows - 1
        self._joins = False
        self._last = 0
        self._decode = getincrementaldecoder("utf-8")().decode
        self._rest = ""
        self.screen = [[Spot()] * columns for _ in range(rows)]

    @property
    def lines(self) -> list[str]:
        """The rows as texts, without the blanks at their ends."""
        return ["".join(spot.text for spot in row).rstrip() for row in self.screen]

    @property
    def has_margins(self) -> bool:
        """Whether only a part of the screen scrolls."""
        return (self._top, self._bottom) != (0, self.rows - 1)

    def resize(self, columns: int, rows: int) -> None:
        """Take another size; what was shown stays where it was, as far as there is room.

        The same size again changes nothing, the scroll region neither: the program is not told of it.
        """
        if (columns, rows) == (self.columns, self.rows):
            return
        kept = [(row + [Spot()] * columns)[:columns] for row in self.screen[:rows]]
        self.screen = kept + [[Spot()] * columns for _ in range(rows - len(kept))]
        self.columns, self.rows = columns, rows
        self._top, self._bottom = 0, rows - 1
        self.x, self.y = min(self.x, columns - 1), min(self.y, rows - 1)

    def feed(self, data: str | bytes) -> None:
        """Draw what a program writes. Raises ValueError for a sequence that is not known."""
        text = self._rest + (data if isinstance(data, str) else self._decode(data))
        unfinished = _UNFINISHED.search(text)
        self._rest = unfinished[0] if unfinished else ""
        end = len(text) - len(self._rest)
        at = 0
        while at < end:
            token = _TOKEN.match(text, at, end)
            if token is None:
                raise ValueError(f"unknown sequence {text[at : at + 12]!r}")
            at = token.end()
            if token["text"]:
                for char in token["text"]:
                    self._put(char)
                continue
            self._joins = self._joins and token["final"] == "m"
            if token["back"]:
                self._up()
            elif token["control"]:
                self._control(token["control"])
            elif token["final"]:
                self._sequence(token["private"], token["parameters"], token["between"] + token["final"])

    # Characters

    def _put(self, char: str) -> None:
        size = self._width(char)
        row = self.screen[self.y]
        if self._joins:
            before = row[self._last]
            grown = self._width(before.text + char) - self._width(before.text)
            if not size or not grown:
                row[self._last] = replace(before, text=before.text + char)
                self._widen(grown)
                return
        if not size:
            return
        self._last = min(self.x, self.columns - 1)
        self._break(self._last)
        row[self._last] = Spot(char, self.drawn)
        self.x = self._last + 1
        self._widen(size - 1)
        self._joins = True

    def _widen(self, cells: int) -> None:
        """Let the last character take so many cells more."""
        row = self.screen[self.y]
        for x in range(self.x, min(self.x + cells, self.columns)):
            self._break(x)
            row[x] = Spot("", row[self._last].drawn)
            self.x = x + 1

    def _break(self, x: int) -> None:
        """Blank what remains of a wide character of which one cell is written over."""
        row = self.screen[self.y]
        start = x
        while start > 0 and not row[start].text:
            start -= 1
        end = x + 1
        while end < self.columns and not row[end].text:
            end += 1
        if end - start > 1:
            row[start:end] = [replace(spot, text=" ") for spot in row[start:end]]

    # Sequences

    @property
    def _blank(self) -> Spot:
        return Spot(" ", self.drawn) if self._in_look else Spot()

    def _control(self, char: str) -> None:
        self.x = min(self.x, self.columns - 1)
        if char == "\r":
            self.x = 0
        elif char == "\n":
            self._down()
        elif char == "\b":
            self.x = max(0, self.x - 1)
        else:
            raise ValueError(f"unknown control {char!r}")

    def _up(self) -> None:
        if self.y == self._top:
            self._scroll(self._top, self._bottom, -1)
        else:
            self.y = max(0, self.y - 1)

    def _down(self) -> None:
        if self.y == self._bottom:
            self._scroll(self._top, self._bottom, 1)
        else:
            self.y = min(self.rows - 1, self.y + 1)

    def _scroll(self, top: int, bottom: int, up: int) -> None:
        size = bottom + 1 - top
        count = min(abs(up), size)
        coming = [[self._blank] * self.columns for _ in range(count)]
        block = self.screen[top : bottom + 1]
        self.screen[top : bottom + 1] = block[count:] + coming if up > 0 else coming + block[: size - count]

    def _sequence(self, private: str, parameters: str, final: str) -> None:
        if private:
            if final in ("h", "l") and private == "?":
                self.modes |= dict.fromkeys(parameters.split(";"), final == "h")
                if "1049" in parameters.split(";"):
                    self._erase(0, 0, self.rows * self.columns)
            return
        numbers = [int(number or 0) for number in parameters.split(";")]
        if final == "m":
            self._draw_in(numbers)
            return
        self.x = min(self.x, self.columns - 1)
        first = numbers[0]
        count = max(1, first)
        at = self.y * self.columns + self.x
        row_end = (self.y + 1) * self.columns
        if final == "H":
            self.y = min(self.rows, count) - 1
            self.x = min(self.columns, max(1, numbers[1] if len(numbers) > 1 else 1)) - 1
        elif final == "G":
            self.x = min(self.columns, count) - 1
        elif final == "d":
            self.y = min(self.rows, count) - 1
        elif final == "A":
            self.y = max(0, self.y - count)
        elif final == "B":
            self.y = min(self.rows - 1, self.y + count)
        elif final == "C":
            self.x = min(self.columns - 1, self.x + count)
        elif final == "D":
            self.x = max(0, self.x - count)
        elif final == "K":
            self._erase(first, row_end - self.columns, row_end, at)
        elif final == "J":
            self._erase(first, 0, self.rows * self.columns, at)
        elif final == "X":
            self._erase(0, at, min(at + count, row_end))
        elif final in "LM":
            if self._top <= self.y <= self._bottom:
                self._scroll(self.y, self._bottom, count if final == "M" else -count)
                self.x = 0
        elif final == "r":
            self._top, self._bottom = count - 1, (numbers[1] if len(numbers) > 1 and numbers[1] else self.rows) - 1
            self.y = self.x = 0
        elif final == "!p":
            self.drawn = Drawn()
            self._top, self._bottom = 0, self.rows - 1
        elif final not in ("n", "c", "l", "t", "$p", "u"):
            raise ValueError(f"unknown sequence {parameters}{final}")

    def _erase(self, way: int, start: int, end: int, at: int | None = None) -> None:
        """Blank cells: from `at` to the end (0), from the start up to `at` (1), all (2)."""
        if at is not None and way < 2:
            start, end = (at, end) if way == 0 else (start, at + 1)
        for place in range(start, end):
            self.y, y = place // self.columns, self.y
            self._break(place % self.columns)
            self.screen[self.y][place % self.columns] = self._blank
            self.y = y

    def _draw_in(self, numbers: list[int]) -> None:
        drawn = self.drawn
        rest = iter(numbers)
        for number in rest:
            if number == 0:
                drawn = Drawn()
            elif number in _NAMES:
                others = _OFF[24] if self._in_look and number in (4, 21) else frozenset[str]()
                drawn = replace(drawn, attributes=(drawn.attributes - others) | {_NAMES[number]})
            elif number in _OFF:
                drawn = replace(drawn, attributes=drawn.attributes - _OFF[number])
            elif number == 39:
                drawn = replace(drawn, foreground="")
            elif number == 49:
                drawn = replace(drawn, background="")
            elif 30 <= number <= 38 or 90 <= number <= 97:
                drawn = replace(drawn, foreground=_color(number, rest))
            elif 40 <= number <= 48 or 100 <= number <= 107:
                drawn = replace(drawn, background=_color(number, rest))
            else:
                raise ValueError(f"unknown look {number}")
        self.drawn = drawn


def _color(number: int, rest: Iterator[int]) -> str:
    """The parameters of a colour, those that follow its number read on."""
    if number not in (38, 48):
        return str(number)
    kind = next(rest)
    return ";".join(str(part) for part in (number, kind, *(next(rest) for _ in range(1 if kind == 5 else 3))))
