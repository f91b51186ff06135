"""A full-text search in a thread: the index may have to be brought up to very many articles first."""

from __future__ import annotations

from asyncio import Event, timeout
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from time import perf_counter

from textual.widget import Widget
from textual.worker import get_current_worker

from annotui.errors import AnnotuiError
from annotui.project import reading
from annotui.project.opening import Project, open_project

_KEYS_WAIT_SECONDS = 0.2
"""How long keys wait for what is found, so that those typed ahead are for that."""
_TOLD_EACH_SECONDS = 0.25


class Searching:
    """Searches for a widget: `failed` hears of an error, `changed` of the progress.

    `found` hears of the words, the articles' ids, and whether they are known to be all.
    """

    def __init__(
        self,
        widget: Widget,
        found: Callable[[str, list[int], bool], None],
        failed: Callable[[AnnotuiError], None],
        changed: Callable[[], None],
    ) -> None:
        self._widget = widget
        self._found = found
        self._failed = failed
        self._changed = changed
        self._words = ""
        self._is_over = Event()
        self.progress = ""
        """How far a search is that takes long."""

    async def start(self, project: Project, words: str) -> None:
        """Search for words, and for nothing else any more. Raises UsageError for a query without a word."""
        reading.require_words(words)
        self.stop()
        self._words = words
        self._is_over = Event()
        self._widget.run_worker(partial(self._search, project, words), thread=True, group="search", exit_on_error=False)
        with suppress(TimeoutError):
            async with timeout(_KEYS_WAIT_SECONDS):
                await self._is_over.wait()

    def stop(self) -> None:
        """Search no further; what was indexed stays."""
        self._widget.workers.cancel_group(self._widget, "search")
        self._words = self.progress = ""

    def _search(self, project: Project, words: str) -> None:
        worker = get_current_worker()
        told_at = perf_counter()

        def progress(done: int, total: int) -> bool:
            nonlocal told_at
            if perf_counter() > told_at + _TOLD_EACH_SECONDS:
                told_at = perf_counter()
                self._widget.call_later(self._tell, words, f"indexing the texts: {100 * done // max(1, total)}%")
            return not worker.is_cancelled

        found: tuple[list[int], bool] | AnnotuiError
        try:
            own = open_project(project.folder, project.annotator)
            try:
                found = reading.holding(own, words, progress)
            finally:
                own.close()
        except AnnotuiError as error:
            found = error
        self._widget.call_later(self._take, words, found)

    def _tell(self, words: str, progress: str) -> None:
        if words == self._words:
            self.progress = progress
            self._changed()

    def _take(self, words: str, found: tuple[list[int], bool] | AnnotuiError) -> None:
        if words != self._words:
            return
        self._words = self.progress = ""
        if isinstance(found, AnnotuiError):
            self._failed(found)
        else:
            self._found(words, *found)
        self._changed()
        self._is_over.set()
