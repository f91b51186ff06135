"""Make what documents say of keys and commands from the registry and the command line: `python .ci/documents.py`.

It writes docs/keys.md, docs/commands.md and docs/annotui.1; with `--check` it ends with 1 where one of them is not so.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from annotui import __version__
from annotui.cli.commands import cli
from annotui.core.commands import Mode
from annotui.core.keymap import COMMANDS, shown
from annotui.core.presets import PRESETS

DOCS = Path(__file__).resolve().parent.parent / "docs"
EXIT_CODES = "Exit codes: 0 done, 1 done but problems were found, 2 wrong usage, 3 bad data, 4 storage."
_MODES = {
    Mode.READ: "Reading an article",
    Mode.SELECT: "With a selection",
    Mode.PICK: "Candidates for a link",
    Mode.LIST: "Lists: library, spans, catalogue, concordance, labels",
    Mode.QUERY: "Typing",
}


def keys_page() -> str:
    """docs/keys.md: every command of every mode with its keys."""
    lines = [
        "# Keys",
        "",
        "Made from the registry of keys. `?` shows those of the screen one is on, `annotui keys` all as they are set.",
        "A key that a mode does not know does nothing and says so. Every command can be given other keys:",
        "",
        "```text",
        "annotui keys set article.done B F5",
        'annotui keys set repeat "g ." --mode select',
        "annotui keys reset article.done",
        "```",
        "",
        f'`preset = "NAME"` in the settings takes a whole set of keys: {", ".join(f"`{name}`" for name in PRESETS)}.',
    ]
    for mode, title in _MODES.items():
        lines += ["", f"## {title}", "", "| keys | command | what it does |", "| --- | --- | --- |"]
        for command in COMMANDS.values():
            if mode in command.keys:
                keys = " ".join(f"`{_cell(shown(key))}`" for key in command.keys[mode])
                lines.append(f"| {keys} | `{command.id}` | {_cell(command.help)} |")
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    """docs/commands.md: every command of the command line with its arguments and options."""
    lines = [
        "# Commands",
        "",
        "Made from the command line itself; `annotui COMMAND --help` says the same. Data goes to stdout, talk to",
        "stderr. `--project DIR` and `--annotator NAME` go before or after the command.",
        "",
        EXIT_CODES,
    ]
    for path, command in _commands(cli, ()):
        lines += ["", f"## annotui {' '.join(path)}", "", f"`{_usage(path, command)}`", "", _prose(command)]
        options = list(_options(command))
        if options:
            lines += ["", "| option | what it says |", "| --- | --- |"]
            lines += [f"| `{_cell(name)}` | {_cell(told)} |" for name, told in options]
    return "\n".join(lines) + "\n"


def man_page() -> str:
    """docs/annotui.1: the same as a page of the manual."""
    lines = [
        f'.TH ANNOTUI 1 "" "annotui {__version__}" "User Commands"',
        ".SH NAME",
        r"annotui \- read articles in the terminal, tag what they name, link agreements to a catalogue",
        ".SH SYNOPSIS",
        r".B annotui",
        r"[\fIPROJECT\fR]",
        ".br",
        r".B annotui",
        r"\fICOMMAND\fR [\fIOPTIONS\fR] [\fIARGUMENTS\fR]",
        ".SH DESCRIPTION",
        _roff(_prose(cli)),
        ".SH COMMANDS",
    ]
    for path, command in _commands(cli, ()):
        lines += [f".SS {_roff(_usage(path, command))}", _roff(_prose(command))]
        for name, told in _options(command):
            lines += [".TP", rf"\fB{_roff(name)}\fR", _roff(told)]
    lines += [
        ".SH KEYS",
        "In the app ? explains the keys of the screen; annotui keys lists all.",
        ".SH FILES",
        ".TP",
        r"\fI~/.config/annotui/settings.toml\fR",
        "The settings of the user.",
        ".TP",
        r"\fIannotui.toml\fR",
        "Those of a project, in its folder.",
        ".SH EXIT STATUS",
        EXIT_CODES.removeprefix("Exit codes: "),
    ]
    return "\n".join(lines) + "\n"


PAGES = {"keys.md": keys_page, "commands.md": commands_page, "annotui.1": man_page}


def main() -> int:
    """Write the pages, or look whether they are as they would be written."""
    differing = []
    for name, page in PAGES.items():
        file = DOCS / name
        if "--check" not in sys.argv:
            file.write_text(page(), encoding="utf-8")
        elif not file.is_file() or file.read_text(encoding="utf-8") != page():
            differing.append(name)
    if differing:
        print(f"not as the program is: {', '.join(differing)}; run python .ci/documents.py")
    return 1 if differing else 0


def _commands(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield (*path, name), command
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))


def _usage(path: tuple[str, ...], command: click.Command) -> str:
    pieces = [piece for piece in command.collect_usage_pieces(click.Context(command)) if piece != "COMMAND [ARGS]..."]
    return " ".join(["annotui", *path, *pieces])


def _prose(command: click.Command) -> str:
    return re.sub(r"\s*\n\s*", " ", re.sub(r"\n\s*\n\s*", "\0", (command.help or "").strip())).replace("\0", "\n\n")


def _options(command: click.Command) -> Iterator[tuple[str, str]]:
    context = click.Context(command)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name not in {"project", "annotator"}:
            record = parameter.get_help_record(context)
            if record is not None:
                yield record


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _roff(text: str) -> str:
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("\n\n", "\n.PP\n")
    return "\n".join(f"\\&{line}" if line[:1] in {"'"} else line for line in escaped.split("\n"))


if __name__ == "__main__":
    sys.exit(main())
