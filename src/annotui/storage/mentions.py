"""The mentions of one record: which annotations link it, and each in its context."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from annotui.core.model import Anchor, LinkStatus
from annotui.storage.listing import Listing, Part


class Mention(NamedTuple):
    """An annotation that links a record, `linked` or `unsure`; `prefix` and `suffix` are the text around it as stored.

    `start` is its first code point in the article with this path.
    """

    annotation: str
    article: str
    label: str
    annotator: str
    status: LinkStatus
    anchor: Anchor
    start: int
    prefix: str
    text: str
    suffix: str


class _Quote(NamedTuple):
    start: int
    prefix: str
    text: str
    suffix: str


def mention_listing(connection: sqlite3.Connection, agreement: str) -> Listing[str]:
    """The annotations that link a record, in the order of an index: by their ids."""
    first = (
        "NOT EXISTS (SELECT 1 FROM link AS sooner WHERE sooner.annotation = {id} "
        "AND sooner.agreement = link.agreement AND sooner.position < link.position)"
    )
    part = Part("link", "agreement = ?", (agreement,), ("annotation",), "link.annotation", first)
    return Listing[str](connection, [part])


def few_mentions(connection: sqlite3.Connection, agreement: str, most: int) -> list[str] | None:
    """The annotations that link a record, by article and place; None where there are more than `most`."""
    sql = "SELECT 1 FROM link WHERE agreement = ? LIMIT 1 OFFSET ?"
    if connection.execute(sql, (agreement, most)).fetchone() is not None:
        return None
    # CROSS JOIN keeps SQLite to the links of this record, from which all else is looked up by key.
    rows = connection.execute(
        "SELECT DISTINCT uid, path, start FROM link CROSS JOIN annotation ON uid = link.annotation "
        "CROSS JOIN article ON article.id = annotation.article "
        "CROSS JOIN fragment ON fragment.annotation = uid AND fragment.position = 0 "
        "WHERE agreement = ? ORDER BY path, start, uid",
        (agreement,),
    )
    return [uid for uid, _, _ in rows.fetchall()]


def mentions_by_id(connection: sqlite3.Connection, agreement: str, ids: Sequence[str]) -> dict[str, Mention]:
    """Those of these annotations that link a record, by id."""
    marks = ",".join("?" * len(ids))
    quotes: dict[str, list[_Quote]] = {}
    for uid, *quote in connection.execute(
        f"SELECT annotation, start, prefix, exact, suffix FROM fragment WHERE annotation IN ({marks}) "
        "ORDER BY annotation, position",
        tuple(ids),
    ).fetchall():
        quotes.setdefault(uid, []).append(_Quote(*quote))
    rows = connection.execute(
        "SELECT uid, path, label, annotator, status, anchor FROM annotation "
        "JOIN article ON article.id = annotation.article JOIN link ON link.annotation = uid "
        f"WHERE uid IN ({marks}) AND agreement = ? ORDER BY uid, position DESC",
        (*ids, agreement),
    ).fetchall()
    return {
        uid: Mention(uid, path, label, annotator, status, anchor, *_quoted(quotes[uid]))
        for uid, path, label, annotator, status, anchor in rows
        if uid in quotes
    }


def count_links(connection: sqlite3.Connection, agreement: str) -> int:
    """How many links there are to a record."""
    return int(connection.execute("SELECT count(*) FROM link WHERE agreement = ?", (agreement,)).fetchone()[0])


def _quoted(fragments: Sequence[_Quote]) -> _Quote:
    """The whole of a mention: its fragments joined by one space."""
    first, last = fragments[0], fragments[-1]
    return _Quote(first.start, first.prefix, " ".join(each.text for each in fragments), last.suffix)
