"""Files that commands are given."""

from __future__ import annotations

from pathlib import Path

from annotui.errors import UsageError


def read(file: Path) -> bytes:
    """The bytes of a file. Raises UsageError where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.", "Give the path of a file.") from error
