"""Words counted as `split` would cut them, whatever the white space."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from annotui.core.word_count import count_words

SPACES = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace()]
WRITTEN = st.lists(st.one_of(st.sampled_from(SPACES), st.sampled_from(["word", "и", "ə", "\U0001f600", "\ud800"])))


@given(WRITTEN, st.booleans())
def test_words_are_those_that_split_makes(pieces: list[str], mostly_ascii: bool) -> None:
    text = "".join(pieces) + "letters and more letters " * 20 * mostly_ascii
    assert count_words(text) == len(text.split())


def test_each_kind_of_white_space_parts_words() -> None:
    for space in SPACES:
        assert count_words("letters " * 20 + f"one{space}other") == 22
