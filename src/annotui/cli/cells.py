"""How many cells a text takes on a terminal, for commands, which do without Rich."""

from __future__ import annotations

import unicodedata

from annotui.core.text import next_grapheme

_EMOJI_STYLE = "\ufe0f"
_WIDE = frozenset("WF")
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_NO_BASE = frozenset({"Mn", "Me", "Cf", "Cc"})


def cells(text: str) -> int:
    """The cells of a text: a grapheme takes as many as its widest character, two where it is an emoji or a flag."""
    if text.isascii() and text.isprintable():
        return len(text)
    total = at = 0
    while at < len(text):
        end = next_grapheme(text, at)
        total += _of_grapheme(text[at:end])
        at = end
    return total


def _of_grapheme(grapheme: str) -> int:
    is_flag = len(grapheme) > 1 and ord(grapheme[0]) in _FLAG_LETTERS
    if is_flag or _EMOJI_STYLE in grapheme[1:] or any(unicodedata.east_asian_width(each) in _WIDE for each in grapheme):
        return 2
    return int(unicodedata.category(grapheme[0]) not in _NO_BASE)
