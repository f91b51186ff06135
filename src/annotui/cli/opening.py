"""`annotui [PROJECT]`: opens the app. It is told from the other commands without the library that reads those."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path


def project_to_open(arguments: Sequence[str]) -> tuple[str, str] | None:
    """The project and the annotator (empty: not given) of a command line that plainly opens the app, else None.

    A plain word is left to the command line's parser, for it may be a command.
    """
    given = {"--project": "", "--annotator": ""}
    folder = ""
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if name in given and (equals or rest):
            given[name] = value if equals else rest.pop(0)
        elif not folder and not word.startswith("-") and (os.sep in word or word in {os.curdir, os.pardir}):
            folder = word
        else:
            return None
    return folder or given["--project"] or os.curdir, given["--annotator"]


def open_app(project: str, annotator: str) -> int:
    """Open the app, a new project's articles read in first. Returns the exit code.

    The checks come before anything heavy is imported. Raises AnnotuiError.
    """
    from annotui.tui.terminal.environment import prepare
    from annotui.tui.terminal.preflight import check

    check(sys.stdin, sys.stdout, os.environ, stderr=sys.stderr)
    prepare(os.environ)
    from annotui.project.opening import open_or_create

    opened, is_new = open_or_create(Path(project), annotator)
    try:
        if is_new:
            from annotui.cli.articles import say_synced
            from annotui.cli.progress import progress
            from annotui.project.sync import sync

            with progress() as how_far:
                say_synced(sync(opened, how_far), rows=False)
        from annotui.tui.start import start

        return start(opened)
    finally:
        opened.close()
