"""Each kind of terminal, alone and with tmux in it: every key of the registry arrives, no lost line loses anything."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from annotui.core.commands import Mode
from annotui.core.keymap import COMMANDS, DIGITS

from .conftest import MakeProject, Start
from .driver import ANNOTUI, key_bytes

pytestmark = pytest.mark.screens

_CURSOR = {"up": b"\x1bOA", "down": b"\x1bOB", "right": b"\x1bOC", "left": b"\x1bOD"}
_PAGES = {"pageup": b"\x1b[5~", "pagedown": b"\x1b[6~", "delete": b"\x1b[3~", "shift+tab": b"\x1b[Z"}
TERMINALS: Mapping[str, Mapping[str, bytes]] = MappingProxyType(
    {
        "xterm": {**_CURSOR, **_PAGES, "home": b"\x1bOH", "end": b"\x1bOF"},
        "screen-256color": {**_CURSOR, **_PAGES, "home": b"\x1b[1~", "end": b"\x1b[4~"},
        "linux": {
            **{name: data.replace(b"O", b"[") for name, data in _CURSOR.items()},
            **_PAGES,
            **{"home": b"\x1b[1~", "end": b"\x1b[4~"},
        },
        "vt100": _CURSOR,
    }
)
"""What the keys send that are neither characters nor control characters; those that a terminal lacks are left out."""
NAMED = frozenset({"home", "end", "pageup", "pagedown", "delete", "shift+tab", *_CURSOR})
LAST = "~"


def keys_of(mode: Mode) -> Iterator[tuple[str, list[str]]]:
    """Every command of a mode with its single keys, each of a sequence for itself."""
    for command in COMMANDS.values():
        for sequence in command.keys.get(mode, ()):
            parts = sequence.split()
            yield (
                command.id,
                [key for part in parts for key in ("123456789" if part == DIGITS else [part]) if part != "*"],
            )


ALL_KEYS = sorted({key for mode in Mode for _, keys in keys_of(mode) for key in keys})


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Callable[[str], list[str]]]:
    """The beginning of a command that runs another one in a tmux of its own, whose prefix is no key of ours."""
    program = shutil.which("tmux")
    server = [program or "", "-u", "-S", str(tmp_path / "tmux"), "-f", str(tmp_path / "tmux.conf")]

    def inside(term: str) -> list[str]:
        if program is None:
            pytest.skip("tmux is not installed")
        (tmp_path / "tmux.conf").write_text(
            f"set -g default-terminal {term}\nset -g escape-time 10\nset -g status off\nset -g prefix C-a\n"
        )
        return [*server, "new-session", "--"]

    yield inside
    if program is not None:
        subprocess.run([*server, "kill-server"], capture_output=True, check=False)


@pytest.mark.parametrize("inside", ["", "tmux"])
@pytest.mark.parametrize("term", TERMINALS)
def test_every_key_of_the_registry_arrives(
    make_project: MakeProject,
    terminal: Start,
    tmux: Callable[[str], list[str]],
    tmp_path: Path,
    term: str,
    inside: str,
) -> None:
    special = TERMINALS[term]
    heard = tmp_path / "heard"
    hearing = [sys.executable, str(Path(__file__).with_name("keys_heard.py")), str(make_project()), str(heard)]
    program = [*(tmux(term) if inside else []), *hearing]
    app = terminal(tmp_path, env={"TERM": term, "COLORTERM": None, "PYTHONPATH": None}, program=program)
    app.wait_for("2 articles")
    sent = [key for key in ALL_KEYS if key not in NAMED or key in special]
    for key in [*sent, LAST]:
        app.send(special.get(key) or key_bytes(key))
        app.quiet(0.03 if key != "escape" else 0.4)
    assert app.exit_code() == 0
    assert heard.read_text(encoding="utf-8").split("\n")[:-1] == [*sent, LAST]


def test_every_command_has_a_key_that_the_plainest_terminal_has() -> None:
    for mode in Mode:
        reached = {id for id, keys in keys_of(mode) if all(key not in NAMED or key in _CURSOR for key in keys)}
        wanted = {id for id, _ in keys_of(mode)}
        assert wanted == reached, mode


def test_who_loses_the_line_finds_everything_in_tmux(
    project: Path, terminal: Start, tmux: Callable[[str], list[str]]
) -> None:
    inside = tmux("screen-256color")
    env = {"TERM": "xterm-256color"}
    app = terminal(project, env=env, program=[*inside, *ANNOTUI])
    app.wait_for("2 articles")
    app.press("enter")
    app.wait_for("HELSINKI")
    app.press("/", *"Aino", "enter", "4")
    app.wait_for("1 span ")
    app.press("w", "v", "w")
    app.wait_for("SELECT 20 characters")
    app.hang_up()
    again = terminal(project, env=env, program=[*inside[: inside.index("new-session")], "attach"])
    again.wait_for("SELECT 20 characters")
    assert "A retired pilot, Aino Saarinen, keeps the first" in again.text
    again.press("escape")  # by itself: with what follows at once it would be another key to tmux
    again.wait_gone("SELECT")
    again.press("u")
    again.wait_for("0 spans")
    again.press("q", "q")
    assert again.exit_code() == 0
