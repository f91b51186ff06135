from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotui.core.model import Fragment, Link
from annotui.errors import AnnotuiError, Conflict
from annotui.project import annotate, reading
from annotui.project.exchange import import_agreements, import_labels
from annotui.project.opening import Project, open_project
from annotui.project.sync import differences, sync
from annotui.storage.history import KEYS

NOT_COMPARED = {"revision"}
KINDS = [
    *("tag", "tag", "fragments", "relabel", "edges", "delete", "note", "flag", "links", "undo", "redo"),
    *("status", "article", "article-note", "agreements", "labels", "sync"),
]


def rows(project: Project) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, but for revisions, history and the generation of the texts."""
    connection = project.store.connection
    found: dict[str, list[tuple[object, ...]]] = {}
    for table in (*KEYS, "annotator"):
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})").fetchall()]
        names = ", ".join(f'"{name}"' for name in columns if name not in NOT_COMPARED)
        found[table] = sorted(connection.execute(f"SELECT {names} FROM {table}").fetchall(), key=repr)
    return found


def undo(project: Project) -> bool:
    past = annotate.to_undo(project)
    if past is not None:
        annotate.undo(project, past)
    return past is not None


def redo(project: Project) -> bool:
    past = annotate.to_redo(project)
    if past is not None:
        annotate.redo(project, past)
    return past is not None


def some_act(project: Project, dice: random.Random) -> None:
    """One act of any kind on whatever is there. One that does not fit is an error, which writes nothing."""
    path = dice.choice(["a-harbour.txt", "b-ferry.txt"])
    text = reading.article(project, path).text
    spans = [span for span in reading.spans_of(project, path) if span.annotator == project.annotator]
    kind = dice.choice(KINDS)
    start = dice.randrange(len(text) - 12)
    fragment = Fragment(start, start + dice.randrange(1, 12))
    links = dice.choice(
        [
            (),
            (Link(None, "nil"),),
            (Link("harbour-2019", score=0.5, part=fragment), Link("ferry-2020")),
            (Link("harbour-2019", "unsure"), Link("harbour-2021", "unsure")),
            (Link(None, "unsure"),),
        ]
    )
    span = dice.choice(spans) if spans else None
    if kind == "tag":
        label = dice.choice(["agreement", "event"]) if links else dice.choice(["person", "place", "agreement"])
        annotate.tag(project, path, [fragment], label, links=links, note=dice.choice(["", "a note"]))
    elif kind == "fragments":
        annotate.tag(project, path, [Fragment(0, 2), fragment], "agreement", links=links)
    elif kind == "status":
        annotate.set_status(project, [path, "b-ferry.txt"], dice.choice(["todo", "in progress", "done", "skipped"]))
    elif kind == "article":
        annotate.set_article(project, path, title=dice.choice(["One", "Two", None]), date="2020-05", source=None)
    elif kind == "article-note":
        annotate.set_article_note(project, path, dice.choice(["", "read twice"]))
    elif kind == "agreements":
        number = dice.randrange(3)
        record = f'{{"id": "new-{number}", "title": "T{dice.randrange(3)}", "aliases": ["A{dice.randrange(3)}"]}}'
        import_agreements(project, record.encode(), "jsonl", "records")
    elif kind == "labels":
        record = f'{{"name": "place", "links": {str(dice.random() < 0.5).lower()}, "color": "c{dice.randrange(3)}"}}'
        import_labels(project, record.encode(), "jsonl", "labels")
    elif kind == "sync":
        file = project.corpus / path
        words = file.read_text().split(" ")
        words.insert(dice.randrange(len(words)), "Lately")
        del words[dice.randrange(len(words)) :]
        file.write_text(" ".join(words) + " and that was all there was to be said of it.\n")
        sync(project)
    elif kind == "undo":
        undo(project)
    elif kind == "redo":
        redo(project)
    elif span is not None and kind == "relabel":
        annotate.relabel(project, spans[:2], dice.choice(["agreement", "event", "person", "place"]))
    elif span is not None and kind == "edges":
        annotate.set_edges(project, span, [fragment])
    elif span is not None and kind == "delete":
        annotate.delete(project, spans[: dice.randrange(1, 3)])
    elif span is not None and kind == "note":
        annotate.set_note(project, span, dice.choice(["", "one", "two"]))
    elif span is not None and kind == "flag":
        annotate.set_flag(project, span, dice.random() < 0.7)
    elif span is not None and kind == "links":
        annotate.set_links(project, span, links)


@pytest.fixture
def template(make_project: Callable[..., Project], project_folder: Path) -> Path:
    """A project's folder, closed, to be copied for each example; vera has one span and boris another."""
    project = make_project()
    annotate.tag(project, "a-harbour.txt", [Fragment(0, 7)], "place")
    project.close()
    boris = make_project(annotator="boris")
    annotate.tag(boris, "a-harbour.txt", [Fragment(8, 13)], "event", links=[Link("ferry-2020")])
    boris.close()
    return project_folder


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seeds=st.lists(st.integers(0, 2**32), max_size=14))
def test_undo_is_the_inverse_of_any_sequence_of_acts_and_redo_of_undo(template: Path, seeds: list[int]) -> None:
    folder = template.with_name("copy")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
    project = open_project(folder, "vera")
    try:
        while undo(project):
            pass
        start = rows(project)
        for seed in seeds:
            before, size = rows(project), project.store.connection.total_changes
            try:
                some_act(project, random.Random(seed))
            except AnnotuiError:
                assert rows(project) == before, size
        while redo(project):
            pass
        end = rows(project)
        steps = 0
        while undo(project):
            steps += 1
        assert rows(project) == start
        for _ in range(steps):
            assert redo(project)
        assert not redo(project)
        assert rows(project) == end
        assert project.store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert project.store.connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        project.close()


def done(project: Project) -> list[str]:
    return sorted(span.note for span in reading.spans_of(project, "b-ferry.txt"))


def tag(project: Project, number: int) -> None:
    annotate.tag(project, "b-ferry.txt", [Fragment(number, number + 1)], "place", note=str(number))


def test_redo_goes_through_what_was_undone_in_order_and_a_new_act_ends_it(project: Project) -> None:
    for number in (1, 2, 3):
        tag(project, number)
    undo(project)
    undo(project)
    assert done(project) == ["1"]
    redo(project)
    assert done(project) == ["1", "2"]
    tag(project, 4)
    assert annotate.to_redo(project) is None
    undo(project)
    undo(project)
    assert done(project) == ["1"]
    redo(project)
    redo(project)
    assert done(project) == ["1", "2", "4"], "what was undone before the last new act never comes back"
    assert annotate.to_redo(project) is None


def test_undo_goes_over_restarts_and_articles(make_project: Callable[..., Project]) -> None:
    first = make_project()
    annotate.tag(first, "a-harbour.txt", [Fragment(0, 7)], "place")
    tag(first, 1)
    first.close()
    again = make_project()
    past = annotate.to_undo(again)
    assert past is not None
    assert (past.article, past.summary) == ("b-ferry.txt", "tag place: e")
    undo(again)
    past = annotate.to_undo(again)
    assert past is not None
    assert past.article == "a-harbour.txt"
    undo(again)
    assert reading.spans_of(again, "a-harbour.txt") == []


def test_undo_takes_back_only_ones_own_acts(make_project: Callable[..., Project]) -> None:
    vera, boris = make_project(), make_project(annotator="boris")
    tag(vera, 1)
    tag(boris, 2)
    undo(vera)
    assert done(vera) == ["2"]
    redo(vera)
    undo(boris)
    assert done(vera) == ["1"]
    assert annotate.to_undo(boris) is None


def test_an_act_that_is_no_longer_the_last_one_cannot_be_undone(make_project: Callable[..., Project]) -> None:
    here, there = make_project(), make_project()
    tag(here, 1)
    shown = annotate.to_undo(here)
    tag(there, 2)
    assert shown is not None
    with pytest.raises(Conflict, match="meanwhile"):
        annotate.undo(here, shown)
    assert done(here) == ["1", "2"]
    undo(there)
    annotate.undo(here, shown)
    with pytest.raises(Conflict, match="meanwhile"):
        annotate.undo(here, shown)
    with pytest.raises(Conflict, match="meanwhile"):
        for _ in range(2):
            annotate.redo(here, shown)


def test_what_somebody_else_has_changed_since_is_not_undone(make_project: Callable[..., Project]) -> None:
    vera, boris = make_project(), make_project(annotator="boris")
    annotate.set_article(vera, "b-ferry.txt", title="Vera's", date=None, source=None)
    annotate.set_article(boris, "b-ferry.txt", title="Boris's", date=None, source=None)
    before = rows(vera)
    with pytest.raises(Conflict, match="article has changed since"):
        undo(vera)
    assert rows(vera) == before
    undo(boris)
    undo(vera)
    assert reading.article(vera, "b-ferry.txt").title == "Ferry line reopens"


def test_different_fields_of_one_article_are_undone_on_their_own(make_project: Callable[..., Project]) -> None:
    vera, boris = make_project(), make_project(annotator="boris")
    annotate.set_status(vera, ["b-ferry.txt"], "done")
    (vera.corpus / "b-ferry.txt").write_text("Ferry line reopens\n\nAnother text.\n")
    sync(boris)
    undo(vera)
    assert reading.article(vera, "b-ferry.txt").status == "todo"


def test_a_record_that_somebody_else_has_linked_is_not_undone(make_project: Callable[..., Project]) -> None:
    vera, boris = make_project(), make_project(annotator="boris")
    import_agreements(vera, b'{"id": "new", "title": "New Accord"}', "jsonl", "records")
    annotate.tag(boris, "b-ferry.txt", [Fragment(0, 5)], "agreement", links=[Link("new")])
    before = rows(vera)
    with pytest.raises(Conflict, match="still refers"):
        undo(vera)
    assert rows(vera) == before


def test_an_alias_that_somebody_else_added_is_not_lost_by_undo(make_project: Callable[..., Project]) -> None:
    vera, boris = make_project(), make_project(annotator="boris")
    import_agreements(vera, b'{"id": "new", "title": "New Accord"}', "jsonl", "records")
    import_agreements(boris, b'{"id": "new", "title": "New Accord", "aliases": ["NA"]}', "jsonl", "records")
    with pytest.raises(Conflict):
        undo(vera)
    assert vera.agreement("new").aliases == ("NA",)


def test_an_undone_span_comes_back_with_a_higher_revision(project: Project) -> None:
    tag(project, 1)
    (seen,) = reading.spans_of(project, "b-ferry.txt")
    annotate.delete(project, [seen])
    undo(project)
    (back,) = reading.spans_of(project, "b-ferry.txt")
    assert back.id == seen.id
    with pytest.raises(Conflict):
        annotate.set_note(project, seen, "from a stale screen")


def test_after_an_undone_sync_the_file_counts_as_changed_again(project: Project) -> None:
    (project.corpus / "b-ferry.txt").write_text("Ferry line closes\n\nNothing was signed.\n")
    assert sync(project).changed == 1
    assert not differences(project)
    assert [hit.article for hit in reading.search(project, "closes")] == ["b-ferry.txt"]
    undo(project)
    assert reading.article(project, "b-ferry.txt").text.startswith("Ferry line reopens")
    assert differences(project).changed == 1
    assert reading.search(project, "closes") == []
    assert [hit.article for hit in reading.search(project, "reopens")] == ["b-ferry.txt"]


def test_setting_up_a_project_cannot_be_undone(make_project: Callable[..., Project]) -> None:
    project = make_project(catalogue=())
    assert annotate.to_undo(project) is None
    assert len(project.labels()) == 6
