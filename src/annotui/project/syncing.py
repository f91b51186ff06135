"""A sync on its way: what it works on, what it has done, and how that is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from annotui.project.comparing import Comparison
from annotui.project.jobs import Progress, Stopped
from annotui.project.opening import Project
from annotui.project.readers import Readers
from annotui.project.reading_in import FileRead
from annotui.project.wording import shown
from annotui.storage.fulltext import FullText

Kind = Literal["new", "changed", "removed", "renamed", "skipped", "note", "added", "same", "rejected"]
Tell = Callable[[Kind, str, str], None]
"""Told of each thing once it is committed: (kind, path, detail). The detail is the new path of what was renamed, why
a file was skipped or rejected, or the text of a note for the user. The last three kinds are those of `add`."""


def silently(kind: Kind, path: str, detail: str) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Synced:
    """What a sync did: how many articles, and how many spans of changed ones stand `exact`, `moved`, `orphaned`."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    renamed: int = 0
    skipped: int = 0
    exact: int = 0
    moved: int = 0
    orphaned: int = 0
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Syncing:
    """One sync. `index` is told of all that is committed; nothing is told twice."""

    project: Project
    comparison: Comparison
    readers: Readers
    index: FullText
    progress: Progress
    tell: Tell
    done: Synced = field(default_factory=Synced)

    def go_on(self, what: str, done: int, total: int) -> None:
        """Say how far it is. Raises Stopped if it is to stop here."""
        if not self.progress(what, done, total):
            raise Stopped

    def skip(self, path: str, reason: str) -> None:
        """Tell that a file is left out."""
        self.done.skipped += 1
        self.tell("skipped", path, reason)

    def told(self, path: str, found: FileRead) -> None:
        """Tell what is wrong with a file that was read."""
        for note in found.notes:
            self.tell("note", path, note)
        if found.row is None:
            self.skip(path, found.reason)


def named(paths: Sequence[str]) -> str:
    """What an act on these articles is called after."""
    return shown(paths[0]) if len(paths) == 1 else f"{len(paths)} articles"
