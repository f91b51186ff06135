"""Finding text in an article: forwards and backwards from a place, without regard to how lines are broken.

A query in small letters is looked for in folded text: capitals, diacritics, quotes and dashes make no difference.
One with a capital matches as it stands, but for quotes and dashes (vim's smartcase). White space in it matches any
white space, so that a phrase is found across a line end. A window is folded at a time, never a whole long text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from annotui.core.folding import fold

WINDOW: Final = 1 << 16
"""How much of a text is looked through at a time (code points)."""
REACH: Final = 1024
"""The longest match (code points)."""

_ALIKE: Final = {"'": "['’‘ʼ]", '"': '["“”„«»]', "-": "[-\u2010-\u2015]"}
_NOTHING: Final = re.compile("(?!)")
_FIRST_WINDOW_BACK: Final = 4096


@dataclass(frozen=True, slots=True)
class Searcher:
    """What is looked for. Places are half-open, in code points; they may overlap each other."""

    what: re.Pattern[str]
    folded: bool

    def places(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """The places that begin in `text[start:end]`, in order, without those that overlap one before."""
        reached = start
        for place in self._all(text, start, len(text) if end is None else min(end, len(text))):
            if place[0] >= reached:
                yield place
                reached = place[1]

    def starting_after(self, text: str, offset: int) -> tuple[int, int] | None:
        """The first place that starts after `offset`."""
        return next(self._all(text, offset + 1, len(text)), None)

    def ending_after(self, text: str, start: int, offset: int) -> tuple[int, int] | None:
        """The first place from `start` on that ends after `offset`."""
        return next((place for place in self._all(text, start, len(text)) if place[1] > offset), None)

    def starting_before(self, text: str, offset: int) -> tuple[int, int] | None:
        """The last place that starts before `offset`."""
        return self._last(text, offset, lambda place: place[0] < offset)

    def ending_before(self, text: str, offset: int) -> tuple[int, int] | None:
        """The last place that ends before `offset`."""
        return self._last(text, offset, lambda place: place[1] < offset)

    def _last(self, text: str, offset: int, fits: Callable[[tuple[int, int]], bool]) -> tuple[int, int] | None:
        """The last place before `offset` that fits; windows that double keep a near one cheap."""
        high, size = min(offset, len(text)), _FIRST_WINDOW_BACK
        while high > 0:
            low = max(0, high - size)
            found = [place for place in self._all(text, low, high) if fits(place)]
            if found:
                return found[-1]
            high, size = low, size * 2
        return None

    def _all(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        for low in range(max(0, start), end, WINDOW):
            yield from self._in_window(text, low, min(low + WINDOW, end))

    def _in_window(self, text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
        """The places that begin in `text[low:high]`, which is folded once."""
        before = max(0, low - 1)  # so that a whole word is known by what stands before it
        piece = fold(text[before : high + REACH]) if self.folded else None
        looked_at = piece.text if piece else text[before : high + REACH]
        match = self.what.search(looked_at)
        while match:
            start, end = piece.span(*match.span()) if piece else match.span()
            if before + start >= high:
                return
            if before + start >= low:
                yield before + start, before + end
            match = self.what.search(looked_at, match.start() + 1)


def searcher(query: str, whole_word: bool = False) -> Searcher:
    """What to look for; a query of nothing that shows is nowhere."""
    folded = not any(char.isupper() for char in query)
    words = (fold(query).text if folded else query).split()
    alike = {} if folded else _ALIKE
    pattern = r"\s+".join("".join(alike.get(c) or re.escape(c) for c in word) for word in words)
    if not pattern:
        return Searcher(_NOTHING, folded)
    return Searcher(re.compile(rf"(?<!\w){pattern}(?!\w)" if whole_word else pattern), folded)
