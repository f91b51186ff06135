"""How well a record fits the evidence: each kind of evidence is a term of its own, in log-odds, with its reason.

The score is the logistic of the sum: 1 / (1 + exp(-(BIAS + the terms))). So a term of +1 makes a record about e
times likelier, and what speaks strongly against it cannot be outvoted by a name that looks alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import exp, log2, sqrt
from typing import Final

from rapidfuzz import fuzz

from annotui.core.dates import DateMention
from annotui.core.model import Reason
from annotui.linking.catalogue import Catalogue
from annotui.linking.evidence import Evidence
from annotui.linking.records import NAME, Name, Record
from annotui.linking.words import MEETING_KINDS, VAGUE_KINDS

BIAS: Final = -3.2
_NAME: Final = 4.6
_ENOUGH_WEIGHT: Final = 0.6  # of shared words: from here on a like name counts whole
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
_ACCEPTED: Final = 1.6
_MOST_ACCEPTED: Final = 2.8
_LEAST_TERM: Final = 0.005
_OTHERS: Final = (frozenset({""}), frozenset[str]())  # stands for the parties of records that have none of those named


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


class Weighing:
    """What speaks for and against records, for one text; what several records have in common is weighed once."""

    def __init__(self, catalogue: Catalogue, looked: Looked) -> None:
        self._catalogue = catalogue
        self._looked = looked
        self._parties: dict[tuple[frozenset[str], frozenset[str]], list[Reason]] = {}
        self._kinds: dict[tuple[frozenset[str], str, int], list[Reason]] = {}
        self._around: dict[frozenset[str], list[Reason]] = {}
        self._gains = tuple(looked.gains.items())
        self._numbered = bool(looked.numbers or looked.evidence.ordinals)
        self._placed = bool(looked.places or looked.around_places)

    def name(self, record: Record) -> list[Reason]:
        """The term of its name, if there is one."""
        found = _name(self._looked, record)
        return [] if found is None or found.value < _LEAST_TERM else [found]

    def by_words(self, record: Record) -> float:
        """What the term of its name is about, found without comparing letters."""
        looked, best = self._looked, 0.0
        for surface in record.surfaces:
            if surface.folded in looked.names:
                return _NAME
            other = surface.bare if looked.bare else surface.full
            if shared := sum([gain for word, gain in self._gains if word in other.words]):
                best = max(best, _weighted(shared, looked.name, other) * _informing(shared))
        return _NAME * best

    def but_name(self, record: Record) -> list[Reason]:
        """The terms without that of its name, which takes longest."""
        looked = self._looked
        found: list[Reason] = []
        if self._numbered:
            found += _weighty(_numbers(looked, record))
        if looked.parties:
            found += self._of_parties(record)
        if self._placed and record.places:
            found += _weighty(_places(looked, record))
        kind = (record.kinds, record.kind, len(record.parties))
        if kind not in self._kinds:
            self._kinds[kind] = _weighty(_kind(looked.evidence, record))
        found += self._kinds[kind]
        if not looked.around_parties.isdisjoint(record.parties):
            if record.parties not in self._around:
                self._around[record.parties] = _weighty(_around_parties(looked, record))
            found += self._around[record.parties]
        if looked.around_words and not looked.around_words.isdisjoint(record.words):
            found += _weighty(_around_words(self._catalogue, looked, record))
        if record.accepted:
            found += _weighty(self._accepted(record))
        return found

    def _accepted(self, record: Record) -> list[Reason]:
        """What it adds that the words were accepted for a record.

        Where they were accepted for several, they tell these apart no better than a name that several records have.
        """
        count = record.accepted.get(self._looked.folded, 0)
        if not count:
            return []
        least = self._least_accepted or count
        times = f"accepted {count} time{'s' if count > 1 else ''} for these words"
        if least < count:
            times += f", {least} for another record"
        gain = min(_MOST_ACCEPTED, _ACCEPTED * log2(1 + least))
        return [Reason("accepted", gain, times)]

    @cached_property
    def _least_accepted(self) -> int:
        """How often the words were accepted for a record, of those that they were accepted for the one with least."""
        folded = self._looked.folded
        named = self._catalogue.records_at(self._catalogue.having(NAME, folded))
        return min(filter(None, (record.accepted.get(folded, 0) for _, record in named)), default=0)

    def _of_parties(self, record: Record) -> list[Reason]:
        """What its parties say: the same of all records that have none of those named."""
        parties = (record.parties, record.named)
        named = self._looked.parties
        if any(parties) and named.isdisjoint(record.parties) and named.isdisjoint(record.named):
            parties = _OTHERS
        if parties not in self._parties:
            self._parties[parties] = _weighty(_parties(self._looked, record))
        return self._parties[parties]

    def most_of_name(self, record: Record) -> float:
        """What the term of its name is at most, found without comparing letters."""
        looked = self._looked
        if not looked.names.isdisjoint(record.folded):
            return _NAME
        every = record.every_word
        shared = sum([gain for word, gain in self._gains if word in every])
        if not shared:
            return 0.0
        return _NAME * (3 + min(1.0, shared / looked.name.weight)) / 4 * _informing(shared)


def _weighty(found: list[Reason]) -> list[Reason]:
    return [reason for reason in found if abs(reason.value) >= _LEAST_TERM]


def _name(looked: Looked, record: Record) -> Reason | None:
    """The best of the record's names: the mean of token sort and token set, and of words weighted by rarity."""
    mine = looked.name
    best, shown, best_value = 0.0, "", 0.0
    for surface in record.surfaces:
        if surface.folded in looked.names:
            likeness, informing = 1.0, _informing(surface.full.weight)
        else:
            other = surface.bare if looked.bare else surface.full
            shared = sum([gain for word, gain in looked.gains.items() if word in other.words])
            if not shared:
                continue
            weighted = _weighted(shared, mine, other)
            informing = _informing(shared)
            if (weighted + 1.0) / 2 * informing <= best_value:
                continue  # not even the same letters would make it the best
            # The words of a line are in order, so its plain ratio is that of sorted tokens.
            fuzzy = (fuzz.ratio(mine.line, other.line) + fuzz.token_set_ratio(mine.line, other.line)) / 200
            likeness = (weighted + fuzzy) / 2
        value = likeness * informing
        if value > best_value:
            best, best_value, shown = likeness, value, surface.shown
    if not shown:
        return None
    return Reason("name", _NAME * best_value, f"name {best:.2f} with '{shown}'")


def _weighted(shared: float, mine: Name, other: Name) -> float:
    """Tell how much of two names is in both, 0 to 1, by the weights of words; `shared` is that of those in both."""
    return (min(1.0, shared / mine.weight) + min(1.0, shared / other.weight)) / 2


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
        return [Reason("place", _PLACE, f"place {record.place}")]
    if looked.places and record.places:
        words = {word for place in looked.places for word in place.split()}
        if words.isdisjoint(record.every_word):
            return [Reason("other-place", _OTHER_PLACE, f"place {record.place}")]
    if not looked.places and looked.around_places & record.places:
        return [Reason("context-place", _CONTEXT_PLACE, f"place {record.place} in the sentence")]
    return []


def _article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def _kind(evidence: Evidence, record: Record) -> list[Reason]:
    found: list[Reason] = []
    heads, kind = evidence.heads, record.kind
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


def _around_parties(looked: Looked, record: Record) -> list[Reason]:
    """What the parties of the sentence around the mention add; they never weigh like its own."""
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
    return found


def _around_words(catalogue: Catalogue, looked: Looked, record: Record) -> list[Reason]:
    words = sorted(looked.around_words & record.words)
    if not words:
        return []
    weight = sum(map(catalogue.weight, words))
    return [Reason("context-words", _CONTEXT_WORDS * min(1.0, weight), f"{', '.join(words)} in the sentence")]
