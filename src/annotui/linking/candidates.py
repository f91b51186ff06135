"""Ranked candidates for a mention: single records, and whole sets for lists of dates, of numbers and plurals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from annotui.core.dates import readings
from annotui.core.model import Fragment, Reason
from annotui.linking.catalogue import Catalogue
from annotui.linking.evidence import Evidence, evidence_in, free_dates
from annotui.linking.ranking import Ranking, Read, Scored
from annotui.linking.records import DATE
from annotui.linking.scoring import Looked
from annotui.linking.sets import Candidate, CandidateLink, may_be_set, score_of, whole_set
from annotui.linking.words import GENERIC, STOP_WORDS, fold_surface

_NEAREST: Final = 200  # records that are weighed
_NEAREST_TYPED: Final = 100  # at each key
_OF_MANY: Final = 80  # of a large catalogue, where each has to be read first
_OF_MANY_TYPED: Final = 24
_OF_VERY_MANY_TYPED: Final = 60  # so many share words that the one meant is often not among fewer
_LARGE: Final = 1_000
_VERY_LARGE: Final = 100_000
_AROUND_SHARE: Final = 0.3  # of a word of the sentence when records are looked up
_PART: Final = -2.0  # for a single record where a whole set is found
_SET_ODDS: Final = -1.0  # a record with less is in no set, and too far off to be a rival of one in a set
_BLOT: Final = "·"


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
    article's partial date or empty. A `query` that a person types leads, and the mention, if it is another text or has
    a context, then counts a little.
    A list of dates or numbers of which each names exactly one good record gives that set as the first candidate,
    and so does a plural whose records the catalogue keeps as one group. `among` limits the records, by their places
    in the index, to these and to those of the other dates in the sentence. At most `limit` candidates.
    """
    typed = bool(query.strip())
    with catalogue.reading():
        around = evidence_in(_blotted(context, mention, at), catalogue.parties, on=on) if context else None
        lookeds: list[Looked] = []
        if typed:
            lookeds.append(_look(catalogue, evidence_in(query, catalogue.parties, on=on, typed=True), None, typed=True))
        if not typed or context or query.strip() != mention.strip():
            lookeds.append(_look(catalogue, evidence_in(mention, catalogue.parties, on=on), around))
        leading, *beside = lookeds
        dates = [_readings(looked.evidence, on) for looked in lookeds]
        places = _found(catalogue, lookeds, dates, among)
        ranking = Ranking(catalogue, leading, dates[0], on, *((beside[0], dates[1]) if beside else (None, ())))
        ranked = ranking.first(places, limit, _SET_ODDS if may_be_set(leading.evidence) else None)
    whole = whole_set(ranked, leading)
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
        places=() if lookeds[0].typed else lookeds[0].places,
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
    return Candidate((CandidateLink(one.record, part),), score_of(reasons), reasons)
