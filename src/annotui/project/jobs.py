"""Long work: how far it is, and how it is stopped with nothing lost."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], bool]
"""Told (what, done, total) as work goes on; total 0 is unknown. Returns False to stop after what is being done."""


def quietly(what: str, done: int, total: int) -> bool:
    """Report nothing and never stop."""
    return True
