"""Words of names, folded so that spellings of one name agree, with their places in the text; English word lists.

What is folded: case (also `İ`), diacritics, quotes, possessives, plural endings, `cease-fire` and `tripartite`.
Dashes and no-break spaces only part words. Every word keeps its own offsets, so no map of the whole is needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[0-9]+(?:/[0-9]+)+|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼ‘´`][^\W\d_]+)?")
_APOSTROPHES: Final = re.compile("['’ʼ‘´`]")
_ORDINAL: Final = re.compile(r"([0-9]{1,3})(?:st|nd|rd|th)", re.IGNORECASE)
_ROMAN: Final = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10}
_NO_DECOMPOSITION: Final = str.maketrans(
    {"ı": "i", "ə": "e", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe"}
)
_SAME: Final = {
    "tripartite": "trilateral",
    "bipartite": "bilateral",
    "quadripartite": "quadrilateral",
    "organisation": "organization",
    "programme": "program",
    "mou": "memorandum",
    "unscr": "resolution",
}
_FOLDED_CACHE: Final = 65_536
_SHORTEST_PLURAL: Final = 4


def word_set(text: str) -> frozenset[str]:
    """Cut a line of words into a set; a long word list reads better so."""
    return frozenset(text.split())


STOP_WORDS: Final = word_set(
    "a an and as at be by for from has have her his in into is it its no of off on or our over s so than that the "
    "their them these they this those to under up upon was we were which will with us between among concerning "
    "regarding regard respect about dated signed adopted reached newly new same said"
)
# Heads of agreements' names. Any agreement may be called by one of the `VAGUE_KINDS`.
VAGUE_KINDS: Final = word_set("agreement deal accord document pact arrangement understanding settlement")
# Of these the news take one for another: the Oslo Accord, Agreement, deal.
CALLED_ALIKE: Final = word_set("agreement accord deal pact")
MEETING_KINDS: Final = word_set("summit meeting forum conference talk negotiation session")
KINDS: Final = (
    word_set(
        "statement declaration communique treaty protocol convention charter memorandum resolution ceasefire truce "
        "armistice act law plan principle regulation package roadmap framework note letter decree order "
        "constitution concordat covenant contract decision format compact amendment annex"
    )
    | VAGUE_KINDS
    | MEETING_KINDS
)
# How many parties a word says there are.
ARITIES: Final = {"bilateral": 2, "trilateral": 3, "quadrilateral": 4}
# Words that many names share: they count a quarter.
GENERIC: Final = (
    KINDS
    | frozenset(ARITIES)
    | word_set(
        "joint general comprehensive final basic president minister prime foreign head state leader government "
        "republic federation kingdom country presidential ministerial press release following international "
        "cooperation relation friendship mutual development establishment implementation conflict peace"
    )
)
COUNTS: Final = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
CEASEFIRES: Final = word_set("ceasefire truce armistice")
NUMBER_WORDS: Final = word_set("no nos number res resolution protocol decision decree order law act")
PART_WORDS: Final = word_set("clause article art paragraph para point section chapter page annex item part provision")
_ORDINAL_WORDS: Final = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        1,
    )
}


class Word(NamedTuple):
    """A word: `text` folded and singular, `shown` as written, `start` and `end` code points in the text cut."""

    text: str
    shown: str
    start: int
    end: int

    @property
    def acronym(self) -> bool:
        """Whether it is written in capitals only."""
        return len(self.text) > 1 and self.shown.isupper()


def words_of(text: str) -> list[Word]:
    """Cut `text` into folded words, in order; marks and spaces are left out."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        shown = match.group()
        word = Word(fold_word(shown), shown, match.start(), match.end())
        if word.text == "fire" and found and found[-1].text == "cease" and match.start() - found[-1].end <= 1:
            cease = found.pop()
            word = Word("ceasefire", text[cease.start : word.end], cease.start, word.end)
        if word.text:
            found.append(word)
    return found


def is_capitalized(shown: str) -> bool:
    """Tell whether a word as written begins with a capital or a digit, as names do."""
    return shown[0].isupper() or shown[0].isdigit()


def is_title(words: Iterable[Word]) -> bool:
    """Tell whether all words but the small ones (`of`, `and`) are written as names are."""
    return all(is_capitalized(word.shown) or word.text in STOP_WORDS for word in words)


def capitalized(text: str) -> list[str]:
    """Fold the words of `text` that begin with a capital or a digit; `cease fire` is two words here."""
    return [fold_word(shown) for shown in _WORD.findall(text) if is_capitalized(shown)]


def fold_surface(surface: str) -> str:
    """Fold a mention or alias so that equal names become equal: the key of accepted surfaces."""
    return " ".join(word.text for word in words_of(surface))


@lru_cache(maxsize=_FOLDED_CACHE)
def fold_word(word: str) -> str:
    """Fold one word: small letters, no diacritics, no possessive, singular, one spelling where two are common."""
    low = word.lower().replace("\u0307", "").replace(".", "")
    if not low.isascii():
        low = low.translate(_NO_DECOMPOSITION)
        low = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    parts = _APOSTROPHES.split(low)
    low = parts[0] if parts[-1] in ("s", "") else "".join(parts)
    if len(low) >= _SHORTEST_PLURAL and low.isalpha():
        if low.endswith("ies") and len(low) > _SHORTEST_PLURAL:
            low = low[:-3] + "y"
        elif low.endswith("s") and not low.endswith(("ss", "us", "is")):
            low = low[:-1]
    return _SAME.get(low, low)


def called_alike(folded: str) -> list[str]:
    """The folded name, and as it is with another noun of those that the news take one for another at its end."""
    name, _, noun = folded.rpartition(" ")
    return [f"{name} {other}" for other in sorted(CALLED_ALIKE)] if name and noun in CALLED_ALIKE else [folded]


def is_plural(word: Word) -> bool:
    """Tell whether the word was written as a plural (and not as a possessive)."""
    low = word.shown.lower()
    return low.endswith("s") and len(low) > len(word.text) and not _APOSTROPHES.search(low)


def ordinal_of(word: Word) -> int | None:
    """Give the value of `fifth`, `5th` or a Roman `V` in capitals; None for another word."""
    value = _ORDINAL_WORDS.get(word.text)
    if value is not None:
        return value
    if word.shown[0].isdigit():
        match = _ORDINAL.fullmatch(word.shown)
        return int(match.group(1)) if match else None
    if word.shown[0] in _ROMAN_VALUES and _ROMAN.fullmatch(word.shown):
        digits = [_ROMAN_VALUES[c] for c in word.shown]
        following = [*digits[1:], 0]
        return sum(-one if one < two else one for one, two in zip(digits, following, strict=True))
    return None
