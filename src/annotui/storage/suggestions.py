"""Suggestions: cheap rows of a run, replaced by the next one, and the rejections that keep some from coming again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from random import Random
from typing import NamedTuple

from annotui.core.model import Annotation, Fragment, Link, Origin, Reason
from annotui.storage.connection import snapshot

_ID_BITS = 80
_COLUMNS = 'uid, article.path, suggestion.label, start, "end", exact, score, origin, links'


class SuggestionRow(NamedTuple):
    """A suggestion as it is kept: code points of the article, half-open; `links` are JSON."""

    id: str
    article: str
    label: str
    start: int
    end: int
    text: str
    score: float
    origin: Origin
    links: str


PENDING = (
    "suggestion WHERE suggestion.article = {id} AND NOT EXISTS ("
    "SELECT 1 FROM rejection JOIN article AS place ON place.id = suggestion.article WHERE rejection.annotator = {me} "
    "AND rejection.label = suggestion.label AND rejection.surface = suggestion.surface "
    "AND rejection.agreements = suggestion.agreements AND rejection.article IN ('', place.path)) "
    "AND NOT EXISTS (SELECT 1 FROM annotation CROSS JOIN fragment ON fragment.annotation = uid "
    "WHERE annotation.article = suggestion.article AND annotation.annotator = {me} "
    'AND fragment.start < suggestion."end" AND fragment."end" > suggestion.start '
    "AND (annotation.label = suggestion.label OR 2 = (SELECT sum(links) FROM label "
    "WHERE name IN (annotation.label, suggestion.label))))"
)
"""The suggestions for an article (`{id}`) that an annotator (`{me}`) has to decide on, as far as SQL can tell."""


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
    # SHA-512 inside; `hashlib` would load OpenSSL for it, a tenth of what the app takes of memory.
    return f"s{Random(key.encode('utf-8', 'surrogatepass')).getrandbits(_ID_BITS):0{_ID_BITS // 4}x}"


def agreements_of(one: Annotation) -> str:
    """The records that a suggestion is for, as rejections name them."""
    return " ".join(sorted(link.agreement or "" for link in one.links))


def replace(
    connection: sqlite3.Connection, article: int, origin: Origin, found: Iterable[tuple[Annotation, str]]
) -> None:
    """Put these suggestions, each with its folded surface, in place of those that an article has of this origin.

    Within a transaction.
    """
    connection.execute("DELETE FROM suggestion WHERE article = ? AND origin = ?", (article, origin))
    connection.executemany(
        "INSERT OR REPLACE INTO suggestion VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *(one.id, article, one.label, one.start, one.end, one.text, one.score or 0.0, origin),
                *(surface, agreements_of(one), _written(one.links)),
            )
            for one, surface in found
        ),
    )


def of_article(connection: sqlite3.Connection, article: int) -> list[Annotation]:
    """The suggestions for an article, in order of start, end, id; whoever reads them."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM suggestion JOIN article ON article.id = suggestion.article "
        'WHERE suggestion.article = ? ORDER BY start, "end", uid',
        (article,),
    )
    return [as_read(SuggestionRow(*row)) for row in rows.fetchall()]


def tagged_names(connection: sqlite3.Connection, labels: Iterable[str]) -> dict[tuple[str, str], int]:
    """How often each name was tagged with one of these labels, by anybody: {(name, label): count}."""
    names = sorted(labels)
    rows = connection.execute(
        "SELECT exact, label, count(*) FROM annotation JOIN fragment ON fragment.annotation = uid AND position = 0 "
        f"WHERE label IN ({','.join('?' * len(names))}) AND anchor = 'exact' GROUP BY exact, label",
        names,
    )
    return {(name, label): count for name, label, count in rows.fetchall()}


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


def as_written(one: Annotation) -> SuggestionRow:
    """A suggestion as a row."""
    at = (one.id, one.article, one.label, one.start, one.end)
    return SuggestionRow(*at, one.text, one.score or 0.0, one.origin, _written(one.links))


def as_read(row: SuggestionRow) -> Annotation:
    """The suggestion of a row, whoever reads it. Raises ValueError where its links are none."""
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
