"""What is drawn, compared line by line; the last bar of a line shows where it ends."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotui.core.text import safe
from annotui.project.periods import Period, in_a_row
from annotui.project.plots import Bar, Canvas, bars, columns, digits, fitted, is_ascii, most_columns, most_digits

NAMES = [Bar("agreement", 40, "40"), Bar("событие", 20, "20"), Bar("中文名字", 1, "1"), Bar("nothing", 0, "0")]
BARS = """\
  agreement ██████████████████████ 40|
  событие   ███████████            20|
  中文名字  █                       1|
  nothing                           0|"""
ASCII_BARS = """\
  agreement ###################### 40|
  событие   ###########            20|
  中文名字  #                       1|
  nothing                           0|"""
MONTHS = {"2019-11": 3, "2020-02": 16, "2020-03": 1}
COLUMNS = """\
    ┌─────────────────────────────┐|
  16┤                  █████      │|
    │                  █████      │|
    │                  █████      │|
    │                  █████      │|
   8┤                  █████      │|
    │                  █████      │|
    │█████             █████      │|
    │█████             █████ █████│|
    └┬───────────┬───────────┬────┘|
     2019-11     2020-01     2020-03|"""
ASCII_COLUMNS = """\
    +-----------------------------+|
  16+                  #####      ||
    |                  #####      ||
    |                  #####      ||
    |                  #####      ||
   8+                  #####      ||
    |                  #####      ||
    |#####             #####      ||
    |#####             ##### #####||
    ++-----------+-----------+----+|
     2019-11     2020-01     2020-03|"""
MANY = """\
    ┌────────────┐|
  10┤          ██│|
    │          ██│|
    │          ██│|
    │          ██│|
   5┤      ██████│|
    │    ████████│|
    │  ██████████│|
    │████████████│|
    └┬─────┬─────┘|
     2020  2023|"""


def drawn(lines: list[str]) -> str:
    return "\n".join(f"{line}|" for line in lines)


@pytest.mark.parametrize(("ascii", "golden"), [(False, BARS), (True, ASCII_BARS)])
def test_bars_stand_beside_names_of_any_script(ascii: bool, golden: str) -> None:
    assert drawn(bars(NAMES, Canvas(37, cell_len, ascii))) == golden


@pytest.mark.parametrize(("ascii", "golden"), [(False, COLUMNS), (True, ASCII_COLUMNS)])
def test_columns_stand_over_the_names_of_their_periods(ascii: bool, golden: str) -> None:
    assert drawn(columns(in_a_row(MONTHS, 30).row, Canvas(36, cell_len, ascii))) == golden


def test_columns_stand_close_where_they_are_many() -> None:
    row = [Period(str(2020 + at), at + 1) for at in range(6)]
    row[-1] = Period("2025", 10)
    assert drawn(columns(row, Canvas(18, cell_len))) == MANY


def test_digits_are_counts_and_ten_or_more_is_a_plus() -> None:
    row = [Period("2020-01", 0), Period("2020-02", 9), Period("2020-03", 10)]
    assert digits([("договор", row), ("中文", row[:1])], Canvas(40, cell_len)) == ["  договор .9+", "  中文    ."]


def test_nothing_is_drawn_of_nothing() -> None:
    assert bars([], Canvas(40, cell_len)) == columns([], Canvas(40, cell_len)) == []


def test_what_is_drawn_without_names_is_ascii_where_that_is_asked_for() -> None:
    assert "".join(columns(in_a_row(MONTHS, 30).row, Canvas(80, cell_len, ascii=True))).isascii()


def test_a_name_is_cut_to_cells_and_shown_safe() -> None:
    assert fitted("中文名字", 5, cell_len) == "中文…"
    assert fitted("中文名字", 4, cell_len) == "中… "
    assert fitted("a\x1b]0;x\x07b", 12, cell_len) == f"{safe('a') + safe(chr(27))}]0;x{safe(chr(7))}b    "
    assert fitted("two\nlines", 9, cell_len) == "two lines"
    assert fitted("", 3, cell_len) == "   "


@given(st.text(max_size=12), st.integers(1, 12))
def test_a_fitted_name_takes_its_cells(name: str, width: int) -> None:
    assert cell_len(fitted(name, width, cell_len)) == width


@given(
    st.lists(st.tuples(st.text("аb中\u0301\x1b \n", max_size=30), st.integers(0, 10**6)), max_size=8),
    st.integers(30, 200),
)
def test_bars_take_the_width_that_is_given(rows: list[tuple[str, int]], width: int) -> None:
    lines = bars([Bar(name, amount, f"{amount:,}") for name, amount in rows], Canvas(width, cell_len))
    assert len(lines) == len(rows)
    for line, (_, amount) in zip(lines, rows, strict=True):
        assert cell_len(line) == width
        assert ("█" in line) == (amount > 0)


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=400), st.integers(24, 200))
def test_columns_fit_into_the_width_that_is_given(amounts: list[int], width: int) -> None:
    canvas = Canvas(width, cell_len)
    amounts = amounts[: most_columns(canvas, max(amounts))]
    lines = columns([Period(f"2020-{at:02}", amount) for at, amount in enumerate(amounts)], canvas)
    assert len(lines) == 11
    assert max(map(cell_len, lines)) <= width
    assert ("█" in lines[-3]) == any(amounts)


@pytest.mark.parametrize("width", range(24))
def test_no_width_is_too_narrow(width: int) -> None:
    canvas = Canvas(width, cell_len)
    row = in_a_row(MONTHS, most_columns(canvas, 16)).row
    assert bars(NAMES, canvas)
    assert columns(row, canvas)
    assert digits([("x", in_a_row(MONTHS, most_digits(["x"], canvas)).row)], canvas)


def test_two_threads_draw_each_its_own() -> None:
    canvas = Canvas(37, cell_len)
    found: list[str] = []

    def draw(amount: int) -> None:
        for _ in range(20):
            found.extend(bars([Bar("x", amount, "1"), Bar("y", 4, "1")], canvas))

    threads = [threading.Thread(target=draw, args=(amount,)) for amount in (1, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted({line.count("█") for line in found}) == [8, 31]


@pytest.mark.parametrize(
    ("environ", "ascii"),
    [
        ({}, False),
        ({"LANG": "ru_RU.UTF-8"}, False),
        ({"LANG": "ru_RU.KOI8-R"}, True),
        ({"LC_ALL": "C", "LANG": "C.UTF-8"}, True),
        ({"LC_ALL": "", "LC_CTYPE": "C.utf8", "LANG": "C"}, False),
    ],
)
def test_the_locale_tells_whether_only_ascii_is_taken(environ: dict[str, str], ascii: bool) -> None:
    assert is_ascii(environ) is ascii
