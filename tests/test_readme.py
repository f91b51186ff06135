"""What the README says is so: its commands, its settings, its files."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from annotui.cli.commands import cli
from annotui.core.keymap import Keymap
from annotui.core.langmaps import langmap
from annotui.project.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_in_the_table_is_there_and_takes_the_options_it_shows() -> None:
    table = README[README.index("## Commands") : README.index("Exit codes")]
    calls = [
        call.replace("\\|", "|") for call in re.findall(r"^\| (`.*?) \|", table.replace("\\|", "\x00"), re.MULTILINE)
    ]
    assert len(calls) >= 9
    for cell in calls:
        words = re.findall(r"`([^`]+)`", cell)
        group: click.Command = cli
        for text in words:
            parts = text.replace("annotui ", "").split()
            inner = group.commands.get(parts[0]) if isinstance(group, click.Group) and group is not cli else None
            command = inner or cli.get_command(click.Context(cli), parts[0])
            group = group if inner else command or cli
            assert command is not None, f"README names {text!r}"
            if isinstance(command, click.Group) and parts[1:]:
                command = command.commands[parts[1]]
            known = {option for parameter in command.params for option in parameter.opts}
            assert set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", text)) <= known, text


def test_the_settings_it_shows_are_right(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(re.findall(r"```toml\n(.*?)```", README, re.DOTALL)[0], encoding="utf-8")
    settings = Settings.read(file)
    assert settings.problems == ()
    assert not settings.mouse
    keymap = Keymap(settings.keys, langmap(settings.langmap))
    assert keymap.problems() == []


@pytest.mark.parametrize("path", [*re.findall(r"\]\((\.[^)]+)\)", README), ".ci/run", ".ci/rebuild_example.py"])
def test_the_files_it_names_are_there(path: str) -> None:
    assert (ROOT / path).is_file()


def test_it_counts_the_articles_of_the_example_rightly() -> None:
    numbers = {"eighteen": 18}
    word = re.search(r"the shipped example: (\w+) articles", README)
    assert word is not None
    assert numbers[word[1]] == len(list((ROOT / "corpus").glob("*.txt")))
