"""The user's settings: one TOML file for keys, keyboard layout, terminal. What is wrong in it is said, never fatal."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

WIDTHS = range(20, 501)
SPACINGS = range(4)
_NUMBERS = MappingProxyType({"width": (100, WIDTHS), "spacing": (0, SPACINGS)})
FIELDS = ("keys", "langmap", "mouse", "differ", "suggest", *_NUMBERS)


class Settings(NamedTuple):
    """`keys` maps a command's id to its keys (in all its modes); `langmap` is a layout's name or maps characters
    by position; `differ`: send only the cells that differ; `suggest`: look for mentions in the article that is read;
    `width` and `spacing`: the longest line of an article in cells, and the blank lines after each;
    `problems` are sentences for the user.
    """

    keys: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    langmap: str | Mapping[str, str] = ""
    mouse: bool = True
    differ: bool = True
    suggest: bool = True
    width: int = 100
    spacing: int = 0
    problems: tuple[str, ...] = ()

    @classmethod
    def read(cls, path: Path | None = None) -> Settings:
        """Read the settings file; a missing one gives the defaults."""
        path = path or settings_path()
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return cls()
        except (OSError, UnicodeDecodeError) as error:
            return cls(problems=(f"{path}: not read: {error}",))
        import tomllib

        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            return cls(problems=(f"{path}: not read: {error}",))
        return cls._from(data, path)

    @classmethod
    def _from(cls, data: Mapping[str, object], path: Path) -> Settings:
        problems = [
            f"{path}: unknown setting {name!r}; there are {', '.join(FIELDS)}" for name in data if name not in FIELDS
        ]
        keys: dict[str, tuple[str, ...]] = {}
        given = data.get("keys", {})
        if not isinstance(given, dict):
            problems.append(f"{path}: keys should be a table of commands and their keys")
            given = {}
        for command, value in given.items():
            listed = [value] if isinstance(value, str) else value
            if isinstance(listed, list) and all(isinstance(key, str) for key in listed):
                keys[str(command)] = tuple(listed)
            else:
                problems.append(f"{path}: keys.{command} should be a key or a list of keys")
        langmap = data.get("langmap", "")
        if isinstance(langmap, dict) and all(isinstance(value, str) for value in langmap.values()):
            layout: str | Mapping[str, str] = {str(key): str(value) for key, value in langmap.items()}
        elif isinstance(langmap, str):
            layout = langmap
        else:
            layout = ""
            problems.append(f"{path}: langmap should be a layout's name or pairs of characters")
        switches = {name: data.get(name, True) for name in ("mouse", "differ", "suggest")}
        for name, value in switches.items():
            if not isinstance(value, bool):
                problems.append(f"{path}: {name} should be true or false")
        mouse, differ, suggest = (value is not False for value in switches.values())
        numbers = {name: usual for name, (usual, _) in _NUMBERS.items()}
        for name, (usual, allowed) in _NUMBERS.items():
            number = data.get(name, usual)
            if isinstance(number, int) and not isinstance(number, bool) and number in allowed:
                numbers[name] = number
            else:
                problems.append(f"{path}: {name} should be a number from {allowed[0]} to {allowed[-1]}")
        return cls(keys, layout, mouse, differ, suggest, **numbers, problems=tuple(problems))


def settings_path() -> Path:
    """$ANNOTUI_SETTINGS, else `annotui/settings.toml` in $XDG_CONFIG_HOME or ~/.config."""
    named = os.environ.get("ANNOTUI_SETTINGS")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "annotui" / "settings.toml"
