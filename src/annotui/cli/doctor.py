"""`annotui doctor`: what the terminal can do, what should be set, and where settings and project are."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from annotui.cli.options import Context, common
from annotui.cli.output import data, data_json, shown, talk

if TYPE_CHECKING:
    from annotui.project.settings import Settings
    from annotui.tui.terminal.diagnosis import Finding, Streams

_NAME_CELLS = 12


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@common
def doctor(at: Context, as_json: bool) -> int:
    """Tell what the terminal can do and what to set. Exits 1 where something should be set.

    `!` stands before what should be set. Needs neither a terminal nor a project.
    """
    from annotui.project.settings import Settings
    from annotui.tui.terminal.around import ancestors, around, tmux_option
    from annotui.tui.terminal.diagnosis import diagnose

    settings = Settings.of(Path(at.project))
    where = around(os.environ, ancestors())
    found = [
        *_versions(),
        *diagnose(os.environ, _streams(), where, settings, tmux_option),
        *_settings(settings, Path(at.project)),
        _project(Path(at.project)),
    ]
    to_set = sum(bool(one.advice) for one in found)
    if as_json:
        data_json({"ok": not to_set, "findings": [one._asdict() for one in found]})
    else:
        for one in found:
            _tell(one)
        talk(f"To be set: {to_set}." if to_set else "All is well.")
    return 1 if to_set else 0


def _tell(one: Finding) -> None:
    data(f"{'!' if one.advice else ' '} {one.name:{_NAME_CELLS}} {shown(one.value)}")
    for more in filter(None, (one.advice, one.note)):
        data(f"  {'':{_NAME_CELLS}} {shown(more)}")


def _streams() -> Streams:
    from annotui.tui.terminal.diagnosis import Streams

    named: dict[str, TextIO | None] = {"input": sys.stdin, "output": sys.stdout, "errors": sys.stderr}
    terminals = {name: one for name, one in named.items() if one is not None and not one.closed and one.isatty()}
    size = None
    for stream in terminals.values():
        with suppress(OSError):
            columns, rows = os.get_terminal_size(stream.fileno())
            size = (columns, rows) if columns and rows else size
    return Streams(tuple(name for name in named if name not in terminals), size)


def _versions() -> Iterator[Finding]:
    from importlib.metadata import PackageNotFoundError, version
    from platform import platform, python_version

    from annotui import __version__
    from annotui.tui.terminal.diagnosis import Finding

    yield Finding("annotui", __version__)
    try:
        textual = version("textual")
    except PackageNotFoundError:
        textual = "not found"
    yield Finding("runs on", f"Python {python_version()}, Textual {textual}, {platform()}")


def _settings(settings: Settings, folder: Path) -> Iterator[Finding]:
    from annotui.project.key_settings import keymap_of
    from annotui.project.settings import PROJECT_FILE, settings_path
    from annotui.tui.terminal.diagnosis import Finding

    paths = (settings_path(), folder / PROJECT_FILE)
    yield Finding("settings", ", ".join(f"{path}{'' if path.is_file() else ' (not there)'}" for path in paths))
    for problem in (*settings.problems, *keymap_of(settings).problems()):
        yield Finding("settings", problem, "Mend it; the rest of the settings counts all the same.")


def _project(folder: Path) -> Finding:
    from annotui.project.opening import DATABASE
    from annotui.tui.terminal.diagnosis import Finding

    if (folder / DATABASE).is_file():
        return Finding("project", str(folder.resolve()), note="`annotui check` tells whether all in it is well.")
    if (folder / "corpus").is_dir():
        return Finding("project", f"{folder.resolve()}: a corpus/, nothing read in", note="`annotui` opens it.")
    return Finding("project", f"none in {folder.resolve()}", note="`annotui init` makes one, `annotui demo` shows one.")


COMMANDS = (doctor,)
