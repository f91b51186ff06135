"""The full-text index of the articles: a file of its own in `.annotui/`, rebuilt whenever it is behind or lost."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from annotui.errors import UsageError
from annotui.storage.connection import connect_cache, forget_cache
from annotui.storage.generation import generation

_VERSION = 1
# Ids are not used twice: what the index still has of a replaced text hangs on an id that no document has.
_SCRIPT = """
CREATE TABLE document (id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL, sha256 TEXT NOT NULL);
CREATE INDEX document_by_article ON document (article);
CREATE TABLE built (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize="unicode61 remove_diacritics 2");
"""
BATCH = 200
"""Articles indexed in one transaction."""
_MOST_STALE = 1000
"""How many replaced texts the index may hold, beside as many as it has current ones, before it is emptied."""

_TERM = re.compile(r'"([^"]+)"|([^\s"]+)')


class FullText:
    """Which articles hold the words of a query. `path` None keeps the index in memory (read-only projects).

    An index that is damaged, or held by another process, is made anew in memory, and its file deleted.
    """

    def __init__(self, project: sqlite3.Connection, path: Path | None) -> None:
        self._project = project
        self._path = path
        self._index = connect_cache(path, _SCRIPT, _VERSION)

    def close(self) -> None:
        """Close the index file."""
        self._index.close()

    def refresh(self, progress: Callable[[int, int], bool] = lambda done, total: True) -> None:
        """Bring the index up to the articles. `progress(done, total)` returns False to stop; what is done stays."""
        try:
            self._refresh(progress)
        except sqlite3.DatabaseError as error:
            self._start_again(error)
            self._refresh(progress)

    def search(self, query: str, limit: int = 1000) -> list[int]:
        """Ids of articles that hold every word and quoted phrase of `query` (`word*` is a prefix), best first.

        Ranked by bm25. Raises UsageError for a query without a word.
        """
        terms = list(query_terms(query))
        if not terms:
            raise UsageError("Nothing to search for.", 'Give words, "a phrase" in quotes, or a beginning: agreem*.')
        match = " AND ".join('"' + term.replace('"', '""') + ('"*' if prefix else '"') for term, prefix in terms)
        try:
            return self._search(match, limit)
        except sqlite3.DatabaseError as error:
            self._start_again(error)
            self._refresh(lambda done, total: True)
            return self._search(match, limit)

    def _search(self, match: str, limit: int) -> list[int]:
        rows = self._index.execute(
            "SELECT document.article FROM words JOIN document ON document.id = words.rowid "
            "WHERE words MATCH ? ORDER BY bm25(words) LIMIT ?",
            (match, limit),
        ).fetchall()
        return list(dict.fromkeys(id for (id,) in rows))

    def _refresh(self, progress: Callable[[int, int], bool]) -> None:
        state = generation(self._project)
        if self._built() == state:
            return
        known = dict(self._index.execute("SELECT article, sha256 FROM document").fetchall())
        wanted = dict(self._project.execute("SELECT id, sha256_text FROM article WHERE present = 1").fetchall())
        if self._stale() > max(_MOST_STALE, len(known)):
            self._index.execute("BEGIN IMMEDIATE")
            self._index.execute("DELETE FROM document")
            self._index.execute("DELETE FROM sqlite_sequence WHERE name = 'document'")
            self._index.execute("INSERT INTO words (words) VALUES ('delete-all')")
            self._index.execute("COMMIT")
            known = {}
        missing = [id for id, sha in wanted.items() if known.get(id) != sha]
        for first in range(0, len(missing), BATCH):
            if not progress(first, len(missing)):
                return
            self._add(missing[first : first + BATCH])
        gone = [id for id in known if id not in wanted]
        self._index.execute("BEGIN IMMEDIATE")
        self._index.executemany("DELETE FROM document WHERE article = ?", ((id,) for id in gone))
        self._index.execute("INSERT OR REPLACE INTO built VALUES ('texts', ?)", (state,))
        self._index.execute("COMMIT")

    def _built(self) -> str:
        row = self._index.execute("SELECT value FROM built WHERE key = 'texts'").fetchone()
        return str(row[0]) if row else ""

    def _stale(self) -> int:
        """How many texts were indexed that no document has any more."""
        given = self._index.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'document'")
        kept = self._index.execute("SELECT count(*) FROM document")
        return int(given.fetchone()[0]) - int(kept.fetchone()[0])

    def _add(self, ids: list[int]) -> None:
        marks = ",".join("?" * len(ids))
        rows = self._project.execute(f"SELECT id, sha256_text, text FROM article WHERE id IN ({marks})", ids)
        self._index.execute("BEGIN IMMEDIATE")
        for id, sha, text in rows.fetchall():
            self._index.execute("DELETE FROM document WHERE article = ?", (id,))
            made = self._index.execute("INSERT INTO document (article, sha256) VALUES (?, ?)", (id, sha)).lastrowid
            self._index.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (made, text))
        self._index.execute("COMMIT")

    def _start_again(self, error: sqlite3.DatabaseError) -> None:
        """Go on in memory; a file that is damaged, not merely held by another process, is deleted."""
        self._index.close()
        if self._path is not None and "locked" not in str(error):
            forget_cache(self._path)
        self._index = connect_cache(None, _SCRIPT, _VERSION)


def query_terms(query: str) -> Iterator[tuple[str, bool]]:
    """The words and quoted phrases of a query as (term, is a prefix); those without a letter or digit are dropped."""
    for phrase, word in _TERM.findall(query):
        term = phrase or word.rstrip("*")
        if any(character.isalnum() for character in term):
            yield term, not phrase and word.endswith("*")
