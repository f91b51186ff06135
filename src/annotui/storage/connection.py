"""The one place that opens SQLite connections, and the words for what SQLite says went wrong."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotui.errors import StorageError

Value = str | int | float | bytes | None
Row = dict[str, Value]

BUSY_SECONDS = 5.0


def connect(path: Path, *, writable: bool, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open `path` in autocommit, with foreign keys on and nothing trusted that the file itself says.

    Nothing is written by opening. Raises StorageError when the file cannot be opened.
    """
    mode = "rw" if writable else "ro"
    with reported(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=busy_seconds,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            for pragma in (
                "foreign_keys=ON",
                "trusted_schema=OFF",
                "cell_size_check=ON",
                "synchronous=EXTRA",
            ):
                connection.execute(f"PRAGMA {pragma}")
            if not writable:
                connection.execute("PRAGMA query_only=ON")
        except sqlite3.Error:
            connection.close()
            raise
    return connection


def connect_cache(path: Path | None, script: str) -> sqlite3.Connection:
    """Open a file that may be lost at any time (None: in memory) and run `script` (CREATE ... IF NOT EXISTS) on it.

    A file that cannot be read is made anew; where the folder cannot be written, memory serves instead.
    """
    if path is None or not (os.access(path.parent, os.W_OK) if path.parent.is_dir() else _made(path.parent)):
        return _cache(":memory:", script)
    try:
        return _cache(str(path), script)
    except sqlite3.OperationalError:
        return _cache(":memory:", script)
    except sqlite3.DatabaseError:
        path.unlink(missing_ok=True)
        return _cache(str(path), script)


def _made(folder: Path) -> bool:
    try:
        folder.mkdir()
    except OSError:
        return False
    return True


def _cache(name: str, script: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=0.2, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA synchronous=OFF")
        connection.executescript(script)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def create_file(path: Path) -> None:
    """Make an empty file for a new database; an existing one is an error, never overwritten."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
    except OSError as error:
        raise StorageError(
            f"{path}: cannot be made: {error.strerror}", "Check the folder and its permissions."
        ) from error


def can_write(path: Path) -> bool:
    """Whether the database and its folder (for the journal) can be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """BEGIN IMMEDIATE, then COMMIT; on any error ROLLBACK, where SQLite has not done so already."""
    with reported(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into StorageErrors that say what happened, where, and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(*_said(error, path)) from error


_SAID: tuple[tuple[str, str, str], ...] = (
    ("locked", "is in use by another program", "Nothing was written. Try again, or close the other program."),
    ("disk is full", "cannot be written: the disk is full", "Nothing was written. Make room and try again."),
    (
        "disk i/o",
        "cannot be read or written: the disk reports an error",
        "Nothing was written. Check the disk.",
    ),
    ("readonly", "is read-only", "Nothing was written. Copy the project to a folder that you may write to."),
    (
        "unable to open",
        "cannot be opened",
        "Check that the folder exists and that you may read and write it.",
    ),
    ("not a database", "is not an annotui database", "Move it away, or give another folder."),
    (
        "malformed",
        "is damaged",
        "Keep a copy of it; `annotui check` tells more, `annotui export` what can be read.",
    ),
    ("constraint", "would be left in a state that makes no sense", "Nothing was written."),
)


def _said(error: sqlite3.Error, path: Path) -> tuple[str, str]:
    text = str(error)
    for needle, what, hint in _SAID:
        if needle in text.lower():
            detail = f" ({text})" if needle == "constraint" else ""
            return f"{path} {what}{detail}.", hint
    return f"{path}: {text}.", "Nothing was written."
