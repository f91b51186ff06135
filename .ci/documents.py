"""Make what documents say of keys and commands from the registry and the command line: `python .ci/documents.py`.

It writes docs/keys.md, docs/commands.md and docs/annotui.1; with `--check` it ends with 1 where one of them is not so.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from annotui import __version__
from annotui.cli.commands import cli
from annotui.core.commands import Mode
from annotui.core.keymap import COMMANDS, shown
from annotui.core.presets import PRESETS

DOCS = Path(__file__).resolve().parent.parent / "docs"
EXIT_CODES = "Exit codes: 0 done, 1 done but problems were found, 2 wrong usage, 3 bad data, 4 storage."
OTHER_EXIT_CODES = "70 a fault in annotui, 130 stopped by Ctrl-C, 141 nobody reads the output any more."
ENVIRONMENT = {
    "ANNOTUI_ANNOTATOR": "Who annotates, where `--annotator` does not say; else the login name.",
    "ANNOTUI_SETTINGS": "The file of the user's settings, in place of the one under FILES.",
    "NO_COLOR": "With any value no colours are sent.",
    "ESCDELAY": "For how many milliseconds Esc waits for the rest of a key's sequence: 100, over SSH 200.",
    "TERM, COLORTERM, LANG, LC_ALL": "What the terminal can show; `annotui doctor` tells what is made of them.",
}
FILES = {
    "annotations.db": "The articles' texts, annotations, catalogue, labels and history of a project: SQLite.",
    "corpus/": "The articles of a project, as text files.",
    ".annotui/": "Reading places, indexes and the like; it may be deleted at any time.",
    "annotui.toml": "The settings of a project.",
    "~/.config/annotui/settings.toml": "The settings of the user (on macOS under ~/Library/Application Support).",
}
_ROFF = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "^": r"\(ha", "~": r"\(ti", "|": r"|\:"}
"""What stands for a character in roff, the backslash first."""
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
        "A key that a mode does not know does nothing and says so. Every command can be given other keys, in the app",
        "with `:keys`, and so:",
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
        ".nh",
        ".ad l",
        ".SH NAME",
        r"annotui \- read articles in the terminal, tag what they name, link agreements to a catalogue",
        ".SH SYNOPSIS",
        r".B annotui",
        r"[\fIPROJECT\fR]",
        ".br",
        r".B annotui",
        r"\fICOMMAND\fR [\fIOPTIONS\fR] [\fIARGUMENTS\fR]",
        ".SH DESCRIPTION",
        *(_roff(part) if at == 0 else f".PP\n{_roff(part)}" for at, part in enumerate(_about())),
        ".SH OPTIONS",
        "These go before or after every command.",
        *_listed(_options(cli, common=True), "B"),
        ".SH COMMANDS",
    ]
    for path, command in _commands(cli, ()):
        lines += [f".SS {_roff(_usage(path, command))}", _roff(_prose(command))]
        lines += _listed(_options(command), "B")
    lines += [
        ".SH KEYS",
        _roff("In the app `?` explains the keys of the screen; `annotui keys` lists all."),
        ".SH ENVIRONMENT",
        *_listed(ENVIRONMENT.items(), "B"),
        ".SH FILES",
        *_listed(FILES.items(), "I"),
        ".SH EXIT STATUS",
        f"{EXIT_CODES.removeprefix('Exit codes: ').rstrip('.')}, {OTHER_EXIT_CODES}",
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


def _about() -> Iterator[str]:
    """What the program says of itself, by paragraphs, but for the exit codes, which have a section of their own."""
    return (part for part in _prose(cli).split("\n\n") if part != EXIT_CODES)


def _options(command: click.Command, *, common: bool = False) -> Iterator[tuple[str, str]]:
    """The options of a command and what they say; with `common` those that every command has."""
    context = click.Context(command)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and common == (parameter.name in {"project", "annotator"}):
            record = parameter.get_help_record(context)
            if record is not None:
                yield record


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _listed(items: Iterable[tuple[str, str]], font: str) -> Iterator[str]:
    """Names in a font, each with what is told of it."""
    for name, told in items:
        yield from (".TP", rf"\f{font}{_roff(name)}\fR", _roff(told))


def _roff(text: str) -> str:
    """A text as it is written in roff: `these` bold, nothing a request, choices may be parted by a line end."""
    for character, written in _ROFF.items():
        text = text.replace(character, written)
    text = re.sub(r"`([^`]+)`", r"\\fB\1\\fR", text)
    paragraphs = text.split("\n\n")
    return "\n.PP\n".join(rf"\&{one}" if one.startswith(".") else one for one in paragraphs)


if __name__ == "__main__":
    sys.exit(main())
