"""A list read by key: pages before and after a row, and where in the list a row stands, whatever its length.

Nothing here counts or skips over what it does not have to: a page costs what it holds, and where rows have to be
looked for, at most so many are looked at in one call.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from annotui.storage.connection import Value

Id = TypeVar("Id", bound=int | str)

SLICE = 1024
"""How many rows are looked at for one query."""
SLICES = 8
"""How many slices a page may take; what it has by then is given."""


class Part(NamedTuple):
    """A stretch of a list that one index has in order: the rows of `table` where `where`, by `columns`.

    `tests` are conditions for which each row has to be looked at; in them `{id}` is the row's id, as in `id`.
    """

    table: str
    where: str
    values: tuple[Value, ...]
    columns: tuple[str, ...]
    id: str
    tests: str = ""
    test_values: tuple[Value, ...] = ()

    def tested(self, tests: str, values: tuple[Value, ...]) -> Part:
        """The same with one more condition; none where `tests` is empty."""
        if not tests:
            return self
        joined = " AND ".join(part for part in (self.tests, tests) if part)
        return self._replace(tests=joined, test_values=self.test_values + values)

    def untested(self) -> Part:
        """The same without its tests."""
        return self._replace(tests="", test_values=()) if self.tests else self


class Key(NamedTuple):
    """Where a row stands in a list: in which part, and the values of its columns there."""

    part: int
    values: tuple[Value, ...]


class Stretch(NamedTuple, Generic[Id]):
    """Rows side by side in a list, as (id, key) in its order.

    `reached` is how far was looked, None: to the list's end. Where more rows were wanted they lie behind it.
    """

    rows: list[tuple[Id, Key]]
    reached: Key | None


class Numbering(NamedTuple):
    """The length of a list, and marks: after the row with this key there come those from this number on."""

    total: int
    marks: list[tuple[int, Key | None]]

    def by_number(self, number: int) -> tuple[int, Key | None]:
        """The last mark before a row of this number."""
        return self._last(lambda mark: mark[0] <= number)

    def by_key(self, key: Key, *, descending: bool) -> tuple[int, Key | None]:
        """The last mark before the row with this key."""
        return self._last(lambda mark: mark[1] is None or (mark[1] > key if descending else mark[1] < key))

    def _last(self, holds: Callable[[tuple[int, Key | None]], bool]) -> tuple[int, Key | None]:
        """The last mark for which something holds that holds for the first ones and no others."""
        low, high = 0, len(self.marks)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if holds(self.marks[middle]) else (low, middle)
        return self.marks[low]


class Listing(Generic[Id]):
    """The rows of some parts, one part after the other; `descending` turns the whole round."""

    def __init__(self, connection: sqlite3.Connection, parts: Sequence[Part], *, descending: bool = False) -> None:
        self._connection = connection
        self._parts = tuple(parts)
        self.descending = descending

    @property
    def is_plain(self) -> bool:
        """Whether one index alone tells which rows there are: then skipping rows is quick, too."""
        return len(self._parts) == 1 and not self._parts[0].tests

    def tested(self, tests: str, values: tuple[Value, ...]) -> Listing[Id]:
        """The rows of this list, in its order, that fulfil one more condition."""
        parts = [part.tested(tests, values) for part in self._parts]
        return Listing[Id](self._connection, parts, descending=self.descending)

    def after(self, key: Key | None, n: int, *, inclusive: bool = False, skip: int = 0) -> Stretch[Id]:
        """The next `n` rows after a key (None: from the list's beginning), but for the first `skip` of them.

        `inclusive` takes the row with the key itself as well, if it is there.
        """
        forwards = not self.descending
        if self.is_plain:
            return self._walk(key, n, forwards, inclusive=inclusive, offset=skip)
        found = self._walk(key, n + skip, forwards, inclusive=inclusive)
        return Stretch(found.rows[skip:], found.reached)

    def before(self, key: Key | None, n: int) -> Stretch[Id]:
        """The `n` rows before a key (None: the list's last ones), in the list's order."""
        found = self._walk(key, n, self.descending)
        return Stretch(found.rows[::-1], found.reached)

    def key_of(self, id: Id, *, tested: bool = True) -> Key | None:
        """The key of a row; None where it is not in the list. Not `tested`: also where only a test keeps it out."""
        for place, part in enumerate(self._parts):
            conditions, values = _conditions(part if tested else part.untested())
            sql = f"SELECT {', '.join(part.columns)} FROM {part.table} WHERE {conditions} AND {part.id} = ?"
            row = self._connection.execute(sql, (*values, id)).fetchone()
            if row is not None:
                return Key(place, tuple(row))
        return None

    def count(self, low: Key | None, high: Key) -> int:
        """How many rows stand after `low` (None: from the beginning) and before `high`."""
        forwards = not self.descending
        total = 0
        for place in self._order(forwards):
            if (low is None or not self._passed(place, low, forwards)) and not self._passed(place, high, not forwards):
                start, end = (key.values if key is not None and key.part == place else None for key in (low, high))
                total += self._count(_conditions(self._parts[place], forwards, start, end, to_end=False), place)
        return total

    def number_all(self, is_cancelled: Callable[[], bool] = lambda: False) -> Numbering | None:
        """Count the list, slice by slice, each for itself, so that nobody has to wait; None when cancelled."""
        number = 0
        marks: list[tuple[int, Key | None]] = [(0, None)]
        forwards = not self.descending
        for place in self._order(forwards):
            part, start = self._parts[place], None
            while True:
                if is_cancelled():
                    return None
                edge = self._edge(part, start, forwards)
                if edge is not None and not part.tests:
                    found = SLICE
                else:
                    found = self._count(_conditions(part, forwards, start, edge), place)
                number += found
                if edge is None:
                    break
                # A slice without a row is gone over for good.
                if marks[-1][0] == number:
                    marks.pop()
                marks.append((number, Key(place, edge)))
                start = edge
        return Numbering(number, marks)

    def _walk(
        self, key: Key | None, n: int, forwards: bool, *, inclusive: bool = False, offset: int = 0
    ) -> Stretch[Id]:
        """The next `n` rows in a direction, at most SLICES slices of them looked at."""
        rows: list[tuple[Id, Key]] = []
        slices = SLICES
        for place in self._order(forwards):
            if key is not None and self._passed(place, key, forwards):
                continue
            part = self._parts[place]
            start = key.values if key is not None and place == key.part else None
            from_start = inclusive and start is not None
            while True:
                edge = self._edge(part, start, forwards) if part.tests else None
                conditions, values = _conditions(part, forwards, start, edge, from_start=from_start)
                sql = (
                    f"SELECT {part.id}, {', '.join(part.columns)} FROM {part.table} WHERE {conditions} "
                    f"ORDER BY {_by(part, forwards)} LIMIT {n - len(rows)} OFFSET {offset}"
                )
                found = self._connection.execute(sql, values).fetchall()
                rows += [(row[0], Key(place, tuple(row[1:]))) for row in found]
                if len(rows) >= n:
                    return Stretch(rows, rows[-1][1])
                if edge is None:
                    break
                start, from_start, slices = edge, False, slices - 1
                if not slices:
                    return Stretch(rows, Key(place, edge))
        return Stretch(rows, None)

    def _order(self, forwards: bool) -> Sequence[int]:
        places = range(len(self._parts))
        return places if forwards else places[::-1]

    @staticmethod
    def _passed(place: int, key: Key, forwards: bool) -> bool:
        """Whether one has gone by a part once one is at a key."""
        return place < key.part if forwards else place > key.part

    def _edge(self, part: Part, start: tuple[Value, ...] | None, forwards: bool) -> tuple[Value, ...] | None:
        """The key of the row SLICE rows on, whether it passes the tests or not; None where the part ends before."""
        conditions, values = _conditions(part.untested(), forwards, start)
        sql = (
            f"SELECT {', '.join(part.columns)} FROM {part.table} WHERE {conditions} "
            f"ORDER BY {_by(part, forwards)} LIMIT 1 OFFSET {SLICE - 1}"
        )
        row = self._connection.execute(sql, values).fetchone()
        return None if row is None else tuple(row)

    def _count(self, where: tuple[str, tuple[Value, ...]], place: int) -> int:
        sql = f"SELECT count(*) FROM {self._parts[place].table} WHERE {where[0]}"
        return int(self._connection.execute(sql, where[1]).fetchone()[0])


def _conditions(
    part: Part,
    forwards: bool = True,
    start: tuple[Value, ...] | None = None,
    end: tuple[Value, ...] | None = None,
    *,
    from_start: bool = False,
    to_end: bool = True,
) -> tuple[str, tuple[Value, ...]]:
    """What holds for the rows that one meets on the way from one key to another (None: no bound), and its values.

    The row at the start belongs to them if `from_start`, the one at the end if `to_end`.
    """
    columns = f"({', '.join(part.columns)})"
    conditions, values = [part.where], list(part.values)
    onward, back = (">", "<") if forwards else ("<", ">")
    for key, sign, equal in ((start, onward, from_start), (end, back, to_end)):
        if key is not None:
            conditions.append(f"{columns} {sign}{'=' if equal else ''} ({', '.join('?' * len(key))})")
            values += key
    if part.tests:
        conditions.append(part.tests.format(id=part.id))
        values += part.test_values
    return " AND ".join(conditions), tuple(values)


def _by(part: Part, forwards: bool) -> str:
    return ", ".join(f"{column} {'ASC' if forwards else 'DESC'}" for column in part.columns)
