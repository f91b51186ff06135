"""One event for everything that has changed: by an act here, by undo, or by another process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from annotui.project.opening import Project
from annotui.storage.sqlite_errors import moved

What = Literal["spans", "status", "catalogue", "labels", "articles", "everything"]


class Changed(NamedTuple):
    """What has changed, and in which article (empty: anywhere)."""

    what: What
    article: str = ""


class Watch:
    """Tells listeners of each change; `poll` looks whether another process has written."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._seen = project.store.data_version()
        self._is_in_place = True
        self._listeners: list[Callable[[Changed], None]] = []

    def listen(self, listener: Callable[[Changed], None]) -> None:
        """Call `listener` with every change from now on."""
        self._listeners.append(listener)

    def tell(self, changed: Changed) -> None:
        """Say that something here has changed."""
        for listener in self._listeners:
            listener(changed)

    def poll(self) -> bool:
        """Tell of what other processes have written since the last poll. Returns whether they did.

        Raises StorageError, once, where the database was deleted, moved or replaced.
        """
        was, self._is_in_place = self._is_in_place, self._project.store.is_in_place()
        if not self._is_in_place:
            if was:
                raise moved(self._project.store.path)
            return False
        version = self._project.store.data_version()
        if version == self._seen:
            return False
        self._seen = version
        self.tell(Changed("everything"))
        return True
