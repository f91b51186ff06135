"""What a format reads: files by their names, each with its bytes."""

from __future__ import annotations

from typing import NamedTuple


class Source(NamedTuple):
    """A file: its `name` in the folder or archive it came with, `/`-separated; `where` names it in messages."""

    name: str
    data: bytes
    where: str

    @property
    def stem(self) -> str:
        """The name without its last ending."""
        folder, slash, last = self.name.rpartition("/")
        return folder + slash + (last.rpartition(".")[0] or last)
