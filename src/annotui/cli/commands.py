"""The commands as click has them: a module is imported when a command of it is meant; click's errors as words."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import click

from annotui import __version__
from annotui.cli.completion import path_item
from annotui.cli.names import HOMES
from annotui.cli.options import Context, common
from annotui.cli.output import shown, talk
from annotui.errors import UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class _ReaderGone(Exception):
    """Whoever read the output has closed it."""


class _Commands(click.Group):
    """A group of commands, imported as they are asked for; a word that is none of them is a project's folder."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of the commands, in order."""
        return sorted(HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of this name, if there is one."""
        if cmd_name not in HOMES:
            return None
        commands: Sequence[click.Command] = import_module(f"annotui.cli.{HOMES[cmd_name]}").COMMANDS
        return next(command for command in commands if command.name == cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a broken pipe is kept from click, which would exit with 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _ReaderGone from error

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer the commands and options that begin so; where there are none, the shell's folders: a project."""
        found = super().shell_complete(ctx, incomplete)
        return found or [path_item(incomplete, "dir")]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        word = args[0] if args else ""
        if not word or word.startswith("-") or word in HOMES:
            return super().resolve_command(ctx, args)
        if os.sep in word or os.path.isdir(word):  # noqa: PTH112 - a Path is not needed for anything else here
            return open_command.name, open_command, args
        from difflib import get_close_matches

        close = get_close_matches(word, self.list_commands(ctx), n=1)
        meant = f" Did you mean {close[0]!r}?" if close else ""
        raise click.UsageError(f"There is no command, and no folder, {word!r}.{meant}", ctx)


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="annotui %(version)s")
@common
def cli(at: Context) -> int:
    """Read articles, tag what they name, link each agreement to a catalogue.

    `annotui [PROJECT]` opens the app on a project: a folder with corpus/ and annotations.db. The commands below
    need no terminal.

    Exit codes: 0 done, 1 done but problems were found, 2 wrong usage, 3 bad data, 4 storage.
    """
    return 0 if click.get_current_context().invoked_subcommand else _open(at)


@click.command("PROJECT")
@click.argument("folder", metavar="")
@common
def open_command(at: Context, folder: str) -> int:
    """Open the app on a project: a folder with corpus/ and annotations.db."""
    return _open(Context(folder, at.annotator))


def invoke(arguments: Sequence[str]) -> int:
    """Run a command. Returns its exit code: 0 done, 1 problems found, 2 wrong usage, 130 stopped by Ctrl-C.

    Raises BrokenPipeError where the reader of the output is gone, AnnotuiError, OSError.
    """
    try:
        result = cli.main(list(arguments), prog_name="annotui", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        talk(error.format_message())
        return UsageError.exit_code
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "annotui"
        talk(f"{where}: {shown(error.format_message())}\n  `{where} --help` tells how it is used.")
        return UsageError.exit_code
    except click.ClickException as error:
        talk(f"annotui: {shown(error.format_message())}")
        return UsageError.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except _ReaderGone as error:
        raise BrokenPipeError from error
    return result if isinstance(result, int) else 0


def _open(at: Context) -> int:
    from annotui.cli.opening import open_app

    return open_app(at.project, at.annotator)
