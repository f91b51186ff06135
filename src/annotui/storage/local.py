"""What one person's machine remembers of a project, beside it in `.annotui/`: places, filters, file stamps."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from annotui.storage.connection import connect_cache

_SCRIPT = """
CREATE TABLE IF NOT EXISTS remembered (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stamp (
  path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Size in bytes and modification time in ns of an article's file when it was last read."""

    size: int
    mtime_ns: int


class Local:
    """A small store that may be lost at any time and never stops the work: errors leave it as it was."""

    def __init__(self, path: Path | None) -> None:
        self._connection = connect_cache(path, _SCRIPT)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def get(self, key: str) -> object:
        """The remembered value (as JSON reads it), or None."""
        try:
            row = self._connection.execute("SELECT value FROM remembered WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        return None if row is None else json.loads(row[0])

    def set(self, key: str, value: object) -> None:
        """Remember a value that JSON can hold."""
        text = json.dumps(value)
        if self.get(key) == value:
            return
        try:
            self._connection.execute("INSERT OR REPLACE INTO remembered VALUES (?, ?)", (key, text))
        except sqlite3.Error:
            return

    def stamps(self) -> dict[str, Stamp]:
        """The stamps of all files, by path."""
        try:
            rows = self._connection.execute("SELECT path, size, mtime_ns FROM stamp").fetchall()
        except sqlite3.Error:
            return {}
        return {path: Stamp(size, mtime_ns) for path, size, mtime_ns in rows}

    def set_stamps(self, stamps: Iterable[tuple[str, Stamp]]) -> None:
        """Remember the stamps of these files."""
        try:
            self._connection.execute("BEGIN")
            self._connection.executemany(
                "INSERT OR REPLACE INTO stamp VALUES (?, ?, ?)", ((p, s.size, s.mtime_ns) for p, s in stamps)
            )
            self._connection.execute("COMMIT")
        except sqlite3.Error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
