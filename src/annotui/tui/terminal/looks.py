"""How a cell is drawn, and the shortest SGR sequence that turns one way of drawing into another.

A look stands in a row of cells as one character, its sign, so that rows are compared as strings.
"""

from __future__ import annotations

from typing import NamedTuple

UNKNOWN = "\x00"
"""The sign of a cell of which nobody knows what it shows."""
PLAIN = "\x01"
"""The sign of the look that a reset gives: the terminal's own colours, no attribute."""

# The SGR codes that set attributes, by bit, in the order in which Textual sends them (ECMA-48 8.3.117).
_SET = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "21", "51", "52", "53")
# Attributes that one code takes back together.
_GROUPS = tuple(
    (sum(1 << _SET.index(code) for code in codes), off)
    for codes, off in (
        (("1", "2"), "22"),
        (("3",), "23"),
        (("4", "21"), "24"),
        (("5", "6"), "25"),
        (("7",), "27"),
        (("8",), "28"),
        (("9",), "29"),
        (("51", "52"), "54"),
        (("53",), "55"),
    )
)
_CHANGES_KEPT = 4096


class Look(NamedTuple):
    """`attributes` has a bit for each of bold, dim, italic, underline, blink, fast blink, reverse, conceal, strike,
    double underline, frame, encircle, overline; the colours are SGR parameters, empty for the terminal's own.
    """

    attributes: int = 0
    foreground: str = ""
    background: str = ""


class Looks:
    """The looks met so far, each with its sign."""

    def __init__(self) -> None:
        self._looks = [Look(), Look()]
        self._signs = {Look(): PLAIN}
        self._changes: dict[tuple[str, str], str] = {}

    def sign(self, look: Look) -> str:
        """The one character that stands for a look."""
        sign = self._signs.get(look)
        if sign is None:
            sign = self._signs[look] = chr(len(self._looks))
            self._looks.append(look)
        return sign

    def change(self, before: str, after: str) -> str:
        """The shortest sequence from one sign's look to another's; empty when they are the same."""
        if before == after:
            return ""
        found = self._changes.get((before, after))
        if found is None:
            if len(self._changes) >= _CHANGES_KEPT:
                self._changes.clear()
            found = change(self._looks[ord(before)], self._looks[ord(after)])
            self._changes[before, after] = found
        return found


def change(before: Look, after: Look) -> str:
    """The shorter of two sequences: what differs, or a reset and all of the new look."""
    if before == after:
        return ""
    anew = ["", *_attributes(after.attributes), *_given(after.foreground), *_given(after.background)]
    differing = []
    for group, off in _GROUPS:
        old, new = before.attributes & group, after.attributes & group
        if old == new:
            continue
        if old & ~new:
            differing.append(off)
        # Of two in a group the later one may win, so both are set again in their order.
        differing += _attributes(new)
    if before.foreground != after.foreground:
        differing.append(after.foreground or "39")
    if before.background != after.background:
        differing.append(after.background or "49")
    # An empty parameter is 0, the reset.
    return min((f"\x1b[{';'.join(codes)}m" for codes in (anew, differing)), key=len)


def _attributes(bits: int) -> list[str]:
    return [code for bit, code in enumerate(_SET) if bits >> bit & 1]


def _given(color: str) -> list[str]:
    return [color] if color else []
