"""The keys of the user's settings: listed as they are now, changed one command at a time, a clash refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotui.core.commands import Mode
from annotui.core.keymap import COMMANDS, Keymap
from annotui.core.langmaps import langmap
from annotui.core.presets import overrides
from annotui.errors import DataError, StorageError, UsageError
from annotui.project.output import write_whole
from annotui.project.settings import Settings, settings_path

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


class Binding(NamedTuple):
    """A command with its keys in one mode, as the registry writes them; `is_own` where they are not the defaults."""

    mode: str
    command: str
    keys: tuple[str, ...]
    title: str
    help: str
    group: str
    is_own: bool


def keymap_of(settings: Settings) -> Keymap:
    """The keys that settings make."""
    return Keymap(overrides(settings.preset, settings.keys), langmap(settings.langmap))


def bindings(settings: Settings) -> list[Binding]:
    """Every command of every mode, in the order of help."""
    keymap = keymap_of(settings)
    return [
        Binding(mode, command.id, keys, command.title, command.help, command.group, keys != command.keys[mode])
        for mode in Mode
        for command, keys in keymap.bindings(mode)
    ]


def set_keys(command: str, keys: Sequence[str] | None, mode: str = "") -> Path:
    """Give a command these keys, in all of its modes or in one; None is the defaults again. Returns the file written.

    Comments and the rest of the file stay as they are. Raises UsageError for an unknown command or mode, a key that is
    none, and one that another command has; DataError for a file that is no TOML; StorageError where it cannot be
    written.
    """
    import tomlkit

    known = COMMANDS.get(command)
    if known is None:
        raise UsageError(f"There is no command {command!r}.", "`annotui keys` lists them.")
    modes = ", ".join(known.keys)
    if mode and mode not in known.keys:
        raise UsageError(f"{command} does not belong to {mode!r}.", f"It belongs to {modes}.")
    path = settings_path()
    before = Settings.read(path)
    document = _document(path)
    table = document.setdefault("keys", {})
    if keys is None:
        table.pop(command, None)
    elif mode:
        now = before.keys.get(command, {})
        by_mode = dict(now) if not isinstance(now, tuple) else dict.fromkeys(map(str, known.keys), now)
        table[command] = {name: list(listed) for name, listed in {**by_mode, mode: tuple(keys)}.items()}
    else:
        table[command] = list(keys)
    whole = tomlkit.dumps(document)
    after = before._replace(keys=Settings().taking(whole, path).keys)
    new = [problem for problem in keymap_of(after).problems() if problem not in keymap_of(before).problems()]
    if new:
        raise UsageError(f"{new[0]}.", "Nothing was changed.")
    _write(path, whole)
    return path


def _document(path: Path) -> TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return tomlkit.document()
    except (UnicodeDecodeError, TOMLKitError) as error:
        raise DataError(f"{path} cannot be read: {error}.", "Mend it first.") from error
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {error.strerror}.", "Look at its rights.") from error


def _write(path: Path, whole: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, lambda out: out.write(whole.encode()))
    except OSError as error:
        raise StorageError(f"{path} was not written: {error.strerror}.", "Make room, or look at its rights.") from error
