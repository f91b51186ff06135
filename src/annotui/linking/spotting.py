"""Where an article may name an agreement: phrases around a noun of its kind, and names of records without one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from annotui.core.dates import first_date
from annotui.core.lexicon import AGREEMENT_NOUNS, DETERMINERS, INSTITUTIONS, PART_NOUNS
from annotui.core.mention_phrases import mention_of
from annotui.core.phrase_tokens import Token, tokens_of
from annotui.core.sentence_ends import sentence_ends
from annotui.linking.catalogue import Catalogue
from annotui.linking.words import capitalized, is_capitalized, word_set, words_of

MEETING_NOUNS: Final = frozenset(
    f"{noun}{ending}"
    for noun in ("summit", "meeting", "forum", "conference", "talk", "negotiation", "session", "round")
    for ending in ("", "s")
)
_ALWAYS: Final = AGREEMENT_NOUNS | MEETING_NOUNS | {"unscr", "mou"}
_PRESS: Final = word_set(
    "said say says reads read added noted notes stressed stated reported according told reports press release quoted "
    "published issued released"
)
_WORDS: Final = re.compile(r"\w+")
_BREAK: Final = re.compile(r"(?<=\S)\r?\n(?=\S)")
_SHORTEST_WRAPPED: Final = 45
_LONGEST_WRAPPED: Final = 110
_DATED: Final = re.compile(r"(?:\d{1,2}\s+[^\W\d]+|[^\W\d]+\s+\d{1,2},?|[^\W\d]{3,})\s+\d{4}\s?[-–—:]\s")
_HEADER: Final = re.compile(r"[a-z][a-z_-]{1,19}: ")


@dataclass(frozen=True, slots=True)
class Spot:
    """A phrase that may name an agreement: code points of the article, and of the sentence around it.

    `noun` is its noun in small letters, or empty for a name without one; `before` are the words before it in the
    sentence, in small letters, the nearest last, `after` those after it; `determiner` the article or `this` before it.
    `capital` tells that the noun is written with one.
    """

    start: int
    end: int
    sentence: tuple[int, int]
    noun: str
    capital: bool
    determiner: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def is_press(self) -> bool:
        """Whether it is a statement that somebody has put out: `said in a statement`, `the statement reads`."""
        said = not _PRESS.isdisjoint(self.before[-4:]) or not _PRESS.isdisjoint(self.after[:2])
        said = said or self.before[-2:] == ("in", "a")
        return said and self.noun in ("statement", "statements")

    @property
    def is_indefinite(self) -> bool:
        """Whether it brings up something new: `a statement`."""
        return self.determiner in ("a", "an", "any", "another", "each", "every", "no", "some", "such")


class _Nouns:
    """The nouns that agreements go by: those of the language, and the kinds of a catalogue's records."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.words = _ALWAYS | catalogue.kinds | {f"{kind}s" for kind in catalogue.kinds}

    def of(self, word: str) -> str:
        """The noun that a word in small letters is, by itself or with another (`protocol-description`); or empty."""
        if word in self.words or "-" not in word:
            return word if word in self.words else ""
        parts = word.split("-")
        return next((part for part in (parts[-1], parts[0]) if part in self.words), "")

    def are_in(self, sentence: str) -> bool:
        """Whether one of them stands in a sentence."""
        return not self.words.isdisjoint(_WORDS.findall(sentence.lower()))


def flowing(text: str) -> str:
    """The text with the line ends inside wrapped paragraphs made spaces: code point for code point."""
    ends = []
    for match in _BREAK.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        length = match.start() - line_start
        wrapped = _SHORTEST_WRAPPED <= length <= _LONGEST_WRAPPED
        begins = _HEADER.match(text, match.end()) or _DATED.match(text, match.end())
        if wrapped and not begins and not _HEADER.match(text, line_start):
            ends.append(match.span())
    if not ends:
        return text
    pieces, at = [], 0
    for start, end in ends:
        pieces += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])


def spots_in(text: str, catalogue: Catalogue, on: str = "") -> Iterator[Spot]:
    """The phrases of a flowing text that may name an agreement, sentence by sentence; they may nest.

    `on` is the article's own (partial) date.
    """
    nouns = _Nouns(catalogue)
    low = 0
    while low < len(text):
        high = text.find("\n", low)
        high = len(text) if high < 0 else high
        if low < high:
            start = low
            for stop in (*sentence_ends(text, low, high), high):
                if start < stop:
                    yield from _in_sentence(text, start, stop, nouns, on)
                start = stop
        low = high + 1


def line_year(text: str, at: int) -> str:
    """The year of the date that the line around `at` begins with, as in a chronology: `9 November 2020: ...`; or ""."""
    dated = _DATED.match(text, text.rfind("\n", 0, at) + 1)
    date = first_date(dated[0], 1) if dated else None
    return date.values[0][:4] if date is not None and date.year_from == "own" else ""


def _in_sentence(text: str, start: int, end: int, nouns: _Nouns, on: str) -> Iterator[Spot]:
    sentence = text[start:end]
    named = list(_named(sentence, nouns.catalogue))
    if not named and not nouns.are_in(sentence):
        return
    stripped = start + len(sentence) - len(sentence.lstrip()), end - (len(sentence) - len(sentence.rstrip()))
    tokens = tokens_of(text, *stripped, near=start, on=on)
    taken = set()
    for head, token in enumerate(tokens):
        noun = nouns.of(token.low)
        if not noun:
            continue
        extent = mention_of(tokens, head)
        if extent is not None:
            first, last = extent
            for end in sorted({last, _before_verbs_date(tokens, head, last)}):
                taken.add((tokens[first].start, tokens[end - 1].end))
                yield _spot(tokens, first, end, stripped, noun, token.text[:1].isupper())
    for low, high in named:
        inside = [at for at, token in enumerate(tokens) if start + low <= token.start and token.end <= start + high]
        if not inside or _names_body(tokens, inside[-1] + 1):
            continue
        after = inside[-1] + 1
        if any(tokens[at].low == "(" for at in inside) and [token.low for token in tokens[after : after + 1]] == [")"]:
            after += 1
        if (tokens[inside[0]].start, tokens[after - 1].end) not in taken:
            noun = next((tokens[at].low for at in reversed(inside) if tokens[at].low in nouns.words), "")
            yield _spot(tokens, inside[0], after, stripped, noun, True)


def _spot(tokens: Sequence[Token], first: int, last: int, sentence: tuple[int, int], noun: str, capital: bool) -> Spot:
    before = tuple(token.low for token in tokens[max(0, first - _NEAR) : first])
    determiner = before[-1] if before and before[-1] in DETERMINERS else ""
    if not determiner and first and tokens[first - 1].possessive:
        determiner = "its"
    if tokens[first].low in PART_NOUNS:  # `point 25 of the declaration`
        determiner = next((token.low for token in tokens[first:last] if token.low in DETERMINERS), determiner)
    after = tuple(token.low for token in tokens[last : last + _NEAR])
    return Spot(tokens[first].start, tokens[last - 1].end, sentence, noun, capital, determiner, before, after)


_NEAR: Final = 12


def _before_verbs_date(tokens: Sequence[Token], head: int, last: int) -> int:
    """Where the mention ends if the date at its end is the verb's: `left [the Treaty] in 1932`; else `last`."""
    at = last
    while at > head + 1 and tokens[at - 1].kind == "date":
        at -= 1
    return at - 1 if head + 1 < at < last and tokens[at - 1].low in ("in", "on") else last


def _names_body(tokens: Sequence[Token], after: int) -> bool:
    """Whether a name goes on as that of a body: `Collective Security Treaty Organization`."""
    return after < len(tokens) and tokens[after].kind == "name" and tokens[after].low in INSTITUTIONS


def _named(sentence: str, catalogue: Catalogue) -> Iterator[tuple[int, int]]:
    """Whole names of records in a sentence (code points of it): those with a capital, the longest at each place."""
    if not catalogue.may_begin_name(capitalized(sentence)):
        return
    words = words_of(sentence)
    at = 0
    while at < len(words):
        length = catalogue.named_at(words, at) if is_capitalized(words[at].shown) else 0
        if length:
            yield words[at].start, words[at + length - 1].end
        at += length or 1
