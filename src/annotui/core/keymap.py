"""THE registry of commands: a mode and a key in, a command out; overrides, langmaps, help and the key bar.

No key has two meanings in one mode: `problems()` tells where settings break that, and then the command that the
settings name wins over the default.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from annotui.core.commands import QUERY, SUGGESTED, Command, Mode
from annotui.core.list_commands import LIST_COMMANDS
from annotui.core.reader_commands import READER_COMMANDS

COMMANDS: Mapping[str, Command] = MappingProxyType({c.id: c for c in (*READER_COMMANDS, *LIST_COMMANDS)})
"""Every command by its id, in the order of help."""

Override = Sequence[str] | Mapping[str, Sequence[str]]
"""Keys for all modes of a command, or for some of its modes by name."""

ANY = "*"
DIGITS = "1-9"
_TYPE = "query.type"

_NAMES = frozenset(
    {"enter", "escape", "tab", "space", "up", "down", "left", "right", "pageup", "pagedown", "home", "end"}
    | {"insert", "delete", "backspace"}
    | {f"f{n}" for n in range(1, 25)}
)
_SAME_BYTES = {"ctrl+j": "enter", "ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+[": "escape"}
_SHOWN = {"pageup": "PgUp", "pagedown": "PgDn", "escape": "Esc", "up": "↑", "down": "↓", "left": "←", "right": "→"}
_NAMED_KEY = re.compile(r"(?:(?:ctrl|shift|alt)\+)*(?P<name>[a-z]+\d*|[^\s+])\Z")


class Hit(NamedTuple):
    """What a key did: a command with its argument, or a sequence begun (`pending`), or nothing known (`unknown`)."""

    command: Command | None = None
    arg: str = ""
    pending: str = ""
    unknown: bool = False


class Keymap:
    """The keys of every mode, with a person's own keys and keyboard layout.

    `overrides` gives commands other keys: `{"tag.ask": ["T"], "repeat": {"pick": ["ctrl+e"]}}`; an empty list takes
    a command's keys away. `langmap` maps a character to the key at its place; it is for single printable characters
    that are not keys themselves, and never on a typing line. Faults in `overrides` raise nothing: see `problems`.
    """

    def __init__(
        self, overrides: Mapping[str, Override] | None = None, langmap: Mapping[str, str] | None = None
    ) -> None:
        self._langmap = dict(langmap or {})
        self._problems: list[str] = []
        own = _read_overrides(overrides or {}, self._problems)
        self._keys = {
            mode: {c: own.get((mode, c.id), c.keys[mode]) for c in COMMANDS.values() if mode in c.keys} for mode in Mode
        }
        self._bars: dict[Mode, list[tuple[Command, str]]] = {}
        self._table = {mode: self._build(mode, {c for m, c in own if m == mode}) for mode in Mode}
        self._begun = {
            mode: {keys[:n] for keys in table for n in range(1, len(keys))} for mode, table in self._table.items()
        }
        for mode, begun in self._begun.items():
            for keys in sorted(begun & self._table[mode].keys()):
                self._problems.append(
                    f"{shown(' '.join(keys))} in {mode} is {self._table[mode][keys][0].title!r} and begins "
                    "longer sequences, which cannot be reached: give one of them another key"
                )

    def press(self, mode: Mode, pending: str, key: str) -> Hit:
        """What `key` means in `mode` after the keys in `pending` (as the last `Hit` gave them).

        In QUERY a printable key is `query.type` with the character as its argument. Escape drops a sequence
        that was begun.
        """
        if mode is QUERY and is_printable(key):
            return Hit(COMMANDS[_TYPE], " " if key == "space" else key)
        before = tuple(pending.split())
        mapped = key if mode is QUERY else self._langmap.get(key, key)
        for name in dict.fromkeys((key, mapped)):
            keys = (*before, name)
            if keys in self._table[mode] and not (before and name == ANY):
                return Hit(*self._table[mode][keys])
            if keys in self._begun[mode]:
                return Hit(pending=" ".join(keys))
        if before and is_printable(mapped) and (*before, ANY) in self._table[mode]:
            return Hit(self._table[mode][*before, ANY][0], mapped)
        return Hit(unknown=not (before and key == "escape"))

    def bindings(self, mode: Mode) -> list[tuple[Command, tuple[str, ...]]]:
        """The commands of a mode with their keys, in the order of help; those without keys too."""
        return list(self._keys[mode].items())

    def bar(
        self, mode: Mode, context: Collection[str] = (), does: Callable[[str], bool] = lambda command: True
    ) -> list[tuple[str, str]]:
        """What the key bar shows, the most useful first: (key as a person reads it, short name).

        `context` are the facts (`SPAN`, `LINKS` ...) that hold now; `does` tells whether a command's id means
        something on the screen.
        """
        facts = frozenset(context)
        if mode not in self._bars:
            barred = sorted((c for c, keys in self._keys[mode].items() if keys and c.bar), key=lambda c: -c.bar)
            self._bars[mode] = [(c, shown(self._keys[mode][c][0])) for c in barred]
        which = -1 if SUGGESTED in facts else 0
        return [(key, c.short.split("|")[which]) for c, key in self._bars[mode] if c.when <= facts and does(c.id)]

    def key_of(self, command_id: str) -> str:
        """The first key of a command as a person reads it, or `:` and its name where it has none."""
        keys = next((keys for mode in Mode for c, keys in self._keys[mode].items() if c.id == command_id and keys), ())
        return shown(keys[0]) if keys else f":{command_id}"

    def problems(self) -> list[str]:
        """What is wrong with the settings' keys, one sentence each; empty for the defaults."""
        return list(self._problems)

    def _build(self, mode: Mode, own: set[str]) -> dict[tuple[str, ...], tuple[Command, str]]:
        """The table of a mode: a sequence -> its command and argument. The keys that settings name win."""
        table: dict[tuple[str, ...], tuple[Command, str]] = {}
        commands = sorted(self._keys[mode].items(), key=lambda pair: pair[0].id not in own)
        for command, sequences in commands:
            for keys, arg in ((k, a) for s in sequences for k, a in _expand(s)):
                other = table.setdefault(keys, (command, arg))[0]
                if other is not command:
                    self._problems.append(
                        f"{shown(' '.join(keys))} in {mode} is both {other.title!r} ({other.id}) and "
                        f"{command.title!r} ({command.id}): give one of them another key"
                    )
        return table


def key_name(key: str, character: str | None) -> str:
    """The registry's name of a key that the terminal sent as `key` with `character`, if it has one.

    Ctrl-J is Enter: a terminal sends it for an Enter that was typed before the app had taken the terminal over.
    """
    if key == "ctrl+j":
        return "enter"
    if character is not None and len(character) == 1 and character.isprintable():
        return "space" if character == " " else character
    return key


def is_printable(key: str) -> bool:
    """Whether a key is a character that can be typed."""
    return key == "space" or (len(key) == 1 and key.isprintable())


def shown(keys: str) -> str:
    """A sequence as a person reads it: "g g" is "gg", "ctrl+r" is "Ctrl-R", "m *" is "m…"."""
    parts = keys.split()
    return "".join("…" if n and key == ANY else _shown_key(key) for n, key in enumerate(parts))


def _shown_key(key: str) -> str:
    if len(key) == 1 or key == DIGITS:
        return key
    *modifiers, name = key.split("+")
    last = _SHOWN.get(name, name.capitalize())
    return "-".join([*(m.capitalize() for m in modifiers), last])


def _expand(sequence: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The sequences that one of the table stands for, each with its argument."""
    keys = tuple(sequence.split())
    if keys and keys[-1] == DIGITS:
        for digit in "123456789":
            yield (*keys[:-1], digit), digit
    elif keys:
        yield keys, ""


def _read_overrides(overrides: Mapping[str, Override], problems: list[str]) -> dict[tuple[Mode, str], tuple[str, ...]]:
    """The keys that settings give, by mode and command; what does not fit is left out and told in `problems`."""
    own: dict[tuple[Mode, str], tuple[str, ...]] = {}
    for command_id, given in overrides.items():
        command = COMMANDS.get(command_id)
        if command is None:
            problems.append(f"no command is called {command_id!r}: help lists them")
            continue
        by_mode = given if isinstance(given, Mapping) else dict.fromkeys(command.keys, given)
        for name, sequences in by_mode.items():
            mode = next((m for m in command.keys if m == name), None)
            if mode is None:
                modes = ", ".join(command.keys)
                problems.append(f"{command_id} does not belong to mode {str(name)!r}: it belongs to {modes}")
                continue
            faults = [fault for fault in (_fault(mode, s) for s in sequences) if fault]
            problems += [f"{command_id}: {fault}" for fault in faults]
            own[mode, command_id] = tuple(s for s in sequences if not _fault(mode, s))
    return own


def _fault(mode: Mode, sequence: str) -> str:
    """Why a sequence cannot be pressed, or nothing."""
    keys = sequence.split()
    if not keys:
        return "an empty key"
    for n, key in enumerate(keys):
        if key in _SAME_BYTES:
            return f"{key!r} comes from terminals as {_SAME_BYTES[key]!r}"
        if key == DIGITS and n == len(keys) - 1:
            continue
        match = _NAMED_KEY.match(key)
        named = match is not None and (match["name"] in _NAMES or (len(match["name"]) == 1 and "+" in key))
        if not named and not is_printable(key):
            return f"{key!r} is no key: write a character, enter, tab, ctrl+f ..., or several with spaces between"
    if mode is QUERY and is_printable(keys[0]):
        return f"{keys[0]!r} is text on a typing line"
    return ""
