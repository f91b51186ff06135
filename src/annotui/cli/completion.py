"""What the shell offers while a command is typed: click's completion, with the words of the project."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from annotui.project.completing import Kind

Complete = Callable[[click.Context, click.Parameter, str], list[str]]


def of(kind: Kind) -> Complete:
    """Complete a word with what the project has of a kind."""

    def complete(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
        from annotui.project.completing import words

        folder = context.params.get("project") or context.find_root().params.get("project") or "."
        return words(str(folder), kind, begun)

    return complete


def command_ids(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """Complete the id of a command of the app."""
    from annotui.core.keymap import COMMANDS

    return [id for id in COMMANDS if id.startswith(begun)]


def answer(instruction: str) -> int:
    """Answer a shell that asks, on stdout: `bash_source`, `bash_complete`, and so for zsh and fish.

    Returns the exit code, 1 for a shell that click does not know.
    """
    from click.shell_completion import shell_complete

    from annotui.cli.commands import cli
    from annotui.cli.main import COMPLETION

    return shell_complete(cli, {}, "annotui", COMPLETION, instruction)
