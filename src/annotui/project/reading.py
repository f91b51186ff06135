"""What can be seen of a project: the library in any order, an article with its annotations, searches."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from annotui.core.model import Annotation, Article
from annotui.project.opening import Project
from annotui.project.seen import no_article
from annotui.storage import articles, catalogue, span_rows
from annotui.storage.articles import SORTS, ArticleRow, Filter, Sort
from annotui.storage.fulltext import FullText, query_terms

__all__ = ["SORTS", "ArticleRow", "Filter", "Hit", "Library", "Sort", "article", "library", "search", "spans_of"]

FUZZY_LIMIT = 500
"""How many articles a fuzzy filter keeps."""
FUZZY_CUTOFF = 70.0
"""The least rapidfuzz ratio (0-100) of each word with a title or path that the fuzzy filter keeps."""
HIT_MARGIN = 200
"""How much of a long line is shown on each side of a hit (code points)."""
_AT_ONCE = 100

Wanted = Callable[[ArticleRow], bool]
"""Whether an article is one that is looked for."""


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
    """A place found: code points of the article, and (at most HIT_MARGIN of) the line around it.

    The hit is at `line[at : at + end - start]`.
    """

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


def article(project: Project, path: str, seen: Article | None = None) -> Article:
    """One article with its text and this annotator's status and note. Raises UsageError.

    The text is not read again where it still is that of the article as it was `seen`.
    """
    found = articles.article(project.store.connection, path, project.annotator, seen)
    if found is None:
        raise no_article(path)
    return found


def spans_of(project: Project, path: str) -> list[Annotation]:
    """Everybody's annotations of an article, in order of start, end, id."""
    id = articles.article_id(project.store.connection, path)
    return [] if id is None else span_rows.annotations_of(project.store.connection, id)


def span(project: Project, id: str) -> Annotation | None:
    """One annotation, or None."""
    return span_rows.annotation(project.store.connection, id)


def next_in(library: Library, path: str, wanted: Wanted, step: int) -> str:
    """The path of the next (`step` 1) or previous (-1) article that is wanted, or empty. Wraps around once."""
    total = library.count()
    here = library.position(path)
    start = here if here is not None else (-1 if step > 0 else total)
    numbers = [(start + step * away) % total for away in range(1, total + 1)]
    at = 0
    while at < total:
        # A stretch of neighbours is read at once; it ends where the library does.
        end = at + 1
        while end < total and end - at < _AT_ONCE and numbers[end] == numbers[end - 1] + step:
            end += 1
        first = min(numbers[at], numbers[end - 1])
        for row in list(library.rows(first, end - at))[::step]:
            if row.path != path and wanted(row):
                return row.path
        at = end
    return ""


def search(project: Project, query: str, *, limit: int = 200) -> list[Hit]:
    """Places of the words and phrases of `query` in the articles that hold all of them, best articles first.

    Raises UsageError for a query without a word.
    """
    from annotui.core.folding import fold

    hits: list[Hit] = []
    connection = project.store.connection
    patterns = [_whole_words(term, prefix) for term, prefix in query_terms(query)]
    for row in articles.rows_by_id(connection, _full_text(project, query), project.annotator):
        text = articles.text_of(connection, row.id)
        folded = fold(text)
        places = {folded.span(*found.span()) for what in patterns for found in what.finditer(folded.text)}
        for start, end in sorted(places)[: limit - len(hits)]:
            low = max(text.rfind("\n", 0, start) + 1, start - HIT_MARGIN)
            high = text.find("\n", end, end + HIT_MARGIN)
            line = text[low : high if high >= 0 else end + HIT_MARGIN]
            hits.append(Hit(row.path, row.title, start, end, line, start - low))
        if len(hits) >= limit:
            break
    return hits


def _whole_words(term: str, prefix: bool) -> re.Pattern[str]:
    """What to look for in folded text: the words of a term one after the other, as the full-text index has them."""
    from annotui.core.folding import fold

    words = re.findall(r"[^\W_]+", fold(term).text)
    end = r"[^\W_]*" if prefix else r"(?![^\W_])"
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(words) + end)


def _full_text(project: Project, words: str) -> list[int]:
    index = FullText(project.store.connection, project.own_file("index.db"))
    try:
        index.refresh()
        return index.search(words)
    finally:
        index.close()


def _fuzzy(project: Project, typed: str) -> list[int]:
    """Articles in whose title or path every typed word stands, or nearly, the best first."""
    from rapidfuzz import fuzz, process, utils

    names = {id: f"{title} {path}" for id, title, path in articles.titles(project.store.connection)}
    scores = dict.fromkeys(names, 0.0)
    for word in typed.split():
        found = process.extract(
            word,
            names,
            scorer=fuzz.partial_ratio,
            processor=utils.default_process,
            score_cutoff=FUZZY_CUTOFF,
            limit=None,
        )
        scores = {id: scores[id] + score for _, score, id in found if id in scores}
    order = {id: number for number, id in enumerate(names)}
    return sorted(scores, key=lambda id: (-scores[id], order[id]))[:FUZZY_LIMIT]


def _passing(project: Project, filter: Filter, ids: Sequence[int]) -> list[int]:
    if not (filter.status or filter.label or filter.agreement):
        return list(ids)
    passing = set(articles.ArticlePages(project.store.connection, filter).ids())
    return [id for id in ids if id in passing]


def mention_counts(project: Project) -> dict[str, int]:
    """How many annotations link each record, by agreement id."""
    return catalogue.mention_counts(project.store.connection)
