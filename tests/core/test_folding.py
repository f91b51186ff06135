"""Folding with a way back, keys for names, and searching by chunks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.folding import fold, fold_key, folded_text

ANY = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.text(st.sampled_from("aAİıßﬁ½e\u0301\u00ad\u200b“’–\u00a0иИ\u0306Ёй각"), max_size=40),
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("İstanbul Isparta ılıq", "istanbul isparta iliq"),
        ("Şuşa Bəyannaməsi ğöüç é", "susa beyannamesi gouc e"),
        ("Ёлка Йод", "елка йод"),
        ("и\u0306од", "йод"),
        ("ՀԱՅԱՍՏԱՆ", "հայաստան"),
        ("“a” «b» ‘c’", '"a" "b" \'c\''),
        ("a–b—c‑d−e", "a-b-c-d-e"),
        ("a\u00a0b\u2009c", "a b c"),
        ("cease\u00adfire\u200b\ufeff", "ceasefire"),
        ("ﬁne Straße Æ …", "fine strasse ae ..."),
        ("a\nb", "a\nb"),
    ],
)
def test_what_is_alike_folds_alike(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_a_span_leads_back_to_whole_letters_with_their_marks() -> None:
    text = "Bə\u0301kü ﬁ\u00adx"
    folded = fold(text)
    assert folded.text == "beku fix"
    assert folded.span(0, 2) == (0, 3)
    assert folded.span(5, 6) == (6, 7)
    assert folded.span(6, 8) == (6, 9)
    assert folded.span(3, 3) == (4, 4)


@settings(max_examples=100)
@given(ANY)
def test_offsets_rise_and_spans_lead_back(text: str) -> None:
    folded = fold(text)
    offsets = list(folded.offsets)
    assert len(offsets) == len(folded.text) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)
    for at in range(len(folded.text)):
        start, end = folded.span(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert folded.text[at] in fold(text[start:end]).text
    assert fold(folded.text).text == folded.text


def test_keys_are_alike_for_spellings_of_one_name() -> None:
    alike = ["cease-fire", "Cease fire", "CEASEFIRE", " ceasefire. ", "“ceasefire”"]
    assert {fold_key(name) for name in alike} == {"ceasefire"}
    assert fold_key("Tripartite  Statement") == fold_key("the trilateral statement".removeprefix("the "))
    assert fold_key("Peru's Security Co-operation Organisation") == "peru security cooperation organization"
    assert fold_key("the leaders’ pact") == "the leaders pact"
    assert fold_key("resolution 822") != fold_key("resolution 882")


@settings(max_examples=150)
@given(ANY, st.integers(0, 200))
def test_the_folded_text_alone_is_the_same(text: str, ascii_around: int) -> None:
    whole = text + "Plain `words` " * ascii_around
    assert folded_text(whole) == fold(whole).text
