"""`annotui keys`: the keys as they are, changed in the user's settings with a clash refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Result

Annotui = Callable[..., "Result"]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file of our own, not there yet."""
    path = tmp_path / "config" / "settings.toml"
    monkeypatch.setenv("ANNOTUI_SETTINGS", str(path))
    return path


def test_all_commands_are_listed_with_their_keys(annotui: Annotui, settings: Path) -> None:
    result = annotui("keys")
    assert result.code == 0
    assert "read\tu\tundo\tUndo\n" in result.out
    assert "read\tgg\tgo.top\tTop\n" in result.out
    listed = json.loads(annotui("keys", "--json").out)
    assert {"mode": "read", "command": "undo", "keys": ["u"], "is_own": False}.items() <= listed[
        next(n for n, one in enumerate(listed) if (one["mode"], one["command"]) == ("read", "undo"))
    ].items()


def test_keys_are_set_and_the_rest_of_the_file_stays(annotui: Annotui, settings: Path) -> None:
    settings.parent.mkdir()
    settings.write_text("# mine\nmouse = false  # no\n", encoding="utf-8")
    assert annotui("keys", "set", "article.done", "B", "f5").code == 0
    assert settings.read_text(encoding="utf-8").startswith("# mine\nmouse = false  # no\n")
    assert "read\t*B F5\tarticle.done\t" in annotui("keys").out
    assert annotui("keys", "reset", "article.done").code == 0
    assert "read\tD\tarticle.done\t" in annotui("keys").out


def test_keys_are_set_in_one_mode(annotui: Annotui, settings: Path) -> None:
    assert annotui("keys", "set", "repeat", "B", "--mode", "select").code == 0
    listed = annotui("keys").out
    assert "select\t*B\trepeat\t" in listed
    assert "read\t.\trepeat\t" in listed
    assert annotui("keys", "set", "repeat", "--mode", "select").code == 0
    assert "select\t*\trepeat\t" in annotui("keys").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("undo", "w"), "is both"),
        (("undo", "g"), "begins longer sequences"),
        (("undo", "ctrl+i"), "comes from terminals as 'tab'"),
        (("undo", "nokey"), "is no key"),
        (("nothing", "B"), "no command 'nothing'"),
        (("undo", "B", "--mode", "query"), "does not belong"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    annotui: Annotui, settings: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = annotui("keys", "set", *arguments)
    assert result.code == 2
    assert said in result.err
    assert not settings.exists()


def test_a_file_that_is_no_toml_is_left_alone(annotui: Annotui, settings: Path) -> None:
    settings.parent.mkdir()
    settings.write_text("not toml at all\n", encoding="utf-8")
    assert annotui("keys").code == 1
    result = annotui("keys", "set", "undo", "B")
    assert result.code == 3
    assert settings.read_text(encoding="utf-8") == "not toml at all\n"


def test_the_less_preset_is_listed(annotui: Annotui, settings: Path) -> None:
    settings.parent.mkdir()
    settings.write_text('preset = "less"\n', encoding="utf-8")
    assert "read\t*Space f Ctrl-F Ctrl-V PgDn\tpage.down\t" in annotui("keys").out
