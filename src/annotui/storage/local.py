"""What one person's machine remembers of a project, beside it in `.annotui/`: places, filters, file stamps."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from annotui.storage.connection import connect_cache

_VERSION = 1
_SCRIPT = """
CREATE TABLE remembered (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE stamp (
  path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Stamp:
    """An article's file when it was last read: size in bytes, modification time in ns, and the hash of its bytes."""

    size: int
    mtime_ns: int
    sha256: str


class Local:
    """A small store that may be lost at any time and never stops the work: errors leave it as it was."""

    def __init__(self, path: Path | None) -> None:
        self._connection = connect_cache(path, _SCRIPT, _VERSION)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def get(self, key: str) -> object:
        """The remembered value (as JSON reads it), or None."""
        try:
            row = self._connection.execute("SELECT value FROM remembered WHERE key = ?", (key,)).fetchone()
            return None if row is None else json.loads(row[0])
        except (sqlite3.Error, ValueError):
            return None

    def set(self, key: str, value: object) -> None:
        """Remember a value that JSON can hold."""
        if self.get(key) == value:
            return
        try:
            self._connection.execute("INSERT OR REPLACE INTO remembered VALUES (?, ?)", (key, json.dumps(value)))
        except sqlite3.Error:
            return

    def stamps(self) -> dict[str, Stamp]:
        """The stamps of all files, by path."""
        try:
            rows = self._connection.execute("SELECT path, size, mtime_ns, sha256 FROM stamp").fetchall()
        except sqlite3.Error:
            return {}
        return {path: Stamp(size, mtime_ns, sha256) for path, size, mtime_ns, sha256 in rows}

    def set_stamps(self, stamps: Iterable[tuple[str, Stamp]]) -> None:
        """Remember the stamps of these files."""
        rows = [(path, stamp.size, stamp.mtime_ns, stamp.sha256) for path, stamp in stamps]
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany("INSERT OR REPLACE INTO stamp VALUES (?, ?, ?, ?)", rows)
            self._connection.execute("COMMIT")
        except sqlite3.Error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
