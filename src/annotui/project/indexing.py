"""The full-text index, brought up to the articles where that takes its time."""

from __future__ import annotations

from contextlib import closing

from annotui.project.jobs import Progress, quietly
from annotui.project.opening import Project
from annotui.storage.fulltext import FullText

INDEX = "index.db"


def bring_up(project: Project, progress: Progress = quietly) -> bool:
    """Put into the index what it lacks, a batch at a time. Returns whether it is up to the articles then.

    It is not where `progress` said to stop, where another process is at it, and where no index can be kept.
    """
    with closing(full_text(project)) as index:
        return index.is_kept and index.refresh(lambda done, total: progress("index", done, total))


def full_text(project: Project) -> FullText:
    """The full-text index of a project, to be closed."""
    return FullText(project.store.connection, project.own_file(INDEX))
