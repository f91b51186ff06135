"""Long work: how far it is, and how it is stopped with nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import ClassVar, TypeVar

from annotui.errors import AnnotuiError

T = TypeVar("T")

Progress = Callable[[str, int, int], bool]
"""Told (what, done, total) as work goes on; total 0 is unknown. Returns False to stop after what is being done."""


def quietly(what: str, done: int, total: int) -> bool:
    """Report nothing and never stop."""
    return True


class Stopped(AnnotuiError):
    """The work was stopped where half of it is of no use: an export, a check. Exit code 130, as in a shell."""

    exit_code: ClassVar[int] = 130

    def __init__(self) -> None:
        super().__init__("Stopped before the end: nothing came of it.")


def in_batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items, `size` at a time; nothing where there are none."""
    waiting = iter(items)
    while some := list(islice(waiting, size)):
        yield some
