"""A limit on how long a regular expression may be looked for: some take longer than anybody lives.

The matcher of `re` asks for signals while it works, so an alarm ends it where it stands.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread

from annotui.core.finding import How, regular
from annotui.errors import UsageError

SECONDS = 0.5


class _TookTooLong(Exception):
    """The alarm went off."""


@contextmanager
def limited(query: str, how: How) -> Iterator[None]:
    """Look for a query for SECONDS at most where it is a regular expression. Raises UsageError: it took longer."""
    if how != "text" or regular(query) is None or current_thread() is not main_thread():
        yield
        return
    is_on = True

    def ring(*_: object) -> None:
        if is_on:
            raise _TookTooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    except _TookTooLong:
        raise UsageError(
            f"{query.strip()} takes too long to look for.", "Make it simpler: fewer * and + in each other."
        ) from None
    finally:
        is_on = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
