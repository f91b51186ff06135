"""What stands between the app and the person: multiplexer, connection, emulator, each told by what it leaves about."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from annotui.tui.terminal.environment import is_over_ssh

_ASKED_SECONDS: Final = 2.0
_MOST_ANCESTORS: Final = 40
_BY_VARIABLE: Final = (
    ("KITTY_WINDOW_ID", "kitty"),
    ("WT_SESSION", "Windows Terminal"),
    ("ALACRITTY_WINDOW_ID", "Alacritty"),
    ("KONSOLE_VERSION", "Konsole"),
    ("VTE_VERSION", "one made with VTE, such as GNOME Terminal"),
)
_NAMES: Final = {"Apple_Terminal": "Apple Terminal", "iTerm.app": "iTerm2", "vscode": "Visual Studio Code"}


class Around(NamedTuple):
    """Where the app is shown; empty for what cannot be told.

    `multiplexer` is `tmux` or `screen`, `connection` `mosh` or `ssh`, `emulator` a name for a person.
    """

    multiplexer: str = ""
    connection: str = ""
    emulator: str = ""


def around(environ: Mapping[str, str], ancestors: Collection[str] = ()) -> Around:
    """Tell it by the environment, and by the names of the processes that this one descends from."""
    term = environ.get("TERM", "")
    if environ.get("TMUX"):
        multiplexer = "tmux"
    elif environ.get("STY") or term.startswith("screen"):
        multiplexer = "screen"
    else:
        multiplexer = "tmux" if term.startswith("tmux") else ""
    connection = ""
    if any(name.startswith("MOSH") for name in environ) or "mosh-server" in ancestors:
        connection = "mosh"
    elif is_over_ssh(environ):
        connection = "ssh"
    return Around(multiplexer, connection, _emulator(environ, term))


def tmux_option(name: str) -> str:
    """What a server option of the tmux around is set to; empty where that does not tell."""
    program = shutil.which("tmux")
    if program is None:
        return ""
    asked = [program, "show-options", "-sv", name]
    try:
        done = subprocess.run(asked, stdin=subprocess.DEVNULL, capture_output=True, timeout=_ASKED_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""


def ancestors() -> list[str]:
    """The names of the processes that this one descends from, where the system shows them in /proc."""
    names: list[str] = []
    number = os.getppid()
    while number > 1 and len(names) < _MOST_ANCESTORS:
        try:
            stat = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            break
        before, _, after = stat.rpartition(")")
        names.append(before.partition("(")[2])
        number = int(after.split()[1])
    return names


def _emulator(environ: Mapping[str, str], term: str) -> str:
    if term.startswith("putty"):
        return "PuTTY"
    for name in ("LC_TERMINAL", "TERM_PROGRAM"):
        told = environ.get(name, "")
        if told and told != "tmux":
            return _NAMES.get(told, told)
    for variable, name in _BY_VARIABLE:
        if environ.get(variable):
            return name
    if term.startswith("linux"):
        return "the console of Linux"
    # PuTTY says of itself that it is xterm, and nothing else of what others pass on.
    return "PuTTY, perhaps" if term == "xterm" and is_over_ssh(environ) and not environ.get("COLORTERM") else ""
