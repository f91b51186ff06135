"""The child process that does long work for the screen: one job, told of by lines on standard output."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic

from annotui.crash import report
from annotui.errors import AnnotuiError, StorageError
from annotui.project.child_jobs import (
    CATALOGUE_READY,
    Asked,
    Done,
    Failed,
    Job,
    Message,
    Progressed,
    asked_of,
    line_of,
)
from annotui.project.opening import Project, open_project

EVERY_SECONDS = 0.2
"""How often it says how far it is."""


def serve() -> None:
    """Do the job that the first line of standard input asks for, until it is done or that input ends."""
    line = b""
    while not line.endswith(b"\n"):
        more = os.read(0, 1 << 16)
        if not more:
            return
        line += more
    channel, asked = _Channel(), asked_of(line)
    try:
        project = open_project(Path(asked.folder), asked.annotator)
        try:
            _JOBS[asked.job](project, asked, channel)
        finally:
            project.close()
    except AnnotuiError as error:
        channel.say(Failed(error.what, error.hint))
    except OSError as error:
        channel.say(Failed(f"{error.filename or 'The system'}: {error.strerror}."))
    except Exception as error:  # noqa: BLE001 - a fault in annotui: the screen says so, and a file where
        channel.say(Failed(report(error)))


class _Channel:
    """What the screen is told, and whether it wants the work to stop."""

    def __init__(self) -> None:
        self._due = monotonic() + EVERY_SECONDS
        self._stopped = False

    def say(self, message: Message) -> None:
        """Tell the screen; one that is gone means stop."""
        data = line_of(message)
        try:
            while data:
                data = data[os.write(1, data) :]
        except BrokenPipeError:
            self._stopped = True

    def progress(self, what: str, done: int, total: int) -> bool:
        """Say how far the work is, now and then. Returns whether it is to go on."""
        if monotonic() >= self._due:
            self._due = monotonic() + EVERY_SECONDS
            self.say(Progressed(what, done, total))
        # Nothing more is ever sent: what can be read is the end.
        self._stopped = self._stopped or bool(select.select([0], [], [], 0)[0])
        return not self._stopped


def _look(project: Project, asked: Asked, channel: _Channel) -> None:
    from annotui.project.comparing import differences
    from annotui.project.indexing import bring_up
    from annotui.project.records import has_many

    failed: Failed | None = None
    if has_many(project.store.connection):
        from annotui.project.catalogue_index import make_ready

        try:
            if make_ready(project, channel.progress):
                channel.say(CATALOGUE_READY)
        except StorageError as error:  # corpus/ is looked at all the same
            failed = Failed(error.what, error.hint)
    channel.say(differences(project, channel.progress))
    done = Done("", stopped=not bring_up(project, channel.progress))
    channel.say(failed or done)


def _sync(project: Project, asked: Asked, channel: _Channel) -> None:
    from annotui.project.sync import sync

    left_out = _First()
    done = sync(project, channel.progress, left_out)
    moved = f"; {done.moved} spans moved, {done.orphaned} orphaned" if done.moved or done.orphaned else ""
    renamed = f", {done.renamed} renamed" if done.renamed else ""
    counts = f"{done.new} new, {done.changed} changed{renamed}, {done.removed} gone"
    stopped = "; stopped, s goes on" if done.stopped else ""
    channel.say(Done(counts + moved + left_out.said + stopped, stopped=done.stopped))


def _add(project: Project, asked: Asked, channel: _Channel) -> None:
    from annotui.project.adding import add

    left_out = _First()
    done = add(project, [Path(asked.path)], progress=channel.progress, tell=left_out)
    stopped = "; stopped, what was copied stays" if done.synced.stopped else ""
    said = f"{done.copied} added, {done.same} there already{left_out.said}{stopped}"
    channel.say(Done(said, stopped=done.synced.stopped))


def _export(project: Project, asked: Asked, channel: _Channel) -> None:
    from annotui.project.exporting import Selection, export_to

    path = Path(asked.path)
    done = export_to(
        project,
        path,
        sys.stdout.buffer,
        asked.format,
        Selection(),
        force=asked.force,
        progress=channel.progress,
    )
    lost = f"; {asked.format} has no place for {', '.join(done.lost)}" if done.lost else ""
    channel.say(Done(f"{done.annotations} annotations in {done.articles} articles written to {path}{lost}"))


def _suggest(project: Project, asked: Asked, channel: _Channel) -> None:
    from annotui.project.suggesting import suggest

    done = suggest(project, progress=channel.progress)
    stopped = "; stopped" if done.stopped else ""
    channel.say(Done(f"{done.suggestions} suggestions in {done.articles} articles{stopped}", stopped=done.stopped))


def _mentions(project: Project, asked: Asked, channel: _Channel) -> None:
    from annotui.project.own_suggestions import find

    channel.say(Done("", stopped=not find(project, asked.path)))


class _First:
    """Keeps the first file that was left out, to be said at the end."""

    def __init__(self) -> None:
        self.said = ""

    def __call__(self, kind: str, path: str, detail: str) -> None:
        if kind in {"skipped", "rejected"} and not self.said:
            self.said = f"; {'not read' if kind == 'skipped' else 'not added'}: {path}: {detail}"


_JOBS: Mapping[Job, Callable[[Project, Asked, _Channel], None]] = {
    "look": _look,
    "sync": _sync,
    "add": _add,
    "export": _export,
    "suggest": _suggest,
    "mentions": _mentions,
}
