"""Whether a database is sound: SQLite's own checks of it, its schema, and every reference from row to row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotui.storage import schema, status_order

if TYPE_CHECKING:
    from sqlite_utils import Database


def faults(database: Database) -> list[str]:
    """What SQLite's own checks complain of, and what is wrong with schema and rows, as sentences; empty if sound."""
    connection = database.conn
    said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
    missing = schema.faults(connection)
    said.extend(missing)
    if not missing:
        said.extend(status_order.faults(connection))
    said.extend(_broken_references(database))
    bare = connection.execute(
        "SELECT uid FROM annotation WHERE NOT EXISTS (SELECT 1 FROM fragment WHERE fragment.annotation = uid)"
    ).fetchall()
    said.extend(f"annotation {uid} has no fragment" for (uid,) in bare)
    return said


def _broken_references(database: Database) -> Iterator[str]:
    """Each row whose value of a column is to be found in another table, and is not; named by its primary key."""
    there = set(database.table_names())
    for name in sorted(there):
        table = database.table(name)
        for key in table.foreign_keys:
            if key.other_table not in there:
                yield f"{name}.{key.column} refers to {key.other_table}, a table that is missing"
                continue
            found = f'SELECT 1 FROM "{key.other_table}" AS other WHERE other."{key.other_column}" = mine."{key.column}"'
            sql = f'SELECT * FROM "{name}" AS mine WHERE mine."{key.column}" IS NOT NULL AND NOT EXISTS ({found})'
            for row in list(database.query(sql)):
                place = ", ".join(f"{part} {row[part]}" for part in table.pks)
                yield f"{name} ({place}): {key.column} {row[key.column]} refers to a missing {key.other_table}"
