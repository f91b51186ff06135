"""What can be seen of a project: the library, an article with its annotations, searches in the texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import NamedTuple

from annotui.core.folding import fold
from annotui.errors import UsageError
from annotui.project.indexing import full_text
from annotui.project.library import SORTS, ArticleRow, Filter, Library, Need, Sort
from annotui.project.one_article import article, span, spans_of
from annotui.project.opening import Project
from annotui.storage import articles
from annotui.storage.fulltext import query_terms

__all__ = [
    "SORTS",
    "ArticleRow",
    "Filter",
    "Hit",
    "Library",
    "Need",
    "Sort",
    "are_done",
    "article",
    "holding",
    "next_in",
    "require_words",
    "search",
    "span",
    "spans_of",
]

MOST_HELD = 1000
"""How many articles a full-text search finds."""
HIT_MARGIN = 200
"""How much of a long line is shown on each side of a hit (code points)."""
BROUGHT_UP_AT_ONCE = 2000
"""Up to how many articles a search brings the full-text index up itself; else it finds what is there."""


class Hit(NamedTuple):
    """A place found: code points of the article, and (at most HIT_MARGIN of) the line around it.

    The hit is at `line[at : at + end - start]`.
    """

    article: str
    title: str
    start: int
    end: int
    line: str
    at: int


def next_in(library: Library, path: str, need: Need, step: int) -> str:
    """The path of the next (`step` 1) or previous (-1) article that is looked for, or empty. Wraps around once."""
    return next(found for found in library.next(path, need, step) if found is not None)


def are_done(project: Project, paths: Sequence[str]) -> bool:
    """Whether this annotator has done all these articles."""
    return articles.count_done(project.store.connection, paths, project.annotator) == len(paths)


def search(project: Project, query: str, *, limit: int = 200) -> list[Hit]:
    """Places of the words and phrases of `query` in the articles that hold all of them, best articles first.

    Raises UsageError for a query without a word.
    """
    from annotui.core.folding import fold

    hits: list[Hit] = []
    connection = project.store.connection
    patterns = [_whole_words(term, prefix) for term, prefix in query_terms(query)]
    for row in articles.rows_by_id(connection, holding(project, query)[0], project.annotator):
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


def require_words(words: str) -> None:
    """Raise UsageError for a query without a word."""
    if not any(query_terms(words)):
        raise UsageError("Nothing to search for.", 'Give words, "a phrase" in quotes, or a beginning: agreem*.')


def sought_words(words: str) -> str:
    """The words and phrases of a full-text query as a reader finds them: one a line, folded, `*` after a beginning."""
    return "\n".join(f"{fold(term).text}{'*' if prefix else ''}" for term, prefix in query_terms(words))


def holding(
    project: Project, words: str, progress: Callable[[int, int], bool] = lambda done, total: True
) -> tuple[list[int], bool]:
    """The ids of the articles that hold the words and phrases, best first, and whether they are known to be all.

    A small project's full-text index is brought up first, and one that cannot be kept; a large one's is elsewhere: by
    `sync`, by the command line, by the look at corpus/. `progress(done, total)` returns False to stop that. Raises
    UsageError for a query without a word.
    """
    with closing(full_text(project)) as index:
        is_up = index.refresh(
            lambda done, total: (total <= BROUGHT_UP_AT_ONCE or not index.is_kept) and progress(done, total)
        )
        return index.search(words, MOST_HELD), is_up
