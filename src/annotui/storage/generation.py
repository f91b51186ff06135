"""Which state of the articles' texts this is, so that indexes built from them know when they are behind."""

from __future__ import annotations

import sqlite3


def bump_generation(connection: sqlite3.Connection) -> None:
    """Say that texts have come, gone or changed."""
    connection.execute(
        "INSERT INTO meta VALUES ('texts', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
    )


def generation(connection: sqlite3.Connection) -> str:
    """The state of the texts; equal only if they are."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'texts'").fetchone()
    return str(row[0]) if row else "0"
