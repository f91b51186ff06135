"""Ranked candidates for a mention: single records, and whole sets for lists of dates, of numbers and plurals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from annotui.core.dates import readings
from annotui.core.model import Agreement, Fragment, Reason
from annotui.linking.catalogue import Catalogue
from annotui.linking.evidence import Evidence, evidence_in, free_dates
from annotui.linking.ranking import Ranking, Read, Scored, log_odds
from annotui.linking.records import DATE, Record, Surface
from annotui.linking.scoring import Looked, logistic
from annotui.linking.words import GENERIC, MEETING_KINDS, STOP_WORDS, fold_surface, is_plural, words_of

_NEAREST: Final = 200  # records that are weighed
_NEAREST_TYPED: Final = 100  # at each key
_OF_MANY: Final = 80  # of a large catalogue, where each has to be read first
_OF_MANY_TYPED: Final = 24
_OF_VERY_MANY_TYPED: Final = 60  # so many share words that the one meant is often not among fewer
_LARGE: Final = 1_000
_VERY_LARGE: Final = 100_000
_AROUND_SHARE: Final = 0.3  # of a word of the sentence when records are looked up
_PART: Final = -2.0  # for a single record where a whole set is found
_GOOD: Final = 0.5
_MARGIN: Final = 0.03
_VAGUE_MARGIN: Final = 0.15  # for a month or a year
_GROUP_MARGIN: Final = 0.12
_MOST_IN_GROUP: Final = 12
_SET_ODDS: Final = -1.0  # a record with less is in no set, and too far off to be a rival of one in a set
_BLOT: Final = "·"


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


def candidates(
    catalogue: Catalogue,
    mention: str,
    *,
    context: str = "",
    at: int = 0,
    on: str = "",
    query: str = "",
    among: frozenset[int] | None = None,
    limit: int = 50,
) -> list[Candidate]:
    """Rank the records that `mention` may mean, the likeliest first; ties by id.

    `context` is the sentence around it (or more) and `at` the mention's offset in it (code points); `on` is the
    article's partial date or empty. A `query` that a person types leads, and the mention then counts a little.
    A list of dates or numbers of which each names exactly one good record gives that set as the first candidate,
    and so does a plural whose records the catalogue keeps as one group. `among` limits the records, by their places
    in the index, to these and to those of the other dates in the sentence. At most `limit` candidates.
    """
    typed = bool(query.strip())
    with catalogue.reading():
        around = evidence_in(_blotted(context, mention, at), catalogue.parties, on=on) if context else None
        evidence = evidence_in(mention, catalogue.parties, on=on)
        looked = _look(catalogue, evidence, around)
        leading = (
            _look(catalogue, evidence_in(query, catalogue.parties, on=on, typed=True), None, typed=True)
            if typed
            else looked
        )
        dates = [_readings(each.evidence, on) for each in (leading, looked)]
        places = _found(catalogue, [leading, looked] if typed else [looked], dates, among)
        ranking = Ranking(catalogue, leading, dates[0], on, looked if typed else None, dates[1])
        ranked = ranking.first(places, limit, _SET_ODDS if _may_be_set(leading.evidence) else None)
    whole = (
        _by_dates(ranked, leading.evidence, typed)
        or _by_numbers(ranked, leading.evidence, typed)
        or _by_group(ranked, leading)
    )
    found = [_single(one, leading.evidence, typed, whole) for one in ranked[:limit]]
    if whole:
        # The set accounts for all that the text names: it never scores below what follows it.
        found.insert(0, whole._replace(score=max([whole.score, *(single.score for single in found)])))
    return found[:limit]


def _blotted(context: str, mention: str, at: int) -> str:
    """The context with the mention made unreadable, so that offsets stay and nothing counts twice."""
    if not context.startswith(mention, at):
        at = context.find(mention)
    return context if at < 0 else context[:at] + _BLOT * len(mention) + context[at + len(mention) :]


def _look(catalogue: Catalogue, evidence: Evidence, around: Evidence | None, *, typed: bool = False) -> Looked:
    folded = " ".join(word.text for word in evidence.words)
    last = evidence.words[-1].text if evidence.words else ""
    typing = typed and evidence.text[-1:].isalnum()
    numbers = {number.value for number in evidence.numbers}
    if typed:
        numbers |= {day.values[0] for day in evidence.dates if day.precision == "year"}
    if typing and evidence.numbers and evidence.numbers[-1].end == len(evidence.text):
        numbers |= catalogue.numbers_like(evidence.numbers[-1].value)
    rest = [word.text for word in evidence.without_parties()]
    content = frozenset(rest or (word.text for word in evidence.content))
    gains: dict[str, float] = {}
    for word in content:
        for known, likeness in catalogue.spellings(word, typing=typing and word == last).items():
            gains[known] = max(gains.get(known, 0.0), likeness * catalogue.weight(known))
    nearby = frozenset(word.text for word in around.without_parties()) if around else frozenset()
    return Looked(
        evidence=evidence,
        typed=typed,
        name=catalogue.name(content),
        bare=bool(rest),
        telling=not content <= GENERIC,
        gains=gains,
        folded=folded,
        names=frozenset((folded, *map(fold_surface, evidence.quoted))),
        numbers=frozenset(numbers),
        parties=evidence.party_names(),
        actors=frozenset(party.name for party in evidence.parties if not party.about),
        places=catalogue.places_in(evidence.words),
        around=around,
        around_dates=tuple(free_dates(around)) if around else (),
        around_parties=around.party_names() - evidence.party_names() if around else frozenset(),
        around_words=nearby - GENERIC - STOP_WORDS - content,
        around_places=catalogue.places_in(around.words) if around else frozenset(),
    )


def _readings(evidence: Evidence, on: str) -> list[Read]:
    return [(day, readings(group, i, on=on)) for group in evidence.date_lists for i, day in enumerate(group)]


def _found(
    catalogue: Catalogue, lookeds: Sequence[Looked], dates: Sequence[Sequence[Read]], among: frozenset[int] | None
) -> list[int]:
    if among is not None:
        around = {value for looked in lookeds for day in looked.around_dates for value in day.values}
        among = among.union(*(catalogue.having(DATE, value) for value in around))
        if len(among) <= _nearest(catalogue, lookeds[0]):
            return sorted(among)
    words: dict[str, float] = {}
    for looked in lookeds:
        for word, gain in looked.gains.items():
            words[word] = max(words.get(word, 0.0), gain)
        for word in looked.around_words:
            words.setdefault(word, _AROUND_SHARE * catalogue.weight(word))
    values = {value for reads in dates for _, options in reads for option in options for value in option}
    values |= {value for looked in lookeds for day in looked.around_dates for value in day.values}
    return catalogue.nearest(
        words,
        dates=values | {value[:7] for value in values},
        numbers=[number for looked in lookeds for number in looked.numbers],
        parties=lookeds[0].parties or lookeds[0].around_parties,
        among=among,
        limit=_nearest(catalogue, lookeds[0]),
    )


def _nearest(catalogue: Catalogue, looked: Looked) -> int:
    """How many records are weighed; of those that a plural may name together none is left out."""
    few = len(catalogue) <= _LARGE
    if looked.typed:
        many = _OF_MANY_TYPED if len(catalogue) <= _VERY_LARGE else _OF_VERY_MANY_TYPED
        return _NEAREST_TYPED if few else many
    return _NEAREST if few or looked.evidence.plural else _OF_MANY


def _score(reasons: Sequence[Reason]) -> float:
    return round(logistic(log_odds(reasons)), 4)


def _single(one: Scored, evidence: Evidence, typed: bool, whole: Candidate | None) -> Candidate:
    at = one.best_date()
    reasons = one.best()
    if whole:
        reasons = (*reasons, Reason("part-of-set", _PART, f"the text names {len(whole.links)} records"))
    reason = None if at is None else one.dated[at]
    part: Fragment | None = None
    if not typed and at is not None and reason is not None and reason.value > 0:
        day = [day for group in evidence.date_lists for day in group][at]
        part = Fragment(day.start, day.end)
    elif not typed:
        part = next((Fragment(n.start, n.end) for n in evidence.numbers if n.value in one.record.numbers), None)
    return Candidate((CandidateLink(one.record, part),), _score(reasons), reasons)


def _may_be_set(evidence: Evidence) -> bool:
    """Whether the text may name several records at once."""
    return evidence.plural or len(evidence.numbers) > 1 or max(map(len, evidence.date_lists), default=0) > 1


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
        best = _only_good([(_score(one.with_date(at)), one) for one in hits], margin)
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
        hits = [(_score(one.with_date(one.best_date())), one) for one in ranked if number.value in one.record.numbers]
        best = _only_good(hits, _MARGIN)
        if best is None:
            return None
        picked.append((best, best.best_date(), None if typed else Fragment(number.start, number.end)))
    return _set(picked)


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
    good = [one for one in ranked if _score(one.undated) >= _GOOD]
    group = [one for one in good if any(_is_plural_name(surface, looked) for surface in one.record.surfaces)]
    if good and not group:
        first = good[0].record
        least = _score(good[0].undated) - _GROUP_MARGIN if looked.telling else _GOOD
        group = [one for one in good if one.record.kind == first.kind and _score(one.undated) >= least]
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
    score = min(_score(one.with_date(at)) for one, at, _ in picked)
    return Candidate(tuple(links.values()), score, tuple(reasons.values()))
