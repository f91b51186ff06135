"""What a list gets its rows from, and those that it has got: a page at a time, kept while they are near."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar

from annotui.errors import AnnotuiError, StorageError

Row = TypeVar("Row")
Row_co = TypeVar("Row_co", covariant=True)

PAGE = 32
"""How many rows are asked for at once, at least."""
_KEPT = 512


class PageSource(Protocol[Row_co]):
    """Rows by number, in an order that stays until they are asked for anew. Asking may raise StorageError."""

    @property
    def extent(self) -> range:
        """The numbers of the rows that there are, as far as is known; it may grow and shrink as rows are asked for."""
        ...

    @property
    def goes_on(self) -> bool:
        """Whether rows last asked for are still to be looked for, a little at a time, by `look_on`."""
        ...

    def rows(self, first: int, n: int) -> Mapping[int, Row_co]:
        """Those of the `n` rows from `first` on that are found without looking far."""
        ...

    def look_on(self) -> None:
        """Look for the rows last asked for, but not far."""
        ...

    def to_start(self) -> None:
        """Make the first of `extent` the first row of all."""
        ...

    def to_end(self) -> None:
        """Make the last of `extent` the last row of all, once nothing `goes_on`."""
        ...


class RowCache(Generic[Row]):
    """The rows of a source that have been read.

    What cannot be read is told to `failed` and left out: it must not end the drawing. While it `has_failed`, nothing is
    read.
    """

    def __init__(self, source: PageSource[Row], failed: Callable[[AnnotuiError], None]) -> None:
        self.source = source
        self.has_failed = False
        self._failed = failed
        self._rows: dict[int, Row] = {}

    @property
    def extent(self) -> range:
        """The numbers of the rows that there are, as far as is known."""
        return self.source.extent

    def get(self, number: int) -> Row | None:
        """A row that has been read."""
        return self._rows.get(number)

    def load(self, first: int, stop: int) -> None:
        """Read the rows from `first` to `stop` that have not been read, and others beside them while one is at it."""
        missing = [number for number in range(first, stop) if number not in self._rows and number in self.extent]
        if not missing or self.has_failed:
            return
        low, high = missing[0], missing[-1] + 1
        if high - low < PAGE and high < stop:
            low = high - PAGE  # going up
        with self.telling():
            found = self.source.rows(low, max(PAGE, high - low))
            if len(self._rows) > _KEPT:
                self._rows = {at: row for at, row in self._rows.items() if abs(at - low) < _KEPT}
            self._rows.update(found)

    def forget(self) -> None:
        """Let every row be read anew."""
        self._rows.clear()

    def renumber(self, by: int) -> None:
        """Let every row have a number that is greater by `by`: the source has found that out."""
        self._rows = {number + by: row for number, row in self._rows.items()}

    def update(self, row: Row, key: Callable[[Row], str]) -> int | None:
        """Put a row in the place of the one with its key; returns its number, None where that has not been read."""
        for number, known in self._rows.items():
            if key(known) == key(row):
                self._rows[number] = row
                return number
        return None

    def look_on(self) -> None:
        """Look for rows that are still to be found, a little."""
        with self.telling():
            self.source.look_on()

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell what cannot be read."""
        try:
            yield
        except StorageError as error:
            self.has_failed = True
            self._failed(error)
