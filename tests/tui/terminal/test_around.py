"""What stands between the app and the person is told by what it leaves in the environment."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from annotui.tui.terminal import around as module
from annotui.tui.terminal.around import Around, ancestors, around, tmux_option

SSH = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm-256color"}, Around()),
        ({"TERM": "screen-256color", "TMUX": "/tmp/tmux,1,0", "TERM_PROGRAM": "tmux"}, Around("tmux")),
        ({"TERM": "tmux-256color"}, Around("tmux")),
        ({"TERM": "screen", "STY": "1.pts"}, Around("screen")),
        ({"TERM": "screen"}, Around("screen")),
        ({"TERM": "xterm-256color", **SSH, "MOSH_SERVER_NETWORK_TMOUT": "600"}, Around("", "mosh")),
        ({"TERM": "xterm-256color", **SSH}, Around("", "ssh")),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, Around("", "", "Apple Terminal")),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "tmux", "LC_TERMINAL": "iTerm2"}, Around("", "", "iTerm2")),
        ({"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}, Around("", "", "kitty")),
        ({"TERM": "putty-256color"}, Around("", "", "PuTTY")),
        ({"TERM": "xterm", **SSH}, Around("", "ssh", "PuTTY, perhaps")),
        ({"TERM": "xterm", **SSH, "COLORTERM": "truecolor"}, Around("", "ssh")),
        ({"TERM": "linux"}, Around("", "", "the console of Linux")),
    ],
)
def test_it_is_told_by_the_environment(environ: dict[str, str], expected: Around) -> None:
    assert around(environ) == expected


def test_mosh_leaves_nothing_but_the_process_that_one_descends_from() -> None:
    assert around({"TERM": "xterm-256color", **SSH}, ["bash", "mosh-server"]).connection == "mosh"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system shows no processes there")
def test_the_processes_one_descends_from_have_names() -> None:
    assert ancestors()
    assert all(ancestors())


def answering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = tmp_path / "tmux"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")


def test_tmux_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(tmp_path, monkeypatch, 'echo "$*"')
    assert tmux_option("escape-time") == "show-options -sv escape-time"


@pytest.mark.parametrize("script", ["echo no server >&2; exit 1", "exec sleep 30"])
def test_a_tmux_that_does_not_tell_holds_nothing_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    answering(tmp_path, monkeypatch, script)
    monkeypatch.setattr(module, "_ASKED_SECONDS", 0.2)
    assert tmux_option("escape-time") == ""


def test_without_tmux_nobody_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("something was run"))
    assert tmux_option("escape-time") == ""
