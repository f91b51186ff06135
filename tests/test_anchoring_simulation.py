"""Anchoring against a simulation that tracks every code point through the edits, so that the truth is known."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .tracked_edits import (
    EDITS,
    Tracked,
    article,
    edited_words,
    figures,
    spans_of,
    swapped,
    with_a_copy,
    with_a_new_paragraph,
    without_a_paragraph,
)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.sampled_from(sorted(EDITS)), st.sampled_from([0.0, 0.03]), st.sampled_from([0.0, 0.3]))
def test_no_edit_makes_a_span_exact_at_a_wrong_place(seed: int, name: str, rate: float, repeated: float) -> None:
    random = Random(seed)
    text = article(random, random.randint(2, 12), repeated)
    after = edited_words(rate)(EDITS[name]([(char, at) for at, char in enumerate(text)], random), random)
    figures(text, after, spans_of(text, random, 25))


@pytest.mark.parametrize(
    ("name", "least"),
    [("words 2%", 0.97), ("words 5%", 0.95), ("words 10%", 0.9), ("words 20%", 0.75), ("new paragraph", 0.97)],
)
def test_spans_that_the_edits_left_whole_land_exactly(name: str, least: float) -> None:
    random = Random(name)
    total: Counter[str] = Counter()
    for _ in range(12):
        text = article(random, 9)
        after = EDITS[name]([(char, at) for at, char in enumerate(text)], random)
        total += figures(text, after, spans_of(text, random, 40))
    whole = sum(number for kind, number in total.items() if kind.startswith("whole"))
    assert whole > 200
    assert total["whole, exact"] >= least * whole, total
    assert total["whole, exact"] + total["whole, moved"] >= 0.98 * whole, total


def test_deleted_spans_are_seldom_found_elsewhere_and_never_exactly() -> None:
    random = Random("deleted")
    total: Counter[str] = Counter()
    for _ in range(20):
        text = article(random, 9)
        after = without_a_paragraph([(char, at) for at, char in enumerate(text)], random)
        total += figures(text, after, spans_of(text, random, 60))
    assert total["deleted, orphaned"] > 80
    assert total["deleted, moved elsewhere"] < 0.1 * total["deleted, orphaned"], total


def test_long_texts_that_are_aligned_in_pieces_keep_to_the_truth() -> None:
    random = Random("long")
    text = article(random, 450)
    after: Tracked = [(char, at) for at, char in enumerate(text)]
    for edit in (edited_words(0.03), swapped, with_a_copy, with_a_new_paragraph, without_a_paragraph):
        after = edit(after, random)
    total = figures(text, after, spans_of(text, random, 150))
    assert total["whole, exact"] > 100, total
