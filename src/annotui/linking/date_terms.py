"""What the dates of a text say of a record: the same day, another dating, another year; in log-odds, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from annotui.core.dates import DateMention, is_later, overlaps, precision_of
from annotui.core.model import Reason
from annotui.linking.records import Record

LATER: Final = -6.0
_SAME_DAY: Final = 3.8
_OTHER_DATING: Final = 3.6
_SAME_MONTH: Final = 2.4
_SAME_YEAR: Final = 1.4
_OTHER_DAY: Final = -1.8
_OTHER_MONTH: Final = -2.6
_OTHER_YEAR: Final = -3.4
_GUESSED_YEAR: Final = -0.4
_YEARS_BEFORE: Final = 5  # that a text goes back without giving a year
_CONTEXT_DAY: Final = 2.4
_CONTEXT_MONTH: Final = 1.0


def later(record: Record, on: str) -> list[Reason]:
    """Give the term of a record that is younger than the article."""
    if on and record.dates and all(is_later(date, on) for date in record.dates):
        return [Reason("later", LATER, f"adopted after the article's date ({show_date(on)})")]
    return []


def date_reason(record: Record, mention: DateMention, options: Sequence[tuple[str, ...]]) -> Reason | None:
    """Compare a date of the text, in each of its readings, with the record's; None if there is nothing to compare."""
    best: tuple[float, str, str, str] | None = None
    for rank, values in enumerate(options):
        for value in values:
            for at, date in enumerate(record.dates):
                id_, gain = _compared(value, date, first=at == 0)
                gain += _GUESSED_YEAR if rank else 0.0
                if best is None or gain > best[0]:
                    best = (gain, id_, value, date)
    if best is not None:
        gain, id_, value, date = best
        again = _same_day_before(record, mention) if gain < 0 else ""
        if again:
            return Reason("same-day", _SAME_MONTH, f"{show_date(again)}: same day, if the year is another")
        against = f", not {show_date(date)}" if gain < 0 else ""
        return Reason(id_, gain, f"{show_date(value)}{against}: {_DATE_WORDS[id_]}")
    if not options and mention.month is not None:
        tail = f"-{mention.month:02}" + (f"-{mention.day:02}" if mention.day else "")
        if any(date[4 : 4 + len(tail)] == tail for date in record.dates):
            return Reason("same-day", _SAME_MONTH, "same day, in a year that the text does not give")
    return None


def _same_day_before(record: Record, mention: DateMention) -> str:
    """The record's date on the day of a date whose year was only guessed, up to some years before; else empty."""
    if mention.year_from != "article" or mention.precision != "day":
        return ""
    for value in mention.values:
        for date in record.dates:
            if date[4:] == value[4:] and 0 < int(value[:4]) - int(date[:4]) <= _YEARS_BEFORE:
                return date
    return ""


def years_before(day: str) -> list[str]:
    """The same day in the years that a text goes back without giving one."""
    return [f"{int(day[:4]) - back:04}{day[4:]}" for back in range(1, _YEARS_BEFORE + 1)]


def context_date(record: Record, mentions: Iterable[DateMention]) -> list[Reason]:
    """Compare the dates of the sentence: they can only speak for a record."""
    best: Reason | None = None
    for mention in mentions:
        for value in mention.values:
            for date in record.dates:
                if not overlaps(value, date) or precision_of(value) == "year":
                    continue
                day = precision_of(value) == "day" == precision_of(date)
                gain = _CONTEXT_DAY if day else _CONTEXT_MONTH
                if best is None or gain > best.value:
                    best = Reason("context-date", gain, f"{show_date(value)} in the sentence: same day")
                    if not day:
                        best = Reason("context-date", gain, f"{show_date(value)} in the sentence: same month")
    return [] if best is None else [best]


_MONTH_NAMES: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


_DATE_WORDS: Final = {
    "same-day": "same day",
    "other-dating": "another dating of the record",
    "same-month": "same month",
    "same-year": "same year",
    "other-year": "other year",
    "other-month": "other month",
    "other-day": "same month, other day",
}
_DAY_LENGTH: Final = len("2020-11-09")


@lru_cache(maxsize=4096)
def show_date(value: str) -> str:
    """Write a partial date for a person: 9 November 2020."""
    year, *rest = value.split("-")
    month = [_MONTH_NAMES[int(rest[0]) - 1]] if rest else []
    day = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*day, *month, year])


def _compared(value: str, date: str, *, first: bool) -> tuple[str, float]:
    if value == date and len(value) == _DAY_LENGTH:
        return ("same-day", _SAME_DAY) if first else ("other-dating", _OTHER_DATING)
    if overlaps(value, date):
        return ("same-year", _SAME_YEAR) if min(len(value), len(date)) == 4 else ("same-month", _SAME_MONTH)
    if value[:4] != date[:4]:
        return "other-year", _OTHER_YEAR
    return ("other-month", _OTHER_MONTH) if value[:7] != date[:7] else ("other-day", _OTHER_DAY)
