"""The article that is seen first, read in a thread while the screen is still being imported."""

from __future__ import annotations

from contextlib import closing
from threading import Thread
from typing import NamedTuple

from annotui.core.model import Article
from annotui.errors import AnnotuiError
from annotui.project.opening import Project
from annotui.storage import articles, span_places
from annotui.storage.since import last_act
from annotui.storage.span_places import AllPlaces
from annotui.storage.store import Store


class ReadAhead(NamedTuple):
    """An article and where everybody's spans stand in it, in the state that the database was in after `last_act`."""

    article: Article
    last_act: int
    places: AllPlaces


class Ahead:
    """Reads an article at once, over a connection of its own. SQLite works without the interpreter meanwhile."""

    def __init__(self, project: Project, path: str) -> None:
        self._project = project
        self._path = path
        self._found: ReadAhead | None = None
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    def take(self, path: str) -> ReadAhead | None:
        """What was read, once; None of another article, and of one that could not be read: who reads it says why."""
        self._thread.join()
        found, self._found = self._found, None
        return found if path == self._path else None

    def _read(self) -> None:
        try:
            with closing(Store.open(self._project.store.path)) as store, store.snapshot():
                connection, reader = store.connection, self._project.annotator
                article = articles.article(connection, self._path, reader)
                number = articles.article_id(connection, self._path)
                if article is not None and number is not None:
                    places = span_places.all_places_of(connection, number, reader)
                    self._found = ReadAhead(article, last_act(connection), places)
        except AnnotuiError:
            return
