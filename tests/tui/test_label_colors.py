"""The colours of labels: the terminal's or the web's, always with text that can be read on them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from textual.color import Color

from annotui.tui.contrast import contrast
from annotui.tui.schemes import DARK, HIGH_CONTRAST, LIGHT, Scheme
from annotui.tui.widgets.label_colors import NAMES, LabelColors

WEB = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))


def numbers(style: Style | None) -> tuple[int | None, int | None]:
    """Foreground and background by their numbers among the terminal's sixteen."""
    assert style is not None
    assert style.color is not None
    assert style.bgcolor is not None
    return style.color.number, style.bgcolor.number


def ratio(style: Style | None, on: str = "") -> float:
    """The contrast of a style's text with its background, or with another one."""
    assert style is not None
    assert style.color is not None
    background = Color.parse(on) if on else Color.from_rich_color(style.bgcolor)
    return contrast(Color.from_rich_color(style.color), background)


def test_named_colours_are_the_terminals_own() -> None:
    assert numbers(LabelColors().style("cyan")) == (0, 6)
    assert numbers(LabelColors().style(" Blue ")) == (15, 4)


def test_web_colours_are_taken_as_they_are() -> None:
    orange = LabelColors().style("#ff8800")
    assert orange is not None
    assert orange.bgcolor is not None
    assert orange.bgcolor.triplet == (255, 136, 0)


@pytest.mark.parametrize("color", ["", "no such colour", "#12"])
def test_what_is_no_colour_is_told(color: str) -> None:
    assert LabelColors().style(color) is None
    assert LabelColors(DARK.variables(), sixteen=True).style(color) is None


@given(WEB)
def test_any_web_colour_can_be_read(color: str) -> None:
    assert ratio(LabelColors().style(color)) >= 4.5


@pytest.mark.parametrize(("scheme", "least"), [(LIGHT, 4.5), (DARK, 4.5), (HIGH_CONTRAST, 7.0)])
@given(color=st.sampled_from(NAMES) | WEB)
def test_labels_and_suggestions_can_be_read_in_our_themes(scheme: Scheme, least: float, color: str) -> None:
    colors = LabelColors(scheme.variables())
    style = colors.style(color)
    assert style is not None
    assert ratio(style) >= least
    assert ratio(colors.suggestion(style), scheme.page) >= least


@given(WEB)
def test_where_there_are_sixteen_colours_a_web_colour_is_the_nearest_of_them(color: str) -> None:
    ink, background = numbers(LabelColors(sixteen=True).style(color))
    assert background is not None
    assert background < 16
    assert ink == (15 if background in {0, 1, 4, 5, 8} else 0)


def test_the_colours_of_labels_differ_in_each_of_our_themes() -> None:
    for scheme in (LIGHT, DARK, HIGH_CONTRAST):
        variables = scheme.variables()
        assert len({variables[f"label-{number}"] for number in range(1, 10)}) == 9
