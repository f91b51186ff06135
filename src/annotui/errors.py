"""What can go wrong, told to a person: what, where, and what to do; each kind has its exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from pathlib import Path


class AnnotuiError(Exception):
    """An error meant to be read by the user; never shown as a traceback.

    `what` says what went wrong (and where: a file, a line, a row); `hint` says what to do next.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.what}\n  {self.hint}" if self.hint else self.what


class UsageError(AnnotuiError):
    """A command, an option or an argument that does not fit. Exit code 2."""

    exit_code = 2


class DataError(AnnotuiError):
    """Input that cannot be read as what it should be: an article, a catalogue, offsets. Exit code 3."""

    exit_code = 3


class StorageError(AnnotuiError):
    """The database or the disk: locked, read-only, full, not ours, newer, corrupt. Exit code 4."""

    exit_code = 4


class Damaged(StorageError):
    """A database that SQLite cannot make sense of any more; `file` is which. Exit code 4."""

    def __init__(self, what: str, hint: str, file: Path) -> None:
        super().__init__(what, hint)
        self.file = file


class Conflict(StorageError):
    """Somebody else changed the same thing since it was read; nothing was written. Exit code 4."""


class NothingChanged(AnnotuiError):
    """The act would leave everything as it is: nothing was written, not even history."""

    def __init__(self) -> None:
        super().__init__("Nothing to change: it is so already.")
