"""A sentence as the tokens that phrases are told by: words, names, numbers, whole dates and marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from annotui.core.dates import find_dates
from annotui.core.lexicon import (
    ADVERBS,
    AMBIGUOUS_VERBS,
    FUNCTION_WORDS,
    ING_MODIFIERS,
    LY_NOUNS,
    MODIFIER_ENDINGS,
    NAME_PREFIXES,
    PEOPLE_ENDINGS,
    PLURAL_MODIFIERS,
    VERBS,
    WEEKDAYS,
)
from annotui.core.segments import is_possessive, words_in

Kind = Literal["name", "word", "function", "number", "date", "mark"]

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_NUMBER: Final = re.compile(r"\d.*|[IVX]{1,5}|[A-Z]+/.*\d.*")
_PAST_LATIN: Final = "\u0250"
_HEADLINE_WORDS: Final = 5
_HEADLINE_SHARE: Final = 0.7
_REACH: Final = 1000


class Token(NamedTuple):
    """A word, a whole date or one mark: code points of the text, the text in small letters, its kind.

    `possessive` tells that an `'s` follows. A mark of the kind `-` is a dash between spaces.
    """

    start: int
    end: int
    text: str
    low: str
    kind: Kind
    possessive: bool = False

    @property
    def is_noun(self) -> bool:
        """Whether a noun phrase may contain it: a name, a number, or a word that is no verb or function word."""
        return self.kind in ("name", "number") or self.is_plain

    @property
    def is_plain(self) -> bool:
        """Whether it is a common noun or an adjective, as far as can be told: of a Latin script, for one."""
        return self.kind == "word" and self.low[0] < _PAST_LATIN and not self.is_verb and not self.is_adverb

    @property
    def is_adverb(self) -> bool:
        """Whether it is an adverb by its ending: `newly`."""
        return self.kind == "word" and self.low.endswith("ly") and self.low not in LY_NOUNS

    @property
    def is_verb(self) -> bool:
        """Whether it is a finite verb for certain."""
        return self.low in VERBS and self.low not in AMBIGUOUS_VERBS

    @property
    def is_modifier(self) -> bool:
        """Whether it may stand before a noun: `joint`, `newly-signed`, `peace`; not `violates`, `signed`."""
        if self.kind in ("name", "number", "date"):
            return True
        if self.kind != "word" or self.low in VERBS:
            return False
        if "-" in self.low or self.low in PLURAL_MODIFIERS or self.low in ING_MODIFIERS:
            return True
        if self.is_adverb or self.low.endswith(("ing", "ed")):
            return False
        return self.low.endswith(MODIFIER_ENDINGS) or not self.low.endswith("s") or self.low.endswith("ss")


def tokens_of(text: str, start: int, end: int, *, near: int, on: str = "") -> Sequence[Token]:
    """The tokens of the sentence `text[start:end]`, at most a thousand code points to each side of `near`."""
    low, high = max(start, near - _REACH), min(end, near + _REACH)
    return _tokens_of(text[low:high], low, on)


@lru_cache(maxsize=8)
def _tokens_of(sentence: str, low: int, on: str) -> tuple[Token, ...]:
    """The tokens of a sentence that begins at `low`; kept, for who tags a name goes on to the next one in it."""
    words = words_in(sentence, 0, len(sentence))
    headline = _is_headline([sentence[first:last] for first, last in words], sentence)
    dates = [(date.start, date.end) for date in find_dates(sentence, on=on)]
    tokens: list[Token] = []
    at = 0
    for first, last in words:
        if first < at:
            continue
        tokens += _marks(sentence, at, first, low)
        if dates and dates[0][1] <= first:
            dates = [date for date in dates if date[1] > first]
        kind: Kind = _kind(sentence[first:last], headline)
        if dates and dates[0][0] <= first:
            kind, last = "date", max(last, dates[0][1] - (sentence[dates[0][1] - 1] == "."))
        word = sentence[first:last]
        tokens.append(Token(low + first, low + last, word, word.lower(), kind, is_possessive(sentence, last)))
        at = last
        if tokens[-1].possessive:
            at += 2 if sentence[last + 1 : last + 2] in ("s", "S") else 1
    return (*tokens, *_marks(sentence, at, len(sentence), low))


def beside(left: Token, right: Token) -> bool:
    """Whether nothing but a space parts two tokens, and the left one is no possessive."""
    return not left.possessive and right.start - left.end <= 1


def ends_noun_phrase(left: Token, right: Token) -> bool:
    """Whether a word after a noun is no part of its phrase but a verb, as its ending and the noun tell.

    Plurals seldom describe a noun (`statements differ`), and after the name of a thing or a place a word in
    -s is mostly a verb (`Norway aims`), after an adjective of people a noun (`Norwegian leaders`).
    """
    if right.kind != "word" or left.kind not in ("word", "name", "date"):
        return False
    if left.kind == "word":
        return _is_plural(left.low) and left.low not in PLURAL_MODIFIERS
    return _is_plural(right.low) and not left.text.isupper() and not left.low.endswith(PEOPLE_ENDINGS)


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def is_year(token: Token) -> bool:
    """Whether a token is a date, or a number that looks like a year."""
    return token.kind == "date" or bool(_YEAR.fullmatch(token.text))


def _marks(sentence: str, start: int, end: int, low: int) -> list[Token]:
    """The marks between two words; a dash counts as one only between spaces (or as a long dash)."""
    marks = []
    for at in range(start, end):
        char = sentence[at]
        if char.isspace():
            continue
        sign = char
        if char in "-–—":
            loose = sentence[at - 1 : at].isspace() or sentence[at + 1 : at + 2].isspace()
            sign = "-" if loose or char == "—" else "joined"
        elif char in '"“”„«»':
            sign = '"'
        marks.append(Token(low + at, low + at + 1, char, sign, "mark"))
    return marks


def _kind(word: str, headline: bool) -> Kind:
    low = word.lower()
    if _NUMBER.fullmatch(word):
        return "number"
    if low in WEEKDAYS:
        return "date"
    shouted = len(word) > 1 and word.isupper()
    if low in FUNCTION_WORDS and not shouted:
        return "function"
    if word[:1].isupper() or (low.startswith(NAME_PREFIXES) and any(char.isupper() for char in word)):
        if headline and not shouted and (low in VERBS or low in ADVERBS):
            return "word"
        return "name"
    return "word"


def _is_headline(words: list[str], sentence: str) -> bool:
    """Whether nearly all longer words have a capital, so that it does not tell a name."""
    longer = [word for word in words if len(word) > 3 and not word[0].isdigit()]
    if len(longer) < _HEADLINE_WORDS or sentence.rstrip()[-1:] in ".!?…":
        return False
    return sum(word[0].isupper() for word in longer) >= _HEADLINE_SHARE * len(longer)
