"""Commands after the colon: on the article at hand, going to a part, sync, export, layers, what is no command."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotui.project import reading
from annotui.project.opening import Project

if TYPE_CHECKING:
    from tests.tui.conftest import Driven, Run

HARBOUR, FERRY = "a-harbour.txt", "b-ferry.txt"


async def command(app: Driven, text: str) -> None:
    """Type a command and press Enter."""
    await app.press(":")
    await app.type(text)
    await app.press("enter")


async def test_the_date_is_set_shown_and_taken_back(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await command(app, "date 2022-04-16")
        assert reading.article(project, HARBOUR).date == "2022-04-16"
        assert "2022-04-16" in app.title("header")
        await app.press("u")
        assert reading.article(project, HARBOUR).date == ""
        assert "no date" in app.title("header")


async def test_a_wrong_date_is_told_and_stays_typed(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await command(app, "date tomorrow")
        assert "is not a date" in app.said
        assert app.typed == "date tomorrow"
        await app.press("escape")
        assert reading.article(project, HARBOUR).date == ""


@pytest.mark.parametrize("name", ["date", "title", "source", "status"])
async def test_a_name_alone_shows_the_value_to_be_changed(run: Run, project: Project, name: str) -> None:
    async with run(project, reading=HARBOUR) as app:
        before = reading.article(project, HARBOUR)
        await command(app, name)
        now = {"date": before.date, "title": before.title, "source": before.source, "status": before.status}
        assert app.typed == f"{name} {now[name]}"
        await app.press("escape")
        assert reading.article(project, HARBOUR) == before


async def test_title_source_and_status(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await command(app, "title The end of talks")
        await command(app, "source Harbour Gazette")
        await command(app, "status skipped")
        article = reading.article(project, HARBOUR)
        assert (article.title, article.source, article.status) == ("The end of talks", "Harbour Gazette", "skipped")
        assert app.title("header").startswith("The end of talks")
        await command(app, "status finished")
        assert "There are todo, in progress, done, skipped" in app.said
        assert app.typed == "status finished"


async def test_in_the_library_a_command_is_about_the_article_under_the_cursor(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("enter q j")
        await command(app, "status skipped")
        assert reading.article(project, FERRY).status == "skipped"
        assert reading.article(project, HARBOUR).status == "todo"


async def test_going_to_a_part_of_the_article(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await command(app, "50%")
        half = app.reader.state.cursor
        assert 0 < half < len(app.reader.article.text) - 1
        await command(app, "101%")
        assert "no part of the article" in app.said
        assert app.reader.state.cursor == half


async def test_a_part_of_the_library_is_gone_to(run: Run, project: Project) -> None:
    async with run(project) as app:
        for text, path in (("50%", "b-ferry.txt"), ("100%", "sub/c-caf\u00e9.txt"), ("0%", "a-harbour.txt")):
            await command(app, text)
            row = app.library.lines.cursor_row
            assert row is not None
            assert row.path == path


async def test_what_is_for_a_text_says_so_in_the_library(run: Run, project: Project) -> None:
    async with run(project) as app:
        await command(app, "layers")
        assert "for reading an article" in app.said


async def test_sync_reads_the_corpus_again(run: Run, project: Project) -> None:
    (project.corpus / "d-new.txt").write_text("A fourth article\n", encoding="utf-8")
    async with run(project, reading=HARBOUR) as app:
        await command(app, "sync")
        await app.until(lambda: app.said == "1 new, 0 changed, 0 gone")


async def test_export_asks_in_which_format_and_where_to(run: Run, project: Project, tmp_path: Path) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("Norland")
        await app.press("5")
        await command(app, "export")
        await app.type("csv")
        await app.press("enter")
        assert app.typed == "annotations.csv"
        await app.press("ctrl+u")
        await app.type(f"{tmp_path}/out.csv")
        await app.press("enter")
        await app.until(lambda: "1 annotations in" in app.said)
        with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
            assert [row["text"] for row in csv.DictReader(file)] == ["Norland"]


async def test_export_goes_where_it_is_told_and_says_what_the_format_lacks(
    run: Run, project: Project, tmp_path: Path
) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("Norland")
        await app.press("5")
        await command(app, f"export {tmp_path}/out.conll")
        await app.until(lambda: "1 annotations in" in app.said)
        assert "names of annotators: 1" in app.said
        await command(app, f"export brat {tmp_path}/brat")
        await app.until(lambda: (tmp_path / "brat/a-harbour.ann").exists())


async def test_what_is_there_is_replaced_only_when_that_is_said(run: Run, project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("mine")
    async with run(project, reading=HARBOUR) as app:
        await command(app, f"export {out}")
        await app.press("enter")
        assert app.said == "Nothing was written"
        assert out.read_text() == "mine"
        await command(app, f"export {out}")
        await app.type("replace")
        await app.press("enter")
        await app.until(lambda: "0 annotations in" in app.said)
        assert len(out.read_text().splitlines()) == 3


async def test_an_export_that_cannot_be_is_told_and_stays_typed(run: Run, project: Project, tmp_path: Path) -> None:
    async with run(project, reading=HARBOUR) as app:
        for name in ("out.docx", "no/such/folder/out.csv"):
            await command(app, f"export {tmp_path}/{name}")
            assert app.status.startswith("!!")
            assert app.typed == f"export {tmp_path}/{name}"
            await app.press("escape")
        assert list(tmp_path.glob("out*")) == []


async def test_what_is_no_command_names_those_there_are(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await command(app, "xyzzy")
        assert ":xyzzy is no command" in app.said
        assert "date, title, source" in app.said
        assert app.typed == "xyzzy"


async def test_the_arrows_choose_a_command_and_enter_takes_it(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.press(": s down enter")
        assert app.typed == "status todo"
        await app.press("escape : enter")
        assert app.typed == "date "


async def test_writing_is_needless_and_q_leaves(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await command(app, "w")
        assert app.said == "Everything is saved already"
        await command(app, "q")
        assert app.app.return_code == 0
