from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from annotui.tui.widgets.cells import clip, fit, fit_end


@given(st.text(max_size=40), st.integers(0, 30))
@settings(max_examples=100)
def test_texts_are_fitted_to_exact_cells(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width
    assert cell_len(clip(text, width)) <= width


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert clip("a title", 7) == "a title"
    assert clip("a title", 6) == "a tit…"
    assert clip("漢字漢字", 6) == "漢字…"
    assert clip("e\u0301" * 3, 3) == "e\u0301" * 3
    assert clip("a\x1b[2Jb", 20) == "a␛[2Jb"


@pytest.mark.parametrize(
    ("text", "width", "end"),
    [
        ("abcdef", 3, "def"),
        ("ab", 4, "  ab"),
        ("日本語", 4, "本語"),
        ("日本語", 5, " 本語"),
        ("a\n\x1b", 3, "a ␛"),
        ("", 2, "  "),
    ],
)
def test_the_end_of_a_text_is_cut_to_the_width_and_stands_at_the_right(text: str, width: int, end: str) -> None:
    assert fit_end(text, width) == end
