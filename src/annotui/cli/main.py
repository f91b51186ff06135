"""The command line's top: which command was meant, its errors as words, its exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from annotui import __version__
from annotui.cli import annotating, articles, catalogue, figures
from annotui.cli.options import Context, common
from annotui.cli.output import shown, talk
from annotui.errors import AnnotuiError, StorageError

INTERRUPTED = 130
BROKEN_PIPE = 141


class _Commands(click.Group):
    """A group in which a word that is no command is the folder of a project to open."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None and (Path(args[0]).is_dir() or _is_path(args[0])):
            return "open", self.get_command(ctx, "open"), args
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="annotui %(version)s")
@common
def cli(at: Context) -> None:
    """Read articles, tag what they name, link each agreement to a catalogue.

    `annotui [PROJECT]` opens the app on a project: a folder with corpus/ and annotations.db. The commands below
    need no terminal.
    """
    if click.get_current_context().invoked_subcommand is None:
        _open(at)


@cli.command("open", hidden=True)
@click.argument("folder", required=False)
@common
def open_command(at: Context, folder: str | None) -> None:
    """Open the app on a project."""
    _open(Context(folder or at.project, at.annotator))


for _command in (*articles.COMMANDS, *catalogue.COMMANDS, *annotating.COMMANDS, *figures.COMMANDS):
    cli.add_command(_command)


def run(arguments: Sequence[str]) -> int:
    """Run the command line. Returns the exit code: 0 done, 1 problems found, 2 usage, 3 data, 4 storage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        result = cli.main(list(arguments), prog_name="annotui", standalone_mode=False)
        sys.stdout.flush()
    except AnnotuiError as error:
        talk(f"annotui: {shown(error)}")
        return error.exit_code
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "annotui"
        talk(f"{where}: {shown(error.format_message())}\n  `{where} --help` tells how it is used.")
        return 2
    except click.ClickException as error:
        talk(f"annotui: {shown(error.format_message())}")
        return 2
    except (click.Abort, KeyboardInterrupt):
        talk("annotui: stopped; what was done is kept.")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except OSError as error:
        talk(f"annotui: {shown(error.filename or 'the system')}: {shown(error.strerror)}.")
        return StorageError.exit_code
    return result if isinstance(result, int) else 0


def _open(at: Context) -> None:
    """Open the app; the checks come before anything heavy is imported."""
    from annotui.tui.terminal.environment import prepare
    from annotui.tui.terminal.preflight import check

    check(sys.stdin, sys.stdout, os.environ)
    prepare(os.environ)
    from annotui.tui.start import start

    code = start(Path(at.project), at.annotator)
    if code:
        raise click.exceptions.Exit(code)


def _is_path(word: str) -> bool:
    return os.sep in word or word in {".", ".."}
