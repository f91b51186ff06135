"""What was tagged is suggested where the same words stand in the article; only what is a name."""

from __future__ import annotations

import pytest

from annotui.core.model import Annotation, Fragment, Link
from annotui.project.propagating import MOST, alike

TEXT = (
    "Mira Tolen met Mira Tolen's aide. MIRA TOLEN. On 9 May Mira Tolenson left; the accord, the accord, Harbour Accord."
)


def span(words: str, label: str, *links: Link, at: int | None = None) -> Annotation:
    """An annotation of the first place of some words."""
    start = TEXT.index(words) if at is None else at
    return Annotation("a", "a.txt", label, "vera", (Fragment(start, start + len(words)),), words, links=links)


def test_the_same_words_are_suggested_with_the_same_label() -> None:
    (found,) = alike(span("Mira Tolen", "person"), TEXT, links=False)
    assert (found.start, found.text, found.label, found.state) == (15, "Mira Tolen", "person", "pending")


@pytest.mark.parametrize(
    ("words", "label", "links", "passed"),
    [
        ("accord", "agreement", (Link("harbour"),), 0),
        ("9 May", "date", (), 0),
        ("Mira Tolen", "date", (), 0),
        ("Mira Tolen", "organization", (), 0),
        ("Mira Tolen", "organization", (Link(None, "nil"),), 0),
        ("Mira Tolen", "organization", (Link("harbour", "unsure"),), 0),
        ("Mira Tolen", "organization", (Link("harbour"),), 1),
    ],
)
def test_only_names_that_mean_one_thing_for_sure_are_passed_on(
    words: str, label: str, links: tuple[Link, ...], passed: int
) -> None:
    linking = label in ("agreement", "organization")
    assert len(alike(span(words, label, *links), TEXT, links=linking)) == passed


def test_a_link_is_passed_on_without_its_part() -> None:
    link = Link("harbour", part=Fragment(0, 4), by="vera")
    (found,) = alike(span("Mira Tolen", "organization", link), TEXT, links=True)
    assert [(one.agreement, one.part, one.method, one.by) for one in found.links] == [
        ("harbour", None, "propagated", "")
    ]


def test_no_more_places_than_can_be_gone_through_are_suggested() -> None:
    text = "Mira Tolen " * 3 * MOST
    assert len(alike(span("Mira Tolen", "person", at=0), text, links=False)) == MOST
