"""What the app suggests by itself in the article that is read: found in a child process, kept in `.annotui/`.

`annotui suggest` writes to the project, for everybody; this does not. Where it was run, its suggestions are shown.
"""

from __future__ import annotations

import json
from contextlib import closing

from annotui.core.model import Annotation, Article
from annotui.project.opening import Project
from annotui.storage.catalogue_changes import changed_since, last_act
from annotui.storage.suggestions import SuggestionRow, as_read, as_written

LONGEST = 200_000
"""Code points of an article that is looked through unasked, at most."""


def are_wanted(project: Project, article: Article) -> bool:
    """Whether to look for suggestions: the article is not too long, and they are not known, or of another catalogue."""
    if not project.settings.suggest or len(article.text) > LONGEST:
        return False
    if not any(label.links for label in project.labels()):
        return False
    known = _known(project, article)
    return known is None or changed_since(project.store.connection, known[0]) != set()


def find(project: Project, path: str) -> bool:
    """Find what can be suggested in an article, and remember it. Returns whether it was looked for.

    It is not before the index of the catalogue is there. Raises UsageError where there is no such article.
    """
    from annotui.project.catalogue_index import index_of
    from annotui.project.reading import article
    from annotui.project.suggesting import Suggester

    connection = project.store.connection
    mark = last_act(connection)
    with closing(index_of(project)) as index:
        if index.current() is None:
            return False
        _, found = Suggester(project.store, index).suggestions(path)
    seen = article(project, path)
    rows = [as_written(one) for one in found]
    project.state.set_text(_key(path), json.dumps([mark, seen.sha256, seen.date, rows], ensure_ascii=False))
    return True


def remembered(project: Project, article: Article) -> list[Annotation]:
    """What was found in an article as it is now, in order."""
    known = _known(project, article)
    return [] if known is None else known[1]


def _known(project: Project, article: Article) -> tuple[str, list[Annotation]] | None:
    """After which act the article was looked through, and what was found; None if it never was as it is now."""
    try:
        mark, sha256, date, rows = json.loads(project.state.text(_key(article.path)))
        if (sha256, date) != (article.sha256, article.date):
            return None
        return mark, [as_read(SuggestionRow(*row)) for row in rows]
    except (ValueError, TypeError):
        return None


def _key(path: str) -> str:
    return f"suggested:{path}"
