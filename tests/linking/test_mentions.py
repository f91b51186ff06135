"""Mentions found in articles: what is suggested is right, and what cannot be told is left alone."""

from __future__ import annotations

import json
import os
from importlib.resources import files
from pathlib import Path

import pytest

from annotui.linking.catalogue import Catalogue
from annotui.linking.mentions import Mention, find_mentions
from annotui.linking.parties import PartyBook
from annotui.linking.spotting import flowing

from .gold import GOLD, Item, Mark, items_of, read_catalogue, score

_DATA = os.environ.get("ANNOTUI_TRIAL_DATA", "")
_WRITTEN_ON = {"001": "2022-05-31", "003": "2022-04-16"}
SHIPPED = Path(str(files("annotui") / "data" / "agreements.jsonl"))


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    """The shipped catalogue."""
    return read_catalogue(SHIPPED)


def meant(found: list[Mention], text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The words of each mention with the records that it means."""
    return [(text[one.start : one.end], tuple(link.agreement for link in one.links)) for one in found]


THREE = ("tri-2020-11-09", "tri-2021-01-11", "tri-2021-11-26")


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        (
            "They spoke of the trilateral statements of November 10, 2020, January 11 and November 26, 2021.",
            "2022-04-16",
            [("trilateral statements of November 10, 2020, January 11 and November 26, 2021", THREE)],
        ),
        (
            "On January 11, 2021, the Russian, Armenian and Azerbaijani leaders signed a statement in Moscow.",
            "2021-01-12",
            [("statement in Moscow", ("tri-2021-01-11",))],
        ),
        (
            "Baku points to resolutions 822 and 884 of the Security Council.",
            "2020-07-01",
            [("resolutions 822 and 884 of the Security Council", ("unsc-822", "unsc-884"))],
        ),
        ("Baku points to resolution 882 of the Security Council.", "2020-07-01", []),
        ("They hope to sign a peace agreement between Armenia and Azerbaijan.", "2022-04-16", []),
        ("The legal status of the Caspian Sea was not discussed.", "2022-04-16", []),
        ("The Collective Security Treaty Organization met in Minsk.", "2022-04-16", []),
        ("The Sochi statement was quoted again.", "2023-04-16", []),
        ("“We talked,” the foreign ministry said in a statement. The statement names no date.", "2022-04-16", []),
        ("The ceasefire is holding along the whole line of contact.", "2021-04-16", []),
    ],
)
def test_what_is_suggested_of_a_sentence(
    shipped: Catalogue, text: str, on: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert meant(find_mentions(shipped, text, on=on), text) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [("", ()), ("2020-12-01", ()), ("2021-03-01", THREE[:2]), ("2022-04-16", THREE)],
)
def test_a_plural_without_dates_names_what_there_was_when_it_was_written(
    shipped: Catalogue, on: str, expected: tuple[str, ...]
) -> None:
    text = "Russia, Armenia and Azerbaijan will keep to the trilateral statements, the ministers said."
    found = find_mentions(shipped, text, on=on)
    assert meant(found, text) == ([("trilateral statements", expected)] if expected else [])


def test_each_record_of_a_list_has_the_date_that_names_it(shipped: Catalogue) -> None:
    text = "They spoke of the trilateral statements of 10 November 2020 and 11 January 2021."
    (found,) = find_mentions(shipped, text, on="2022-04-16")
    assert [text[link.part.start : link.part.end] for link in found.links if link.part] == [
        "10 November 2020",
        "11 January 2021",
    ]


def test_a_short_form_means_what_its_article_named_before(shipped: Catalogue) -> None:
    text = (
        "Aliyev and Putin signed the Declaration on Allied Interaction between Azerbaijan and Russia on February 22. "
        "The Declaration is about alliance. The press service issued a statement. The statement says little."
    )
    found = find_mentions(shipped, text, on="2022-02-23")
    assert meant(found, text)[1:] == [("Declaration", ("decl-ru-az-2022-02-22",))]
    assert [one.is_short_form for one in found] == [False, True]


def test_a_wrapped_paragraph_is_read_as_one(shipped: Catalogue) -> None:
    text = "The two foreign ministers came back to the trilateral statement of\n9 November 2020 more than once.\n"
    assert flowing(text) == text.replace("of\n", "of ")
    assert [one.links[0].agreement for one in find_mentions(shipped, text, on="2021-05-01")] == ["tri-2020-11-09"]
    headline = "title: A statement\ndate: 2020-11-09\n\nShort line\nAnother line\n"
    assert flowing(headline) == headline


@pytest.mark.parametrize(
    ("name", "catalogue", "precision", "recall"),
    [
        ("caucasus-seen.txt", SHIPPED, 0.97, 0.88),
        ("elsewhere-seen.txt", GOLD / "elsewhere.jsonl", 0.97, 0.9),
    ],
)
def test_the_texts_that_rules_were_written_from(name: str, catalogue: Path, precision: float, recall: float) -> None:
    found = score(read_catalogue(catalogue), list(items_of(name)))
    assert found.precision >= precision, found.faults
    assert found.recall >= recall, found.faults


@pytest.mark.skipif(not _DATA, reason="ANNOTUI_TRIAL_DATA is not set")
def test_the_core_marks_of_the_trial_articles_are_found_and_the_negatives_left_alone() -> None:
    data = Path(_DATA)
    rows = [json.loads(line) for line in (data / "mentions.jsonl").read_text(encoding="utf-8").splitlines()]
    catalogue = read_catalogue(data / "agreements.jsonl")
    items = []
    for name in sorted({row["article"] for row in rows}):
        marks = tuple(
            Mark(row["start"], row["end"], tuple(row["agreements"]))
            for row in rows
            if row["article"] == name and row["kind"] in ("core", "event")
        )
        text = (data / "articles" / name).read_text(encoding="utf-8")
        items.append(Item(name, _WRITTEN_ON[name[:3]], text, marks))
    events = sum(row["kind"] == "event" for row in rows)
    found = score(catalogue, items)
    assert not found.wrong, found.faults
    assert found.missed <= events, found.faults
    assert sum(row["kind"] == "core" for row in rows) - (found.missed - events) >= 12
    negatives = [row for row in rows if row["kind"] == "nil"]
    for item in items:
        for mention in find_mentions(catalogue, item.text, on=item.date):
            assert not any(
                row["article"] == item.id and mention.start < row["end"] and row["start"] < mention.end
                for row in negatives
            )


def test_another_regions_mentions_are_found_without_knowing_its_parties() -> None:
    known = read_catalogue(GOLD / "elsewhere.jsonl")
    agreements = [record.agreement for _, record in known.records_at(range(len(known)))]
    catalogue = Catalogue.of(agreements, parties=PartyBook(()))
    found = score(catalogue, list(items_of("elsewhere-seen.txt")))
    assert found.precision >= 0.97, found.faults
    assert found.recall >= 0.88, found.faults
