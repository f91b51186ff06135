"""Keys pressed over and over, each press checked by what the screen and the database show before it counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial

from benchmarks.figures import Samples
from benchmarks.reader import Page, Reader, to_top, without_spaces
from benchmarks.screen import Snapshot
from benchmarks.terminal import Press, Terminal, Unanswered

CTRL_E, CTRL_F = b"\x05", b"\x06"
PATIENCE = 3.0
"""Seconds that a program gets to answer a key."""

_WORDS = 60
"""So many words are passed before the cursor goes back to the top: it stays inside the page."""
_LINES = 12
_EDGE = 60
_MOST_PASSED_OVER = 40
_END = 30
_DIGIT = b"6"
"""The key of a starter label that does not link: date."""


def changes(terminal: Terminal, key: bytes) -> Iterator[Press]:
    """Press a key that changes something on the screen, whatever it is."""
    while True:
        yield terminal.press(key, partial(_differs, terminal.snapshot()), patience=PATIENCE)


def scrolls(reader: Reader, key: bytes) -> Iterator[Press]:
    """Press a key that moves the text up by a row."""
    while True:
        yield reader.terminal.press(key, partial(reader.page.moved_up, reader.shown), patience=PATIENCE)


def edge_scrolls(reader: Reader) -> Iterator[Press]:
    """Press j from where the cursor is on the lowest row, so that the text moves up by a row each time."""
    to_top(reader.terminal)
    for _ in range(_EDGE):
        before = reader.shown
        reader.terminal.send(b"j")
        reader.terminal.quiet()
        if reader.page.moved_up(before, reader.shown):
            break
    yield from scrolls(reader, b"j")


def pages(reader: Reader, top: bytes = b"gg") -> Iterator[Press]:
    """Press Space, which shows the next page; where the text ends, `top` goes back to where it begins."""
    whole = without_spaces(reader.text)
    while True:
        before = reader.page.compact(reader.shown)
        if whole.endswith(before[-_END:]):
            reader.terminal.send(top)
            reader.terminal.quiet(0.15)
            before = reader.page.compact(reader.shown)
        first = whole.find(before)
        if first < 0:
            raise Unanswered("what is shown is not the text")
        goes_on = partial(_goes_on, reader.page, whole, first, len(before))
        yield reader.terminal.press(b" ", goes_on, patience=PATIENCE)


def words(reader: Reader) -> Iterator[Press]:
    """Press w inside the page: the text stays, the cursor moves and gets on."""
    while True:
        to_top(reader.terminal)
        first = reader.shown
        for _ in range(_WORDS):
            yield reader.terminal.press(b"w", partial(reader.page.changed, reader.shown), patience=PATIENCE)
        if len(reader.page.rows_changed(first, reader.shown)) < 2:
            raise Unanswered("w does not get on")


def lines(reader: Reader) -> Iterator[Press]:
    """Press j, and then k as often, inside the page."""
    to_top(reader.terminal)
    while True:
        first = reader.shown
        for _ in range(_LINES):
            yield reader.terminal.press(b"j", partial(reader.page.changed, reader.shown), patience=PATIENCE)
        if _LINES not in reader.page.rows_changed(first, reader.shown):
            raise Unanswered("j does not go down by rows")
        for _ in range(_LINES):
            yield reader.terminal.press(b"k", partial(reader.page.changed, reader.shown), patience=PATIENCE)


def tags(reader: Reader) -> Iterator[tuple[Press, Press]]:
    """Go on by a word and tag the next one; gives the presses of w and of the digit.

    A tag counts when it is in the database and the screen shows it. Passed over are words that have this label
    already, and those where nothing but the status line changes: a span of the same edges lies under the tag.
    """
    terminal = reader.terminal
    uri = f"{(reader.project / 'annotations.db').as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=5, isolation_level=None)) as database:
        passed_over = 0
        while True:
            word = terminal.press(b"w", partial(_differs, reader.shown), patience=PATIENCE)
            terminal.press(b"w", partial(_differs, reader.shown), patience=PATIENCE)
            before, saved = reader.shown, _count(database)
            tag = terminal.press(_DIGIT, partial(_differs, before), patience=PATIENCE)
            more = _count(database) - saved
            if more == 1 and reader.page.changed(before, reader.shown):
                yield word, tag
            elif more in {0, 1} and passed_over < _MOST_PASSED_OVER:
                passed_over += 1
            else:
                raise Unanswered(f"{passed_over} tags were not drawn or not saved")


def tagged(reader: Reader) -> Iterator[Press]:
    """Tag words; gives the presses of the digit alone."""
    return (tag for _, tag in tags(reader))


def gather(count: int, *sources: Iterator[Press]) -> list[Samples]:
    """Press the keys of several sources in turn, `count` times each."""
    came: list[list[Press]] = [[] for _ in sources]
    for _ in range(count):
        for presses, source in zip(came, sources, strict=True):
            presses.append(next(source))
    return [Samples(presses) for presses in came]


def _goes_on(page: Page, whole: str, first: int, length: int, after: Snapshot) -> bool:
    """Whether the page goes on where the one before, `length` from `first` of the `whole` text, ended or earlier."""
    shown = page.compact(after)
    return bool(shown) and first < whole.find(shown, first + 1, first + 3 * (length + len(shown))) <= first + length


def _differs(before: Snapshot, after: Snapshot) -> bool:
    return before != after


def _count(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT count(*) FROM annotation").fetchone()[0])
