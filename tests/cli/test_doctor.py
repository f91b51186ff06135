"""`annotui doctor`: needs no terminal and no project, and its exit code says whether something should be set."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotui import __version__

if TYPE_CHECKING:
    from tests.cli.conftest import Result

Annotui = Callable[..., "Result"]
OF_THE_TERMINAL = ("LC_ALL", "LC_CTYPE", "TMUX", "STY", "NO_COLOR", "ESCDELAY", "SSH_TTY", "SSH_CONNECTION")


@pytest.fixture(autouse=True)
def good_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OF_THE_TERMINAL:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")


def test_all_is_well_without_a_terminal(annotui: Annotui, project_folder: Path) -> None:
    result = annotui("doctor")
    assert result.code == 0
    assert result.err == "All is well.\n"
    assert f"  annotui      {__version__}\n" in result.out
    assert "  TERM         xterm-256color\n" in result.out
    assert f"  project      {project_folder}\n" in result.out
    assert "annotui check" in result.out


def test_what_should_be_set_is_marked_and_counted(annotui: Annotui, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "C")
    monkeypatch.setenv("TERM", "dumb")
    result = annotui("doctor")
    assert result.code == 1
    assert result.err == "To be set: 2.\n"
    marked = [line.split()[1] for line in result.out.splitlines() if line.startswith("!")]
    assert marked == ["TERM", "characters"]


def test_json_has_the_same(annotui: Annotui, monkeypatch: pytest.MonkeyPatch) -> None:
    told = json.loads(annotui("doctor", "--json").out)
    assert told["ok"] is True
    monkeypatch.setenv("TERM", "dumb")
    result = annotui("doctor", "--json")
    assert result.code == 1
    told = json.loads(result.out)
    assert told["ok"] is False
    assert {"name", "value", "advice", "note"} == set(told["findings"][0])
    assert [one["value"] for one in told["findings"] if one["advice"]] == ["dumb"]


def test_problems_of_the_settings_are_told(annotui: Annotui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('theme = "bogus"\n[keys]\nundo = "w"\n', encoding="utf-8")
    monkeypatch.setenv("ANNOTUI_SETTINGS", str(path))
    result = annotui("doctor")
    assert result.code == 1
    assert str(path) in result.out
    assert "theme should be one of" in result.out
    assert "is both" in result.out


def test_outside_of_a_project_it_says_so_and_makes_nothing(annotui: Annotui, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    result = annotui("doctor", "--project", str(empty))
    assert result.code == 0
    assert f"none in {empty}" in result.out
    assert list(empty.iterdir()) == []


def test_a_process_without_any_stream_is_no_reason_to_fail(tmp_path: Path) -> None:
    program = "import sys\nfrom annotui.cli.main import run\ncode = run(['doctor'])\nopen('code', 'w').write(str(code))"
    closing = f'exec "{sys.executable}" -c "{program}" <&- >&- 2>&-'
    subprocess.run(["/bin/sh", "-c", closing], cwd=tmp_path, env=dict(os.environ), check=True)
    assert (tmp_path / "code").read_text() == "0"
