"""Parties are found by name, demonym and leader; records' own names work without the data file."""

from __future__ import annotations

import pytest

from annotui.errors import DataError
from annotui.linking.parties import Party, PartyBook, known_parties, read_parties
from annotui.linking.words import words_of


@pytest.fixture(scope="module")
def book() -> PartyBook:
    return known_parties()


def _names(book: PartyBook, text: str, *, any_case: bool = False) -> list[str]:
    return [party.name for party in book.find(words_of(text), any_case=any_case)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the Russian, Armenian and Azerbaijani leaders", ["Russia", "Armenia", "Azerbaijan"]),
        ("between the Republic of Korea and the DPRK", ["South Korea", "North Korea"]),
        ("a Putin-Aliyev-Pashinyan text", ["Russia", "Azerbaijan", "Armenia"]),
        ("a US–French note, a U.S. note", ["United States", "France", "United States"]),
        ("Türkiye and Turkiye's neighbours", ["Turkey", "Turkey"]),
        ("the UN Security Council, not the UN", ["UN Security Council", "United Nations"]),
        ("Northern Ireland and Ireland", ["Northern Ireland", "Ireland"]),
        ("let us go by car", []),
        ("the agreement between Belgrade and Pristina", ["Serbia", "Kosovo"]),
        ("talks between Moscow, Addis Ababa and the Iranian side", ["Russia", "Ethiopia", "Iran"]),
        ("a meeting between the two in Baku and Moscow", []),
        ("between Baku, a city", []),
        ("the Moscow statement", []),
    ],
)
def test_the_longest_name_at_each_place_is_found(book: PartyBook, text: str, names: list[str]) -> None:
    assert _names(book, text) == names


def test_typed_acronyms_may_be_small_unless_they_are_common_words(book: PartyBook) -> None:
    assert _names(book, "eu resolution for us", any_case=True) == ["European Union"]
    assert _names(book, "eu resolution for us") == []


def test_a_name_after_a_preposition_of_place_is_a_topic(book: PartyBook) -> None:
    found = book.find(words_of("agreement of Colombia on the peace in Syria"))
    assert [(party.name, party.about) for party in found] == [("Colombia", False), ("Syria", True)]


def test_mentions_carry_their_places(book: PartyBook) -> None:
    text = "by the Kyrgyz Republic's envoy"
    (found,) = book.find(words_of(text))
    assert text[found.start : found.end] == "Kyrgyz Republic's"
    assert (found.first, found.last) == (2, 4)


def test_records_names_and_added_parties_work(book: PartyBook) -> None:
    wider = book.with_names(["Armenian SSR", "Free Aceh Movement"])
    assert _names(wider, "the Armenian SSR and the Free Aceh Movement") == ["Armenian SSR", "Free Aceh Movement"]
    own = known_parties([Party("Aceh", demonyms=("Acehnese",), names=("Free Aceh Movement", "Georgia"))])
    assert _names(own, "the Acehnese and Georgia") == ["Aceh", "Aceh"]


def test_names_of_records_get_one_spelling(book: PartyBook) -> None:
    assert book.canonical("Russian Federation") == "Russia"
    assert book.canonical("The Hanse") == "The Hanse"


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"names": []}', '{"name": "X", "names": "Y"}', '{"name": "X", "leaders": [1]}']
)
def test_bad_lines_are_refused_with_their_number(line: str) -> None:
    with pytest.raises(DataError, match=r"mine\.jsonl, line 2"):
        read_parties(['{"name": "France"}', line], "mine.jsonl")
