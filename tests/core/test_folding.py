"""Folding with a way back, keys for names, and searching by chunks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.folding import CHUNK, compile_search, find_all, fold, fold_key

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


def test_a_small_needle_is_folded_and_one_with_a_capital_is_exact() -> None:
    text = "Baku baku BAKÜ"
    assert find_all(text, "baku") == [(0, 4), (5, 9), (10, 14)]
    assert find_all(text, "Baku") == [(0, 4)]
    assert find_all(text, "Baku", fold=True) == [(0, 4), (5, 9), (10, 14)]
    assert find_all(text, "baku", fold=False) == [(5, 9)]


def test_a_search_keeps_to_its_stretch_and_limit() -> None:
    text = "aa aa aa"
    assert find_all(text, "aa", start=1) == [(3, 5), (6, 8)]
    assert find_all(text, "aa", end=7) == [(0, 2), (3, 5)]
    assert find_all(text, "aa", limit=1) == [(0, 2)]
    assert find_all(text, "AA", fold=False) == []
    assert find_all(text, "") == []
    assert find_all(text, "\u200b") == []


@pytest.mark.parametrize("shift", range(-5, 3))
def test_a_place_across_a_chunk_edge_is_found_once(shift: int) -> None:
    text = "x" * (CHUNK + shift) + "Bə\u0301kü" + "y" * CHUNK + "BEKU"
    places = [(CHUNK + shift, CHUNK + shift + 5), (len(text) - 4, len(text))]
    assert find_all(text, "beku") == places
    searcher = compile_search("beku")
    assert searcher.next(text, 0) == places[0]
    assert searcher.next(text, places[0][0] + 1) == places[1]
    assert searcher.prev(text, len(text)) == places[1]
    assert searcher.prev(text, places[1][0]) == places[0]
    assert searcher.prev(text, places[0][0]) is None


def test_an_exact_search_goes_both_ways() -> None:
    searcher = compile_search("Ab")
    assert searcher.next("Ab ab Ab", 1) == (6, 8)
    assert searcher.prev("Ab ab Ab", 6) == (0, 2)
    assert searcher.prev("Ab ab Ab", 7) == (6, 8)
    assert searcher.prev("Ab", 0) is None
    assert searcher.next("Ab", 1) is None


@settings(max_examples=100)
@given(
    st.text(st.sampled_from("aəAe\u0301 \u00ad"), max_size=40), st.text(st.sampled_from("ae "), min_size=1, max_size=3)
)
def test_next_and_prev_meet_the_same_places(text: str, needle: str) -> None:
    searcher = compile_search(needle)
    forth = []
    span = searcher.next(text, 0)
    while span:
        forth.append(span)
        assert fold(needle).text in fold(text[span[0] : span[1]]).text
        span = searcher.next(text, span[0] + 1)
    back = []
    span = searcher.prev(text, len(text))
    while span:
        back.append(span)
        span = searcher.prev(text, span[0])
    assert back[::-1] == forth
