"""Any key on any screen: nothing is raised, and one always sees where one is and how to leave."""

from __future__ import annotations

import string
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from annotui.core.model import Fragment, Link
from annotui.project import annotate, reading
from annotui.project.opening import Project

if TYPE_CHECKING:
    from tests.tui.conftest import Driven, Run

pytestmark = pytest.mark.screens

HARBOUR = "a-harbour.txt"
PLACES = {
    "library": "",
    "library filter": "/ h",
    "library, only": "f",
    "reader": "ENTER",
    "finding": "ENTER / a",
    "selection": "ENTER v w",
    "label asked": "ENTER v w enter",
    "note": "ENTER tab c",
    "candidates": "ENTER tab enter",
    "searching candidates": "ENTER tab enter / h",
    "spans": "ENTER O",
    "catalogue": "A",
    "card": "A enter",
    "card whole": "A enter c",
    "shared names": "A =",
    "new record": "A +",
    "concordance": "ENTER F",
    "labels": "E",
    "label field": "E e",
    "guideline": "E enter",
    "statistics": "S",
    "help": "?",
    "command line": ":",
    "palette": "ctrl+p",
    "mark begun": "ENTER m",
}
"""Where one may be, and the keys that lead there from the library; ENTER opens the first article."""
KEYS = (
    *(character if character != " " else "space" for character in string.printable if character.isprintable()),
    *("enter", "escape", "tab", "shift+tab", "backspace", "delete", "insert", "up", "down", "left", "right"),
    *("home", "end", "pageup", "pagedown", "f1", "f5", "f12", "ж", "é", "漢"),
    *(f"ctrl+{letter}" for letter in string.ascii_lowercase if letter not in "zjimh"),
)
LEAVING = ("back", "close", "cancel", "leave", "clear", "quit", "…")
"""What the key bar, or a sequence begun, says of the way out."""


@pytest.fixture
def tagged(make_project: Callable[..., Project]) -> Project:
    """A project with spans linked, open and unsure."""
    project = make_project()
    text = reading.article(project, HARBOUR).text
    for quote, label, links in (
        ("Harbour Accord", "agreement", (Link("harbour-2019"),)),
        ("the Accord", "agreement", ()),
        ("Norland", "place", ()),
    ):
        start = text.index(quote)
        annotate.tag(project, HARBOUR, [Fragment(start, start + len(quote))], label, links=links)
    return project


async def to(app: Driven, keys: str) -> None:
    """Go back to the library, whatever is open, and from there to a place."""
    while app.screen is not app.workspace:
        app.app.pop_screen()
        await app.settle()
    workspace = app.workspace
    for escapes in range(3):
        if app.screen.prompt.is_open or escapes == 0:
            await app.press("escape")
    workspace.close_panel()
    workspace.close_pages()
    workspace.activate(workspace.library)
    workspace.library.list_all()
    workspace.library.lines.set_marked(())
    await app.settle()
    if keys.startswith("ENTER"):
        workspace.open(HARBOUR, 0)
        await app.settle()
        await app.press("escape")
    await app.press(keys.removeprefix("ENTER"))


@pytest.mark.parametrize("place", PLACES)
async def test_no_key_raises_or_leaves_one_lost(run: Run, tagged: Project, place: str) -> None:
    async with run(tagged) as app:
        for key in KEYS:
            await to(app, PLACES[place])
            app.app.simulate_key(key)
            await app.settle()
            assert app.app.crash is None, (place, key)
            if app.app.return_code is not None:
                assert key in {"q", "Q", "ctrl+q", "ctrl+c"}, (place, key)
                return
            shown = f"{app.key_bar} {app.status}"
            assert any(word in shown for word in LEAVING), (place, key, shown)
