"""How long work shows how far it is, and how Ctrl-C stops it after the piece in hand, with nothing lost."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType

AFTER_SECONDS = 0.4
"""Work that is over sooner shows nothing."""
EVERY_SECONDS = 0.1


class Report:
    """A Progress that writes one line on stderr, if `shown`, and asks the work to stop once `stop` was called.

    `hint` stands behind how far it is.
    """

    def __init__(self, *, shown: bool, hint: str = "") -> None:
        self._shown = shown
        self._hint = hint
        self._due = monotonic() + AFTER_SECONDS
        self._width = 0
        self._stopped = False

    def __call__(self, what: str, done: int, total: int) -> bool:
        """Show how far the work is, at most ten times a second. Returns whether it is to go on."""
        if self._shown and monotonic() >= self._due:
            self._due = monotonic() + EVERY_SECONDS
            how_far = f"{what} {done:,}" + (f" of {total:,}" if total else "")
            line = how_far + (", stopping" if self._stopped else self._hint)
            sys.stderr.write("\r" + line.ljust(self._width))
            sys.stderr.flush()
            self._width = len(line)
        return not self._stopped

    def stop(self) -> None:
        """Let the work stop after the piece in hand."""
        self._stopped = True

    def clear(self) -> None:
        """Make room on the terminal for something else."""
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0


@contextmanager
def progress(*, shown: bool = True, hint: str = "") -> Iterator[Report]:
    """A Progress on stderr where that is a terminal; the first Ctrl-C asks the work to stop, the second cuts it off.

    Not `shown` where the data go to the same terminal meanwhile.
    """
    report = Report(shown=shown and sys.stderr.isatty(), hint=hint)

    def stop(number: int, frame: FrameType | None) -> None:
        report.stop()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield report
    finally:
        signal.signal(signal.SIGINT, before)
        report.clear()
