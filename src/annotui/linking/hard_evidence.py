"""What makes it sure that a phrase means a record: a date, a number, a name matched whole, how its title begins.

Near is not enough: real agreements that the catalogue lacks look just like those that it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from annotui.core.model import Reason
from annotui.linking.catalogue import Catalogue
from annotui.linking.evidence import Evidence, may_have_date
from annotui.linking.records import Record
from annotui.linking.sets import Candidate
from annotui.linking.spotting import Spot
from annotui.linking.words import GENERIC, KINDS, PART_WORDS, VAGUE_KINDS, Word, called_alike, is_title, word_set

_DAY_LENGTH: Final = len("2020-11-09")
_LIKE_NAME: Final = 3.0  # what a name is worth that is much like the record's
_A_MONTH: Final = 1.0  # what a month of the sentence is worth: too little without the place
_MISSING_PARTY: Final = -0.3  # what one party that the sentence leaves out may cost
_AGAINST: Final = word_set("other-year other-month other-day party-absent other-place other-kind")
_MAY_BE_NEGATIVE: Final = word_set("ordinal number arity")
_LOOSE: Final = word_set("by in at announced brokered")
_ADOPTED: Final = word_set(
    "signed sign signing adopted initialled initialed inked concluded reached agreed brokered mediated sealed struck "
    "approved ratified endorsed mediating brokering"
)


def may_be_alone(spot: Spot, evidence: Evidence, record: Record) -> bool:
    """Whether the phrase is no plural that names several records, of which this would be one."""
    day = sum(date.precision == "day" for date in evidence.dates) == len(evidence.dates) == 1
    return not evidence.plural or day or any(spot.noun in surface.shown.lower() for surface in record.surfaces)


def hard_evidence(
    catalogue: Catalogue, spot: Spot, evidence: Evidence, record: Record, one: Candidate
) -> tuple[str, float]:
    """What makes it sure that the phrase means the record, or one of several, with a score; empty for nothing."""
    speaks_against = against(one.reasons)
    if record.numbers and evidence.numbers and all(date.year_from == "article" for date in evidence.dates):
        speaks_against.discard("other-year")
    if speaks_against == {"other-year"} and _is_named(evidence, record) and _is_day_of(evidence, record):
        return "name", 0.92
    if speaks_against:
        return "", 0.0
    by: dict[str, float] = {}
    for reason in one.reasons:
        by[reason.id] = by.get(reason.id, 0.0) + reason.value
    strange = _unexplained(catalogue, evidence, record)
    named = _is_named(evidence, record) or _is_misspelt(catalogue, evidence, record)
    kind = "kind" in by or "kind-words" in by
    parties = by.get("parties", 0.0) > 0
    for found in (
        _by_date(evidence, by, kind=kind, parties=parties, named=named, strange=strange),
        _by_number(by, strange),
        _by_name(evidence, by, named=named, titled=_is_titled(evidence, record), strange=strange),
        _by_ordinal(by, kind, strange),
        _by_beginning(evidence, record, by),
        _by_sentence(spot, evidence, record, by, strange),
    ):
        if found[0]:
            return found
    return "", 0.0


def _is_day_of(evidence: Evidence, record: Record) -> bool:
    """Whether the day given, its year left out, is the record's: `the Bishkek Protocol, dated May 5`."""
    days = {date[4:] for date in record.dates if len(date) == _DAY_LENGTH}
    return all(
        date.year_from == "article" and days.intersection(value[4:] for value in date.values) for date in evidence.dates
    )


def _by_date(
    evidence: Evidence, by: dict[str, float], *, kind: bool, parties: bool, named: bool, strange: bool
) -> tuple[str, float]:
    day = max(by.get("same-day", 0.0), by.get("other-dating", 0.0))
    if day > 0:
        guessed = all(date.year_from in ("article", "none") for date in evidence.dates)
        if strange and not (kind and (parties or by.get("place"))):
            return "", 0.0
        if guessed and not (kind or parties or named):
            return "", 0.0
        if kind or parties or named or by.get("place") or not evidence.heads - VAGUE_KINDS:
            return "day", 0.93 if guessed else 0.97
        return "", 0.0
    if strange:
        return "", 0.0
    if by.get("same-month", 0.0) > 0 and (kind or parties or named or by.get("place")):
        return "month", 0.93
    if by.get("same-year", 0.0) > 0 and (named or (kind and evidence.heads - VAGUE_KINDS)):
        return "year", 0.92
    return "", 0.0


def _by_number(by: dict[str, float], strange: bool) -> tuple[str, float]:
    return ("number", 0.97) if by.get("number", 0.0) > 0 and not strange else ("", 0.0)


def _by_name(
    evidence: Evidence, by: dict[str, float], *, named: bool, titled: bool, strange: bool
) -> tuple[str, float]:
    if strange or evidence.dates:
        return "", 0.0
    if named or by.get("accepted", 0.0) > 0:
        return "name", 0.94
    if titled and by.get("context-date", 0.0) + max(0.0, by.get("context-parties", 0.0)) > 0:
        return "name", 0.92
    if by.get("place") and "kind" in by and by.get("context-parties", 0.0) + by.get("parties", 0.0) > 0:
        return "place", 0.91
    return "", 0.0


def _by_ordinal(by: dict[str, float], kind: bool, strange: bool) -> tuple[str, float]:
    """`protocol of the second meeting of the joint commission`."""
    found = kind and not strange and by.get("ordinal", 0.0) > 0 and by.get("name", 0.0) >= _LIKE_NAME
    return ("ordinal", 0.91) if found else ("", 0.0)


def _by_beginning(evidence: Evidence, record: Record, by: dict[str, float]) -> tuple[str, float]:
    """`Implementation Annex`, `Framework Convention`: how its title begins, in capitals."""
    words = evidence.core_words()
    if len(words) < 2 or "kind" not in by or not is_title(words):
        return "", 0.0
    folded = " ".join(word.text for word in words)
    if _texts(words) <= GENERIC or not any(surface.folded.startswith(f"{folded} ") for surface in record.surfaces):
        return "", 0.0
    return "beginning", 0.9


def _by_sentence(
    spot: Spot, evidence: Evidence, record: Record, by: dict[str, float], strange: bool
) -> tuple[str, float]:
    """`On January 11, 2021, the three leaders signed a statement`."""
    if strange or evidence.dates or evidence.plural or "kind" not in by:
        return "", 0.0
    if by.get("context-date", 0.0) + by.get("context-place", 0.0) <= _A_MONTH:
        return "", 0.0
    parties = by.get("context-parties", 0.0)
    if (spot.is_press and not ("joint" in _texts(evidence.words) and parties > 0)) or parties < _MISSING_PARTY:
        return "", 0.0
    if not _is_adopted(spot, evidence) and "kind-words" not in by:
        return "", 0.0
    return "sentence-date", 0.92


def may_be_by_sentence(catalogue: Catalogue, spot: Spot, evidence: Evidence, sentence: str) -> bool:
    """Whether a phrase with no date may be meant by that of its sentence; the sentence is not read for that."""
    joint = "joint" in _texts(evidence.words)
    if evidence.dates or evidence.plural or (spot.is_press and not joint) or not may_have_date(sentence):
        return False
    return _is_adopted(spot, evidence) or not evidence.content_texts().isdisjoint(catalogue.hints.modifiers)


def _is_adopted(spot: Spot, evidence: Evidence) -> bool:
    return not _ADOPTED.isdisjoint(spot.before) or "joint" in _texts(evidence.words)


def against(reasons: Sequence[Reason]) -> set[str]:
    """The ids of those reasons that speak against a record, however much else speaks for it."""
    return {
        reason.id for reason in reasons if reason.id in _AGAINST or (reason.id in _MAY_BE_NEGATIVE and reason.value < 0)
    }


def _unexplained(catalogue: Catalogue, evidence: Evidence, record: Record) -> bool:
    """Whether the phrase has a name that is none of the record's, where it would have to be one.

    Who announced it, and where, need not be known.
    """
    known = record.words | {word for place in record.places for word in place.split()}
    known |= {word for surface in record.surfaces for word in surface.full.words}
    head = max((word.end for word in evidence.words if word.text in evidence.heads), default=0)
    loose = False
    for word in evidence.without_parties():
        before = evidence.text[: word.start].split()
        if word.start >= head and before:
            loose = before[-1].lower() in _LOOSE or (loose and (before[-1][:1].isupper() or before[-1] == "and"))
        if (
            word.shown[:1].isupper()
            and not loose
            and word.text not in known
            and word.text not in GENERIC
            and word.text not in KINDS
            and word.text not in PART_WORDS
            and not any(party.start == word.end + 1 for party in evidence.parties)
            and not known & catalogue.spellings(word.text).keys()
        ):
            return True
    return False


def _is_named(evidence: Evidence, record: Record) -> bool:
    """Whether a name of the record stands whole in the phrase, and nothing telling beside it."""
    mine = frozenset(word.text for word in evidence.without_parties()) or evidence.content_texts()
    names = called_alike(" ".join(word.text for word in evidence.core_words()))
    for surface in record.surfaces:
        telling = surface.is_name or evidence.ordinals or _is_telling(surface.full.words, evidence)
        if surface.folded in names and telling:
            return True
        bare = surface.bare.words
        if not bare or not bare <= mine or not _is_telling(bare, evidence):
            continue
        last = max(word.end for word in evidence.words if word.text in bare)
        before = {word.text for word in evidence.words if word.start < last}
        rest = (mine & before) - bare - GENERIC - record.words
        if len(rest) <= max(0, len(bare - GENERIC) - 1):
            return True
    return False


def _is_misspelt(catalogue: Catalogue, evidence: Evidence, record: Record) -> bool:
    """Whether the phrase is a name of the record but for the spelling of one long word: `Meindorf Declaration`."""
    return not record.folded.isdisjoint(catalogue.hints.spelt_otherwise(evidence))


def _is_titled(evidence: Evidence, record: Record) -> bool:
    """Whether a name of generic words (`Implementation Annex`) is the whole phrase, in capitals."""
    core = evidence.core_words()
    folded = " ".join(word.text for word in core)
    return len(core) > 1 and is_title(core) and any(surface.folded == folded for surface in record.surfaces)


def _texts(words: Sequence[Word]) -> set[str]:
    return {word.text for word in words}


def _is_telling(words: frozenset[str], evidence: Evidence) -> bool:
    """Whether the words of a name tell it from others: not all of them generic, or a title of three in capitals."""
    if len(words) < 2:
        return False
    capitals = {word.text for word in evidence.words if word.shown[:1].isupper()}
    return not words <= GENERIC or (len(words) > 2 and words <= capitals)
