"""CSV cells: UTF-8 rows with CRLF, the guard against formulas, and lists in a cell."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import BinaryIO

# A spreadsheet runs what follows the first six; the quote is the guard itself, so it needs one too.
_GUARDED = ("=", "+", "-", "@", "\t", "\r", "'")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE_OR_SEPARATOR = re.compile(r"\\[\\;]|;")


def guard(cell: str) -> str:
    """The cell with a leading `'` where a spreadsheet would take it for a formula; numbers stay as they are."""
    return f"'{cell}" if cell.startswith(_GUARDED) and not _NUMBER.fullmatch(cell) else cell


def unguard(cell: str) -> str:
    """The cell as it was before `guard`: `unguard(guard(cell)) == cell`."""
    return cell[1:] if cell.startswith("'") and cell.startswith(_GUARDED, 1) else cell


def join_items(items: Iterable[str]) -> str:
    r"""A list in one cell: items separated by `;`; a `;` inside an item is written `\;`, a `\` is written `\\`."""
    return ";".join(item.replace("\\", "\\\\").replace(";", "\\;") for item in items)


def split_items(cell: str) -> list[str]:
    r"""The items of a list cell, not yet stripped; the reverse of `join_items`.

    A `\` before anything but `;` and `\` is itself, so that a list typed by hand may hold one.
    """
    items: list[str] = []
    item = ""
    position = 0
    for found in _ESCAPE_OR_SEPARATOR.finditer(cell):
        item += cell[position : found.start()]
        position = found.end()
        if found[0] == ";":
            items.append(item)
            item = ""
        else:
            item += found[0][1]
    items.append(item + cell[position:])
    return items


class CsvWriter:
    """Writes rows as RFC 4180 CSV in UTF-8: comma, CRLF, quotes where needed.

    A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD: one code point for one, so that offsets stay true.
    """

    def __init__(self, out: BinaryIO, *, raw: bool = False, delimiter: str = ",") -> None:
        """Write to `out`, which stays open; `raw` leaves the formula guard out."""
        self._out = out
        self._raw = raw
        self._writer = csv.writer(self, delimiter=delimiter, lineterminator="\r\n")

    def row(self, cells: Iterable[str]) -> None:
        """Write one row."""
        self._writer.writerow(cells if self._raw else [guard(cell) for cell in cells])

    def write(self, text: str) -> int:
        """Take a finished row from `csv.writer`; returns the bytes written."""
        return self._out.write(utf8(text))


def utf8(text: str) -> bytes:
    """The text in UTF-8, each lone surrogate as U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _LONE_SURROGATE.sub("\ufffd", text).encode()
