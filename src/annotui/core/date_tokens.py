"""Text around digits and month names cut into tokens, and what a date is made of: its days, months and years.

Only the neighbourhoods of digits and month names are cut, and each look is a bounded number of tokens long, so
the time taken grows with the text and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from annotui.core.date_words import (
    AND_WORDS,
    COUNTED,
    FIRST_YEAR,
    HYPHEN_ENDINGS,
    LAST_YEAR,
    NUMBERED,
    ORDINAL_ENDINGS,
    YEAR_ENDINGS,
    YEAR_WORDS,
    month_number,
    plain,
)


class Token(NamedTuple):
    """A number, a word or a mark, with its place in the text (code points)."""

    text: str
    start: int
    end: int
    number: int  # its value, or -1 where it is no number of up to four digits
    month: int  # 1 to 12, or 0


_ANCHOR: Final = re.compile(
    r"[0-9]+|\b(?:[Jj]anuary|[Ff]ebruary|[Mm]arch|[Aa]pril|May|[Jj]une|[Jj]uly|[Aa]ugust|[Ss]eptember|[Oo]ctober"
    r"|[Nn]ovember|[Dd]ecember)\b"
)
_TOKEN: Final = re.compile(r"([0-9]+)|([^\W\d_]+)|\S")
_NUMBER, _WORD = 1, 2  # groups of _TOKEN
_NOTHING: Final = Token("", -1, -2, -1, 0)
_LONGEST_NUMBER_LIST: Final = 16
_REACH: Final = 48  # code points on both sides of an anchor that its date may use
DASHES: Final = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d")
MONEY: Final = frozenset("$€£¥₽₼#№")


def zones(text: str) -> Iterator[tuple[int, int]]:
    """Find the stretches around digits and month names, widened to whole words, near ones made one."""
    start = end = -1
    for match in _ANCHOR.finditer(text):
        if start >= 0 and match.start() - _REACH <= end:
            end = match.end() + _REACH
            continue
        if start >= 0:
            yield _whole_words(text, start, end)
        start, end = max(0, match.start() - _REACH), match.end() + _REACH
    if start >= 0:
        yield _whole_words(text, start, end)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the half words at the edges of the stretch; far from every anchor, they hold no digit."""
    if start > 0:
        while start < len(text) and text[start - 1].isalnum() and text[start].isalnum():
            start += 1
    end = min(end, len(text))
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end -= 1
    return start, end


def is_month_name(word: str) -> bool:
    """Tell whether `word` is a month's whole English name, so that it may stand without a day or year."""
    return _ANCHOR.fullmatch(word) is not None and word.isalpha()


class Tokens:
    """The tokens of one stretch, and the looks at them that the rules are made of.

    A look takes the index of a token and gives the index after what it found, or 0; an index out of range gives
    an empty token.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self._tokens: list[Token] = []
        self._matches = _TOKEN.finditer(text, start, end)

    def at(self, i: int) -> Token:
        """Give the token at `i`, or an empty one."""
        return self._tokens[i] if 0 <= i < len(self._tokens) else self._cut(i)

    def _cut(self, i: int) -> Token:
        """Cut up to the token at `i`; what comes after the last one asked for is left as it is."""
        while i >= len(self._tokens) and (match := next(self._matches, None)):
            piece, kind = match[0], match.lastindex
            number = int(piece) if kind == _NUMBER and len(piece) <= 4 else -1
            month = (month_number(piece) or 0) if kind == _WORD else 0
            self._tokens.append(Token(piece, *match.span(), number, month))
        return self._tokens[i] if 0 <= i < len(self._tokens) else _NOTHING

    def low(self, i: int) -> str:
        """Give the token at `i` in small letters."""
        return plain(self.at(i).text)

    def touches(self, i: int) -> bool:
        """Tell whether token `i` follows the one before it with no space between."""
        return self.at(i).start == self.at(i - 1).end

    def is_year(self, i: int) -> bool:
        """Tell whether token `i` is four digits that can be a year."""
        token = self.at(i)
        if len(token.text) != 4 or not FIRST_YEAR <= token.number <= LAST_YEAR:
            return False
        after = self.at(i + 1)
        if self.touches(i + 1) and after.text[:1].isalpha():
            return False  # 1990s
        return not self.goes_on(i + 1)

    def goes_on(self, i: int) -> bool:
        """Tell whether token `i` and the next make the number before them longer: 10,000 or 9.5 or 12:30, 60%."""
        mark, rest = self.at(i), self.at(i + 1)
        if not self.touches(i):
            return mark.text == "%"
        if mark.text in ("%", ":") or mark.text in MONEY:
            return mark.text != ":" or (self.touches(i + 1) and rest.number >= 0)
        if not self.touches(i + 1) or rest.number < 0:
            return False
        return (mark.text == "," and len(rest.text) == 3) or mark.text == "."

    def year_marked(self, i: int) -> int:
        """Give the index after the year at `i` and the word that says it is one: 2020-ci il, 2020 года, 2020 թ."""
        j = i + 1
        if self.at(j).text in DASHES and self.touches(j) and self.touches(j + 1) and self.low(j + 1) in YEAR_ENDINGS:
            j += 2
        if self.low(j) in YEAR_WORDS:
            j += 1
            if self.at(j).text in (".", "․") and self.touches(j) and len(self.at(j - 1).text) <= 2:
                j += 1
        return j

    def year_after(self, i: int) -> tuple[int | None, int]:
        """The year that may follow a day and month, with a comma or `of` before it, and the index after it."""
        j = i
        if self.at(j).text == "," or self.low(j) == "of":
            j += 1
        if self.is_year(j) and self.low(j + 1) not in COUNTED:
            return self.at(j).number, self.year_marked(j)
        return None, i

    def day(self, i: int) -> int:
        """Give the index after a day of the month (with its ordinal ending), or 0 if there is none at `i`."""
        token = self.at(i)
        if len(token.text) > 2 or not 1 <= token.number <= 31 or self.goes_on(i + 1):
            return 0
        before = self.at(i - 1)
        if self.touches(i) and (before.text in MONEY or before.text.isalpha()):
            return 0
        j = i + 1
        if self.touches(j) and self.at(j).text[:1].isalpha():
            return j + 1 if self.low(j) in ORDINAL_ENDINGS else 0
        if self.at(j).text in DASHES and self.touches(j) and self.touches(j + 1) and self.low(j + 1) in HYPHEN_ENDINGS:
            return j + 2
        return j

    def days(self, i: int) -> tuple[list[int], int]:
        """Read one day or the two of a double or range (9/10, 9-10), and the index after; no days if none."""
        j = self.day(i)
        if not j:
            return [], i
        days = [self.at(i).number]
        if self.at(j).text in DASHES or self.at(j).text == "/":
            k = self.day(j + 1)
            if k and self.at(j + 1).number > days[0]:
                return [*days, self.at(j + 1).number], k
        return days, j

    def month(self, i: int) -> int:
        """Give the index after a month's name and its full stop, or 0."""
        token = self.at(i)
        if not token.month:
            return 0
        dotted = self.at(i + 1).text == "." and self.touches(i + 1) and len(token.text) <= 4
        return i + 2 if dotted else i + 1

    def counts_parts(self, i: int) -> bool:
        """Tell whether the word before the number at `i`, or before its list, counts clauses, resolutions etc."""
        before = i - 1
        while before > i - _LONGEST_NUMBER_LIST and (
            self.at(before).text in (",", ".", "&") or self.low(before) in AND_WORDS or self.at(before).number > 31
        ):
            before -= 1
        first = self.at(before + 1)
        counted = self.low(before) in NUMBERED and (first.number >= 0 or first.text == ".")
        return counted or self.at(i - 1).text in MONEY

    def after_joiner(self, i: int) -> int:
        """Give the index after `,` or `and` or `, and`, or 0; a comma needs a space behind it."""
        j = i
        if self.at(j).text == "," and not self.touches(j + 1):
            j += 1
        if self.low(j) in AND_WORDS or self.at(j).text == "&":
            j += 1
        return j if j > i else 0
