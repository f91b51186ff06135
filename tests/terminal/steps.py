"""Steps that many tests of the app begin with, and what its status line says."""

from __future__ import annotations

import re
from collections.abc import Callable

from .driver import Terminal


def spans(number: int, still_open: int | None = None) -> Callable[[Terminal], bool]:
    """Whether the screen counts so many spans, and so many open links."""
    rest = "" if still_open is None else rf" · {still_open} open"
    pattern = re.compile(rf"(?<!\d){number} spans?{rest}\b")
    return lambda at: pattern.search(at.text) is not None


def counted(terminal: Terminal, number: int, still_open: int | None = None) -> None:
    """Wait for the counts. A message may stand in their place until the next key: Ctrl-L is one that does no harm."""
    for _ in range(40):
        try:
            terminal.wait_for(spans(number, still_open), timeout=0.5)
        except AssertionError:
            terminal.send(b"\x0c")
        else:
            return
    terminal.wait_for(spans(number, still_open), timeout=2)


def read_first(terminal: Terminal, number: int = 0) -> Terminal:
    """Open the first of the two articles, the one with the agreements, which has so many spans."""
    terminal.wait_for("2 articles")
    terminal.press("g", "g", "enter")
    terminal.wait_for("HELSINKI")
    counted(terminal, number)
    return terminal


def read_last(terminal: Terminal, number: int = 0) -> Terminal:
    """Open the other article, the long one."""
    terminal.wait_for("2 articles")
    terminal.press("G", "enter")
    terminal.wait_for("A keeper for the lighthouse")
    counted(terminal, number)
    return terminal
