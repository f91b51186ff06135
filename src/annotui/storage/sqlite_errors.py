"""The words for what SQLite says went wrong: what, where, and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotui.errors import AnnotuiError, Conflict, Damaged, DataError, StorageError

ERRORS = (sqlite3.Error, UnicodeEncodeError)
"""What SQLite raises, and Python's module for it where a text cannot be written."""


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into StorageErrors that say what happened, where, and what to do."""
    try:
        yield
    except ERRORS as error:
        raise told(error, path) from error


_SAID: tuple[tuple[str, str, str], ...] = (
    ("locked", "is in use by another program", "Nothing was written. Try again, or close the other program."),
    ("disk is full", "cannot be written: the disk is full", "Nothing was written. Make room and try again."),
    ("disk i/o", "cannot be read or written: the disk reports an error", "Nothing was written. Check the disk."),
    ("readonly", "is read-only", "Nothing was written. Copy the project to a folder that you may write to."),
    (
        "unable to open",
        "cannot be opened",
        "Check that it is a file in a folder that you may read. If work on it was cut off, open it once where it "
        "can be written.",
    ),
    ("not a database", "is not an annotui database", "Move it away, or give another folder."),
    ("no such table", "is damaged: tables are missing", "Keep a copy of it, and take the last good one."),
    ("constraint", "would be left in a state that makes no sense", "Nothing was written."),
)


def moved(path: Path) -> StorageError:
    """What there is to say of a database that is no longer where it was opened."""
    return StorageError(
        f"{path} was deleted, moved or replaced while it was open.",
        "Nothing was written. Put it back, or leave and open the project anew.",
    )


def _is_moved(error: sqlite3.Error, path: Path) -> bool:
    code = getattr(error, "sqlite_errorcode", 0)
    return code == sqlite3.SQLITE_READONLY_DBMOVED or (code & 0xFF == sqlite3.SQLITE_IOERR and not path.exists())


def told(error: sqlite3.Error | UnicodeEncodeError, path: Path) -> AnnotuiError:
    """The error for a person. `path` is the database."""
    if isinstance(error, UnicodeEncodeError):
        return DataError("The text given is not valid UTF-8.", "Check the terminal's or the file's encoding.")
    text = str(error)
    if "foreign key" in text.lower():
        return Conflict("Something else still refers to what would go away.", "Nothing was written.")
    if _is_moved(error, path):
        return moved(path)
    if "malformed" in text.lower():
        return Damaged(f"{path} is damaged.", "`annotui export -o FILE` writes what can be read.", path)
    for needle, what, hint in _SAID:
        if needle in text.lower():
            detail = f" ({text})" if needle == "constraint" else ""
            return StorageError(f"{path} {what}{detail}.", hint)
    return StorageError(f"{path}: {text}.", "Nothing was written.")
