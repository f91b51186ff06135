"""What every command takes: `--project DIR` and `--annotator NAME`, before or after the command's name."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

import click

from annotui.cli.completion import folders, of

if TYPE_CHECKING:
    from annotui.project.opening import Project

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Context:
    """Which project, and who works on it (empty: $ANNOTUI_ANNOTATOR, else the login name)."""

    project: str = "."
    annotator: str = ""

    @contextmanager
    def opened(self) -> Iterator[Project]:
        """The project, open while the block runs. Raises UsageError or StorageError."""
        from annotui.project.opening import open_project

        project = open_project(Path(self.project), self.annotator)
        try:
            yield project
        finally:
            project.close()


def common(command: Callable[Concatenate[Context, P], R]) -> Callable[P, R]:
    """Give a command the two common options and pass them as its first argument, a Context named `at`.

    What stands after the command's name wins over what stands before it.
    """

    @click.option(
        "--project",
        "project",
        metavar="DIR",
        help="The project's folder (default: the current one).",
        shell_complete=folders,
    )
    @click.option(
        "--annotator",
        "annotator",
        metavar="NAME",
        help="Who I am (default: $ANNOTUI_ANNOTATOR, login).",
        shell_complete=of("annotator"),
    )
    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        context = click.get_current_context()
        before = context.find_object(Context) or Context()
        project, annotator = kwargs.pop("project"), kwargs.pop("annotator")
        context.obj = Context(str(project or before.project), str(annotator or before.annotator))
        return command(context.obj, *args, **kwargs)

    return wrapped
