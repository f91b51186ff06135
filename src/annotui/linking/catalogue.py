"""The catalogue as it is asked: which records share a word, a day, a number or a party with what is looked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from heapq import nlargest
from math import log
from typing import Final, Self

from annotui.core.model import Agreement
from annotui.linking.hints import Hints
from annotui.linking.index import Index, MemoryIndex
from annotui.linking.parties import PartyBook, known_parties
from annotui.linking.records import (
    BEGINNING,
    DATE,
    KIND,
    NAME,
    NUMBER,
    PARTY,
    PLACE,
    WORD,
    Name,
    Record,
    entry_of,
    lengths_key,
)
from annotui.linking.vocabulary import Vocabulary
from annotui.linking.words import GENERIC, Word

_GENERIC_WEIGHT: Final = 0.25
_SHORTEST_CORRECTED: Final = 4
_MOST_COMPLETIONS: Final = 24
_COMMON: Final = 2_000  # a word in more records than this, and than a share of all, finds none by itself
_COMMON_SHARE: Final = 20
_DATE_BONUS: Final = 3.0
_NUMBER_BONUS: Final = 4.0
_PARTY_BONUS: Final = 0.6
_PLACE_BONUS: Final = 0.6
_LONGEST_PLACE: Final = 4
_LONGEST_NAME: Final = 99
_MOST_NUMBERS: Final = 1000
_MOST_RECORDS: Final = 2_000
"""Records that are kept at hand once they were read from the index: of more, the collector would take its time."""
_MOST_KNOWN: Final = 20_000
"""As many other things are."""


class Catalogue:
    """The records of an index. `parties` says who is called what, the records' own parties with them."""

    def __init__(self, index: Index, parties: PartyBook) -> None:
        self.parties = parties
        self._index = index
        self._vocabulary = Vocabulary(index)
        self._records: dict[int, Record] = {}
        self._counts: dict[tuple[str, str], int] = {}
        self._having: dict[tuple[str, str], Sequence[int]] = {}
        self._weights: dict[str, float] = {}
        self._name_lengths: dict[str, tuple[int, ...]] = {}
        self._names: dict[str, bool] = {}

    @classmethod
    def of(
        cls,
        agreements: Iterable[Agreement],
        *,
        parties: PartyBook | None = None,
        counts: Mapping[tuple[str, str], int] | None = None,
    ) -> Self:
        """Read a catalogue into memory.

        `parties` are by default those that come with annotui. `counts` tells how often a surface was accepted for a
        record: (agreement id, `fold_surface(surface)`) -> count; such surfaces are names too. Records keep their
        order; of several with one id the last counts.
        """
        unique = {agreement.id: agreement for agreement in agreements}
        accepted: dict[str, dict[str, int]] = defaultdict(dict)
        for (id, surface), count in (counts or {}).items():
            if count > 0:
                accepted[id][surface] = count
        book = (parties or known_parties()).with_names(name for one in unique.values() for name in one.parties)
        return cls(MemoryIndex([entry_of(one, accepted[one.id], book) for one in unique.values()]), book)

    def __len__(self) -> int:
        return self._size

    @cached_property
    def _size(self) -> int:
        return len(self._index)

    def reading(self) -> AbstractContextManager[None]:
        """Let all that is asked inside be of one state of the index; keep it short, for who writes it waits."""
        return self._index.reading()

    def put(self, agreement: Agreement, accepted: Mapping[str, int]) -> None:
        """Take up a record that is new or has changed, or for which other (folded) surfaces were accepted."""
        if not all(self.has(PARTY, self.parties.canonical(name)) for name in agreement.parties):
            self.parties = self.parties.with_names([*self._index.keys(PARTY), *agreement.parties])
        self._index.put(entry_of(agreement, accepted, self.parties))
        self._forget()

    def drop(self, id: str) -> None:
        """Take a record out, if it is here."""
        self._index.drop(id)
        self._forget()

    def get(self, id: str) -> Agreement | None:
        """Give the agreement with this id, or None."""
        try:
            return self.record(id).agreement
        except KeyError:
            return None

    def record(self, id: str) -> Record:
        """Give the record with this id. Raises KeyError."""
        place = self._index.place(id)
        for _, record in self.records_at([] if place is None else [place]):
            return record
        raise KeyError(id)

    def records_at(self, places: Sequence[int]) -> list[tuple[int, Record]]:
        """Give the records at these places of the index, each with its place, in this order; none where it is gone."""
        missing = [place for place in places if place not in self._records]
        if missing:
            if len(self._records) > _MOST_RECORDS:
                self._records.clear()
                missing = list(places)
            for place, texts in self._index.texts(missing).items():
                self._records[place] = Record(texts, self._name_of)
        return [(place, self._records[place]) for place in places if place in self._records]

    def having(self, kind: str, key: str) -> Sequence[int]:
        """Find the places of the records that have a key; none where they are too many."""
        found = self._having.get((kind, key))
        if found is None:
            if len(self._having) > _MOST_KNOWN:
                self._having.clear()
            found = self._having[kind, key] = self._index.having(kind, key)
        return found

    def has(self, kind: str, key: str) -> bool:
        """Tell whether a record has a key."""
        return self._count(kind, key) > 0

    def keys(self, kind: str) -> Sequence[str]:
        """Give all keys of a kind."""
        return self._index.keys(kind)

    def beginning(self, kind: str, start: str, most: int) -> Sequence[str]:
        """Give the first `most` keys of a kind that begin so."""
        return self._index.beginning(kind, start, most)

    @cached_property
    def hints(self) -> Hints:
        """What tells phrases that may name a record from those that cannot."""
        return Hints(self)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The nouns of kind that records have."""
        return frozenset(self._index.keys(KIND))

    @cached_property
    def places(self) -> frozenset[str]:
        """The places of records, folded."""
        return frozenset(self._index.keys(PLACE))

    def may_begin_name(self, words: Iterable[str]) -> bool:
        """Whether the whole name of a record may begin with one of these folded words; with `ceasefire` as `cease`."""
        return any(word == "cease" or self._lengths(word) for word in words)

    def named_at(self, words: Sequence[Word], at: int) -> int:
        """How many words from `at` on are the whole name of a record: the longest of them, 0 for none."""
        for length in self._lengths(words[at].text):
            if at + length <= len(words) and self._is_name(" ".join([word.text for word in words[at : at + length]])):
                return length
        return 0

    def weight(self, word: str) -> float:
        """Tell how much a folded word says, 0 to 1: rare words most, generic ones a quarter."""
        found = self._weights.get(word)
        if found is None:
            if len(self._weights) > _MOST_KNOWN:
                self._weights.clear()
            size = self._size + 1
            records = self._count(WORD, word)
            rarity = log(size / records) / log(size) if records else 1.0
            found = self._weights[word] = rarity * (_GENERIC_WEIGHT if word in GENERIC else 1.0)
        return found

    def name(self, words: Iterable[str]) -> Name:
        """Put folded words together as a name to be compared."""
        return self._name_of(" ".join(sorted(set(words))))

    def spellings(self, word: str, *, typing: bool = False) -> dict[str, float]:
        """The words of the catalogue that `word` may stand for, each with its likeness, 0 to 1.

        A known word stands for itself, an unknown one for its 3 nearest of ratio 72 and up; while `typing` also
        for the words that begin with it.
        """
        found: dict[str, float] = {word: 1.0} if self.has(WORD, word) else {}
        if typing and len(word) > 1:
            for known in self._index.beginning(WORD, word, _MOST_COMPLETIONS):
                found.setdefault(known, (1 + len(word) / len(known)) / 2)
        if not found and len(word) >= _SHORTEST_CORRECTED:
            found = self._vocabulary.nearest(word)
        return found

    def numbers_like(self, start: str) -> frozenset[str]:
        """Find the numbers of records that begin with these digits."""
        return frozenset(self._index.beginning(NUMBER, start, _MOST_NUMBERS))

    def places_in(self, words: Sequence[Word]) -> frozenset[str]:
        """Find the places of records that are named among `words`."""
        texts = [word.text for word in words]
        return frozenset(
            place
            for start in range(len(texts))
            for length in range(1, _LONGEST_PLACE + 1)
            if (place := " ".join(texts[start : start + length])) in self.places
        )

    def nearest(
        self,
        words: Mapping[str, float],
        *,
        dates: Iterable[str] = (),
        numbers: Iterable[str] = (),
        parties: Iterable[str] = (),
        places: Iterable[str] = (),
        among: frozenset[int] | None = None,
        limit: int = 200,
    ) -> list[int]:
        """Find the records (by their place in the index) that share most with what is looked for.

        `words` are words of the catalogue with how much each counts; `dates` are partial dates; `among` leaves all
        others out.
        """
        common = max(_COMMON, self._size // _COMMON_SHARE)
        telling = [word for word in words if self._count(WORD, word) <= common]
        telling.sort(key=lambda word: (-self._count(WORD, word), word))
        gains = [(words[word] * self.weight(word), self.having(WORD, word)) for word in telling]
        # The longest list needs no sums.
        scores: dict[int, float] = defaultdict(float, dict.fromkeys(gains[0][1], gains[0][0]) if gains else {})
        for gain, having in gains[1:]:
            for at in having:
                scores[at] += gain
        for date in set(dates):
            for at in self.having(DATE, date):
                scores[at] += _DATE_BONUS
        for number in set(numbers):
            for at in self.having(NUMBER, number):
                scores[at] += _NUMBER_BONUS
        named = sorted({party for party in parties if self.has(PARTY, party)}, key=lambda p: self._count(PARTY, p))
        shared = set(self.having(PARTY, named[0])) if named else set()
        for party in named[1:]:
            # Of a party that too many records have, these may well be some.
            shared &= set(self.having(PARTY, party)) or shared
        if len(shared) <= common:
            for at in shared:
                scores[at] += _PARTY_BONUS * len(named)
        for place in places:
            if self._count(PLACE, place) <= common:
                for at in self.having(PLACE, place):
                    scores[at] += _PLACE_BONUS
        if among is not None:
            scores = {at: scores.get(at, 0.0) for at in among}
        least = nlargest(limit, scores.values())[-1] if len(scores) > limit else 0.0
        return [at for _, at in sorted([(-score, at) for at, score in scores.items() if score >= least])[:limit]]

    def _name_of(self, line: str) -> Name:
        words = line.split()
        weights = self._weights
        try:
            weight = sum([weights[word] for word in words])
        except KeyError:
            weight = sum(map(self.weight, words))
        return Name(frozenset(words), line, weight)

    def _count(self, kind: str, key: str) -> int:
        found = self._counts.get((kind, key))
        if found is None:
            if len(self._counts) > _MOST_KNOWN:
                self._counts.clear()
            found = self._counts[kind, key] = self._index.count(kind, key)
        return found

    def _lengths(self, first: str) -> tuple[int, ...]:
        """How many words the names have that begin with this one, the longest first."""
        found = self._name_lengths.get(first)
        if found is None:
            start = lengths_key(first)
            keys = self._index.beginning(BEGINNING, start, _LONGEST_NAME)
            found = tuple(sorted((int(key[len(start) :]) for key in keys), reverse=True))
            self._name_lengths[first] = found
        return found

    def _is_name(self, folded: str) -> bool:
        found = self._names.get(folded)
        if found is None:
            if len(self._names) > _MOST_KNOWN:
                self._names.clear()
            found = any(record.is_named(folded) for _, record in self.records_at(self.having(NAME, folded)))
            self._names[folded] = found
        return found

    def _forget(self) -> None:
        """Read anew what was read of the index before it changed."""
        for known in (self._records, self._counts, self._having, self._weights, self._name_lengths, self._names):
            known.clear()
        for name in ("hints", "kinds", "places", "_size"):
            self.__dict__.pop(name, None)
        self._vocabulary.renew()
