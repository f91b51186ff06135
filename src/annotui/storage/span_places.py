"""Where the annotations of an article stand, without what they say: read for the screen, often before it is there."""

from __future__ import annotations

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

    SQLite makes them without asking for the interpreter.
    """
    asked = (reader, article)
    blocks = [
        Unread(count, (start, -end, uid, label), low, high, reduce(or_, map(int, marks.split(","))), columns)
        for count, start, end, uid, label, low, high, marks, columns in connection.execute(_IN_BLOCKS, asked)
    ]
    tally = {(label, marks): count for label, marks, count in connection.execute(_TALLY, asked)}
    gone = connection.execute(f"{_PLACES} AND anchor = 'orphaned'{_IN_ORDER}", asked).fetchall()
    return AllPlaces(blocks, tally, gone)


_COLUMNS = ("start", "place_end", "uid", "label", "marks")
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
_STANDING = f"{_PLACES} AND anchor <> 'orphaned'"
_FIRST = ", ".join(f"max(CASE WHEN number % {BLOCK_NEW} = 0 THEN {name} END)" for name in _COLUMNS[:4])
_IN_BLOCKS = f"""SELECT count(*), {_FIRST}, min(place_end), max(place_end), group_concat(DISTINCT marks),
 json_array({", ".join(f"json_group_array({name})" for name in _COLUMNS)})
 FROM (SELECT *, row_number() OVER (ORDER BY start, place_end DESC, uid) - 1 AS number FROM ({_STANDING}))
 GROUP BY number / {BLOCK_NEW} ORDER BY number / {BLOCK_NEW}"""
_TALLY = f"SELECT label, marks, count(*) FROM ({_STANDING}) GROUP BY label, marks"
