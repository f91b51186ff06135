"""The formula guard, lists in a cell, and the bytes of a row."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.formats.cells import CsvWriter, guard, join_items, split_items, unguard

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
RISKY_TEXT = st.text("=+-@\t\r'\"1.5e;\\, \nа", max_size=8)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+a", "-a", "@SUM(A1)", "\tx", "\rx", "'x", "=", "-", "--1", "-1-1", "+1 ", "-٣"]
)
def test_a_cell_that_a_spreadsheet_would_run_gets_a_quote(cell: str) -> None:
    assert guard(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "1", "-1", "+1.50", "-2e-05", "a=b", " =1", "Vienna", "3-9;14-20", '"q"'])
def test_numbers_and_harmless_cells_are_left_alone(cell: str) -> None:
    assert guard(cell) == cell


@pytest.mark.parametrize("cell", ["'tis", "'", "'90s", "O'Neil"])
def test_an_apostrophe_that_guards_nothing_is_part_of_the_cell(cell: str) -> None:
    assert unguard(cell) == cell


@given(ANY_TEXT | RISKY_TEXT)
@settings(max_examples=100)
def test_unguard_undoes_guard(cell: str) -> None:
    assert unguard(guard(cell)) == cell


@given(st.lists(st.text(r";\ a", max_size=5) | ANY_TEXT, min_size=1, max_size=5))
@settings(max_examples=100)
def test_a_list_comes_back_from_its_cell_item_by_item(items: list[str]) -> None:
    stripped = [item.strip() for item in items]
    assert [item.strip() for item in split_items(join_items(stripped))] == stripped


def test_a_semicolon_within_an_item_is_escaped() -> None:
    assert join_items(["Sea; Land", r"C:\a", "Air"]) == r"Sea\; Land;C:\\a;Air"


def test_a_backslash_typed_by_hand_stays() -> None:
    assert split_items(r"a\b;c\;d;e" + "\\") == [r"a\b", "c;d", "e\\"]


def test_rows_are_utf8_with_crlf_and_quotes_where_needed() -> None:
    out = io.BytesIO()
    writer = CsvWriter(out)
    writer.row(("plain", 'a "b"', "c,d", "e\nf", "g\rh", "=i", "ə"))
    assert out.getvalue() == 'plain,"a ""b""","c,d","e\nf","g\rh",\'=i,ə\r\n'.encode()


def test_raw_rows_have_no_guard() -> None:
    out = io.BytesIO()
    CsvWriter(out, raw=True).row(("=1", "'x"))
    assert out.getvalue() == b"=1,'x\r\n"


def test_a_lone_surrogate_becomes_one_code_point_that_utf8_can_hold() -> None:
    out = io.BytesIO()
    CsvWriter(out).row(("a\ud800b", "\U0001f54a"))
    assert out.getvalue().decode() == "a\ufffdb,\U0001f54a\r\n"


@given(st.lists(ANY_TEXT | RISKY_TEXT, min_size=2, max_size=4))
@settings(max_examples=100)
def test_any_row_comes_back_from_a_csv_reader(cells: list[str]) -> None:
    out = io.BytesIO()
    CsvWriter(out).row(cells)
    (row,) = csv.reader(io.StringIO(out.getvalue().decode(), newline=""), strict=True)
    assert [unguard(cell) for cell in row] == cells
