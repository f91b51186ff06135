"""Opening the app: what stands against it is found before anything heavy is imported; a new project is read in."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from annotui.tui.terminal.charset import charset, speak
from annotui.tui.terminal.environment import prepare
from annotui.tui.terminal.preflight import check

if TYPE_CHECKING:
    from annotui.project.opening import Project


def open_app(folder: str, annotator: str) -> int:
    """Open the app on the project in `folder` until the user leaves. Returns the exit code.

    Raises UsageError where there is no terminal, or neither a project nor a corpus/; StorageError, DataError.
    """
    check(sys.stdin, sys.stdout, os.environ, stderr=sys.stderr)
    prepare(os.environ)
    from annotui.project.opening import open_or_create

    project, is_new = open_or_create(Path(folder), annotator)
    speak(charset(os.environ, project.settings.characters), sys.stdout, sys.stderr)
    try:
        if is_new:
            _read_in(project)
        from annotui.tui.start import start

        return start(project)
    finally:
        project.close()


def read_in_if_new(folder: str, annotator: str) -> Path:
    """Find out whether the project in `folder` can be opened; one that is new is read in. Returns its whole path.

    Raises UsageError where there is neither a project nor a corpus/; StorageError, DataError.
    """
    from annotui.project.opening import open_or_create

    project, is_new = open_or_create(Path(folder), annotator)
    try:
        if is_new:
            _read_in(project)
        return project.folder.resolve()
    finally:
        project.close()


def _read_in(project: Project) -> None:
    """Read in the articles of a new project; Ctrl-C stops, and the app opens on those that are there."""
    from annotui.cli.articles import say_synced, telling
    from annotui.cli.progress import progress
    from annotui.project.sync import sync

    with progress(hint=", Ctrl-C opens it with these") as how_far:
        done = sync(project, how_far, telling(how_far, ()))
    say_synced(done)
