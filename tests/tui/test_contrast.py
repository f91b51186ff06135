"""Contrast as WCAG counts it, and colours moved until they have enough of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.color import Color

from annotui.tui.contrast import BLACK, WHITE, as_background, as_text, contrast, ink_on

COLORS = st.builds(Color, *[st.integers(0, 255)] * 3)


def test_the_ratios_are_those_of_wcag() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(WHITE, WHITE) == 1
    assert contrast(Color.parse("#777777"), WHITE) == pytest.approx(4.48, abs=0.005)
    assert contrast(Color.parse("#767676"), WHITE) == pytest.approx(4.54, abs=0.005)


@given(COLORS)
def test_black_or_white_can_be_read_on_anything(background: Color) -> None:
    assert contrast(ink_on(background), background) >= 4.5


@given(COLORS, st.sampled_from([4.5, 7.0]))
def test_a_background_is_moved_until_it_is_enough_and_no_further(color: Color, ratio: float) -> None:
    moved = as_background(color, ratio)
    assert contrast(ink_on(moved), moved) >= ratio
    assert (moved == color) == (contrast(ink_on(color), color) >= ratio)


@given(COLORS, COLORS)
def test_text_is_moved_until_it_stands_out_on_its_page(color: Color, page: Color) -> None:
    assert contrast(as_text(color, page, 4.5), page) >= 4.5
