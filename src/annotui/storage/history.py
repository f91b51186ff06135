"""Acts: the one way in which annotations.db is written. One act, one transaction, one row of history.

A row of history keeps what the act changed, row by row, as it was before and as it is after, so that undo and
redo are acts like any other and need to know nothing of what was done.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NamedTuple

from annotui.errors import Conflict, NothingChanged
from annotui.storage.connection import Row, Value, transaction
from annotui.storage.generation import bump_generation
from annotui.storage.status_order import follow

KEYS: dict[str, tuple[str, ...]] = {
    "label": ("name",),
    "article": ("id",),
    "article_status": ("article", "annotator"),
    "article_label": ("article", "annotator", "label"),
    "agreement": ("id",),
    "agreement_date": ("agreement", "position"),
    "agreement_party": ("agreement", "position"),
    "agreement_alias": ("agreement", "alias"),
    "annotation": ("uid",),
    "fragment": ("annotation", "position"),
    "link": ("annotation", "position"),
    "rejection": ("annotator", "label", "surface", "agreements", "article"),
}

_GO_WITH = {"label": "DELETE FROM suggestion WHERE label = ?"}
"""What goes with a row by its key and is in no history: it can be found anew."""
_COUNTER = "revision"
_TEXT_COLUMNS = frozenset({"text", "present", "path", "sha256_bytes"})
_PLACE_COLUMNS = frozenset({"path", "present"})


class Change(NamedTuple):
    """One row of one table: as it was (None: absent) and as it became (None: deleted).

    Where it was there before and after, only its key and the columns that changed are kept.
    """

    table: str
    before: Row | None
    after: Row | None

    def key(self) -> tuple[Value, ...]:
        """The primary key of the row."""
        row = self.after or self.before or {}
        return tuple(row[column] for column in KEYS[self.table])


class PastAct(NamedTuple):
    """A row of history as the user sees it. `article` is a path or empty; `focus` an annotation or empty."""

    id: int
    at: str
    annotator: str
    kind: str
    summary: str
    article: str
    focus: str


def links_given(changes: Sequence[Change]) -> int:
    """How many annotations these changes decide on; none where they merge records, which moves links alone."""
    if any(change.table == "agreement" and change.after is None for change in changes):
        return 0
    return len({change.key()[0] for change in changes if change.table == "link" and change.after is not None})


def now() -> str:
    """The time in UTC, ISO 8601, to the millisecond, with Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class ActWriter:
    """Writes rows inside one act and remembers what they were. Only `writing_act` makes one."""

    def __init__(self, connection: sqlite3.Connection, at: str) -> None:
        self._connection = connection
        self.at = at
        self.changes: list[Change] = []

    def get(self, table: str, key: Sequence[Value]) -> Row | None:
        """The row with this primary key, or None."""
        return row_by_key(self._connection, table, key)

    def rows(self, table: str, column: str, value: Value) -> list[Row]:
        """The rows of `table` where `column` is `value`, by primary key."""
        order = ", ".join(f'"{name}"' for name in KEYS[table])
        cursor = self._connection.execute(f'SELECT * FROM "{table}" WHERE "{column}" = ? ORDER BY {order}', (value,))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def know(self, annotator: str) -> None:
        """Let an annotator be one of this project; undo does not take that back."""
        # To look first takes a fifth of the time that an insert takes to be ignored.
        if not self._connection.execute("SELECT 1 FROM annotator WHERE name = ?", (annotator,)).fetchone():
            self._connection.execute("INSERT INTO annotator (name, created_at) VALUES (?, ?)", (annotator, self.at))

    def insert(self, table: str, row: Row) -> None:
        """Add a row; it must have every column that matters for undo."""
        _insert(self._connection, table, row)
        self.changes.append(Change(table, None, dict(row)))

    def update(self, table: str, key: Sequence[Value], updates: Row) -> None:
        """Change columns of a row and raise its revision; equal values write nothing. Conflict: the row is gone."""
        row = self.get(table, key)
        if row is None:
            raise Conflict(
                f"This {_named(table)} is no longer there.", "Nothing was written; it was removed meanwhile."
            )
        after = {column: value for column, value in updates.items() if column != _COUNTER and row[column] != value}
        if not after:
            return
        before = {column: row[column] for column in after}
        kept = dict(zip(KEYS[table], key, strict=True))
        written = {**after, **_raised(row)}
        columns = ", ".join(f'"{column}" = ?' for column in written)
        self._connection.execute(f'UPDATE "{table}" SET {columns} WHERE {_by_key(table)}', (*written.values(), *key))
        self.changes.append(Change(table, kept | before, kept | after))

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
            if table in _GO_WITH:
                self._connection.execute(_GO_WITH[table], tuple(key))
            self._connection.execute(f'DELETE FROM "{table}" WHERE {_by_key(table)}', tuple(key))
            self.changes.append(Change(table, before, None))

    def put_back(self, change: Change) -> None:
        """Set the row of a change to what it was before. Raises Conflict if it has moved on since."""
        key = change.key()
        current = self.get(change.table, key)
        if not _same(current, change.after):
            raise Conflict(
                f"Cannot take this back: the {_named(change.table)} has changed since.",
                "Nothing was written. Change it by hand.",
            )
        if change.before is None:
            self.delete(change.table, key)
        elif current is None:
            self.insert(change.table, {**change.before, **_raised(change.before)})
        else:
            self.update(change.table, key, change.before)


@contextmanager
def writing_act(
    connection: sqlite3.Connection,
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

    One that is not `recorded` cannot be undone (setting up a project). `target` is the act that an undo or redo (its
    `kind`) is of. Raises NothingChanged where nothing was written; StorageError; Conflict when rows have moved on.
    """
    number: int | None = None

    def stands() -> bool:
        """Whether the act is there: told by its row of history."""
        found = connection.execute("SELECT at, annotator FROM history WHERE id = ?", (number,)).fetchone()
        return bool(found == (writer.at, annotator))

    with transaction(connection, stands):
        connection.execute("PRAGMA defer_foreign_keys=ON")
        writer = ActWriter(connection, now())
        writer.know(annotator)
        yield writer
        if not writer.changes:
            raise NothingChanged
        if any(c.table == "article" and _TEXT_COLUMNS & (c.after or c.before or {}).keys() for c in writer.changes):
            bump_generation(connection)
        follow(connection, {int(str(c.key()[0])) for c in writer.changes if _moves_in_order(c)})
        if not recorded:
            return
        changes = [[c.table, c.before, c.after] for c in writer.changes]
        number = connection.execute(
            "INSERT INTO history (at, annotator, kind, summary, article, focus, target, undone, changes) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)",
            (
                *(writer.at, annotator, kind, summary, article, focus, target),
                json.dumps(changes, ensure_ascii=False, separators=(",", ":")),
            ),
        ).lastrowid
        if target is not None:
            connection.execute("UPDATE history SET undone = ? WHERE id = ?", (int(kind == "undo"), target))


def next_undo(connection: sqlite3.Connection, annotator: str) -> PastAct | None:
    """The act that undo would take back: this annotator's latest that stands."""
    return _past(
        connection.execute(
            _PAST + "WHERE annotator = ? AND kind = 'act' AND undone = 0 ORDER BY id DESC LIMIT 1",
            (annotator,),
        ).fetchone()
    )


def next_redo(connection: sqlite3.Connection, annotator: str) -> PastAct | None:
    """The act that redo would do again: of those undone since this annotator's last new act, the one undone last."""
    return _past(
        connection.execute(
            _PAST + "WHERE undone = 1 AND id = (SELECT target FROM history AS turned "
            "WHERE annotator = ?1 AND kind = 'undo' AND undone = 0 AND id > "
            "coalesce((SELECT id FROM history WHERE annotator = ?1 AND kind = 'act' ORDER BY id DESC LIMIT 1), 0) "
            "AND (SELECT undone FROM history AS act WHERE act.id = turned.target) = 1 ORDER BY id DESC LIMIT 1)",
            (annotator,),
        ).fetchone()
    )


def undo(connection: sqlite3.Connection, past: PastAct) -> list[Change]:
    """Take an act back, as an act of its own. Returns what that changed.

    Raises Conflict when what the act wrote has changed since.
    """
    return _turn(connection, past, "undo")


def redo(connection: sqlite3.Connection, past: PastAct) -> list[Change]:
    """Do an undone act again, as an act of its own. Returns what that changed. Raises Conflict as undo does."""
    return _turn(connection, past, "redo")


_PAST = "SELECT id, at, annotator, kind, summary, article, focus FROM history "


def _turn(connection: sqlite3.Connection, past: PastAct, kind: str) -> list[Change]:
    with writing_act(
        connection,
        annotator=past.annotator,
        summary=f"{kind}: {past.summary}",
        article=past.article,
        focus=past.focus,
        kind=kind,
        target=past.id,
    ) as writer:
        due = (next_undo if kind == "undo" else next_redo)(connection, past.annotator)
        if due is None or due.id != past.id:
            raise Conflict("Something else was done or undone meanwhile.", "Nothing was written; look again.")
        row = connection.execute("SELECT changes FROM history WHERE id = ?", (past.id,)).fetchone()
        changes = [Change(table, before, after) for table, before, after in json.loads(row[0])]
        if kind == "undo":
            for change in reversed(changes):
                writer.put_back(change)
        else:
            for change in changes:
                writer.put_back(Change(change.table, change.after, change.before))
    return writer.changes


def row_by_key(connection: sqlite3.Connection, table: str, key: Sequence[Value]) -> Row | None:
    """The row of one of our tables with this primary key, or None."""
    cursor = connection.execute(f'SELECT * FROM "{table}" WHERE {_by_key(table)}', tuple(key))
    found = cursor.fetchone()
    return (
        None if found is None else {column[0]: value for column, value in zip(cursor.description, found, strict=True)}
    )


def _insert(connection: sqlite3.Connection, table: str, row: Row) -> None:
    columns, places = ", ".join(f'"{column}"' for column in row), ", ".join("?" * len(row))
    connection.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', tuple(row.values()))


def _by_key(table: str) -> str:
    return " AND ".join(f'"{column}" = ?' for column in KEYS[table])


def _past(row: tuple[int, str, str, str, str, str, str] | None) -> PastAct | None:
    return None if row is None else PastAct(*row)


def _same(current: Row | None, expected: Row | None) -> bool:
    if current is None or expected is None:
        return current is expected
    return all(current[column] == value for column, value in expected.items() if column != _COUNTER)


def _raised(row: Row) -> Row:
    """The next revision of a row of a table that counts them: whoever has seen an earlier one must look again."""
    return {_COUNTER: int(str(row[_COUNTER])) + 1} if _COUNTER in row else {}


def _moves_in_order(change: Change) -> bool:
    """Whether a change can move an article in the order of statuses; the key of such a row begins with its article."""
    columns = (change.after or change.before or {}).keys()
    return change.table == "article_status" or (change.table == "article" and bool(_PLACE_COLUMNS & columns))


def _named(table: str) -> str:
    return table.replace("_", " ")
