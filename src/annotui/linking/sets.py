"""Whole sets of records that a text names at once: by a list of dates, of numbers or of places, or as a plural."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from annotui.core.model import Agreement, Fragment, Reason
from annotui.linking.evidence import Evidence
from annotui.linking.ranking import Scored, log_odds
from annotui.linking.records import Record, Surface
from annotui.linking.scoring import Looked, logistic
from annotui.linking.words import MEETING_KINDS, STOP_WORDS, is_plural, words_of

_GOOD: Final = 0.5
_MARGIN: Final = 0.03
_VAGUE_MARGIN: Final = 0.15  # for a month, a year or a place
_GROUP_MARGIN: Final = 0.12
_MOST_IN_GROUP: Final = 12


class CandidateLink(NamedTuple):
    """A record of a candidate. `part` are code points of the mention: the date or number that names this record."""

    record: Record
    part: Fragment | None

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    @property
    def agreement(self) -> Agreement:
        """The record as it stands in the catalogue, read when it is asked for."""
        return self.record.agreement


class Candidate(NamedTuple):
    """What a mention may mean: one record, or a whole set in text order. `score` is 0 to 1."""

    links: tuple[CandidateLink, ...]
    score: float
    reasons: tuple[Reason, ...]


def score_of(reasons: Sequence[Reason]) -> float:
    """The score of a record with these terms, 0 to 1."""
    return round(logistic(log_odds(reasons)), 4)


def may_be_set(evidence: Evidence) -> bool:
    """Whether the text may name several records at once."""
    return evidence.plural or len(evidence.numbers) > 1 or max(map(len, evidence.date_lists), default=0) > 1


def whole_set(ranked: Sequence[Scored], looked: Looked) -> Candidate | None:
    """The set that a text names, of ranked records; None where it names none or one."""
    return (
        _by_dates(ranked, looked.evidence, looked.typed)
        or _by_numbers(ranked, looked.evidence, looked.typed)
        or _by_periods(ranked, looked)
        or _by_places(ranked, looked)
        or _by_group(ranked, looked)
    )


def _by_dates(scored: Sequence[Scored], evidence: Evidence, typed: bool) -> Candidate | None:
    """The set that the longest list of dates names, if each item has exactly one good record."""
    lists: list[range] = []
    start = 0
    for group in evidence.date_lists:
        lists.append(range(start, start + len(group)))
        start += len(group)
    longest = max(lists, key=len, default=range(0))
    if len(longest) < 2:
        return None
    flat = [day for group in evidence.date_lists for day in group]
    picked: list[tuple[Scored, int | None, Fragment | None]] = []
    for at in longest:
        hits = [one for one in scored if (reason := one.dated[at]) is not None and reason.value > 0]
        margin = _MARGIN if flat[at].precision == "day" else _VAGUE_MARGIN
        best = _only_good([(score_of(one.with_date(at)), one) for one in hits], margin)
        if best is None:
            return None
        picked.append((best, at, None if typed else Fragment(flat[at].start, flat[at].end)))
    return _set(picked)


def _by_numbers(ranked: Sequence[Scored], evidence: Evidence, typed: bool) -> Candidate | None:
    """The set that a list of numbers names: Resolutions 822, 853 and 874."""
    if len(evidence.numbers) < 2:
        return None
    picked: list[tuple[Scored, int | None, Fragment | None]] = []
    for number in evidence.numbers:
        hits = [(score_of(one.with_date(one.best_date())), one) for one in ranked if number.value in one.record.numbers]
        best = _only_good(hits, _MARGIN)
        if best is None:
            return None
        picked.append((best, best.best_date(), None if typed else Fragment(number.start, number.end)))
    return _set(picked)


def _by_periods(ranked: Sequence[Scored], looked: Looked) -> Candidate | None:
    """The set that a plural with years or months names where one of them has several records: `statements of 2021`.

    Each has one, and all are of one kind and of the same parties, which the plural names or describes.
    """
    evidence = looked.evidence
    dates = [day for group in evidence.date_lists for day in group]
    if not evidence.plural or not dates or evidence.numbers or any(day.precision == "day" for day in dates):
        return None
    picked: dict[str, tuple[Scored, int | None, Fragment | None]] = {}
    for at, day in enumerate(dates):
        scores = [(_own(one.with_date(at)), one) for one in ranked if (that := one.dated[at]) and that.value > 0]
        best = max((score for score, _ in scores), default=0.0)
        hits = [one for score, one in scores if score >= max(_GOOD, best - _GROUP_MARGIN)]
        if not hits:
            return None
        part = None if looked.typed else Fragment(day.start, day.end)
        for one in sorted(hits, key=lambda one: (one.record.dates[:1], one.record.id)):
            picked.setdefault(one.record.id, (one, at, part))
    records = [one.record for one, _, _ in picked.values()]
    if not 2 <= len(records) <= _MOST_IN_GROUP or not _is_described(records[0], looked):
        return None
    first = records[0]
    alike = all(one.kind == first.kind and one.parties == first.parties for one in records)
    return _set(list(picked.values())) if alike or _share_name(records, looked) else None


def _own(reasons: Sequence[Reason]) -> float:
    """The score without what speaks against a record because the sentence leaves out a party of its."""
    return score_of([reason for reason in reasons if reason.id != "context-parties" or reason.value > 0])


def _share_name(records: Sequence[Record], looked: Looked) -> bool:
    """Whether the records have one name, which is the one of the plural: `the Lima agreements of 1990 and 1993`."""
    names = frozenset.intersection(*(one.folded for one in records))
    dates = looked.evidence.dates
    words = [
        word.text for word in looked.evidence.core_words() if not any(d.start <= word.start < d.end for d in dates)
    ]
    return " ".join(word for word in words if word not in STOP_WORDS) in names


def _is_described(record: Record, looked: Looked) -> bool:
    """Whether a text says more of a record than what kind it is: its parties, a word of its kind, its place."""
    modified = not looked.evidence.content_texts().isdisjoint(record.modifiers)
    return looked.actors == record.parties or modified or not looked.places.isdisjoint(record.places)


def _by_places(ranked: Sequence[Scored], looked: Looked) -> Candidate | None:
    """The set that a plural with a list of places names: `the summits of Tehran (2007) and Baku (2010)`."""
    evidence = looked.evidence
    if not evidence.plural or evidence.numbers:
        return None
    places = list(_places_in(evidence, looked.places))
    if len(places) < 2:
        return None
    dates = [day for group in evidence.date_lists for day in group]
    ends = [start for _, start, _ in places[1:]] + [len(evidence.text)]
    picked: list[tuple[Scored, int | None, Fragment | None]] = []
    for (place, start, end), until in zip(places, ends, strict=True):
        own = next((at for at, day in enumerate(dates) if end <= day.start < until), None)
        there = [one for one in ranked if place in one.record.places]
        best = _only_good([(score_of(one.with_date(own)), one) for one in there], _VAGUE_MARGIN)
        if best is None:
            return None
        picked.append((best, own, None if looked.typed else Fragment(start, end)))
    return _set(picked)


def _places_in(evidence: Evidence, places: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """Where places of records stand in a text, in order: (place, start, end)."""
    words = evidence.words
    longest = max((len(place.split()) for place in places), default=0)
    at = 0
    while at < len(words):
        step = 1
        for length in range(longest, 0, -1):
            place = " ".join([word.text for word in words[at : at + length]])
            if place in places and at + length <= len(words):
                yield place, words[at].start, words[at + length - 1].end
                step = length
                break
        at += step


def _by_group(ranked: Sequence[Scored], looked: Looked) -> Candidate | None:
    """The set that a plural without dates and numbers names.

    Either all the good records that bear this name, or those of the first one's kind: of just the parties named,
    or, if none is named (`trilateral statements`), all of them if they have the same parties. Where the plural
    says more than that (a place, a topic), they must fit about as well as the first. The name of one record alone
    (`Zurich Protocols`) is no set, nor are meetings.
    """
    evidence = looked.evidence
    if not evidence.plural or evidence.dates or evidence.numbers or evidence.heads & MEETING_KINDS:
        return None
    good = [one for one in ranked if score_of(one.undated) >= _GOOD]
    group = [one for one in good if any(_is_plural_name(surface, looked) for surface in one.record.surfaces)]
    if good and not group:
        first = good[0].record
        least = score_of(good[0].undated) - _GROUP_MARGIN if looked.telling else _GOOD
        group = [one for one in good if one.record.kind == first.kind and score_of(one.undated) >= least]
        if looked.actors == first.parties:
            group = [one for one in group if one.record.parties == first.parties]
        elif looked.actors or not looked.evidence.content_texts() & first.modifiers:
            return None
        if any(one.record.parties != first.parties for one in group):
            return None
    if not 2 <= len(group) <= _MOST_IN_GROUP:
        return None
    group.sort(key=lambda one: (one.record.dates[:1], one.record.id))
    return _set([(one, None, None) for one in group])


def _is_plural_name(surface: Surface, looked: Looked) -> bool:
    return surface.folded == looked.folded and any(map(is_plural, words_of(surface.shown)))


def _only_good(hits: Sequence[tuple[float, Scored]], margin: float) -> Scored | None:
    """The one good record among the hits; None if none is good, or two are about as good."""
    ordered = sorted(hits, key=lambda hit: (-hit[0], hit[1].record.id))
    if not ordered or ordered[0][0] < _GOOD:
        return None
    if len(ordered) > 1 and ordered[1][0] > ordered[0][0] - margin:
        return None
    return ordered[0][1]


def _set(picked: Sequence[tuple[Scored, int | None, Fragment | None]]) -> Candidate | None:
    """One candidate of several records; each record once, with the reasons of all, and the score of the weakest."""
    links: dict[str, CandidateLink] = {}
    reasons: dict[tuple[str, str], Reason] = {}
    for one, at, part in picked:
        links.setdefault(one.record.id, CandidateLink(one.record, part))
        for reason in one.with_date(at):
            reasons.setdefault((reason.id, reason.text), reason)
    if len(links) < 2:
        return None
    score = min(score_of(one.with_date(at)) for one, at, _ in picked)
    return Candidate(tuple(links.values()), score, tuple(reasons.values()))
