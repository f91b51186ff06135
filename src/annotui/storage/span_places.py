"""Where the annotations of an article stand, without what they say: read for the screen, often before it is there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from annotui.core.marks import FLAGGED, GONE, MOVED, OPEN, OTHERS, UNSURE
from annotui.core.span_block import BEGINS, Row

_AT_A_TIME = 500
"""How many places are read at a time."""


def places_of(connection: sqlite3.Connection, article: int, reader: str, *, everybody: bool) -> Iterator[Sequence[Row]]:
    """Where the annotations of an article stand: start, end, id, label and `core.marks` of each fragment.

    In the order of `core.spans`, and last those whose text is gone; so many at a time. They are read as they are
    asked for, so this is for within a snapshot. Those of all annotators, or of `reader` alone. Marks are on the first
    fragment of each.
    """
    whose = "" if everybody else " AND annotator = ?1"
    found = connection.execute(f"{_PLACES}{whose}{_IN_ORDER}", (reader, article))
    while rows := found.fetchmany(_AT_A_TIME):
        yield rows


def all_places_of(connection: sqlite3.Connection, article: int, reader: str) -> str:
    """The same of all annotators as one JSON array with an array of each column.

    SQLite makes it without asking for the interpreter, and it is read many times as fast as rows are.
    """
    columns = ", ".join(f"json_group_array({name})" for name in ("start", "place_end", "uid", "label", "marks"))
    sql = f"SELECT json_array({columns}) FROM ({_PLACES}{_IN_ORDER})"
    return str(connection.execute(sql, (reader, article)).fetchone()[0])


# The marks are those that `core.marks.marks_of` gives.
_PLACES = f"""SELECT start, "end" AS place_end, uid, annotation.label,
 CASE WHEN position THEN (anchor = 'orphaned') * {GONE} ELSE
 {BEGINS} + {FLAGGED} * flag + CASE anchor WHEN 'exact' THEN 0 WHEN 'moved' THEN {MOVED} ELSE {MOVED + GONE} END
 + CASE annotator WHEN ?1 THEN 0 ELSE {OTHERS} END
 + coalesce(
     (SELECT CASE status WHEN 'unsure' THEN {UNSURE} ELSE 0 END FROM link WHERE annotation = uid AND position = 0),
     {OPEN} * (annotation.label IN (SELECT name FROM label WHERE links = 1)))
 END AS marks
 FROM annotation JOIN fragment ON fragment.annotation = uid WHERE article = ?2"""
_IN_ORDER = """ ORDER BY anchor = 'orphaned', start, "end" DESC, uid"""
