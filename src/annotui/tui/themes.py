"""Themes: Textual's, and our own. Nothing here is imported where the terminal's own colours are used throughout.

A theme is the variables that themes.tcss names. What has no other than the terminal's sixteen colours to show shows
a theme in those; with NO_COLOR all themes look alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from annotui.errors import UsageError
from annotui.project.settings import OWN_THEMES, TERMINAL_THEME, THEMES
from annotui.tui import schemes
from annotui.tui.terminal.environment import THEME_ON_TERMINAL_COLORS

if TYPE_CHECKING:
    from textual.app import App
    from textual.theme import Theme

_RULES: Final = Path(__file__).with_name("themes.tcss")
_OWN: Final = {"annotui-light": schemes.LIGHT, "annotui-dark": schemes.DARK, "high-contrast": schemes.HIGH_CONTRAST}
_SIXTEEN: Final[Mapping[bool, tuple[str, str]]] = {
    False: ("ansi_bright_white", "ansi_black"),
    True: ("ansi_black", "ansi_white"),
}
"""Page and ink of a light and of a dark theme in sixteen colours."""


def names(app: App[None]) -> list[str]:
    """The themes that there are, our own first."""
    return [name for name in THEMES if name in OWN_THEMES or name in app.available_themes]


def begin(app: App[None], name: str) -> bool:
    """Let an app whose rules are not read yet start in a theme. Returns whether there is such a theme."""
    if name not in names(app):
        return False
    _register(app, name)
    app.css_path = [*app.css_path, _RULES]
    app.set_reactive(type(app).theme, name)
    app.stylesheet.set_variables(app.get_css_variables())
    return True


def change(app: App[None], name: str) -> None:
    """Show an app in another theme from now on. Raises UsageError where there is no such theme."""
    if name not in names(app):
        raise UsageError(f"There is no theme {name!r}.", ":theme lists them.")
    _register(app, name)
    if not app.stylesheet.has_source(str(_RULES)):
        # Without our variables the rules cannot be read.
        app.stylesheet.set_variables({**app.get_css_variables(), **_terminal()})
        app.stylesheet.read(_RULES)
    app.theme = name


def current(app: App[None]) -> str:
    """The name of the theme that an app is shown in."""
    return app.theme if app.theme in THEMES and app.stylesheet.has_source(str(_RULES)) else TERMINAL_THEME


def _register(app: App[None], name: str) -> None:
    """Let an app know a theme with the variables of our rules."""
    if app.no_color or name == TERMINAL_THEME:
        theme = replace(app.available_themes[THEME_ON_TERMINAL_COLORS], name=name)
        variables = _terminal()
    else:
        theme = _own(name) if name in _OWN else app.available_themes[name]
        variables = _variables(theme, is_poor=app.console.color_system == "standard")
    app.register_theme(replace(theme, variables={**theme.variables, **variables}))


def _own(name: str) -> Theme:
    from textual.theme import Theme

    scheme = _OWN[name]
    return Theme(
        name=name,
        primary=scheme.accent,
        foreground=scheme.ink,
        background=scheme.page,
        surface=scheme.page,
        panel=scheme.page,
        dark=name != "annotui-light",
        variables={"screen-selection-background": scheme.ink, "screen-selection-foreground": scheme.page},
    )


def _variables(theme: Theme, *, is_poor: bool) -> Mapping[str, str]:
    if theme.ansi:
        return _terminal()
    if is_poor:
        page, ink = _SIXTEEN[theme.dark]
        return schemes.sixteen(page, "ansi_bright_white" if theme.name == "high-contrast" else ink)
    return _OWN.get(theme.name, schemes.scheme_of(theme)).variables()


def _terminal() -> Mapping[str, str]:
    return schemes.sixteen("ansi_default", "ansi_default")
