"""The library: what is new and changed, filters by annotator with counts, pasted articles."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events

from annotui.core.model import Fragment
from annotui.project import annotate
from annotui.project.opening import Project
from annotui.project.sync import sync

if TYPE_CHECKING:
    from tests.tui.conftest import Driven, Run

HARBOUR, FERRY, CAFE = "a-harbour.txt", "b-ferry.txt", "sub/c-caf\u00e9.txt"
PASTED = "Bridge opens\r\n\r\nThe Bridge Treaty of 4 May 2021 was signed\r\nin Port Vale.\r\n"


def signs(app: Driven) -> list[str]:
    """What stands before each article."""
    return [app.library.lines.render_line(y).text[2:8].rstrip() for y in range(3)]


async def test_what_was_never_opened_and_what_has_changed_is_marked(run: Run, project: Project) -> None:
    async with run(project) as app:
        assert signs(app) == ["N todo", "N todo", "N todo"]
        await app.press("enter q")
        assert signs(app) == ["  todo", "N todo", "N todo"]
        (project.corpus / HARBOUR).write_text("Harbour talks go on\n", encoding="utf-8")
        sync(project)
        app.app.changed_everything()
        await app.settle()
        assert signs(app) == ["* todo", "N todo", "N todo"]
        await app.press("enter q")
        assert signs(app)[0] == "  todo"


async def test_articles_are_kept_by_who_has_annotated_and_done_them(
    run: Run, project: Project, make_project: Callable[..., Project]
) -> None:
    other = make_project(annotator="otto")
    annotate.tag(other, FERRY, [Fragment(0, 5)], "event")
    annotate.set_status(other, [HARBOUR], "done")
    async with run(project) as app:
        await app.press("f")
        await app.type("otto")
        assert app.offered == ["annotated by otto  1 · annotator", "done by otto  1 · annotator"]
        await app.press("enter")
        assert app.articles == [FERRY]
        assert "annotated by otto" in app.title("library-title")
        await app.press("f")
        await app.type("done by")
        await app.press("enter")
        assert app.articles == [HARBOUR]
    async with run(project) as app:
        assert app.articles == [HARBOUR]
        await app.press("escape")
        assert len(app.articles) == 3


async def test_the_filter_tells_how_many_articles_each_condition_leaves(run: Run, project: Project) -> None:
    annotate.tag(project, FERRY, [Fragment(0, 5)], "event")
    annotate.set_status(project, [CAFE], "skipped")
    async with run(project) as app:
        await app.press("f")
        told = {line.split("  ")[0]: line.split("  ")[-1].split(" ")[0] for line in app.offered}
        assert (told["todo"], told["skipped"], told["done"], told["open"]) == ("2", "1", "0", "1")
        await app.type("event")
        assert app.offered[0].endswith("1 · label")


async def test_a_pasted_text_becomes_an_article(run: Run, project: Project) -> None:
    async with run(project) as app:
        app.app.post_message(events.Paste(PASTED))
        await app.settle()
        assert "words pasted" in app.asked
        assert app.typed == "bridge-opens.txt"
        await app.press("enter")
        await app.until(lambda: "bridge-opens.txt" in app.articles)
        kept = (project.corpus / "bridge-opens.txt").read_bytes()
        assert kept == PASTED.replace("\r\n", "\n").encode()


async def test_a_pasted_word_is_no_article(run: Run, project: Project) -> None:
    async with run(project) as app:
        app.app.post_message(events.Paste("harbour"))
        await app.settle()
        assert app.typed is None
        assert "typing line" in app.said


async def test_a_pasted_article_never_leaves_its_folder(run: Run, project: Project) -> None:
    async with run(project) as app:
        app.app.post_message(events.Paste(PASTED))
        await app.settle()
        await app.press("ctrl+u")
        await app.type("../../away")
        await app.press("enter")
        await app.until(lambda: "away.txt" in app.articles)
    assert not (project.folder.parent / "away.txt").exists()
