"""`annotui add`: articles from files, folders, archives and stdin are copied into corpus/ and read in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from annotui.corpus.incoming import Incoming, Rejected, incoming, incoming_stdin
from annotui.errors import StorageError
from annotui.project.jobs import Progress, quietly
from annotui.project.opening import Project
from annotui.project.sync import Synced, sync


@dataclass(slots=True)
class Added:
    """What came in: paths relative to corpus/, those that were there already, and what was refused."""

    copied: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    synced: Synced = field(default_factory=Synced)


def add(project: Project, paths: Iterable[Path], stdin: bytes | None = None, progress: Progress = quietly) -> Added:
    """Copy articles into corpus/ and read them in; an existing file is never overwritten, a twin is not added again.

    A name that is taken by another text gets a number. Raises StorageError where corpus/ cannot be written.
    """
    done = Added()
    for number, item in enumerate(_all(paths, stdin)):
        if not progress("copy", number, 0):
            break
        if isinstance(item, Rejected):
            done.rejected.append(item)
            continue
        name, is_new = _place(project.corpus, item)
        (done.copied if is_new else done.same).append(name)
    done.synced = sync(project, progress)
    return done


def _all(paths: Iterable[Path], stdin: bytes | None) -> Iterator[Incoming | Rejected]:
    if stdin is not None:
        yield from incoming_stdin(stdin)
    for path in paths:
        yield from incoming(path)


def _place(corpus: Path, item: Incoming) -> tuple[str, bool]:
    """Write the article under its name or, where another text has it, a numbered one. (path, is new)."""
    wanted = PurePosixPath(item.name)
    for number in range(1, 10_000):
        name = wanted if number == 1 else wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        target = corpus / name
        try:
            if target.is_file() and target.read_bytes() == item.data:
                return str(name), False
            if target.exists():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(target, item.data)
        except OSError as error:
            raise StorageError(
                f"corpus/{name} cannot be written: {error.strerror}.", "What was copied before it stays."
            ) from error
        return str(name), True
    raise StorageError(f"There are too many files named like corpus/{wanted}.", "Rename the file and add it again.")


def _write_whole(target: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
