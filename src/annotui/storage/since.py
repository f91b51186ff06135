"""What acts have changed since one looked last: told by the history, so that only that has to be read again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from annotui.storage.history import Change

OF_ANNOTATIONS = frozenset({"annotation", "fragment", "link"})
"""The tables that hold annotations."""


class Since(NamedTuple):
    """What was changed: the number of the last act (as it was, if there is none since), tables, annotations."""

    last: int
    tables: frozenset[str]
    annotations: frozenset[str]


def only_annotations(changes: Sequence[Change]) -> bool:
    """Whether nothing but annotations, with their fragments and links, was changed, and those of one article.

    Of several that were there before and after it is not told in which articles they are.
    """
    annotations = {change.key()[0] for change in changes if change.table in OF_ANNOTATIONS}
    rows = [change.before or change.after or {} for change in changes if change.table == "annotation"]
    articles = {row["uid"]: row.get("article") for row in rows}
    are_in_one = len(annotations) == 1 or (articles.keys() == annotations and len({*articles.values()} - {None}) == 1)
    return are_in_one and all(change.table in OF_ANNOTATIONS for change in changes)


def last_act(connection: sqlite3.Connection) -> int:
    """The number of the last act of anybody, or 0."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM history").fetchone()[0])


def changed_since(connection: sqlite3.Connection, act: int) -> Since:
    """What the acts after the one with this number have changed."""
    tables, annotations = set[str](), set[str]()
    rows = connection.execute("SELECT id, changes FROM history WHERE id > ? ORDER BY id", (act,)).fetchall()
    for _, changes in rows:
        for change in (Change(*each) for each in json.loads(changes)):
            tables.add(change.table)
            if change.table in OF_ANNOTATIONS:
                annotations.add(str(change.key()[0]))
    return Since(rows[-1][0] if rows else act, frozenset(tables), frozenset(annotations))
