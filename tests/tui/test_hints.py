"""What somebody new is told: once at each first time, with the keys that they have."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotui.core.keymap import COMMANDS, Keymap
from annotui.project.hints import HINTS, once
from annotui.project.opening import Project, open_project

if TYPE_CHECKING:
    from tests.tui.conftest import Run

HARBOUR = "a-harbour.txt"


@pytest.fixture
def newcomer(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The small project for somebody with other keys who has not turned the hints off."""
    settings = tmp_path / "own.toml"
    settings.write_text('suggest = false\n[keys]\n"undo" = "B"\n', encoding="utf-8")
    monkeypatch.setenv("ANNOTUI_SETTINGS", str(settings))
    return open_project(project.folder, "vera")


async def test_the_first_article_tag_and_link_say_what_comes_next_once(run: Run, newcomer: Project) -> None:
    try:
        async with run(newcomer) as app:
            await app.press("enter")
            assert app.said.startswith("p selects the name here")
            await app.find("Norland")
            await app.press("5")
            assert app.said.startswith("Saved. B takes it back")
            await app.find("Sudria")
            await app.press("5")
            assert app.said == ""
            await app.find("Accord")
            await app.press("P 1")
            assert app.said.startswith("Which agreement?")
            await app.press("1")
            assert app.said.startswith("Linked to harbour-2019; u undoes. = shows where else")
            await app.press("q enter")
            assert "selects the name" not in app.said
        async with run(newcomer) as app:
            await app.press("enter")
            assert app.said == ""
    finally:
        newcomer.close()


def test_hints_speak_of_commands_that_there_are(newcomer: Project) -> None:
    keymap = Keymap()
    for moment, text in HINTS.items():
        assert set(re.findall(r"{([a-z._]+)}", text)) <= COMMANDS.keys()
        said = once(newcomer, moment, keymap.key_of)
        assert "{" not in said
        assert len(text) < 120
    newcomer.close()


def test_no_hint_where_they_are_turned_off(project: Project) -> None:
    assert once(project, "tag", str) == ""
