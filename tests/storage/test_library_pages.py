from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from annotui.core.model import ArticleStatus, Fragment, Link
from annotui.project import annotate, reading
from annotui.project.opening import Project
from annotui.project.reading import SORTS, ArticleRow, Filter, Sort
from annotui.project.sync import sync

STATUSES: tuple[ArticleStatus, ...] = ("todo", "in progress", "done", "skipped")
WORDS = 9


@pytest.fixture
def library(make_project: Callable[..., Project]) -> Project:
    """Twenty articles with titles, dates, sources and statuses that repeat."""
    project = make_project({f"{n:02}.txt": f"Number {n}\n\nSome plain words about the harbour.\n" for n in range(20)})
    for n in range(20):
        path = f"{n:02}.txt"
        annotate.set_article(project, path, title=f"T{n % 3}", date=f"20{n % 5:02}", source=f"S{n % 2}")
        if n % 4:
            annotate.set_status(project, [path], STATUSES[n % 4])
    return project


def key_of(sort: Sort) -> Callable[[ArticleRow], tuple[object, ...]]:
    if sort == "status":
        return lambda row: (STATUSES.index(row.status), row.path)
    return lambda row: (getattr(row, sort), row.path)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_every_order_are_slices_of_the_whole(library: Project, sort: Sort, descending: bool) -> None:
    pages = reading.library(library, Filter("vera", sort=sort, descending=descending))
    everything = list(pages.rows(0, 100))
    assert pages.count() == 20
    assert everything == sorted(everything, key=key_of(sort), reverse=descending)
    for first in range(0, 22):
        for n in (0, 1, 7, 40):
            assert list(pages.rows(first, n)) == everything[first : first + n]
    for number, row in enumerate(everything):
        assert pages.position(row.path) == number
    assert pages.position("nowhere.txt") is None


@pytest.mark.parametrize("sort", SORTS)
def test_filters_hold_together_in_every_order(library: Project, sort: Sort) -> None:
    at = Fragment(0, 6)
    annotate.tag(library, "01.txt", [at], "agreement", links=[Link("ferry-2020")])
    annotate.tag(library, "02.txt", [at], "agreement", links=[Link("harbour-2019")])
    annotate.tag(library, "05.txt", [at], "agreement", links=[Link("ferry-2020")])
    annotate.tag(library, "05.txt", [at], "place")

    def paths(**conditions: str) -> list[str]:
        pages = reading.library(library, Filter("vera", sort=sort, **conditions))  # type: ignore[arg-type]  # parametrized
        rows = [row.path for row in pages.rows(0, 50)]
        assert len(rows) == pages.count()
        return sorted(rows)

    assert paths(label="agreement") == ["01.txt", "02.txt", "05.txt"]
    assert paths(label="agreement", agreement="ferry-2020") == ["01.txt", "05.txt"]
    assert paths(agreement="ferry-2020", label="place") == ["05.txt"]
    assert paths(status="in progress", agreement="ferry-2020") == ["01.txt", "05.txt"]
    assert paths(status="done") == ["02.txt", "06.txt", "10.txt", "14.txt", "18.txt"]
    assert paths(status="todo") == ["00.txt", "04.txt", "08.txt", "12.txt", "16.txt"]
    assert paths(status="done", label="place") == []


def test_a_row_counts_words_spans_and_open_links(project: Project) -> None:
    annotate.tag(project, "b-ferry.txt", [Fragment(0, 5)], "agreement")
    annotate.tag(project, "b-ferry.txt", [Fragment(6, 10)], "agreement", links=[Link(None, "nil")])
    annotate.tag(project, "b-ferry.txt", [Fragment(0, 10)], "place")
    row = next(row for row in reading.library(project, Filter("vera")).rows(0, 9) if row.path == "b-ferry.txt")
    assert (row.title, row.words, row.spans, row.open_links) == ("Ferry line reopens", 15, 3, 1)


def test_a_status_is_its_annotators_own(make_project: Callable[..., Project]) -> None:
    vera, boris = make_project(), make_project(annotator="boris")
    annotate.set_status(vera, ["b-ferry.txt"], "done")
    for project, status in ((vera, "done"), (boris, "todo")):
        rows: Mapping[str, str] = {row.path: row.status for row in reading.library(project, Filter("")).rows(0, 9)}
        assert rows["b-ferry.txt"] == status
        assert reading.article(project, "b-ferry.txt").status == status


def test_an_article_whose_file_is_gone_is_not_listed_but_kept(project: Project) -> None:
    (project.corpus / "b-ferry.txt").unlink()
    sync(project)
    assert reading.library(project, Filter("vera")).count() == 2
    assert reading.article(project, "b-ferry.txt").title == "Ferry line reopens"


def test_the_fuzzy_filter_wants_every_word_and_forgives_a_slip(library: Project) -> None:
    annotate.set_article(library, "07.txt", title="Treaty of the Northern Harbours", date=None, source=None)
    annotate.set_article(library, "08.txt", title="Northern lights", date=None, source=None)

    def typed(text: str) -> list[str]:
        return [row.path for row in reading.library(library, Filter("vera"), typed=text).rows(0, 50)]

    assert typed("northern harbour") == ["07.txt"]
    assert typed("harbour northern") == ["07.txt"]
    assert typed("nothern") == ["07.txt", "08.txt"]
    assert typed("13") == ["13.txt"]
    assert typed("zebra") == []
    assert len(typed(" ")) == 20


def test_filters_hold_for_typed_and_full_text_too(library: Project) -> None:
    annotate.tag(library, "03.txt", [Fragment(0, 6)], "place")
    wanted = Filter("vera", label="place")
    assert [row.path for row in reading.library(library, wanted, words="harbour").rows(0, 9)] == ["03.txt"]
    assert [row.path for row in reading.library(library, wanted, typed="txt").rows(0, 9)] == ["03.txt"]
    found = reading.library(library, Filter("vera"), words="harbour")
    assert found.count() == 20
    assert all(found.position(row.path) == number for number, row in enumerate(found.rows(0, 20)))
    assert found.position("nowhere.txt") is None


@pytest.mark.parametrize("step", [1, -1])
def test_the_next_wanted_article_is_found_around_the_end(library: Project, step: int) -> None:
    pages = reading.library(library, Filter("vera", sort="title"))
    order = [row.path for row in pages.rows(0, 20)]
    for number, path in enumerate(order):
        others = [order[(number + step * away) % 20] for away in range(1, 20)]
        assert reading.next_in(pages, path, lambda row: True, step) == others[0]
        wanted = [path for path in others if path.startswith("0")]
        assert reading.next_in(pages, path, lambda row: row.path.startswith("0"), step) == wanted[0]
        assert reading.next_in(pages, path, lambda row: False, step) == ""
    assert reading.next_in(pages, "nowhere.txt", lambda row: True, step) == order[0 if step > 0 else -1]


def test_more_articles_than_sqlite_takes_variables_can_be_filtered(make_project: Callable[..., Project]) -> None:
    project = make_project({"a.txt": "Needle"})
    with project.store.bulk() as connection:
        connection.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) "
            "INSERT INTO article (path, title, sha256_bytes, sha256_text, text) "
            "SELECT 'n' || i || '.txt', 'Paper', 'x' || i, 'y' || i, 'Hay' FROM n"
        )
    found = reading.library(project, Filter("vera", status="todo"), typed="paper")
    assert found.count() == reading.FUZZY_LIMIT
