"""One article of a project and its annotations, as they are read again and again while it is open."""

from __future__ import annotations

from annotui.core.model import Annotation, Article
from annotui.project.opening import Project
from annotui.project.seen import no_article
from annotui.storage import articles, span_rows


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
