"""What `annotui import` is given: a file, with those that belong to it, an archive, or a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Final

from annotui.corpus import archives
from annotui.corpus.archives import LIMITS, BadMember
from annotui.corpus.folder import FileFound, walk
from annotui.errors import UsageError
from annotui.formats.registry import Format
from annotui.formats.source import Source
from annotui.formats.tables import Problem

_OTHER: Final = "of another kind"
_SHARED: Final = "typesystem"
"""What the name of a file holds that belongs to all the others in its folder."""


def sources_of(path: Path, format: Format) -> tuple[list[Source], list[Problem]]:
    """The files of a format at a path, and what was wrong with others. Raises UsageError where nothing can be read."""
    found: list[Source] = []
    problems: list[Problem] = []
    given: Iterator[Source | Problem]
    try:
        if path.is_dir():
            given = _of_folder(path, format)
        elif path.name.lower().endswith(archives.SUFFIXES):
            path.open("rb").close()
            given = _of_archive(path, format)
        else:
            given = chain([Source(path.name, path.read_bytes(), str(path))], _beside(path, format))
        for one in given:
            if isinstance(one, Source):
                found.append(one)
            else:
                problems.append(one)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", "Give the path of a file or a folder.") from error
    return found, problems


def _is_part(format: Format) -> Callable[[str], bool]:
    return lambda name: name.lower().endswith(format.parts)


def _of_folder(path: Path, format: Format) -> Iterator[Source | Problem]:
    is_part = _is_part(format)
    for one in walk(path):
        if not is_part(one.path):
            continue
        where = str(path / one.path)
        if not isinstance(one, FileFound):
            yield Problem(where, one.reason)
        elif one.size > LIMITS.member:
            yield Problem(where, f"larger than {LIMITS.member:,} bytes")
        else:
            yield Source(one.path, (path / one.path).read_bytes(), where)


def _of_archive(path: Path, format: Format) -> Iterator[Source | Problem]:
    is_part = _is_part(format)
    with closing(archives.members(path, lambda name: "" if is_part(name) else _OTHER, LIMITS)) as members:
        for member in members:
            where = f"{path}: {member.name}" if member.name else str(path)
            if not isinstance(member, BadMember):
                yield Source(member.name, member.data, where)
            elif member.reason != _OTHER:
                yield Problem(where, member.reason)


def _beside(path: Path, format: Format) -> Iterator[Source]:
    """The files that belong to one, where the format is of several: of its name, or shared by the whole folder."""
    if not format.several:
        return
    is_part = _is_part(format)
    for other in sorted(path.parent.iterdir()):
        belongs = other.stem == path.stem or _SHARED in other.name.lower()
        if belongs and other.name != path.name and is_part(other.name) and other.is_file():
            yield Source(other.name, other.read_bytes(), str(other))
