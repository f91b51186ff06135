"""Finding in a text: smart case, folding, across line ends, windows, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.finding import WINDOW, Count, searcher
from annotui.core.folding import fold, folded_text


def test_a_small_query_is_folded_and_one_with_a_capital_is_exact() -> None:
    text = "Baku baku BAKÜ"
    assert list(searcher("baku").places(text)) == [(0, 4), (5, 9), (10, 14)]
    assert list(searcher("Baku").places(text)) == [(0, 4)]


def test_a_query_goes_over_line_ends_and_all_quotes_and_dashes() -> None:
    text = "the “Ivory–Coast”\n pact"
    assert list(searcher('"ivory-coast" pact').places(text)) == [(4, len(text))]
    assert list(searcher('"Ivory-Coast" pact').places(text)) == [(4, len(text))]


def test_a_whole_word_is_no_part_of_another() -> None:
    assert list(searcher("pact", "word").places("impact pact pacts")) == [(7, 11)]


def test_places_keep_to_their_stretch_and_do_not_overlap() -> None:
    assert list(searcher("aa").places("aaaa aa", 1)) == [(1, 3), (5, 7)]
    assert list(searcher("aa").places("aaaa aa", 0, 5)) == [(0, 2), (2, 4)]


@pytest.mark.parametrize("query", ["", " ", "\u200b"])
def test_nothing_is_nowhere(query: str) -> None:
    assert list(searcher(query).places("some text")) == []


@pytest.mark.parametrize("shift", range(-5, 3))
def test_a_place_across_the_edge_of_a_window_is_found_once(shift: int) -> None:
    text = "x" * (WINDOW + shift) + "Bə\u0301kü" + "y" * WINDOW + "BEKU"
    places = [(WINDOW + shift, WINDOW + shift + 5), (len(text) - 4, len(text))]
    what = searcher("beku")
    assert list(what.places(text)) == places
    assert what.starting_after(text, -1) == places[0]
    assert what.starting_after(text, places[0][0]) == places[1]
    assert what.starting_before(text, len(text)) == places[1]
    assert what.starting_before(text, places[1][0]) == places[0]
    assert what.starting_before(text, places[0][0]) is None
    assert what.ending_before(text, places[1][1]) == places[0]
    assert what.ending_after(text, 0, places[0][1]) == places[1]


@settings(max_examples=100)
@given(
    st.text(st.sampled_from("aəAe\u0301 \u00ad\n"), max_size=40),
    st.text(st.sampled_from("ae "), min_size=1, max_size=3).filter(str.strip),
)
def test_both_ways_meet_the_same_places(text: str, query: str) -> None:
    what = searcher(query)
    forth = []
    place = what.starting_after(text, -1)
    while place:
        forth.append(place)
        assert fold(query.strip()).text.split()[0] in fold(text[place[0] : place[1]]).text
        place = what.starting_after(text, place[0])
    back = []
    place = what.starting_before(text, len(text))
    while place:
        back.append(place)
        place = what.starting_before(text, place[0])
    assert back[::-1] == forth


def test_what_lies_beyond_a_limit_is_not_found() -> None:
    text = "beku " * 4
    what = searcher("beku")
    assert what.starting_after(text, 0, 5) == (5, 9)
    assert what.starting_after(text, 0, 4) is None
    assert what.starting_before(text, 15, 10) == (10, 14)
    assert what.starting_before(text, 15, 11) is None


def test_places_are_counted_a_window_at_a_time() -> None:
    text = ("x" * 5_000 + "Bəku") * 20
    count = Count(text, searcher("beku"))
    windows = 0
    while not count.is_done:
        count.go_on()
        windows += 1
    assert windows == len(text) // WINDOW + 1
    assert count.number(5_000) == "1 of 20"
    assert count.number(5_004 * 19 + 5_000) == "20 of 20"
    assert count.number(7) == ""


def test_counting_stops_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Count, "MOST", 50)
    count = Count("a " * WINDOW, searcher("a"))
    count.go_on()
    assert count.is_done
    assert count.number(2) == f"2 of {WINDOW // 2:,}+"


def test_a_near_place_is_found_without_looking_far(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []

    def look(text: str) -> str:
        looked_at.append(len(text))
        return folded_text(text)

    monkeypatch.setattr("annotui.core.finding.folded_text", look)
    text = "Plain words about “nothing”. " * 100_000 + "Harbour" + " and words on. " * 100_000
    at = text.index("Harbour")
    assert searcher("harbour").starting_after(text, at - 900) == (at, at + 7)
    assert searcher("harbour").starting_before(text, at + 900) == (at, at + 7)
    assert sum(looked_at) < 12_000
