"""Finding text in an article: forwards and backwards from a place, without regard to how lines are broken.

A query in small letters is looked for in folded text: capitals, diacritics, quotes and dashes make no difference.
One with a capital matches as it stands, but for quotes and dashes (vim's smartcase). White space in it matches any
white space, so that a phrase is found across a line end. A window is folded at a time, never a whole long text.
One written `/.../` is a regular expression, looked for in the text as it stands; in small letters it does not mind
capitals.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from annotui.core.folding import fold, folded_text
from annotui.errors import UsageError

How = Literal["text", "word", "any"]
"""How a query is looked for: as it is typed; as a whole word; or any of its lines as whole words."""

WINDOW: Final = 1 << 14
"""How much of a text is looked through at a time (code points)."""
REACH: Final = 1024
"""The longest match (code points)."""

_ALIKE: Final = {"'": "['’‘ʼ]", '"': '["“”„«»]', "-": "[-\u2010-\u2015]"}
_NOTHING: Final = re.compile("(?!)")
_FIRST_WINDOW: Final = 1 << 11
_REGULAR: Final = re.compile(r"/(.+)/\s*\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Searcher:
    """What is looked for. Places are half-open, in code points; they may overlap each other."""

    what: re.Pattern[str]
    folded: bool

    def places(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """The places that begin in `text[start:end]`, in order, without those that overlap one before."""
        reached = start
        for place in self.all_places(text, start, len(text) if end is None else end):
            if place[0] >= reached:
                yield place
                reached = place[1]

    def all_places(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """All places that begin in `text[start:end]`, in order."""
        low, end, size = max(0, start), min(end, len(text)), _FIRST_WINDOW
        while low < end:
            yield from self._in_window(text, low, min(low + size, end))
            low, size = low + size, min(2 * size, WINDOW)

    def starting_after(self, text: str, offset: int, up_to: int | None = None) -> tuple[int, int] | None:
        """The first place that starts after `offset`, and not after `up_to`."""
        return next(self.all_places(text, offset + 1, len(text) if up_to is None else up_to + 1), None)

    def ending_after(self, text: str, start: int, offset: int) -> tuple[int, int] | None:
        """The first place from `start` on that ends after `offset`."""
        return next((place for place in self.all_places(text, start, len(text)) if place[1] > offset), None)

    def starting_before(self, text: str, offset: int, down_to: int = 0) -> tuple[int, int] | None:
        """The last place that starts before `offset`, and not before `down_to`."""
        return self._last(text, offset, down_to, lambda place: place[0] < offset)

    def ending_before(self, text: str, offset: int) -> tuple[int, int] | None:
        """The last place that ends before `offset`."""
        return self._last(text, offset, 0, lambda place: place[1] < offset)

    def _last(
        self, text: str, offset: int, down_to: int, fits: Callable[[tuple[int, int]], bool]
    ) -> tuple[int, int] | None:
        """The last place before `offset` that fits; windows that double keep a near one cheap."""
        high, size = min(offset, len(text)), _FIRST_WINDOW
        while high > down_to:
            low = max(down_to, high - size)
            found = [place for place in self._in_window(text, low, high) if fits(place)]
            if found:
                return found[-1]
            high, size = low, min(2 * size, WINDOW)
        return None

    def _in_window(self, text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
        """The places that begin in `text[low:high]`; what has none is folded without a way back."""
        before = max(0, low - 1)  # so that a whole word is known by what stands before it
        window = text[before : high + REACH]
        if self.what.search(folded_text(window) if self.folded else window) is None:
            return
        piece = fold(window) if self.folded else None
        looked_at = piece.text if piece else window
        match = self.what.search(looked_at)
        while match:
            start, end = piece.span(*match.span()) if piece else match.span()
            if before + start >= high:
                return
            if before + start >= low and end > start:
                yield before + start, before + end
            match = self.what.search(looked_at, match.start() + 1)


class Count:
    """All places of a query in a text, counted window by window, until there are `MOST`."""

    MOST: ClassVar[int] = 100_000

    def __init__(self, text: str, what: Searcher) -> None:
        self._text = text
        self._what = what
        self._reached = 0
        self._starts = array("Q")

    @property
    def is_done(self) -> bool:
        """Whether the whole text was looked through, or `MOST` were found."""
        return self._reached >= len(self._text) or len(self._starts) >= self.MOST

    def go_on(self) -> None:
        """Look through one more window."""
        end = self._reached + WINDOW
        self._starts.extend(start for start, _ in self._what.all_places(self._text, self._reached, end))
        self._reached = end

    def number(self, offset: int) -> str:
        """Which of how many places starts at `offset`: `3 of 57`; empty where none does."""
        place = bisect_left(self._starts, offset)
        if place == len(self._starts) or self._starts[place] != offset:
            return ""
        return f"{place + 1:,} of {len(self._starts):,}{'' if self._reached >= len(self._text) else '+'}"


def searcher(query: str, how: How = "text") -> Searcher:
    """What to look for; a query of nothing that shows is nowhere. Raises UsageError: no regular expression."""
    if how == "any":
        return Searcher(whole_words(query.split("\n")), folded=True)
    expression = regular(query) if how == "text" else None
    if expression is not None:
        return Searcher(expression, folded=False)
    folded = not any(char.isupper() for char in query)
    words = (fold(query).text if folded else query).split()
    alike = {} if folded else _ALIKE
    pattern = r"\s+".join("".join(alike.get(c) or re.escape(c) for c in word) for word in words)
    if not pattern:
        return Searcher(_NOTHING, folded)
    return Searcher(re.compile(rf"(?<!\w){pattern}(?!\w)" if how == "word" else pattern), folded)


def whole_words(folded: Iterable[str]) -> re.Pattern[str]:
    """Any of some folded strings as whole words, the longest that fits; one that ends in `*` begins words."""
    each = sorted(folded, key=lambda surface: (-len(surface), surface))
    parts = [r"\s+".join(map(re.escape, surface.removesuffix("*").split())) for surface in each]
    ends = ["" if surface.endswith("*") else r"(?!\w)" for surface in each]
    return re.compile(rf"(?<!\w)(?:{'|'.join(part + end for part, end in zip(parts, ends, strict=True))})")


def regular(query: str) -> re.Pattern[str] | None:
    """The regular expression that a query is, if it is one. Raises UsageError where it cannot be read."""
    written = _REGULAR.match(query.strip())
    if written is None:
        return None
    expression = written[1]
    small = not any(letter.isupper() for letter in re.sub(r"\\.", "", expression))
    try:
        return re.compile(expression, re.MULTILINE | (re.IGNORECASE if small else 0))
    except (re.error, OverflowError, RecursionError) as error:
        raise UsageError(
            f"/{expression}/ is no regular expression: {error}.",
            "Put a \\ before a sign that is meant as it stands, or leave the slashes out.",
        ) from error
