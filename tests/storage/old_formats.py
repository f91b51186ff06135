"""Databases of older formats, made from those of today."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from annotui.storage import schema


def as_version_1(path: Path) -> None:
    """Make a database what the first format was."""
    connection = sqlite3.connect(path, isolation_level=None)
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    fresh.executescript(schema.MIGRATIONS[0])
    objects = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    for column in ("articles", "attributes", '"group"'):
        connection.execute(f"ALTER TABLE label DROP COLUMN {column}")
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
