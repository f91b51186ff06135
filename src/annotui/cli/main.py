"""The command line's top: which command was meant, its errors as words, its exit code."""

from __future__ import annotations

import os
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import click

from annotui import __version__
from annotui.cli import annotating, articles, catalogue, figures
from annotui.cli.guard import ReaderGone, guarded
from annotui.cli.opening import open_app
from annotui.cli.options import Context, common
from annotui.cli.output import shown, talk
from annotui.errors import UsageError


class _Commands(click.Group):
    """A group in which a word that is no command is the folder of a project to open."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a broken pipe is kept from click, which would exit with 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderGone from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        word = args[0] if args else ""
        if not word or word.startswith("-") or self.get_command(ctx, word) is not None:
            return super().resolve_command(ctx, args)
        if os.sep in word or _is_folder(word):
            return open_command.name, open_command, args
        close = get_close_matches(word, self.list_commands(ctx), n=1)
        meant = f" Did you mean {close[0]!r}?" if close else ""
        raise click.UsageError(f"There is no command, and no folder, {word!r}.{meant}", ctx)


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="annotui %(version)s")
@common
def cli(at: Context) -> None:
    """Read articles, tag what they name, link each agreement to a catalogue.

    `annotui [PROJECT]` opens the app on a project: a folder with corpus/ and annotations.db. The commands below
    need no terminal.

    Exit codes: 0 done, 1 done but problems were found, 2 wrong usage, 3 bad data, 4 storage.
    """
    if click.get_current_context().invoked_subcommand is None:
        _open(at)


@click.command("PROJECT")
@click.argument("folder", metavar="")
@common
def open_command(at: Context, folder: str) -> None:
    """Open the app on a project: a folder with corpus/ and annotations.db."""
    _open(Context(folder, at.annotator))


for _command in (*articles.COMMANDS, *catalogue.COMMANDS, *annotating.COMMANDS, *figures.COMMANDS):
    cli.add_command(_command)


def run(arguments: Sequence[str]) -> int:
    """Run the command line. Returns the exit code (see `guarded`)."""
    return guarded(lambda: _run(arguments))


def _run(arguments: Sequence[str]) -> int:
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
    except click.Abort as error:
        raise KeyboardInterrupt from error
    return result if isinstance(result, int) else 0


def _open(at: Context) -> None:
    code = open_app(at.project, at.annotator)
    if code:
        raise click.exceptions.Exit(code)


def _is_folder(word: str) -> bool:
    try:
        return Path(word).is_dir()
    except OSError:
        return False
