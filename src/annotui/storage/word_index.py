"""The file of the full-text index: the words of each article's text. It may be deleted at any time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from annotui.storage.connection import connect_cache, transaction

_VERSION = 2
# Ids are not used twice: what the index still has of a replaced text hangs on an id that no document has, for
# FTS5 without the text can delete only from SQLite 3.43 on.
# `hashsize` is how many bytes of new words FTS5 gathers before it writes them as a segment: with its own 1 MB, a
# batch is written in many small ones, and merging them takes as long as reading the texts.
_SCRIPT = """
CREATE TABLE document (id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL UNIQUE, sha256 TEXT NOT NULL);
CREATE TABLE built (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize="unicode61 remove_diacritics 2");
INSERT INTO words (words, rank) VALUES ('hashsize', 16777216);
INSERT INTO words (words, rank) VALUES ('automerge', 8);
"""
_MOST_HELD = 4000
"""How many new texts are put in before they are committed: FTS5 writes a segment for each transaction, and merges them
for a fifth of its time where they are of a thousand texts each."""
_MOST_HELD_SIZE = 20_000_000
"""And of how many code points: the index can be read meanwhile, but nobody else can write it."""
_BUSY_SECONDS = 1.0
"""How long to wait for another process that is writing a batch of texts."""


class WordIndex:
    """Documents, each the text of one article of `database`, and their words. Methods may raise sqlite3.Error.

    Where there is no `path`, or nothing can be written there, a temporary file serves.
    """

    def __init__(self, path: Path | None, database: Path) -> None:
        self._connection = connect_cache(path, _SCRIPT, _VERSION, busy_seconds=_BUSY_SECONDS)
        self._database = database
        self._held = 0
        self._held_size = 0

    def close(self) -> None:
        """Close the file; new texts that were not kept are not in it."""
        self._connection.close()

    def built(self) -> str:
        """The generation of the texts that the index was last known to hold; empty if it never was."""
        row = self._connection.execute("SELECT value FROM built WHERE key = 'texts'").fetchone()
        return str(row[0]) if row else ""

    def set_built(self, generation: str) -> None:
        """Say that the index holds this generation of the texts."""
        self.keep()
        self._connection.execute("INSERT OR REPLACE INTO built VALUES ('texts', ?)", (generation,))

    def count(self) -> int:
        """How many articles are in it."""
        return int(self._connection.execute("SELECT count(*) FROM document").fetchone()[0])

    def stale(self) -> int:
        """How many texts were put in that no article has any more."""
        return self._last() - self.count()

    def hashes(self, first: int, last: int) -> dict[int, str]:
        """The hashes of the texts of the articles with ids from `first` to `last`, by id."""
        sql = "SELECT article, sha256 FROM document WHERE article BETWEEN ? AND ?"
        return dict(self._connection.execute(sql, (first, last)).fetchall())

    def put(self, articles: Sequence[int]) -> None:
        """Put the texts of articles in, in place of those that they had, in one transaction.

        SQLite copies the texts itself, first, so that the database is not held while their words are found, and the
        interpreter, which another thread may want, is not asked for.
        """
        self.keep()
        connection = self._connection
        connection.execute("ATTACH ? AS project", (f"{self._database.absolute().as_uri()}?mode=ro",))
        try:
            connection.execute("CREATE TEMP TABLE IF NOT EXISTS taken (article INTEGER PRIMARY KEY, sha256, text)")
            connection.execute("DELETE FROM temp.taken")
            connection.execute(
                "INSERT INTO temp.taken SELECT id, sha256_text, text FROM project.article "
                "WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(articles)),),
            )
        finally:
            connection.execute("DETACH project")
        with transaction(connection):
            last = self._last()
            connection.execute("INSERT OR REPLACE INTO document (article, sha256) SELECT article, sha256 FROM taken")
            connection.execute(
                "INSERT INTO words (rowid, text) SELECT document.id, text FROM document "
                "JOIN taken ON taken.article = document.article WHERE document.id > ?",
                (last,),
            )
        connection.execute("DELETE FROM temp.taken")

    def put_new(self, texts: Sequence[tuple[int, str, str]]) -> None:
        """Put in the texts of articles that have none here, as (article, sha256, text), to be kept with others.

        That is quicker than `put` where they are at hand: they need not be copied.
        """
        connection = self._connection
        try:
            if not self._held:
                connection.execute("BEGIN IMMEDIATE")
            last = self._last()
            sql = "INSERT OR REPLACE INTO document (article, sha256) VALUES (?, ?)"
            connection.executemany(sql, (text[:2] for text in texts))
            ids = dict(connection.execute("SELECT article, id FROM document WHERE id > ?", (last,)).fetchall())
            # With VALUES: FTS5 writes out what it has gathered after each statement that might do more than one row.
            sql = "INSERT INTO words (rowid, text) VALUES (?, ?)"
            connection.executemany(sql, ((ids[article], text) for article, _, text in texts))
        except BaseException:
            self._let_go()
            raise
        self._held += len(texts)
        self._held_size += sum(len(text) for _, _, text in texts)
        if self._held >= _MOST_HELD or self._held_size >= _MOST_HELD_SIZE:
            self.keep()

    def keep(self) -> None:
        """Commit the new texts that were put in."""
        if self._held:
            try:
                self._connection.execute("COMMIT")
            finally:
                self._let_go()

    def drop(self, articles: Iterable[int]) -> None:
        """Take the texts of articles out."""
        self.keep()
        with transaction(self._connection):
            self._connection.executemany("DELETE FROM document WHERE article = ?", ((id,) for id in articles))

    def drop_after(self, article: int) -> None:
        """Take out the texts of all articles with a higher id."""
        self.keep()
        self._connection.execute("DELETE FROM document WHERE article > ?", (article,))

    def clear(self) -> None:
        """Take everything out."""
        self.keep()
        with transaction(self._connection):
            self._connection.execute("DELETE FROM document")
            self._connection.execute("DELETE FROM sqlite_sequence WHERE name = 'document'")
            self._connection.execute("DELETE FROM built")
            self._connection.execute("INSERT INTO words (words) VALUES ('delete-all')")

    def search(self, match: str, limit: int) -> list[int]:
        """Ids of the articles that fit an FTS5 expression, the best by bm25 first."""
        rows = self._connection.execute(
            "SELECT document.article FROM words JOIN document ON document.id = words.rowid "
            "WHERE words MATCH ? ORDER BY bm25(words) LIMIT ?",
            (match, limit),
        ).fetchall()
        return [id for (id,) in rows]

    def holding(self, match: str, after: int, limit: int) -> list[tuple[int, int]]:
        """The next articles that fit an FTS5 expression, in the order of the index: (place in it, article id)."""
        rows = self._connection.execute(
            "SELECT words.rowid, document.article FROM words JOIN document ON document.id = words.rowid "
            "WHERE words MATCH ? AND words.rowid > ? ORDER BY words.rowid LIMIT ?",
            (match, after, limit),
        )
        return rows.fetchall()

    def _let_go(self) -> None:
        """Be out of the transaction, whatever became of it."""
        self._held = self._held_size = 0
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _last(self) -> int:
        """The highest id that a document was ever given."""
        row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'document'").fetchone()
        return int(row[0]) if row else 0
