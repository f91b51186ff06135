"""Folded text, for comparing and finding: case, diacritics, quotes, dashes and spaces made alike.

Folding goes code point by code point, and a map leads back, so that a place found in the folded text is a
place in the text (`str.lower()` alone can change a text's length).
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Final

from annotui.core.lexicon import SAME_NAMES

_BREVE: Final = "\u0306"
_SINGLE_QUOTES: Final = "'’‘‚‛′ʼʹ`´＇"
_DOUBLE_QUOTES: Final = '"“”„‟«»″〝〞＂'
_DASHES: Final = "-‐‑‒–—―−﹘﹣－"
_DROPPED: Final = "\u00ad\u034f\u061c\u180e\ufeff" + "".join(
    chr(code) for code in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))
)
_LETTERS: Final = {
    **{"ə": "e", "ı": "i", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ŋ": "n"},
    **{"æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ё": "е", "և": "եւ"},
}
# Cyrillic and Hangul letters keep what NFKD would part from them.
_WHOLE: Final = (("\u0400", "\u052f"), ("\uac00", "\ud7a3"))

_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_FEW: Final = 16
"""One code point in so many at most has to be looked up one by one."""

_POSSESSIVE: Final = re.compile(r"(?<=\w)'s\b|(?<=s)'(?=\s|$)")
_QUOTES_AND_SPACE: Final = re.compile(r"[\s\"]+")


class _Table(dict[str, str]):
    """What each code point folds to: worked out when first asked for."""

    def __missing__(self, char: str) -> str:
        folded = self[char] = _fold_char(char)
        return folded


_TABLE: Final = _Table()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back.

    `offsets[i]` is the code point of the source that `text[i]` came from; `offsets[len(text)]` is the
    source's length.
    """

    text: str
    offsets: array[int]
    source: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the source that folds to `text[start:end]`, with the marks that end it."""
        first = self.offsets[start]
        if end <= start:
            return first, first
        last = self.offsets[end - 1] + 1
        while last < self.offsets[end] and unicodedata.combining(self.source[last]):
            last += 1
        return first, last


def fold(text: str) -> Folded:
    """Fold a text: small letters without diacritics, plain quotes, dashes and spaces, nothing zero-width.

    `ə` is `e`, `ı` is `i`, `ё` is `е` (`й` stays); other letters lose the marks that NFKD parts from them.
    """
    if text.isascii():
        return Folded(text.lower().replace("`", "'"), array("I", range(len(text) + 1)), text)
    pieces = list(map(_TABLE.__getitem__, text))
    if _BREVE in text:
        _keep_short_i(text, pieces)
    lengths = list(map(len, pieces))
    if lengths.count(1) == len(lengths):
        offsets = array("I", range(len(text) + 1))
    else:
        offsets = array("I", chain.from_iterable(map(repeat, range(len(text)), lengths)))
        offsets.append(len(text))
    return Folded("".join(pieces), offsets, text)


def folded_text(text: str) -> str:
    """The text of `fold`, without the way back: several times as fast where nearly all is ASCII."""
    if text.isascii():
        return text.lower().replace("`", "'")
    if _BREVE in text:
        return fold(text).text
    if (len(text.encode("utf-8", "surrogatepass")) - len(text)) * _FEW < len(text):
        return _NOT_ASCII.sub(lambda match: _TABLE[match[0]], text.replace("`", "'")).lower()
    return "".join(map(_TABLE.__getitem__, text))


def fold_key(text: str) -> str:
    """The key by which names are compared: folded, one space between words, no quotes or possessives.

    Spellings of one name are alike: `cease-fire` and `cease fire` are `ceasefire`, `tripartite` is `trilateral`.
    """
    key = _POSSESSIVE.sub("", fold(text).text)
    key = _QUOTES_AND_SPACE.sub(" ", key).strip(" .,;:'")
    for pattern, name in SAME_NAMES:
        key = pattern.sub(name, key)
    return key


def _fold_char(char: str) -> str:
    """What one code point folds to: nothing, one code point or more."""
    if char in _DROPPED or (unicodedata.combining(char) and not char.isspace()):
        return ""
    if char in _SINGLE_QUOTES:
        return "'"
    if char in _DOUBLE_QUOTES:
        return '"'
    if char in _DASHES:
        return "-"
    if char.isspace():
        return char if char < " " else " "
    small = char.lower()
    if small in _LETTERS:
        return _LETTERS[small]
    if any(first <= small <= last for first, last in _WHOLE):
        return small
    plain = "".join(part for part in unicodedata.normalize("NFKD", small) if not unicodedata.combining(part))
    return plain if plain == char else "".join(map(_TABLE.__getitem__, plain))


def _keep_short_i(text: str, pieces: list[str]) -> None:
    """Let `и` with a breve of its own be the letter `й`, which folding keeps."""
    for at, char in enumerate(text):
        if char == _BREVE and at and pieces[at - 1] == "и":
            pieces[at - 1] = "й"
