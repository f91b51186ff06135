"""A database that is deleted, moved or replaced while it is open: nothing is said to be done that is not kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from annotui.core.model import Fragment
from annotui.errors import StorageError
from annotui.project import annotate
from annotui.project.opening import Project
from annotui.project.watch import Watch

HARBOUR = "a-harbour.txt"


def _away(database: Path) -> None:
    database.rename(database.with_name("elsewhere.db"))


def _replaced(database: Path) -> None:
    other = Path(shutil.copy(database, database.with_name("other.db")))
    other.replace(database)


def _with_its_folder(database: Path) -> None:
    database.parent.rename(database.parent.with_name("moved"))


@pytest.mark.parametrize("happens", [Path.unlink, _away, _replaced, _with_its_folder])
def test_no_act_is_taken_for_done_on_a_file_that_is_not_there(
    project: Project, happens: Callable[[Path], object]
) -> None:
    annotate.tag(project, HARBOUR, [Fragment(0, 7)], "place")
    watch = Watch(project)
    assert not watch.poll()
    happens(project.store.path)
    with pytest.raises(StorageError, match="deleted, moved or replaced") as told:
        annotate.tag(project, HARBOUR, [Fragment(8, 13)], "place")
    assert "open the project anew" in told.value.hint
    with pytest.raises(StorageError, match="deleted, moved or replaced"):
        watch.poll()
    assert not watch.poll()  # told once


def test_what_is_put_back_can_be_written_again(make_project: Callable[..., Project]) -> None:
    project = make_project()
    path = project.store.path
    watch = Watch(project)
    _away(path)
    with pytest.raises(StorageError):
        watch.poll()
    path.with_name("elsewhere.db").rename(path)
    assert not watch.poll()
    made = annotate.tag(project, HARBOUR, [Fragment(8, 13)], "place")
    assert made.id in {row[0] for row in make_project().store.connection.execute("SELECT uid FROM annotation")}


@pytest.mark.parametrize("clock", ["1970-01-01T00:00:00.000Z", "2099-12-31T23:59:59.999Z"])
def test_a_clock_that_jumps_changes_no_order(project: Project, monkeypatch: pytest.MonkeyPatch, clock: str) -> None:
    first = annotate.tag(project, HARBOUR, [Fragment(0, 7)], "place")
    monkeypatch.setattr("annotui.storage.history.now", lambda: clock)
    second = annotate.tag(project, HARBOUR, [Fragment(8, 13)], "place")
    monkeypatch.undo()
    third = annotate.tag(project, HARBOUR, [Fragment(14, 19)], "place")
    assert second.created_at == clock
    for made in (third, second, first):
        past = annotate.to_undo(project)
        assert past is not None
        assert past.focus == made.id
        annotate.undo(project, past)
    assert annotate.to_undo(project) is None
