"""How many words a text has, counted without making them."""

from __future__ import annotations

from typing import Final

_ASCII: Final = bytes(range(128))
_ASCII_SPACES: Final = b" \t\n\r\v\f\x1c\x1d\x1e\x1f"
# Of UTF-8: what parts words is a space, every other byte an x.
_OUTLINE: Final = bytes(ord(" ") if code in _ASCII_SPACES else ord("x") for code in range(256))
_WIDE_SPACES: Final = frozenset(
    ["\x85", "\xa0", "\u1680", *map(chr, range(0x2000, 0x200B)), "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"]
)
_MOSTLY_ASCII: Final = 1.2
"""Bytes to a code point; from here on it is quicker to make the words."""


def count_words(text: str, utf8: bytes | None = None) -> int:
    """Count the stretches of `text` between white space, as `text.split()` cuts it; `utf8` is it where at hand."""
    data = text.encode("utf-8", "surrogatepass") if utf8 is None else utf8
    if len(data) > len(text):
        if len(data) > _MOSTLY_ASCII * len(text):
            return len(text.split())
        wide = data.translate(None, _ASCII).decode("utf-8", "surrogatepass")
        if not _WIDE_SPACES.isdisjoint(wide):
            return len(text.split())
    outline = data.translate(_OUTLINE)
    return outline.count(b" x") + outline.startswith(b"x")
