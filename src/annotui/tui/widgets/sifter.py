"""Looking through very many things while keys are answered: for a moment at once, then on between the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Generic, TypeVar

from textual.timer import Timer
from textual.widget import Widget

from annotui.errors import AnnotuiError

T = TypeVar("T")

MOMENT = 0.010
"""For how many seconds a key may keep one waiting."""
_SLICE = 0.004
_PAUSE = 0.003
_SHOWN_EACH = 0.15


class Sifter(Generic[T]):
    """Takes what an iterator finds, each time the whole so far, and tells it to `show` with whether that is all.

    A step of the iterator should take a few milliseconds at most. An error ends it and is told to `failed`.
    """

    def __init__(self, widget: Widget, show: Callable[[T, bool], None], failed: Callable[[AnnotuiError], None]) -> None:
        self._widget = widget
        self._show = show
        self._failed = failed
        self._found: Iterator[T] | None = None
        self._latest: list[T] = []
        self._timer: Timer | None = None
        self._shown_at = 0.0

    @property
    def is_running(self) -> bool:
        """Whether there may be more to come."""
        return self._found is not None

    def start(self, found: Iterator[T]) -> None:
        """Sift this, and nothing else any more; what a moment brings is shown before this returns."""
        self.stop()
        self._found = found
        self._go_on(MOMENT)

    def stop(self) -> None:
        """Look no further."""
        self._found, self._latest = None, []
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _go_on(self, seconds: float) -> None:
        found, is_first = self._found, self._timer is None
        if found is None:
            return
        until = perf_counter() + seconds
        is_all = True
        try:
            for so_far in found:
                self._latest = [so_far]
                if perf_counter() >= until:
                    is_all = False
                    break
        except AnnotuiError as error:
            self.stop()
            self._failed(error)
            return
        latest = self._latest
        if is_all:
            self.stop()
        else:
            self._timer = self._widget.set_timer(_PAUSE, lambda: self._go_on(_SLICE))
        if latest and (is_first or is_all or perf_counter() > self._shown_at + _SHOWN_EACH):
            self._shown_at = perf_counter()
            self._show(latest[0], is_all)
