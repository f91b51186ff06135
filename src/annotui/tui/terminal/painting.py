"""Turning one row of the screen into another: only the cells that differ are written, long blanks are erased."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from annotui.tui.terminal.looks import PLAIN, UNKNOWN
from annotui.tui.terminal.pen import Pen
from annotui.tui.terminal.rows import GAP, Row

_EL = 3
"""The bytes that erase the rest of a row."""
_ECH = 5
"""The bytes that erase some cells, and those that then go on behind them."""
_CUF = 3
"""The bytes of the shortest motion within a row."""
_BLANKS = re.compile(f" {{{_EL + 1},}}")


def paint(pen: Pen, y: int, old: Row, new: Row) -> None:
    """Make row `y`, which shows `old`, show `new`."""
    columns = _changed(old, new)
    unsure, sure = min(old.irregular, new.irregular), max(old.sure_from, new.sure_from)
    if UNKNOWN in new.signs[unsure:] or not any(unsure <= x < sure for x in columns):
        _paint_columns(pen, y, new, columns)
        return
    _paint_columns(pen, y, new, columns[: bisect_left(columns, unsure)])
    pen.reach(y, unsure, new)
    # Whatever the terminal has made of what stood here, nothing of it stays.
    pen.erase_rest()
    for start, end in _phrases(new, unsure):
        pen.reach(y, start, new)
        pen.write(new, start, end)


def _changed(old: Row, new: Row) -> list[int]:
    """The columns of the cells that differ; not those of which nobody knows any more what they show."""
    width = len(new.signs)
    first, last = 0, width
    step = width
    # Most of a row is the same as a rule: what is, at both ends, is found by halves.
    while step:
        if _are_alike(old, new, first, first + step):
            first += step
        if _are_alike(old, new, last - step, last):
            last -= step
        step //= 2
    cells = zip(old.text[first:last], new.text[first:last], old.signs[first:last], new.signs[first:last], strict=True)
    return [
        x
        for x, (before, after, was, is_) in enumerate(cells, first)
        if (before != after or was != is_) and is_ != UNKNOWN
    ]


def _are_alike(old: Row, new: Row, start: int, end: int) -> bool:
    return old.text[start:end] == new.text[start:end] and old.signs[start:end] == new.signs[start:end]


def _paint_columns(pen: Pen, y: int, row: Row, columns: list[int]) -> None:
    """Write these columns of a row."""
    for start, end, is_erased in _stretches(row, columns):
        if not is_erased:
            pen.reach(y, start, row)
            pen.write(row, start, end)
        elif end < len(row.signs):
            pen.reach(y, start, row)
            pen.erase(end - start)
        else:
            column = pen.column_in(y)
            if column is None or not row.blank_from <= column <= start:
                pen.reach(y, start, row)
            pen.erase_rest()


def _stretches(row: Row, columns: list[int]) -> list[tuple[int, int, bool]]:
    """The columns as stretches `[start, end)`, left to right, each to be written or erased.

    What is erased may hold blanks that need not be, and to the end of the row always does.
    """
    found: list[tuple[int, int, bool]] = []
    at = 0
    for first, last in _blanks(row):
        low, high = bisect_left(columns, first), bisect_left(columns, last)
        if low == high:
            continue
        start, end = columns[low], columns[high - 1] + 1
        to_the_end = last == len(row.signs)
        goes_on = high < len(columns) and columns[high] == end
        if end - start > (_EL if to_the_end else 2 * _ECH if goes_on else _ECH):
            found += _runs(row, columns[at:low])
            found.append((start, last if to_the_end else end, True))
            at = high
    return found + _runs(row, columns[at:])


def _blanks(row: Row) -> Iterator[tuple[int, int]]:
    """The stretches of plain blanks long enough to be erased."""
    if isinstance(row.text, str):
        for blanks in _BLANKS.finditer(row.text):
            first, last = blanks.span()
            first += len(row.signs[first:last].rstrip(PLAIN))
            if first < last:
                yield first, last


def _phrases(row: Row, start: int) -> Iterator[tuple[int, int]]:
    """What stands between gaps, from column `start` on: it is written in one go, so that it stays together where a
    terminal has another idea of its width, and what comes behind a gap stands in its column all the same.
    """
    begin = end = start
    for x in range(start, row.blank_from):
        if row.text[x] == " " and row.signs[x] == PLAIN:
            continue
        if x - end >= GAP:
            if begin < end:
                yield begin, end
            begin = x
        end = x + 1
    if begin < end:
        yield begin, end


def _runs(row: Row, columns: list[int]) -> list[tuple[int, int, bool]]:
    """The columns as stretches to be written; a gap of one look that is no longer than a motion is written as well."""
    found: list[tuple[int, int, bool]] = []
    if not columns:
        return found
    start = end = columns[0]
    for x in columns:
        if x > end and (x - end > _CUF or row.signs.count(row.signs[x], end - 1, x) != x - end + 1):
            found.append((start, end, False))
            start = x
        end = x + 1
    found.append((start, end, False))
    return found
