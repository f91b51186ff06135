"""Who is named in a text: states, bodies and peoples by name, demonym or leader, as the names that records use.

What is known of the world is in `annotui/data/parties.jsonl` and in what the caller adds; nothing of it is here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from annotui.errors import DataError
from annotui.linking.words import STOP_WORDS, Word, words_of

_DATA: Final = "data/parties.jsonl"
_LONGEST_ACRONYM: Final = 5
_LONGEST_CAPITAL: Final = 3
_PAIRING: Final = frozenset({"between", "among"})
# Right before a name these make it a place or a topic, which need not be a party: `in regard to Karabakh`.
_ABOUT: Final = frozenset({"in", "over", "on", "to", "toward", "around", "inside", "near", "about", "into", "for"})


@dataclass(frozen=True, slots=True)
class Party:
    """A party by the `name` that records use, and what else it is called in texts.

    A capital stands for it beside another party only: `between Baku and Moscow`; else it is a place.
    """

    name: str
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyMention:
    """A party named in a text, at words `first` to `last` (half-open) and code points `start` to `end`.

    `about` is true where the name stands for a place or topic (`in`, `over`, `on`, `to` before it).
    """

    name: str
    start: int
    end: int
    first: int
    last: int
    about: bool


class PartyBook:
    """Finds parties in folded words: the longest name at each place. Acronyms count only in capitals."""

    def __init__(self, parties: Iterable[Party]) -> None:
        # By the folded words of a surface: the party, and whether the surface is an acronym.
        self._known: dict[tuple[str, ...], tuple[str, bool]] = {}
        self._canonical: dict[str, str] = {}
        # By a first word: how many words the surfaces that begin with it have, the longest first.
        self._lengths: dict[str, tuple[int, ...]] = {}
        # By the folded words of a capital: the party.
        self._capitals: dict[tuple[str, ...], str] = {}
        for party in parties:
            for surface in (party.name, *party.names, *party.demonyms, *party.leaders):
                self._add(surface, party.name)
            for capital in party.capitals:
                self._capitals.setdefault(tuple(word.text for word in words_of(capital)), party.name)

    def with_names(self, names: Iterable[str]) -> PartyBook:
        """Give a book that also knows these names (of records' parties), each as itself."""
        book = PartyBook(())
        book._known = dict(self._known)
        book._lengths = dict(self._lengths)
        book._capitals = self._capitals
        for name in sorted(set(names)):
            book._add(name, name)
        return book

    def canonical(self, name: str) -> str:
        """Give the name that a record's party goes by, or `name` itself where it is not known."""
        if name not in self._canonical:
            known = self._known.get(tuple(word.text for word in words_of(name)))
            self._canonical[name] = known[0] if known else name
        return self._canonical[name]

    def find(self, words: Sequence[Word], *, any_case: bool = False) -> list[PartyMention]:
        """Find the parties named, in order; with `any_case`, for typed text, acronyms may be written small."""
        found: list[PartyMention] = []
        i = 0
        while i < len(words):
            match = self._longest(words, i, any_case)
            if match is None:
                i += 1
                continue
            length, name = match
            before = i - 1
            while before >= 0 and words[before].text in ("the", "a"):
                before -= 1
            about = before >= 0 and words[before].text in _ABOUT
            found.append(PartyMention(name, words[i].start, words[i + length - 1].end, i, i + length, about))
            i += length
        pairing = [at for at, word in enumerate(words) if word.text in _PAIRING] if self._capitals else []
        capitals = [mention for at in pairing for mention in self._paired(words, at, found)]
        return sorted([*found, *capitals], key=lambda mention: mention.first) if capitals else found

    def _paired(self, words: Sequence[Word], at: int, found: Sequence[PartyMention]) -> list[PartyMention]:
        """The capitals that stand for parties after `between` at a word, joined by `and`."""
        ends = {mention.first: mention.last for mention in found}
        capitals: list[PartyMention] = []
        at, items, is_joined = at + 1, 0, False
        while at < len(words):
            length = self._capital(words, at)
            if at in ends:
                at, items = ends[at], items + 1
            elif length:
                name = self._capitals[tuple(word.text for word in words[at : at + length])]
                capitals.append(
                    PartyMention(name, words[at].start, words[at + length - 1].end, at, at + length, about=False)
                )
                at, items = at + length, items + 1
            elif words[at].text == "and":
                at, is_joined = at + 1, True
            else:
                break
        return capitals if is_joined and items > 1 else []

    def _capital(self, words: Sequence[Word], at: int) -> int:
        """How many words a capital has that begins at one; 0 for none."""
        texts = tuple(word.text for word in words[at : at + _LONGEST_CAPITAL])
        lengths = (length for length in range(len(texts), 0, -1) if texts[:length] in self._capitals)
        return next(lengths, 0) if words[at].shown[:1].isupper() else 0

    def _longest(self, words: Sequence[Word], i: int, any_case: bool) -> tuple[int, str] | None:
        for length in self._lengths.get(words[i].text, ()):
            surface = words[i : i + length]
            known = self._known.get(tuple(word.text for word in surface))
            if known is None:
                continue
            name, acronym = known
            if not acronym or all(word.acronym for word in surface):
                return len(surface), name
            if any_case and surface[0].text not in STOP_WORDS:
                return len(surface), name
        return None

    def _add(self, surface: str, name: str) -> None:
        words = words_of(surface)
        folded = tuple(word.text for word in words)
        if not folded or folded in self._known:
            return
        acronym = all(word.acronym and len(word.text) <= _LONGEST_ACRONYM for word in words)
        self._known[folded] = (name, acronym)
        lengths = {len(folded), *self._lengths.get(folded[0], ())}
        self._lengths[folded[0]] = tuple(sorted(lengths, reverse=True))


def read_parties(lines: Iterable[str], where: str) -> list[Party]:
    """Read parties from JSON lines; `where` names their source in errors.

    Raises DataError for a line that is not an object with a `name` and lists of strings.
    """
    parties: list[Party] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row: object = json.loads(line)
        except json.JSONDecodeError as error:
            raise DataError(f"{where}, line {number}: not JSON ({error.msg})", "Each line is one object.") from error
        parties.append(_party(row, f"{where}, line {number}"))
    return parties


def known_parties(extra: Iterable[Party] = ()) -> PartyBook:
    """Give the book of the parties that come with annotui; those in `extra` win over them."""
    text = files("annotui").joinpath(_DATA).read_text(encoding="utf-8")
    return PartyBook([*extra, *read_parties(text.splitlines(), _DATA)])


def _party(row: object, where: str) -> Party:
    if not isinstance(row, Mapping) or not isinstance(row.get("name"), str) or not row["name"]:
        raise DataError(f"{where}: a party without a name", 'Write it as {"name": "France", "demonyms": ["French"]}.')
    lists: dict[str, tuple[str, ...]] = {}
    for key in ("names", "demonyms", "leaders", "capitals"):
        value = row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise DataError(f"{where}: {key} of {row['name']} is not a list of strings", 'Write it as ["one", "two"].')
        lists[key] = tuple(value)
    return Party(row["name"], lists["names"], lists["demonyms"], lists["leaders"], lists["capitals"])
