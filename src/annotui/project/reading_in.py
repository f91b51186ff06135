"""One file of corpus/ as a row of the article table, with all that it says of itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from annotui.core.word_count import count_words
from annotui.corpus.decoding import decode
from annotui.corpus.metadata import read_metadata
from annotui.errors import DataError
from annotui.project import answering
from annotui.project.wording import shown
from annotui.storage.stamp import Stamp

if TYPE_CHECKING:
    from annotui.storage.connection import Row

UNREADABLE = ""
"""In place of a hash in the stamp of a file that is no text: it is not looked at again until it changes."""
_READING = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_TRIES = 3
"""How often a file is read that somebody else is writing meanwhile."""


Batch = tuple[str, list[str]]
"""The corpus, and paths in it."""


class FileRead(NamedTuple):
    """A file as it was read. `row` is None where it is no article, and `reason` says why; `notes` are for the user.

    `stamp` is None where the file could not be read, which another time it may be.
    """

    row: Row | None = None
    stamp: Stamp | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()


def read_file(corpus: str, path: str) -> FileRead:
    """Read the file with this path relative to `corpus`."""
    try:
        data, status = _whole(f"{corpus}/{path}")
    except OSError as error:
        return FileRead(reason=f"cannot be read: {error.strerror}")
    if data is None:
        return FileRead(reason="is being written by another program: `annotui sync` reads it when that is done")
    try:
        decoded = decode(data, f"corpus/{path}")
    except DataError as error:
        return FileRead(stamp=Stamp(status.st_size, status.st_mtime_ns, UNREADABLE), reason=error.what)
    notes: list[str] = []
    if not decoded.text:
        notes.append(f"{shown(path)} is empty (0 characters).")
    if decoded.detected:
        notes.append(f"{shown(path)} is not UTF-8; read as {decoded.encoding}, which was detected: check it.")
    told = read_metadata(decoded.text)
    utf8 = data if decoded.sha256_text == decoded.sha256_bytes else None
    row: Row = {
        "path": path,
        "title": told.title,
        "date": told.date,
        "source": told.source,
        "language": told.language,
        "words": count_words(decoded.text, utf8),
        "encoding": decoded.encoding,
        "newline": decoded.newline,
        "sha256_bytes": decoded.sha256_bytes,
        "sha256_text": decoded.sha256_text,
        "text": decoded.text,
    }
    return FileRead(row, Stamp(status.st_size, status.st_mtime_ns, decoded.sha256_bytes), notes=tuple(notes))


def read_batch(batch: Batch) -> list[FileRead]:
    """Read some files, in their order."""
    corpus, paths = batch
    return [read_file(corpus, path) for path in paths]


def serve() -> None:
    """Be a child process that reads what standard input names until it ends."""
    answering.serve(read_batch)


def _whole(file: str) -> tuple[bytes | None, os.stat_result]:
    """The bytes of a file and its status, both of one moment; None for the bytes where it does not keep still."""
    for _ in range(_TRIES):
        # A Path, or a file object, costs as much as the reading.
        opened = os.open(file, _READING)
        try:
            before = os.fstat(opened)
            data = _all_of(opened, before.st_size)
            after = os.fstat(opened)
        finally:
            os.close(opened)
        if len(data) == after.st_size and before.st_mtime_ns == after.st_mtime_ns:
            return data, after
    return None, after


def _all_of(opened: int, size: int) -> bytes:
    """What is left of a file that should have `size` bytes: most often that comes at once, and no byte more."""
    parts = []
    while part := os.read(opened, size + 1):
        parts.append(part)
        if len(part) == size and len(parts) == 1:
            break
    return b"".join(parts)
