"""What a shell may offer for a word begun: articles, records, labels and annotators of a project."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Literal

from annotui.errors import AnnotuiError
from annotui.project.opening import Project, open_project
from annotui.storage import articles, catalogue

Kind = Literal["article", "agreement", "label", "annotator"]
MOST: Final = 200
"""How many words are offered at most."""


def words(folder: str, kind: Kind, begun: str) -> list[str]:
    """The words of this kind that begin so, in order; none where there is no project, or it cannot be read."""
    try:
        project = open_project(Path(folder), "completion")
        try:
            return _OFFERED[kind](project, begun)[:MOST]
        finally:
            project.close()
    except (AnnotuiError, OSError):
        return []


def _articles(project: Project, begun: str) -> list[str]:
    connection = project.store.connection
    first = [begun] if articles.article_id(connection, begun) is not None else []
    found = articles.paths_after(connection, begun, MOST)
    return first + [path for path in found if path.startswith(begun)]


def _records(project: Project, begun: str) -> list[str]:
    connection = project.store.connection
    first = [begun] if begun and catalogue.agreement(connection, begun) is not None else []
    found = catalogue.agreements_after(connection, begun, MOST)
    return first + [record.id for record in found if record.id.startswith(begun)]


def _labels(project: Project, begun: str) -> list[str]:
    return [label.name for label in project.labels() if label.name.startswith(begun)]


def _annotators(project: Project, begun: str) -> list[str]:
    return [name for name in project.annotators() if name.startswith(begun)]


_OFFERED: Final[Mapping[Kind, Callable[[Project, str], list[str]]]] = {
    "article": _articles,
    "agreement": _records,
    "label": _labels,
    "annotator": _annotators,
}
