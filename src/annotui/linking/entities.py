"""Names that were tagged once, found again: people, places, organizations, also in another spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from annotui.core.dates import names_time
from annotui.linking.words import Word, words_of

_SAME_SCORE: Final = 0.9
_VARIANT_SCORE: Final = 0.7
_CLOSE_ENOUGH: Final = 80.0
_SHORTEST_VARIANT: Final = 5
_LONGEST: Final = 8


class Entity(NamedTuple):
    """A name found: code points of the text, half-open, the label of the name it is like, that name, a score 0 to 1."""

    start: int
    end: int
    label: str
    known: str
    score: float


class KnownNames:
    """Names with the label that they were tagged with most often."""

    def __init__(self, tagged: Mapping[tuple[str, str], int]) -> None:
        """`tagged` tells how often each (name, label) was tagged."""
        best: dict[tuple[str, ...], tuple[int, str, str]] = {}
        for (name, label), count in tagged.items():
            words = words_of(name)
            folded = tuple(word.text for word in words)
            if folded and len(folded) <= _LONGEST and _is_name(words) and not names_time(name):
                best[folded] = max(best.get(folded, (0, "", "")), (count, label, name))
        self._names = {folded: (label, name) for folded, (_, label, name) in best.items()}
        self._lengths: dict[str, list[int]] = defaultdict(list)
        self._pairs: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for folded in self._names:
            if len(folded) not in self._lengths[folded[0]]:
                self._lengths[folded[0]].append(len(folded))
            if len(folded) == 2:
                for word in folded:
                    self._pairs[word].append(folded)
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)

    def find(self, text: str) -> list[Entity]:
        """Find the names in a text, in order, the longest at each place."""
        words = words_of(text)
        found: list[Entity] = []
        at = 0
        while at < len(words):
            step = self._same(words, at) or self._variant(words, at) if words[at].shown[:1].isupper() else None
            if step is None:
                at += 1
                continue
            length, folded, score = step
            label, name = self._names[folded]
            found.append(Entity(words[at].start, _end(words[at + length - 1]), label, name, score))
            at += length
        return found

    def _same(self, words: Sequence[Word], at: int) -> tuple[int, tuple[str, ...], float] | None:
        for length in self._lengths.get(words[at].text, ()):
            folded = tuple(word.text for word in words[at : at + length])
            if len(folded) == length and folded in self._names and _is_name(words[at : at + length]):
                return length, folded, _SAME_SCORE
        return None

    def _variant(self, words: Sequence[Word], at: int) -> tuple[int, tuple[str, ...], float] | None:
        """A first and a last name of which one is the same and the other much alike."""
        if at + 1 >= len(words) or not words[at + 1].shown[:1].isupper() or words[at + 1].start - words[at].end != 1:
            return None
        pair = words[at].text, words[at + 1].text
        for place, word in enumerate(pair):
            for known in self._pairs.get(word, ()):
                if known[place] == word and _is_like(pair[1 - place], known[1 - place]):
                    return 2, known, _VARIANT_SCORE
        return None


def _is_name(words: Iterable[Word]) -> bool:
    """Whether it is written as a name: its first and its last word with a capital."""
    shown = [word.shown for word in words]
    return bool(shown) and shown[0][:1].isupper() and shown[-1][:1].isupper() and any(map(str.isalpha, shown[0]))


def _is_like(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _SHORTEST_VARIANT and fuzz.ratio(one, other) >= _CLOSE_ENOUGH


def _end(word: Word) -> int:
    """The end of a word, its possessive left out."""
    for mark in ("'s", "’s"):
        if word.shown.endswith(mark):
            return word.end - len(mark)
    return word.end
