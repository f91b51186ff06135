"""The page of figures: plots in the width there is, counted beside the keys, safe to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from annotui.core.model import Fragment, Link
from annotui.project import annotate
from annotui.project.opening import Project

if TYPE_CHECKING:
    from tests.tui.conftest import Run

HARBOUR = "a-harbour.txt"


@pytest.fixture
def tagged(project: Project) -> Project:
    annotate.tag(project, HARBOUR, [Fragment(0, 7)], "agreement", links=[Link("harbour-2019")])
    annotate.set_status(project, [HARBOUR], "done")
    return project


@pytest.mark.parametrize("width", [80, 120])
async def test_the_page_is_drawn_in_the_width_there_is(run: Run, tagged: Project, width: int) -> None:
    async with run(tagged, size=(width, 24)) as app:
        await app.press("S")
        await app.until(lambda: "Spans by label" in app.page_text)
        assert max(map(cell_len, app.page_text.splitlines())) == width
        assert "articles     3 with" in app.page_text


async def test_the_page_is_drawn_anew_where_the_width_changes(run: Run, tagged: Project) -> None:
    async with run(tagged, size=(80, 24)) as app:
        await app.press("S")
        await app.until(lambda: "Spans by label" in app.page_text)
        await app.pilot.resize_terminal(100, 30)
        await app.until(lambda: max(map(cell_len, app.page_text.splitlines())) == 100)
        await app.press("G")
        page = app.screen.page
        assert page is not None
        assert page.top > 0


async def test_many_annotators_are_all_named(run: Run, tagged: Project) -> None:
    names = [f"annotator{number}" for number in range(12)]
    tagged.store.connection.executemany("INSERT INTO annotator VALUES (?, '')", [(name,) for name in names])
    tagged.store.connection.executemany(
        "INSERT INTO annotation (uid, article, label, annotator, created_at, updated_at) "
        "VALUES (?1, 1, 'place', ?1, '', '')",
        [(name,) for name in names],
    )
    async with run(tagged) as app:
        await app.press("S")
        await app.until(lambda: "Spans by label" in app.page_text)
        totals = app.page_text.partition("Spans by label")[0]
        assert all(f"{name} 1" in " ".join(totals.split()) for name in names)
        assert max(map(cell_len, totals.splitlines())) <= 80


async def test_what_others_named_is_shown_safe(run: Run, tagged: Project) -> None:
    tagged.store.connection.execute("INSERT INTO label (name, position) VALUES ('\x1b]52;c;eA==\x07', 99)")
    tagged.store.connection.execute("INSERT INTO annotator VALUES ('\x1b[2J', '')")
    tagged.store.connection.execute(
        "INSERT INTO annotation (uid, article, label, annotator, created_at, updated_at) "
        "VALUES ('x', 1, '\x1b]52;c;eA==\x07', '\x1b[2J', '', '')"
    )
    tagged.store.connection.execute("INSERT INTO fragment VALUES ('x', 0, 0, 1, 'H', '', '')")
    tagged.store.connection.execute("UPDATE history SET annotator = '\x1b[2J'")
    async with run(tagged) as app:
        await app.press("S")
        await app.until(lambda: "Speed" in app.page_text)
        assert "␛]52;c;eA==␇" in app.page_text
        assert "␛[2J" in app.page_text
        assert "\x1b" not in app.page_text
