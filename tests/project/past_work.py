"""A clock for acts that a test sets, so that what they come to is known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from annotui.storage import history


class Clock:
    """The time of the next act; `later` lets seconds go by."""

    def __init__(self, start: str) -> None:
        self.time = datetime.fromisoformat(start).replace(tzinfo=UTC)

    def __call__(self) -> str:
        return self.time.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def later(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@contextmanager
def acts_from(start: str) -> Iterator[Clock]:
    """A clock that all acts go by meanwhile."""
    clock = Clock(start)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(history, "now", clock)
        yield clock
