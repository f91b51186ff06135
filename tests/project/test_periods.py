from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.project.periods import Period, in_a_row


def test_days_without_anything_are_there_too() -> None:
    assert in_a_row({"2026-02-27": 2, "2026-03-01": 1}, 10) == (
        "day",
        [Period("2026-02-27", 2), Period("2026-02-28", 0), Period("2026-03-01", 1)],
    )


@pytest.mark.parametrize(
    ("most", "unit", "names"),
    [
        (32, "day", 32),
        (31, "week", 6),
        (5, "month", 2),
        (1, "year", 1),
    ],
)
def test_days_are_gathered_into_the_shortest_periods_that_fit(most: int, unit: str, names: int) -> None:
    found = in_a_row({"2026-03-01": 3, "2026-04-01": 4}, most)
    assert (found.unit, len(found.row)) == (unit, names)
    assert sum(period.amount for period in found.row) == 7


def test_a_week_begins_on_its_monday() -> None:
    assert in_a_row({"2026-03-01": 1, "2026-03-02": 2}, 1).unit == "month"
    found = in_a_row({"2026-03-01": 1, "2026-03-02": 2, "2026-03-08": 3}, 2)
    assert found == ("week", [Period("2026-02-23", 1), Period("2026-03-02", 5)])


def test_months_go_over_the_turn_of_the_year_and_become_years() -> None:
    counts = {"2019-12": 1, "2020-02": 2}
    assert in_a_row(counts, 3) == ("month", [Period("2019-12", 1), Period("2020-01", 0), Period("2020-02", 2)])
    assert in_a_row(counts, 2) == ("year", [Period("2019", 1), Period("2020", 2)])


def test_of_too_many_years_the_last_ones_are_kept() -> None:
    assert in_a_row({"0001-01": 1, "9999-12": 2}, 2) == ("year", [Period("9998", 0), Period("9999", 2)])


def test_what_is_no_date_is_left_out() -> None:
    assert in_a_row({"2020-13": 1, "": 2, "\x1b[2J": 3}, 5).row == []
    assert in_a_row({}, 5).row == []


@given(st.dictionaries(st.dates(), st.integers(0, 9), min_size=1), st.integers(1, 60))
def test_periods_follow_each_other_and_are_not_too_many(days: dict[date, int], most: int) -> None:
    unit, row = in_a_row({day.isoformat(): count for day, count in days.items()}, most)
    assert 1 <= len(row) <= most
    names = [period.name for period in row]
    assert names == sorted(set(names))
    if unit != "year":
        assert sum(period.amount for period in row) == sum(days.values())
    if unit == "day":
        starts = [date.fromisoformat(name) for name in names]
        assert all(after - before == timedelta(1) for before, after in pairwise(starts))
