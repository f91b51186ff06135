"""The full-text index of the articles: a file of its own in `.annotui/`, rebuilt whenever it is behind or lost."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from annotui.errors import UsageError
from annotui.storage import articles
from annotui.storage.connection import connect_cache

_SCRIPT = """
CREATE TABLE IF NOT EXISTS document (id INTEGER PRIMARY KEY, article INTEGER NOT NULL, sha256 TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS document_by_article ON document (article);
CREATE TABLE IF NOT EXISTS built (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (text, content='', tokenize="unicode61 remove_diacritics 2");
"""
BATCH = 200
"""Articles indexed in one transaction."""

_TERM = re.compile(r'"([^"]+)"|([^\s"]+)')


class FullText:
    """Which articles hold the words of a query. `path` None keeps the index in memory (read-only projects)."""

    def __init__(self, project: sqlite3.Connection, path: Path | None) -> None:
        self._project = project
        self._index = connect_cache(path, _SCRIPT)

    def close(self) -> None:
        """Close the index file."""
        self._index.close()

    def refresh(self, progress: Callable[[int, int], bool] = lambda done, total: True) -> None:
        """Bring the index up to the articles. `progress(done, total)` returns False to stop; what is done stays."""
        generation = articles.generation(self._project)
        if self._built() == generation:
            return
        known = dict(self._index.execute("SELECT article, sha256 FROM document").fetchall())
        wanted = dict(self._project.execute("SELECT id, sha256_text FROM article WHERE present = 1").fetchall())
        missing = [id for id, sha in wanted.items() if known.get(id) != sha]
        stale = len(known) + len(missing) - len(wanted)
        if stale > 1000 and stale > len(wanted):
            self._index.executescript("DELETE FROM document; INSERT INTO words (words) VALUES ('delete-all');")
            missing = list(wanted)
        for first in range(0, len(missing), BATCH):
            if not progress(first, len(missing)):
                return
            self._add(missing[first : first + BATCH])
        gone = [id for id in known if id not in wanted]
        self._index.execute("BEGIN")
        self._index.executemany("DELETE FROM document WHERE article = ?", ((id,) for id in gone))
        self._index.execute("INSERT OR REPLACE INTO built VALUES ('texts', ?)", (generation,))
        self._index.execute("COMMIT")

    def search(self, query: str, limit: int = 1000) -> list[int]:
        """Ids of articles that hold every word and quoted phrase of `query` (`word*` is a prefix), best first.

        Ranked by bm25. Raises UsageError for a query without a word.
        """
        terms = list(query_terms(query))
        if not terms:
            raise UsageError("Nothing to search for.", 'Give words, "a phrase" in quotes, or a beginning: agreem*.')
        match = " AND ".join('"' + term.replace('"', '""') + ('"*' if prefix else '"') for term, prefix in terms)
        rows = self._index.execute(
            "SELECT document.article FROM words JOIN document ON document.id = words.rowid "
            "WHERE words MATCH ? ORDER BY bm25(words) LIMIT ?",
            (match, limit),
        ).fetchall()
        return list(dict.fromkeys(id for (id,) in rows))

    def _built(self) -> str:
        row = self._index.execute("SELECT value FROM built WHERE key = 'texts'").fetchone()
        return str(row[0]) if row else ""

    def _add(self, ids: list[int]) -> None:
        marks = ",".join("?" * len(ids))
        rows = self._project.execute(f"SELECT id, sha256_text, text FROM article WHERE id IN ({marks})", ids)
        self._index.execute("BEGIN")
        for id, sha, text in rows.fetchall():
            self._index.execute("DELETE FROM document WHERE article = ?", (id,))
            made = self._index.execute("INSERT INTO document (article, sha256) VALUES (?, ?)", (id, sha)).lastrowid
            self._index.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (made, text))
        self._index.execute("COMMIT")


def query_terms(query: str) -> Iterator[tuple[str, bool]]:
    """The words and quoted phrases of a query as (term, is a prefix); those without a letter or digit are dropped."""
    for phrase, word in _TERM.findall(query):
        term = phrase or word.rstrip("*")
        if any(character.isalnum() for character in term):
            yield term, not phrase and word.endswith("*")
