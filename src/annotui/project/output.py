"""Where an export goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from annotui.errors import StorageError, UsageError


def write_out(path: Path | None, stdout: BinaryIO, write: Callable[[BinaryIO], object], *, force: bool = False) -> None:
    """Run `write` onto a file, or onto `stdout` (None, or `-`).

    A file that is there is replaced with `force` alone, and only once the new one is whole; a pipe or a device is
    written to as it is. Raises UsageError where a file is there, StorageError where it cannot be written.
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
        elif target.exists() and not force:
            raise UsageError(f"{path} is there already.", "Replace it with --force, or give another name.")
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


def write_folder(path: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write a folder of files by their names, `/`-separated, so that it is there whole or not at all.

    Raises UsageError where something is there already that is no empty folder, StorageError where it cannot be written.
    """
    target = path.resolve()
    part = target.with_name(f".{os.urandom(4).hex()}.part")
    try:
        if target.exists() and not (target.is_dir() and not any(target.iterdir())):
            raise UsageError(f"{path} is there already.", "Give a new folder, or the name of a .zip file.")
        part.mkdir()
        for name, data in files:
            file = part / name
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("xb") as out:
                out.write(data)
        os.sync()  # all at once: to wait for the disk after each of thousands of files takes minutes
        part.replace(target)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}.", "Give another place with -o.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
