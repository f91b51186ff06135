"""What can still be read of a damaged database, put into a new one: row by row, what cannot be read left out."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence, Set
from pathlib import Path
from typing import Final, NamedTuple

from annotui.errors import StorageError
from annotui.storage import schema, status_order
from annotui.storage.connection import Row, Value, connect, transaction
from annotui.storage.history import Change

_UNREADABLE: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOTADB}
_HEADER: Final = 100
"""The bytes of a database that tell its page size (at 16) and how many pages it has (at 28): sqlite.org/fileformat."""
_AT_ONCE: Final = 200
_BLIND: Final = 20_000
"""How many row numbers are tried one by one where nothing tells which is the last."""


class Salvaged(NamedTuple):
    """How many annotations and articles there are now; `restored` rows are from the history, which could be read.

    `lost` counts places of rows that could not be read, or rows that belonged to such; of the tables in `cut` nobody
    knows how many. `made_up` rows stand for such that are lost, but that others refer to.
    """

    annotations: int
    articles: int
    restored: int
    made_up: int
    lost: int
    cut: tuple[str, ...]


def salvage(damaged: Path, made: Path, progress: Callable[[str], None] = lambda table: None) -> Salvaged:
    """Fill `made`, an empty file, with all that can be read of a damaged database; that is not touched.

    A row that a readable one needs and that is lost is made up: a label or a record by its name, an article by its
    number, without its text. `progress` is told of each table. Raises StorageError where nothing can be read, or
    `made` cannot be written.
    """
    source = connect(damaged, writable=False)
    target = connect(made, writable=True)
    try:
        source.text_factory = lambda data: data.decode("utf-8", "replace")
        schema.version_of(source, damaged)
        schema.migrate(target)
        target.execute("PRAGMA foreign_keys=OFF")
        with transaction(target):
            losses = {}
            for table in _tables(target):
                progress(table)
                losses[table] = _copy(source, target, table)
            restored = _restore(target, {table for table in _REPLAYED if losses[table] != 0})
            _cut_targets(target)
            made_up = _make_up(target)
            lost = sum(filter(None, losses.values())) + _drop_orphans(target)
            ids = [id for (id,) in target.execute("SELECT id FROM article").fetchall()]
            status_order.follow(target, ids)
        spans = int(target.execute("SELECT count(*) FROM annotation").fetchone()[0])
        cut = tuple(table for table, number in losses.items() if number is None)
        return Salvaged(spans, len(ids), restored, made_up, lost, cut)
    finally:
        source.close()
        target.close()


def pad(database: Path) -> None:
    """Give a file that was cut off the length that its header tells, with nothing in it: what is there can be read.

    Raises OSError.
    """
    with database.open("r+b") as file:
        header = file.read(_HEADER)
        size, pages = int.from_bytes(header[16:18], "big"), int.from_bytes(header[28:32], "big")
        size = 65536 if size == 1 else size
        if len(header) == _HEADER and size * pages > database.stat().st_size:
            file.truncate(size * pages)


def _tables(connection: sqlite3.Connection) -> list[str]:
    """The tables with a row number of their own; the one without is derived."""
    rows = connection.execute("SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    return [name for name, without_number in rows.fetchall() if not without_number and not name.startswith("sqlite_")]


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> int | None:
    """Copy what can be read of a table; returns how many rows may be lost, None where nobody can tell."""
    columns = [row[1] for row in target.execute(f'PRAGMA table_info("{table}")').fetchall()]
    try:
        there = {row[1] for row in source.execute(f'PRAGMA table_info("{table}")').fetchall()}
    except StorageError as error:
        _refuse_other(error)
        return None
    columns = [column for column in columns if column in there]
    if not columns:
        return 0  # of an older format
    names = ", ".join(f'"{column}"' for column in columns)
    put = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
    lost = 0
    last = _last(source, table)
    for row in _rows(source, f'SELECT rowid, {names} FROM "{table}" NOT INDEXED', last):
        if row is None:
            lost += 1
            continue
        try:
            target.execute(put, row[1:])
        except StorageError as error:
            if not isinstance(error.__cause__, sqlite3.IntegrityError):
                raise
            lost += 1  # garbage where there was a row
    return None if last is None else lost


def _rows(source: sqlite3.Connection, select: str, last: int | None) -> Iterator[Sequence[object] | None]:
    """The rows of a table by their numbers up to the `last`, if that is known; None for each that cannot be read."""
    at = 0
    while True:
        try:
            rows = source.execute(f"{select} WHERE rowid > ? ORDER BY rowid LIMIT {_AT_ONCE}", (at,)).fetchall()
            yield from rows
            if len(rows) < _AT_ONCE:
                return
            at = int(rows[-1][0])
        except StorageError as error:
            _refuse_other(error)
            end = at + _AT_ONCE if last is not None else at + _BLIND
            for number in range(at + 1, min(end, last if last is not None else end) + 1):
                try:
                    one = source.execute(f"{select} WHERE rowid = ?", (number,)).fetchone()
                except StorageError as unread:
                    _refuse_other(unread)
                    yield None
                    continue
                if one is not None:
                    yield one
            at = end
            if last is None or at >= last:
                return


def _last(source: sqlite3.Connection, table: str) -> int | None:
    """The highest row number, or None where that cannot be read."""
    try:
        return int(source.execute(f'SELECT coalesce(max(rowid), 0) FROM "{table}" NOT INDEXED').fetchone()[0])
    except StorageError as error:
        _refuse_other(error)
        return None


def _refuse_other(error: StorageError) -> None:
    """Go on after what says that something cannot be read; anything else, as a lock, is raised again."""
    cause = error.__cause__
    if not (isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode & 0xFF in _UNREADABLE):
        raise error


_REPLAYED: Final = ("annotation", "fragment", "link")
"""What only acts write, so that the history has all of it."""


def _restore(target: sqlite3.Connection, tables: Set[str]) -> int:
    """Put rows of these tables back that the history leaves there and that are lost; returns how many."""
    told: dict[tuple[str, tuple[Value, ...]], Row | None] = {}
    if tables:
        for (changes,) in target.execute("SELECT changes FROM history ORDER BY id"):
            for change in (Change(*each) for each in json.loads(changes)):
                if change.table in tables:
                    place = change.table, change.key()
                    told[place] = None if change.after is None else {**(told.get(place) or {}), **change.after}
    restored = 0
    for (table, _), row in told.items():
        if row is not None:
            names = ", ".join(f'"{column}"' for column in row)
            try:
                restored += target.execute(
                    f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({", ".join("?" * len(row))})',
                    tuple(row.values()),
                ).rowcount
            except StorageError as error:
                if not isinstance(error.__cause__, sqlite3.IntegrityError):
                    raise  # else the act that made it is lost, too
    return restored


_MISSING: Final = (
    ("label", "name", "INSERT INTO label (name) VALUES (?)"),
    ("annotator", "name", "INSERT INTO annotator (name, created_at) VALUES (?, '')"),
    ("agreement", "id", "INSERT INTO agreement (id, title) VALUES (?1, ?1)"),
    (
        "article",
        "id",
        "INSERT INTO article (id, path, text, sha256_bytes, sha256_text) "
        f"VALUES (?1, 'lost/article-' || ?1 || '.txt', '', '', '{hashlib.sha256().hexdigest()}')",
    ),
)
"""How a row is made up that others refer to: its table, the column they name it by, and what is put there."""


def _make_up(target: sqlite3.Connection) -> int:
    """Make up the labels, people, records and articles that are lost and that readable rows are about."""
    made_up = 0
    for parent, key, put in _MISSING:
        needed = set[object]()
        for table, column in _referring(target, parent):
            needed.update(
                value
                for (value,) in target.execute(
                    f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL '
                    f'AND "{column}" NOT IN (SELECT "{key}" FROM "{parent}")'
                ).fetchall()
            )
        target.executemany(put, [(value,) for value in sorted(needed, key=str) if value != ""])
        made_up += len(needed)
    return made_up


def _referring(target: sqlite3.Connection, parent: str) -> list[tuple[str, str]]:
    """The columns of other tables that refer to one."""
    return [
        (table, row[3])
        for table in _tables(target)
        for row in target.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
        if row[2] == parent
    ]


def _cut_targets(target: sqlite3.Connection) -> None:
    """Let what was undone or redone go where that act is lost."""
    target.execute("UPDATE history SET target = NULL WHERE target NOT IN (SELECT id FROM history)")


def _drop_orphans(target: sqlite3.Connection) -> int:
    """Drop what belongs to annotations that are lost, and annotations that have lost where they stand."""
    lost = 0
    bare = "SELECT uid FROM annotation WHERE uid NOT IN (SELECT annotation FROM fragment)"
    for sql in (
        "DELETE FROM fragment WHERE annotation NOT IN (SELECT uid FROM annotation)",
        f"DELETE FROM link WHERE annotation NOT IN (SELECT uid FROM annotation) OR annotation IN ({bare})",
        f"DELETE FROM annotation WHERE uid IN ({bare})",
    ):
        lost += target.execute(sql).rowcount
    return lost
