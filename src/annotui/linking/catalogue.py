"""The catalogue as an index: which records share a word, a day, a number or a party with what is looked for."""

from __future__ import annotations

import re
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from math import log
from typing import Final

from annotui.core.dates import valid_partial
from annotui.core.model import Agreement
from annotui.linking.evidence import Evidence, evidence_in
from annotui.linking.hints import Hints
from annotui.linking.parties import PartyBook, known_parties
from annotui.linking.vocabulary import Vocabulary
from annotui.linking.words import CEASEFIRES, GENERIC, KINDS, Word, word_set, words_of

_GENERIC_WEIGHT: Final = 0.25
_SHORTEST_CORRECTED: Final = 4
_MOST_COMPLETIONS: Final = 24
_COMMON: Final = 2_000  # a word in more records than this finds none by itself
_DATE_BONUS: Final = 3.0
_NUMBER_BONUS: Final = 4.0
_PARTY_BONUS: Final = 0.6
_PLACE_MARKS: Final = re.compile(r"[/(),;]")
_LONGEST_PLACE: Final = 4
_NO_PLACE: Final = word_set("remote video conference online various")


@dataclass(frozen=True, slots=True)
class Name:
    """Words compared as a name: as a set with the sum of their weights, and sorted in one string."""

    words: frozenset[str]
    line: str
    weight: float


@dataclass(frozen=True, slots=True)
class Surface:
    """A title, short name or alias: as `shown`, `folded`, and as a name with the parties in it and without."""

    shown: str
    folded: str
    full: Name
    bare: Name

    @property
    def is_name(self) -> bool:
        """Whether it can be told from other words by itself: a capital in it, more than one word or an acronym."""
        words = self.folded.split()
        if not words or self.full.words <= GENERIC:
            return False
        if len(words) == 1:
            return self.shown.isupper() and len(self.shown) > 2
        return any(word[:1].isupper() for word in self.shown.split()[1:])


@dataclass(frozen=True, slots=True)
class Record:
    """An agreement with the evidence that is in it.

    `named` are parties in its names that are none of its parties, `modifiers` the words of its kind that are no
    kind by themselves (`trilateral`), and `words` those of all its names, parties left out; `every_word` has those of
    the parties too. `folded` are its names.
    """

    agreement: Agreement
    surfaces: tuple[Surface, ...]
    parties: frozenset[str]
    named: frozenset[str]
    numbers: frozenset[str]
    ordinals: frozenset[int]
    kinds: frozenset[str]
    modifiers: frozenset[str]
    words: frozenset[str]
    every_word: frozenset[str]
    folded: frozenset[str]
    places: frozenset[str]
    dates: tuple[str, ...]
    accepted: Mapping[str, int]


class Catalogue:
    """Records with postings of words, dates, numbers and parties.

    `parties` says who is called what; by default what comes with annotui. `counts` tells how often a surface
    was accepted for a record: (agreement id, `fold_surface(surface)`) -> count; such surfaces are names too.
    Records keep their order; of several with one id the last counts.
    """

    def __init__(
        self,
        agreements: Sequence[Agreement],
        *,
        parties: PartyBook | None = None,
        counts: Mapping[tuple[str, str], int] | None = None,
    ) -> None:
        unique = {agreement.id: agreement for agreement in agreements}
        self.ids: tuple[str, ...] = tuple(unique)
        book = parties or known_parties()
        self.parties: PartyBook = book.with_names(name for a in unique.values() for name in a.parties)
        accepted: dict[str, dict[str, int]] = defaultdict(dict)
        for (id_, surface), count in (counts or {}).items():
            if count > 0:
                accepted[id_][surface] = count
        self._index: dict[str, int] = {id_: at for at, id_ in enumerate(self.ids)}
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._by_date: dict[str, list[int]] = defaultdict(list)
        self._by_number: dict[str, list[int]] = defaultdict(list)
        self._by_party: dict[str, list[int]] = defaultdict(list)
        read = [_read_names(agreement, accepted[agreement.id], self.parties) for agreement in unique.values()]
        for at, evidences in enumerate(read):
            for word in {word.text for evidence in evidences for word in evidence.content}:
                self._postings[word].append(at)
        size = len(read) + 1
        self._weights: dict[str, float] = {
            word: log(size / len(posted)) / log(size) * (_GENERIC_WEIGHT if word in GENERIC else 1.0)
            for word, posted in self._postings.items()
        }
        self.records: list[Record] = [
            self._record(agreement, evidences, accepted[agreement.id])
            for agreement, evidences in zip(unique.values(), read, strict=True)
        ]
        self.places: frozenset[str] = frozenset(place for record in self.records for place in record.places)
        self._vocabulary = Vocabulary(self._postings)
        for at, record in enumerate(self.records):
            self._post(at, record)
        self.kinds: frozenset[str] = frozenset(kind for record in self.records for kind in record.kinds & KINDS)
        self._hints: Hints | None = None
        self._names: set[tuple[str, ...]] = set()
        self._name_lengths: dict[str, list[int]] = {}
        for record in self.records:
            self._add_names(record)

    def __len__(self) -> int:
        return len(self.ids)

    def renew(self, id_: str, accepted: Mapping[str, int]) -> None:
        """Take up how often surfaces (folded) were accepted for a record, without reading the others again.

        A record that is not here is passed over. How much the words of the others say stays as it is.
        """
        at = self._index.get(id_)
        if at is None:
            return
        agreement = self.records[at].agreement
        read = _read_names(agreement, accepted, self.parties)
        for word in {word.text for evidence in read for word in evidence.content}:
            if word not in self._postings:
                self._vocabulary.add(word)
            if at not in self._postings[word]:
                insort(self._postings[word], at)
        self.records[at] = self._record(agreement, read, accepted)
        self._add_names(self.records[at])
        self._hints = None

    @property
    def hints(self) -> Hints:
        """What tells phrases that may name a record from those that cannot."""
        if self._hints is None:
            self._hints = Hints(self.records)
        return self._hints

    def _add_names(self, record: Record) -> None:
        for surface in record.surfaces:
            name = tuple(surface.folded.split())
            if surface.is_name and name not in self._names:
                self._names.add(name)
                lengths = {len(name), *self._name_lengths.get(name[0], ())}
                self._name_lengths[name[0]] = sorted(lengths, reverse=True)

    def get(self, id_: str) -> Agreement | None:
        """Give the agreement with this id, or None."""
        at = self._index.get(id_)
        return None if at is None else self.records[at].agreement

    def record(self, id_: str) -> Record:
        """Give the record with this id. Raises KeyError."""
        return self.records[self._index[id_]]

    def may_begin_name(self, words: Iterable[str]) -> bool:
        """Whether the whole name of a record may begin with one of these folded words; with `ceasefire` as `cease`."""
        return any(word in self._name_lengths or word == "cease" for word in words)

    def named_at(self, words: Sequence[Word], at: int) -> int:
        """How many words from `at` on are the whole name of a record: the longest of them, 0 for none."""
        for length in self._name_lengths.get(words[at].text, ()):
            name = tuple(word.text for word in words[at : at + length])
            if len(name) == length and name in self._names:
                return length
        return 0

    def weight(self, word: str) -> float:
        """Tell how much a folded word says, 0 to 1: rare words most, generic ones a quarter."""
        return self._weights.get(word, _GENERIC_WEIGHT if word in GENERIC else 1.0)

    def name(self, words: Iterable[str]) -> Name:
        """Put folded words together as a name to be compared."""
        distinct = frozenset(words)
        return Name(distinct, " ".join(sorted(distinct)), sum(map(self.weight, distinct)))

    def spellings(self, word: str, *, typing: bool = False) -> dict[str, float]:
        """The words of the catalogue that `word` may stand for, each with its likeness, 0 to 1.

        A known word stands for itself, an unknown one for its 3 nearest of ratio 72 and up; while `typing` also
        for the words that begin with it.
        """
        found: dict[str, float] = {word: 1.0} if word in self._postings else {}
        if typing and len(word) > 1:
            for known in self._vocabulary.beginning(word, _MOST_COMPLETIONS):
                found.setdefault(known, (1 + len(word) / len(known)) / 2)
        if not found and len(word) >= _SHORTEST_CORRECTED:
            found = self._vocabulary.nearest(word)
        return found

    def numbers_like(self, start: str) -> frozenset[str]:
        """Find the numbers of records that begin with these digits."""
        return frozenset(number for number in self._by_number if number.startswith(start))

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
        limit: int = 200,
    ) -> list[int]:
        """Find the records (by their place in `records`) that share most with what is looked for.

        `words` are words of the catalogue with how much each counts; `dates` are partial dates.
        """
        scores: dict[int, float] = defaultdict(float)
        for word, counts in words.items():
            posted = self._postings.get(word, ())
            if len(posted) <= _COMMON:
                gain = counts * self.weight(word)
                for at in posted:
                    scores[at] += gain
        for date in set(dates):
            for at in self._by_date.get(date, ()):
                scores[at] += _DATE_BONUS
        for number in set(numbers):
            for at in self._by_number.get(number, ()):
                scores[at] += _NUMBER_BONUS
        named = sorted({party for party in parties if party in self._by_party}, key=lambda p: len(self._by_party[p]))
        shared = set(self._by_party[named[0]]) if named else set()
        for party in named[1:]:
            shared &= set(self._by_party[party])
        if len(shared) <= _COMMON:
            for at in shared:
                scores[at] += _PARTY_BONUS * len(named)
        return [at for _, at in nsmallest(limit, [(-score, at) for at, score in scores.items()])]

    def _record(
        self,
        agreement: Agreement,
        read: Sequence[Evidence],
        accepted: Mapping[str, int],
    ) -> Record:
        parties = frozenset(map(self.parties.canonical, agreement.parties))
        own_kind = _kind_words(agreement.kind)
        kinds = set(own_kind)
        surfaces = tuple(self._surface(evidence) for evidence in read)
        for evidence in read:
            kinds |= evidence.heads
        return Record(
            agreement=agreement,
            surfaces=surfaces,
            parties=parties,
            named=frozenset(name for evidence in read for name in evidence.party_names()) - parties,
            numbers=frozenset(number.value for evidence in read for number in evidence.numbers),
            ordinals=frozenset(value for evidence in read for value in evidence.ordinals),
            kinds=frozenset(kinds | (CEASEFIRES if kinds & CEASEFIRES else set())),
            modifiers=own_kind - KINDS,
            words=frozenset(word for surface in surfaces for word in surface.bare.words),
            every_word=frozenset(word for surface in surfaces for word in surface.full.words),
            folded=frozenset(surface.folded for surface in surfaces),
            places=self._places_of(agreement.place),
            dates=tuple(date for date in agreement.dates if valid_partial(date)),
            accepted=accepted,
        )

    def _surface(self, evidence: Evidence) -> Surface:
        return Surface(
            shown=evidence.text,
            folded=" ".join(word.text for word in evidence.words),
            full=self.name(word.text for word in evidence.content),
            bare=self.name(word.text for word in evidence.without_parties()),
        )

    def _places_of(self, place: str) -> frozenset[str]:
        found: set[str] = set()
        for part in _PLACE_MARKS.split(place):
            words = words_of(part)
            texts = [word.text for word in words]
            if words and not self.parties.find(words) and not _NO_PLACE.intersection(texts):
                found.add(" ".join(texts))
        return frozenset(found)

    def _post(self, at: int, record: Record) -> None:
        for date in {date[:length] for date in record.dates for length in (4, 7, 10)}:
            self._by_date[date].append(at)
        for number in record.numbers:
            self._by_number[number].append(at)
        for party in record.parties:
            self._by_party[party].append(at)


def _read_names(agreement: Agreement, accepted: Iterable[str], book: PartyBook) -> list[Evidence]:
    """Read the names of a record, each once: title, short name, aliases, accepted surfaces."""
    found: dict[tuple[str, ...], Evidence] = {}
    for name in (agreement.title, agreement.short, *agreement.aliases, *accepted):
        if name:
            evidence = evidence_in(name, book)
            found.setdefault(tuple(word.text for word in evidence.words), evidence)
    return list(found.values())


@lru_cache(maxsize=1024)
def _kind_words(kind: str) -> frozenset[str]:
    return frozenset(word.text for word in words_of(kind))
