"""Sets that a text names at once: years and months with several records, lists of places; never by half."""

from __future__ import annotations

import pytest

from annotui.core.model import Agreement
from annotui.linking.candidates import candidates
from annotui.linking.catalogue import Catalogue

_BOTH = ("Norland", "Sudland")


def _statement(id: str, date: str, place: str, kind: str = "bilateral statement") -> Agreement:
    title = f"{kind.capitalize()} of {place} by the ministers"
    return Agreement(id, title, dates=(date,), place=place, parties=_BOTH, kind=kind)


@pytest.fixture(scope="module")
def statements() -> Catalogue:
    return Catalogue.of(
        [
            _statement("lima", "2019-11-09", "Lima"),
            _statement("oslo", "2020-01-11", "Oslo"),
            _statement("riga", "2020-11-26", "Riga"),
            _statement("bern", "2021-06-02", "Bern"),
            _statement("talks", "2021-07-05", "Bern", kind="memorandum"),
        ]
    )


def _first(catalogue: Catalogue, mention: str) -> list[tuple[str, str]]:
    """The first candidate: each record with the words that name it."""
    found = candidates(catalogue, mention, on="2023-01-01")
    return [(link.id, mention[link.part.start : link.part.end] if link.part else "") for link in found[0].links]


def test_a_year_with_several_records_names_them_all(statements: Catalogue) -> None:
    assert _first(statements, "bilateral statements of 2019 and 2020") == [
        ("lima", "2019"),
        ("oslo", "2020"),
        ("riga", "2020"),
    ]
    assert _first(statements, "2020 bilateral statements") == [("oslo", "2020"), ("riga", "2020")]


def test_a_plural_that_says_nothing_but_the_year_is_no_set(statements: Catalogue) -> None:
    assert len(_first(statements, "statements of 2020")) == 1


def test_no_set_where_a_year_has_none(statements: Catalogue) -> None:
    assert len(_first(statements, "bilateral statements of 2018 and 2020")) == 1


def test_months_share_the_year_on_their_right(statements: Catalogue) -> None:
    mention = "bilateral statements of November 2019, January and November 2020 and June 2021"
    assert _first(statements, mention) == [
        ("lima", "November 2019"),
        ("oslo", "January"),
        ("riga", "November 2020"),
        ("bern", "June 2021"),
    ]


def test_a_list_of_places_names_a_record_each(statements: Catalogue) -> None:
    assert _first(statements, "statements of Oslo, Riga and Lima") == [
        ("oslo", "Oslo"),
        ("riga", "Riga"),
        ("lima", "Lima"),
    ]
    assert _first(statements, "statements of Bern (2021) and Lima (2019)") == [("bern", "2021"), ("lima", "2019")]


def test_no_set_where_a_place_has_no_such_record(statements: Catalogue) -> None:
    assert len(_first(statements, "memoranda of Bern and Oslo")) == 1
