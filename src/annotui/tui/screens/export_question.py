"""Writing the annotations out, from inside the app: in which format, where to, and whether to replace what is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotui.errors import UsageError
from annotui.tui.widgets.prompt import Choice, Question

if TYPE_CHECKING:
    from annotui.tui.screens.base import KeyScreen

_REPLACE, _KEEP = "replace", "keep"


def export(screen: KeyScreen, text: str) -> None:
    """Export as it was typed, `FILE` or `FORMAT PATH`; ask where nothing was. Raises UsageError."""
    from annotui.project.exporting import format_of_ending, formats

    first, _, rest = text.partition(" ")
    if not text:
        _ask_format(screen)
    elif first in formats():
        if rest.strip():
            _to(screen, first, rest.strip())
        else:
            _ask_path(screen, first)
    else:
        format = format_of_ending(text)
        if not format:
            kinds = ", ".join(formats())
            raise UsageError(f"{text}: its ending tells no format.", f"Type :export FORMAT {text}; there are {kinds}.")
        _to(screen, format, text)


def _ask_format(screen: KeyScreen) -> None:
    from annotui.project.exporting import formats

    def take(_: str, choice: Choice | None) -> None:
        if choice is not None:
            _ask_path(screen, choice.value)

    choices = [Choice(name, name, about) for name, (about, _) in formats().items()]
    screen.ask(Question("Export as:", take, choices=choices))


def _ask_path(screen: KeyScreen, format: str) -> None:
    from annotui.project.exporting import formats

    def take(typed: str, _: Choice | None) -> None:
        if typed.strip():
            _to(screen, format, typed.strip())

    screen.ask(Question(f"Export as {format} to:", take, text=f"annotations{formats()[format][1]}", free=True))


def _to(screen: KeyScreen, format: str, text: str) -> None:
    path = Path(text).expanduser()
    if not path.parent.is_dir():
        raise UsageError(f"{path} cannot be written: there is no folder {path.parent}.", "Give one that is there.")

    def start(*, force: bool) -> None:
        screen.annotui.work.start("export", str(path.absolute()), format, force=force)

    def take(_: str, choice: Choice | None) -> None:
        if choice is not None and choice.value == _REPLACE:
            start(force=True)
        else:
            screen.say("Nothing was written")

    if path.is_file():
        choices = [
            Choice(_KEEP, "keep it", "write nothing"),
            Choice(_REPLACE, "replace it", "the old one is gone then"),
        ]
        screen.ask(Question(f"{path.name} is there already:", take, choices=choices))
    else:
        start(force=False)
