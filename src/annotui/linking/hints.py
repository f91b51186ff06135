"""Which records a phrase of an article may mean for certain, told without weighing any of them.

Most phrases around a noun such as `agreement` name nothing of the catalogue. Here is looked up what each kind of hard
evidence needs at the least; a phrase without any need not be judged. What is found may still turn out not to be hard.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from annotui.linking.evidence import Evidence
from annotui.linking.words import MEETING_KINDS, VAGUE_KINDS

if TYPE_CHECKING:
    from annotui.linking.catalogue import Record


class Hints:
    """Records by what can name them for certain."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._whole: dict[str, list[int]] = defaultdict(list)
        self._beginnings: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._names: dict[str, list[tuple[frozenset[str], int]]] = defaultdict(list)
        self._dates: dict[str, list[int]] = defaultdict(list)
        self._whole_dates: dict[str, list[int]] = defaultdict(list)
        self._numbers: dict[str, list[int]] = defaultdict(list)
        self._ordinals: dict[int, list[int]] = defaultdict(list)
        self._places: dict[str, list[int]] = defaultdict(list)
        self._party_sets = {record.parties for record in records}
        self.modifiers = frozenset(word for record in records for word in record.modifiers)
        """The words of kinds that are no kind by themselves."""
        frequent = Counter(word for record in records for surface in record.surfaces for word in surface.bare.words)
        for at, record in enumerate(records):
            for surface in record.surfaces:
                if len(surface.bare.words) > 1:
                    rarest = min(surface.bare.words, key=lambda word: (frequent[word], word))
                    self._names[rarest].append((surface.bare.words, at))
                self._beginnings[tuple(surface.folded.split()[:2])].append(at)
            for folded in record.folded | record.accepted.keys():
                self._whole[folded].append(at)
            for date in {date[:length] for date in record.dates for length in (4, 7, 10)}:
                self._dates[date].append(at)
            for date in record.dates:
                self._whole_dates[date].append(at)
            for number in record.numbers:
                self._numbers[number].append(at)
            for ordinal in record.ordinals:
                self._ordinals[ordinal].append(at)
            for place in record.places:
                self._places[place].append(at)

    def may_mean(self, evidence: Evidence, places: Iterable[str]) -> bool:
        """Whether a phrase may name a record by date, number, name, ordinal or place, or several records at once.

        `places` are those of records that the phrase names. What its sentence says is left out.
        """
        if evidence.plural and self._may_be_group(evidence):
            return True
        if len(evidence.numbers) > 1 or any(len(group) > 1 for group in evidence.date_lists):
            return True
        if any(day.year_from != "own" for day in evidence.dates):
            return True  # its year is a guess, and others are tried
        actors = frozenset(party.name for party in evidence.parties if not party.about)
        return any(self._fits(at, evidence, actors) for at in self._named(evidence, places))

    def _named(self, evidence: Evidence, places: Iterable[str]) -> set[int]:
        folded = [word.text for word in evidence.words]
        found = set(self._whole.get(" ".join(folded), ()))
        for day in evidence.dates:
            for value in day.values:
                found.update(self._dates.get(value, ()))
                for part in (value[:4], value[:7]):
                    found.update(self._whole_dates.get(part, ()))
        for number in evidence.numbers:
            found.update(self._numbers.get(number.value, ()))
        for ordinal in evidence.ordinals:
            found.update(self._ordinals.get(ordinal, ()))
        for place in places:
            found.update(self._places.get(place, ()))
        if all(word.shown[:1].isupper() for word in evidence.words):
            found.update(self._beginnings.get(tuple(folded[:2]), ()))
        mine = {word.text for word in evidence.without_parties()} or evidence.content_texts()
        for word in mine:
            found.update(at for words, at in self._names.get(word, ()) if words <= mine)
        return found

    def _fits(self, at: int, evidence: Evidence, actors: frozenset[str]) -> bool:
        """Whether neither the phrase's kind nor its parties speak against the record."""
        record = self._records[at]
        heads = evidence.heads
        other = bool(heads and record.kinds) and heads.isdisjoint(record.kinds)
        if other and (heads.isdisjoint(VAGUE_KINDS) or record.kinds <= MEETING_KINDS):
            return False
        return not (record.parties or record.named) or actors <= record.parties | record.named

    def _may_be_group(self, evidence: Evidence) -> bool:
        """Whether a plural without dates and numbers may name several records."""
        if evidence.dates or evidence.numbers or evidence.heads & MEETING_KINDS:
            return False
        actors = frozenset(party.name for party in evidence.parties if not party.about)
        folded = " ".join(word.text for word in evidence.words)
        return (
            actors in self._party_sets
            or not evidence.content_texts().isdisjoint(self.modifiers)
            or bool(self._whole.get(folded))
        )
