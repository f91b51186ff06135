"""Articles: lines of the library, texts, status per annotator, and the writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from annotui.core.model import Article, ArticleStatus
from annotui.storage.connection import Row, snapshot
from annotui.storage.generation import bump_generation
from annotui.storage.history import ActWriter
from annotui.storage.suggestions import PENDING

MOST_COUNTED = 999
"""Up to how many spans of an article a line of the library counts; one more stands for all that there are."""


class ArticleRow(NamedTuple):
    """A line of the library. `date` may be partial or empty.

    `words`, `spans` and `open_links` are counts; where there are more than MOST_COUNTED spans, `spans` is one more
    than that, and `open_links` are those among so many. `suggestions` is how many there are to decide on;
    `sha256` is that of the text.
    """

    id: int
    path: str
    title: str
    source: str
    date: str
    status: ArticleStatus
    words: int
    spans: int
    open_links: int
    suggestions: int
    sha256: str


class StoredText(NamedTuple):
    """What the database knows of an article's file: for `sync`."""

    id: int
    path: str
    present: bool
    sha256_bytes: str
    sha256_text: str
    set_by_hand: tuple[str, ...]


def rows_by_id(connection: sqlite3.Connection, ids: Sequence[int], annotator: str) -> list[ArticleRow]:
    """Library lines for these articles, in the order given; ids that are gone are left out."""
    rows = {}
    for first in range(0, len(ids), _AT_ONCE):
        some = ",".join(str(id) for id in ids[first : first + _AT_ONCE])
        rows.update({row[0]: row for row in connection.execute(f"{_ROWS} IN ({some})", (annotator,)).fetchall()})
    return [ArticleRow(*rows[id]) for id in ids if id in rows]


def article(connection: sqlite3.Connection, path: str, annotator: str, seen: Article | None = None) -> Article | None:
    """One article with its text and this annotator's status and note, or None.

    The text is not read again where it still is that of the article as it was `seen`.
    """
    with snapshot(connection):
        row = connection.execute(
            "SELECT article.id, path, sha256_text, title, date, source, language, coalesce(status, 'todo'), "
            f"coalesce(note, ''), ({_LABELS_OF}) FROM article "
            "LEFT JOIN article_status ON article_status.article = article.id AND annotator = :me WHERE path = :path",
            {"me": annotator, "path": path},
        ).fetchone()
        if row is None:
            return None
        id, path, sha256, *known, labels = row
        text = seen.text if seen is not None and seen.sha256 == sha256 else text_of(connection, id)
    own = tuple(sorted(filter(None, (labels or "").split("\n"))))
    return Article(path, text, sha256, *known)._replace(labels=own)


def identity(connection: sqlite3.Connection, path: str) -> tuple[int, str] | None:
    """The row id of an article and the hash of its text, or None."""
    found: tuple[int, str] | None = connection.execute(
        "SELECT id, sha256_text FROM article WHERE path = ?", (path,)
    ).fetchone()
    return found


def paths_with(connection: sqlite3.Connection, sha256: str) -> list[str]:
    """The paths of the articles whose text has this hash, those whose file is there first."""
    rows = connection.execute("SELECT path FROM article WHERE sha256_text = ? ORDER BY present DESC, path", (sha256,))
    return [path for (path,) in rows.fetchall()]


def paths_named(connection: sqlite3.Connection, stem: str, most: int) -> list[str]:
    """Some paths whose last part is `stem`, any ending left out."""
    like = stem.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = connection.execute(
        "SELECT path FROM article WHERE path LIKE ? ESCAPE '\\' OR path LIKE ? ESCAPE '\\' ORDER BY path LIMIT ?",
        (f"{like}.%", f"%/{like}.%", most),
    )
    return [path for (path,) in rows.fetchall()]


def article_id(connection: sqlite3.Connection, path: str) -> int | None:
    """The row id of an article, or None."""
    row = connection.execute("SELECT id FROM article WHERE path = ?", (path,)).fetchone()
    return None if row is None else int(row[0])


def paths_of(connection: sqlite3.Connection, ids: Sequence[int]) -> list[str]:
    """The paths of articles that are there, in the order given."""
    found: dict[int, str] = {}
    for first in range(0, len(ids), _AT_ONCE):
        some = ",".join(str(id) for id in ids[first : first + _AT_ONCE])
        found.update(connection.execute(f"SELECT id, path FROM article WHERE id IN ({some})").fetchall())
    return [found[id] for id in ids]


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


def count(connection: sqlite3.Connection) -> int:
    """How many articles there are, those whose file is gone too."""
    return int(connection.execute("SELECT count(*) FROM article").fetchone()[0])


def count_present(connection: sqlite3.Connection) -> int:
    """How many articles have their file."""
    return int(connection.execute("SELECT count(*) FROM article WHERE present = 1").fetchone()[0])


def are_others(connection: sqlite3.Connection, count: int) -> bool:
    """Whether there are more than so many articles, told without counting all."""
    some = connection.execute("SELECT 1 FROM article WHERE present = 1 LIMIT ?", (count + 1,)).fetchall()
    return len(some) > count


def paths_after(connection: sqlite3.Connection, path: str, n: int, *, present: bool | None = None) -> list[str]:
    """The next `n` paths after `path`, in order; of the articles whose file is there, or is not, where that is said."""
    where, values = ("path > ?", (path,)) if present is None else ("present = ? AND path > ?", (present, path))
    rows = connection.execute(f"SELECT path FROM article WHERE {where} ORDER BY path LIMIT ?", (*values, n))
    return [path for (path,) in rows.fetchall()]


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


def count_done(connection: sqlite3.Connection, paths: Sequence[str], annotator: str) -> int:
    """How many of these articles an annotator has done."""
    total = 0
    for first in range(0, len(paths), _AT_ONCE):
        some = paths[first : first + _AT_ONCE]
        sql = (
            "SELECT count(*) FROM article JOIN article_status ON article_status.article = article.id "
            f"WHERE path IN ({','.join('?' * len(some))}) AND annotator = ? AND status = 'done'"
        )
        total += int(connection.execute(sql, (*some, annotator)).fetchone()[0])
    return total


def insert_articles(connection: sqlite3.Connection, rows: Sequence[Row]) -> list[tuple[int, str]]:
    """Read in new articles, rows of the same columns. Not an act: the files in corpus/ are where they come from.

    Returns the row ids and paths of those read in: a path that another process has read in meanwhile is left alone.
    """
    if not rows:
        return []
    last = connection.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()[0]
    columns, values = ", ".join(rows[0]), ", ".join(f":{name}" for name in rows[0])
    connection.executemany(f"INSERT INTO article ({columns}) VALUES ({values}) ON CONFLICT (path) DO NOTHING", rows)
    bump_generation(connection)
    return list(connection.execute("SELECT id, path FROM article WHERE id > ?", (last,)).fetchall())


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


def set_label(writer: ActWriter, article: int, annotator: str, label: str, *, on: bool) -> None:
    """Give an article a label, or take it away."""
    row: Row = {"article": article, "annotator": annotator, "label": label}
    if on:
        writer.upsert("article_label", row)
    else:
        writer.delete("article_label", tuple(row.values()))


_LABELS_OF = (
    "SELECT group_concat(label, char(10)) FROM article_label "
    "WHERE article_label.article = article.id AND article_label.annotator = :me"
)
_AT_ONCE = 500
# Of an article with very many spans no more are looked at than are counted.
_SPANS = f"(SELECT uid, label FROM annotation WHERE annotation.article = article.id LIMIT {MOST_COUNTED + 1})"
_OPEN = (
    f"{_SPANS} JOIN label ON name = label AND links = 1 WHERE NOT EXISTS (SELECT 1 FROM link WHERE annotation = uid)"
)
_ROWS = (
    "SELECT article.id, path, title, source, date, coalesce(status, 'todo'), words, "
    f"(SELECT count(*) FROM {_SPANS}), (SELECT count(*) FROM {_OPEN}), "
    f"(SELECT count(*) FROM (SELECT 1 FROM {PENDING.format(id='article.id', me='?1')} LIMIT {MOST_COUNTED})), "
    "sha256_text FROM article "
    "LEFT JOIN article_status ON article_status.article = article.id AND annotator = ?1 WHERE article.id"
)
