"""Full-text search of the articles, over an index that is brought up to their texts as they come, change and go."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from threading import Thread

from annotui.errors import StorageError, UsageError
from annotui.storage.connection import Connection, forget_cache, snapshot
from annotui.storage.generation import Witness, generation
from annotui.storage.sqlite_errors import reported
from annotui.storage.word_index import WordIndex

BATCH = 1000
"""Texts put into the index in one transaction, at most."""
BATCH_WORDS = 500_000
"""Words of the texts in one transaction, about."""
_MOST_STALE = 1000
"""How many replaced texts the index may hold, beside as many as it has current ones, before it is emptied."""
_MOST_MADE_ANEW = 2000
"""Up to how many articles are indexed anew for one search when another process holds the index."""

_TERM = re.compile(r'"([^"]+)"|([^\s"]+)')


class FullText:
    """Which articles hold the words of a query. `path` None keeps the index in a temporary file (read-only projects).

    An index that is damaged is deleted and made anew.
    """

    def __init__(self, project: Connection, path: Path | None) -> None:
        self._project = project
        self._path = path
        self._index = WordIndex(path, project.path)
        self._witness: Witness | None = None
        self._thread: Thread | None = None

    @property
    def is_kept(self) -> bool:
        """Whether the index is in a file that stays."""
        return self._path is not None

    def close(self) -> None:
        """Close the index file."""
        self._wait()
        self._index.close()

    def is_behind(self) -> bool:
        """Whether the texts are not known to be those of the index."""
        try:
            return self._index.built() != generation(self._project)
        except sqlite3.DatabaseError:
            return True

    def refresh(self, progress: Callable[[int, int], bool] = lambda done, total: True) -> bool:
        """Bring the index up to the articles, in batches. Returns whether it is.

        It is not where `progress(articles looked at, articles)` returned False, where another process is at it,
        or where the disk is full. What was done stays.
        """
        try:
            return self._refresh(progress)
        except sqlite3.DatabaseError as error:
            if _is_passing(error):
                return False
            self._start_again(self._path)
        try:
            return self._refresh(progress)
        except sqlite3.DatabaseError:
            return False

    def search(self, query: str, limit: int = 1000) -> list[int]:
        """Ids of articles that hold every word and quoted phrase of `query` (`word*` is a prefix), best first.

        Ranked by bm25. Raises UsageError for a query without a word, StorageError where another process holds
        the index of a large project.
        """
        terms = list(query_terms(query))
        if not terms:
            raise UsageError("Nothing to search for.", 'Give words, "a phrase" in quotes, or a beginning: agreem*.')
        match = " AND ".join(f"{_quoted(term)}{'*' if prefix else ''}" for term, prefix in terms)
        try:
            return self._index.search(match, limit)
        except sqlite3.DatabaseError as error:
            if _is_passing(error) and self._articles() > _MOST_MADE_ANEW:
                raise StorageError("The full-text index is in use by another program.", "Try again.") from error
            self._start_again(None if _is_passing(error) else self._path)
        self.refresh()
        with reported(self._path or Path("The full-text index")):
            return self._index.search(match, limit)

    def holding(self, words: Sequence[Sequence[Sequence[str]]], after: int, limit: int) -> list[tuple[int, int]] | None:
        """The next articles that hold, of one of several groups of words, one spelling of each word.

        In the order of the index, as (place in it, article id), those after place `after`; 0 is its beginning. None
        where the index is not up to the articles, or cannot be read.
        """
        groups = (" AND ".join(f"({' OR '.join(map(_quoted, word))})" for word in group) for group in words)
        try:
            return (
                None if self.is_behind() else self._index.holding(" OR ".join(f"({g})" for g in groups), after, limit)
            )
        except sqlite3.DatabaseError:
            return None

    # A writer's own changes, told as they are committed: then nothing has to be compared. They are followed in a
    # thread, while the writer goes on: SQLite works without the interpreter.

    def put(self, articles: Sequence[int]) -> None:
        """Follow new or changed texts of articles that are there; nothing where the index was not up to them before."""
        if articles:
            self._follow(lambda: self._index.put(articles))

    def put_new(self, texts: Sequence[tuple[int, str, str]]) -> None:
        """Follow articles that have come, as (article, sha256, text), likewise."""
        if texts:
            self._follow(lambda: self._index.put_new(texts))

    def drop(self, articles: Sequence[int]) -> None:
        """Follow articles that have gone."""
        self._follow(lambda: self._index.drop(articles))

    def settle(self) -> bool:
        """Say that all changes since the last `refresh` were told. Returns whether the index is up to the articles."""
        self._wait()
        if self._witness is not None:
            with snapshot(self._project):
                alone, state = self._witness.alone(), generation(self._project)
            if alone:
                self._follow(lambda: self._index.set_built(state))
                self._wait()
        return not self.is_behind()

    def _follow(self, change: Callable[[], None]) -> None:
        def make() -> None:
            try:
                change()
            except sqlite3.DatabaseError:
                # A search that comes later brings the index up, or makes it anew.
                self._witness = None

        self._wait()
        if self._witness is not None:
            self._thread = Thread(target=make)
            self._thread.start()

    def _wait(self) -> None:
        """Wait until what was told has been followed."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _refresh(self, progress: Callable[[int, int], bool]) -> bool:
        with snapshot(self._project):
            witness, state = Witness(self._project), generation(self._project)
        if self._index.stale() > max(_MOST_STALE, self._index.count()):
            self._index.clear()
        if self._index.built() != state:
            if not self._compare(progress) or generation(self._project) != state:
                return False
            self._index.set_built(state)
        self._witness = witness
        return True

    def _compare(self, progress: Callable[[int, int], bool]) -> bool:
        """Put in what is missing and take out what is gone, in the order of the articles' ids."""
        total, looked_at, last = self._articles(), 0, 0
        while articles := self._project.execute(_ARTICLES, (last, BATCH)).fetchall():
            first, last = last + 1, articles[-1][0]
            kept = self._index.hashes(first, last)
            gone = kept.keys() - {id for id, _, present, _ in articles if present}
            if gone:
                self._index.drop(gone)
            missing = [(id, words) for id, sha256, present, words in articles if present and kept.get(id) != sha256]
            for ids in _batches(missing):
                if not progress(looked_at, total):
                    return False
                self._index.put(ids)
            looked_at += len(articles)
            if not progress(looked_at, total):
                return False
        self._index.drop_after(last)
        return True

    def _articles(self) -> int:
        return int(self._project.execute("SELECT count(*) FROM article").fetchone()[0])

    def _start_again(self, path: Path | None) -> None:
        """Go on with an empty index at `path`, or in a temporary file."""
        self._index.close()
        if path is not None:
            forget_cache(path)
        self._index = WordIndex(path, self._project.path)


_ARTICLES = "SELECT id, sha256_text, present, words FROM article WHERE id > ? ORDER BY id LIMIT ?"


def query_terms(query: str) -> Iterator[tuple[str, bool]]:
    """The words and quoted phrases of a query as (term, is a prefix); those without a letter or digit are dropped."""
    for phrase, word in _TERM.findall(query):
        term = phrase or word.rstrip("*")
        if any(character.isalnum() for character in term):
            yield term, not phrase and word.endswith("*")


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _batches(articles: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """Ids of articles, given with their numbers of words, as many as go into one transaction."""
    ids: list[int] = []
    words = 0
    for id, count in articles:
        ids.append(id)
        words += count
        if words >= BATCH_WORDS:
            yield ids
            ids, words = [], 0
    if ids:
        yield ids


def _is_passing(error: sqlite3.DatabaseError) -> bool:
    """Whether the index itself is sound: another process holds it, or there is no room to write."""
    return "locked" in str(error) or "full" in str(error)
