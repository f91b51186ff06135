"""Running the app on an open project, and afterwards what there is to say."""

from __future__ import annotations

import gc
import sys

from annotui.core.text import safe
from annotui.project.opening import Project
from annotui.tui.terminal.lighter import import_textual


def start(project: Project) -> int:
    """Run the app on an open project until the user leaves. Returns the exit code.

    The collector is off while modules are imported and the first screen is built, and what that leaves is frozen:
    it stays, and a full collection, then or later, would take as long as many keys. Hardly any of it is garbage.
    """
    gc.disable()
    project.read_ahead()
    import_textual()
    from annotui.tui.app import AnnotuiApp

    app = AnnotuiApp(project, when_warm=_settle)
    app.run(mouse=project.settings.mouse)
    if app.crash is not None:
        sys.stderr.write(f"annotui: {safe(app.crash)}\n")
    return app.return_code or 0


def _settle() -> None:
    gc.freeze()
    gc.enable()
