"""What stands in which cell, and what is not made of cells."""

from __future__ import annotations

import pytest

from annotui.tui.terminal.looks import PLAIN, UNKNOWN
from annotui.tui.terminal.rows import NotUnderstood, Row, blank_row, row_of, unknown_row

BOLD = "b"


def plain(text: str) -> Row:
    return row_of([(text, PLAIN)])


def test_a_wide_character_takes_two_cells_and_a_mark_none() -> None:
    row = row_of([("a世", PLAIN), ("e\u0301!", BOLD)])
    assert row.text == ("a", "世", "", "e\u0301", "!")
    assert row.signs == PLAIN * 3 + BOLD * 2
    assert row.irregular == 1


def test_a_mark_at_the_start_of_a_run_is_drawn_on_the_character_before_it() -> None:
    row = row_of([("世", PLAIN), ("\u0301a", BOLD)])
    assert row.text == ("世\u0301", "", "a")
    assert row.signs == PLAIN * 2 + BOLD


@pytest.mark.parametrize("text", ["aé\u0416│", "␛…·", "a b"])
def test_text_of_one_cell_a_character_is_regular_to_its_end(text: str) -> None:
    assert plain(text) == Row(text, PLAIN * len(text), len(text), len(text))


def test_a_row_is_blank_from_its_last_character_or_look_on() -> None:
    assert plain("ab   ").blank_from == 2
    assert row_of([("ab ", PLAIN), (" ", BOLD), (" ", PLAIN)]).blank_from == 4
    assert plain("世   ").blank_from == 2
    assert blank_row(9).blank_from == 0


@pytest.mark.parametrize("text", ["a\x1b[2J", "\x9b2J", "\x07", "tab\there", "\u0301a"])
def test_what_does_not_stand_in_a_cell_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood):
        plain(text)


def test_a_piece_is_written_over_a_part_of_a_row() -> None:
    row = plain("abcdef").overlaid(2, row_of([("XY", BOLD)]))
    assert row == row_of([("ab", PLAIN), ("XY", BOLD), ("ef", PLAIN)])
    assert plain("ab").overlaid(0, plain("cd")) == plain("cd")
    with pytest.raises(NotUnderstood):
        plain("ab").overlaid(1, plain("cd"))


@pytest.mark.parametrize(
    ("x", "text"), [(2, "a" + UNKNOWN + "Xdef"), (1, "aX" + UNKNOWN + "def"), (0, "XX" + UNKNOWN + "def")]
)
def test_half_a_wide_character_is_unknown_once_the_other_half_is_written_over(x: int, text: str) -> None:
    row = plain("a世def").overlaid(x, plain("XX" if x == 0 else "X"))
    assert row.text == text
    assert [sign == UNKNOWN for sign in row.signs] == [char == UNKNOWN for char in text]


def test_of_an_unknown_row_only_what_is_written_is_known() -> None:
    row = unknown_row(4).overlaid(1, plain("世"))
    assert row.signs == UNKNOWN + PLAIN * 2 + UNKNOWN
