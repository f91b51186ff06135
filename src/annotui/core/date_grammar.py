"""The grammar of written dates: text -> dates as they are written, before missing years are filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from annotui.core.date_tokens import DASHES, MONEY, Token, Tokens, is_month_name, zones
from annotui.core.date_words import (
    AND_WORDS,
    COUNTED,
    EVERYDAY,
    FIRST_YEAR,
    IN_WORDS,
    LAST_YEAR,
    YEAR_WORDS,
    words,
)
from annotui.core.lexicon import AGREEMENT_NOUNS

Point = tuple[int | None, int | None]


class Written(NamedTuple):
    """A date as written. `points` are (month, day), two for a double or range; `year` where it has its own."""

    start: int
    end: int
    points: tuple[Point, ...]
    year: int | None


_DATE_MARKS: Final = DASHES | frozenset("./")
_MOST_BARE_DAYS: Final = 6
_NOT_COUNTED: Final = words("were are was is have had did which that who in at by as but while to remain remained")
"""What follows a day of the month, and no number of things."""
_OLD: Final = 1800  # four digits below this are more often a count than a year


def written_dates(text: str, before: int | None = None) -> Iterator[Written]:
    """Read every date that `text` names, in text order, none overlapping another.

    Reads no further than is asked for: those that begin before a code point, or the first.
    """
    before = len(text) if before is None else before
    for start, end in zones(text):
        if start >= before:
            return
        yield from _Rules(text, start, end).dates(before)


class _Rules(Tokens):
    """The rules. Each takes an index and gives the dates that start there with the next index, or None."""

    def dates(self, before: int) -> Iterator[Written]:
        i = 0
        while (token := self.at(i)).text and token.start < before:
            step: tuple[list[Written], int] | None = None
            if token.number >= 0:
                step = self._numeric(i) or self._year_first(i) or self._days_first(i) or self._year_only(i)
            elif token.month:
                step = self._month_days(i) or self._month_year(i) or self._month_only(i)
            if step is None:
                i += 1
                continue
            yield from step[0]
            i = step[1]

    def _date(self, i: int, j: int, points: tuple[Point, ...], year: int | None) -> tuple[list[Written], int]:
        return [Written(self.at(i).start, self.at(j - 1).end, points, year)], j

    # Rules that start with a number.

    def _numeric(self, i: int) -> tuple[list[Written], int] | None:
        """10.11.2020, 2020-11-09, 13/11/2020, and 2020-11 where it is no span of years (2008-09)."""
        one, mark, two = self.at(i), self.at(i + 1), self.at(i + 2)
        if mark.text not in _DATE_MARKS or two.number < 0 or not (self.touches(i + 1) and self.touches(i + 2)):
            return None
        if self.touches(i) and (self.at(i - 1).text in _DATE_MARKS or self.at(i - 1).text.isalnum()):
            return None
        again, three = self.at(i + 3), self.at(i + 4)
        same = again.text == mark.text or (again.text in DASHES and mark.text in DASHES)
        if same and three.number >= 0 and self.touches(i + 3) and self.touches(i + 4):
            ends = not (self.touches(i + 5) and (self.at(i + 5).text.isalpha() or self.goes_on(i + 5)))
            read = _ordered(one, two, three, mark.text)
            if read is None or not ends:
                return None
            year, month, day = read
            j = i + 5
            if self.low(j) in YEAR_WORDS:
                j = self.year_marked(i + 4)
            return self._date(i, j, ((month, day),), year)
        if mark.text in DASHES and len(one.text) == 4 and len(two.text) == 2 and FIRST_YEAR <= one.number <= LAST_YEAR:
            goes_on = self.touches(i + 3) and (
                (again.text in _DATE_MARKS and three.number >= 0) or again.text.isalpha()
            )
            if 1 <= two.number <= 12 and two.number <= one.number % 100 and not goes_on:
                return self._date(i, i + 3, ((two.number, None),), one.number)
        return None

    def _year_first(self, i: int) -> tuple[list[Written], int] | None:
        """2020-ci il noyabrın 10-da, 2020 թ. նոյեմբերի 9, 2020 November 9, 2020-ci il 10 noyabr."""
        if not self.is_year(i) or self.counts_parts(i):
            return None
        j = self.year_marked(i)
        marked = j > i + 1
        if marked and self.at(j).text == ",":
            j += 1
        year = self.at(i).number
        after_month = self.month(j)
        if after_month:
            days, k = self.days(after_month)
            month = self.at(j).month
            if days and not self.is_year(k) and self.year_after(k)[0] is None and not self.at(k).month:
                return self._date(i, k, tuple((month, day) for day in days), year)
            return self._date(i, after_month, ((month, None),), year) if marked else None
        days, k = self.days(j) if marked else ([], j)
        if days and self.month(k) and self.year_after(self.month(k))[0] is None:
            return self._date(i, self.month(k), tuple((self.at(k).month, day) for day in days), year)
        return None

    def _days_first(self, i: int) -> tuple[list[Written], int] | None:
        """9 November 2020, 9/10 November, the 9th of November; 9, 10 and 11 November 2020 as three items."""
        items: list[tuple[int, int, list[int]]] = []
        j = i
        while len(items) < _MOST_BARE_DAYS:
            days, k = self.days(j)
            if not days:
                return None
            items.append((j, k, days))
            m = k + 1 if self.low(k) == "of" else k
            if self.month(m):
                return self._days_month(items, m)
            following = self.after_joiner(k)
            if not following or (not items[1:] and self.counts_parts(i)):
                return None
            j = following
        return None

    def _days_month(self, items: list[tuple[int, int, list[int]]], m: int) -> tuple[list[Written], int] | None:
        month, after = self.at(m).month, self.month(m)
        year, j = self.year_after(after)
        if year is None and self.at(m).text in EVERYDAY and self.at(m).text.isascii() and self.low(m) == "may":
            return None
        found = [
            Written(self.at(a).start, self.at(b - 1).end, tuple((month, day) for day in days), None)
            for a, b, days in items[:-1]
        ]
        first, _, days = items[-1]
        if year is None and len(days) == 1:
            crossed = self._crossed(first, after, (month, days[0]))
            if crossed:
                return [*found, *crossed[0]], crossed[1]
        last, j = self._date(first, j, tuple((month, day) for day in days), year)
        return [*found, *last], j

    def _crossed(self, first: int, i: int, point: Point) -> tuple[list[Written], int] | None:
        """Read the rest of a range over two months, or of a double date: 28 July - [2 August 2020], 31 May/[1 June]."""
        if self.at(i).text not in DASHES and self.low(i) not in ("to", "/"):
            return None
        days, j = self.days(i + 1)
        month_first = not days
        m = i + 1 if month_first else j
        after = self.month(m)
        if not after:
            return None
        if month_first:
            days, after = self.days(after)
        if len(days) != 1:
            return None
        year, end = self.year_after(after)
        return self._date(first, end, (point, (self.at(m).month, days[0])), year)

    def _year_only(self, i: int) -> tuple[list[Written], int] | None:
        token, before = self.at(i), self.at(i - 1)
        if not self.is_year(i) or self.counts_parts(i):
            return None
        if self.touches(i) and (before.text.isalnum() or before.text in MONEY or before.text in ("/", ".", ",", "_")):
            return None
        j = self.year_marked(i)
        if self.low(j) in COUNTED:
            return None
        if j == i + 1 and token.number < _OLD and self.low(i - 1) not in IN_WORDS and before.text != "(":
            return None
        return self._date(i, j, ((None, None),), token.number)

    # Rules that start with a month.

    def _month_days(self, i: int) -> tuple[list[Written], int] | None:
        """November 9, 2020; Nov. 9-10; November the 9th; January 11 and 12, 2021 as two items."""
        after = self.month(i)
        start = after + 1 if self.low(after) == "the" else after
        month = self.at(i).month
        days, j = self.days(start)
        if not days or self.low(j) in COUNTED:
            return None
        year, end = self.year_after(j)
        if year is not None:
            return self._date(i, end, tuple((month, day) for day in days), year)
        if self.at(i).text in EVERYDAY:
            return None
        if len(days) == 1:
            crossed = self._crossed(i, j, (month, days[0]))
            if crossed:
                return crossed
        found, _ = self._date(i, j, tuple((month, day) for day in days), None)
        more, j = self._more_days(j, month, _MOST_BARE_DAYS - 1)
        return [*found, *more], j

    def _more_days(self, j: int, month: int, most: int) -> tuple[list[Written], int]:
        """The other days of a list before `j`: November 9 [and 10], October 10[, 18 and 26]; none where it is none."""
        k = self.after_joiner(j) if most else 0
        days, end = self.days(k) if k else ([], 0)
        if not days or self.month(end) or (self.low(end) == "of" and self.month(end + 1)):
            return [], j
        year, end = self.year_after(end)
        more, after = self._more_days(end, month, most - 1)
        counts = self.at(end).text.isalpha() and self.low(end) not in _NOT_COUNTED
        if not more and year is None and (counts or not self._closes(k, j)):
            return [], j
        points = tuple((month, day) for day in days)
        return [Written(self.at(k).start, self.at(end - 1).end, points, year), *more], after

    def _closes(self, k: int, j: int) -> bool:
        """Tell whether the item at `k` is joined to the one before `j` by a word, not by a comma alone."""
        return self.at(k - 1).text != "," and k > j

    def _month_year(self, i: int) -> tuple[list[Written], int] | None:
        """November 2020, October-November 2020, ноябрь 2020 года."""
        after, months = self.month(i), [self.at(i).month]
        if self.at(after).text in DASHES or self.at(after).text == "/":
            second = self.month(after + 1)
            if second:
                months.append(self.at(after + 1).month)
                after = second
        year, end = self.year_after(after)
        if year is None:
            return None
        return self._date(i, end, tuple((month, None) for month in months), year)

    def _month_only(self, i: int) -> tuple[list[Written], int] | None:
        """`in November`, `the November statement`: a whole English name, after a word that leads to a time."""
        token = self.at(i)
        if (len(token.text) < 4 and token.text != "May") or not is_month_name(token.text):
            return None
        before = self.low(i - 1)
        starts = i == 0 and token.start == 0
        leads = starts or before in IN_WORDS or before in AND_WORDS or (before == "," and self._shares_year(i))
        if token.text in EVERYDAY or not leads:
            return None
        if self.low(i) in EVERYDAY and before not in IN_WORDS and self.low(i + 1) not in AGREEMENT_NOUNS:
            return None
        return self._date(i, i + 1, ((token.month, None),), None)

    def _shares_year(self, i: int) -> bool:
        """Whether a month that takes its year from further right follows: `January and November 2021`."""
        for _ in range(_MOST_BARE_DAYS):
            after = self.month(i)
            if not after:
                return False
            if self.year_after(after)[0] is not None:
                return True
            i = self.after_joiner(after)
        return False


def _ordered(one: Token, two: Token, three: Token, mark: str) -> tuple[int, int, int] | None:
    """Read three numbers as year, month, day; None where they are no date or the order cannot be told."""
    if len(one.text) == 4:
        read = (one.number, two.number, three.number)
    elif len(three.text) == 4 and len(one.text) <= 2:
        day, month = one.number, two.number
        if mark != ".":
            if day <= 12 and month <= 12 and day != month:
                return None
            if month > 12:
                day, month = month, day
        read = (three.number, month, day)
    else:
        return None
    fits = len(two.text) <= 2 and FIRST_YEAR <= read[0] <= LAST_YEAR and 1 <= read[1] <= 12 and 1 <= read[2] <= 31
    return read if fits else None
