"""Counts over a whole database."""

from __future__ import annotations

import sqlite3

from annotui.core.model import ARTICLE_STATUSES


def articles(connection: sqlite3.Connection) -> int:
    """Articles whose file is there."""
    return _one(connection, "SELECT count(*) FROM article WHERE present = 1")


def words(connection: sqlite3.Connection) -> int:
    """Words of these articles, split at white space."""
    return _one(connection, "SELECT coalesce(sum(words), 0) FROM article WHERE present = 1")


def statuses(connection: sqlite3.Connection, annotator: str) -> dict[str, int]:
    """Articles by this annotator's status, by name; statuses without any are left out."""
    begun = connection.execute(
        "SELECT rank, count(*) FROM status_order WHERE annotator = ? GROUP BY rank", (annotator,)
    ).fetchall()
    found = {ARTICLE_STATUSES[rank]: count for rank, count in begun}
    found["todo"] = articles(connection) - sum(found.values())
    return {status: found[status] for status in sorted(found) if found[status]}


def spans(connection: sqlite3.Connection) -> int:
    """Annotations of everybody."""
    return _one(connection, "SELECT count(*) FROM annotation")


def by_label(connection: sqlite3.Connection) -> dict[str, int]:
    """Annotations by label, in the labels' order; labels without any too."""
    return dict(
        connection.execute(
            "SELECT name, count(uid) FROM label LEFT JOIN annotation ON annotation.label = label.name "
            "GROUP BY name ORDER BY position, name"
        ).fetchall()
    )


def by_link_status(connection: sqlite3.Connection) -> dict[str, int]:
    """Annotations whose label links, by link status: linked, nil, unsure, open."""
    return dict(
        connection.execute(
            "SELECT coalesce((SELECT status FROM link WHERE link.annotation = uid LIMIT 1), 'open'), count(*) "
            "FROM annotation JOIN label ON label.name = annotation.label AND label.links = 1 GROUP BY 1 ORDER BY 1"
        ).fetchall()
    )


def by_annotator(connection: sqlite3.Connection) -> dict[str, int]:
    """Annotations by annotator."""
    return dict(connection.execute("SELECT annotator, count(*) FROM annotation GROUP BY 1 ORDER BY 1").fetchall())


def agreements(connection: sqlite3.Connection) -> int:
    """Records of the catalogue."""
    return _one(connection, "SELECT count(*) FROM agreement")


def rejections(connection: sqlite3.Connection) -> int:
    """What has been rejected, by everybody."""
    return _one(connection, "SELECT count(*) FROM rejection")


def acts(connection: sqlite3.Connection) -> int:
    """Acts in the history, undo and redo among them."""
    return _one(connection, "SELECT count(*) FROM history")


def _one(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])
