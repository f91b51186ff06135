"""Counting a list of articles in a thread, a while after it has come up or changed, so that no key waits for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import perf_counter

from textual.timer import Timer
from textual.widget import Widget
from textual.worker import get_current_worker

from annotui.errors import AnnotuiError
from annotui.project.library import Library, Numbering, number_all
from annotui.project.opening import Project

WAIT_SECONDS = 0.3
"""How long after a change a list is counted."""
_CALM_SECONDS = 5.0
"""How long after it has come up a list is counted of which all that is shown is known: others may have written."""
_REST = 10
"""How many times as long as it took one waits before one counts again: others may write all the time."""


class Counting:
    """Counts the list that a widget shows, and lets `settle` take up what was found unless it has changed again."""

    def __init__(self, widget: Widget, settle: Callable[[Library, Numbering | list[int]], None]) -> None:
        self._widget = widget
        self._settle = settle
        self._library: Library | None = None
        self._changes = 0
        self._is_busy = False
        self._timer: Timer | None = None
        self._rests_until = 0.0

    def soon(self, project: Project, library: Library) -> None:
        """Count a list that has come up, or has changed."""
        is_new = library is not self._library
        if is_new:
            self._rests_until = 0.0
            self._widget.workers.cancel_group(self._widget, "count")
        self._library = library
        self._changes += 1
        if self._timer is not None:
            self._timer.stop()
        if library.needs_numbering and not self._is_busy:
            known = is_new and library.total is not None and library.is_numbered
            wait = max(_CALM_SECONDS if known else WAIT_SECONDS, self._rests_until - perf_counter())
            self._timer = self._widget.set_timer(wait, partial(self._start, project))

    def _start(self, project: Project) -> None:
        if self._library is not None:
            self._is_busy = True
            work = partial(self._count, project, self._library, self._changes)
            self._widget.run_worker(work, thread=True, group="count", exit_on_error=False)

    def _count(self, project: Project, library: Library, changes: int) -> None:
        worker = get_current_worker()
        began = perf_counter()
        try:
            found = number_all(project, library.filter, lambda: worker.is_cancelled)
        except AnnotuiError:
            found = None  # it is counted again after the next change
        self._widget.call_later(self._take, project, library, changes, found, perf_counter() - began)

    def _take(
        self, project: Project, library: Library, changes: int, found: Numbering | list[int] | None, seconds: float
    ) -> None:
        self._is_busy = False
        if library is self._library:
            self._rests_until = perf_counter() + _REST * seconds
        if self._library is not None and (library is not self._library or changes != self._changes):
            self.soon(project, self._library)
        elif found is not None:
            self._settle(library, found)
