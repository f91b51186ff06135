"""How long work shows how far it is, and how Ctrl-C stops it after the piece in hand, with nothing lost."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType

from annotui.project.jobs import Progress

AFTER_SECONDS = 0.4
"""Work that is over sooner shows nothing."""
EVERY_SECONDS = 0.1


@contextmanager
def progress(*, shown: bool = True) -> Iterator[Progress]:
    """A Progress that writes one line on stderr where that is a terminal; the first Ctrl-C asks the work to stop.

    Not `shown` where the data go to the same terminal meanwhile.
    """
    stopped = False
    width = 0
    shown = shown and sys.stderr.isatty()
    due = monotonic() + AFTER_SECONDS

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def report(what: str, done: int, total: int) -> bool:
        nonlocal width, due
        if shown and monotonic() >= due:
            due = monotonic() + EVERY_SECONDS
            line = f"{what} {done:,}" + (f" of {total:,}" if total else "")
            sys.stderr.write("\r" + line.ljust(width))
            sys.stderr.flush()
            width = len(line)
        return not stopped

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield report
    finally:
        signal.signal(signal.SIGINT, before)
        if width:
            sys.stderr.write("\r" + " " * width + "\r")
            sys.stderr.flush()
