"""What a short form means in its article: `the Declaration`, `the newly-signed statement`, `these trilateral accords`.

It takes up an agreement that the article has named, by a noun of its kind; a press release's statement is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from annotui.core.dates import days_between, readings
from annotui.core.lexicon import MADE
from annotui.linking.catalogue import Catalogue
from annotui.linking.judging import Looked
from annotui.linking.records import ORDINAL, Record
from annotui.linking.words import (
    ARITIES,
    CALLED_ALIKE,
    CEASEFIRES,
    COUNTS,
    GENERIC,
    MEETING_KINDS,
    STOP_WORDS,
    VAGUE_KINDS,
    Word,
    fold_word,
    word_set,
)

_FRESH: Final = word_set("new newly newest latest fresh freshly")
_SAID_OF_ANY: Final = _FRESH | word_set(
    "signed adopted agreed initialled reached last recent recently historic landmark above mentioned said jointly same "
    "the all these those this both whole full entire "
    "two three four five six seven eight nine ten eleven twelve fourteen fifteen twenty point page article clause"
)
_OWNERS: Final = ("its", "their", "his", "her")
_NEAR: Final = 700
"""How far back a short form in small letters reaches (code points)."""
_VERY_NEAR: Final = 350
_REACHES: Final = (200, 400, _NEAR)
_FRESH_DAYS: Final = 60
"""So many days before the article an agreement is new."""
_STALE_DAYS: Final = 730
"""So many days before it none is, not even where an article tells of what was new then."""


@dataclass(frozen=True, slots=True)
class Named:
    """Records that the article has named, at code point `at`, with the noun they were called by.

    `sentence` is where the sentence begins in which they were.
    """

    at: int
    records: tuple[str, ...]
    noun: str
    sentence: int


def brings_another(looked: Looked) -> bool:
    """Whether it is of something that nobody has named: `a statement`, `the ministry's statement`, a press release.

    So is what has a year or a number of its own, and is not known.
    """
    spot, evidence = looked.spot, looked.evidence
    told = bool(evidence.numbers) or any(date.year_from == "own" for date in evidence.dates)
    return spot.is_indefinite or spot.determiner in _OWNERS or spot.is_press or told


def antecedent(
    catalogue: Catalogue, looked: Looked, named: Sequence[Named], *, blocked: int, on: str
) -> tuple[str, ...]:
    """The records that a short form takes up, of those `named` before it (and, for plurals, after it); or none.

    `blocked` is the code point of the last noun of this kind before it that brought up something else; `on` the
    article's date.
    """
    spot, evidence = looked.spot, looked.evidence
    if spot.is_indefinite or spot.determiner in _OWNERS or not spot.noun or evidence.numbers:
        return ()
    if fold_word(spot.noun) in CEASEFIRES:
        return ()  # the bare word is the state on the ground
    if spot.after[:1] and spot.after[0] in MADE and spot.after[1:2] in (("in",), ("on",)):
        return ()  # `the agreement signed in two capitals`: it is told which
    form = _Form(catalogue, looked, named, on)
    if evidence.parties:
        return () if evidence.plural or evidence.dates else form.of_parties(evidence.party_names())
    if evidence.dates:
        return form.all_dated() if evidence.plural else form.dated()
    if evidence.plural:
        return form.plural()
    press = spot.is_press and _FRESH.isdisjoint(word.text for word in evidence.words)
    if (spot.determiner in ("", "no") and not spot.capital and not evidence.core) or press:
        return ()
    return form.by_ordinal(min(evidence.ordinals)) if evidence.ordinals else form.singular(blocked)


class _Form:
    """A short form among what its article has named."""

    def __init__(self, catalogue: Catalogue, looked: Looked, named: Sequence[Named], on: str) -> None:
        self._catalogue = catalogue
        self._spot = looked.spot
        self._noun = fold_word(looked.spot.noun)
        self._on = on
        evidence = looked.evidence
        self._readings = [readings(group, at, on=on) for group in evidence.date_lists for at in range(len(group))]
        words = [word for word in evidence.core_words() if word.text != self._noun]
        apart = [(day.start, day.end) for day in evidence.dates]
        apart += [(party.start, party.end) for party in evidence.parties]
        self._modifiers = [w for w in words if not any(start <= w.start < end for start, end in apart)]
        self._named = named
        self._before = [one for one in named if one.at < looked.spot.start]

    def singular(self, blocked: int) -> tuple[str, ...]:
        """`the Declaration`, `this accord`, `the newly-signed statement`."""
        spot = self._spot
        fitting = [one for one in self._before if len(one.records) == 1 and self._takes(one)]
        if not fitting:
            return ()
        last = fitting[-1]
        if any(word.text in _FRESH for word in self._modifiers):
            last = max(fitting, key=lambda one: (self._record(one).dates[-1:], one.at))
            on = self._on
            age = min((days_between(date, on) or 0 for date in self._record(last).dates), default=0) if on else 0
            if on and age <= _FRESH_DAYS:
                return last.records
            if age > _STALE_DAYS:  # it is another one, which was not found
                return ()
        telling = _texts(self._modifiers) - _SAID_OF_ANY
        described = [
            one for one in fitting if telling and telling <= self._record(one).words | self._record(one).modifiers
        ]
        if len({one.records for one in described}) == 1:
            return described[-1].records if blocked <= described[-1].at else ()
        if blocked > last.at or any(
            len(one.records) > 1 and one.at > last.at and self._takes(one) for one in self._before
        ):
            return ()
        strict = [one for one in fitting if self._is_called(one.records[0], one.noun)]
        if strict and (spot.capital or spot.start - strict[-1].at <= _VERY_NEAR):
            # `the Agreement`: not the declaration that was named later
            fitting, last = strict, strict[-1]
        away = spot.start - last.at
        if len({one.records for one in fitting}) == 1 and (spot.capital or away <= _NEAR):
            return last.records
        if away > _VERY_NEAR:
            return ()
        nearby = {one.records for one in fitting if one.at >= spot.start - _VERY_NEAR}
        taken_up = spot.determiner in ("this", "that") or any(word.text in _SAID_OF_ANY for word in self._modifiers)
        is_topic = last.records == fitting[0].records  # what the article began with, and spoke of last
        return last.records if len(nearby) == 1 or taken_up or is_topic else ()

    def dated(self) -> tuple[str, ...]:
        """`the 2015 agreement`: the only one named so far that is of this year (month, day), called by this noun."""
        of_then = {one.records for one in self._of_then() if self._is_called(one.records[0], one.noun)}
        return next(iter(of_then)) if len(of_then) == 1 else ()

    def all_dated(self) -> tuple[str, ...]:
        """`those September accords`: all named so far, one by one, that are of this year (month)."""
        found = tuple(dict.fromkeys(one.records[0] for one in self._of_then() if self._takes(one)))
        return found if len(found) > 1 and self._spot.determiner else ()

    def _of_then(self) -> list[Named]:
        """What was named before, alone, that is of the year (month, day) that the short form gives."""
        days = [value for options in self._readings for values in options for value in values]
        return [
            one
            for one in self._before
            if len(one.records) == 1
            and self._describes(self._record(one))
            and any(date.startswith(day) for day in days for date in self._record(one).dates)
        ]

    def of_parties(self, parties: frozenset[str]) -> tuple[str, ...]:
        """`the Peruvian-Chilean treaty`: the only one named so far of just these parties, called by this noun."""
        theirs = {
            one.records
            for one in self._before
            if len(one.records) == 1
            and self._record(one).parties == parties
            and self._is_called(one.records[0], one.noun)
            and self._describes(self._record(one))
        }
        return next(iter(theirs)) if len(theirs) == 1 else ()

    def by_ordinal(self, ordinal: int) -> tuple[str, ...]:
        """`the second statement`: of the last list of them, or of those of the kind named so far, by date."""
        named = dict.fromkeys(id_ for one in self._before for id_ in one.records if self._fits(id_, one.noun))
        numbered = [id_ for id_ in named if ordinal in self._catalogue.record(id_).ordinals]
        if len(numbered) == 1:
            return (numbered[0],)
        series = {other for id_ in named for other in self._of_series(id_, ordinal)}
        if len(series) == 1:
            return (series.pop(),)
        lists = [one for one in self._before if len(one.records) >= max(2, ordinal)]
        if lists:
            meant = lists[-1].records[ordinal - 1]
            return (meant,) if self._fits(meant, lists[-1].noun) else ()
        by_date = sorted(named, key=lambda id_: self._catalogue.record(id_).dates[:1])
        return (by_date[ordinal - 1],) if len(by_date) >= max(2, ordinal) else ()

    def _of_series(self, id_: str, ordinal: int) -> list[str]:
        """The records that are called like a numbered one but for the number, which is this: the first such forum."""
        record = self._catalogue.record(id_)
        if not record.ordinals:
            return []
        found = self._catalogue.records_at(self._catalogue.having(ORDINAL, str(ordinal)))
        names = {words for words in record.bare_words if len(words) > 1}
        return [
            other.id
            for _, other in found
            if other.kinds == record.kinds and other.parties == record.parties and names & set(other.bare_words)
        ]

    def plural(self) -> tuple[str, ...]:
        """`these trilateral accords`, `both agreements`, `the Protocols`."""
        spot, words = self._spot, {word.text for word in self._modifiers}
        count = next((COUNTS[word] for word in words if word in COUNTS), COUNTS.get(spot.determiner, 0))
        sets = [
            one for one in self._named if len(one.records) > 1 and count in (0, len(one.records)) and self._takes(one)
        ]
        before = [one for one in sets if one.at < spot.start]
        if before and (spot.determiner or len({one.records for one in sets}) == 1):
            return before[-1].records
        if count and spot.determiner:
            return self._last(count)
        same = {one.records for one in self._before if one.noun == spot.noun and len(one.records) == 1}
        if len(same) == 1 and spot.determiner and not words:
            return next(iter(same))
        if spot.determiner in ("these", "those") and not sets:
            return self._described(words) if words else self._just_named()
        described = any(self._catalogue.record(id_).modifiers & words for one in sets for id_ in one.records)
        return sets[0].records if described and len({one.records for one in sets}) == 1 else ()

    def _described(self, words: set[str]) -> tuple[str, ...]:
        """All records named before that a word of the short form describes (`trilateral`), if they are several."""
        single = (one.records[0] for one in self._before if len(one.records) == 1 and self._takes(one))
        found = tuple(dict.fromkeys(id_ for id_ in single if self._catalogue.record(id_).modifiers & words))
        return found if len(found) > 1 else ()

    def _just_named(self) -> tuple[str, ...]:
        """What the last sentence that named any has named, if that is several: `These accords` after two of them."""
        if not self._before or self._spot.start - self._before[-1].at > _VERY_NEAR:
            return ()
        together = [one for one in self._before if one.sentence == self._before[-1].sentence]
        if not all(len(one.records) == 1 and self._takes(one) for one in together):
            return ()
        found = tuple(dict.fromkeys(one.records[0] for one in together))
        return found if len(found) > 1 else ()

    def _last(self, count: int) -> tuple[str, ...]:
        """The last records named before, if they are as many: looked for near by first."""
        for reach in _REACHES:
            near = [one for one in self._before if one.at >= self._spot.start - reach and len(one.records) == 1]
            distinct = tuple(dict.fromkeys(one.records[0] for one in near if self._takes(one)))
            if len(distinct) == count:
                return distinct
        return ()

    def _record(self, one: Named) -> Record:
        return self._catalogue.record(one.records[0])

    def _takes(self, one: Named) -> bool:
        """Whether the short form may be said of all that was named there."""
        return all(self._fits(id_, one.noun) and self._describes(self._catalogue.record(id_)) for id_ in one.records)

    def _is_called(self, id_: str, called: str) -> bool:
        """Whether this noun, or one taken for it, is the record's kind, or it was `called` by it."""
        nouns = CALLED_ALIKE if self._noun in CALLED_ALIKE else {self._noun}
        return not nouns.isdisjoint(self._catalogue.record(id_).kinds) or fold_word(called) in nouns

    def _fits(self, id_: str, called: str) -> bool:
        """Whether a record, `called` by a noun, may be called by this one."""
        if self._is_called(id_, called):
            return True
        record = self._catalogue.record(id_)
        return self._noun in VAGUE_KINDS - {"document"} and not record.kinds <= MEETING_KINDS

    def _describes(self, record: Record) -> bool:
        """Whether each word before the noun is said of any agreement, or of this one; a place makes it a name."""
        places = {word for place in record.places for word in place.split()}
        own = (record.words - places) | record.modifiers | COUNTS.keys() | (GENERIC - ARITIES.keys())
        return _texts(self._modifiers) <= own | _SAID_OF_ANY | STOP_WORDS


def _texts(words: Iterable[Word]) -> set[str]:
    return {word.text for word in words}
