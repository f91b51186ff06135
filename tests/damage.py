"""Damaging a database page by page."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

PAGE = 4096


def pages_of(database: Path, table: str) -> list[int]:
    """The pages of a table, its root first (byte 0 of page n is at (n - 1) * PAGE)."""
    with closing(sqlite3.connect(database)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
        data = database.read_bytes()
    found, waiting = [], [int(root)]
    while waiting:
        number = waiting.pop(0)
        found.append(number)
        page = data[(number - 1) * PAGE : number * PAGE]
        if page[0] == 5:  # an inner page: its cells begin with the number of a page below, the last one's is apart
            cells = [
                int.from_bytes(page[at : at + 2], "big") for at in range(12, 12 + 2 * (page[3] * 256 + page[4]), 2)
            ]
            waiting += [int.from_bytes(page[at : at + 4], "big") for at in cells]
            waiting.append(int.from_bytes(page[8:12], "big"))
    return found


def garble(database: Path, *pages: int) -> None:
    """Overwrite pages with what is none."""
    with database.open("r+b") as file:
        for number in pages:
            file.seek((number - 1) * PAGE)
            file.write(Random(number).randbytes(PAGE))
