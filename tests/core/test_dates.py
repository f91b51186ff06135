"""Dates in text: every form, lists that share a year, what is no date, and partial dates."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.dates import (
    date_groups,
    days_between,
    find_dates,
    is_later,
    overlaps,
    precision_of,
    readings,
    valid_partial,
    weekday_dates,
)

ONE_DATE = [
    ("signed on 9 November 2020 in Geneva", "9 November 2020", "2020-11-09"),
    ("signed on 9 November, 2020", "9 November, 2020", "2020-11-09"),
    ("signed on November 9, 2020.", "November 9, 2020", "2020-11-09"),
    ("signed on November 9 2020.", "November 9 2020", "2020-11-09"),
    ("the Nov. 9, 2020 text", "Nov. 9, 2020", "2020-11-09"),
    ("the 9th of November 2020", "9th of November 2020", "2020-11-09"),
    ("the 9TH NOVEMBER 2020", "9TH NOVEMBER 2020", "2020-11-09"),
    ("November the 9th, 2020", "November the 9th, 2020", "2020-11-09"),
    ("a text of 9.11.2020", "9.11.2020", "2020-11-09"),
    ("a text of 10/11/2020, of 13/11/2020", "13/11/2020", "2020-11-13"),
    ("a text of 11/13/2020", "11/13/2020", "2020-11-13"),
    ("a text of 2020-11-09", "2020-11-09", "2020-11-09"),
    ("a text of 2020\u201111\u201109", "2020\u201111\u201109", "2020-11-09"),
    ("9\u00a0November\u00a02020", "9\u00a0November\u00a02020", "2020-11-09"),
    ("на встрече 9 ноября 2020 года", "9 ноября 2020 года", "2020-11-09"),
    ("в мае 2021 г. было", "мае 2021 г.", "2021-05"),
    ("2020-ci il noyabrın 10-da imzalanıb", "2020-ci il noyabrın 10-da", "2020-11-10"),
    ("10 noyabr 2020-ci il tarixli", "10 noyabr 2020-ci il", "2020-11-10"),
    ("İyunun 15-də 2021", "İyunun 15-də 2021", "2021-06-15"),
    ("15 Haziran 2021 tarihli", "15 Haziran 2021", "2021-06-15"),
    ("2020 թ. նոյեմբերի 9-ի հայտարարություն", "2020 թ. նոյեմբերի 9-ի", "2020-11-09"),
    ("9 նոյեմբերի 2020", "9 նոյեմբերի 2020", "2020-11-09"),
    ("the November 2020 text", "November 2020", "2020-11"),
    ("in November of 2020", "November of 2020", "2020-11"),
    ("month 2020-11 alone", "2020-11", "2020-11"),
    ("the 1994 truce", "1994", "1994"),
    ("the peace of 1648", "1648", "1648"),
    ("the Vienna Protocol, 1994", "1994", "1994"),
    ("Resolution 1701 (2006)", "2006", "2006"),
    ("an order, 1994", "1994", "1994"),
]


@pytest.mark.parametrize(("text", "shown", "value"), ONE_DATE)
def test_a_date_is_found_in_every_form(text: str, shown: str, value: str) -> None:
    (found,) = find_dates(text)
    assert (text[found.start : found.end], found.values, found.year_from) == (shown, (value,), "own")


DOUBLES = [
    ("9/10 November 2020", ("2020-11-09", "2020-11-10")),
    ("9-10 November 2020", ("2020-11-09", "2020-11-10")),
    ("November 9\u201310, 2020", ("2020-11-09", "2020-11-10")),
    ("28 July \u2013 2 August 2020", ("2020-07-28", "2020-08-02")),
    ("July 28 to August 2, 2020", ("2020-07-28", "2020-08-02")),
    ("28 December - 2 January 2021", ("2020-12-28", "2021-01-02")),
    ("July-August 2020", ("2020-07", "2020-08")),
]


@pytest.mark.parametrize(("text", "values"), DOUBLES)
def test_a_double_or_range_is_one_mention_with_both_ends(text: str, values: tuple[str, ...]) -> None:
    (found,) = find_dates(text)
    assert (found.start, found.end, found.values) == (0, len(text), values)


LISTS = [
    ("May 9, 2020, January 11 and June 26, 2021", "2020-05-09 own, 2021-01-11 right, 2021-06-26 own"),
    ("May 9, 2020; January 11, 2021 and June 26", "2020-05-09 own, 2021-01-11 own, 2021-06-26 left"),
    ("9, 10 and 11 May 2020", "2020-05-09 right, 2020-05-10 right, 2020-05-11 own"),
    ("January 11 and 12, 2021", "2021-01-11 right, 2021-01-12 own"),
    ("9 May as well as 3 June 2021", "2021-05-09 right, 2021-06-03 own"),
    ("9 May & 3 June 2021", "2021-05-09 right, 2021-06-03 own"),
    ("of 9 May or of 3 June 2021", "2021-05-09 right, 2021-06-03 own"),
    ("9 May 2020, in Vienna on 3 June, in New York on 1 July", "2020-05-09 own, 2020-06-03 left, 2020-07-01 left"),
    ("9 мая 2020 года, 11 января и 26 июня 2021 г.", "2020-05-09 own, 2021-01-11 right, 2021-06-26 own"),
    ("10 may 2020-ci il və 11 yanvar", "2020-05-10 own, 2020-01-11 left"),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_a_list_is_one_unit_and_shares_years_right_then_left(text: str, expected: str) -> None:
    found = find_dates(text, on="1999-01-01")
    assert [f"{item.values[0]} {item.year_from}" for item in found] == expected.split(", ")
    assert len(date_groups(found, text)) == 1


def test_dates_in_separate_clauses_are_no_list() -> None:
    text = "They met on 9 May 2020 and the talks went on until 3 June."
    found = find_dates(text)
    assert len(date_groups(found, text)) == 2
    assert (found[1].values, found[1].year_from, found[1].month, found[1].day) == ((), "none", 6, 3)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("of October 10, 18 and 26, each", [("2020-10-10",), ("2020-10-18",), ("2020-10-26",)]),
        ("of October 10, 18 and 26 were broken", [("2020-10-10",), ("2020-10-18",), ("2020-10-26",)]),
        ("on October 10, 18 and 26 people", [("2020-10-10",)]),
        ("on October 10, 18 soldiers came", [("2020-10-10",)]),
        ("of 15 May/20 June 2015", [("2015-05-15", "2015-06-20")]),
    ],
)
def test_days_of_a_month_and_no_counts(text: str, values: list[tuple[str, ...]]) -> None:
    assert [one.values for one in find_dates(text, on="2020-11-17")] == values


@pytest.mark.parametrize(
    ("on", "value"),
    [("2022-04-16", "2021-11-26"), ("2022-07-01", "2022-11-26"), ("2022-01", "2021-11-26"), ("2020", "2020-11-26")],
)
def test_a_date_alone_takes_the_year_nearest_to_the_article(on: str, value: str) -> None:
    (found,) = find_dates("the text of 26 November", on=on)
    assert (found.values, found.year_from) == ((value,), "article")


def test_a_bare_month_hangs_on_the_article_too() -> None:
    (found,) = find_dates("in late April they met", on="2022-05-30")
    assert (found.values, found.precision) == (("2022-04",), "month")


def test_other_readings_of_an_item_take_the_years_of_its_neighbours_and_of_the_article() -> None:
    text = "May 9, 2020, January 11 and June 26, 2021"
    group = find_dates(text)
    assert readings(group, 1, on="2023-01-01") == [("2021-01-11",), ("2020-01-11",), ("2023-01-11",)]
    assert readings(group, 0, on="2023-01-01") == [("2020-05-09",)]


def test_a_month_that_is_still_to_come_may_be_that_of_the_year_before() -> None:
    group = find_dates("in January", on="2021-11-27")
    assert readings(group, 0, on="2021-11-27") == [("2022-01",), ("2021-01",)]
    assert readings(group, 0, on="2022-02-27") == [("2022-01",)]
    (month,) = find_dates("March treaty", on="2021-11-27")
    assert month.values == ("2022-03",)
    assert find_dates("March onwards", on="2021-11-27") == []


@pytest.mark.parametrize(
    "text",
    [
        "31 November 2020",
        "a text of 10/11/2020",
        "in the 1990s",
        "2000 soldiers, 1,994 tents, $2020 and 2020 km",
        "Resolutions 1559, 1680 and 1701",
        "No. 2020",
        "clause 9 and article 10",
        "it may 5 times be so",
        "at 9:30 or 10.45",
        "version 1.2.2020.4",
        "May he march on",
        "S/RES/1973",
        "",
    ],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert find_dates(text) == []


def test_a_clause_number_before_a_date_is_not_part_of_it() -> None:
    text = "clause 9 and 10 November 2020"
    (found,) = find_dates(text)
    assert text[found.start : found.end] == "10 November 2020"


def test_a_year_span_is_not_a_month() -> None:
    assert [item.values for item in find_dates("the 2008-09 season")] == [("2008",)]


@pytest.mark.parametrize("value", ["2020", "2020-11", "2020-02-29", "0001"])
def test_valid_partial_dates(value: str) -> None:
    assert valid_partial(value)


@pytest.mark.parametrize(
    "value", ["", "20", "2020-13", "2021-02-29", "2020-1-1", "0000", "2020-11-09T00:00", "２０２０", "2020\n"]
)
def test_invalid_partial_dates(value: str) -> None:
    assert not valid_partial(value)


def test_partial_dates_compare_by_what_they_cover() -> None:
    assert overlaps("2020", "2020-11-09")
    assert overlaps("2020-11-09", "2020-11")
    assert not overlaps("2020-11-09", "2020-11-10")
    assert is_later("2020-12", "2020-11-30")
    assert not is_later("2020-11", "2020-11-30")
    assert days_between("2020-11-09", "2020-11-12") == 3
    assert days_between("2020-11", "2020-11-12") == 0
    assert days_between("2020-12", "2020-11-28") == 3
    assert days_between("soon", "2020") is None
    assert [precision_of(value) for value in ("2020", "2020-11", "2020-11-09")] == ["year", "month", "day"]


_MONTHS = ["January", "February", "March", "April", "May", "June", "July"]
_MONTHS += ["August", "September", "October", "November", "December"]


@given(st.dates(min_value=datetime.date(1800, 1, 1), max_value=datetime.date(2199, 12, 31)))
@settings(max_examples=80)
def test_every_day_is_read_back_from_its_usual_forms(day: datetime.date) -> None:
    month = _MONTHS[day.month - 1]
    forms = [
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        day.isoformat(),
    ]
    for form in forms:
        assert [item.values for item in find_dates(f"(signed on {form})")] == [(day.isoformat(),)]


_PIECES = ["9", "10", "2020", "November", "May", "and", ",", "/", "-", "–", ".", " ", "\n", "x", "of"]
_PIECES += ["ноября", "2020-ci il", "11.01.2021"]


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join), st.sampled_from(["", "2021", "2021-03-04"]))
@settings(max_examples=100)
def test_mentions_are_in_order_apart_and_valid_in_any_text(text: str, on: str) -> None:
    found = find_dates(text, on=on)
    ends = [0]
    for item in found:
        assert ends[-1] <= item.start < item.end <= len(text)
        assert all(map(valid_partial, item.values))
        ends.append(item.end)
    groups = date_groups(found, text)
    assert [item for group in groups for item in group] == found


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("signed in Sochi on Monday", "2022-11-01", [("Monday", "2022-10-31")]),
        ("the declaration of this Tuesday", "2022-02-23", [("Tuesday", "2022-02-22")]),
        ("said on Wednesday", "2022-02-23", [("Wednesday", "2022-02-23")]),
        ("from Friday to Sunday", "2022-02-23", [("Friday", "2022-02-18"), ("Sunday", "2022-02-20")]),
        ("next Monday and every Friday", "2022-02-23", []),
        ("on Monday", "2022-02", []),
        ("on Monday", "", []),
        ("Mondays are grey", "2022-02-23", []),
    ],
)
def test_a_weekday_is_the_last_one_before_the_article(text: str, on: str, expected: list[tuple[str, str]]) -> None:
    found = weekday_dates(text, on=on)
    assert [(text[day.start : day.end], day.values[0]) for day in found] == expected
    assert all((day.precision, day.year_from) == ("day", "article") for day in found)


@pytest.mark.parametrize(
    ("text", "shown", "values"),
    [
        ("on 11 January this year", "11 January this year", ("2021-01-11",)),
        ("in March of last year", "March of last year", ("2020-03",)),
        ("last November's text", "November", ("2020-11",)),
        ("last March", "March", ("2021-03",)),
        ("the texts of 2018-2020", "2018-2020", ("2018", "2019", "2020")),
        ("the texts of 2018 – 2020", "2018 – 2020", ("2018", "2019", "2020")),
    ],
)
def test_years_that_are_told_by_the_articles_date_or_by_a_dash(text: str, shown: str, values: tuple[str, ...]) -> None:
    (found,) = find_dates(text, on="2021-11-26")
    assert (text[found.start : found.end], found.values, found.year_from) == (shown, values, "own")


def test_no_year_is_made_up_without_the_articles_date() -> None:
    assert [found.values for found in find_dates("11 January this year")] == [()]
    assert [found.values for found in find_dates("the years 1900-2020", on="2021")] == [("1900",), ("2020",)]


def test_a_day_with_a_name_of_its_own_is_no_weekday() -> None:
    assert weekday_dates("the Good Friday pact", on="1998-05-24") == []
    assert [found.values for found in weekday_dates("on Friday", on="1998-05-24")] == [("1998-05-22",)]
