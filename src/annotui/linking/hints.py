"""Which records a phrase of an article may mean for certain, told without weighing any of them.

Most phrases around a noun such as `agreement` name nothing of the catalogue. Here is looked up what each kind of hard
evidence needs at the least; a phrase without any need not be judged. What is found may still turn out not to be hard.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from annotui.core.dates import readings
from annotui.linking.date_terms import years_before
from annotui.linking.evidence import Evidence
from annotui.linking.records import (
    AMONG,
    DATE,
    DAY,
    MODIFIER,
    NAME,
    NUMBER,
    ORDINAL,
    PARTIES,
    PLACE,
    Record,
    together,
)
from annotui.linking.words import GENERIC, MEETING_KINDS, VAGUE_KINDS, called_alike, is_title

if TYPE_CHECKING:
    from annotui.linking.catalogue import Catalogue

_SHORT: Final = 4
_LONG: Final = 7
"""Letters from which on a name with another letter in it is that name spelt otherwise."""
_ALIKE: Final = 0.88
_MOST_BEGINNINGS: Final = 24
"""Names that begin alike that are looked at: of so many a phrase means none for certain."""


class Hints:
    """The records of a catalogue by what can name them for certain."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.modifiers = frozenset(catalogue.keys(MODIFIER))
        """The words of kinds that are no kind by themselves."""

    def possible(self, evidence: Evidence, places: Iterable[str], on: str) -> frozenset[int] | None:
        """The records, by their places in the index, that a phrase may name by date, number, name, ordinal or place.

        None where it may name any: several at once, or a day of some year. `places` are those of records that the
        phrase names, `on` is the article's date. What its sentence says is left out.
        """
        if evidence.plural and self._may_be_group(evidence):
            return None
        days = _days(evidence, on)
        if days is None:
            return None
        actors = frozenset(party.name for party in evidence.parties if not party.about)
        found = self._fitting(self._having(evidence, days, places), evidence, actors)
        mine = {word.text for word in evidence.without_parties()} or evidence.content_texts()
        among = {at for word in mine for at in self._catalogue.having(AMONG, word)}.difference(found)
        found |= {
            at
            for at, record in self._catalogue.records_at(sorted(among))
            if any(len(words) > 1 and words <= mine for words in record.bare_words) and _fits(record, evidence, actors)
        }
        return frozenset(found)

    def spelt_otherwise(self, evidence: Evidence) -> set[str]:
        """The short names (folded) that a phrase may be with one long word of it spelt as the catalogue has it."""
        core = evidence.core_words()
        found: set[str] = set()
        if not 1 < len(core) <= _SHORT:
            return found
        folded = [word.text for word in core]
        for at, word in enumerate(core):
            if len(word.text) >= _LONG and word.shown[:1].isupper() and word.text not in GENERIC:
                for other, likeness in self._catalogue.spellings(word.text).items():
                    if _ALIKE <= likeness < 1:
                        found.add(" ".join([*folded[:at], other, *folded[at + 1 :]]))
        return found

    def _fitting(self, places: set[int], evidence: Evidence, actors: frozenset[str]) -> set[int]:
        found = self._catalogue.records_at(sorted(places))
        return {at for at, record in found if _fits(record, evidence, actors)}

    def _having(self, evidence: Evidence, days: Iterable[str], places: Iterable[str]) -> set[int]:
        """The places of records that share a date, number, ordinal, place or whole name, or begin like the phrase."""
        catalogue = self._catalogue
        core = evidence.core_words()
        folded = " ".join(word.text for word in core)
        keys = {(NAME, name) for name in (*called_alike(folded), *self.spelt_otherwise(evidence))}
        for day in days:
            keys |= {(DATE, day), (DAY, day[:4]), (DAY, day[:7])}
        keys.update((NUMBER, number.value) for number in evidence.numbers)
        keys.update((ORDINAL, str(ordinal)) for ordinal in evidence.ordinals)
        keys.update((PLACE, place) for place in places)
        if is_title(core):
            keys.update((NAME, name) for name in catalogue.beginning(NAME, f"{folded} ", _MOST_BEGINNINGS))
        return {at for key in keys for at in catalogue.having(*key)}

    def _may_be_group(self, evidence: Evidence) -> bool:
        """Whether a plural without dates and numbers may name several records."""
        if evidence.dates or evidence.numbers or evidence.heads & MEETING_KINDS:
            return False
        actors = frozenset(party.name for party in evidence.parties if not party.about)
        folded = " ".join(word.text for word in evidence.words)
        return (
            self._catalogue.has(PARTIES, together(actors))
            or not evidence.content_texts().isdisjoint(self.modifiers)
            or self._catalogue.has(NAME, folded)
        )


def _days(evidence: Evidence, on: str) -> set[str] | None:
    """The partial dates that those of a phrase may be, in whatever year is meant; None where that may be any."""
    found: set[str] = set()
    for group in evidence.date_lists:
        for at, day in enumerate(group):
            options = readings(group, at, on=on)
            if not options:
                return None
            found.update(value for values in options for value in values)
            if day.year_from == "article":
                found.update(before for value in day.values for before in years_before(value))
    return found


def _fits(record: Record, evidence: Evidence, actors: frozenset[str]) -> bool:
    """Whether neither the phrase's kind nor its parties speak against the record."""
    heads = evidence.heads
    other = bool(heads and record.kinds) and heads.isdisjoint(record.kinds)
    if other and (heads.isdisjoint(VAGUE_KINDS) or record.kinds <= MEETING_KINDS):
        return False
    return not (record.parties or record.named) or actors <= record.parties | record.named
