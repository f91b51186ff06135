"""From one look to another by the shortest way, and never to a third."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.tui.terminal.looks import PLAIN, Look, Looks, change

from ...terminal.emulator import Emulator
from .screens import looks, sgr

BOLD, DIM, UNDERLINE, REVERSE, DOUBLE = 1, 1 << 1, 1 << 3, 1 << 6, 1 << 9


@pytest.mark.parametrize(
    ("before", "after", "sequence"),
    [
        (Look(), Look(), ""),
        (Look(), Look(REVERSE), "\x1b[7m"),
        (Look(REVERSE), Look(), "\x1b[m"),
        (Look(BOLD), Look(REVERSE), "\x1b[;7m"),
        (Look(BOLD, "31"), Look(0, "31"), "\x1b[22m"),
        (Look(0, "31", "44"), Look(0, "31"), "\x1b[49m"),
        (Look(BOLD, "38;2;10;20;30"), Look(DIM, "38;2;10;20;30"), "\x1b[22;2m"),
        (Look(UNDERLINE, "38;2;10;20;30"), Look(DOUBLE, "38;2;10;20;30"), "\x1b[24;21m"),
    ],
)
def test_the_shorter_of_difference_and_reset_is_sent(before: Look, after: Look, sequence: str) -> None:
    assert change(before, after) == sequence


@given(before=looks(), after=looks(), exclusive=st.booleans())
def test_a_change_ends_in_the_look_that_all_of_it_sent_anew_gives(before: Look, after: Look, exclusive: bool) -> None:
    changed, anew = (Emulator(2, 1, erases_in_look=exclusive) for _ in range(2))
    changed.feed(f"\x1b[0;{sgr(before)}m{change(before, after)}")
    anew.feed(f"\x1b[0;{sgr(after)}m")
    assert changed.drawn == anew.drawn
    assert len(change(before, after)) <= len(f"\x1b[;{sgr(after)}m")


def test_each_look_has_one_sign_and_no_other_look_has_it() -> None:
    table = Looks()
    first, second = table.sign(Look(BOLD)), table.sign(Look(REVERSE))
    assert table.sign(Look(BOLD)) == first
    assert table.sign(Look()) == PLAIN
    assert len({PLAIN, first, second}) == 3
    assert table.change(first, second) == change(Look(BOLD), Look(REVERSE))
