"""Which theme the app is shown in, until it ends: asked from the palette and by `:theme`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotui.project.settings import OWN_THEMES, TERMINAL_THEME
from annotui.tui import themes
from annotui.tui.widgets.prompt import Choice, Question

if TYPE_CHECKING:
    from annotui.tui.screens.base import KeyScreen

_TOLD = {
    TERMINAL_THEME: "the terminal's own colours",
    "annotui-light": "dark on light",
    "annotui-dark": "light on dark",
    "high-contrast": "white on black",
}


def ask_theme(screen: KeyScreen) -> None:
    """List the themes, the one that is shown first, and take one."""
    now = themes.current(screen.annotui)
    names = sorted(themes.names(screen.annotui), key=lambda name: name != now)
    choices = [Choice(name, name, _detail(name, now)) for name in names]

    def take(_: str, choice: Choice | None) -> None:
        if choice is not None:
            take_theme(screen, choice.value)

    screen.ask(Question("Theme:", take, choices=choices))


def take_theme(screen: KeyScreen, name: str) -> None:
    """Show the app in a theme. Raises UsageError where there is no such theme."""
    themes.change(screen.annotui, name)
    if screen.annotui.no_color:
        screen.say(f"Theme: {name}, of which nothing is seen: NO_COLOR is set")
    else:
        screen.say(f'Theme: {name}, until you leave; theme = "{name}" in the settings keeps it')


def _detail(name: str, now: str) -> str:
    told = _TOLD.get(name, "" if name in OWN_THEMES else "Textual's")
    return f"{told}, shown now" if name == now else told
