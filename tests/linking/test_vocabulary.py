"""The words of a catalogue: what is found by length and start is what a look at all of them finds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from annotui.linking.vocabulary import Vocabulary

_WORDS = st.text(alphabet="abeirs", min_size=1, max_size=9)


@given(st.sets(_WORDS, max_size=60), _WORDS)
@settings(max_examples=200)
def test_the_nearest_words_are_those_of_a_look_at_every_word(words: set[str], asked: str) -> None:
    every = process.extract(asked, sorted(words), scorer=fuzz.ratio, processor=None, limit=3, score_cutoff=72.0)
    assert Vocabulary(words).nearest(asked) == {word: ratio / 100 for word, ratio, _ in every}


def test_a_word_that_came_later_is_found() -> None:
    vocabulary = Vocabulary(["belfast"])
    assert set(vocabulary.nearest("panmunjon")) == set()
    vocabulary.add("panmunjom")
    assert set(vocabulary.nearest("panmunjon")) == {"panmunjom"}
    assert vocabulary.beginning("pan", 3) == ["panmunjom"]


def test_words_that_begin_so_come_in_order_and_no_more_than_asked() -> None:
    vocabulary = Vocabulary(["stormont", "st", "stone", "sun"])
    assert vocabulary.beginning("st", 2) == ["st", "stone"]
