"""The library as a list: any order and filter, whole or a stretch at a time, from wherever one looks at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Literal, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotui.core.model import ArticleStatus, Fragment, Link
from annotui.project import annotate, library, listed, reading
from annotui.project.library import MOST_COUNTED, SORTS, ArticleRow, Filter, Library, number_all
from annotui.project.opening import Project
from annotui.project.sync import sync
from annotui.storage import listing, status_order
from annotui.storage.generation import bump_generation

STATUSES: tuple[ArticleStatus, ...] = ("todo", "in progress", "done", "skipped")


@pytest.fixture
def twenty(make_project: Callable[..., Project]) -> Project:
    """Twenty articles with titles, dates, sources and statuses that repeat; some are tagged."""
    project = make_project({f"{n:02}.txt": f"Number {n}\n\nSome plain words about the harbour.\n" for n in range(20)})
    for n in range(20):
        path = f"{n:02}.txt"
        annotate.set_article(project, path, title=f"T{n % 3}", date=f"20{n % 5:02}", source=f"S{n % 2}")
        if n % 4:
            annotate.set_status(project, [path], STATUSES[n % 4])
    at = Fragment(0, 6)
    for n, label, record in (
        (1, "agreement", "ferry-2020"),
        (2, "agreement", "harbour-2019"),
        (5, "event", "ferry-2020"),
    ):
        annotate.tag(project, f"{n:02}.txt", [at], label, links=[Link(record)])
    annotate.tag(project, "05.txt", [at], "place")
    annotate.tag(project, "13.txt", [at], "place")
    return project


@pytest.fixture(params=["whole", "by key", "by key at first"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Lists that are held whole, and lists read by key: few rows at a time, and looked through in small slices.

    The last are whole as soon as there was time to find them out.
    """
    if request.param != "whole":
        monkeypatch.setattr(library, "FEW", 1)
        monkeypatch.setattr(library, "MANY", 0 if request.param == "by key" else 100)
        monkeypatch.setattr(listing, "SLICE", 3)
        monkeypatch.setattr(listing, "SLICES", 2)
        monkeypatch.setattr(listed, "AHEAD", 3)
        monkeypatch.setattr(listed, "_KEPT", 18)
    return str(request.param)


def expected(project: Project, filter: Filter) -> list[str]:
    """What a filter leaves, found the long way."""

    def key(path: str) -> tuple[object, ...]:
        article = reading.article(project, path)
        first = STATUSES.index(article.status) if filter.sort == "status" else getattr(article, filter.sort)
        return first, path

    def fits(path: str) -> bool:
        spans = reading.spans_of(project, path)
        return (
            (not filter.status or reading.article(project, path).status == filter.status)
            and (not filter.label or any(span.label == filter.label for span in spans))
            and (not filter.agreement or any(k.agreement == filter.agreement for s in spans for k in s.links))
        )

    present = project.store.connection.execute("SELECT path FROM article WHERE present = 1").fetchall()
    return sorted((path for (path,) in present if fits(path)), key=key, reverse=filter.descending)


FILTERS = [
    Filter("", status=status, label=label, agreement=agreement, sort=sort, descending=descending)
    for status, label, agreement in cast(
        "tuple[tuple[ArticleStatus | Literal[''], str, str], ...]",
        (
            ("", "", ""),
            ("todo", "", ""),
            ("in progress", "", ""),
            ("skipped", "", ""),
            ("", "agreement", ""),
            ("", "place", "ferry-2020"),
            ("in progress", "", "ferry-2020"),
            ("done", "place", ""),
        ),
    )
    for sort in SORTS
    for descending in (False, True)
]


def shown(rows: Mapping[int, ArticleRow]) -> list[str]:
    return [rows[number].path for number in sorted(rows)]


def looked_for(found: Library, first: int, n: int) -> list[str]:
    """Rows as a screen gets them, that looks on until they are there."""
    for _ in range(100):
        extent = found.extent
        rows = found.rows(first, n)
        if found.goes_on:
            found.look_on()
        elif found.extent == extent:
            return shown(rows)
    raise AssertionError("it goes on for ever")


def looked_on(found: Library) -> None:
    """What a screen does until there is something to show."""
    for _ in range(100):
        if not found.goes_on:
            return
        found.look_on()
    raise AssertionError("it goes on for ever")


def read_down(found: Library) -> list[str]:
    """All rows, one after the other from the first."""
    paths: list[str] = []
    looked_on(found)
    while len(paths) in found.extent:
        paths += looked_for(found, len(paths), 1)
        assert len(paths) <= 20
    return paths


def read_up(found: Library) -> list[str]:
    """All rows, one before the other from the last."""
    paths: list[str] = []
    found.to_end()
    looked_on(found)
    number = found.extent.stop - 1
    while number in found.extent:
        paths += looked_for(found, number, 1)
        number -= 1
    return paths[::-1]


def test_every_list_reads_the_same_from_both_ends_and_from_every_row(twenty: Project, either: str) -> None:
    for filter in FILTERS:
        whole = expected(twenty, filter)
        assert read_down(Library(twenty, filter)) == whole, filter
        assert read_up(Library(twenty, filter)) == whole, filter
        for at, path in enumerate(whole):
            found = Library(twenty, filter)
            number = found.number(path)
            assert number is not None
            assert looked_for(found, number, 1) == [path]
            assert looked_for(found, number - 4, 9) == whole[max(0, at - 4) : at + 5], filter
            if found.is_numbered:
                assert number == at
        left_out = {f"{n:02}.txt" for n in range(20)} - set(whole)
        assert all(Library(twenty, filter).number(path) is None for path in (*left_out, "nowhere.txt"))


def test_a_numbering_tells_the_number_of_every_row(twenty: Project, either: str) -> None:
    for filter in FILTERS:
        whole = expected(twenty, filter)
        found = Library(twenty, filter)
        if found.needs_numbering:
            told = number_all(twenty, filter)
            assert told is not None
            for path in whole:
                again = Library(twenty, filter)
                number = again.number(path)
                assert number is not None
                assert number + again.settle(told) == whole.index(path), filter
            found.settle(told)
        assert found.total == len(whole)
        assert found.extent == range(len(whole))
        assert not found.needs_numbering
        for first in (*range(0, 20, 3), *range(19, -1, -4), 2, 17, 0):
            assert looked_for(found, first, 5) == whole[first : first + 5], filter
        for path in whole:
            assert found.number(path) == whole.index(path)
        assert read_up(found) == whole
        assert found.paths(20) == whole
        assert found.paths(len(whole) - 1) is None


@pytest.mark.parametrize("step", [1, -1])
def test_the_next_article_that_is_looked_for_is_found_around_the_end(twenty: Project, either: str, step: int) -> None:
    has_work = {f"{n:02}.txt" for n in range(20) if STATUSES[n % 4] in {"todo", "in progress"}} | {"02.txt"}
    annotate.tag(twenty, "02.txt", [Fragment(7, 8)], "agreement")
    for filter in FILTERS:
        order = expected(twenty, filter)
        found = Library(twenty, filter)
        for number, path in enumerate(order):
            others = [order[(number + step * away) % len(order)] for away in range(1, len(order))]
            wanted = [path for path in others if path in has_work]
            assert reading.next_in(found, path, "any", step) == (others or [""])[0], filter
            assert reading.next_in(found, path, "open work", step) == (wanted or [""])[0], filter
            assert reading.next_in(found, path, "to do", step) == ([p for p in wanted if p != "02.txt"] or [""])[0]
        assert reading.next_in(found, "nowhere.txt", "any", step) == (order or [""])[0 if step > 0 else -1]


MOVES = ("down", "up", "far", "start", "end", "number", "reload", "settle", "change")


def turn(project: Project, number: int | None = None) -> None:
    """Let an article's file go, or come back, as another process would see it; without a number let all be there."""
    with project.store.bulk() as connection:
        if number is None:
            connection.execute("UPDATE article SET present = 1")
        else:
            connection.execute("UPDATE article SET present = 1 - present WHERE path = ?", (f"{number:02}.txt",))
        ids = connection.execute("SELECT id FROM article").fetchall()
        status_order.follow(connection, [id for (id,) in ids])
        bump_generation(connection)


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    which=st.integers(0, len(FILTERS) - 1),
    moves=st.lists(st.sampled_from(MOVES), max_size=12),
    aim=st.randoms(use_true_random=False),
)
def test_wherever_one_goes_rows_stand_side_by_side_as_they_do_in_the_whole(
    twenty: Project, either: str, which: int, moves: list[str], aim: Random
) -> None:
    turn(twenty)
    filter = FILTERS[which]
    whole = expected(twenty, filter)
    found = Library(twenty, filter)
    at = 0
    is_told = True
    for move in moves:
        if move == "change":
            turn(twenty, aim.randrange(20))
            whole = expected(twenty, filter)
            at = found.reload(at)
            is_told = False
        elif move == "start":
            found.to_start()
            at = found.extent.start
        elif move == "end":
            found.to_end()
            looked_on(found)
            at = found.extent.stop - 1
        elif move == "number" and whole:
            at = found.number(aim.choice(whole)) or 0
        elif move == "reload":
            at = found.reload(at)
        elif move == "settle" and found.needs_numbering:
            told = number_all(twenty, filter)
            assert told is not None
            at += found.settle(told)
            is_told = True
        else:
            at += {"down": 3, "up": -3, "far": aim.randint(-20, 20)}.get(move, 0)
        looked_on(found)
        for _ in range(2):  # where there was taken to be more than there is, one finds that out and is brought back
            at = max(found.extent.start, min(at, found.extent.stop - 1))
            rows = looked_for(found, at - 2, 5)
        first = whole.index(rows[0]) if rows else 0
        assert rows == whole[first : first + len(rows)]
        if is_told:
            assert len(rows) >= min(3, len(whole))
            assert not rows or not found.is_numbered or found.number(rows[0]) == first


def test_a_row_just_before_a_stretch_without_rows_is_numbered_right(twenty: Project, either: str) -> None:
    filter = Filter("", label="place", agreement="ferry-2020", sort="status", descending=True)
    turn(twenty, 1)
    whole = expected(twenty, filter)
    found = Library(twenty, filter)
    if found.needs_numbering:
        told = number_all(twenty, filter)
        assert told is not None
        found.settle(told)
    assert [found.number(path) for path in whole] == list(range(len(whole)))


def test_a_list_that_changes_is_read_anew_around_the_same_row(twenty: Project, either: str) -> None:
    for filter in (Filter(""), Filter("", sort="title"), Filter("", status="todo"), Filter("", sort="status")):
        order = expected(twenty, filter)
        found = Library(twenty, filter)
        if found.needs_numbering:
            told = number_all(twenty, filter)
            assert told is not None
            found.settle(told)
        at = order.index("08.txt")
        assert looked_for(found, at, 1) == ["08.txt"]
        annotate.set_status(twenty, ["04.txt"], "skipped")
        number = found.reload(at)
        assert looked_for(found, number, 1) == ["08.txt"]
        after = expected(twenty, filter)
        at = after.index("08.txt")
        assert looked_for(found, number - 2, 5) == after[max(0, at - 2) : at + 3], filter
        annotate.set_status(twenty, ["04.txt"], "todo")


def test_a_row_that_has_left_gives_its_place_to_the_next(twenty: Project, either: str) -> None:
    filter = Filter("", status="todo")
    found = Library(twenty, filter)
    number = found.number("08.txt")
    assert number is not None
    annotate.set_status(twenty, ["08.txt"], "done")
    number = found.reload(number)
    assert looked_for(found, number, 1) == ["12.txt"]
    number = found.number("16.txt")
    assert number is not None
    annotate.set_status(twenty, ["16.txt"], "done")
    number = found.reload(number)
    assert looked_for(found, number, 1) == ["12.txt"]
    annotate.set_status(twenty, ["00.txt", "04.txt", "12.txt"], "done")
    found.reload(number)
    assert looked_for(found, 0, 5) == []


def test_a_list_that_others_write_to_is_never_read_twice_or_with_gaps(twenty: Project, either: str) -> None:
    found = Library(twenty, Filter(""))
    number = found.number("10.txt")
    assert number is not None
    (twenty.corpus / "05.txt").unlink()
    (twenty.corpus / "05a.txt").write_text("A new one", encoding="utf-8")
    (twenty.corpus / "09a.txt").write_text("Another new one", encoding="utf-8")
    sync(twenty)
    number = found.reload(number)
    told = number_all(twenty, Filter(""))
    if found.needs_numbering:
        assert told is not None
        number += found.settle(told)
    assert number == 11
    assert looked_for(found, number - 8, 9) == [
        f"{name}.txt" for name in ("03", "04", "05a", "06", "07", "08", "09", "09a", "10")
    ]


def test_a_list_that_was_empty_begins_at_its_first_row(twenty: Project, either: str) -> None:
    filter = Filter("", status="done", label="agreement", agreement="ferry-2020")
    found = Library(twenty, filter)
    assert looked_for(found, 0, 5) == []
    annotate.set_status(twenty, ["01.txt"], "done")
    annotate.tag(twenty, "02.txt", [Fragment(7, 8)], "agreement", links=[Link("ferry-2020")])
    number = found.reload(0)
    assert number == 0
    assert looked_for(found, 0, 5) == ["01.txt", "02.txt"]


def test_a_list_that_grows_too_long_to_be_held_stays_where_it_was(
    twenty: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "FEW", 20)
    found = Library(twenty, Filter(""))
    assert not found.needs_numbering
    (twenty.corpus / "05a.txt").write_text("A new one", encoding="utf-8")
    sync(twenty)
    number = found.reload(10)
    assert found.needs_numbering
    assert looked_for(found, number, 1) == ["10.txt"]
    told = number_all(twenty, Filter(""))
    assert told is not None
    assert number + found.settle(told) == 11
    assert found.total == 21


def test_a_row_counts_words_spans_and_open_links(project: Project) -> None:
    annotate.tag(project, "b-ferry.txt", [Fragment(0, 5)], "agreement")
    annotate.tag(project, "b-ferry.txt", [Fragment(6, 10)], "agreement", links=[Link(None, "nil")])
    annotate.tag(project, "b-ferry.txt", [Fragment(0, 10)], "place")
    row = Library(project, Filter("")).row("b-ferry.txt")
    assert row is not None
    assert (row.title, row.words, row.spans, row.open_links) == ("Ferry line reopens", 15, 3, 1)
    assert Library(project, Filter("")).row("nowhere.txt") is None


def test_of_very_many_spans_only_so_many_are_counted(project: Project) -> None:
    with project.store.bulk() as connection:
        connection.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
            "INSERT INTO annotation (uid, article, label, annotator, created_at, updated_at) "
            "SELECT 'u' || i, (SELECT id FROM article WHERE path = 'b-ferry.txt'), 'agreement', 'vera', '', '' FROM n"
        )
    row = Library(project, Filter("")).row("b-ferry.txt")
    assert row is not None
    assert row.spans == row.open_links == MOST_COUNTED + 1


def test_a_status_is_its_annotators_own(make_project: Callable[..., Project]) -> None:
    vera, boris = make_project(), make_project(annotator="boris")
    annotate.set_status(vera, ["b-ferry.txt"], "done")
    for project, status in ((vera, "done"), (boris, "todo")):
        row = Library(project, Filter("")).row("b-ferry.txt")
        assert row is not None
        assert row.status == status
        assert reading.article(project, "b-ferry.txt").status == status
        assert Library(project, Filter("", status="done")).total == (1 if project is vera else 0)


def test_an_article_whose_file_is_gone_is_not_listed_but_kept(project: Project) -> None:
    annotate.set_status(project, ["b-ferry.txt"], "done")
    (project.corpus / "b-ferry.txt").unlink()
    sync(project)
    assert Library(project, Filter("")).total == 2
    assert Library(project, Filter("", status="done")).total == 0
    assert reading.article(project, "b-ferry.txt").title == "Ferry line reopens"


def test_the_hits_of_a_search_keep_their_order_and_must_pass_the_filter(twenty: Project) -> None:
    ids = dict(twenty.store.connection.execute("SELECT path, id FROM article").fetchall())
    hits = [ids[path] for path in ("13.txt", "01.txt", "02.txt", "05.txt")]
    assert shown(Library(twenty, Filter(""), hits).rows(0, 9)) == ["13.txt", "01.txt", "02.txt", "05.txt"]
    found = Library(twenty, Filter("", status="in progress", sort="title"), hits)
    assert shown(found.rows(0, 9)) == ["13.txt", "01.txt", "05.txt"]
    annotate.set_status(twenty, ["01.txt"], "done")
    assert found.reload(2) == 1
    assert shown(found.rows(0, 9)) == ["13.txt", "05.txt"]


def test_articles_that_are_all_done_are_told_from_others(twenty: Project) -> None:
    done = [f"{n:02}.txt" for n in range(2, 20, 4)]
    assert reading.are_done(twenty, done)
    assert not reading.are_done(twenty, [*done, "00.txt"])
    assert not reading.are_done(twenty, [*done, "01.txt"])
