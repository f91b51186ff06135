"""What the shell offers while a command is typed: click's completion, with the words of the project."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from annotui.project.completing import Kind

Complete = Callable[[click.Context, click.Parameter, str], list[str]]


def of(kind: Kind) -> Complete:
    """Complete a word with what the project has of a kind."""

    def complete(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
        from annotui.project.completing import words

        at: click.Context | None = context
        while at is not None and not at.params.get("project"):
            at = at.parent
        return words(str(at.params["project"]) if at is not None else ".", kind, begun)

    return complete


def command_ids(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """Complete the id of a command of the app."""
    from annotui.core.keymap import COMMANDS

    return [id for id in COMMANDS if id.startswith(begun)]


def modes(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """Complete the name of a mode of the app."""
    from annotui.core.commands import Mode

    return [mode.value for mode in Mode if mode.value.startswith(begun)]


def files(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """Let the shell complete the path of a file or folder."""
    return [path_item(begun, "file")]


def folders(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """Let the shell complete the path of a folder."""
    return [path_item(begun, "dir")]


def path_item(begun: str, kind: str) -> CompletionItem:
    """What tells the shell to complete a path by itself: of a `file` or a `dir`."""
    from click.shell_completion import CompletionItem

    return CompletionItem(begun, type=kind)


def answer(instruction: str) -> int:
    """Answer a shell that asks, on stdout: `bash_source`, `bash_complete`, and so for zsh and fish.

    Returns the exit code, 1 for a shell that click does not know, and where anything fails: whoever presses Tab is in
    the middle of a line, so nothing is ever said there.
    """
    from click.shell_completion import shell_complete

    from annotui.cli.commands import cli
    from annotui.cli.main import COMPLETION

    try:
        return shell_complete(cli, {}, "annotui", COMPLETION, instruction)
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001 - see above
        return 1
