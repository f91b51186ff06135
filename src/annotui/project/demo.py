"""The shipped example and the tutorial as a project of their own, to try annotui on: a copy, which may be kept."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from annotui.errors import StorageError, UsageError
from annotui.project.opening import CORPUS, DATABASE, open_project
from annotui.project.sync import sync

TUTORIAL: Final = "00-tutorial.txt"
"""The tutorial's path in the corpus of the demo."""


def tutorial_text() -> str:
    """The tutorial, an article about itself."""
    return files("annotui").joinpath("data", "tutorial.txt").read_text(encoding="utf-8")


def make_demo(folder: Path | None, annotator: str = "") -> Path:
    """Copy the example with the tutorial into a new folder (None: a temporary one), the tutorial open in it.

    Raises UsageError where the folder is there and not empty, StorageError where it cannot be written.
    """
    try:
        made = Path(mkdtemp(prefix="annotui-demo-")) if folder is None else folder
        if made.exists() and any(made.iterdir()):
            raise UsageError(f"{made} is there and not empty.", "Give a new folder, or none.")
        example = _example()
        shutil.copytree(example / CORPUS, made / CORPUS, ignore=shutil.ignore_patterns(".*"), dirs_exist_ok=True)
        shutil.copyfile(example / DATABASE, made / DATABASE)
        (made / CORPUS / TUTORIAL).write_text(tutorial_text(), encoding="utf-8")
    except OSError as error:
        raise StorageError(
            f"{error.filename or folder} was not written: {error.strerror}.", "Give another folder: annotui demo DIR."
        ) from error
    project = open_project(made, annotator)
    try:
        sync(project)
        project.state.set_text("reading", TUTORIAL)
    finally:
        project.close()
    return made


def _example() -> Path:
    """Where the example lies: in the installed package; in a checkout at its top."""
    packed = Path(str(files("annotui").joinpath("data", "example")))
    return packed if packed.is_dir() else Path(__file__).resolve().parents[3]
