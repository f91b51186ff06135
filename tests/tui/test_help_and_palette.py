"""Help and the palette: made from the registry, true of the place they are asked for, and complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotui.core.commands import Mode
from annotui.core.keymap import COMMANDS, Keymap, shown
from annotui.core.model import Fragment
from annotui.project import annotate, reading
from annotui.project.opening import Project

if TYPE_CHECKING:
    from tests.tui.conftest import Run

HARBOUR = "a-harbour.txt"
PLACES = {
    "library": "",
    "read": "enter",
    "select": "enter v",
    "pick": "enter tab enter",
    "spans": "enter O",
    "catalogue": "A",
    "card": "A enter",
    "shared names": "A =",
    "concordance": "enter F",
}
"""The keys that lead from the library to each place that has keys of its own."""


@pytest.fixture
def mention(project: Project) -> Project:
    start = reading.article(project, HARBOUR).text.index("Harbour Accord")
    annotate.tag(project, HARBOUR, [Fragment(start, start + 14)], "agreement")
    return project


@pytest.mark.parametrize("place", PLACES)
async def test_help_lists_what_works_here_with_its_keys_and_nothing_else(
    run: Run, mention: Project, place: str
) -> None:
    async with run(mention) as app:
        await app.press(PLACES[place])
        mode, works = app.screen.mode, {command.id for command, _ in app.screen.available()}
        await app.press("?")
        assert app.screen.page is not None
        assert app.screen.page.is_help
        text = app.page_text
        for command, keys in Keymap().bindings(mode):
            line = f"{command.title}: {command.help}"
            assert (line in text) == (command.id in works), command.id
            if command.id in works and keys:
                assert f"{' '.join(shown(key) for key in keys):18} {line}" in text
        await app.press("?")
        assert app.screen.mode is mode


@pytest.mark.parametrize("place", PLACES)
async def test_what_help_leaves_out_says_that_it_is_not_here(run: Run, mention: Project, place: str) -> None:
    async with run(mention) as app:
        await app.press(PLACES[place])
        works = {command.id for command, _ in app.screen.available()}
        left_out = [command for command, _ in Keymap().bindings(app.screen.mode) if command.id not in works]
        for command in left_out:
            await app.screen.run_command(command, "1")
            assert app.said == f"{command.title}: not here; ? shows the keys"


async def test_help_is_read_with_the_keys_of_a_list(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("?")
        page = app.screen.page
        assert page is not None
        assert app.page_title.startswith("Help: The library")
        await app.press("space")
        assert page.top > 0
        await app.press("g g")
        assert page.top == 0
        await app.press("ctrl+d j k ctrl+u G")
        assert "in reverse" in app.page_seen
        await app.press("q")
        assert app.active == "library"
        assert app.shown_panes == ["library"]


async def test_the_palette_runs_a_command_by_its_name(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await app.press("tab ctrl+p")
        await app.type("delete the")
        await app.press("enter")
        assert app.tags() == []


async def test_the_palette_can_open_a_question(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await app.press("tab ctrl+p")
        await app.type("relabel")
        await app.press("enter p e r enter")
        assert app.tags() == [("person", "Harbour Accord")]


@pytest.mark.parametrize("place", PLACES)
async def test_the_palette_offers_what_can_be_done_by_name_alone(run: Run, mention: Project, place: str) -> None:
    async with run(mention) as app:
        await app.press(PLACES[place])
        mode = app.screen.mode
        works = {command.id for command, _ in app.screen.available()}
        await app.press("ctrl+p")
        offered = {choice.value for choice in app.screen.prompt.choices}
        needs_more = {"tag", "pick.row", "list.tag", "mark.set", "mark.go", "go.percent"}
        typed = {":sync", ":suggest", ":export", ":theme", ":keys", ":tutorial", ":layers"}
        assert offered == works - needs_more | typed - ({":sync"} if "list.sync" in works else set())
        await app.press("escape")
        assert app.screen.mode is mode


async def test_an_error_of_a_command_from_the_palette_is_told(
    run: Run, mention: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annotui.errors import StorageError

    def full(*_: object) -> None:
        raise StorageError("The disk is full.", "Make room.")

    monkeypatch.setattr(annotate, "delete", full)
    async with run(mention, reading=HARBOUR) as app:
        await app.press("tab ctrl+p")
        await app.type("delete the")
        await app.press("enter")
        assert app.said == "The disk is full. Make room."
        assert app.typed is None


async def test_statistics_are_a_page_that_opens_no_other(run: Run, mention: Project) -> None:
    async with run(mention) as app:
        await app.press("S")
        await app.until(lambda: "articles     3" in app.page_text)
        await app.press("S")
        assert "not here" in app.said
        await app.press("escape")
        assert app.active


def test_every_command_of_the_registry_belongs_to_a_mode() -> None:
    listed = {command.id for mode in Mode for command, _ in Keymap().bindings(mode)}
    assert listed == set(COMMANDS)
