from __future__ import annotations

import pytest

from annotui.core.model import Fragment, Link
from annotui.project import annotate
from annotui.project.opening import Project
from annotui.storage import over_time

FERRY = "b-ferry.txt"


def test_rows_are_read_in_pages_that_end(project: Project) -> None:
    connection = project.store.connection
    assert over_time.next_rows(connection, "annotation", 0, 2) == 0
    for start in range(3):
        annotate.tag(project, FERRY, [Fragment(start, start + 5)], "place")
    first = over_time.next_rows(connection, "annotation", 0, 2)
    last = over_time.next_rows(connection, "annotation", first, 2)
    assert over_time.next_rows(connection, "annotation", last, 2) == 0
    sizes = [len(over_time.made_spans(connection, *page)) for page in ((0, first), (first, last), (0, last))]
    assert sizes == [2, 1, 3]


def test_a_page_asks_rows_by_key_and_never_goes_through_a_whole_table(project: Project) -> None:
    connection = project.store.connection
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    over_time.acts_after(connection, 0, 10, "vera")
    over_time.next_rows(connection, "annotation", 0, 10)
    over_time.made_spans(connection, 0, 10)
    over_time.mentions(connection, 0, 10)
    over_time.rejected_scores(connection, 0, 10)
    connection.set_trace_callback(None)
    plans = [row[3] for sql in asked for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
    assert len(asked) == 5
    large = ("annotation", "fragment", "link", "article", "history", "rejection")
    assert [plan for plan in plans if "SCAN" in plan.split() and any(table in plan.split() for table in large)] == []


@pytest.mark.parametrize("changes", ["{", "[1]", "[[]]", '["article_status",1]', '[["article_status",1,2]]', "[null]"])
def test_changes_that_cannot_be_read_make_nothing_done(project: Project, changes: str) -> None:
    annotate.set_status(project, [FERRY], "done")
    assert [act.done for act in over_time.acts_after(project.store.connection, 0, 9, "vera")] == [1]
    project.store.connection.execute("UPDATE history SET changes = ?", (f'{changes} ["article_status",',))
    assert [act.done for act in over_time.acts_after(project.store.connection, 0, 9, "vera")] == [0]
    project.store.connection.execute("UPDATE history SET changes = ?", (changes.replace(" ", ""),))
    assert [act.done for act in over_time.acts_after(project.store.connection, 0, 9, "vera")] == [0]


def test_an_act_with_more_changes_than_anybody_makes_is_not_looked_through(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotate.set_status(project, [FERRY], "done")
    monkeypatch.setattr(over_time, "_LONGEST", 10)
    assert [act.done for act in over_time.acts_after(project.store.connection, 0, 9, "vera")] == [0]


def test_a_mention_counts_once_however_many_links_name_the_record(project: Project) -> None:
    links = [Link("ferry-2020", part=Fragment(0, 2)), Link("ferry-2020", part=Fragment(3, 5))]
    annotate.tag(project, FERRY, [Fragment(0, 5)], "agreement", links=links)
    found = over_time.mentions(project.store.connection, 0, 100)
    assert [(agreement, count) for agreement, _, count in found] == [("ferry-2020", 1)]
