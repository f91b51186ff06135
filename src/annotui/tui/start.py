"""Opening the app on a project: the project first, then the screen, and afterwards what there is to say."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from annotui.core.text import safe
from annotui.errors import AnnotuiError
from annotui.project.opening import Project, open_or_create


def start(folder: Path, annotator: str) -> int:
    """Run the app until the user leaves. Returns the exit code. Raises AnnotuiError where the project cannot be opened.

    A new project's articles are read in before the first paint; the collector is off while modules are imported.
    """
    gc.disable()
    project, is_new = open_or_create(folder, annotator)
    try:
        if is_new:
            _read_in(project)
        from annotui.tui.app import AnnotuiApp

        app = AnnotuiApp(project)
        gc.freeze()
        gc.enable()
        app.run(mouse=project.settings.mouse)
    finally:
        project.close()
    if app.crash is not None:
        sys.stderr.write(f"annotui: {safe(app.crash)}\n")
    return app.return_code or 0


def _read_in(project: Project) -> None:
    from annotui.project.sync import sync

    try:
        done = sync(project)
    except AnnotuiError as error:
        sys.stderr.write(f"annotui: {error}\n")
        return
    for skipped in done.skipped:
        sys.stderr.write(f"annotui: not read: {safe(skipped.path)}: {safe(skipped.reason)}\n")
