"""Phrases that are passed over before they are judged: never one that judging would have suggested something for."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import pytest

from annotui.core.model import Agreement
from annotui.linking.catalogue import Catalogue
from annotui.linking.evidence import Evidence, evidence_in
from annotui.linking.hints import Hints
from annotui.linking.mentions import find_mentions

from .gold import GOLD, items_of, read_catalogue

_SHIPPED = Path(str(files("annotui") / "data" / "agreements.jsonl"))


def _may_mean(catalogue: Catalogue, phrase: str) -> bool:
    evidence = evidence_in(phrase, catalogue.parties)
    return catalogue.hints.possible(evidence, catalogue.places_in(evidence.words), "") != frozenset()


@pytest.mark.parametrize(
    ("name", "records"),
    [
        ("caucasus-seen.txt", _SHIPPED),
        ("elsewhere-seen.txt", GOLD / "elsewhere.jsonl"),
        ("elsewhere-seen.txt", _SHIPPED),
    ],
)
def test_suggestions_are_those_of_weighing_every_record_for_every_phrase(
    name: str, records: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = read_catalogue(records)
    texts = [(item.text, item.date) for item in items_of(name)]
    found = [find_mentions(catalogue, text, on=on) for text, on in texts]

    def anything(self: Hints, evidence: Evidence, places: Iterable[str], on: str) -> None:
        return None

    monkeypatch.setattr(Hints, "possible", anything)
    assert [find_mentions(catalogue, text, on=on) for text, on in texts] == found


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Good Friday Agreement", True),
        ("joint declaration of 27 April 2018", True),
        ("UN Security Council Resolution 1874", True),
        ("Third Inter-Korean Summit", True),
        ("agreement", False),
        ("joint declaration of 28 April 2018", False),
        ("UN Security Council Resolution 1875", False),
        ("agreement between Brazil and Peru of 10 April 1998", False),
    ],
)
def test_a_phrase_may_name_a_record_by_what_is_in_it(catalogue: Catalogue, phrase: str, expected: bool) -> None:
    assert _may_mean(catalogue, phrase) is expected


def test_a_surface_that_was_accepted_is_taken_up() -> None:
    catalogue = Catalogue.of([Agreement("a", "Treaty of Nowhere", kind="treaty")])
    assert not _may_mean(catalogue, "lake pact")
    catalogue.put(catalogue.record("a").agreement, {"lake pact": 2})
    assert _may_mean(catalogue, "lake pact")


def test_a_record_that_a_phrase_names_is_weighed_however_many_look_like_it() -> None:
    alike = [Agreement(f"r{n:04}", f"Quay {n} Harbour Declaration", kind="declaration") for n in range(1200)]
    named = Agreement("named", "Declaration of the Pilots", aliases=("Harbour Declaration",), kind="declaration")
    text = "The ministers recalled the Harbour Declaration and went home."
    catalogue = Catalogue.of([*alike, named])
    assert [link.agreement for one in find_mentions(catalogue, text) for link in one.links] == ["named"]
    rival = named._replace(id="rival", title="Declaration of the Tugs")
    assert find_mentions(Catalogue.of([*alike, named, rival]), text) == []


def test_a_day_without_a_year_may_be_one_of_some_years_before() -> None:
    catalogue = Catalogue.of([Agreement("a", "Joint Statement", dates=("2019-11-09",)), Agreement("b", "Pact")])
    evidence = evidence_in("statement of 9 November", catalogue.parties, on="2022-04-16")
    assert catalogue.hints.possible(evidence, (), "2022-04-16") == frozenset({0})
    assert catalogue.hints.possible(evidence_in("statement of 8 November", catalogue.parties), (), "") is None
