"""Settings: the user's TOML file, and over it the project's, for keys, keyboard layout, terminal, the look of a page.

What is wrong in a file is said, never fatal, and the rest of it counts.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

PROJECT_FILE: Final = "annotui.toml"
"""The settings of a project, in its folder."""
WIDTHS: Final = range(20, 501)
SPACINGS: Final = range(4)
PRESET_NAMES: Final = ("less",)
CHARACTERS: Final = ("auto", "utf-8", "latin-1", "ascii")
TERMINAL_THEME: Final = "terminal"
"""The theme of the terminal's own colours."""
OWN_THEMES: Final = (TERMINAL_THEME, "annotui-light", "annotui-dark", "high-contrast")
TEXTUAL_THEMES: Final = (
    *("textual-dark", "textual-light", "nord", "gruvbox", "catppuccin-mocha", "dracula", "tokyo-night", "monokai"),
    *("flexoki", "catppuccin-latte", "catppuccin-frappe", "catppuccin-macchiato", "solarized-light", "solarized-dark"),
    *("rose-pine", "rose-pine-moon", "rose-pine-dawn", "atom-one-dark", "atom-one-light", "ansi-dark", "ansi-light"),
)
THEMES: Final = (*OWN_THEMES, *TEXTUAL_THEMES)

Keys = Mapping[str, "tuple[str, ...] | Mapping[str, tuple[str, ...]]"]
"""The keys of commands by their ids: for all their modes, or by mode."""


class Settings(NamedTuple):
    """What a person may set.

    `keys` maps a command's id to its keys; `preset` names the set of keys that they change; `langmap` is a layout's
    name or maps characters by position; `differ`: send only the cells that differ; `suggest`: look for mentions in the
    article that is read; `hints`: say what comes next, once; `width` and `spacing`: the longest line of an article in
    cells, and the blank lines after each; `theme` names the colours, `characters` what the terminal takes (`auto`: the
    locale tells); `problems` are sentences for the user.
    """

    keys: Keys = MappingProxyType({})
    preset: str = ""
    langmap: str | Mapping[str, str] = ""
    mouse: bool = True
    differ: bool = True
    suggest: bool = True
    hints: bool = True
    width: int = 100
    spacing: int = 0
    theme: str = TERMINAL_THEME
    characters: str = "auto"
    problems: tuple[str, ...] = ()

    @classmethod
    def read(cls, path: Path | None = None) -> Settings:
        """Read one settings file, the user's unless a path is given; a missing one gives the defaults."""
        return cls()._with(path or settings_path())

    @classmethod
    def of(cls, folder: Path) -> Settings:
        """The user's settings with those of the project in a folder over them; keys are taken command by command."""
        return cls.read()._with(folder / PROJECT_FILE)

    def _with(self, path: Path) -> Settings:
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return self
        except (OSError, UnicodeDecodeError) as error:
            return self._replace(problems=(*self.problems, f"{path}: not read: {error}"))
        return self.taking(text, path)

    def taking(self, text: str, path: Path) -> Settings:
        """These settings with what TOML text says over them; `path` is where problems are said to be."""
        import tomllib

        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            return self._replace(problems=(*self.problems, f"{path}: not read: {error}"))
        values: dict[str, object] = {}
        problems = list(self.problems)
        for name, value in data.items():
            if name not in FIELDS:
                problems.append(f"{path}: unknown setting {name!r}; there are {', '.join(FIELDS)}")
                continue
            fits, said = FIELDS[name]
            if not fits(value):
                problems.append(f"{path}: {name} should be {said}")
            elif isinstance(value, dict) and name == "keys":
                values[name] = MappingProxyType({**self.keys, **_keys(value, path, problems)})
            else:
                values[name] = value
        return Settings(**{**self._asdict(), **values, "problems": tuple(problems)})


def characters_of_user() -> str:
    """The user's `characters`, for what is written before a project is open; a file without is hardly looked at."""
    try:
        is_set = b"characters" in settings_path().read_bytes()
    except OSError:
        return "auto"
    return Settings.read().characters if is_set else "auto"


def settings_path() -> Path:
    """$ANNOTUI_SETTINGS, else `settings.toml` in the user's configuration folder of annotui."""
    named = os.environ.get("ANNOTUI_SETTINGS")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CONFIG_HOME", "")
    if sys.platform in {"darwin", "win32"}:
        from platformdirs import user_config_path

        return user_config_path("annotui", appauthor=False) / "settings.toml"
    # Where platformdirs says on every other system, without its import at each start.
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".config") / "annotui" / "settings.toml"


def _keys(given: Mapping[str, object], path: Path, problems: list[str]) -> Keys:
    """The keys of commands that make sense."""
    keys: dict[str, tuple[str, ...] | Mapping[str, tuple[str, ...]]] = {}
    for command, value in given.items():
        by_mode = value if isinstance(value, dict) else {"": value}
        listed = {str(mode): _listed(one) for mode, one in by_mode.items()}
        fitting = {mode: one for mode, one in listed.items() if one is not None}
        if len(fitting) < len(listed):
            problems.append(f"{path}: keys.{command} should be a key, a list of keys, or one of these by mode")
        else:
            keys[command] = fitting if isinstance(value, dict) else fitting[""]
    return keys


def _listed(value: object) -> tuple[str, ...] | None:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(key, str) for key in value):
        return tuple(value)
    return None


def _is_layout(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, dict) and all(isinstance(key, str) for key in value.values()))


def _is_switch(value: object) -> bool:
    return isinstance(value, bool)


def _in(allowed: range) -> Callable[[object], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and value in allowed


FIELDS: Final[Mapping[str, tuple[Callable[[object], bool], str]]] = MappingProxyType(
    {
        "keys": (lambda value: isinstance(value, dict), "a table of commands and their keys"),
        "preset": (lambda value: value == "" or value in PRESET_NAMES, f"one of {', '.join(PRESET_NAMES)}"),
        "langmap": (_is_layout, "a layout's name or pairs of characters"),
        "mouse": (_is_switch, "true or false"),
        "differ": (_is_switch, "true or false"),
        "suggest": (_is_switch, "true or false"),
        "hints": (_is_switch, "true or false"),
        "width": (_in(WIDTHS), f"a number from {WIDTHS[0]} to {WIDTHS[-1]}"),
        "theme": (
            lambda value: value in THEMES,
            f"one of {', '.join(OWN_THEMES)}, or one of Textual's (:theme lists them)",
        ),
        "characters": (lambda value: value in CHARACTERS, f"one of {', '.join(CHARACTERS)}"),
        "spacing": (_in(SPACINGS), f"a number from {SPACINGS[0]} to {SPACINGS[-1]}"),
    }
)
"""Each setting: whether a value of TOML fits it, and what it should be."""
