"""Whether what speaks for a record is hard enough to suggest it, unasked: precision first.

A record that anything speaks against (another year, a party that it lacks, another kind) is never suggested, and
where two records fit about as well, none is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from annotui.core.dates import days_between, find_dates, is_later
from annotui.linking.candidates import candidates
from annotui.linking.catalogue import Catalogue
from annotui.linking.evidence import Evidence, evidence_in
from annotui.linking.hard_evidence import against, hard_evidence, may_be_alone, may_be_by_sentence
from annotui.linking.records import Record
from annotui.linking.sets import Candidate
from annotui.linking.spotting import Spot
from annotui.linking.words import COUNTS, GENERIC, word_set

GROUP: Final = "group"
"""Why of a plural that names all records of a kind: the article may have named fewer of them."""
_LIMIT: Final = 12
_MARGIN: Final = 1.0  # log-odds between the best and the next that has hard evidence too
_NEWS_DAYS: Final = 7
"""For so many days an agreement is what the news of its parties are about."""
_OLD_DAYS: Final = 180
_SOFT: Final = frozenset({"context-words", "context-place", "later"})
_YEAR: Final = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_TELLING: Final = frozenset({"place", "parties", "number", "ordinal", "kind-words", "accepted"})
_LITTLE: Final = 1.0  # what a name is worth that shares no more than `agreement` with the record's
_TO_COME: Final = word_set(
    "future possible potential draft prospective eventual planned proposed envisaged forthcoming upcoming hypothetical"
)
_TOWARDS: Final = word_set(
    "toward towards draft drafting negotiate negotiating negotiations talks finalise finalize finalising finalizing "
    "prepare preparing conclude concluding seek seeking offer offered propose proposed want wants reach sign signing"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a phrase means: records with the parts that name them, why, how surely (0 to 1)."""

    candidate: Candidate
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A phrase with its evidence, and what was decided: `verdict` is None where nothing is hard enough.

    `rivals` are the records that a name shares, each about as likely as the others; `new` is the one of them that was
    just signed, which the name means unless the article has named one of them before. With a verdict they are those
    that the words fit as well, but are no name of.
    """

    spot: Spot
    evidence: Evidence
    verdict: Verdict | None
    rivals: tuple[Candidate, ...]
    new: Verdict | None = None


def judge(catalogue: Catalogue, text: str, spot: Spot, on: str, topic: Callable[[], frozenset[str]]) -> Looked:
    """Decide what a phrase means, by its words, its sentence and the article's parties: `topic` gives them if asked."""
    mention = text[spot.start : spot.end]
    evidence = evidence_in(mention, catalogue.parties, on=on)
    if _is_to_come(spot, evidence) or (spot.is_press and _is_bare(spot, evidence)):
        return Looked(spot, evidence, None, ())
    low, high = spot.sentence
    possible = catalogue.hints.possible(evidence, catalogue.places_in(evidence.words), on)
    if possible == frozenset() and not may_be_by_sentence(catalogue, spot, evidence, text[low:high]):
        return Looked(spot, evidence, None, ())
    at = spot.start - low
    found = candidates(catalogue, mention, context=text[low:high], at=at, on=on, among=possible, limit=_LIMIT)
    verdict, rivals = _verdict(catalogue, spot, evidence, found, topic)
    new: Verdict | None = None
    if len(rivals) > 1 and verdict is None:
        if years := [word for word in spot.before[-3:] if _YEAR.fullmatch(word)]:
            verdict, rivals = _of_year(catalogue, rivals, years[-1]), ()
        elif _may_be_new(spot, evidence, text[low:high], on):
            new = _of_the_day(catalogue, rivals, on, topic)
    return Looked(spot, evidence, verdict, rivals, new)


def _of_year(catalogue: Catalogue, rivals: Sequence[Candidate], year: str) -> Verdict | None:
    """`in 2000 the declaration`: of records with one name the one of that year."""
    those = [one for one in rivals if any(date.startswith(year) for date in catalogue.record(one.links[0].id).dates)]
    return Verdict(those[0], 0.9, "year before") if len(those) == 1 else None


def _may_be_new(spot: Spot, evidence: Evidence, sentence: str, on: str) -> bool:
    """Whether `the Declaration on ...` may be what was just signed: named by itself, no other time in its sentence."""
    is_plain = spot.capital and spot.before[-1:] == ("the",) and not evidence.parties and "called" not in spot.before
    return bool(on) and is_plain and _YEAR.search(sentence) is None and not find_dates(sentence, on=on)


def _of_the_day(
    catalogue: Catalogue, rivals: Sequence[Candidate], on: str, topic: Callable[[], frozenset[str]]
) -> Verdict | None:
    """Of records with one name the one that was just signed, where the article is about its parties."""
    new: list[Candidate] = []
    for one in rivals:
        record = catalogue.record(one.links[0].id)
        ages = [days_between(date, on) for date in record.dates if not is_later(date, on)]
        if any(age is not None and age <= _NEWS_DAYS for age in ages) and record.parties <= topic():
            new.append(one)
        elif not ages or any(age is None or age <= _OLD_DAYS for age in ages):
            return None
    return Verdict(new[0], 0.9, "just signed") if len(new) == 1 else None


def _is_bare(spot: Spot, evidence: Evidence) -> bool:
    """Whether the phrase says nothing of its own: no name, no party, no date but a weekday or that of a press release.

    `The 10 November statement says` is of a known one, `a statement of 10 November` need not be.
    """
    told = any(
        date.year_from != "article"
        or (spot.determiner == "the" and not evidence.text[date.start : date.end].endswith("day"))
        for date in evidence.dates
    )
    return not told and not evidence.parties and evidence.content_texts() <= GENERIC


def _is_to_come(spot: Spot, evidence: Evidence) -> bool:
    """Whether the agreement is still to come: `a future treaty`, `work towards a peace agreement`."""
    if evidence.dates:
        return False
    if any(word.text in _TO_COME for word in evidence.words):
        return True
    near = spot.before[-4:]
    return spot.is_indefinite and not _TOWARDS.isdisjoint(near)


def _verdict(
    catalogue: Catalogue,
    spot: Spot,
    evidence: Evidence,
    found: Sequence[Candidate],
    topic: Callable[[], frozenset[str]],
) -> tuple[Verdict | None, tuple[Candidate, ...]]:
    if not found:
        return None, ()
    if len(found[0].links) > 1:
        return _of_set(spot, evidence, found[0]), ()
    if evidence.plural and max(map(len, evidence.date_lists), default=0) > 1:
        return None, ()  # an item of the list is not known
    folded = " ".join(word.text for word in evidence.core_words())
    is_name = any(folded in one.links[0].record.folded for one in found)
    hard: list[_Hard] = []
    for one in found:
        record = one.links[0].record
        why, score = hard_evidence(catalogue, spot, evidence, record, one)
        if why:
            hard.append(_Hard(_odds(one, is_name=is_name), why, one, score, record))
    hard = [each for each in hard if not _is_of_others(each, topic)]
    hard.sort(key=lambda each: (-each.odds, each.candidate.links[0].id))
    counted = _counted(evidence, found, hard)
    if counted is not None:
        return counted, ()
    hard = [each for each in hard if may_be_alone(spot, evidence, each.record)]
    if not hard:
        return None, ()
    margin = 99.0 if hard[0].why == "beginning" else _MARGIN
    close = [each for each in hard if hard[0].odds - each.odds < margin]
    fitting = close
    if len(close) > 1:
        close = [each for each in close if folded in each.record.folded and not _is_later(each)] or close
    if len(close) > 1:
        close = [each for each in close if each.record.parties <= topic() and not _is_later(each)] or close
    if len(close) > 1 or _is_later(close[0]):
        return None, tuple(each.candidate for each in close)
    best = close[0]
    others = tuple(each.candidate for each in fitting if each is not best and each.why == best.why == "name")
    return Verdict(best.candidate, best.score, best.why), others


def count_in(evidence: Evidence) -> int:
    """How many a phrase counts (`the four resolutions`), or 0."""
    return next((COUNTS[word.text] for word in evidence.words if word.text in COUNTS), 0)


def _counted(evidence: Evidence, found: Sequence[Candidate], hard: Sequence[_Hard]) -> Verdict | None:
    """`the four resolutions of 1993`, `the three trilateral statements`: as many of one kind as the text counts."""
    count = count_in(evidence)
    if not evidence.plural or count < 2:
        return None
    those = [one.candidate for one in hard if one.why in ("year", "month")]
    if len(those) != len(hard) or not hard:
        those = [] if evidence.dates or hard else [one for one in found if _is_described(one)]
    records = [one.links[0].record for one in those]
    if len(those) != count or len({one.kind for one in records}) > 1:
        return None
    if not evidence.dates and len({one.parties for one in records}) > 1:
        return None
    ordered = sorted(those, key=lambda one: (one.links[0].record.dates[:1], one.links[0].id))
    links = tuple(link for one in ordered for link in one.links)
    return Verdict(Candidate(links, ordered[0].score, ordered[0].reasons), 0.92, "count")


def _is_described(one: Candidate) -> bool:
    """Whether a word of its kind is said of the record (`trilateral`), and nothing speaks against it."""
    ids = {reason.id for reason in one.reasons}
    return "kind-words" in ids and "later" not in ids and not against(one.reasons)


@dataclass(frozen=True, slots=True)
class _Hard:
    odds: float
    why: str
    candidate: Candidate
    score: float
    record: Record


def _is_of_others(one: _Hard, topic: Callable[[], frozenset[str]]) -> bool:
    """Whether only a date tells of a record none of whose parties the article names, but others."""
    if one.why not in ("day", "month", "year") or any(
        reason.id in _TELLING or (reason.id == "name" and reason.value > _LITTLE) for reason in one.candidate.reasons
    ):
        return False
    parties = one.record.parties | one.record.named
    return bool(parties) and bool(topic()) and parties.isdisjoint(topic())


def _is_later(one: _Hard) -> bool:
    return any(reason.id == "later" for reason in one.candidate.reasons)


def _odds(one: Candidate, *, is_name: bool) -> float:
    """The log-odds without what the sentence's words and places say: too little to choose by.

    Nor does a place that is in the name: of two records called `Algiers accord` either may have been signed there.
    """
    return sum(
        reason.value for reason in one.reasons if reason.id not in _SOFT and not (is_name and reason.id == "place")
    )


def _of_set(spot: Spot, evidence: Evidence, one: Candidate) -> Verdict | None:
    if against(one.reasons) or count_in(evidence) not in (0, len(one.links)):
        return None
    if evidence.dates:
        return Verdict(one, 0.96, "dates")
    if evidence.numbers:
        return Verdict(one, 0.97, "numbers")
    return None if spot.is_indefinite else Verdict(one, 0.9, GROUP)
