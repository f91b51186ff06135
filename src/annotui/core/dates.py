"""Dates in text, lists of dates that share a year, and partial dates (`2020`, `2020-11`, `2020-11-09`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeVar

from annotui.core.date_grammar import Written, written_dates
from annotui.core.date_words import AND_WORDS, FIRST_YEAR, LAST_YEAR, month_number, words

Precision = Literal["day", "month", "year"]
YearFrom = Literal["own", "right", "left", "article", "none"]

_PARTIAL: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LAST: Final = re.compile(r"\b[Ll]ast\s+$")
_THIS_YEAR: Final = re.compile(r"\s+(?:of\s+)?([Tt]his|[Ll]ast)\s+year\b")
_DASH: Final = re.compile(r"\s?[-–—]\s?")
_MOST_YEARS: Final = 10
_GAP_TOKEN: Final = re.compile(r"[^\W\d_]+|\S")
_WORD_OR_DIGIT: Final = re.compile(r"[^\W\d_]+|[0-9]")
_GAP_LENGTH: Final = 48
_GAP_WORDS: Final = words("as also then of on the dated from signed adopted от а также года г tarixli")
_PLACE_WORDS: Final = frozenset({"in", "at", "в"})
_PLACE_LENGTH: Final = 3
_GAP_MARKS: Final = frozenset(",;&()'’\"”")
_SEPARATORS: Final = frozenset(",;&") | AND_WORDS | {"well"}  # as well as


class DateMention(NamedTuple):
    """A date as a text names it.

    `start` and `end` are code points in the text given. `values` are ISO partial dates: two for a double
    (`9/10 November`) and for the ends of a range, all years of `2020-2022`, none for a day or month whose year is not
    known.
    `year_from` tells whose year it is: its own, a neighbour's in the list, the article's, or nobody's.
    `month` and `day` are as written (of the first value).
    """

    start: int
    end: int
    values: tuple[str, ...]
    precision: Precision
    year_from: YearFrom
    month: int | None
    day: int | None


_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY: Final = re.compile(
    rf"\b(next |coming |every |each |(?:Good|Easter|Holy|Maundy|Ash|Palm|Black|Bloody) )?"
    rf"({'|'.join(map(str.capitalize, _WEEKDAYS))})\b"
)

_Item = TypeVar("_Item", Written, DateMention)


def find_dates(text: str, *, on: str = "") -> list[DateMention]:
    """Find the dates that `text` names, in text order, none overlapping another.

    An item without a year takes the year of the next item of its list that has one, else of the one before,
    else the year that brings it nearest to `on`, the article's own (partial) date; `on` may be empty. `last November`
    is the one before the month of `on`.
    """
    items = [_of_this_year(item, text, on) for item in written_dates(text)]
    found: list[DateMention] = []
    for group in _joined(items, text):
        for item, (year, year_from) in zip(group, _years(group, on), strict=True):
            if year_from == "article" and _LAST.search(text, 0, item.start):
                year, year_from = _last_year(item.points[0], on), "own"
            if _exists(item):
                found.append(_mention(item, year, year_from))
    return _spans_years(found, text)


def _of_this_year(item: Written, text: str, on: str) -> Written:
    """`11 January this year`, `in March last year`: the year is that of the article's date, or the one before."""
    if item.year is not None or not valid_partial(on):
        return item
    told = _THIS_YEAR.match(text, item.end)
    if told is None:
        return item
    return item._replace(year=int(on[:4]) - (told[1].lower() == "last"), end=told.end())


def _spans_years(found: Sequence[DateMention], text: str) -> list[DateMention]:
    """With years joined by a dash made one mention of all years from the first to the last."""
    joined: list[DateMention] = []
    for one in found:
        last = joined[-1] if joined else None
        if last and last.precision == one.precision == "year" and _DASH.fullmatch(text, last.end, one.start):
            first, until = int(last.values[0]), int(one.values[-1])
            if first < until <= first + _MOST_YEARS:
                values = tuple(f"{year:04}" for year in range(first, until + 1))
                joined[-1] = last._replace(end=one.end, values=values)
                continue
        joined.append(one)
    return joined


def first_date(text: str, before: int) -> DateMention | None:
    """Find the first date of `text`, if it begins before this code point; only a year of its own is told."""
    for item in written_dates(text, before):
        if _exists(item):
            return _mention(item, item.year, "none" if item.year is None else "own")
    return None


def weekday_dates(text: str, *, on: str) -> list[DateMention]:
    """Find the weekdays that `text` names: each is the last such day up to `on`, an article's date; in text order.

    Nothing is found where `on` is no whole day, and none of `next Monday` or `Good Friday`.
    """
    if not valid_partial(on) or precision_of(on) != "day":
        return []
    written = date.fromisoformat(on)
    found: list[DateMention] = []
    for match in _WEEKDAY.finditer(text):
        if match[1]:
            continue
        day = written - timedelta(days=(written.weekday() - _WEEKDAYS.index(match[2].lower())) % 7)
        start, end = match.span(2)
        found.append(DateMention(start, end, (day.isoformat(),), "day", "article", day.month, day.day))
    return found


def names_time(text: str) -> bool:
    """Tell whether a digit or a month's name stands in `text`; where none does, there is no part of a date."""
    return any(word[0].isdigit() or month_number(word) for word in _WORD_OR_DIGIT.findall(text))


def date_groups(mentions: Sequence[DateMention], text: str) -> list[tuple[DateMention, ...]]:
    """Put the mentions into lists: those joined by a comma, semicolon, `and`, `&`, `or`, `as well as` are one.

    Between two items may stand `of`, `on`, `dated` and the like, and a place (`in Moscow on 11 January`).
    `text` is the one that the mentions were found in.
    """
    return _joined(mentions, text)


def readings(group: Sequence[DateMention], position: int, *, on: str = "") -> list[tuple[str, ...]]:
    """List the values that an item of a list may have, the likeliest first.

    Only one reading if the item has a year of its own; else also those with the years of the other items
    (right, then left) and with the year nearest to `on`, and the one before where that is still to come.
    """
    item = group[position]
    if item.year_from == "own" or item.month is None:
        return [item.values] if item.values else []
    others = (*group[position + 1 :], *reversed(group[:position]))
    years = [year for other in others for year in _own_years(other)]
    near = _nearest_year(item.month, item.day, on)
    result = [item.values] if item.values else []
    for year in [*years, *([near] if near else [])]:
        moved = _with_year(item, year)
        if moved and moved not in result:
            result.append(moved)
    if near and result and item.year_from == "article" and is_later(result[-1][0], on):
        result.append(_with_year(item, near - 1))
    return [values for values in result if values]


def valid_partial(value: str) -> bool:
    """Tell whether `value` is `2020`, `2020-11` or `2020-11-09`, and a real date of the calendar."""
    return _bounds(value) is not None


def precision_of(value: str) -> Precision:
    """Tell how exact a valid partial date is."""
    return "day" if len(value) > len("2020-11") else "month" if len(value) > len("2020") else "year"


def overlaps(one: str, other: str) -> bool:
    """Tell whether two partial dates can be the same day: one is equal to, or a part of, the other."""
    return one == other or one.startswith(other + "-") or other.startswith(one + "-")


def is_later(one: str, other: str) -> bool:
    """Tell whether `one` lies wholly after `other`; both are valid partial dates."""
    both = min(len(one), len(other))
    return one[:both] > other[:both]


def days_between(one: str, other: str) -> int | None:
    """Count the days from one partial date to another: 0 where they overlap, None if either is no date."""
    a, b = _bounds(one), _bounds(other)
    if a is None or b is None:
        return None
    return max(0, (a[0] - b[1]).days, (b[0] - a[1]).days)


@lru_cache(maxsize=1024)
def _bounds(value: str) -> tuple[date, date] | None:
    """Give the first and last day of a partial date, or None if it is none."""
    match = _PARTIAL.fullmatch(value)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or year == 0:
        return None
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            last = 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days
            return date(year, month, 1), date(year, month, last)
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None


def _joined(items: Sequence[_Item], text: str) -> list[tuple[_Item, ...]]:
    """Put neighbours with nothing but joining words between them together."""
    groups: list[list[_Item]] = []
    for item in items:
        if groups and _joins(text[groups[-1][-1].end : item.start]):
            groups[-1].append(item)
        else:
            groups.append([item])
    return [tuple(group) for group in groups]


def _joins(gap: str) -> bool:
    """Tell whether the text between two dates makes them items of one list."""
    if len(gap) > _GAP_LENGTH or "\n\n" in gap:
        return False
    separated = False
    place = 0  # how many words of a place's name may still come
    for token in _GAP_TOKEN.findall(gap):
        low = token.lower()
        if low in _SEPARATORS:
            separated = True
        elif low in _PLACE_WORDS:
            place = _PLACE_LENGTH
        elif place and token[0].isupper():
            place -= 1
        elif low not in _GAP_WORDS and token not in _GAP_MARKS:
            return False
    return separated


def _exists(item: Written) -> bool:
    """Tell whether the calendar has such a day, in the item's own year or else in a leap year."""
    return all(valid_partial(_iso(item.year or 2000, *point)) for point in item.points)


def _years(group: Sequence[Written], on: str) -> list[tuple[int | None, YearFrom]]:
    """Find each item's year: its own, else the next one's to the right, to the left, else the nearest to `on`."""
    if all(item.year is not None for item in group):
        return [(item.year, "own") for item in group]
    right = _passed_on(group[::-1])[::-1]
    left = _passed_on(group)
    years: list[tuple[int | None, YearFrom]] = []
    for item, after, before in zip(group, right, left, strict=True):
        near = _nearest_year(*item.points[0], on) if item.year is None and after is None and before is None else None
        options: list[tuple[int | None, YearFrom]] = [
            (item.year, "own"),
            (after, "right"),
            (before, "left"),
            (near, "article"),
        ]
        years.append(next((option for option in options if option[0] is not None), (None, "none")))
    return years


def _passed_on(group: Sequence[Written]) -> list[int | None]:
    """Give for each item the year of the last one before it that has a month and a year."""
    passed: list[int | None] = []
    last: int | None = None
    for item in group:
        passed.append(last)
        if item.year is not None and item.points[0][0] is not None:
            last = item.year
    return passed


def _nearest_year(month: int | None, day: int | None, on: str) -> int | None:
    """Find the year in which this day or month comes nearest to `on`, the earlier of two as near."""
    if month is None or not valid_partial(on):
        return None
    if precision_of(on) == "year":
        return int(on)
    middle = int(on[:4])
    best: tuple[int, int] | None = None
    for year in (middle - 1, middle, middle + 1):
        away = days_between(_iso(year, month, day), on)
        if away is not None and (best is None or away < best[0]):
            best = (away, year)
    return best[1] if best and FIRST_YEAR <= best[1] <= LAST_YEAR else None


def _last_year(point: tuple[int | None, int | None], on: str) -> int:
    """The year in which a month, or day, came last before the month of `on`."""
    return int(on[:4]) - (_iso(int(on[:4]), *point)[:7] >= on[:7])


def _iso(year: int, month: int | None, day: int | None) -> str:
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def _mention(item: Written, year: int | None, year_from: YearFrom) -> DateMention:
    month, day = item.points[0]
    values: list[str] = []
    if year is not None:
        last_point = item.points[-1]
        for point in item.points:
            # A range over the turn of the year carries the year of its end: 28 December - 2 January 2021.
            before = (point[0] or 0) > (last_point[0] or 0)
            values.append(_iso(year - before, *point))
    if not all(map(valid_partial, values)):
        values = []
    precision: Precision = "day" if day else "month" if month else "year"
    return DateMention(item.start, item.end, tuple(values), precision, year_from, month, day)


def _own_years(mention: DateMention) -> list[int]:
    if mention.year_from != "own" or mention.month is None:
        return []
    return [int(mention.values[-1][:4])] if mention.values else []


def _with_year(mention: DateMention, year: int) -> tuple[str, ...]:
    """Move the mention's values to another year; empty where that makes no date."""
    if not mention.values:
        value = _iso(year, mention.month, mention.day)
        return (value,) if valid_partial(value) else ()
    shift = year - int(mention.values[-1][:4])
    moved = tuple(f"{int(value[:4]) + shift:04}{value[4:]}" for value in mention.values)
    return moved if all(map(valid_partial, moved)) else ()
