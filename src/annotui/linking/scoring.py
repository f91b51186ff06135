"""How well a record fits the evidence: each kind of evidence is a term of its own, in log-odds, with its reason.

The score is the logistic of the sum: 1 / (1 + exp(-(BIAS + the terms))). So a term of +1 makes a record about e
times likelier, and what speaks strongly against it cannot be outvoted by a name that looks alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log2, sqrt
from typing import Final

from rapidfuzz import fuzz

from annotui.core.dates import DateMention, is_later, overlaps, precision_of
from annotui.core.model import Reason
from annotui.linking.catalogue import Catalogue, Name, Record
from annotui.linking.evidence import Evidence
from annotui.linking.words import MEETING_KINDS, VAGUE_KINDS

BIAS: Final = -3.2
LATER: Final = -6.0
_NAME: Final = 4.6
_ENOUGH_WEIGHT: Final = 0.6  # of shared words: from here on a like name counts whole
_SAME_DAY: Final = 3.8
_OTHER_DATING: Final = 3.6
_SAME_MONTH: Final = 2.4
_SAME_YEAR: Final = 1.4
_OTHER_DAY: Final = -1.8
_OTHER_MONTH: Final = -2.6
_OTHER_YEAR: Final = -3.4
_GUESSED_YEAR: Final = -0.4
_YEARS_BEFORE: Final = 5  # that a text goes back without giving a year
_CONTEXT_DAY: Final = 2.4
_CONTEXT_MONTH: Final = 1.0
_NUMBER: Final = 4.0
_NO_NUMBER: Final = -1.5
_ORDINAL: Final = 1.2
_OTHER_ORDINAL: Final = -2.0
_PARTY: Final = 0.5
_MOST_PARTIES: Final = 3
_ALL_PARTIES: Final = 0.7
_TOPIC: Final = 0.3
_PARTY_ABSENT: Final = -1.2
_PARTY_UNNAMED: Final = -0.25
_CONTEXT_PARTY: Final = 0.2
_CONTEXT_ALL_PARTIES: Final = 0.3
_CONTEXT_ABSENT: Final = -0.25
_PLACE: Final = 1.0
_CONTEXT_PLACE: Final = 0.3
_OTHER_PLACE: Final = -1.0
_KIND: Final = 0.6
_VAGUE_KIND: Final = 0.1
_OTHER_KIND: Final = -0.7
_MODIFIER: Final = 0.4
_ARITY: Final = 0.5
_CONTEXT_WORDS: Final = 0.8
_ACCEPTED: Final = 0.4
_MOST_ACCEPTED: Final = 1.2
_LEAST_TERM: Final = 0.005


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked for: the evidence of a text, made ready once for many records.

    `name` are its content words, without the parties if any are left then (`bare`), and `telling` if not all of
    them are generic. `gains` maps words of the catalogue to what each adds where a record's name has it. `names`
    are the whole text and each title in quotes, folded. `actors` are the `parties` that are not just a place or
    topic. `around` is the sentence without the mention, `around_dates` those of its dates that may be the
    mention's own.
    """

    evidence: Evidence
    typed: bool
    name: Name
    bare: bool
    telling: bool
    gains: Mapping[str, float]
    folded: str
    names: frozenset[str]
    numbers: frozenset[str]
    parties: frozenset[str]
    actors: frozenset[str]
    places: frozenset[str]
    around: Evidence | None
    around_dates: tuple[DateMention, ...]
    around_parties: frozenset[str]
    around_words: frozenset[str]
    around_places: frozenset[str]


def logistic(log_odds: float) -> float:
    """Turn log-odds into a score from 0 to 1."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))


def is_out(looked: Looked, record: Record) -> bool:
    """Tell whether a number in the text rules the record out: both have numbers, and none is the same.

    Typed text rules nothing out, for it may not be finished.
    """
    numbers = looked.numbers
    return bool(numbers) and bool(record.numbers) and not looked.typed and numbers.isdisjoint(record.numbers)


def terms(catalogue: Catalogue, looked: Looked, record: Record) -> list[Reason]:
    """List what speaks for and against the record, its dates and the article's date left out."""
    found = [
        _name(looked, record),
        *_numbers(looked, record),
        *_parties(looked, record),
        *_places(looked, record),
        *_kind(looked.evidence, record),
        *_around(catalogue, looked, record),
        _accepted(looked, record),
    ]
    return [reason for reason in found if reason is not None and abs(reason.value) >= _LEAST_TERM]


def later(record: Record, on: str) -> list[Reason]:
    """Give the term of a record that is younger than the article."""
    if on and record.dates and all(is_later(date, on) for date in record.dates):
        return [Reason("later", LATER, f"adopted after the article's date ({show_date(on)})")]
    return []


def date_reason(record: Record, mention: DateMention, options: Sequence[tuple[str, ...]]) -> Reason | None:
    """Compare a date of the text, in each of its readings, with the record's; None if there is nothing to compare."""
    best: tuple[float, str, str, str] | None = None
    for rank, values in enumerate(options):
        for value in values:
            for at, date in enumerate(record.dates):
                id_, gain = _compared(value, date, first=at == 0)
                gain += _GUESSED_YEAR if rank else 0.0
                if best is None or gain > best[0]:
                    best = (gain, id_, value, date)
    if best is not None:
        gain, id_, value, date = best
        again = _same_day_before(record, mention) if gain < 0 else ""
        if again:
            return Reason("same-day", _SAME_MONTH, f"{show_date(again)}: same day, if the year is another")
        against = f", not {show_date(date)}" if gain < 0 else ""
        return Reason(id_, gain, f"{show_date(value)}{against}: {_DATE_WORDS[id_]}")
    if not options and mention.month is not None:
        tail = f"-{mention.month:02}" + (f"-{mention.day:02}" if mention.day else "")
        if any(date[4 : 4 + len(tail)] == tail for date in record.dates):
            return Reason("same-day", _SAME_MONTH, "same day, in a year that the text does not give")
    return None


def _same_day_before(record: Record, mention: DateMention) -> str:
    """The record's date on the day of a date whose year was only guessed, up to some years before; else empty."""
    if mention.year_from != "article" or mention.precision != "day":
        return ""
    for value in mention.values:
        for date in record.dates:
            if date[4:] == value[4:] and 0 < int(value[:4]) - int(date[:4]) <= _YEARS_BEFORE:
                return date
    return ""


def context_date(record: Record, mentions: Iterable[DateMention]) -> list[Reason]:
    """Compare the dates of the sentence: they can only speak for a record."""
    best: Reason | None = None
    for mention in mentions:
        for value in mention.values:
            for date in record.dates:
                if not overlaps(value, date) or precision_of(value) == "year":
                    continue
                day = precision_of(value) == "day" == precision_of(date)
                gain = _CONTEXT_DAY if day else _CONTEXT_MONTH
                if best is None or gain > best.value:
                    best = Reason("context-date", gain, f"{show_date(value)} in the sentence: same day")
                    if not day:
                        best = Reason("context-date", gain, f"{show_date(value)} in the sentence: same month")
    return [] if best is None else [best]


_MONTH_NAMES: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


_DATE_WORDS: Final = {
    "same-day": "same day",
    "other-dating": "another dating of the record",
    "same-month": "same month",
    "same-year": "same year",
    "other-year": "other year",
    "other-month": "other month",
    "other-day": "same month, other day",
}
_DAY_LENGTH: Final = len("2020-11-09")


@lru_cache(maxsize=4096)
def show_date(value: str) -> str:
    """Write a partial date for a person: 9 November 2020."""
    year, *rest = value.split("-")
    month = [_MONTH_NAMES[int(rest[0]) - 1]] if rest else []
    day = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*day, *month, year])


def _compared(value: str, date: str, *, first: bool) -> tuple[str, float]:
    if value == date and len(value) == _DAY_LENGTH:
        return ("same-day", _SAME_DAY) if first else ("other-dating", _OTHER_DATING)
    if overlaps(value, date):
        return ("same-year", _SAME_YEAR) if min(len(value), len(date)) == 4 else ("same-month", _SAME_MONTH)
    if value[:4] != date[:4]:
        return "other-year", _OTHER_YEAR
    return ("other-month", _OTHER_MONTH) if value[:7] != date[:7] else ("other-day", _OTHER_DAY)


def _name(looked: Looked, record: Record) -> Reason | None:
    """The best of the record's names: the mean of token sort and token set, and of words weighted by rarity."""
    mine = looked.name
    best, shown, best_value = 0.0, "", 0.0
    for surface in record.surfaces:
        if surface.folded in looked.names:
            likeness, shared = 1.0, surface.full.weight
        else:
            other = surface.bare if looked.bare else surface.full
            common = looked.gains.keys() & other.words
            if not common:
                continue
            shared = sum(looked.gains[word] for word in common)
            weighted = (min(1.0, shared / mine.weight) + min(1.0, shared / other.weight)) / 2
            fuzzy = (fuzz.token_sort_ratio(mine.line, other.line) + fuzz.token_set_ratio(mine.line, other.line)) / 200
            likeness = (weighted + fuzzy) / 2
        value = likeness * _informing(shared)
        if value > best_value:
            best, best_value, shown = likeness, value, surface.shown
    if not shown:
        return None
    return Reason("name", _NAME * best_value, f"name {best:.2f} with '{shown}'")


def _informing(weight: float) -> float:
    """Tell how much shared words say together, 0 to 1: a name of generic words alone says little."""
    return sqrt(min(1.0, weight / _ENOUGH_WEIGHT))


def _numbers(looked: Looked, record: Record) -> list[Reason]:
    found: list[Reason] = []
    evidence = looked.evidence
    same = sorted(looked.numbers & record.numbers)
    if same:
        found.append(Reason("number", _NUMBER, f"number {', '.join(same)}"))
    elif looked.numbers and not looked.typed:
        found.append(Reason("number", _NO_NUMBER, "has no such number"))
    if evidence.ordinals and record.ordinals:
        same_ordinals = sorted(evidence.ordinals & record.ordinals)
        if same_ordinals:
            found.append(Reason("ordinal", _ORDINAL, f"number {same_ordinals[0]} in its series"))
        else:
            found.append(Reason("ordinal", _OTHER_ORDINAL, f"number {min(record.ordinals)} in its series"))
    return found


def _parties(looked: Looked, record: Record) -> list[Reason]:
    evidence = looked.evidence
    named = looked.parties
    if not named or not (record.parties or record.named):
        return []
    found: list[Reason] = []
    shared = [name for name in dict.fromkeys(p.name for p in evidence.parties) if name in record.parties]
    if shared:
        gain = _PARTY * min(len(shared), _MOST_PARTIES)
        if len(record.parties) > 1 and record.parties <= named:
            gain += _ALL_PARTIES
        elif len(shared) > 1:
            gain += _PARTY_UNNAMED * min(len(record.parties - named), _MOST_PARTIES)
        found.append(Reason("parties", gain, f"parties {', '.join(shared)}"))
    topics = sorted(named & record.named)
    if topics:
        found.append(Reason("topic", _TOPIC, f"{', '.join(topics)} in its name"))
    absent = sorted(looked.actors - record.parties - record.named)
    if absent:
        value = _PARTY_ABSENT * min(len(absent), _MOST_PARTIES)
        found.append(Reason("party-absent", value, f"without {', '.join(absent)}"))
    return found


def _places(looked: Looked, record: Record) -> list[Reason]:
    here = looked.places & record.places
    if here:
        return [Reason("place", _PLACE, f"place {record.agreement.place}")]
    if looked.places and record.places:
        words = {word for place in looked.places for word in place.split()}
        if not any(words & surface.full.words for surface in record.surfaces):
            return [Reason("other-place", _OTHER_PLACE, f"place {record.agreement.place}")]
    if not looked.places and looked.around_places & record.places:
        return [Reason("context-place", _CONTEXT_PLACE, f"place {record.agreement.place} in the sentence")]
    return []


def _article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def _kind(evidence: Evidence, record: Record) -> list[Reason]:
    found: list[Reason] = []
    heads, kind = evidence.heads, record.agreement.kind
    if heads and record.kinds:
        same = sorted(heads & record.kinds)
        if same:
            found.append(Reason("kind", _KIND, _article(same[0])))
        elif heads & VAGUE_KINDS and not record.kinds <= MEETING_KINDS:
            found.append(Reason("kind", _VAGUE_KIND, _article(kind or "agreement")))
        else:
            found.append(
                Reason(
                    "other-kind",
                    _OTHER_KIND,
                    f"not {_article(min(heads))}" + (f" but {_article(kind)}" if kind else ""),
                )
            )
    modifiers = sorted(evidence.content_texts() & record.modifiers) if record.modifiers else []
    if modifiers:
        found.append(Reason("kind-words", _MODIFIER, f"{_article(kind)}: {', '.join(modifiers)}"))
    if evidence.arity and record.parties:
        fits = evidence.arity == len(record.parties)
        value = _ARITY if fits else -_ARITY
        found.append(Reason("arity", value, f"{len(record.parties)} parties"))
    return found


def _around(catalogue: Catalogue, looked: Looked, record: Record) -> list[Reason]:
    """What the sentence around the mention adds; it never weighs like the mention itself."""
    if looked.around is None:
        return []
    found: list[Reason] = []
    named = looked.around_parties
    shared = sorted(named & record.parties)
    if shared:
        gain = _CONTEXT_PARTY * min(len(shared), _MOST_PARTIES)
        gain += _CONTEXT_ALL_PARTIES if record.parties <= named | looked.parties else 0.0
        found.append(Reason("context-parties", gain, f"{', '.join(shared)} in the sentence"))
    missing = sorted(record.parties - named - looked.parties) if shared else []
    if missing:
        value = _CONTEXT_ABSENT * min(len(missing), 2)
        found.append(Reason("context-parties", value, f"{', '.join(missing)} not in the sentence"))
    if looked.around_words:
        words = sorted(looked.around_words & record.words)
        weight = sum(map(catalogue.weight, words))
        if words:
            gain = _CONTEXT_WORDS * min(1.0, weight)
            found.append(Reason("context-words", gain, f"{', '.join(words)} in the sentence"))
    return found


def _accepted(looked: Looked, record: Record) -> Reason | None:
    count = record.accepted.get(looked.folded, 0)
    if not count:
        return None
    gain = min(_MOST_ACCEPTED, _ACCEPTED * log2(1 + count))
    return Reason("accepted", gain, f"accepted {count} time{'s' if count > 1 else ''} for these words")
