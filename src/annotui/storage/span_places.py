"""Where the annotations of an article stand, without what they say: read for the screen, often before it is there."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from annotui.core.marks import FLAGGED, GONE, MOVED, OPEN, OTHERS, UNSURE
from annotui.core.span_block import BEGINS, Row, Unread
from annotui.core.spans import BLOCK_NEW

_AT_A_TIME = 500
"""How many places are read at a time."""


class AllPlaces(NamedTuple):
    """Where all annotations of an article stand, how many spans have each label and marks, and those that are gone."""

    blocks: Sequence[Unread]
    tally: Mapping[tuple[str, int], int]
    gone: Sequence[Row]


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


def all_places_of(connection: sqlite3.Connection, article: int, reader: str) -> AllPlaces:
    """The same of all annotators, in blocks that are read when they are looked at.

    SQLite tells them in one row: it makes that without asking for the interpreter.
    """
    told, tally, gone = connection.execute(_IN_BLOCKS, (reader, article)).fetchone()
    lines = told.split("\n") if told else []
    return AllPlaces(
        list(map(_block, lines[::2], lines[1::2])),
        {(label, marks): count for label, marks, count in json.loads(tally)},
        [(start, end, uid, label, marks) for start, end, uid, label, marks in json.loads(gone)],
    )


def _block(told: str, columns: str) -> Unread:
    size, start, end, uid, label, low, high, marks = json.loads(told)
    return Unread(size, (start, -end, uid, label), low, high, reduce(or_, map(int, marks.split(","))), columns)


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
_COLUMNS = ("start", "place_end", "uid", "label", "marks")
_FIRST = ", ".join(f"max(CASE WHEN number % {BLOCK_NEW} = 0 THEN {name} END)" for name in _COLUMNS[:4])
_IN_BLOCKS = f"""WITH place AS MATERIALIZED (
  SELECT *, row_number() OVER (ORDER BY start, place_end DESC, uid) - 1 AS number
  FROM ({_PLACES} AND anchor <> 'orphaned')),
 block AS (
  SELECT json_array(count(*), {_FIRST}, min(place_end), max(place_end), group_concat(DISTINCT marks)) || char(10)
    || json_array({", ".join(f"json_group_array({name})" for name in _COLUMNS)}) AS told
  FROM place GROUP BY number / {BLOCK_NEW} ORDER BY number / {BLOCK_NEW}),
 counted AS (SELECT label, marks, count(*) AS n FROM place GROUP BY label, marks)
 SELECT (SELECT group_concat(told, char(10)) FROM block),
  (SELECT json_group_array(json_array(label, marks, n)) FROM counted),
  (SELECT json_group_array(json_array(start, place_end, uid, label, marks))
   FROM ({_PLACES} AND anchor = 'orphaned'{_IN_ORDER}))"""
