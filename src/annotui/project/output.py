"""Where an export goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from annotui.errors import StorageError

EXPORT_FORMATS = ("csv", "json", "jsonl")


def write_out(path: Path | None, stdout: BinaryIO, write: Callable[[BinaryIO], object]) -> None:
    """Run `write` onto a file, or onto `stdout` (None, or `-`).

    A file is replaced only once the new one is whole; a pipe or a device is written to as it is.
    Raises StorageError where the file cannot be written.
    """
    if path is None or str(path) == "-":
        write(stdout)
        stdout.flush()
        return
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            with target.open("wb") as out:
                write(out)
        else:
            write_whole(target, write)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}.", "Give another place with -o.") from error


def write_whole(target: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file so that it is there whole or not at all; one that is there keeps its permissions. OSError."""
    part = target.with_name(f".{os.urandom(4).hex()}.part")
    try:
        with part.open("xb") as out:
            write(out)
            out.flush()
            os.fsync(out.fileno())
        if target.exists():
            part.chmod(target.stat().st_mode)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
