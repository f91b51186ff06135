"""Runs the app on a project, but only writes down the keys that it hears: python keys_heard.py PROJECT FILE."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from annotui.tui.terminal.environment import prepare

prepare(os.environ)

from textual import events  # noqa: E402 - the environment comes first

from annotui.core.keymap import key_name  # noqa: E402
from annotui.project.opening import open_project  # noqa: E402
from annotui.tui.app import AnnotuiApp  # noqa: E402
from annotui.tui.screens.base import KeyScreen  # noqa: E402

LAST = "~"
"""The key that ends it."""


def main(project: Path, heard: Path) -> None:
    """Run it."""

    async def hear(app: AnnotuiApp, _: KeyScreen, event: events.Key | events.Paste) -> None:
        if isinstance(event, events.Key):
            name = key_name(event.key, event.character)
            with heard.open("a", encoding="utf-8") as out:
                out.write(f"{name}\n")
            if name == LAST:
                app.leave()

    setattr(AnnotuiApp, "_typed", hear)  # noqa: B010 - for a method of another class
    AnnotuiApp(open_project(project)).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
