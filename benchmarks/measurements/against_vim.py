"""Scrolling, paging and moving by words, beside vim: for comparison, there is no bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial

from benchmarks.bench import Bench, Measurement
from benchmarks.figures import Value, bytes_against
from benchmarks.keys import CTRL_E, CTRL_F, changes, gather, pages, scrolls, words
from benchmarks.reader import Reader, in_annotui
from benchmarks.terminal import REST, Press

_SOURCES: dict[str, tuple[Callable[[Reader], Iterator[Press]], bytes]] = {
    "scroll": (lambda reader: scrolls(reader, CTRL_E), CTRL_E),
    "word": (words, b"w"),
    "page": (pages, CTRL_F),
}


def _measure(what: str, bench: Bench) -> Mapping[str, Value]:
    ours, key = _SOURCES[what]
    with ExitStack() as stack:
        vim = stack.enter_context(bench.vim("1mb"))
        vim.quiet(REST)
        reader = in_annotui(bench, stack, bench.data.copy(bench.data.article("1mb"), "vim"), "1mb")
        return {f"vim.{what}": bytes_against(*gather(bench.counts.presses, ours(reader), changes(vim, key)))}


MEASUREMENTS = tuple(Measurement(f"vim-{what}", (f"vim.{what}",), partial(_measure, what)) for what in _SOURCES)
