"""The order of statuses follows every act that can move an article in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotui.errors import StorageError
from annotui.project import annotate
from annotui.project.opening import Project
from annotui.project.sync import sync
from annotui.storage import status_order
from annotui.storage.history import next_redo, next_undo

HARBOUR, FERRY, CAFE = "a-harbour.txt", "b-ferry.txt", "sub/c-caf\u00e9.txt"


def order(project: Project) -> list[tuple[str, int, str]]:
    """The whole order, found sound."""
    assert status_order.faults(project.store.connection) == []
    return project.store.connection.execute(
        "SELECT annotator, rank, path FROM status_order ORDER BY annotator, rank, path"
    ).fetchall()


def undo(project: Project) -> None:
    past = next_undo(project.store.connection, project.annotator)
    assert past is not None
    annotate.undo(project, past)


def redo(project: Project) -> None:
    past = next_redo(project.store.connection, project.annotator)
    assert past is not None
    annotate.redo(project, past)


def test_it_holds_what_each_annotator_has_begun_done_or_skipped(make_project: Callable[..., Project]) -> None:
    vera, boris = make_project(), make_project(annotator="boris")
    annotate.set_status(vera, [HARBOUR, CAFE], "done")
    annotate.set_status(vera, [FERRY], "in progress")
    annotate.set_status(boris, [FERRY], "skipped")
    annotate.set_article_note(boris, CAFE, "a note makes no status")
    assert order(vera) == [("boris", 3, FERRY), ("vera", 1, FERRY), ("vera", 2, HARBOUR), ("vera", 2, CAFE)]
    annotate.set_status(vera, [HARBOUR], "todo")
    assert ("vera", 2, HARBOUR) not in order(vera)


def test_undo_and_redo_move_articles_too(project: Project) -> None:
    annotate.set_status(project, [HARBOUR, FERRY], "done")
    annotate.set_status(project, [FERRY], "skipped")
    undo(project)
    assert order(project) == [("vera", 2, HARBOUR), ("vera", 2, FERRY)]
    undo(project)
    assert order(project) == []
    redo(project)
    redo(project)
    assert order(project) == [("vera", 2, HARBOUR), ("vera", 3, FERRY)]


def test_an_article_that_is_renamed_is_in_its_new_place_and_one_that_is_gone_in_none(project: Project) -> None:
    annotate.set_status(project, [HARBOUR, FERRY, CAFE], "done")
    (project.corpus / HARBOUR).rename(project.corpus / "z-harbour.txt")
    (project.corpus / FERRY).unlink()
    sync(project)
    assert [path for _, _, path in order(project)] == [CAFE, "z-harbour.txt"]
    (project.corpus / FERRY).write_text("Ferry line reopens again", encoding="utf-8")
    sync(project)
    assert [path for _, _, path in order(project)] == [FERRY, CAFE, "z-harbour.txt"]


def test_two_articles_can_change_their_paths_with_one_another(project: Project) -> None:
    annotate.set_status(project, [HARBOUR, FERRY], "done")
    ids = dict(project.store.connection.execute("SELECT path, id FROM article").fetchall())
    with project.store.act("vera", "swap") as writer:
        for path, other in ((HARBOUR, "between.txt"), (FERRY, HARBOUR), (HARBOUR, FERRY)):
            writer.update("article", (ids[path],), {"path": other})
    assert [path for _, _, path in order(project)] == [HARBOUR, FERRY]


def test_an_act_that_fails_leaves_the_order_as_it_was(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    annotate.set_status(project, [HARBOUR], "done")

    def full(*_: object, **__: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr("annotui.storage.history.json.dumps", full)
    with pytest.raises(StorageError):
        annotate.set_status(project, [FERRY], "done")
    assert order(project) == [("vera", 2, HARBOUR)]
