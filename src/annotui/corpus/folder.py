"""The files under a folder: which are articles, and which are passed over and why."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from annotui.errors import DataError

if TYPE_CHECKING:
    from os import _ScandirIterator as ScandirIterator

ARTICLE_SUFFIXES: Final = (".txt", ".md")
MOST_SORTED: Final = 20_000
"""How many entries of one folder are sorted at once."""


class FileFound(NamedTuple):
    """A file; `path` is relative to the folder, with `/`; `size` in bytes."""

    path: str
    size: int
    mtime_ns: int


class Skipped(NamedTuple):
    """What was passed over. `path` ends in `/` for a folder, under which nothing is known then.

    Bytes of a name that are not UTF-8 are written in hex, with a backslash before them.
    """

    path: str
    reason: str


def scan(corpus: Path) -> Iterator[FileFound | Skipped]:
    """The articles in `corpus`, in the order of `walk`, with whatever else lies there as `Skipped`.

    Hidden files and folders are passed over silently. Raises DataError if `corpus` itself cannot be read.
    """
    for found in walk(corpus):
        if isinstance(found, FileFound) and not found.path.lower().endswith(ARTICLE_SUFFIXES):
            yield Skipped(found.path, "not read in place: use `annotui add`")
        else:
            yield found


def walk(root: Path) -> Iterator[FileFound | Skipped]:
    """Every regular file under `root`, sorted by path; links that leave it, and links to folders, are skipped.

    Of a folder with more than `MOST_SORTED` entries so many are sorted at a time: memory does not grow with it.
    Raises DataError if `root` itself cannot be read.
    """
    try:
        entries = os.scandir(root)
        inside = root.resolve(strict=True)
    except OSError as error:
        hint = "Check that the folder exists and that you may read it."
        raise DataError(f"The folder {_shown(str(root))} cannot be read: {error.strerror}.", hint) from error
    # A stack of open folders rather than recursion: nothing keeps people from nesting deeply.
    stack = [("", _sorted(entries))]
    while stack:
        prefix, waiting = stack[-1]
        try:
            entry = next(waiting, None)
        except OSError as error:
            entry = None
            yield Skipped(prefix or "/", f"the folder cannot be read: {error.strerror}")
        if entry is None:
            stack.pop()
            continue
        path = prefix + entry.name
        if entry.name.startswith("."):
            continue
        found = _looked_at(entry, path, inside)
        if found is not None:
            yield found
            continue
        try:
            stack.append((path + "/", _sorted(os.scandir(entry.path))))
        except OSError as error:
            yield Skipped(path + "/", f"the folder cannot be read: {error.strerror}")


def _looked_at(entry: os.DirEntry[str], path: str, inside: Path) -> FileFound | Skipped | None:
    """What an entry is; None for a folder to go into."""
    ending = ""
    try:
        is_folder = entry.is_dir()
        ending = "/" if is_folder else ""
        if not _is_utf8(entry.name):
            return Skipped(_shown(path) + ending, "its name is not UTF-8: rename it")
        if entry.is_symlink():
            target = Path(entry.path).resolve(strict=True)
            if not target.is_relative_to(inside):
                return Skipped(path + ending, "a link that leads out of the folder")
            if is_folder:
                return Skipped(path + ending, "a link to a folder: its files are read where they are")
        if is_folder:
            return None
        status = entry.stat()
    except (OSError, RuntimeError) as error:
        # RuntimeError: Path.resolve on links that lead to each other, before Python 3.13.
        reason = error.strerror if isinstance(error, OSError) else None
        return Skipped(_shown(path) + ending, f"cannot be read: {reason or 'links that lead to each other'}")
    if not stat.S_ISREG(status.st_mode):
        return Skipped(path, "not a regular file")
    return FileFound(path, status.st_size, status.st_mtime_ns)


def _sorted(entries: ScandirIterator[str]) -> Iterator[os.DirEntry[str]]:
    """The entries such that a walk over them gives sorted paths: a folder sorts as `name/`."""
    with entries:
        while some := list(islice(entries, MOST_SORTED)):
            if len(some) < MOST_SORTED:
                entries.close()
            yield from sorted(some, key=lambda entry: entry.name + ("/" if _is_folder(entry) else ""))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")
