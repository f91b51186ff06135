"""Rows that move together are moved by the terminal, and only where that saves bytes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from string import ascii_lowercase

import pytest

from annotui.tui.terminal.looks import PLAIN
from annotui.tui.terminal.rows import Row, row_of
from annotui.tui.terminal.scrolling import Shift, find_shift
from annotui.tui.terminal.shadow import Shadow

from .screens import LOOKS, SIGNS

WIDTH = 40
_chance = random.Random(5)
TEXT = ["".join(_chance.choices(ascii_lowercase, k=34)) for _ in range(40)]


def rows(texts: Sequence[str]) -> list[Row]:
    return [row_of([(text[:WIDTH].ljust(WIDTH), PLAIN)]) for text in texts]


@pytest.mark.parametrize(
    ("top", "shift"), [(11, Shift(1, 8, 1)), (13, Shift(1, 8, 3)), (9, Shift(1, 8, -1)), (6, Shift(1, 8, -4))]
)
def test_a_text_between_lines_that_stay_is_scrolled(top: int, shift: Shift) -> None:
    before = rows(["title", *TEXT[10:18], "status", "keys"])
    after = rows(["title", *TEXT[top : top + 8], "another status", "keys"])
    assert find_shift(before, after) == shift


def test_a_cursor_in_the_text_does_not_hide_that_it_moved() -> None:
    before, after = rows(TEXT[10:18]), rows(TEXT[11:19])
    before[6] = row_of([(TEXT[16][:3], PLAIN), (TEXT[16][3:WIDTH], SIGNS[2])])
    assert find_shift(before, after) == Shift(0, 7, 1)


def test_a_page_without_a_row_of_the_last_one_is_not_scrolled() -> None:
    assert find_shift(rows(TEXT[:8]), rows(TEXT[20:28])) is None
    assert find_shift(rows(TEXT[:8]), rows(TEXT[:8])) is None


def test_a_move_of_next_to_nothing_is_written() -> None:
    assert find_shift(rows(["a", "b", "c", ""]), rows(["b", "c", "", ""])) is None


def test_a_pane_that_scrolls_beside_one_that_does_not_is_written() -> None:
    before = rows([f"{left[:20]:20}{right[:6]}" for left, right in zip(TEXT[:8], TEXT[20:28], strict=True)])
    after = rows([f"{left[:20]:20}{right[:6]}" for left, right in zip(TEXT[:8], TEXT[21:29], strict=True)])
    assert find_shift(before, after) is None


@pytest.mark.parametrize(("top", "frame"), [(1, "\x1b[1;8r\x1b[8H\n"), (-1, "\x1b[1;8r\x1b[H\x1b[L")])
def test_what_scrolls_in_is_written_where_the_cursor_is_then(top: int, frame: str) -> None:
    shadow = Shadow(LOOKS, WIDTH, 8)
    shadow.clear()
    shadow.show(dict(enumerate(rows(TEXT[10:18]))))
    coming = TEXT[18 if top > 0 else 9][:WIDTH].rstrip()
    assert shadow.show(dict(enumerate(rows(TEXT[10 + top : 18 + top])))) == f"{frame}{coming}\x1b[r"
