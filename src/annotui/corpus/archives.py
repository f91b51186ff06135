"""Members of zip and tar.gz archives, read one by one; never extracted by name, never more than the limits allow."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from annotui.corpus.names import is_hidden, leads_out


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may give: bytes of one member and of all, unpacked to packed bytes, number of members.

    The ratio counts only above `ratio_from` bytes: a short file of blanks is no bomb.
    """

    member: int = 64 * 1024 * 1024
    total: int = 2 * 1024 * 1024 * 1024
    ratio: int = 200
    ratio_from: int = 4 * 1024 * 1024
    members: int = 200_000


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive; `name` as the archive has it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class BadMember:
    """A member that was not read, and why; an empty `name` where it is the archive that was not read on."""

    name: str
    reason: str


LIMITS: Final = Limits()
SUFFIXES: Final = (".zip", ".tar.gz", ".tgz")

_CHUNK: Final = 64 * 1024
# A tar header with long names and extended attributes: far more than honest ones have, far less than memory.
_LARGEST_HEADER: Final = 1024 * 1024
_BROKEN: Final = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,  # a way of packing that zipfile does not know
    RuntimeError,  # zipfile: a member with a password
    ValueError,  # headers with numbers that cannot be
)


class _TooMuchError(Exception):
    """The archive as a whole gives more than its limits allow."""


class _LargeMemberError(Exception):
    """One member does; the others may still be read."""


def members(
    path: Path, wanted: Callable[[str], str], limits: Limits = LIMITS
) -> Generator[Member | BadMember, None, None]:
    """The files of a zip or tar.gz archive that `wanted` lets through: it gives the reason against a name, or "".

    Folders and hidden files are passed over silently; links, devices and names that lead out of the archive are
    bad. Where the archive cannot be opened, is broken or too large, reading ends with a `BadMember` without a name.
    """
    read = _zip_members if path.name.lower().endswith(".zip") else _tar_members
    try:
        with path.open("rb") as stream:
            yield from read(stream, wanted, limits)
    except _TooMuchError as error:
        yield BadMember("", f"{error}; the rest was not read")
    except _BROKEN as error:
        yield BadMember("", f"not an archive that can be read: {error}")


class _Budget:
    """Counts what an archive has given, against its limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._given = 0
        self._count = 0

    def next_member(self) -> None:
        self._count += 1
        if self._count > self._limits.members:
            raise _TooMuchError(f"more than {self._limits.members:,} members")

    def spend(self, size: int) -> None:
        """Count bytes that were unpacked."""
        self._given += size
        if self._given > self._limits.total:
            raise _TooMuchError(f"more than {self._limits.total:,} bytes unpacked")

    def swollen(self, unpacked: int, packed: int) -> str:
        """What is wrong with so many bytes out of so few; empty if nothing is."""
        if unpacked <= max(self._limits.ratio_from, self._limits.ratio * packed):
            return ""
        return f"more than {self._limits.ratio} times as large unpacked as packed"

    def read(self, stream: IO[bytes], packed: int | None = None) -> bytes:
        """All of a member, counted if `packed` is given. Raises _LargeMemberError before it is all in memory."""
        chunks: list[bytes] = []
        size = 0
        while chunk := stream.read(_CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if packed is not None:
                self.spend(len(chunk))
                if self.swollen(size, packed):
                    raise _LargeMemberError(self.swollen(size, packed))
            if size > self._limits.member:
                raise _LargeMemberError(f"larger than {self._limits.member:,} bytes")
        return b"".join(chunks)


def _zip_members(stream: IO[bytes], wanted: Callable[[str], str], limits: Limits) -> Iterator[Member | BadMember]:
    budget = _Budget(limits)
    with zipfile.ZipFile(stream) as archive:
        for info in archive.infolist():
            budget.next_member()
            name = _zip_name(info)
            if info.is_dir() or _passed_over(name):
                continue
            regular = stat.S_IFMT(info.external_attr >> 16) in (0, stat.S_IFREG)
            reason = _refused(name, regular, wanted)
            if reason:
                yield BadMember(name, reason)
                continue
            try:
                with archive.open(info) as member:
                    data = budget.read(member, info.compress_size)
            except _LargeMemberError as error:
                yield BadMember(name, str(error))
            except _BROKEN as error:
                yield BadMember(name, f"cannot be unpacked: {error}")
            else:
                yield Member(name, data)


def _tar_members(stream: IO[bytes], wanted: Callable[[str], str], limits: Limits) -> Iterator[Member | BadMember]:
    budget = _Budget(limits)
    with gzip.GzipFile(fileobj=stream) as unpacked:
        counted = _Counted(unpacked, stream, budget)
        with _Tar.open(fileobj=counted, mode="r|") as archive:
            unread = 0
            while True:
                counted.left = unread + _LARGEST_HEADER
                info = archive.next()
                if info is None:
                    return
                counted.left = None
                archive.members = []  # else it keeps every header it has read
                unread = info.size
                budget.next_member()
                if info.isdir() or _passed_over(info.name):
                    continue
                reason = _refused(info.name, info.isreg() and not info.issparse(), wanted)
                if reason:
                    yield BadMember(info.name, reason)
                    continue
                member = archive.extractfile(info)
                try:
                    data = budget.read(member) if member else b""
                except _LargeMemberError as error:
                    yield BadMember(info.name, str(error))
                else:
                    yield Member(info.name, data)


class _Tar(tarfile.TarFile):
    members: list[tarfile.TarInfo]


class _Counted(io.RawIOBase):
    """The unpacked stream of a tar.gz. `left` bytes may be read before the next member; None is no limit."""

    def __init__(self, unpacked: gzip.GzipFile, packed: IO[bytes], budget: _Budget) -> None:
        super().__init__()
        self.left: int | None = _LARGEST_HEADER  # tarfile reads the first header as it opens
        self._unpacked = unpacked
        self._packed = packed
        self._budget = budget
        self._given = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        data = self._unpacked.read(size)
        self._given += len(data)
        self._budget.spend(len(data))
        swollen = self._budget.swollen(self._given, self._packed.tell())
        if swollen:
            raise _TooMuchError(swollen)
        if self.left is not None:
            self.left -= len(data)
            if self.left < 0:
                raise _TooMuchError(f"a header larger than {_LARGEST_HEADER:,} bytes")
        return data


def _passed_over(name: str) -> bool:
    return is_hidden(name) and not leads_out(name)


def _refused(name: str, regular: bool, wanted: Callable[[str], str]) -> str:
    """Why a member is not to be read; empty if it is."""
    if leads_out(name):
        return "its name leads out of the archive"
    return wanted(name) if regular else "not a regular file"


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The member's name; names without the UTF-8 flag, which Python reads as cp437, are often UTF-8 all the same."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename
