"""Whether what speaks for a record is hard enough to suggest it, unasked: precision first.

A record that anything speaks against (another year, a party that it lacks, another kind) is never suggested, and
where two records fit about as well, none is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from annotui.linking.candidates import candidates
from annotui.linking.catalogue import Catalogue
from annotui.linking.evidence import Evidence, evidence_in
from annotui.linking.hard_evidence import against, hard_evidence, may_be_by_sentence
from annotui.linking.records import Record
from annotui.linking.sets import Candidate
from annotui.linking.spotting import Spot
from annotui.linking.words import COUNTS, GENERIC, word_set

GROUP: Final = "group"
"""Why of a plural that names all records of a kind: the article may have named fewer of them."""
_LIMIT: Final = 12
_MARGIN: Final = 1.0  # log-odds between the best and the next that has hard evidence too
_SOFT: Final = frozenset({"context-words", "context-place", "later"})
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

    `rivals` are the records that a name shares, each about as likely as the others.
    """

    spot: Spot
    evidence: Evidence
    verdict: Verdict | None
    rivals: tuple[Candidate, ...]


def judge(catalogue: Catalogue, text: str, spot: Spot, on: str, topic: Callable[[], frozenset[str]]) -> Looked:
    """Decide what a phrase means, by its words, its sentence and the article's parties: `topic` gives them if asked."""
    mention = text[spot.start : spot.end]
    evidence = evidence_in(mention, catalogue.parties, on=on)
    if _is_to_come(spot, evidence) or (spot.is_press and _is_bare(evidence)):
        return Looked(spot, evidence, None, ())
    low, high = spot.sentence
    possible = catalogue.hints.possible(evidence, catalogue.places_in(evidence.words), on)
    if possible == frozenset() and not may_be_by_sentence(catalogue, spot, evidence, text[low:high]):
        return Looked(spot, evidence, None, ())
    at = spot.start - low
    found = candidates(catalogue, mention, context=text[low:high], at=at, on=on, among=possible, limit=_LIMIT)
    verdict, rivals = _verdict(catalogue, spot, evidence, found, topic)
    return Looked(spot, evidence, verdict, rivals)


def _is_bare(evidence: Evidence) -> bool:
    """Whether the phrase says nothing of its own: no name, no party, no date but a weekday."""
    told = any(date.year_from != "article" for date in evidence.dates)
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
    hard: list[_Hard] = []
    for one in found:
        record = one.links[0].record
        why, score = hard_evidence(catalogue, spot, evidence, record, one)
        if why:
            hard.append(_Hard(_odds(one), why, one, score, record))
    if not hard:
        return None, ()
    hard.sort(key=lambda each: (-each.odds, each.candidate.links[0].id))
    counted = _counted(evidence, hard)
    if counted is not None:
        return counted, ()
    margin = 99.0 if hard[0].why == "beginning" else _MARGIN
    close = [each for each in hard if hard[0].odds - each.odds < margin]
    if len(close) > 1:
        close = [each for each in close if each.record.parties <= topic() and not _is_later(each)] or close
    if len(close) > 1 or _is_later(close[0]):
        return None, tuple(each.candidate for each in close)
    best = close[0]
    return Verdict(best.candidate, best.score, best.why), ()


def _counted(evidence: Evidence, hard: Sequence[_Hard]) -> Verdict | None:
    """`the four resolutions of 1993`: as many of one kind as the text counts."""
    count = next((COUNTS[word.text] for word in evidence.words if word.text in COUNTS), 0)
    if not evidence.plural or count < 2 or len(hard) != count or any(one.why not in ("year", "month") for one in hard):
        return None
    if len({one.record.kind for one in hard}) > 1:
        return None
    ordered = sorted(hard, key=lambda one: (one.record.dates[:1], one.record.id))
    links = tuple(link for one in ordered for link in one.candidate.links)
    first = ordered[0].candidate
    return Verdict(Candidate(links, first.score, first.reasons), 0.92, "count and year")


@dataclass(frozen=True, slots=True)
class _Hard:
    odds: float
    why: str
    candidate: Candidate
    score: float
    record: Record


def _is_later(one: _Hard) -> bool:
    return any(reason.id == "later" for reason in one.candidate.reasons)


def _odds(one: Candidate) -> float:
    """The log-odds without what the sentence's words and places say: too little to choose by."""
    return sum(reason.value for reason in one.reasons if reason.id not in _SOFT)


def _of_set(spot: Spot, evidence: Evidence, one: Candidate) -> Verdict | None:
    if against(one.reasons):
        return None
    if evidence.dates:
        return Verdict(one, 0.96, "dates")
    if evidence.numbers:
        return Verdict(one, 0.97, "numbers")
    return None if spot.is_indefinite else Verdict(one, 0.9, GROUP)
