"""Days and months in a row, those on which nothing was too, gathered into longer periods where they are too many."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

_MONTH: Final = len("2020-11")
_YEAR: Final = len("2020")
_WEEK: Final = 7


class Period(NamedTuple):
    """A period by the name of its beginning (`2020-11-09`, `2020-11`, `2020`), and how much fell into it."""

    name: str
    amount: int


class Periods(NamedTuple):
    """Periods of one length (`day`, `week`, `month`, `year`) in a row, each after the other without a gap."""

    unit: str
    row: list[Period]


_UNITS: Final[tuple[tuple[str, Callable[[date], date]], ...]] = (
    ("day", lambda day: day),
    ("week", lambda day: day - timedelta(min(day.weekday(), day.toordinal() - 1))),
    ("month", lambda day: day.replace(day=1)),
    ("year", lambda day: day.replace(month=1, day=1)),
)
"""The units, the shortest first, each with where the period begins that a day is in; a week on its Monday."""


def in_a_row(counts: Mapping[str, int], most: int) -> Periods:
    """Counts by day (`2020-11-09`) or by month (`2020-11`) as at most `most` periods, as short as they can be.

    Where years are too many as well, they are the last of them. Keys that are no such date are left out.
    """
    by_day = all(len(key) > _MONTH for key in counts)
    known = sorted((day, count) for key, count in counts.items() if (day := _day(key)) is not None)
    if not known:
        return Periods("day" if by_day else "month", [])
    first, last = known[0][0], known[-1][0]
    for unit, start in _UNITS if by_day else _UNITS[2:]:
        if unit == "year" or _distance(unit, start(first), start(last)) < most:
            break
    summed: dict[date, int] = {}
    for day, count in known:
        summed[start(day)] = summed.get(start(day), 0) + count
    starts = [start(last)]
    while starts[-1] > start(first) and len(starts) < most:
        starts.append(start(starts[-1] - timedelta(1)))
    return Periods(unit, [Period(_name(unit, each), summed.get(each, 0)) for each in reversed(starts)])


def _distance(unit: str, first: date, last: date) -> int:
    """How many periods later the last one begins."""
    if unit == "month":
        return (last.year - first.year) * 12 + last.month - first.month
    return (last - first).days // (_WEEK if unit == "week" else 1)


def _name(unit: str, start: date) -> str:
    whole = start.isoformat()
    return whole[: {"month": _MONTH, "year": _YEAR}.get(unit, len(whole))]


def _day(key: str) -> date | None:
    """The day, or the first day of a month."""
    try:
        return date.fromisoformat(key if len(key) > _MONTH else f"{key}-01")
    except ValueError:
        return None
