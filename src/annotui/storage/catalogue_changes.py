"""Which records of the catalogue acts have changed: for what is made from the catalogue, to be brought up to it."""

from __future__ import annotations

import json
import sqlite3
from typing import Final

_MOST_READ: Final = 4_000_000
"""Code points of history that are read through; where there is more, the whole catalogue is sooner read anew."""
_TABLES: Final = "agreement"  # what the names of the catalogue's tables begin with


def last_act(connection: sqlite3.Connection) -> str:
    """A mark of the last act there is: its id and time. Another history of the same file has other marks."""
    row = connection.execute("SELECT id, at FROM history ORDER BY id DESC LIMIT 1").fetchone()
    return f"{row[0]} {row[1]}" if row else "0 "


def changed_since(connection: sqlite3.Connection, mark: str) -> set[str] | None:
    """Ids of the records that acts have changed, made or taken away since the one with this mark.

    None where that cannot be told: the act is none of this history, or too much has been done since.
    """
    number, _, at = mark.partition(" ")
    if at and connection.execute("SELECT 1 FROM history WHERE id = ? AND at = ?", (int(number), at)).fetchone() is None:
        return None
    found: set[str] = set()
    read = 0
    for (changes,) in connection.execute(
        f"SELECT changes FROM history WHERE id > ? AND instr(changes, '[\"{_TABLES}') > 0", (int(number),)
    ):
        read += len(changes)
        if read > _MOST_READ:
            return None
        for table, before, after in json.loads(changes):
            if table.startswith(_TABLES):
                row = after or before
                found.add(row["id" if table == _TABLES else "agreement"])
    return found
