"""The words of a catalogue: what is found by length and start is what a look at all of them finds."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from annotui.linking.vocabulary import Vocabulary

_WORDS = st.text(alphabet="abeirs", min_size=1, max_size=9)


class Known:
    """Words by their length, as an index has them."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = set(words)

    def words_of_length(self, length: int) -> list[str]:
        return sorted(word for word in self.words if len(word) == length)

    def lengths(self) -> list[int]:
        return sorted(set(map(len, self.words)))


@given(st.sets(_WORDS, max_size=60), _WORDS)
@settings(max_examples=200)
def test_the_nearest_words_are_those_of_a_look_at_every_word(words: set[str], asked: str) -> None:
    every = process.extract(asked, sorted(words), scorer=fuzz.ratio, processor=None, limit=3, score_cutoff=72.0)
    assert Vocabulary(Known(words)).nearest(asked) == {word: ratio / 100 for word, ratio, _ in every}


def test_a_word_that_came_later_is_found() -> None:
    known = Known(["belfast"])
    vocabulary = Vocabulary(known)
    assert set(vocabulary.nearest("panmunjon")) == set()
    known.words.add("panmunjom")
    vocabulary.renew()
    assert set(vocabulary.nearest("panmunjon")) == {"panmunjom"}
