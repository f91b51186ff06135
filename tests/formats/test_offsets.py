"""Offsets of other tools, whatever they count, stand on the same words in the canonical text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.formats.offsets import Offsets, Unit
from annotui.formats.values import Fault

TEXTS = st.text(alphabet="aé\r\n\ufeff🙂\u0301я", max_size=30)


def length(text: str, unit: Unit) -> int:
    """How long a text is in this unit."""
    if unit == "code points":
        return len(text)
    return len(text.encode("utf-16-le")) // 2 if unit == "UTF-16 units" else len(text.encode())


@given(before=TEXTS, middle=st.text(alphabet="bé🙂я", min_size=1, max_size=8), after=TEXTS)
@pytest.mark.parametrize("unit", ["code points", "UTF-16 units", "UTF-8 bytes"])
def test_a_stretch_stands_on_its_words(unit: Unit, before: str, middle: str, after: str) -> None:
    offsets = Offsets(before + middle + after)
    start = length(before, unit)
    found = offsets.fragment(start, start + length(middle, unit), units=(unit,))
    assert offsets.text[found.start : found.end] == middle
    assert "\r" not in offsets.text


def test_the_unit_is_told_by_what_is_quoted() -> None:
    offsets = Offsets("🙂🙂 cafe and cafe\r\n")
    both: tuple[Unit, ...] = ("UTF-16 units", "code points")
    assert offsets.fragment(5, 9, "cafe", units=both) == (3, 7)
    assert offsets.fragment(3, 7, "cafe", units=both) == (3, 7)


@pytest.mark.parametrize(
    ("start", "end", "what"),
    [(0, 4, 'stands "cafe", not "tea"'), (2, 99, "lies outside"), (-1, 3, "lies outside"), (3, 3, "lies outside")],
)
def test_a_stretch_that_does_not_fit_is_refused(start: int, end: int, what: str) -> None:
    with pytest.raises(Fault, match=what):
        Offsets("cafe").fragment(start, end, "tea")
