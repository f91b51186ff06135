"""What `annotui add` takes: files, pages, tables, archives, folders and standard input, as articles to be written."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, NamedTuple

from annotui.corpus import archives
from annotui.corpus.archives import LIMITS, BadMember, Limits
from annotui.corpus.decoding import decode
from annotui.corpus.folder import ARTICLE_SUFFIXES, FileFound, walk
from annotui.corpus.html_text import Extract, article_from_html
from annotui.corpus.names import Names
from annotui.corpus.rows import BadRow, csv_rows, json_rows
from annotui.errors import DataError

HTML_SUFFIXES: Final = (".html", ".htm")
TABLE_SUFFIXES: Final = (".jsonl", ".csv")
SUFFIXES: Final = (*ARTICLE_SUFFIXES, *HTML_SUFFIXES, *TABLE_SUFFIXES, *archives.SUFFIXES)

_NESTED: Final = (*archives.SUFFIXES, ".tar", ".gz", ".bz2", ".xz", ".7z", ".rar", ".zst", ".tbz2", ".txz")
_NOT_TAKEN: Final = f"not a kind that is taken: {' '.join(SUFFIXES)}"


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article to be written into `corpus/`.

    `name` is a safe relative path with `/`, ending in `.txt` or `.md`, given once only by one call; that nothing
    stands there yet is for the caller to see to. `where` names its source in messages. `guessed` is the encoding
    that its text was converted from if that had to be guessed, which should be reported; else empty.
    """

    name: str
    data: bytes
    where: str
    guessed: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """What was not taken, and why."""

    where: str
    reason: str


class _Into(NamedTuple):
    """How articles come in: what gives them their names, and what finds the text of pages."""

    names: Names
    extract: Extract | None


def incoming(
    path: Path, limits: Limits = LIMITS, names: Names | None = None, extract: Extract | None = None
) -> Iterator[Incoming | Rejected]:
    """The articles of a file, an archive or (recursively) a folder, one at a time; none is kept in memory.

    `.txt` and `.md` keep their bytes; pages (see `article_from_html`) and rows become text with front matter. Names
    are relative to the folder or archive, and those that `names` gives. What cannot be read is `Rejected`, and reading
    goes on.
    """
    into = _Into(names or Names(), extract)
    if not path.is_dir():
        yield from _from_file(path, path.name, str(path), into, limits)
        return
    try:
        for found in walk(path):
            where = str(path / found.path)
            if isinstance(found, FileFound):
                yield from _from_file(path / found.path, found.path, where, into, limits)
            else:
                yield Rejected(where, found.reason)
    except DataError as error:
        yield _rejected(str(path), error)


def incoming_stdin(data: bytes, extract: Extract | None = None) -> Iterator[Incoming | Rejected]:
    """The one article that was given on standard input: plain text, or a web page."""
    name = f"stdin-{hashlib.sha256(data).hexdigest()[:8]}"
    is_page = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:9].lower().startswith((b"<!doctype", b"<html"))
    yield from _from_bytes(data, name + (".html" if is_page else ".txt"), "standard input", _Into(Names(), extract))


def _from_file(path: Path, name: str, where: str, into: _Into, limits: Limits) -> Iterator[Incoming | Rejected]:
    low = name.lower()
    if low.endswith(archives.SUFFIXES):
        yield from _from_archive(path, where, into, limits)
        return
    reason = _unwanted(name)
    if reason:
        yield Rejected(where, reason)
        return
    try:
        if not path.is_file():
            yield Rejected(where, "no such file" if not path.exists() else "not a regular file")
            return
        with path.open("rb") as stream:
            if low.endswith(TABLE_SUFFIXES):
                yield from _from_table(stream, name, where, into)
                return
            data = stream.read(limits.member + 1)
    except OSError as error:
        yield Rejected(where, f"cannot be read: {error.strerror}")
        return
    if len(data) > limits.member:
        yield Rejected(where, f"larger than {limits.member:,} bytes")
    else:
        yield from _from_bytes(data, name, where, into)


def _from_archive(path: Path, where: str, into: _Into, limits: Limits) -> Iterator[Incoming | Rejected]:
    with closing(archives.members(path, _unwanted_member, limits)) as members:
        for member in members:
            place = f"{where}: {member.name}" if member.name else where
            if isinstance(member, BadMember):
                yield Rejected(place, member.reason)
            elif member.name.lower().endswith(TABLE_SUFFIXES):
                yield from _from_table(io.BytesIO(member.data), member.name, place, into)
            else:
                yield from _from_bytes(member.data, member.name, place, into)


def _from_table(stream: IO[bytes], name: str, where: str, into: _Into) -> Iterator[Incoming | Rejected]:
    stem, _, suffix = name.rpartition(".")
    rows = csv_rows(stream) if suffix.lower() == "csv" else json_rows(stream)
    try:
        for row in rows:
            place = f"{where} line {row.line}"
            if isinstance(row, BadRow):
                yield Rejected(place, row.reason)
            else:
                name = _as_text(row.name or f"{stem}-{row.line}")
                yield from _from_bytes(row.text.encode(), name, place, into, row.guessed)
    except DataError as error:
        yield _rejected(where, error)


def _from_bytes(data: bytes, name: str, where: str, into: _Into, guessed: str = "") -> Iterator[Incoming | Rejected]:
    try:
        if name.lower().endswith(HTML_SUFFIXES):
            page = article_from_html(data, into.extract)
            data, guessed = page.text.encode(), page.guessed
        decode(data)
    except DataError as error:
        yield _rejected(where, error)
    else:
        yield Incoming(into.names.take(name), data, where, guessed)


def _as_text(name: str) -> str:
    """A row's own name, which says nothing of the kind of its text."""
    return name if name.lower().endswith(ARTICLE_SUFFIXES) else name + ".txt"


def _unwanted(name: str) -> str:
    return "" if name.lower().endswith(SUFFIXES) else _NOT_TAKEN


def _unwanted_member(name: str) -> str:
    return "an archive within an archive" if name.lower().endswith(_NESTED) else _unwanted(name)


def _rejected(where: str, error: DataError) -> Rejected:
    return Rejected(where, f"{error.what} {error.hint}".strip())
