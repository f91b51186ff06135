"""Where else the words of a span stand: which words those are, and in how many other articles there are any of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from annotui.core.model import Annotation
from annotui.project.indexing import INDEX
from annotui.project.opening import Project
from annotui.storage import articles
from annotui.storage.fulltext import FullText
from annotui.storage.store import Store

if TYPE_CHECKING:
    from annotui.core.concordance import Wanted

MOST = 1000
"""How many articles are counted, at most."""


def surfaces_of(project: Project, text: str, span: Annotation | None = None) -> Wanted:
    """What stands for the same as a text: itself and, where its span means one record, that record's names."""
    from annotui.core.concordance import wanted_surfaces

    records = [link.agreement for link in span.links if link.agreement and link.status == "linked"] if span else []
    names: list[str] = []
    if span is not None and len(records) == len(span.links) == 1:
        record = project.agreement(records[0])
        names = [record.title, record.short, *record.aliases]
    return wanted_surfaces([text, *names])


class Elsewhere(NamedTuple):
    """What is counted: strings, folded, in the articles that are not those of the spans, whose ids are `here`."""

    surfaces: Sequence[str]
    here: frozenset[int]


def elsewhere(project: Project, spans: Sequence[Annotation]) -> Elsewhere | None:
    """What to count for spans; None where there is no other article, or nothing that the full-text index knows.

    Raises AnnotuiError.
    """
    connection = project.store.connection
    here = {articles.article_id(connection, span.article) for span in spans}
    if not articles.are_others(connection, len(here)):
        return None
    names = {name for span in spans for name in surfaces_of(project, span.text, span).surfaces}
    known = sorted(name for name in names if any(map(str.isalnum, name)))
    return Elsewhere(known, frozenset(id for id in here if id is not None)) if known else None


def count_elsewhere(project: Project, what: Elsewhere) -> int:
    """How many other articles hold one of the strings, at most `MOST`; 0 where the index is not up to the articles.

    Told by the full-text index, without reading a text, over a connection of its own: it may be asked in a thread.
    Raises AnnotuiError.
    """
    with (
        closing(Store.open(project.store.path)) as store,
        closing(FullText(store.connection, project.own_file(INDEX))) as index,
    ):
        found = index.holding([[[name]] for name in what.surfaces], 0, MOST)
    return len({article for _, article in found or ()} - what.here)
