"""What a shell may offer for a word begun: articles, records, labels and annotators of a project.

The database is only read, and not waited for: who presses Tab has asked for nothing yet. Words that cannot be shown
are left out, for they go to the terminal by way of the shell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final, Literal

from annotui.errors import AnnotuiError
from annotui.project.opening import DATABASE
from annotui.storage import articles, catalogue, schema
from annotui.storage.connection import Connection, connect

Kind = Literal["article", "agreement", "label", "annotator"]
MOST: Final = 200
"""How many words are offered at most."""
BUSY_SECONDS: Final = 0.1
"""How long another process that is writing is waited for."""


def words(folder: str, kind: Kind, begun: str) -> list[str]:
    """The words of this kind that begin so, in order; none where there is no project that can be read as it is."""
    try:
        path = Path(folder).expanduser() / DATABASE
        with closing(connect(path, writable=False, busy_seconds=BUSY_SECONDS)) as connection:
            if schema.version_of(connection, path) < schema.VERSION:
                return []
            found = _OFFERED[kind](connection, begun)
            return [word for word in found if word.isprintable()][:MOST]
    except (AnnotuiError, OSError, RuntimeError):  # RuntimeError: nobody knows the home that ~ means
        return []


def _articles(connection: Connection, begun: str) -> list[str]:
    first = [begun] if articles.article_id(connection, begun) is not None else []
    found = articles.paths_after(connection, begun, MOST)
    return first + [path for path in found if path.startswith(begun)]


def _records(connection: Connection, begun: str) -> list[str]:
    first = [begun] if begun and catalogue.agreement(connection, begun) is not None else []
    found = catalogue.agreements_after(connection, begun, MOST)
    return first + [record.id for record in found if record.id.startswith(begun)]


def _labels(connection: Connection, begun: str) -> list[str]:
    return [label.name for label in catalogue.labels(connection) if label.name.startswith(begun)]


def _annotators(connection: Connection, begun: str) -> list[str]:
    return [name for name in catalogue.annotators(connection) if name.startswith(begun)]


_OFFERED: Final[Mapping[Kind, Callable[[Connection, str], list[str]]]] = {
    "article": _articles,
    "agreement": _records,
    "label": _labels,
    "annotator": _annotators,
}
