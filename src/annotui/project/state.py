"""Where this person was: reading places, the article last open, the library's order; how many keys a link took them.

Kept in `.annotui/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from annotui.storage.local import Local
from annotui.storage.stamp import Stamp

HASH_KEPT = 12
"""How much is kept of a text's hash."""


class Place(NamedTuple):
    """A place in an article: the cursor and the first code point on the screen."""

    cursor: int = 0
    top: int = 0


class Effort(NamedTuple):
    """How many keys were pressed in the app up to the last link given there, and how many links were given."""

    keys: int = 0
    links: int = 0


class State:
    """Small facts about the last session. Losing them loses no work."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._local: Local | None = None
        self._keys = 0

    @property
    def _open(self) -> Local:
        if self._local is None:
            self._local = Local(self._path)
        return self._local

    def close(self) -> None:
        """Close the file, where it was opened."""
        if self._local is not None:
            self._local.close()

    def place(self, article: str) -> Place:
        """Where the article was left."""
        value = self._open.get(f"place:{article}")
        if isinstance(value, list) and len(value) == 2 and all(isinstance(n, int) and n >= 0 for n in value):
            return Place(*value)
        return Place()

    def set_place(self, article: str, place: Place) -> None:
        """Remember where the article was left; who calls it knows that this is another place than before."""
        self._open.put(f"place:{article}", [place.cursor, place.top])

    def read_text(self, article: str) -> str:
        """The beginning of the hash that an article's text had when it was opened last; empty for one never opened."""
        return self.text(f"read:{article}")

    def set_read_text(self, article: str, sha256: str) -> None:
        """Remember which text an article had when it was opened."""
        self.set_text(f"read:{article}", sha256[:HASH_KEPT])

    def effort(self, annotator: str) -> Effort:
        """What an annotator's links took."""
        value = self._open.get(f"effort:{annotator}")
        if isinstance(value, list) and len(value) == 2 and all(isinstance(n, int) and n >= 0 for n in value):
            return Effort(*value)
        return Effort()

    def count_key(self) -> None:
        """A key was pressed, whichever; it is written when a link is given."""
        self._keys += 1

    def count_links(self, annotator: str, links: int) -> None:
        """So many links were given with the keys since the last."""
        if links:
            keys, before = self.effort(annotator)
            self._open.put(f"effort:{annotator}", [keys + self._keys, before + links])
            self._keys = 0

    def text(self, key: str) -> str:
        """A remembered text, or empty."""
        value = self._open.get(key)
        return value if isinstance(value, str) else ""

    def set_text(self, key: str, value: str) -> None:
        """Remember a text: `reading` (the article open last), `library` (its highlighted article), and the like."""
        self._open.set(key, value)

    def stamps(self, paths: Sequence[str]) -> dict[str, Stamp]:
        """Size and time of those of these articles' files that have been read, as they were then."""
        return self._open.stamps(paths)

    def stamped(self, after: str, n: int) -> list[str]:
        """The next `n` paths after `after` that have a stamp, in order."""
        return self._open.stamped(after, n)

    def set_stamps(self, stamps: Iterable[tuple[str, Stamp]]) -> bool:
        """Remember the stamps of these files. Returns whether that could be written."""
        return self._open.set_stamps(stamps)

    def forget_stamps(self, paths: Iterable[str]) -> bool:
        """Forget the stamps of these files. Returns whether that could be written."""
        return self._open.forget_stamps(paths)
