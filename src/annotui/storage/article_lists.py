"""Lists of articles: which ones a filter leaves, in what order: as a listing by key or, where they are few, whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from annotui.core.model import ARTICLE_STATUSES, ArticleStatus
from annotui.storage.articles import count_present
from annotui.storage.connection import Value
from annotui.storage.listing import Listing, Part
from annotui.storage.status_order import rank
from annotui.storage.suggestions import PENDING

Sort = Literal["path", "title", "date", "source", "status"]
SORTS: tuple[Sort, ...] = ("path", "title", "date", "source", "status")
Work = Literal["suggestions", "open", "unsure", "flagged", "moved"]
WORKS: tuple[Work, ...] = ("suggestions", "open", "unsure", "flagged", "moved")
"""What there may be to decide on in an article, by the annotator who looks."""
Need = Literal["any", "to do", "open work"]
"""What an article is looked for by: any; it is todo or in progress; that, or it has open links or suggestions."""

_SPANS_EACH = 5
"""How many spans, or mentions, an article may have on average for it to be found out that the articles are few."""
_AT_ONCE = 500


class Filter(NamedTuple):
    """Which articles: every condition that is set must hold. `annotator` is whose status counts.

    `by` has annotated them, `done_by` has done them.
    """

    annotator: str
    status: ArticleStatus | Literal[""] = ""
    label: str = ""
    agreement: str = ""
    work: Work | Literal[""] = ""
    by: str = ""
    done_by: str = ""
    sort: Sort = "path"
    descending: bool = False

    @property
    def narrows(self) -> bool:
        """Whether it leaves articles out."""
        return any((self.status, self.label, self.agreement, self.work, self.by, self.done_by))


def listing(connection: sqlite3.Connection, filter: Filter) -> Listing[int]:
    """The articles that a filter leaves, in its order."""
    parts = _parts(filter)
    kept = filter._replace(status="")
    return Listing[int](connection, [part.tested(*_tests(kept)) for part in parts], descending=filter.descending)


def few(connection: sqlite3.Connection, filter: Filter, most: int) -> list[int] | None:
    """The ids of all articles that a filter leaves, in its order; None where no index tells that they are so few.

    Read in pieces, each for itself, so that writers need not wait.
    """
    ids = _candidates(connection, filter, most)
    if ids is None:
        return None
    tests, values = _tests(filter)
    # The sign keeps SQLite from looking through an index of all that are present.
    where = " AND ".join(part for part in ("+present = 1", tests.format(id="article.id")) if part)
    named: tuple[Value, ...] = (filter.annotator,) if filter.sort == "status" else ()
    found: list[tuple[Value, ...]] = []
    for first in range(0, len(ids), _AT_ONCE):
        some = ",".join(str(id) for id in ids[first : first + _AT_ONCE])
        columns = ", ".join((*_ORDERS[filter.sort], "article.id"))
        sql = f"SELECT {columns} FROM article WHERE article.id IN ({some}) AND {where}"
        found += connection.execute(sql, (*named, *values)).fetchall()
    # SQLite compares texts by their bytes in UTF-8, in which they stand as by code points.
    return [int(str(row[-1])) for row in sorted(found, reverse=filter.descending)]


def passing(connection: sqlite3.Connection, filter: Filter, ids: Sequence[int]) -> list[int]:
    """Those of these articles that a filter leaves, in the order given."""
    return _those(connection, ids, *_tests(filter))


def first_of(
    connection: sqlite3.Connection, ids: Sequence[int], tests: str, values: tuple[Value, ...]
) -> Iterator[int | None]:
    """The first of these articles that fulfils a condition, else 0; None before it for every few that do not."""
    for first in range(0, len(ids), _AT_ONCE):
        found = _those(connection, ids[first : first + _AT_ONCE], tests, values)
        if found:
            yield found[0]
            return
        yield None
    yield 0


def group_counts(connection: sqlite3.Connection, annotator: str) -> dict[str, int]:
    """How many articles there are of each status, label, kind of work and annotator: `status:done`, `by:NAME` ...

    It goes through all articles, so it is for small libraries.
    """
    present = "article IN (SELECT id FROM article WHERE present = 1)"
    todo = count_present(connection)
    found: dict[str, int] = {}
    for status in ARTICLE_STATUSES[1:]:
        sql = f"SELECT count(*) FROM status_order WHERE annotator = ? AND rank = ? AND {present}"
        found[f"status:{status}"] = count = int(connection.execute(sql, (annotator, rank(status))).fetchone()[0])
        todo -= count
    found["status:todo"] = todo
    grouped = (
        ("label", "label", f"({_LABELLED}) WHERE"),
        ("by", "annotator", "annotation WHERE"),
        ("doneby", "annotator", f"status_order WHERE rank = {rank('done')} AND"),
    )
    for kind, column, rows in grouped:
        sql = f"SELECT {column}, count(DISTINCT article) FROM {rows} {present} GROUP BY {column}"
        found.update({f"{kind}:{name}": count for name, count in connection.execute(sql).fetchall()})
    for work in WORKS:
        test, values = _tests(Filter(annotator, work=work))
        sql = f"SELECT count(*) FROM article WHERE present = 1 AND {test.format(id='article.id')}"
        found[f"work:{work}"] = int(connection.execute(sql, values).fetchone()[0])
    return found


def need_tests(annotator: str, need: Need) -> tuple[str, tuple[Value, ...]]:
    """The condition of a need, for `Listing.tested` and `first_of`."""
    if need == "any":
        return "", ()
    return (_TO_DO, (annotator,)) if need == "to do" else (_OPEN_WORK, (annotator,) * _OPEN_WORK.count("?"))


def titles_after(
    connection: sqlite3.Connection, last: tuple[str, str], n: int, like: Sequence[Sequence[str]] = (), most: int = -1
) -> tuple[list[tuple[int, str, str]], tuple[str, str] | None]:
    """Of the next `n` articles by title and path after `last`: (id, title, path), and the last one looked at or None.

    With `like` only those that have one of each group of LIKE patterns in title or path, and `most` of them.
    """
    where = "present = 1 AND (title, path) > (?, ?)"
    edge = connection.execute(
        f"SELECT title, path FROM article WHERE {where} ORDER BY title, path LIMIT 1 OFFSET {n - 1}", last
    ).fetchone()
    values: list[Value] = [*last, *(edge or ())]
    if edge is not None:
        where += " AND (title, path) <= (?, ?)"
    for group in like:
        where += f" AND ({' OR '.join(_LIKE for _ in group)})"
        values += [pattern for pattern in group for _ in range(2)]
    sql = f"SELECT id, title, path FROM article WHERE {where} ORDER BY title, path LIMIT {most}"
    rows = connection.execute(sql, values).fetchall()
    return rows, rows[-1][1:] if len(rows) == most else edge


def _parts(filter: Filter) -> list[Part]:
    """The stretches that a filter's status and order make, each in the order of an index."""
    todo = Part("article", "present = 1", (), ("path",), "article.id", _UNTOUCHED, (filter.annotator,))
    if filter.status == "todo" and filter.sort in {"path", "status"}:
        return [todo]
    if filter.status and filter.sort in {"path", "status"}:
        values = (filter.annotator, rank(filter.status))
        return [Part("status_order", "annotator = ? AND rank = ?", values, ("path",), "status_order.article")]
    if filter.sort == "status":
        begun = Part("status_order", "annotator = ?", (filter.annotator,), ("rank", "path"), "status_order.article")
        return [todo, begun]
    whole = Part("article", "present = 1", (), _ORDERS[filter.sort], "article.id")
    return [whole.tested(*_tests(Filter(filter.annotator, status=filter.status)))]


def _tests(filter: Filter) -> tuple[str, tuple[Value, ...]]:
    tests: list[str] = []
    values: list[Value] = []
    if filter.status:
        tests.append(_UNTOUCHED if filter.status == "todo" else _HAS_STATUS)
        values += [filter.annotator] if filter.status == "todo" else [filter.annotator, rank(filter.status)]
    named = ((filter.label, _HAS_LABEL), (filter.agreement, _HAS_AGREEMENT), (filter.by, _HAS_SPANS_BY))
    for name, test in (*named, (filter.done_by, _DONE_BY)):
        if name:
            tests.append(test)
            values.append(name)
    if filter.work:
        tests.append(_HAS_WORK[filter.work])
        values += [filter.annotator] * tests[-1].count("?")
    return " AND ".join(tests), tuple(values)


def _candidates(connection: sqlite3.Connection, filter: Filter, most: int) -> list[int] | None:
    """The articles that an index lists for one of the conditions, if they are few; None where all are of many."""
    indexed: list[tuple[str, str, tuple[Value, ...]]] = []
    if filter.status and filter.status != "todo":
        indexed.append(("article", _WITH_STATUS, (filter.annotator, rank(filter.status))))
    if filter.label:
        indexed.append(("article", _WITH_LABEL, (filter.label,)))
    if filter.done_by:
        indexed.append(("article", _WITH_STATUS, (filter.done_by, rank("done"))))
    if filter.agreement:
        indexed.append((_ARTICLE_OF_LINK, _WITH_AGREEMENT, (filter.agreement,)))
    if filter.work == "suggestions":
        indexed.append(("article", "suggestion", ()))
    for article, rows, values in indexed:
        if not _exceeds(connection, rows, values, _SPANS_EACH * most):
            ids = connection.execute(f"SELECT DISTINCT {article} FROM {rows} LIMIT {most + 1}", values).fetchall()
            if len(ids) <= most:
                return [id for (id,) in ids]
    return None


def _exceeds(connection: sqlite3.Connection, rows: str, values: tuple[Value, ...], most: int) -> bool:
    sql = f"SELECT 1 FROM {rows} LIMIT 1 OFFSET {most}"
    return connection.execute(sql, values).fetchone() is not None


def _those(connection: sqlite3.Connection, ids: Sequence[int], tests: str, values: tuple[Value, ...]) -> list[int]:
    if not tests:
        return list(ids)
    kept: set[int] = set()
    for first in range(0, len(ids), _AT_ONCE):
        some = ",".join(str(id) for id in ids[first : first + _AT_ONCE])
        sql = f"SELECT article.id FROM article WHERE article.id IN ({some}) AND {tests.format(id='article.id')}"
        kept.update(id for (id,) in connection.execute(sql, values).fetchall())
    return [id for id in ids if id in kept]


def last_id(connection: sqlite3.Connection) -> int:
    """The greatest id of an article: there are no more of them."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()[0])


_ORDERS: dict[Sort, tuple[str, ...]] = {
    "path": ("path",),
    "title": ("title", "path"),
    "date": ("date", "path"),
    "source": ("source", "path"),
    "status": (
        "coalesce((SELECT rank FROM status_order WHERE status_order.article = article.id AND annotator = ?), 0)",
        "path",
    ),
}
_LIKE = "title LIKE ? ESCAPE '\\' OR path LIKE ? ESCAPE '\\'"
_BEGUN = "EXISTS (SELECT 1 FROM status_order AS known WHERE known.article = {id} AND known.annotator = ?"
_UNTOUCHED = f"NOT {_BEGUN})"
_HAS_STATUS = f"{_BEGUN} AND known.rank = ?)"
_TO_DO = f"NOT {_BEGUN} AND known.rank > {rank('in progress')})"
_HAS_SPANS_BY = "EXISTS (SELECT 1 FROM annotation WHERE annotation.article = {id} AND annotator = ?)"
_DONE_BY = f"{_BEGUN} AND known.rank = {rank('done')})"
_HAS_LABEL = (
    "EXISTS (SELECT 1 FROM label AS wanted WHERE wanted.name = ? AND ("
    "EXISTS (SELECT 1 FROM annotation WHERE annotation.article = {id} AND annotation.label = wanted.name) "
    "OR EXISTS (SELECT 1 FROM article_label WHERE article_label.article = {id} AND article_label.label = wanted.name)))"
)
# CROSS JOIN keeps SQLite to the spans of the one article, however many mentions the agreement has elsewhere.
_HAS_AGREEMENT = (
    "EXISTS (SELECT 1 FROM annotation CROSS JOIN link ON link.annotation = uid "
    "WHERE annotation.article = {id} AND agreement = ?)"
)
_HAS_OPEN = (
    "EXISTS (SELECT 1 FROM annotation CROSS JOIN label ON label.name = annotation.label AND label.links = 1 "
    "WHERE annotation.article = {id} AND NOT EXISTS (SELECT 1 FROM link WHERE link.annotation = uid))"
)
_OWN = "SELECT 1 FROM annotation {more} WHERE annotation.article = {{id}} AND annotator = ? AND {which}"
_HAS_WORK: dict[Work, str] = {
    "suggestions": f"EXISTS (SELECT 1 FROM {PENDING.format(id='{id}', me='?')})",
    "open": "EXISTS ("
    + _OWN.format(
        more="CROSS JOIN label ON label.name = annotation.label AND label.links = 1",
        which="NOT EXISTS (SELECT 1 FROM link WHERE link.annotation = uid)",
    )
    + ")",
    "unsure": "EXISTS ("
    + _OWN.format(more="CROSS JOIN link ON link.annotation = uid", which="link.status = 'unsure'")
    + ")",
    "flagged": f"EXISTS ({_OWN.format(more='', which='flag = 1')})",
    "moved": "EXISTS (" + _OWN.format(more="", which="anchor <> 'exact'") + ")",
}
_OPEN_WORK = f"({_TO_DO} OR {_HAS_OPEN} OR {_HAS_WORK['suggestions']})"
_LABELLED = "SELECT article, label FROM annotation UNION ALL SELECT article, label FROM article_label"
# What an index has of each condition.
_WITH_STATUS = "status_order WHERE annotator = ? AND rank = ?"
_WITH_LABEL = (
    "(SELECT article FROM annotation WHERE label = ?1 UNION ALL SELECT article FROM article_label WHERE label = ?1)"
)
_WITH_AGREEMENT = "link WHERE agreement = ?"
_ARTICLE_OF_LINK = "(SELECT article FROM annotation WHERE uid = link.annotation)"
