"""Each annotator's begun, done and skipped articles in order of status and path, derived: lists by status read it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from annotui.core.model import ARTICLE_STATUSES, ArticleStatus


def rank(status: ArticleStatus) -> int:
    """Where a status comes in the order: todo 0, in progress 1, done 2, skipped 3. Those of 0 are not kept here."""
    return ARTICLE_STATUSES.index(status)


def follow(connection: sqlite3.Connection, articles: Iterable[int]) -> None:
    """Bring the order up to what article_status and article say of these articles."""
    ids = [(id,) for id in articles]
    if ids:
        # All go before any comes: two articles may have changed paths with one another.
        connection.executemany("DELETE FROM status_order WHERE article = ?", ids)
        connection.executemany(f"INSERT INTO status_order {_TRUTH} AND article.id = ?", ids)


def faults(connection: sqlite3.Connection) -> list[str]:
    """What is missing from the order, or in it and should not be, as sentences."""
    kept = "SELECT annotator, rank, path, article FROM status_order"
    return [
        f"the order of statuses {what} {path} of {annotator}"
        for what, sql in (("lacks", f"{_TRUTH} EXCEPT {kept}"), ("wrongly has", f"{kept} EXCEPT {_TRUTH}"))
        for annotator, _, path, _ in connection.execute(sql).fetchall()
    ]


_TRUTH = (
    "SELECT annotator, CASE status WHEN 'in progress' THEN 1 WHEN 'done' THEN 2 ELSE 3 END, path, article "
    "FROM article_status JOIN article ON article.id = article_status.article WHERE present = 1 AND status <> 'todo'"
)
