"""A damaged database: a copy of it is kept, and what can be read of it is put into a new one beside it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from filecmp import cmp
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, NamedTuple

from annotui.errors import Damaged, StorageError
from annotui.project.opening import DATABASE, Project, who
from annotui.project.output import write_whole
from annotui.project.settings import Settings
from annotui.storage.connection import can_write
from annotui.storage.salvage import Salvaged, pad, salvage
from annotui.storage.store import Store

RESCUED = "annotations.rescued.db"
_COPY = "annotations.damaged{}.db"
_MOST_COPIES = 9


class Rescued(NamedTuple):
    """A project of what could be read, how much that is, and what became of the files, for a person."""

    project: Project
    salvaged: Salvaged
    said: str


def with_copy_kept(error: Damaged) -> Damaged:
    """The error, and where a copy of the damaged file was put: nothing that is done later can make that worse."""
    return Damaged(error.what, f"{keep_copy(error.file)} `annotui export -o FILE` writes what can be read.", error.file)


def keep_copy(database: Path) -> str:
    """Copy a damaged database, unless that was done; says where to, or why it could not be."""
    for number in range(1, _MOST_COPIES + 1):
        copy = database.with_name(_COPY.format(f"-{number}" if number > 1 else ""))
        try:
            if not copy.exists():
                with database.open("rb") as content:
                    _put(content, copy)
            elif not cmp(copy, database, shallow=False):
                continue
        except OSError as error:
            return f"No copy of it could be kept: {error.strerror}. Make one elsewhere."
        return f"A copy of it is kept: {copy.name}."
    return f"There are {_MOST_COPIES} copies of it already."


@contextmanager
def rescued(database: Path, annotator: str) -> Iterator[Rescued]:
    """Read what can be read of a damaged database into a new one, and open that.

    It stays beside the damaged one, to go on with, where the folder can be written; else it is gone afterwards.
    Raises StorageError where nothing can be read.
    """
    with TemporaryDirectory(prefix="annotui-") as temporary:
        made = Path(temporary) / DATABASE
        made.touch()
        whole = Path(temporary) / "damaged.db"
        try:
            shutil.copyfile(database, whole)
            pad(whole)
        except OSError as error:
            raise StorageError(
                f"{temporary} cannot be written: {error.strerror}.", "Make room, or set TMPDIR."
            ) from error
        try:
            salvaged = salvage(whole, made)
        except Damaged as error:
            raise StorageError(
                f"Nothing can be read of {database}: the list of its tables is damaged, too.",
                "Take the last good copy.",
            ) from error
        said = "It cannot be kept here, for the folder is read-only."
        if can_write(database):
            target = database.with_name(RESCUED)
            with made.open("rb") as content:
                _put(content, target)
            made = target
            said = f"It is in {RESCUED}, too: to go on with that, give it the name {DATABASE}."
        folder = database.parent
        project = Project(folder, Store.open(made), who(annotator), Settings.read())
        try:
            yield Rescued(project, salvaged, said)
        finally:
            project.close()


def _put(content: BinaryIO, target: Path) -> None:
    write_whole(target, lambda out: shutil.copyfileobj(content, out))
