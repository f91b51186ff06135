"""The stamp of an article's file, by which it is known again without being read."""

from __future__ import annotations

from typing import NamedTuple


class Stamp(NamedTuple):
    """An article's file when it was last read: size in bytes, modification time in ns, and the hash of its bytes."""

    size: int
    mtime_ns: int
    sha256: str
