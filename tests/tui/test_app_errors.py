"""What happens when something breaks: a locked database, and a fault of annotui itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from annotui.core.model import Fragment
from annotui.project import annotate, reading
from annotui.project.opening import DATABASE, Project
from annotui.tui.screens.reader_pane import ReaderPane

if TYPE_CHECKING:
    from tests.tui.conftest import Run

HARBOUR = "a-harbour.txt"


@contextmanager
def locked(project: Project) -> Iterator[None]:
    """Another process is in the middle of writing."""
    other = sqlite3.connect(project.folder / DATABASE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@pytest.fixture
def impatient(project: Project, make_project: Callable[..., Project]) -> Project:
    """The project opened so that it waits only a moment for another process."""
    return make_project()


async def test_a_locked_database_is_told_and_the_selection_stays(run: Run, impatient: Project) -> None:
    async with run(impatient, reading=HARBOUR) as app:
        await app.find("Mira")
        await app.press("v w")
        with locked(impatient):
            await app.press("4")
            assert "another process" in app.said.lower() or "locked" in app.said.lower() or "busy" in app.said.lower()
            assert app.status.startswith("!!")
            assert app.tags() == []
            assert app.selected == "Mira Tolen"
        await app.press("4")
        assert app.tags() == [("person", "Mira Tolen")]


async def test_a_locked_database_leaves_the_typed_text_to_try_again(run: Run, impatient: Project) -> None:
    start = reading.article(impatient, HARBOUR).text.index("Norland")
    annotate.tag(impatient, HARBOUR, [Fragment(start, start + 7)], "place")
    async with run(impatient, reading=HARBOUR) as app:
        await app.press("tab c")
        await app.type("a long thought")
        with locked(impatient):
            await app.press("enter")
            assert app.said
            assert app.typed == "a long thought"
        await app.press("enter")
        assert app.typed is None
        assert app.stored()[0].note == "a long thought"


async def test_a_link_that_could_not_be_written_leaves_the_panel_open(run: Run, impatient: Project) -> None:
    async with run(impatient, reading=HARBOUR) as app:
        await app.find("Accord")
        await app.press("P 1")
        (text,) = [text for _, text in app.tags()]
        with locked(impatient):
            await app.press("1")
            assert app.status.startswith("!!")
            assert app.panel.is_open
        await app.press("1")
        assert app.links(text) == [("harbour-2019", "linked")]


async def test_a_double_click_on_a_locked_database_is_told_too(run: Run, impatient: Project) -> None:
    async with run(impatient, reading=HARBOUR) as app:
        await app.find("Accord")
        await app.press("P 1")
        with locked(impatient):
            await app.pilot.click(app.panel.lines, offset=(6, 0), times=2)
            await app.settle()
            assert app.status.startswith("!!")
            assert app.panel.is_open


async def test_reading_goes_on_while_another_process_writes(run: Run, impatient: Project) -> None:
    with locked(impatient):
        async with run(impatient) as app:
            await app.press("enter J j j tab q / f e r r y enter enter")
            assert app.reader.path == "b-ferry.txt"
            assert app.said == ""


async def test_a_fault_ends_cleanly_and_tells_where_without_text_of_the_article(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(pane: ReaderPane, command: str, arg: str) -> None:
        raise RuntimeError(pane.article.text)

    monkeypatch.setattr(ReaderPane, "carry_out", broken)
    with pytest.raises(RuntimeError):
        async with run(project, reading=HARBOUR) as app:
            await app.press("j")
    assert app.app.return_code == 1
    assert app.app.crash is not None
    (file,) = project.folder.glob(".annotui/crash-*.txt")
    assert str(file) in app.app.crash
    told = file.read_text(encoding="utf-8")
    assert told.startswith("RuntimeError")
    assert "test_app_errors.py" in told
    for written in (told, app.app.crash, *capsys.readouterr()):
        assert "Envoys" not in written
        assert "Harbour" not in written
