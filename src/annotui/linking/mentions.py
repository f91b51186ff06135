"""Finding the mentions of agreements in an article, and what each means: suggestions that can be trusted.

A suggestion that is wrong costs more than one that is missing: what has no hard evidence is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from annotui.core.dates import is_later
from annotui.core.model import Fragment, Reason
from annotui.linking.catalogue import Catalogue
from annotui.linking.judging import GROUP, Looked, Verdict, count_in, judge
from annotui.linking.records import Record
from annotui.linking.sets import Candidate
from annotui.linking.short_forms import Named, antecedent, brings_another
from annotui.linking.spotting import Spot, flowing, line_year, spots_in
from annotui.linking.words import GENERIC, MEETING_KINDS, fold_word, words_of

SHORT_FORM: Final = "short form"
_SHORT_FORM_SCORE: Final = 0.9
_ARTICLE_SCORE: Final = 0.9
_BODIES: Final = frozenset({"format"})
"""Kinds of record that are standing bodies: annotators mark them as organizations, if at all."""


@dataclass(frozen=True, slots=True)
class MentionLink:
    """A record that a mention means. `part` are code points of the article: the date or number that names it."""

    agreement: str
    part: Fragment | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention found: code points of the article, half-open, its links in text order, a score from 0 to 1.

    `is_event` tells that it is of a meeting rather than of what was agreed. `why` names the evidence.
    """

    start: int
    end: int
    links: tuple[MentionLink, ...]
    score: float
    is_event: bool
    why: str

    @property
    def is_short_form(self) -> bool:
        """Whether it only takes up what its article named before: it means that there and nowhere else."""
        return self.why == SHORT_FORM


def find_mentions(catalogue: Catalogue, text: str, *, on: str = "") -> list[Mention]:
    """Find what an article names of the catalogue's agreements, in text order, none overlapping another.

    `on` is the article's own (partial) date, or empty.
    """
    flow = flowing(text)

    @cache
    def topic() -> frozenset[str]:
        return frozenset(party.name for party in catalogue.parties.find(words_of(flow)))

    looked = _whole(
        catalogue,
        [
            judge(catalogue, flow, spot, line_year(flow, spot.start) or on, topic)
            for spot in spots_in(flow, catalogue, on)
        ],
    )
    found = [_mention(catalogue, one, one.verdict) for one in looked if one.verdict is not None]
    groups = [one for one in found if one.why == GROUP]
    counts = {one.spot.start: count_in(one.evidence) for one in looked}
    found = _apart([one for one in found if one.why != GROUP and not _is_body(catalogue, one)])
    found = _apart([*found, *_by_article(catalogue, looked, found)])
    found = [_as_named_before(catalogue, looked, found, one) for one in found]
    latest = on or max((day for one in looked for date in one.evidence.dates for day in date.values), default="")
    sets = [_of_group(catalogue, one, found, latest, counts[one.start]) for one in groups]
    found = _apart([*found, *(one for one in sets if len(one.links) > 1)])
    return _apart([*found, *_short_forms(catalogue, looked, found, on)])


def _whole(catalogue: Catalogue, looked: Sequence[Looked]) -> list[Looked]:
    """Without names that are only the beginning of a phrase that gives a date or a number: that may be another's.

    Not so where the date may be that of what was done: `left the Treaty of Lima in 1932`, if the name is one by itself.
    """
    longest: dict[int, Looked] = {}
    for one in looked:
        other = longest.setdefault(one.spot.start, one)
        if one.spot.end > other.spot.end:
            longest[one.spot.start] = one
    return [
        one
        for one in looked
        if _says(longest[one.spot.start]) <= _says(one) or _is_apart(catalogue, one, longest[one.spot.start])
    ]


def _is_apart(catalogue: Catalogue, one: Looked, longer: Looked) -> bool:
    """Whether a name, by itself no other record's, goes before `in` or `on` and a date that makes it none."""
    if one.verdict is None or one.verdict.why != "name" or longer.verdict is not None:
        return False
    if one.spot.after[:1] not in (("in",), ("on",)):
        return False
    record = one.verdict.candidate.links[0].record
    places = {word for place in record.places for word in place.split()}
    return not one.evidence.content_texts() <= places | GENERIC


def _says(one: Looked) -> int:
    """How many dates and numbers a phrase gives."""
    return len(one.evidence.dates) + len(one.evidence.numbers)


def _mention(catalogue: Catalogue, looked: Looked, verdict: Verdict) -> Mention:
    spot = looked.spot
    links = tuple(
        MentionLink(
            link.id,
            Fragment(spot.start + link.part.start, spot.start + link.part.end) if link.part else None,
            verdict.candidate.reasons,
        )
        for link in verdict.candidate.links
    )
    return Mention(spot.start, spot.end, links, verdict.score, _is_event(catalogue, links, spot.noun), verdict.why)


def _is_event(catalogue: Catalogue, links: Sequence[MentionLink], noun: str) -> bool:
    return fold_word(noun) in MEETING_KINDS or all(
        catalogue.record(link.agreement).kinds <= MEETING_KINDS for link in links
    )


def _is_body(catalogue: Catalogue, found: Mention) -> bool:
    return any(catalogue.record(link.agreement).kind in _BODIES for link in found.links)


def _apart(found: Sequence[Mention]) -> list[Mention]:
    """Those that do not overlap: of two that do the surer, of two that mean the same the longer."""
    taken: list[Mention] = []
    for one in sorted(found, key=lambda one: (-one.score, one.start - one.end, one.start)):
        over = [at for at, other in enumerate(taken) if one.start < other.end and other.start < one.end]
        if not over:
            taken.append(one)
        elif len(over) == 1 and _means(one) == _means(taken[over[0]]):
            other = taken[over[0]]
            if one.end - one.start > other.end - other.start:
                taken[over[0]] = replace(one, score=other.score)
    return sorted(taken, key=lambda one: one.start)


def _means(one: Mention) -> list[str]:
    return [link.agreement for link in one.links]


def _of_group(catalogue: Catalogue, group: Mention, found: Sequence[Mention], latest: str, count: int) -> Mention:
    """All records of a kind, or those of them that the article names as a set; none is later than it can know of.

    As many as it counts (0: it does not). Where nothing tells when it was written, they are none.
    """
    records = _means(group)
    sets = {tuple(_means(one)) for one in found if len(one.links) > 1 and set(_means(one)) <= set(records)}
    sets = {one for one in sets if count in (0, len(one))}
    known = [id for id in records if latest and not _is_later(catalogue.record(id), latest)]
    kept = sets.pop() if len(sets) == 1 else tuple(known)
    if count not in (0, len(kept)):
        kept = ()
    return replace(group, links=tuple(link for link in group.links if link.agreement in kept))


def _is_later(record: Record, latest: str) -> bool:
    return bool(record.dates) and all(is_later(date, latest) for date in record.dates)


def _by_article(catalogue: Catalogue, looked: Sequence[Looked], found: Sequence[Mention]) -> list[Mention]:
    """Names that several records have, where the article has named one of those records otherwise before."""
    more: list[Mention] = []
    for one in looked:
        if len(one.rivals) < 2 or one.verdict is not None:
            continue
        known = {id for other in found if other.start < one.spot.start for id in _means(other)}
        left = [rival for rival in one.rivals if rival.links[0].id in known]
        if one.new is not None and known.isdisjoint(rival.links[0].id for rival in one.rivals):
            more.append(_mention(catalogue, one, one.new))
            continue
        if len(left) == 1 and _context(left[0]) >= max(map(_context, one.rivals)):
            more.append(_mention(catalogue, one, Verdict(left[0], _ARTICLE_SCORE, "named before")))
    return more


def _as_named_before(
    catalogue: Catalogue, looked: Sequence[Looked], found: Sequence[Mention], mention: Mention
) -> Mention:
    """What a name means that fits another record as well: that one, where the article has named it alone before."""
    one = next((one for one in looked if one.spot.start == mention.start and one.spot.end == mention.end), None)
    if one is None or one.verdict is None or not one.rivals:
        return mention
    known = {id for other in found if other.end <= mention.start for id in _means(other)}
    if not known.isdisjoint(_means(mention)):
        return mention
    named = [rival for rival in one.rivals if rival.links[0].id in known]
    return _mention(catalogue, one, Verdict(named[0], _ARTICLE_SCORE, "named before")) if len(named) == 1 else mention


def _context(one: Candidate) -> float:
    """What the sentence around says for a candidate."""
    return sum(reason.value for reason in one.reasons if reason.id.startswith("context"))


def _short_forms(catalogue: Catalogue, looked: Sequence[Looked], found: Sequence[Mention], on: str) -> list[Mention]:
    named = [
        Named(one.start, tuple(_means(one)), spot.noun if spot else "", spot.sentence[0] if spot else -1)
        for one in found
        for spot in [_spot_of(looked, one)]
    ]
    blocked: dict[str, int] = {}
    more: list[Mention] = []
    for one in looked:
        spot = one.spot
        if any(spot.start < other.end and other.start < spot.end for other in found):
            continue
        noun = fold_word(spot.noun)
        records = antecedent(catalogue, one, named, blocked=blocked.get(noun, -1), on=on)
        if not records:
            if brings_another(one):
                blocked[noun] = spot.start
            continue
        reason = (Reason("short-form", 2.0, f"taken up from before: {spot.noun}"),)
        links = tuple(MentionLink(record, None, reason) for record in records)
        event = _is_event(catalogue, links, spot.noun)
        more.append(Mention(spot.start, spot.end, links, _SHORT_FORM_SCORE, event, SHORT_FORM))
        named = sorted([*named, Named(spot.start, records, spot.noun, spot.sentence[0])], key=lambda each: each.at)
    return more


def _spot_of(looked: Sequence[Looked], found: Mention) -> Spot | None:
    return next((one.spot for one in looked if one.spot.start == found.start and one.spot.end == found.end), None)
