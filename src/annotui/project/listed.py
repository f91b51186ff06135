"""Lists for a screen, row by number: all of a few rows, or of very many the stretch that one looks at.

Rows of a long list are read by key, so that it costs the same wherever one is. Their numbers are known from its ends
on, and everywhere once the whole was numbered; until then they are only places on the scale of a scroll bar.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from annotui.storage.listing import Id, Key, Listing, Numbering

Row = TypeVar("Row")
Read = Callable[[Sequence[Id]], Mapping[Id, Row]]
"""Reads rows by their ids; those that are gone are left out."""

AHEAD = 32
"""How many rows are read at once, and how many more are taken to be there where a list goes on."""
_KEPT = 1024
"""How many rows are known at most; half of them can be asked for at once."""
_NOWHERE = 1 << 40
"""Where a row stands whose number is not known: far from both ends, which are at 0 and at twice this."""


class Chosen(Generic[Id, Row]):
    """A few rows in a given order, such as the best hits of a search."""

    is_numbered = True
    goes_on = False

    def __init__(self, ids: Sequence[Id], read: Read[Id, Row]) -> None:
        self.ids = ids
        self._read = read

    @property
    def extent(self) -> range:
        """The numbers of the rows."""
        return range(len(self.ids))

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.ids)

    def rows(self, first: int, n: int) -> Mapping[int, Row]:
        """The rows from `first` on."""
        numbers = range(max(0, first), min(first + n, len(self.ids)))
        found = self._read([self.ids[number] for number in numbers])
        return {number: found[self.ids[number]] for number in numbers if self.ids[number] in found}

    def look_on(self) -> None:
        """There is nothing left to look for."""

    def to_start(self) -> None:
        """The first row is always known."""

    def to_end(self) -> None:
        """So is the last."""

    def number(self, id: Id) -> int | None:
        """The number of a row; None where it is not in the list."""
        return self.ids.index(id) if id in self.ids else None

    def all_ids(self, most: int) -> Sequence[Id] | None:
        """The ids of all rows, if there are at most so many."""
        return self.ids if len(self.ids) <= most else None

    def id_at(self, number: int) -> Id | None:
        """The id of a row."""
        return self.ids[number] if 0 <= number < len(self.ids) else None


class Keyed(Generic[Id, Row]):
    """A list of any length, of which a stretch is known at a time; at first that is its beginning.

    `total` is how many rows there are, where that is known already.
    """

    def __init__(self, listing: Listing[Id], read: Read[Id, Row], total: int | None = None) -> None:
        self.listing = listing
        self.total = total
        self.is_numbered = True
        self._read = read
        self._numbering: Numbering | None = None
        self.to_start()

    @property
    def extent(self) -> range:
        """The numbers of the rows that there are, as far as is known."""
        low, high = self._start, self._stop
        if self._rows and self._above is not None:
            low = 0 if self.is_numbered else low - AHEAD
        if self._rows and self._below is not None:
            high = max(self.total, high) if self.is_numbered and self.total is not None else high + AHEAD
        return range(low, high)

    @property
    def is_settled(self) -> bool:
        """Whether every number is known, and nothing has changed since as far as one has heard."""
        return self._numbering is not None

    @property
    def goes_on(self) -> bool:
        """Whether rows last asked for are still to be looked for."""
        return (self._below is not None and self._stop < self._wanted.stop) or (
            self._above is not None and self._start > self._wanted.start
        )

    def rows(self, first: int, n: int) -> Mapping[int, Row]:
        """Those of the `n` rows from `first` on that are found without looking far."""
        extent, n = self.extent, min(n, _KEPT // 2)
        if not extent:
            return {}
        first, stop = max(first, extent.start), min(first + n, extent.stop)
        self._wanted = range(first, max(first, stop))
        if self.is_numbered and self._wanted and not self._start - _KEPT < first < self._stop + _KEPT:
            self._go_to(first, n)
        self.look_on()
        numbers = range(max(first, self._start), min(stop, self._stop))
        ids = [self._rows[number - self._start][0] for number in numbers]
        found = self._read(ids)
        return {number: found[id] for number, id in zip(numbers, ids, strict=True) if id in found}

    def look_on(self) -> None:
        """Look for the rows last asked for, but not far."""
        if self._below is not None and self._stop < self._wanted.stop:
            found = self.listing.after(self._below, min(max(AHEAD, self._wanted.stop - self._stop), _KEPT))
            rows = self._rows + found.rows
            gone = max(0, len(rows) - _KEPT)
            self._put(self._start + gone, rows[gone:], rows[gone][1] if gone else self._above, found.reached)
        if self._above is not None and self._start > self._wanted.start:
            # No more than there are numbers for, where the list has grown since they were told.
            most = min(_KEPT, self._start)
            found = self.listing.before(self._above, min(max(AHEAD, self._start - self._wanted.start), most))
            rows = found.rows + self._rows
            below = rows[_KEPT - 1][1] if len(rows) > _KEPT else self._below
            self._put(self._start - len(found.rows), rows[:_KEPT], found.reached, below)
        if self.goes_on and self._numbering is not None:
            self._go_to(self._wanted.start, len(self._wanted))

    def to_start(self) -> None:
        """Go to the beginning."""
        found = self.listing.after(None, AHEAD)
        self.is_numbered = True
        self._put(0, found.rows, None, found.reached)
        self._wanted = range(AHEAD)

    def to_end(self) -> None:
        """Go to the end. The last row is the last of `extent`, once nothing `goes_on`."""
        found = self.listing.before(None, AHEAD)
        if found.reached is not None and not found.rows and self._numbering is not None:
            self._go_to(max(0, self._numbering.total - AHEAD), AHEAD)
        else:
            self.is_numbered = found.reached is None or self.total is not None
            stop = len(found.rows) if found.reached is None else self.total
            stop = 2 * _NOWHERE if stop is None else stop
            self._put(stop - len(found.rows), found.rows, found.reached, None)
        self._wanted = range(max(0, self._stop - 1), self._stop)

    def number(self, id: Id) -> int | None:
        """The number of a row, around which one reads from now on; None where it is not in the list."""
        known = next((at for at, (known, _) in enumerate(self._rows) if known == id), None)
        if known is not None:
            return self._start + known
        key = self.listing.key_of(id)
        if key is None:
            return None
        return self._around(key, None if self._numbering is None else self._rank(self._numbering, key))

    def all_ids(self, most: int) -> Sequence[Id] | None:
        """The ids of all rows, if there are at most so many; gaps are gone over where the list is settled."""
        if self.total is not None and self.total > most:
            return None
        ids: list[Id] = []
        key: Key | None = None
        skip = 0
        while len(ids) <= most:
            found = self.listing.after(key, _KEPT, skip=skip)
            ids += [id for id, _ in found.rows]
            key, skip = found.reached, 0
            if key is None:
                break
            if not found.rows and self._numbering is not None:
                at, key = self._numbering.by_number(len(ids))
                skip = len(ids) - at
        return ids if len(ids) <= most else None

    def id_at(self, number: int) -> Id | None:
        """The id of a row in the stretch that is known."""
        return self._rows[number - self._start][0] if self._start <= number < self._stop else None

    def first_known(self) -> tuple[int, Id] | None:
        """The number and the id of the first row of the stretch that is known."""
        return (self._start, self._rows[0][0]) if self._rows else None

    def resume(self, id: Id, number: int, total: int | None) -> int | None:
        """Go to a row that had this number in a list of so many; returns its number, None where it is not there."""
        key = self.listing.key_of(id)
        if key is None:
            return None
        self.total = total if total is not None else self.total
        return self._around(key, number)

    def reload(self, number: int) -> int:
        """Read anew around a row; returns its number, or that of the row that took its place.

        Other numbers are believed until the next numbering.
        """
        self._numbering = None
        if not self._start <= number < self._stop:
            self.to_start()
            return 0
        at = self._around(self._rows[number - self._start][1], number, is_known=self.is_numbered)
        return max(self._start, min(at, self._stop - 1))

    def settle(self, numbering: Numbering) -> int:
        """Take up what was found out about the whole list. Returns by how much every number is greater now."""
        old = self._start
        self._numbering, self.total, self.is_numbered = numbering, numbering.total, True
        if self._rows:
            self._put(self._rank(numbering, self._rows[0][1]), self._rows, self._above, self._below)
            self._wanted = range(self._start, self._start)
        else:
            self.to_start()
            self._go_to(0, AHEAD)
        return self._start - old

    @property
    def _stop(self) -> int:
        return self._start + len(self._rows)

    def _put(self, start: int, rows: list[tuple[Id, Key]], above: Key | None, below: Key | None) -> None:
        """Know these rows, the first with the number `start`.

        `above` and `below` are how far the list was looked through before and after them, None: to its end.
        """
        self._start, self._rows, self._above, self._below = start, rows, above, below
        if below is None and self.is_numbered:
            self.total = start + len(rows)

    def _around(self, key: Key, number: int | None, *, is_known: bool = True) -> int:
        """Know the rows around a key, to which a number is given if there is one. Returns the number it has then."""
        up, down = self.listing.before(key, AHEAD), self.listing.after(key, AHEAD, inclusive=True)
        at = len(up.rows)
        self.is_numbered = True
        if up.reached is None:
            start = 0
        elif number is not None:
            start, self.is_numbered = max(0, number - at), is_known
        elif down.reached is None and self.total is not None:
            start = self.total - at - len(down.rows)
        else:
            start, self.is_numbered = _NOWHERE - at, False
        self._put(start, up.rows + down.rows, up.reached, down.reached)
        self._wanted = range(start + at, start + at + 1)
        return start + at

    def _go_to(self, number: int, n: int) -> None:
        """Know the `n` rows from a number on, gaps between them however wide."""
        rows: list[tuple[Id, Key]] = []
        reached: Key | None = None
        at: int
        mark: Key | None
        while len(rows) < max(n, AHEAD):
            here = number + len(rows)
            at, mark = (0, None) if self._numbering is None else self._numbering.by_number(here)
            found = self.listing.after(mark, max(n, AHEAD) - len(rows), skip=here - at)
            rows, reached = rows + found.rows, found.reached
            if self._numbering is None or not found.rows or reached is None:
                break
        if rows:
            self._put(number, rows, rows[0][1] if number else None, reached)

    def _rank(self, numbering: Numbering, key: Key) -> int:
        """How many rows stand before a key."""
        at, mark = numbering.by_key(key, descending=self.listing.descending)
        return at + self.listing.count(mark, key)
