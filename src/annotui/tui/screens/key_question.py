"""Which command gets which keys: asked by `:keys`, written to the user's settings, and there at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotui.core.keymap import COMMANDS, shown
from annotui.errors import UsageError
from annotui.project.key_settings import set_keys
from annotui.tui.widgets.prompt import Choice, Question

if TYPE_CHECKING:
    from annotui.core.commands import Command
    from annotui.tui.screens.base import KeyScreen

PARTED = ", "
"""What stands between two keys, or sequences of keys, where they are typed."""


def ask_keys(screen: KeyScreen) -> None:
    """List the commands that do something here, with their keys, and give one of them others."""
    available = screen.available()
    choices = [Choice(command.id, command.title, ", ".join(map(shown, keys))) for command, keys in available]
    keys_of = dict(available)

    def take(_: str, choice: Choice | None) -> None:
        if choice is not None:
            command = COMMANDS[choice.value]
            _ask_for(screen, command, keys_of[command])

    screen.ask(Question("Other keys for:", take, choices=choices))


def _ask_for(screen: KeyScreen, command: Command, keys: tuple[str, ...]) -> None:
    def take(text: str, _: Choice | None) -> None:
        typed = [key for key in map(str.strip, text.split(PARTED)) if key]
        path = set_keys(command.id, typed or None)
        screen.annotui.take_keys()
        now = dict(screen.available())[command]
        if typed and list(now) != typed:
            what = f"{path.name} is changed, but here {command.title} has {PARTED.join(map(shown, now)) or 'no key'}."
            screen.say_error(UsageError(what, "annotui.toml of this project says so: change it there."))
            return
        screen.say(f"{command.title} has {PARTED.join(map(shown, now))}, in {path.name} for all projects")

    screen.ask(Question(f"{command.title} (a, g a; none: as shipped):", take, text=PARTED.join(keys), free=True))
