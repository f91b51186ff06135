"""Cuts a text into words and signs, folded so that case, accents, quotes, dashes and spaces do not tell them apart."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from annotui.core.folding import fold

# Chinese and Japanese put no space between words: there each character stands alone.
_UNSPACED: Final = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN: Final = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+|[^\w\s]")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as tokens: `keys` folded, `starts` and `ends` in code points of the text; white space is in none."""

    keys: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.keys)

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that have a part in the stretch `start`-`end` (code points): first, one past the last."""
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))


def tokenise(text: str) -> Tokens:
    """The tokens of a text."""
    folded = fold(text)
    spans = [match.span() for match in _TOKEN.finditer(folded.text)]
    keys = [folded.text[start:end] for start, end in spans]
    if text.isascii():
        return Tokens(keys, [start for start, _ in spans], [end for _, end in spans])
    sources = [folded.span(start, end) for start, end in spans]
    return Tokens(keys, [start for start, _ in sources], [end for _, end in sources])


def grams(tokens: Sequence[_T], length: int) -> Iterator[tuple[_T, ...]]:
    """All runs of `length` tokens, one from each place on."""
    return zip(*(tokens[shift:] for shift in range(length)), strict=False)


class Places:
    """Where each token occurs among some tokens of a text."""

    def __init__(self, keys: Sequence[str], matched: Sequence[int] | None = None) -> None:
        """Index `keys`, without those that `matched` gives a partner (0 or more)."""
        self._places: dict[str, list[int]] = {}
        for at, key in enumerate(keys):
            if matched is None or matched[at] < 0:
                self._places.setdefault(key, []).append(at)

    def near(self, key: str, at: int, most: int) -> list[int]:
        """Where a token occurs, in order; of many the `most` about place `at`."""
        return nearest(self._places.get(key, []), at, most)


def nearest(places: list[int], at: int, most: int) -> list[int]:
    """Of places in order, the `most` about `at`."""
    if len(places) <= most:
        return places
    first = min(max(0, bisect_left(places, at) - most // 2), len(places) - most)
    return places[first : first + most]
