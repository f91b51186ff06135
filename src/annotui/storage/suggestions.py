"""Suggestions: cheap rows of a run, replaced by the next one, and the rejections that keep some from coming again."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotui.core.model import Annotation, Fragment, Link, Origin, Reason
from annotui.storage.connection import snapshot, transaction

_COLUMNS = 'uid, article.path, suggestion.label, start, "end", exact, score, origin, links'


class Rejection(NamedTuple):
    """What one annotator does not want to be suggested again.

    A surface (folded, as `core.folding` does) with a label for some records (their ids, in order, joined by spaces); in
    one `article`, or wherever it stands where that is empty.
    """

    label: str
    surface: str
    agreements: str
    article: str


def suggestion_id(article: str, start: int, end: int, label: str, agreements: Sequence[str]) -> str:
    """The id of a suggestion: the same whenever the same is suggested in the same place."""
    key = "\n".join([article, str(start), str(end), label, *agreements])
    return f"s{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"


def replace(connection: sqlite3.Connection, article: int, origin: Origin, found: Iterable[Annotation]) -> None:
    """Put these suggestions in place of those that an article has of this origin. Within a transaction."""
    connection.execute("DELETE FROM suggestion WHERE article = ? AND origin = ?", (article, origin))
    connection.executemany(
        "INSERT OR REPLACE INTO suggestion VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (one.id, article, one.label, one.start, one.end, one.text, one.score or 0.0, origin, _written(one.links))
            for one in found
        ),
    )


def replace_all(
    connection: sqlite3.Connection, found: Iterable[tuple[int, Sequence[Annotation]]], origin: Origin
) -> None:
    """The same for several articles (their ids), in a transaction of its own."""
    with transaction(connection):
        for article, ones in found:
            replace(connection, article, origin, ones)


def of_article(connection: sqlite3.Connection, article: int) -> list[Annotation]:
    """The suggestions for an article, in order of start, end, id; whoever reads them."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM suggestion JOIN article ON article.id = suggestion.article "
        'WHERE suggestion.article = ? ORDER BY start, "end", uid',
        (article,),
    )
    return [_read(row) for row in rows.fetchall()]


def tagged_names(connection: sqlite3.Connection, labels: Iterable[str]) -> dict[tuple[str, str], int]:
    """How often each name was tagged with one of these labels, by anybody: {(name, label): count}."""
    names = sorted(labels)
    rows = connection.execute(
        "SELECT exact, label, count(*) FROM annotation JOIN fragment ON fragment.annotation = uid AND position = 0 "
        f"WHERE label IN ({','.join('?' * len(names))}) AND anchor = 'exact' GROUP BY exact, label",
        names,
    )
    return {(name, label): count for name, label, count in rows.fetchall()}


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many suggestions each article (its path) has, of those that have any."""
    return dict(
        connection.execute(
            "SELECT path, count(*) FROM suggestion JOIN article ON article.id = suggestion.article GROUP BY path"
        ).fetchall()
    )


def rejections(connection: sqlite3.Connection, annotator: str) -> frozenset[Rejection]:
    """What an annotator has rejected."""
    with snapshot(connection):
        rows = connection.execute(
            "SELECT label, surface, agreements, article FROM rejection WHERE annotator = ?", (annotator,)
        ).fetchall()
    return frozenset(Rejection(*row) for row in rows)


def _written(links: Sequence[Link]) -> str:
    return json.dumps(
        [
            [link.agreement, link.status, link.score, link.method, link.part, [list(reason) for reason in link.reasons]]
            for link in links
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _read(row: tuple[str, str, str, int, int, str, float, Origin, str]) -> Annotation:
    uid, path, label, start, end, exact, score, origin, links = row
    return Annotation(
        id=uid,
        article=path,
        label=label,
        annotator="",
        fragments=(Fragment(start, end),),
        text=exact,
        origin=origin,
        state="pending",
        score=score,
        links=tuple(
            Link(
                agreement,
                status,
                score=its_score,
                method=method,
                part=Fragment(*part) if part else None,
                reasons=tuple(Reason(*reason) for reason in reasons),
            )
            for agreement, status, its_score, method, part, reasons in json.loads(links)
        ),
    )
