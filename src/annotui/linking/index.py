"""Where records are found: by (kind, key), in order of their places. In memory here; `storage` keeps large ones."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from annotui.linking.records import WORD, Entry, Texts

MOST_KEPT = 20_000
"""A key that more records have finds none by itself: it is only known how many they are."""


class Index(Protocol):
    """Records at places from 0 on, and their keys. Storage errors are those of the index that is kept in a file."""

    def __len__(self) -> int:
        """How many records there are."""
        ...

    def place(self, id: str) -> int | None:
        """Where the record with this id is, or None."""
        ...

    def texts(self, places: Sequence[int]) -> dict[int, Texts]:
        """The records at these places, those that are gone left out."""
        ...

    def count(self, kind: str, key: str) -> int:
        """How many records have a key."""
        ...

    def having(self, kind: str, key: str) -> Sequence[int]:
        """The places of the records that have a key, in order; none where they are more than MOST_KEPT."""
        ...

    def keys(self, kind: str) -> Sequence[str]:
        """All keys of a kind, in order."""
        ...

    def beginning(self, kind: str, start: str, most: int) -> Sequence[str]:
        """The first `most` of the keys of a kind that begin so, in order."""
        ...

    def words_of_length(self, length: int) -> Sequence[str]:
        """The words that have so many code points."""
        ...

    def lengths(self) -> Sequence[int]:
        """The lengths that words have."""
        ...

    def reading(self) -> AbstractContextManager[None]:
        """Let all that is asked inside be of one state; keep it short."""
        ...

    def put(self, entry: Entry) -> None:
        """Put a record in, in place of the one with its id. What that was found by stays: it is weighed anyway."""
        ...

    def drop(self, id: str) -> None:
        """Take a record out, if it is there."""
        ...


class MemoryIndex:
    """An `Index` of a catalogue that is read at once."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._texts: list[Texts | None] = []
        self._places: dict[str, int] = {}
        self._posted: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._keys: dict[str, list[str]] = {}
        self._by_length: dict[int, list[str]] = {}
        for entry in entries:
            self._add(entry)

    def __len__(self) -> int:
        return len(self._places)

    def place(self, id: str) -> int | None:
        """Where the record with this id is, or None."""
        return self._places.get(id)

    def texts(self, places: Sequence[int]) -> dict[int, Texts]:
        """The records at these places."""
        return {place: texts for place in places if (texts := self._texts[place]) is not None}

    def count(self, kind: str, key: str) -> int:
        """How many records have a key."""
        return len(self._posted.get((kind, key), ()))

    def having(self, kind: str, key: str) -> Sequence[int]:
        """The places of the records that have a key, in order; none where they are too many."""
        found = self._posted.get((kind, key), ())
        return found if len(found) <= MOST_KEPT else ()

    def keys(self, kind: str) -> Sequence[str]:
        """All keys of a kind, in order."""
        if kind not in self._keys:
            self._keys[kind] = sorted(key for its, key in self._posted if its == kind)
        return self._keys[kind]

    def beginning(self, kind: str, start: str, most: int) -> Sequence[str]:
        """The first `most` of the keys of a kind that begin so, in order."""
        keys = self.keys(kind)
        at = bisect_left(keys, start)
        return [key for key in keys[at : at + most] if key.startswith(start)]

    def words_of_length(self, length: int) -> Sequence[str]:
        """The words that have so many code points."""
        return self._words_by_length().get(length, ())

    def lengths(self) -> Sequence[int]:
        """The lengths that words have."""
        return list(self._words_by_length())

    def reading(self) -> AbstractContextManager[None]:
        """Nobody else changes it."""
        return nullcontext()

    def put(self, entry: Entry) -> None:
        """Put a record in, in place of the one with its id."""
        place = self._places.get(entry.texts.id)
        if place is None:
            self._add(entry)
        else:
            self._texts[place] = entry.texts
            for key in entry.keys:
                if place not in self._posted[key]:
                    insort(self._posted[key], place)
        self._keys.clear()
        self._by_length.clear()

    def drop(self, id: str) -> None:
        """Take a record out, if it is there."""
        place = self._places.pop(id, None)
        if place is not None:
            self._texts[place] = None

    def _add(self, entry: Entry) -> None:
        place = self._places[entry.texts.id] = len(self._texts)
        self._texts.append(entry.texts)
        for key in entry.keys:
            self._posted[key].append(place)

    def _words_by_length(self) -> dict[int, list[str]]:
        if not self._by_length:
            for word in self.keys(WORD):
                self._by_length.setdefault(len(word), []).append(word)
        return self._by_length
