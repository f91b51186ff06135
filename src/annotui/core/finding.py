"""Finding text in an article: forwards and backwards from a place, without regard to how lines are broken.

A query in small letters matches capitals too; one with a capital matches as it stands. White space in it
matches any white space, so that a phrase is found across a line end; plain quotes and hyphens match curly
quotes and dashes.
"""

from __future__ import annotations

import re

_ALIKE = {"'": "['’‘ʼ]", '"': '["“”„«»]', "-": "[-\u2010-\u2015]"}
_WINDOW = 4096
_REACH = 1024
"""How much longer than a window a match may be when looking backwards (code points)."""


def pattern(query: str, whole_word: bool = False) -> re.Pattern[str]:
    """What to look for. Not for a query of nothing but white space."""
    words = r"\s+".join("".join(_ALIKE.get(c) or re.escape(c) for c in word) for word in query.split())
    if whole_word:
        words = rf"(?<!\w){words}(?!\w)"
    return re.compile(words, 0 if any(char.isupper() for char in query) else re.IGNORECASE)


def starting_after(text: str, what: re.Pattern[str], offset: int) -> tuple[int, int] | None:
    """The first match that starts after `offset`: half-open, code points."""
    match = what.search(text, offset + 1)
    return match.span() if match else None


def ending_after(text: str, what: re.Pattern[str], start: int, offset: int) -> tuple[int, int] | None:
    """The first match from `start` on that ends after `offset`."""
    return next((m.span() for m in what.finditer(text, start) if m.end() > offset), None)


def starting_before(text: str, what: re.Pattern[str], offset: int) -> tuple[int, int] | None:
    """The last match that starts before `offset`."""
    return _last(text, what, offset, starts=True)


def ending_before(text: str, what: re.Pattern[str], offset: int) -> tuple[int, int] | None:
    """The last match that ends before `offset`."""
    return _last(text, what, offset, starts=False)


def _last(text: str, what: re.Pattern[str], offset: int, *, starts: bool) -> tuple[int, int] | None:
    """The last match before `offset`, by its start or its end; windows that double keep a near one cheap."""
    high, size = offset, _WINDOW
    while high > 0:
        low = max(0, high - size)
        found = None
        for match in what.finditer(text, low, min(len(text), high + _REACH)):
            if match.start() >= high or (match.start() if starts else match.end()) >= offset:
                break
            found = match.span()
        if found is not None:
            return found
        high, size = low, size * 2
    return None
