"""Acts: the one way in which annotations.db is written. One act, one transaction, one row of history.

A row of history keeps every row the act touched as it was before and as it is after, so that undo and redo
are acts like any other and need to know nothing of what was done.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from annotui.errors import AnnotuiError, Conflict
from annotui.storage.connection import Row, Value, transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

KEYS: dict[str, tuple[str, ...]] = {
    "label": ("name",),
    "article": ("id",),
    "article_status": ("article", "annotator"),
    "agreement": ("id",),
    "agreement_date": ("agreement", "position"),
    "agreement_party": ("agreement", "position"),
    "agreement_alias": ("agreement", "alias"),
    "annotation": ("uid",),
    "fragment": ("annotation", "position"),
    "link": ("annotation", "position"),
}

_NOT_COMPARED = frozenset({"revision"})


@dataclass(frozen=True, slots=True)
class Change:
    """One row of one table: as it was (None: absent) and as it became (None: deleted)."""

    table: str
    before: Row | None
    after: Row | None

    def key(self) -> tuple[Value, ...]:
        """The primary key of the row."""
        row = self.after or self.before or {}
        return tuple(row[column] for column in KEYS[self.table])


@dataclass(frozen=True, slots=True)
class PastAct:
    """A row of history as the user sees it. `article` is a path or empty; `focus` an annotation or empty."""

    id: int
    at: str
    annotator: str
    kind: str
    summary: str
    article: str
    focus: str


def now() -> str:
    """The time in UTC, ISO 8601, to the millisecond, with Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class ActWriter:
    """Writes rows inside one act and remembers what they were. Only `writing_act` makes one."""

    def __init__(self, database: Database, at: str) -> None:
        self._database = database
        self.at = at
        self.changes: list[Change] = []

    def get(self, table: str, key: Sequence[Value]) -> Row | None:
        """The row with this primary key, or None."""
        return row_by_key(self._database.conn, table, key)

    def rows(self, table: str, column: str, value: Value) -> list[Row]:
        """The rows of `table` where `column` is `value`, by primary key."""
        order = ", ".join(f'"{name}"' for name in KEYS[table])
        return list(self._database.table(table).rows_where(f'"{column}" = ?', [value], order_by=order))

    def insert(self, table: str, row: Row) -> None:
        """Add a row; it must have every column that matters for undo."""
        self._database.table(table).insert(row)
        key = tuple(row[column] for column in KEYS[table])
        self.changes.append(Change(table, None, self.get(table, key)))

    def update(self, table: str, key: Sequence[Value], updates: Row) -> None:
        """Change columns of a row and raise its revision. Raises Conflict when the row is gone."""
        before = self.get(table, key)
        if before is None:
            raise Conflict(f"This {table} is no longer there.", "Nothing was written; it was removed meanwhile.")
        if all(before[column] == value for column, value in updates.items()):
            return
        if "revision" in before:
            updates = {**updates, "revision": int(str(before["revision"])) + 1}
        self._database.table(table).update(tuple(key), updates)
        self.changes.append(Change(table, before, self.get(table, key)))

    def upsert(self, table: str, row: Row) -> None:
        """Insert the row, or change the one with its primary key."""
        key = tuple(row[column] for column in KEYS[table])
        if self.get(table, key) is None:
            self.insert(table, row)
        else:
            self.update(table, key, row)

    def delete(self, table: str, key: Sequence[Value]) -> None:
        """Delete a row that is there; its children are to be deleted first, each by its own call."""
        before = self.get(table, key)
        if before is not None:
            self._database.table(table).delete(tuple(key))
            self.changes.append(Change(table, before, None))

    def put_back(self, change: Change) -> None:
        """Set the row of a change to what it was before. Raises Conflict if it has moved on since."""
        key = change.key()
        current = self.get(change.table, key)
        if not _same(current, change.after):
            raise Conflict(
                f"Cannot take this back: the {change.table.replace('_', ' ')} has changed since.",
                "Nothing was written. Undo what came after it first, or change it by hand.",
            )
        if change.before is None:
            self.delete(change.table, key)
        elif current is None:
            revived = change.before.get("revision")
            raised = {"revision": int(str(revived)) + 1} if revived is not None else {}
            self.insert(change.table, {**change.before, **raised})
        else:
            self.update(change.table, key, change.before)


@contextmanager
def writing_act(
    database: Database,
    path: Path,
    *,
    annotator: str,
    summary: str,
    article: str = "",
    focus: str = "",
    kind: str = "act",
    target: int | None = None,
    recorded: bool = True,
) -> Iterator[ActWriter]:
    """One act: everything written through the writer is committed together with its row of history, or not at all.

    An act that changes nothing leaves no row; one that is not `recorded` cannot be undone (setting up a
    project). Raises StorageError; Conflict when rows have moved on.
    """
    connection = database.conn
    with transaction(connection, path):
        connection.execute("PRAGMA defer_foreign_keys=ON")
        writer = ActWriter(database, now())
        database.table("annotator").insert({"name": annotator, "created_at": writer.at}, ignore=True)
        yield writer
        if not writer.changes:
            raise NothingChanged
        if not recorded:
            return
        database.table("history").insert(
            {
                "at": writer.at,
                "annotator": annotator,
                "kind": kind,
                "summary": summary,
                "article": article,
                "focus": focus,
                "target": target,
                "undone": 0,
                "changes": json.dumps(
                    [[c.table, c.before, c.after] for c in writer.changes],
                    ensure_ascii=False,
                    separators=(",", ":"),
                ),
            }
        )


class NothingChanged(AnnotuiError):
    """The act would leave everything as it is: nothing was written, not even history."""

    def __init__(self) -> None:
        super().__init__("Nothing to change.")


def next_undo(connection: sqlite3.Connection, annotator: str) -> PastAct | None:
    """The act that undo would take back: this annotator's latest that stands."""
    return _past(
        connection.execute(
            _PAST + "WHERE annotator = ? AND kind = 'act' AND undone = 0 ORDER BY id DESC LIMIT 1",
            (annotator,),
        ).fetchone()
    )


def next_redo(connection: sqlite3.Connection, annotator: str) -> PastAct | None:
    """The act that redo would do again: the first one undone since this annotator's last new act."""
    return _past(
        connection.execute(
            _PAST + "WHERE annotator = ?1 AND kind = 'act' AND undone = 1 AND id > coalesce("
            "(SELECT max(id) FROM history WHERE annotator = ?1 AND kind = 'act' AND undone = 0), 0) "
            "ORDER BY id LIMIT 1",
            (annotator,),
        ).fetchone()
    )


def undo(database: Database, path: Path, past: PastAct) -> None:
    """Take an act back, as an act of its own. Raises Conflict when what it wrote has changed since."""
    _turn(database, path, past, "undo")


def redo(database: Database, path: Path, past: PastAct) -> None:
    """Do an undone act again, as an act of its own. Raises Conflict as undo does."""
    _turn(database, path, past, "redo")


def acts(connection: sqlite3.Connection, limit: int) -> list[PastAct]:
    """The latest acts of everybody, newest first."""
    rows = connection.execute(_PAST + "ORDER BY id DESC LIMIT ?", (limit,)).fetchall()
    return [PastAct(*row) for row in rows]


_PAST = "SELECT id, at, annotator, kind, summary, article, focus FROM history "


def _turn(database: Database, path: Path, past: PastAct, kind: str) -> None:
    with writing_act(
        database,
        path,
        annotator=past.annotator,
        summary=f"{kind}: {past.summary}",
        article=past.article,
        focus=past.focus,
        kind=kind,
        target=past.id,
    ) as writer:
        row = database.conn.execute("SELECT changes, undone FROM history WHERE id = ?", (past.id,)).fetchone()
        if row is None or bool(row[1]) is (kind == "undo"):
            raise Conflict(
                f"This act was {'undone' if kind == 'undo' else 'redone'} meanwhile.", "Nothing was written."
            )
        changes = [Change(table, before, after) for table, before, after in json.loads(row[0])]
        if kind == "undo":
            for change in reversed(changes):
                writer.put_back(change)
        else:
            for change in changes:
                writer.put_back(Change(change.table, change.after, change.before))
        database.table("history").update(past.id, {"undone": int(kind == "undo")})


def row_by_key(connection: sqlite3.Connection, table: str, key: Sequence[Value]) -> Row | None:
    """The row of one of our tables with this primary key, or None."""
    where = " AND ".join(f'"{column}" = ?' for column in KEYS[table])
    cursor = connection.execute(f'SELECT * FROM "{table}" WHERE {where}', tuple(key))
    found = cursor.fetchone()
    return (
        None if found is None else {column[0]: value for column, value in zip(cursor.description, found, strict=True)}
    )


def _past(row: tuple[int, str, str, str, str, str, str] | None) -> PastAct | None:
    return None if row is None else PastAct(*row)


def _same(current: Row | None, expected: Row | None) -> bool:
    if current is None or expected is None:
        return current is expected
    return all(current[column] == value for column, value in expected.items() if column not in _NOT_COMPARED)
