"""An older database is brought up with all that is in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from annotui.project import annotate
from annotui.project.figures import check
from annotui.project.opening import Project
from annotui.storage import schema, status_order

HARBOUR, FERRY = "a-harbour.txt", "b-ferry.txt"


def as_version_1(path: Path) -> None:
    """Make a database what the first format was."""
    connection = sqlite3.connect(path, isolation_level=None)
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    fresh.executescript(schema.MIGRATIONS[0])
    objects = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    first, now = ({row[:2]: row[2] for row in c.execute(objects)} for c in (fresh, connection))
    for kind, name in sorted(now):
        if first.get((kind, name)) != now[kind, name] and (kind == "index" or (kind, name) not in first):
            connection.execute(f"DROP {kind} {name}")
    for key, sql in first.items():
        if key not in now or now[key] != sql:
            connection.execute(sql)
    connection.execute("PRAGMA user_version=1")
    assert {row[:2]: row[2] for row in connection.execute(objects)} == first
    fresh.close()
    connection.close()


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
