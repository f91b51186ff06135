"""An older database is brought up with all that is in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from annotui.project import annotate
from annotui.project.figures import check
from annotui.project.opening import Project
from annotui.storage import schema, status_order

from .old_formats import as_version_1

HARBOUR, FERRY = "a-harbour.txt", "b-ferry.txt"


def test_a_database_of_the_first_format_has_its_statuses_in_order(
    make_project: Callable[..., Project], project_folder: Path
) -> None:
    first = make_project()
    annotate.set_status(first, [FERRY], "done")
    (first.corpus / HARBOUR).unlink()
    first.close()
    as_version_1(project_folder / "annotations.db")
    project = make_project()
    assert project.store.connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    assert status_order.faults(project.store.connection) == []
    assert check(project) == []
    assert project.store.connection.execute("SELECT annotator, rank, path FROM status_order").fetchall() == [
        ("vera", 2, FERRY)
    ]
