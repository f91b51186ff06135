"""In how many other articles the words of a span stand: told by the full-text index, without reading a text."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from annotui.core.model import Annotation
from annotui.project.concordance import surfaces_of
from annotui.project.indexing import full_text
from annotui.project.opening import Project, open_project
from annotui.storage import articles

MOST = 1000
"""How many articles are counted, at most."""


def count_elsewhere(project: Project, spans: Sequence[Annotation]) -> int:
    """How many articles beside those of the spans hold the words of one, or another name of the one record it means.

    At most `MOST`; 0 where the index is not up to the articles. Opens the project for itself, so it may be asked in a
    thread. Raises AnnotuiError.
    """
    with closing(open_project(project.folder, project.annotator)) as own:
        names = {name for span in spans for name in surfaces_of(own, span.text, span).surfaces}
        phrases = [[[name]] for name in sorted(names) if any(map(str.isalnum, name))]
        here = {articles.article_id(own.store.connection, span.article) for span in spans}
        with closing(full_text(own)) as index:
            found = index.holding(phrases, 0, MOST) if phrases else None
        return len({article for _, article in found or ()} - here)
