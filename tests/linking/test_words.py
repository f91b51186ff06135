"""Words are folded so that spellings of one name agree, and keep their places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.linking.words import fold_word, ordinal_of, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Şuşa BƏYANNAMƏSİ", "susa beyannamesi"),
        ("İstanbul", "istanbul"),
        ("cease-fire", "ceasefire"),
        ("cease fire", "Ceasefire"),
        ("tripartite", "trilateral"),
        ("Azerbaijan’s leaders’", "azerbaijan leader"),
        ("L’Aquila", "L'Aquila"),
        ("the\u00a0U.S.\u2011Russia treaties", "THE US–Russia treaty"),
        ("Communiqué", "communique"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert [word.text for word in words_of(one)] == [word.text for word in words_of(other)]


@pytest.mark.parametrize(("one", "other"), [("Resolution 822", "Resolution 882"), ("5th", "4th"), ("status", "statu")])
def test_what_differs_stays_different(one: str, other: str) -> None:
    assert [word.text for word in words_of(one)] != [word.text for word in words_of(other)]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("fifth", 5),
        ("Fifth", 5),
        ("5th", 5),
        ("V", 5),
        ("IX", 9),
        ("XIV", 14),
        ("22nd", 22),
        ("v", None),
        ("five", None),
    ],
)
def test_ordinals_are_values(word: str, value: int | None) -> None:
    assert ordinal_of(words_of(word)[0]) == value


@given(st.text(alphabet=st.sampled_from("aİıŞé'’.-/ 19sSfireCc\u00a0\u0301"), max_size=60))
@settings(max_examples=100)
def test_words_stand_where_they_say_in_any_text(text: str) -> None:
    end = 0
    for word in words_of(text):
        assert end <= word.start < word.end <= len(text)
        assert text[word.start : word.end] == word.shown
        assert fold_word(word.text) == fold_word(fold_word(word.text))
        end = word.end
