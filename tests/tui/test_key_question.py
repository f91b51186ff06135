"""`:keys`: a command gets other keys, which are there at once and in the settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotui.project import reading
from annotui.project.opening import Project
from annotui.project.settings import Settings

if TYPE_CHECKING:
    from tests.tui.conftest import Driven, Run

HARBOUR = "a-harbour.txt"


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file of our own, not there yet."""
    path = tmp_path / "config" / "settings.toml"
    monkeypatch.setenv("ANNOTUI_SETTINGS", str(path))
    return path


async def give(app: Driven, command: str, keys: str) -> None:
    """Give a command these keys."""
    await app.press(":")
    await app.type("keys")
    await app.press("enter")
    await app.type(command)
    await app.press("enter ctrl+u")
    await app.type(keys)
    await app.press("enter")


async def test_a_key_is_given_and_works_at_once_and_the_next_time(run: Run, project: Project, settings: Path) -> None:
    async with run(project, reading=HARBOUR) as app:
        await give(app, "Done", "B, g b")
        assert "B, gb, in settings.toml for all projects" in app.said
        assert "B done" in app.key_bar
        await app.press("g b")
        assert reading.article(project, HARBOUR).status == "done"
        assert Settings.read(settings).keys == {"article.done": ("B", "g b")}
        await give(app, "Done", "")
        assert "D done" in app.key_bar
        assert not Settings.read(settings).keys


async def test_a_key_that_another_command_has_is_refused_and_asked_again(
    run: Run, project: Project, settings: Path
) -> None:
    async with run(project, reading=HARBOUR) as app:
        await give(app, "Done", "u")
        assert "is both" in app.status
        assert app.typed == "u"
        assert not settings.exists()


async def test_it_is_said_where_the_project_gives_other_keys(run: Run, project: Project) -> None:
    (project.folder / "annotui.toml").write_text('[keys]\n"article.done" = ["F"]\n"show.concordance" = []\n')
    async with run(project, reading=HARBOUR) as app:
        await give(app, "Done", "B")
        assert "here Done" in app.status
        assert "has F" in app.status


async def test_the_palette_has_it(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("ctrl+p")
        await app.type("keys")
        await app.press("enter")
        assert app.asked.startswith("Other keys")
        assert any(row.startswith("Undo") for row in app.offered)
