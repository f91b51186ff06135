"""A record of the catalogue with the evidence that is in it: as an index keeps it, and as it is weighed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from re import compile as pattern
from typing import Final, NamedTuple

from annotui.core.dates import valid_partial
from annotui.core.model import Agreement
from annotui.linking.evidence import Evidence, evidence_in
from annotui.linking.parties import PartyBook
from annotui.linking.words import CEASEFIRES, GENERIC, KINDS, word_set, words_of

WORD: Final = "word"
"""What records are found by: a content word of a name; a date and the month and year that it is in; a whole date; a
number, an ordinal, a party, a place; a whole name, folded; how a name begins, and its length; a word of a name that
tells it from others; all parties together; a noun of kind; another word of a kind."""
DATE: Final = "date"
DAY: Final = "day"
NUMBER: Final = "number"
ORDINAL: Final = "ordinal"
PARTY: Final = "party"
PLACE: Final = "place"
NAME: Final = "name"
BEGINNING: Final = "beginning"
AMONG: Final = "among"
PARTIES: Final = "parties"
KIND: Final = "kind"
MODIFIER: Final = "modifier"

_PARTED: Final = pattern(r"[\s–-]+")
SEPARATOR: Final = "\x1f"  # between the values of a text
_WITHIN: Final = "\x1e"  # between the parts of a value
_UNSAFE: Final = str.maketrans({SEPARATOR: " ", _WITHIN: " "})
_PLACE_MARKS: Final = pattern(r"[/(),;]")
_NO_PLACE: Final = word_set("remote video conference online various")


class Name(NamedTuple):
    """Words compared as a name: as a set with the sum of their weights, and sorted in one string."""

    words: frozenset[str]
    line: str
    weight: float


class Surface:
    """A title, short name or alias: as `shown`, `folded`, and as a name with the parties in it and without."""

    __slots__ = ("_bare", "_bare_text", "_full", "_full_text", "_name", "folded", "shown")

    def __init__(self, texts: Sequence[str], name: Callable[[str], Name]) -> None:
        self.shown, self.folded, self._full_text, self._bare_text = texts
        self._name = name
        self._full: Name | None = None
        self._bare: Name | None = None

    @property
    def full(self) -> Name:
        """Its content words."""
        if self._full is None:
            self._full = self._name(self._full_text)
        return self._full

    @property
    def bare(self) -> Name:
        """Its content words, those of parties left out."""
        if self._bare is None:
            self._bare = self.full if self._bare_text == self._full_text else self._name(self._bare_text)
        return self._bare

    @property
    def is_name(self) -> bool:
        """Whether it can be told from other words by itself: see `is_name`."""
        return is_name(self.shown, self.folded, frozenset(self._full_text.split()))


class Texts(NamedTuple):
    """A record as an index keeps it: each of its sets as one text. What they mean, `Record` says."""

    id: str
    kind: str
    place: str
    parties: str
    named: str
    numbers: str
    ordinals: str
    kinds: str
    modifiers: str
    places: str
    dates: str
    accepted: str
    surfaces: str
    agreement: str


class Entry(NamedTuple):
    """A record as it is put into an index, and what it is found by there, as (kind, key)."""

    texts: Texts
    keys: frozenset[tuple[str, str]]


class Record:
    """An agreement with the evidence that is in it.

    `named` are parties in its names that are none of its parties, `modifiers` the words of its kind that are no
    kind by themselves (`trilateral`); `every_word` has those of all its names and `words` leaves their parties out.
    `folded` are its names, `accepted` those that were accepted for it with how often. `kind` and `place` are the
    agreement's own.
    """

    def __init__(self, texts: Texts, name: Callable[[str], Name]) -> None:
        """`name` makes a name, with its weight, of a line of folded words in order."""
        self.id = texts.id
        self.kind = texts.kind
        self.place = texts.place
        self.parties = _set(texts.parties)
        self.named = _set(texts.named)
        self.numbers = _set(texts.numbers)
        self.kinds = _set(texts.kinds)
        self.modifiers = _set(texts.modifiers)
        self.places = _set(texts.places)
        self.dates = _values(texts.dates)
        self._surfaces = [one.split(_WITHIN) for one in texts.surfaces.split(SEPARATOR)] if texts.surfaces else []
        self.folded = frozenset([texts[1] for texts in self._surfaces])
        self.every_word = frozenset(" ".join([texts[2] for texts in self._surfaces]).split())
        self._ordinals = texts.ordinals
        self._accepted = texts.accepted
        self._agreement = texts.agreement
        self._name = name

    @cached_property
    def agreement(self) -> Agreement:
        """The record as it stands in the catalogue."""
        values = json.loads(self._agreement)
        return Agreement._make(tuple(value) if isinstance(value, list) else value for value in values)

    @cached_property
    def surfaces(self) -> tuple[Surface, ...]:
        """Its names."""
        return tuple([Surface(texts, self._name) for texts in self._surfaces])

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all its names, parties left out."""
        return frozenset(" ".join([texts[3] for texts in self._surfaces]).split())

    @cached_property
    def bare_words(self) -> tuple[frozenset[str], ...]:
        """The words of each of its names, parties left out."""
        return tuple(frozenset(bare.split()) for _, _, _, bare in self._surfaces)

    @cached_property
    def ordinals(self) -> frozenset[int]:
        """The ordinals in its names."""
        return frozenset(map(int, _values(self._ordinals)))

    @property
    def accepted(self) -> Mapping[str, int]:
        """How often folded words were accepted for it."""
        return _counts(self._accepted) if self._accepted else _NONE

    def is_named(self, folded: str) -> bool:
        """Whether it has such a name, one that can be told from other words by itself."""
        return any(surface.folded == folded and surface.is_name for surface in self.surfaces)


def is_name(shown: str, folded: str, words: frozenset[str]) -> bool:
    """Whether a name can be told from other words: a capital in it, more than one word or an acronym; not all generic.

    So can the symbol of a document (`S/RES/853`). `shown` is how it is written, `words` are its content words.
    """
    if shown.isupper() and "/" in shown and any(letter.isdigit() for letter in shown):
        return True
    if not folded or words <= GENERIC:
        return False
    if " " not in folded:
        return shown.isupper() and len(shown) > 2
    return any(word[:1].isupper() for word in _PARTED.split(shown)[1:])


def entry_of(agreement: Agreement, accepted: Mapping[str, int], book: PartyBook) -> Entry:
    """Read a record: `accepted` tells how often (folded) surfaces were accepted for it; they are names too."""
    read = _read_names(agreement, accepted, book)
    parties = frozenset(map(book.canonical, agreement.parties))
    own_kind = _kind_words(agreement.kind)
    own_noun = frozenset(word.text for word in words_of(agreement.kind)[-1:])
    kinds = own_kind.union(*(evidence.heads for evidence in read))
    kinds |= CEASEFIRES if kinds & CEASEFIRES else frozenset()
    numbers = {number.value for evidence in read for number in evidence.numbers}
    ordinals = {str(value) for evidence in read for value in evidence.ordinals}
    named = {name for evidence in read for name in evidence.party_names()} - parties
    dates = tuple(date for date in agreement.dates if valid_partial(date))
    places = _places_of(agreement.place, book)
    surfaces = [_surface(evidence) for evidence in read]
    texts = Texts(
        id=agreement.id,
        kind=agreement.kind,
        place=agreement.place,
        parties=_text(sorted(parties)),
        named=_text(sorted(named)),
        numbers=_text(sorted(numbers)),
        ordinals=_text(sorted(ordinals)),
        kinds=_text(sorted(kinds)),
        modifiers=_text(sorted(own_kind - KINDS - own_noun)),
        places=_text(sorted(places)),
        dates=_text(dates),
        accepted=_text(f"{folded}{_WITHIN}{count}" for folded, count in accepted.items()),
        surfaces=SEPARATOR.join(_WITHIN.join(surface) for surface in surfaces),
        agreement=json.dumps(agreement, ensure_ascii=False, separators=(",", ":")),
    )
    keys = {(WORD, word.text) for evidence in read for word in evidence.content}
    keys.update((DATE, date[:length]) for date in dates for length in (4, 7, 10))
    keys.update((DAY, date) for date in dates)
    for kind, values in (
        (NUMBER, numbers),
        (ORDINAL, ordinals),
        (PARTY, parties),
        (PLACE, places),
        (NAME, accepted),
        (KIND, kinds & KINDS | own_noun),
        (MODIFIER, own_kind - KINDS - own_noun),
    ):
        keys.update((kind, value) for value in values)
    keys.update(key for surface in surfaces for key in _keys_of(surface))
    keys.add((PARTIES, together(parties)))
    return Entry(texts, frozenset(keys))


def together(parties: Iterable[str]) -> str:
    """The key of parties taken together."""
    return _text(sorted(parties))


def lengths_key(first: str, length: int | str = "") -> str:
    """The key of names with this first word that have so many words; without a length, how such keys begin."""
    return f"{first} {length:>02}" if length else f"{first} "


class _SurfaceTexts(NamedTuple):
    shown: str
    folded: str
    full: str
    bare: str


def _surface(evidence: Evidence) -> _SurfaceTexts:
    return _SurfaceTexts(
        evidence.text.translate(_UNSAFE),
        " ".join(word.text for word in evidence.words),
        " ".join(sorted({word.text for word in evidence.content})),
        " ".join(sorted({word.text for word in evidence.without_parties()})),
    )


def _keys_of(surface: _SurfaceTexts) -> Iterator[tuple[str, str]]:
    yield NAME, surface.folded
    bare = surface.bare.split()
    if len(bare) > 1:
        # Any of them would do, and the more telling it is, the fewer others share the key.
        yield AMONG, max(bare, key=lambda word: (word not in GENERIC, len(word), word))
    if is_name(surface.shown, surface.folded, frozenset(surface.full.split())):
        words = surface.folded.split()
        yield BEGINNING, lengths_key(words[0], len(words))


def _read_names(agreement: Agreement, accepted: Iterable[str], book: PartyBook) -> list[Evidence]:
    """Read the names of a record, each once: title, short name, aliases, accepted surfaces."""
    found: dict[tuple[str, ...], Evidence] = {}
    for name in (agreement.title, agreement.short, *agreement.aliases, *accepted):
        if name:
            evidence = evidence_in(name, book)
            found.setdefault(tuple(word.text for word in evidence.words), evidence)
    return list(found.values())


def _places_of(place: str, book: PartyBook) -> set[str]:
    found: set[str] = set()
    for part in _PLACE_MARKS.split(place):
        words = words_of(part)
        texts = [word.text for word in words]
        if words and not book.find(words) and not _NO_PLACE.intersection(texts):
            found.add(" ".join(texts))
    return found


def _text(values: Iterable[str]) -> str:
    return SEPARATOR.join(values)


_NONE: Final[Mapping[str, int]] = {}


@lru_cache(maxsize=65_536)
def _set(text: str) -> frozenset[str]:
    """The values of a text. Many records have the same."""
    return frozenset(text.split(SEPARATOR)) if text else frozenset()


def _values(text: str) -> tuple[str, ...]:
    return tuple(text.split(SEPARATOR)) if text else ()


@lru_cache(maxsize=1024)
def _counts(text: str) -> Mapping[str, int]:
    pairs = (value.split(_WITHIN) for value in text.split(SEPARATOR))
    return {folded: int(count) for folded, count in pairs}


@lru_cache(maxsize=1024)
def _kind_words(kind: str) -> frozenset[str]:
    return frozenset(word.text for word in words_of(kind))
