"""The fuzzy filter: every word, slips forgiven, the best first, in pieces."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotui.project import annotate, sifting
from annotui.project.library import MOST_FOUND, Filter
from annotui.project.opening import Project
from annotui.project.sifting import like

TITLES = {
    "01.txt": "Northern lights",
    "02.txt": "Treaty of the Northern Harbours",
    "03.txt": "A treaty on 100% of the trade",
    "04.txt": "\u0421\u043e\u0447\u0438 \u0438 \u041c\u043e\u0441\u043a\u0432\u0430",
    "05.txt": "snake_case talks",
    "13.txt": "Blank page",
}


@pytest.fixture
def titled(make_project: Callable[..., Project]) -> Project:
    """A project of articles with these titles."""
    project = make_project(dict.fromkeys(TITLES, "Plain words.\n"), ())
    for path, title in TITLES.items():
        annotate.set_article(project, path, title=title, date=None, source=None)
    return project


@pytest.fixture(params=[1, 2, 500])
def sliced(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look through a few titles at a time."""
    monkeypatch.setattr(sifting, "_EXACT_SLICE", request.param)
    monkeypatch.setattr(sifting, "_FUZZY_SLICE", request.param)


def found(project: Project, typed: str, filter: Filter | None = None) -> list[str]:
    """The paths of what is found in the end."""
    paths = dict(project.store.connection.execute("SELECT id, path FROM article").fetchall())
    return [paths[id] for id in list(like(project, typed, filter or Filter("")))[-1]]


@pytest.mark.usefixtures("sliced")
def test_every_typed_word_must_be_there_in_any_order_and_a_slip_is_forgiven(titled: Project) -> None:
    assert found(titled, "northern harbour") == ["02.txt"]
    assert found(titled, "harbour northern") == ["02.txt"]
    assert set(found(titled, "nothern")) == {"01.txt", "02.txt"}
    assert found(titled, "13") == ["13.txt"]
    assert found(titled, "zebra") == []


@pytest.mark.usefixtures("sliced")
def test_titles_that_hold_what_is_typed_come_before_those_that_nearly_do(titled: Project) -> None:
    annotate.set_article(titled, "13.txt", title="A treat for all", date=None, source=None)
    assert found(titled, "treaty")[:2] == ["03.txt", "02.txt"]
    assert found(titled, "treaty")[-1] == "13.txt"
    steps = list(like(titled, "treaty", Filter("")))
    assert len(steps[0]) <= len(steps[-1])


@pytest.mark.usefixtures("sliced")
def test_signs_of_the_pattern_are_only_signs(titled: Project) -> None:
    assert found(titled, "100%")[0] == "03.txt"
    assert found(titled, "snake_case")[0] == "05.txt"
    assert "05.txt" not in found(titled, "e_k")
    assert found(titled, "\\") == found(titled, "\\")


@pytest.mark.usefixtures("sliced")
@pytest.mark.parametrize(
    "typed", ["\u0441\u043e\u0447\u0438", "\u0421\u041e\u0427\u0418", "\u043c\u043e\u0441\u043a\u0432\u0430"]
)
def test_case_does_not_matter_in_other_scripts(titled: Project, typed: str) -> None:
    assert found(titled, typed)[0] == "04.txt"


@pytest.mark.usefixtures("sliced")
def test_the_filter_holds_before_the_best_are_chosen(titled: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sifting, "MOST_FOUND", 1)
    annotate.set_status(titled, ["13.txt"], "done")
    assert len(found(titled, "txt")) == 1
    assert found(titled, "txt", Filter("", status="done")) == ["13.txt"]


def test_it_goes_no_further_than_it_has_to(titled: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sifting, "_EXACT_SLICE", 1)
    monkeypatch.setattr(sifting, "MOST_FOUND", 2)
    assert len(list(like(titled, "txt", Filter("")))) == 2


def test_more_articles_than_sqlite_takes_variables_can_be_filtered(make_project: Callable[..., Project]) -> None:
    project = make_project({"needle.txt": "Hay"}, ())
    with project.store.bulk() as connection:
        connection.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) "
            "INSERT INTO article (path, title, sha256_bytes, sha256_text, text) "
            "SELECT 'n' || i || '.txt', 'Paper', 'x' || i, 'y' || i, 'Hay' FROM n"
        )
    assert len(found(project, "paper", Filter("", status="todo"))) == MOST_FOUND
    assert found(project, "needel") == ["needle.txt"]
