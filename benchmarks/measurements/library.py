"""A library of a million articles, beside one of a thousand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial

from benchmarks import texts
from benchmarks.bench import Bench, Measurement
from benchmarks.figures import Value, steadiness, time_against
from benchmarks.keys import PATIENCE, gather
from benchmarks.screen import Snapshot
from benchmarks.terminal import REST, Press, Terminal, Unanswered

_PAGES = 40
"""So many pages down before the list begins again: a thousand articles have a few more."""
_FIRST, _LAST = 1, 21
"""The rows of the screen on which the list stands."""
_NUMBER = re.compile(r" N(\d{7}) ")
_SLOW = 30.0


def opened(bench: Bench, stack: ExitStack, count: int) -> Terminal:
    """Open a library of so many articles. Raises Unanswered."""
    terminal = stack.enter_context(bench.annotui(bench.data.library(count)))
    terminal.wait_written(texts.name(0))
    terminal.quiet(REST)
    if not terminal.snapshot().has(f"{count:,} articles"):
        raise Unanswered(f"the library does not say that it has {count:,} articles")
    terminal.idle()
    return terminal


def _two(bench: Bench, stack: ExitStack) -> tuple[Terminal, Terminal]:
    return opened(bench, stack, bench.counts.million), opened(bench, stack, 1000)


def _listed(shown: Snapshot) -> list[int]:
    """The numbers of the articles on the screen."""
    found = map(_NUMBER.search, shown.rows[_FIRST : _LAST + 1])
    return [int(number[1]) for number in found if number]


def _gone_on(before: Snapshot, after: Snapshot) -> bool:
    old, new = _listed(before), _listed(after)
    return len(new) == len(old) and new[0] > old[0] and new[0] <= old[-1] + 1


def _shows(number: int, shown: Snapshot) -> bool:
    return number in _listed(shown)


def pages(terminal: Terminal) -> Iterator[Press]:
    """Press Space, which shows the next page of the list."""
    while True:
        _first(terminal)
        for _ in range(_PAGES):
            yield terminal.press(b" ", partial(_gone_on, terminal.snapshot()), patience=PATIENCE)


def ends(terminal: Terminal, count: int) -> Iterator[Press]:
    """Press G from the top of a list of so many articles."""
    while True:
        _first(terminal)
        yield terminal.press(b"G", partial(_shows, count - 1), patience=_SLOW)


def _first(terminal: Terminal) -> None:
    if not _shows(0, terminal.snapshot()):
        terminal.press(b"gg", partial(_shows, 0), patience=_SLOW)


def _filtered(shown: Snapshot) -> bool:
    """Whether one in ten is listed, all done, and the question is gone."""
    listed = [row for row in shown.rows[_FIRST : _LAST + 1] if " N0" in row]
    numbers = _listed(shown)
    right = numbers == list(range(numbers[0], numbers[0] + 10 * len(numbers), 10)) if numbers else False
    return right and len(listed) > 10 and all("done" in row for row in listed) and not shown.has("Only:")


def filters(terminal: Terminal) -> Iterator[Press]:
    """Choose `done` of the statuses; the press measured is the Enter that takes it."""
    while True:
        terminal.press(b"f", lambda shown: shown.has("Only:"), patience=_SLOW)
        terminal.press(b"done", lambda shown: shown.has("Only:") and shown.has("done"), patience=_SLOW)
        yield terminal.press(b"\r", _filtered, patience=_SLOW)
        terminal.press(b"\x1b", partial(_shows, 1), patience=_SLOW)
        _first(terminal)


def _page(bench: Bench) -> Mapping[str, Value]:
    with ExitStack() as stack:
        large, small = _two(bench, stack)
        ours, peer = gather(bench.counts.presses, pages(large), pages(small))
    return {"library.page": time_against(ours, peer), "p99.library-page": steadiness(ours)}


def _end(bench: Bench) -> Mapping[str, Value]:
    with ExitStack() as stack:
        large, small = _two(bench, stack)
        ours, peer = gather(bench.counts.presses, ends(large, bench.counts.million), ends(small, 1000))
    return {"library.end": time_against(ours, peer), "p99.library-end": steadiness(ours)}


def _filter(bench: Bench) -> Mapping[str, Value]:
    with ExitStack() as stack:
        large, small = _two(bench, stack)
        ours, peer = gather(bench.counts.presses, filters(large), filters(small))
        for terminal in (large, small):  # the filter would be there the next time
            terminal.press(b"\x1b", partial(_shows, 1), patience=_SLOW)
    return {"library.filter": time_against(ours, peer), "p99.library-filter": steadiness(ours)}


MEASUREMENTS = (
    Measurement("library-page", ("library.page", "p99.library-page"), _page),
    Measurement("library-end", ("library.end", "p99.library-end"), _end),
    Measurement("library-filter", ("library.filter", "p99.library-filter"), _filter),
)
