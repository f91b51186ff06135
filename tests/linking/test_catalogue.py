"""The catalogue's index: ids, weights, spellings, and what it finds by word, date, number and party."""

from __future__ import annotations

import pytest

from annotui.core.model import Agreement
from annotui.linking import catalogue as catalogue_module
from annotui.linking.candidates import candidates
from annotui.linking.catalogue import Catalogue
from annotui.linking.words import fold_surface, words_of


def _ids(catalogue: Catalogue, found: list[int]) -> list[str]:
    return [record.id for _, record in catalogue.records_at(found)]


def test_records_keep_their_order_and_the_last_of_an_id_counts() -> None:
    catalogue = Catalogue.of([Agreement("b", "One"), Agreement("a", "Two"), Agreement("b", "Three")])
    assert _ids(catalogue, [0, 1]) == ["b", "a"]
    assert len(catalogue) == 2
    found = catalogue.get("b")
    assert found is not None and found.title == "Three"
    assert catalogue.get("c") is None


def test_an_empty_catalogue_finds_nothing() -> None:
    catalogue = Catalogue.of([])
    assert catalogue.nearest({"treaty": 1.0}, dates=["2020"]) == []
    assert catalogue.spellings("treaty") == {}


def test_rare_words_weigh_more_and_generic_ones_a_quarter(catalogue: Catalogue) -> None:
    assert catalogue.weight("colon") > catalogue.weight("hillsborough") > catalogue.weight("agreement")
    assert catalogue.weight("neverseen") == 1.0
    assert catalogue.weight("covenant") == 0.25


def test_an_unknown_word_stands_for_its_nearest_spellings(catalogue: Catalogue) -> None:
    assert set(catalogue.spellings("panmunjum")) == {"panmunjom"}
    assert catalogue.spellings("panmunjom") == {"panmunjom": 1.0}
    assert catalogue.spellings("zzzzzz") == {}


def test_while_typing_a_word_stands_for_those_it_begins(catalogue: Catalogue) -> None:
    assert "panmunjom" in catalogue.spellings("pan", typing=True)
    assert "panmunjom" not in catalogue.spellings("pan")


def test_dates_numbers_and_parties_are_indexed(catalogue: Catalogue) -> None:
    assert _ids(catalogue, catalogue.nearest({}, dates=["1998-04-10"])) == ["good-friday"]
    assert _ids(catalogue, catalogue.nearest({}, dates=["2018-04"])) == ["panmunjom", "summit-3"]
    assert _ids(catalogue, catalogue.nearest({}, numbers=["1874"])) == ["res-1874"]
    assert _ids(catalogue, catalogue.nearest({}, parties=["China", "North Korea"])) == ["armistice"]
    assert _ids(catalogue, catalogue.nearest({"st": 1.0, "agreement": 1.0}, limit=1)) == ["st-andrews"]


def test_invalid_dates_of_a_record_are_left_out() -> None:
    catalogue = Catalogue.of([Agreement("a", "Treaty of Nowhere", dates=("2020-02-31", "soon", "2020-03"))])
    assert catalogue.record("a").dates == ("2020-03",)


def test_parties_of_records_go_by_one_name() -> None:
    catalogue = Catalogue.of([Agreement("a", "Pact", parties=("Russian Federation", "Free Aceh Movement"))])
    assert catalogue.record("a").parties == {"Russia", "Free Aceh Movement"}


def test_a_bracketed_place_is_two_places_and_a_border_is_none() -> None:
    catalogue = Catalogue.of(
        [
            Agreement("a", "Pact", place="Moscow (Meiendorf Castle)"),
            Agreement("b", "Truce", place="Chad-Sudan border"),
        ]
    )
    assert catalogue.places == {"moscow", "meiendorf castle"}


def test_an_accepted_surface_becomes_a_name() -> None:
    agreement = Agreement("a", "Convention on the Status of the Lake")
    catalogue = Catalogue.of([agreement], counts={("a", fold_surface("Lake Deal")): 2, ("gone", "x"): 1})
    assert fold_surface("lake deal") in {surface.folded for surface in catalogue.record("a").surfaces}


def test_a_record_takes_up_what_was_accepted_for_it_without_the_others_being_read_again() -> None:
    catalogue = Catalogue.of(
        [Agreement("a", "Treaty of Kiel"), Agreement("b", "Treaty on the Sound Tolls"), Agreement("c", "Oslo Protocol")]
    )
    assert candidates(catalogue, "Elsinore deal") == []
    catalogue.put(catalogue.record("b").agreement, {fold_surface("Elsinore deal"): 2})
    found = candidates(catalogue, "the Elsinore deal")
    assert found[0].links[0].agreement.id == "b"
    agreements = [record.agreement for _, record in catalogue.records_at(range(3))]
    whole = Catalogue.of(agreements, counts={("b", fold_surface("Elsinore deal")): 2})
    assert [one.links[0].agreement.id for one in candidates(whole, "the Elsinore deal")] == ["b"]
    words = words_of("Then the Elsinore Deal was read")
    assert catalogue.named_at(words, 2) == whole.named_at(words, 2)


@pytest.mark.parametrize(("having", "is_found"), [(5, True), (6, False)])
def test_a_word_of_more_than_a_share_of_all_records_finds_none_by_itself(
    having: int, is_found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue_module, "_COMMON", 1)
    monkeypatch.setattr(catalogue_module, "_COMMON_SHARE", 2)
    titles = [f"Quay {'Pact' if n < having else 'Charter'} {n}" for n in range(10)]
    known = Catalogue.of([Agreement(str(n), title) for n, title in enumerate(titles)])
    assert bool(known.nearest({"pact": 1.0})) is is_found
