"""What an act may take as read, an article as a screen has it, and what it checks of it once it writes."""

from __future__ import annotations

from typing import Protocol

from annotui.core.model import Annotation, Article, Fragment
from annotui.errors import Conflict, UsageError
from annotui.project.opening import Project
from annotui.project.wording import shown
from annotui.storage import articles, span_rows


class Seen(Protocol):
    """An article as a screen has it at hand: what an act need not read again while nobody else has written."""

    @property
    def article(self) -> Article:
        """The article with its text."""
        ...

    @property
    def version(self) -> int:
        """The state of the database that it is from (see `Store.data_version`)."""
        ...

    def same_span(self, fragments: tuple[Fragment, ...], label: str) -> str | None:
        """The id of the reader's own annotation with just these fragments and this label."""
        ...


def article_seen(project: Project, path: str, seen: Seen | None) -> Article:
    """The article with its text: as it was seen, else as it is."""
    if seen is not None and seen.article.path == path:
        return seen.article
    found = articles.article(project.store.connection, path, project.annotator)
    if found is None:
        raise no_article(path)
    return found


def unchanged(project: Project, article: Article) -> int:
    """The row id of an article whose text still is as it was seen; to be asked inside the act. Raises Conflict."""
    id, sha256 = articles.identity(project.store.connection, article.path) or (0, "")
    if sha256 != article.sha256:
        raise Conflict("The text of this article was changed meanwhile.", "Nothing was written; look again and repeat.")
    return id


def refuse_twin(project: Project, span: Annotation, seen: Seen | None) -> None:
    """Refuse a span that would be the second of its annotator with these fragments and this label.

    What was seen tells it, as long as no other process has written since; else the database.
    """
    if seen is not None and seen.version == project.store.data_version():
        twin = seen.same_span(span.fragments, span.label)
    else:
        connection = project.store.connection
        twin = span_rows.same_span(connection, span.article, project.annotator, span.label, span.fragments)
    if twin not in {None, "", span.id}:
        raise UsageError(
            f"“{shown(span.text)}” is tagged {shown(span.label)} already.", "Relabel it, or change its edges."
        )


def no_article(path: str) -> UsageError:
    """The error of a path that no article has."""
    return UsageError(
        f"There is no article {shown(path)!r}.",
        "Give its path relative to corpus/; `annotui sync` reads new files.",
    )
