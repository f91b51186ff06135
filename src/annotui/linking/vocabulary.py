"""The words of a catalogue: those that begin like a word, and those that are spelt much like it."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from heapq import nsmallest
from typing import Final

from rapidfuzz import fuzz, process

_NEAREST: Final = 3
_CLOSE_ENOUGH: Final = 72.0
_REMEMBERED: Final = 512


class Vocabulary:
    """Words in order, and by their lengths: two words of very different lengths cannot be much alike."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(words)
        self._by_length: dict[int, list[str]] = {}
        for word in self._words:
            self._by_length.setdefault(len(word), []).append(word)
        # Somebody who types asks for the same words again at every key.
        self._found: dict[str, dict[str, float]] = {}

    def add(self, word: str) -> None:
        """Take up a new word."""
        insort(self._words, word)
        insort(self._by_length.setdefault(len(word), []), word)
        self._found.clear()

    def beginning(self, start: str, most: int) -> list[str]:
        """The first `most` of the words that begin so."""
        at = bisect_left(self._words, start)
        return [word for word in self._words[at : at + most] if word.startswith(start)]

    def nearest(self, word: str) -> dict[str, float]:
        """The 3 words most like `word`, those of ratio 72 and up, with their likeness from 0 to 1; ties by word."""
        if word not in self._found:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[word] = self._look(word)
        return self._found[word]

    def _look(self, word: str) -> dict[str, float]:
        found: list[tuple[float, str]] = []
        least = _CLOSE_ENOUGH
        for length in sorted(self._by_length, key=lambda length: (abs(length - len(word)), length)):
            if 200 * min(length, len(word)) / (length + len(word)) < least:
                continue
            near = process.extract(
                word,
                self._by_length[length],
                scorer=fuzz.ratio,
                processor=None,
                limit=_NEAREST,
                score_cutoff=least,
            )
            found = nsmallest(_NEAREST, [*found, *((-ratio, known) for known, ratio, _ in near)])
            if len(found) == _NEAREST:
                least = max(least, -found[-1][0])
        return {known: -ratio / 100 for ratio, known in found}
