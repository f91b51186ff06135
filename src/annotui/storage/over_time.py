"""What was done when, read a page at a time: acts, the spans that stand, what they mention, what was rejected.

Each page is a question of its own, so that nobody who writes waits for more than one of them.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Literal, NamedTuple

_LONGEST = 1_000_000
"""Code points of changes that are looked through for statuses: an act with more of them is an import."""


class PastWork(NamedTuple):
    """An act: when, whose, whether it was on a span that is now decided on, and by how many articles more are done.

    An import's spans are not decided on by an act; `done` is told of one annotator's acts alone.
    """

    id: int
    at: str
    annotator: str
    is_on_link: bool
    done: int


class MadeSpan(NamedTuple):
    """A span that stands and was not imported: whose, since when, whether it is decided on.

    `score` is that of the suggestion it was, else None.
    """

    annotator: str
    created_at: str
    is_decided: bool
    score: float | None


def acts_after(connection: sqlite3.Connection, id: int, n: int, annotator: str) -> list[PastWork]:
    """The next `n` acts after the one with this id, in order, undo and redo too; what is done is this annotator's."""
    rows = connection.execute(
        "SELECT id, at, annotator, EXISTS (SELECT 1 FROM annotation JOIN link ON link.annotation = uid "
        "WHERE uid = focus AND origin <> 'imported'), "
        "CASE WHEN annotator = ? AND focus = '' AND length(changes) <= ? "
        "AND instr(changes, '[\"article_status\",') THEN changes END "
        "FROM history WHERE id > ? ORDER BY id LIMIT ?",
        (annotator, _LONGEST, id, n),
    ).fetchall()
    return [
        PastWork(number, at, who, bool(is_on_link), _more_done(changes) if changes else 0)
        for number, at, who, is_on_link, changes in rows
    ]


def next_rows(connection: sqlite3.Connection, table: Literal["annotation", "rejection"], after: int, n: int) -> int:
    """The last of the next `n` rows of a table after a row; 0 where there are none."""
    sql = f"SELECT max(number) FROM (SELECT rowid AS number FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT ?)"
    return int(connection.execute(sql, (after, n)).fetchone()[0] or 0)


def made_spans(connection: sqlite3.Connection, after: int, last: int) -> list[MadeSpan]:
    """The annotations of these rows, everybody's, without those that were imported."""
    rows = connection.execute(
        "SELECT annotator, created_at, EXISTS (SELECT 1 FROM link WHERE link.annotation = uid), "
        "CASE WHEN origin IN ('suggested', 'propagated') THEN score END "
        "FROM annotation WHERE rowid > ? AND rowid <= ? AND origin <> 'imported'",
        (after, last),
    ).fetchall()
    return [MadeSpan(annotator, at, bool(is_decided), score) for annotator, at, is_decided, score in rows]


def mentions(connection: sqlite3.Connection, after: int, last: int) -> list[tuple[str, str, int]]:
    """How many annotations of these rows link each record, by the first 7 code points of their article's date.

    Rows are (agreement id, month or what stands there, count).
    """
    return connection.execute(
        "SELECT agreement, substr(article.date, 1, 7), count(DISTINCT annotation.uid) FROM annotation "
        "JOIN link ON link.annotation = annotation.uid JOIN article ON article.id = annotation.article "
        "WHERE annotation.rowid > ? AND annotation.rowid <= ? AND agreement IS NOT NULL GROUP BY 1, 2",
        (after, last),
    ).fetchall()


def rejected_scores(connection: sqlite3.Connection, after: int, last: int) -> list[float]:
    """The scores that the suggestions had which the rejections of these rows keep away, as far as they are known."""
    rows = connection.execute(
        "SELECT score FROM rejection WHERE rowid > ? AND rowid <= ? AND score IS NOT NULL", (after, last)
    ).fetchall()
    return [score for (score,) in rows]


def _more_done(changes: str) -> int:
    """By how many articles more are done after these changes of an act; 0 where they cannot be read."""
    try:
        rows = [(before, after) for table, before, after in json.loads(changes) if table == "article_status"]
    except (ValueError, TypeError):
        return 0
    return sum(_is_done(after) - _is_done(before) for before, after in rows)


def _is_done(row: object) -> bool:
    return isinstance(row, dict) and row.get("status") == "done"
