"""Articles in the order of their paths, a page at a time, to look through their texts."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple


class Head(NamedTuple):
    """What an article is called."""

    id: int
    path: str
    title: str


def heads_after(connection: sqlite3.Connection, path: str, n: int) -> list[Head]:
    """The next `n` articles after `path` whose file is there."""
    rows = connection.execute(f"{_HEADS} WHERE present = 1 AND path > ? ORDER BY path LIMIT ?", (path, n))
    return [Head(*row) for row in rows.fetchall()]


def heads_of(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Head]:
    """Those of these articles, which are not very many, whose file is there; in no order."""
    rows = connection.execute(f"{_HEADS} WHERE present = 1 AND id IN ({','.join(str(id) for id in ids)})")
    return [Head(*row) for row in rows.fetchall()]


def text_with_hash(connection: sqlite3.Connection, id: int) -> tuple[str, str] | None:
    """The canonical text of an article and its hash, of one state of the database; None where it is gone."""
    found: tuple[str, str] | None = connection.execute(
        "SELECT text, sha256_text FROM article WHERE id = ?", (id,)
    ).fetchone()
    return found


_HEADS = "SELECT id, path, title FROM article"
