"""`annotui keys`: the keys of every command as they are now, and how they are changed."""

from __future__ import annotations

import click

from annotui.cli.completion import command_ids, modes
from annotui.cli.options import Context, common
from annotui.cli.output import data_json, row, shown, talk


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@common
def keys(at: Context, as_json: bool) -> int:
    """List the keys: mode, keys, command, what it does; `*` before keys that are not the defaults."""
    if click.get_current_context().invoked_subcommand:
        return 0
    from pathlib import Path

    from annotui.core.keymap import shown as key_shown
    from annotui.project.key_settings import bindings, keymap_of
    from annotui.project.settings import Settings

    settings = Settings.of(Path(at.project))
    found = bindings(settings)
    if as_json:
        data_json([one._asdict() for one in found])
    else:
        for one in found:
            pressed = " ".join(map(key_shown, one.keys))
            row((one.mode, f"{'*' if one.is_own else ''}{pressed}", one.command, one.title))
    problems = (*settings.problems, *keymap_of(settings).problems())
    for problem in problems:
        talk(f"settings: {shown(problem)}")
    return 1 if problems else 0


@keys.command("set")
@click.argument("command", shell_complete=command_ids)
@click.argument("key", nargs=-1)
@click.option("--mode", shell_complete=modes, help="Only in this mode: read, select, pick, list or query.")
@common
def keys_set(at: Context, command: str, key: tuple[str, ...], mode: str | None) -> None:
    """Give a command these keys, or none; a key that another command has is refused.

    A sequence is one argument: "g g". Names are those that `annotui keys --json` shows: enter, ctrl+f, space ...
    """
    from annotui.project.key_settings import set_keys

    path = set_keys(command, key, mode or "")
    talk(f"{shown(path)}: {command} has {', '.join(map(shown, key)) or 'no keys'}.")


@keys.command("reset")
@click.argument("command", shell_complete=command_ids)
@common
def keys_reset(at: Context, command: str) -> None:
    """Give a command its default keys again."""
    from annotui.project.key_settings import set_keys

    talk(f"{shown(set_keys(command, None))}: {command} has its default keys.")


COMMANDS = (keys,)
