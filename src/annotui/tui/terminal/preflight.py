"""Whether the app can be shown at all: it needs a terminal that can place text, at both ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from annotui.core.text import safe
from annotui.errors import UsageError

SERVED_DRIVER = "annotui.tui.terminal.served:ServedDriver"
"""What $TEXTUAL_DRIVER is where the app is shown in a browser by `annotui serve`."""

_NEED_NO_TERMINAL = frozenset({SERVED_DRIVER, "textual.drivers.web_driver:WebDriver"})
_WITHOUT_A_TERMINAL = (
    "These commands need no terminal: annotui export, stats, search, tag, link, sync, check "
    "(annotui --help lists them all)."
)
_CANNOT_PLACE_TEXT = frozenset({"dumb", "unknown"})


def check(
    stdin: TextIO | None, stdout: TextIO | None, environ: Mapping[str, str], *, stderr: TextIO | None = None
) -> None:
    """Raise UsageError, with the reason, when the app cannot run on these streams.

    `stderr` is looked at only when given: Textual draws on it, so its redirection would leave the screen empty.
    A stream is None where the process was started without it. A page in a browser takes any streams.
    """
    if environ.get("TEXTUAL_DRIVER") in _NEED_NO_TERMINAL:
        return
    if stdin is None or not _is_tty(stdin):
        raise UsageError("The app reads keys from a terminal, but standard input is not one.", _WITHOUT_A_TERMINAL)
    if stdout is None or not _is_tty(stdout):
        raise UsageError("The app draws on a terminal, but standard output is not one.", _WITHOUT_A_TERMINAL)
    if stderr is not None and not _is_tty(stderr):
        raise UsageError(
            "The app draws on standard error as well, but that is not a terminal.",
            f"Leave out the redirection of standard error. {_WITHOUT_A_TERMINAL}",
        )
    term = environ.get("TERM", "")
    if not can_place_text(term):
        raise UsageError(
            f"The terminal (TERM={safe(term)}) cannot place text on the screen.",
            f"Use another terminal, or set TERM to what yours is, such as xterm-256color. {_WITHOUT_A_TERMINAL}",
        )


def can_place_text(term: str) -> bool:
    """Whether a terminal of this name, or of none, may be able to show the app."""
    return term.lower() not in _CANNOT_PLACE_TEXT


def _is_tty(stream: TextIO) -> bool:
    return not stream.closed and stream.isatty()
