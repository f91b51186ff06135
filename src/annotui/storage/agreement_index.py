"""The file of the catalogue's index: records ready to be weighed, and by what they are found. It may be deleted.

It is made whole in a file of its own, by `Builder`, and then takes the place of the last one. What changes of the
catalogue after that is put into it record by record.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

from annotui.errors import StorageError
from annotui.storage.connection import Value, connect_cache, new_file_beside, snapshot, transaction

COLUMNS: Final = (
    *("id", "kind", "place", "parties", "named", "numbers", "ordinals", "kinds", "modifiers", "places"),
    *("dates", "accepted", "surfaces", "agreement"),
)
"""The texts of a record, in this order; what they hold is the caller's."""
_MARKS: Final = ", ".join("?" * (len(COLUMNS) + 1))
_VERSION: Final = 4
_SCRIPT: Final = f"""
CREATE TABLE built (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE record (at INTEGER PRIMARY KEY, {", ".join(f'"{column}" TEXT NOT NULL' for column in COLUMNS)});
CREATE TABLE posting (
  kind TEXT NOT NULL, key TEXT NOT NULL, records INTEGER NOT NULL, places BLOB NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE TABLE vocabulary (length INTEGER PRIMARY KEY, words TEXT NOT NULL);
"""
_INDEXES: Final = "CREATE UNIQUE INDEX record_by_id ON record (id)"
_WORD: Final = "word"
_BETWEEN: Final = "\n"
_AT_ONCE: Final = 1000
_LAST: Final = "\U0010ffff"

Row = tuple[str, ...]
Key = tuple[str, str]


class BrokenIndex(StorageError):
    """The file of the index cannot be read or written: it is to be made anew."""


class StoredIndex:
    """Records by what they are found by, in a file. Methods raise BrokenIndex where it cannot be read or written.

    `most_kept` is how many records a key may have for their places to be kept; of a key that more have, only how
    many they are is known.
    """

    def __init__(self, path: Path, most_kept: int) -> None:
        self._path = path
        self._most_kept = most_kept
        with _reported(path):
            self._connection = connect_cache(path, _SCRIPT + _INDEXES + ";", _VERSION)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def covered(self) -> str:
        """Up to which act the catalogue is in it, as `set_covered` was told; empty where it was never made."""
        return str(self._value("SELECT value FROM built WHERE key = 'covered'") or "")

    def set_covered(self, mark: str) -> None:
        """Say up to which act the catalogue is in it."""
        self._all("INSERT OR REPLACE INTO built VALUES ('covered', ?)", mark)

    def __len__(self) -> int:
        return int(self._value("SELECT value FROM built WHERE key = 'records'") or 0)

    def place(self, id: str) -> int | None:
        """Where the record with this id is, or None."""
        at = self._value("SELECT at FROM record WHERE id = ?", id)
        return None if at is None else int(at)

    def rows(self, places: Sequence[int]) -> dict[int, Row]:
        """The texts of the records at these places; those that are gone are left out."""
        found: dict[int, Row] = {}
        for first in range(0, len(places), _AT_ONCE):
            some = ",".join([str(place) for place in places[first : first + _AT_ONCE]])
            found.update((row[0], row[1:]) for row in self._all(f"SELECT * FROM record WHERE at IN ({some})"))
        return found

    def count(self, kind: str, key: str) -> int:
        """How many records have a key."""
        return int(self._value("SELECT records FROM posting WHERE kind = ? AND key = ?", kind, key) or 0)

    def having(self, kind: str, key: str) -> Sequence[int]:
        """The places of the records that have a key, in order; none where they are too many."""
        places = array("I")
        places.frombytes(self._value("SELECT places FROM posting WHERE kind = ? AND key = ?", kind, key) or b"")
        return places

    def keys(self, kind: str) -> Sequence[str]:
        """All keys of a kind, in order."""
        return [key for (key,) in self._all("SELECT key FROM posting WHERE kind = ? ORDER BY key", kind)]

    def beginning(self, kind: str, start: str, most: int) -> Sequence[str]:
        """The first `most` of the keys of a kind that begin so, in order."""
        sql = "SELECT key FROM posting WHERE kind = ? AND key BETWEEN ? AND ? ORDER BY key LIMIT ?"
        return [key for (key,) in self._all(sql, kind, start, start + _LAST, most)]

    def words_of_length(self, length: int) -> Sequence[str]:
        """The words that have so many code points."""
        words = self._value("SELECT words FROM vocabulary WHERE length = ?", length)
        return str(words).split(_BETWEEN) if words else ()

    def lengths(self) -> Sequence[int]:
        """The lengths that words have."""
        return [length for (length,) in self._all("SELECT length FROM vocabulary ORDER BY length")]

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let all that is asked inside be of one state of the file, locked once; keep it short, for writers wait."""
        with _reported(self._path), snapshot(self._connection):
            yield

    def put_row(self, row: Row, keys: Iterable[Key]) -> None:
        """Put a record in, in place of the one with its id. The keys that it was found by before stay."""
        with _reported(self._path), transaction(self._connection):
            place = self.place(row[0])
            if place is None:
                place = int(self._value("SELECT coalesce(max(at) + 1, 0) FROM record") or 0)
                self._count(1)
            self._all(f"INSERT OR REPLACE INTO record VALUES ({_MARKS})", place, *row)
            for kind, key in keys:
                self._post(kind, key, place)

    def drop(self, id: str) -> None:
        """Take a record out, if it is there."""
        with _reported(self._path), transaction(self._connection):
            if self.place(id) is not None:
                self._all("DELETE FROM record WHERE id = ?", id)
                self._count(-1)

    def _all(self, sql: str, *values: Value) -> list[Any]:
        with _reported(self._path):
            return self._connection.execute(sql, values).fetchall()

    def _value(self, sql: str, *values: Value) -> Any:
        for (value,) in self._all(sql, *values):
            return value
        return None

    def _count(self, more: int) -> None:
        self._all("INSERT OR REPLACE INTO built VALUES ('records', ?)", str(len(self) + more))

    def _post(self, kind: str, key: str, place: int) -> None:
        records, places = self.count(kind, key), self.having(kind, key)
        if place in places or records > self._most_kept:
            return
        kept = array("I", sorted([*places, place]))
        self._all("INSERT OR REPLACE INTO posting VALUES (?, ?, ?, ?)", kind, key, *_kept(kept, self._most_kept))
        if kind == _WORD and not records:
            words = [*self.words_of_length(len(key)), key]
            self._all("INSERT OR REPLACE INTO vocabulary VALUES (?, ?)", len(key), _BETWEEN.join(sorted(words)))


class Builder:
    """Makes an index from records that come one after the other; used as a context, it leaves no half one behind."""

    def __init__(self, path: Path, most_kept: int) -> None:
        """`path` is where the index will be. Raises StorageError where nothing can be written there."""
        path.parent.mkdir(exist_ok=True)
        self._path = path
        self._most_kept = most_kept
        self._made = new_file_beside(path)
        self._connection = connect_cache(self._made, _SCRIPT, _VERSION)
        self._connection.execute("PRAGMA journal_mode=OFF")
        self._connection.execute("BEGIN")
        self._count = 0
        # Most keys have one record; only those that have more get an array.
        self._posted: dict[Key, int | array[int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._made.unlink(missing_ok=True)

    def add(self, rows: Iterable[tuple[Row, Iterable[Key]]]) -> None:
        """Add records, in the order of their places, each with the keys that it is found by. Raises BrokenIndex."""
        with _reported(self._path):
            self._add(rows)

    def _add(self, rows: Iterable[tuple[Row, Iterable[Key]]]) -> None:
        posted = self._posted
        for row, keys in rows:
            place = self._count
            self._connection.execute(f"INSERT INTO record VALUES ({_MARKS})", (place, *row))
            self._count += 1
            for key in keys:
                known = posted.get(key)
                if known is None:
                    posted[key] = place
                elif isinstance(known, int):
                    posted[key] = array("I", (known, place))
                else:
                    known.append(place)

    def finish(self, mark: str, progress: Callable[[], bool]) -> bool:
        """Write what records are found by, and give the file its place. Returns whether it was done: not where
        `progress`, asked now and then, returns False. `mark` is what it covers. Raises BrokenIndex.
        """
        with _reported(self._path):
            return self._finish(mark, progress)

    def _finish(self, mark: str, progress: Callable[[], bool]) -> bool:
        connection = self._connection
        by_length: dict[int, list[str]] = {}
        for done, key in enumerate(sorted(self._posted)):
            known = self._posted.pop(key)
            places = array("I", (known,)) if isinstance(known, int) else known
            connection.execute("INSERT INTO posting VALUES (?, ?, ?, ?)", (*key, *_kept(places, self._most_kept)))
            if key[0] == _WORD:
                by_length.setdefault(len(key[1]), []).append(key[1])
            if done % _AT_ONCE == 0 and not progress():
                return False
        connection.executemany(
            "INSERT INTO vocabulary VALUES (?, ?)", ((n, _BETWEEN.join(words)) for n, words in by_length.items())
        )
        connection.execute(_INDEXES)
        connection.executemany("INSERT INTO built VALUES (?, ?)", (("covered", mark), ("records", str(self._count))))
        connection.execute("COMMIT")
        connection.close()
        self._made.replace(self._path)
        return True


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        hint = "Make room where the disk is full, or delete the file: it is made anew."
        raise BrokenIndex(f"{path}: {error}.", hint) from error


def _kept(places: array[int], most: int) -> tuple[int, bytes]:
    return len(places), places.tobytes() if len(places) <= most else b""
