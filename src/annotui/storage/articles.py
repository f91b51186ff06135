"""Articles: rows, pages of the library in any order, status per annotator, and the writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from annotui.core.model import Article, ArticleStatus
from annotui.storage.connection import Row, snapshot
from annotui.storage.generation import bump_generation
from annotui.storage.history import ActWriter

Sort = Literal["path", "title", "date", "source", "status"]
SORTS: tuple[Sort, ...] = ("path", "title", "date", "source", "status")


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """A line of the library. `words`, `spans` and `open_links` are counts; `date` may be partial or empty."""

    id: int
    path: str
    title: str
    source: str
    date: str
    status: ArticleStatus
    words: int
    spans: int
    open_links: int


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles: every condition that is set must hold. `annotator` is whose status counts."""

    annotator: str
    status: ArticleStatus | Literal[""] = ""
    label: str = ""
    agreement: str = ""
    sort: Sort = "path"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class StoredText:
    """What the database knows of an article's file: for `sync`."""

    id: int
    path: str
    present: bool
    sha256_bytes: str
    sha256_text: str
    set_by_hand: tuple[str, ...]


class ArticlePages:
    """The library by number: counts once, then reads only the rows asked for."""

    def __init__(self, connection: sqlite3.Connection, filter: Filter) -> None:
        self._connection = connection
        self._filter = filter
        self._where, self._values = _where(filter)
        self._count: int | None = None

    def count(self) -> int:
        """How many articles the filter leaves."""
        if self._count is None:
            sql = f"SELECT count(*) FROM article {self._where}"
            self._count = int(self._connection.execute(sql, self._values).fetchone()[0])
        return self._count

    def rows(self, first: int, n: int) -> list[ArticleRow]:
        """Rows first..first+n in order; from the nearer end, so that a jump to the last page is quick."""
        total = self.count()
        n = max(0, min(n, total - first))
        backwards = first > total // 2
        offset = total - first - n if backwards else first
        sql = (
            f"SELECT article.id FROM article {self._where} "
            f"ORDER BY {_order(self._filter, reverse=backwards)} LIMIT {n} OFFSET {offset}"
        )
        ids = [id for (id,) in self._connection.execute(sql, self._values).fetchall()]
        return rows_by_id(self._connection, ids[::-1] if backwards else ids, self._filter.annotator)

    def ids(self) -> list[int]:
        """The row ids of all of them, in order."""
        sql = f"SELECT article.id FROM article {self._where} ORDER BY {_order(self._filter)}"
        return [id for (id,) in self._connection.execute(sql, self._values).fetchall()]

    def position(self, path: str) -> int | None:
        """The number of the article with this path, or None where the filter leaves it out."""
        id, ids = article_id(self._connection, path), self.ids()
        return ids.index(id) if id in ids else None


def rows_by_id(connection: sqlite3.Connection, ids: Sequence[int], annotator: str) -> list[ArticleRow]:
    """Library lines for these articles, in the order given; ids that are gone are left out."""
    if not ids:
        return []
    marks = ",".join("?" * len(ids))
    spans = _counts(connection, f"SELECT article, count(*) FROM annotation WHERE article IN ({marks}) GROUP BY 1", ids)
    opens = _counts(
        connection,
        f"SELECT article, count(*) FROM annotation JOIN label ON label.name = annotation.label AND label.links = 1 "
        f"WHERE article IN ({marks}) AND NOT EXISTS (SELECT 1 FROM link WHERE link.annotation = annotation.uid) "
        "GROUP BY 1",
        ids,
    )
    found = connection.execute(
        "SELECT article.id, path, title, source, date, coalesce(status, 'todo'), words FROM article "
        "LEFT JOIN article_status ON article_status.article = article.id AND annotator = ? "
        f"WHERE article.id IN ({marks})",
        (annotator, *ids),
    )
    rows = {
        id: ArticleRow(id, path, title, source, date, status, words, spans.get(id, 0), opens.get(id, 0))
        for id, path, title, source, date, status, words in found.fetchall()
    }
    return [rows[id] for id in ids if id in rows]


def _counts(connection: sqlite3.Connection, sql: str, ids: Sequence[int]) -> dict[int, int]:
    return dict(connection.execute(sql, tuple(ids)).fetchall())


def titles(connection: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """(id, title, path) of every article that is there, by path: what the fuzzy filter looks through."""
    sql = "SELECT id, title, path FROM article WHERE present = 1 ORDER BY path"
    return connection.execute(sql).fetchall()


def article(connection: sqlite3.Connection, path: str, annotator: str, seen: Article | None = None) -> Article | None:
    """One article with its text and this annotator's status and note, or None.

    The text is not read again where it still is that of the article as it was `seen`.
    """
    with snapshot(connection):
        row = connection.execute(
            "SELECT article.id, path, sha256_text, title, date, source, language, coalesce(status, 'todo'), "
            "coalesce(note, '') FROM article "
            "LEFT JOIN article_status ON article_status.article = article.id AND annotator = ? WHERE path = ?",
            (annotator, path),
        ).fetchone()
        if row is None:
            return None
        id, path, sha256, *known = row
        text = seen.text if seen is not None and seen.sha256 == sha256 else text_of(connection, id)
    return Article(path, text, sha256, *known)


def identity(connection: sqlite3.Connection, path: str) -> tuple[int, str] | None:
    """The row id of an article and the hash of its text, or None."""
    found: tuple[int, str] | None = connection.execute(
        "SELECT id, sha256_text FROM article WHERE path = ?", (path,)
    ).fetchone()
    return found


def article_id(connection: sqlite3.Connection, path: str) -> int | None:
    """The row id of an article, or None."""
    row = connection.execute("SELECT id FROM article WHERE path = ?", (path,)).fetchone()
    return None if row is None else int(row[0])


def text_of(connection: sqlite3.Connection, id: int) -> str:
    """The canonical text of an article that is there."""
    return str(connection.execute("SELECT text FROM article WHERE id = ?", (id,)).fetchone()[0])


def paths(connection: sqlite3.Connection, *, present_only: bool = True) -> list[str]:
    """The paths of the articles, in order; those whose file is gone too unless `present_only`."""
    where = " WHERE present = 1" if present_only else ""
    return [path for (path,) in connection.execute(f"SELECT path FROM article{where} ORDER BY path").fetchall()]


def stored_texts(connection: sqlite3.Connection, paths: Sequence[str]) -> dict[str, StoredText]:
    """What is known of the files of those of these articles that there are, by path."""
    rows = connection.execute(
        "SELECT id, path, present, sha256_bytes, sha256_text, set_by_hand FROM article "
        f"WHERE path IN ({','.join('?' * len(paths))})",
        paths,
    )
    return {
        path: StoredText(id, path, bool(present), of_bytes, of_text, tuple(filter(None, by_hand.split(","))))
        for id, path, present, of_bytes, of_text, by_hand in rows.fetchall()
    }


def count_present(connection: sqlite3.Connection) -> int:
    """How many articles have their file."""
    return int(connection.execute("SELECT count(*) FROM article WHERE present = 1").fetchone()[0])


def paths_after(connection: sqlite3.Connection, path: str, n: int, *, present: bool) -> list[str]:
    """The next `n` paths after `path`, in order, of the articles whose file is there, or of those whose is not."""
    sql = "SELECT path FROM article WHERE present = ? AND path > ? ORDER BY path LIMIT ?"
    return [path for (path,) in connection.execute(sql, (present, path, n)).fetchall()]


def status_of(connection: sqlite3.Connection, path: str, annotators: Sequence[str]) -> ArticleStatus:
    """The status that the first of `annotators` who has one gave; else anybody's furthest; else todo."""
    rows = connection.execute(
        "SELECT annotator, status FROM article_status JOIN article ON article.id = article_status.article "
        "WHERE path = ? ORDER BY status = 'done' DESC, status = 'skipped' DESC, status = 'in progress' DESC",
        (path,),
    ).fetchall()
    by_name: dict[str, ArticleStatus] = dict(rows)
    for name in annotators:
        if name in by_name:
            return by_name[name]
    return next(iter(by_name.values()), "todo")


def insert_articles(connection: sqlite3.Connection, rows: Sequence[Row]) -> list[int]:
    """Read in new articles. Not an act: the files in corpus/ are where they come from.

    Returns the row ids of those read in: a path that another process has read in meanwhile is left alone.
    """
    last = connection.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()[0]
    connection.executemany(
        "INSERT INTO article (path, title, date, source, language, words, encoding, newline, sha256_bytes, "
        "sha256_text, text) VALUES (:path, :title, :date, :source, :language, :words, :encoding, :newline, "
        ":sha256_bytes, :sha256_text, :text) ON CONFLICT (path) DO NOTHING",
        rows,
    )
    bump_generation(connection)
    return [id for (id,) in connection.execute("SELECT id FROM article WHERE id > ?", (last,)).fetchall()]


def set_status(writer: ActWriter, article: int, annotator: str, updates: Row) -> None:
    """Change an annotator's status of, or note on, an article."""
    key = (article, annotator)
    if writer.get("article_status", key) is None:
        row: Row = {"article": article, "annotator": annotator, "status": "todo", "note": "", "revision": 1}
        writer.insert("article_status", {**row, **updates})
    else:
        writer.update("article_status", key, updates)


def set_fields(writer: ActWriter, article: int, updates: Row) -> None:
    """Set title, date, source by hand, so that `sync` leaves them alone from now on."""
    row = writer.get("article", (article,))
    known = set(filter(None, str(row["set_by_hand"]).split(","))) if row else set()
    writer.update("article", (article,), {**updates, "set_by_hand": ",".join(sorted(known | set(updates)))})


_STATUS_RANK = (
    "CASE coalesce(status, 'todo') WHEN 'todo' THEN 0 WHEN 'in progress' THEN 1 WHEN 'done' THEN 2 ELSE 3 END"
)
_SORT_COLUMNS: dict[Sort, tuple[str, ...]] = {
    "path": ("path",),
    "title": ("title", "path"),
    "date": ("date", "path"),
    "source": ("source", "path"),
    "status": (_STATUS_RANK, "path"),
}


def _order(filter: Filter, *, reverse: bool = False) -> str:
    direction = "DESC" if filter.descending != reverse else "ASC"
    return ", ".join(f"{column} {direction}" for column in _SORT_COLUMNS[filter.sort])


def _where(filter: Filter) -> tuple[str, tuple[str, ...]]:
    sql, values = "", []
    if filter.status or filter.sort == "status":
        sql = "LEFT JOIN article_status ON article_status.article = article.id AND annotator = ? "
        values.append(filter.annotator)
    sql += "WHERE present = 1"
    if filter.status:
        sql += " AND coalesce(status, 'todo') = ?"
        values.append(filter.status)
    if filter.label:
        sql += " AND EXISTS (SELECT 1 FROM annotation WHERE annotation.article = article.id AND label = ?)"
        values.append(filter.label)
    if filter.agreement:
        sql += (
            " AND EXISTS (SELECT 1 FROM annotation JOIN link ON link.annotation = annotation.uid "
            "WHERE annotation.article = article.id AND agreement = ?)"
        )
        values.append(filter.agreement)
    return sql, tuple(values)
