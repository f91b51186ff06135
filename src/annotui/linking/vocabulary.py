"""The words of a catalogue that are spelt much like another word."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nsmallest
from typing import Final, Protocol

from rapidfuzz import fuzz, process

_NEAREST: Final = 3
_CLOSE_ENOUGH: Final = 72.0
_REMEMBERED: Final = 512


class Words(Protocol):
    """Words by their lengths in code points."""

    def words_of_length(self, length: int) -> Sequence[str]:
        """The words that have this length, in order."""
        ...

    def lengths(self) -> Sequence[int]:
        """The lengths that there are."""
        ...


class Vocabulary:
    """Finds words by their spelling: two of very different lengths cannot be much alike."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._by_length: dict[int, Sequence[str]] = {}
        # Somebody who types asks for the same words again at every key.
        self._found: dict[str, dict[str, float]] = {}

    def renew(self) -> None:
        """Take up that the words have changed."""
        self._by_length.clear()
        self._found.clear()

    def nearest(self, word: str) -> dict[str, float]:
        """The 3 words most like `word`, those of ratio 72 and up, with their likeness from 0 to 1; ties by word."""
        if word not in self._found:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[word] = self._look(word)
        return self._found[word]

    def _look(self, word: str) -> dict[str, float]:
        if not self._by_length:
            self._by_length = dict.fromkeys(self._words.lengths(), ())
        found: list[tuple[float, str]] = []
        least = _CLOSE_ENOUGH
        for length in sorted(self._by_length, key=lambda length: (abs(length - len(word)), length)):
            if 200 * min(length, len(word)) / (length + len(word)) < least:
                continue
            near = process.extract(
                word,
                self._of_length(length),
                scorer=fuzz.ratio,
                processor=None,
                limit=_NEAREST,
                score_cutoff=least,
            )
            found = nsmallest(_NEAREST, [*found, *((-ratio, known) for known, ratio, _ in near)])
            if len(found) == _NEAREST:
                least = max(least, -found[-1][0])
        return {known: -ratio / 100 for ratio, known in found}

    def _of_length(self, length: int) -> Sequence[str]:
        if not self._by_length[length]:
            self._by_length[length] = self._words.words_of_length(length)
        return self._by_length[length]
