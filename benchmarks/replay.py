"""What a database must hold, told by its history alone: every act's changes, one after the other."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

Value = str | int | float | bytes | None
Rows = dict[tuple[Value, ...], dict[str, Value]]
KEYS: Mapping[str, tuple[str, ...]] = {
    "annotation": ("uid",),
    "fragment": ("annotation", "position"),
    "link": ("annotation", "position"),
}
"""The tables that only acts write, with their primary keys."""


def replayed(folder: Path) -> dict[str, Rows]:
    """The rows of the tables that only acts write, as the acts of the history make them: by primary key."""
    tables: dict[str, Rows] = {table: {} for table in KEYS}
    with closing(sqlite3.connect(folder / "annotations.db")) as connection:
        for (changes,) in connection.execute("SELECT changes FROM history ORDER BY id"):
            for table, before, after in json.loads(changes):
                if table in tables:
                    row = after or before
                    key = tuple(row[column] for column in KEYS[table])
                    if after is None:
                        del tables[table][key]
                    else:
                        tables[table][key] = tables[table].get(key, {}) | after
    return tables


def stored(folder: Path) -> dict[str, Rows]:
    """The same rows as they are in the database."""
    tables: dict[str, Rows] = {}
    with closing(sqlite3.connect(folder / "annotations.db")) as connection:
        for table in KEYS:
            cursor = connection.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor]
            tables[table] = {tuple(row[column] for column in KEYS[table]): row for row in rows}
    return tables


def differences(folder: Path) -> list[str]:
    """Where the database is not what its history says; none where every act is there whole."""
    told, found = replayed(folder), stored(folder)
    off: list[str] = []
    for table in KEYS:
        for key in told[table].keys() | found[table].keys():
            one, other = told[table].get(key), found[table].get(key)
            if one is None or other is None:
                off.append(f"{table} {key}: {'not in the history' if one is None else 'lost'}")
            elif any(other[column] != value for column, value in one.items() if column != "revision"):
                off.append(f"{table} {key}: {one} in the history, {other} stored")
    return off
