"""What one person's machine remembers of a project, beside it in `.annotui/`: places, filters, file stamps."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from annotui.storage.connection import Value, connect_cache, transaction
from annotui.storage.stamp import Stamp

_VERSION = 1
_SCRIPT = """
CREATE TABLE remembered (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE stamp (
  path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL
) WITHOUT ROWID;
"""


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
        if self.get(key) != value:
            self.put(key, value)

    def put(self, key: str, value: object) -> None:
        """Remember a value that is known to be another one than before."""
        with suppress(sqlite3.Error):
            self._connection.execute("INSERT OR REPLACE INTO remembered VALUES (?, ?)", (key, json.dumps(value)))

    def stamps(self, paths: Sequence[str]) -> dict[str, Stamp]:
        """The stamps of those of these files that have one, by path."""
        marks = ",".join("?" * len(paths))
        rows = self._fetch(f"SELECT path, size, mtime_ns, sha256 FROM stamp WHERE path IN ({marks})", paths)
        return {path: Stamp(size, mtime_ns, sha256) for path, size, mtime_ns, sha256 in rows}

    def stamped(self, after: str, n: int) -> list[str]:
        """The next `n` paths after `after` that have a stamp, in order."""
        return [
            path for (path,) in self._fetch("SELECT path FROM stamp WHERE path > ? ORDER BY path LIMIT ?", (after, n))
        ]

    def set_stamps(self, stamps: Iterable[tuple[str, Stamp]]) -> bool:
        """Remember the stamps of these files. Returns whether that could be written."""
        rows = [(path, stamp.size, stamp.mtime_ns, stamp.sha256) for path, stamp in stamps]
        return self._write("INSERT OR REPLACE INTO stamp VALUES (?, ?, ?, ?)", rows)

    def forget_stamps(self, paths: Iterable[str]) -> bool:
        """Forget the stamps of these files. Returns whether that could be written."""
        return self._write("DELETE FROM stamp WHERE path = ?", [(path,) for path in paths])

    def _fetch(self, sql: str, parameters: Sequence[Value]) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.Error:
            return []

    def _write(self, sql: str, rows: Sequence[Sequence[Value]]) -> bool:
        try:
            if rows:
                with transaction(self._connection):
                    self._connection.executemany(sql, rows)
        except sqlite3.Error:
            return False
        return True
