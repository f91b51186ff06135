"""What can be seen of a project: the library in any order, an article with its annotations, searches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from annotui.core.folding import find_all
from annotui.core.model import Annotation, Article, ArticleStatus
from annotui.errors import UsageError
from annotui.project.annotate import shown
from annotui.project.opening import Project
from annotui.storage import articles, span_rows
from annotui.storage.articles import SORTS, ArticleRow, Filter, Sort
from annotui.storage.fulltext import FullText, query_terms

__all__ = ["SORTS", "ArticleRow", "Filter", "Hit", "Library", "Sort", "article", "library", "search", "spans_of"]

FUZZY_LIMIT = 500
"""How many articles a fuzzy filter keeps."""
FUZZY_CUTOFF = 70.0
"""The least rapidfuzz ratio (0-100) of a title or path that the fuzzy filter keeps."""


class Library(Protocol):
    """Articles by number; only the rows asked for are read."""

    def count(self) -> int:
        """How many there are."""
        ...

    def rows(self, first: int, n: int) -> Sequence[ArticleRow]:
        """Rows first..first+n."""
        ...

    def position(self, path: str) -> int | None:
        """The number of an article, or None."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A place found: code points of the article, and the line around it with the hit at `line[at : at + length]`."""

    article: str
    title: str
    start: int
    end: int
    line: str
    at: int


class _Chosen:
    """A library of given articles in a given order: the best hits of a filter."""

    def __init__(self, project: Project, ids: Sequence[int]) -> None:
        self._project = project
        self._ids = ids

    def count(self) -> int:
        return len(self._ids)

    def rows(self, first: int, n: int) -> Sequence[ArticleRow]:
        connection = self._project.store.connection
        return articles.rows_by_id(connection, self._ids[first : first + n], self._project.annotator)

    def position(self, path: str) -> int | None:
        id = articles.article_id(self._project.store.connection, path)
        return self._ids.index(id) if id in self._ids else None


def library(project: Project, filter: Filter, *, typed: str = "", words: str = "") -> Library:
    """The articles that pass `filter`; `typed` is matched with title and path, fuzzily; `words` is full text."""
    filter = replace(filter, annotator=project.annotator)
    if words:
        return _Chosen(project, _passing(project, filter, _full_text(project, words)))
    if typed.strip():
        return _Chosen(project, _passing(project, filter, _fuzzy(project, typed)))
    return articles.ArticlePages(project.store.connection, filter)


def article(project: Project, path: str) -> Article:
    """One article with its text and this annotator's status and note. Raises UsageError."""
    found = articles.article(project.store.connection, path, project.annotator)
    if found is None:
        raise UsageError(
            f"There is no article {shown(path)!r}.",
            "Give its path relative to corpus/; `annotui sync` reads new files.",
        )
    return found


def spans_of(project: Project, path: str) -> list[Annotation]:
    """Everybody's annotations of an article, in order of start, end, id."""
    id = articles.article_id(project.store.connection, path)
    return [] if id is None else span_rows.annotations_of(project.store.connection, id)


def span(project: Project, id: str) -> Annotation | None:
    """One annotation, or None."""
    return span_rows.annotation(project.store.connection, id)


def next_article(project: Project, path: str, filter: Filter, wanted: Callable[[ArticleRow], bool], step: int) -> str:
    """The path of the next (`step` 1) or previous (-1) article that is wanted, or empty. Wraps around once."""
    pages = library(project, filter)
    total = pages.count()
    here = pages.position(path)
    start = here if here is not None else (-1 if step > 0 else total)
    for away in range(1, total + 1):
        number = (start + step * away) % total
        for row in pages.rows(number, 1):
            if row.path != path and wanted(row):
                return row.path
    return ""


def search(project: Project, query: str, *, limit: int = 200) -> list[Hit]:
    """Places of the words and phrases of `query` in the articles that hold all of them, best articles first.

    Raises UsageError for a query without a word.
    """
    hits: list[Hit] = []
    terms = list(query_terms(query))
    connection = project.store.connection
    for row in articles.rows_by_id(connection, _full_text(project, query), project.annotator):
        text = articles.text_of(connection, row.id)
        places = sorted({place for term, _ in terms for place in find_all(text, term, fold=True, limit=limit)})
        for start, end in places:
            line_start = text.rfind("\n", 0, start) + 1
            line_end = text.find("\n", end)
            line = text[line_start : line_end if line_end >= 0 else len(text)]
            hits.append(Hit(row.path, row.title, start, end, line, start - line_start))
            if len(hits) >= limit:
                return hits
    return hits


def _full_text(project: Project, words: str) -> list[int]:
    index = FullText(project.store.connection, project.own_file("index.db"))
    try:
        index.refresh()
        return index.search(words)
    finally:
        index.close()


def _fuzzy(project: Project, typed: str) -> list[int]:
    from rapidfuzz import fuzz, process, utils

    rows = articles.titles(project.store.connection)
    found = process.extract(
        typed,
        {id: f"{title} {path}" for id, title, path in rows},
        scorer=fuzz.partial_token_set_ratio if " " in typed.strip() else fuzz.partial_ratio,
        processor=utils.default_process,
        score_cutoff=FUZZY_CUTOFF,
        limit=FUZZY_LIMIT,
    )
    return [id for _, _, id in found]


def _passing(project: Project, filter: Filter, ids: Sequence[int]) -> list[int]:
    status: ArticleStatus | str = filter.status
    if not (status or filter.label or filter.agreement):
        return list(ids)
    pages = articles.ArticlePages(project.store.connection, filter)
    passing = {row.id for row in pages.rows(0, pages.count())}
    return [id for id in ids if id in passing]
