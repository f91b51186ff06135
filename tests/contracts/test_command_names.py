from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import click

from annotui.cli.annotating import EXPORT_FORMATS
from annotui.cli.catalogue import TABLE_FORMATS
from annotui.cli.commands import cli
from annotui.cli.importing import IMPORT_FORMATS
from annotui.cli.names import HOMES

COMMON = {"--project", "--annotator"}
COMMANDS = {
    "init": {"--catalogue"},
    "add": {"--trafilatura"},
    "sync": set(),
    "article set": {"--date", "--title", "--source", "--status"},
    "agreements import": {"--map", "--split", "--dates", "--dry-run"},
    "agreements export": {"--format", "-o", "--force"},
    "agreements list": set(),
    "agreements show": set(),
    "demo": set(),
    "doctor": {"--json"},
    "keys set": {"--mode"},
    "keys reset": set(),
    "labels import": set(),
    "labels export": {"--format", "-o", "--force"},
    "labels list": set(),
    "link": {"--context", "--on", "--limit", "--json"},
    "suggest": {"--json"},
    "tag": {"--agreement", "--nil", "--unsure", "--note"},
    "search": {"--limit"},
    "export": {
        *("--format", "-o", "--force", "--article", "--label", "--by", "--include", "--anchored"),
        *("--columns", "--delimiter", "--raw"),
    },
    "import": {"--format", "--article", "--dry-run"},
    "serve": {"--port", "--host"},
    "stats": {"--json"},
    "check": set(),
}
ARGUMENTS = {
    "init": ["[DIR]"],
    "add": ["PATH..."],
    "article set": ["ARTICLE"],
    "agreements import": ["FILE"],
    "agreements show": ["ID"],
    "demo": ["[DIR]"],
    "keys set": ["COMMAND", "[KEY]..."],
    "keys reset": ["COMMAND"],
    "labels import": ["FILE"],
    "link": ["TEXT"],
    "suggest": ["[ARTICLE]..."],
    "tag": ["ARTICLE", "START", "END", "LABEL"],
    "search": ["QUERY"],
    "import": ["FILE"],
}


def commands(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield name, command


def leaves(group: click.Group, prefix: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in commands(group):
        if isinstance(command, click.Group):
            yield from leaves(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


def options(command: click.Command) -> set[str]:
    return {option for parameter in command.params if isinstance(parameter, click.Option) for option in parameter.opts}


def test_the_commands_are_those_of_the_contract() -> None:
    assert {name for name, _ in leaves(cli)} == COMMANDS.keys()


def test_each_command_has_the_options_of_the_contract() -> None:
    assert {name: options(command) - COMMON for name, command in leaves(cli)} == COMMANDS


def test_each_command_has_the_arguments_of_the_contract() -> None:
    context = click.Context(cli)
    found = {
        name: [p.make_metavar(context) for p in command.params if isinstance(p, click.Argument)]
        for name, command in leaves(cli)
    }
    assert {name: arguments for name, arguments in found.items() if arguments} == ARGUMENTS


def test_every_command_and_group_takes_the_project_and_the_annotator() -> None:
    groups = [cli, *(command for _, command in commands(cli) if isinstance(command, click.Group))]
    for command in [*groups, *(command for _, command in leaves(cli))]:
        assert options(command) >= COMMON


def test_every_command_and_option_says_what_it_is_for() -> None:
    for name, command in leaves(cli):
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"


def test_the_formats_offered_are_those_there_are() -> None:
    from annotui.formats.registry import names
    from annotui.formats.tables import FORMATS as TABLES

    assert names(written=True) == EXPORT_FORMATS
    assert names(written=False) == IMPORT_FORMATS
    assert TABLE_FORMATS == TABLES


def test_every_command_of_a_module_is_found_in_it() -> None:
    for home in set(HOMES.values()):
        names = {command.name for command in import_module(f"annotui.cli.{home}").COMMANDS}
        assert names == {name for name in HOMES if HOMES[name] == home}
