"""The library with keys: filters, full text, order, open work, marks and done, sync and adding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from annotui.core.model import Fragment, Link
from annotui.project import annotate, reading
from annotui.project.opening import Project

if TYPE_CHECKING:
    from tests.tui.conftest import Run

HARBOUR, FERRY, CAFE = "a-harbour.txt", "b-ferry.txt", "sub/c-caf\u00e9.txt"


def tag(project: Project, quote: str, label: str, path: str = HARBOUR) -> None:
    start = reading.article(project, path).text.index(quote)
    annotate.tag(project, path, [Fragment(start, start + len(quote))], label)


async def test_an_article_is_listed_with_status_title_and_counts(run: Run, project: Project) -> None:
    tag(project, "Harbour Accord", "agreement")
    annotate.set_status(project, [HARBOUR], "in progress")
    async with run(project, size=(100, 24)) as app:
        row = app.library.lines.render_line(0).text
        assert row.startswith("> N now")
        assert "Harbour talks end" in row
        assert "1 ?1" in row
        assert "corpus/a-harbour.txt" in app.status
        assert "1 of 3" in app.status


async def test_a_narrow_list_has_a_sign_for_each_status(run: Run, project: Project) -> None:
    annotate.set_status(project, [HARBOUR], "in progress")
    annotate.set_status(project, [FERRY], "done")
    annotate.set_status(project, [CAFE], "skipped")
    async with run(project, size=(40, 24)) as app:
        assert [app.library.lines.render_line(row).text[2] for row in range(3)] == ["…", "✓", "-"]
        annotate.set_status(project, [HARBOUR], "todo")
        app.app.changed_everything()
        await app.settle()
        assert app.library.lines.render_line(0).text[2] == "N"
        tag(project, "Norland", "place")
        app.app.changed_everything()
        await app.settle()
        assert app.library.lines.render_line(0).text[2] == "…"


async def test_the_filter_follows_what_is_typed(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("/ f e r r")
        assert app.articles[0] == FERRY
        assert CAFE not in app.articles
        assert "like “ferr”" in app.title("library-title")
        await app.press("enter")
        assert app.typed is None
        assert app.articles[0] == FERRY
        await app.press("escape")
        assert len(app.articles) == 3
        assert app.library.lines.cursor_row is not None
        assert app.library.lines.cursor_row.path == FERRY


async def test_escape_on_the_filter_line_brings_back_what_was_listed(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("/ f e r r y escape")
        assert len(app.articles) == 3


async def test_a_filter_that_fits_nothing_says_how_to_clear_it(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("/ z z z z enter")
        assert app.articles == []
        assert "Esc clears it" in app.library.lines.render_line(0).text
        await app.press("j k enter D v V n escape")
        assert len(app.articles) == 3


async def test_full_text_keeps_the_articles_that_hold_the_words(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("&")
        await app.type("port vale")
        await app.press("enter")
        assert sorted(app.articles) == [HARBOUR, FERRY]
        assert "with “port vale”" in app.title("library-title")


async def test_a_full_text_query_without_a_word_is_asked_again_and_lists_nothing_else(
    run: Run, project: Project
) -> None:
    async with run(project) as app:
        await app.press("& ! ! enter")
        assert app.typed == "!!"
        assert "Nothing to search for" in app.said
        await app.press("escape")
        assert len(app.articles) == 3
        tag(project, "Norland", "place")
        app.app.changed_everything()
        assert len(app.articles) == 3


async def test_narrowing_by_status_label_and_agreement(run: Run, project: Project) -> None:
    annotate.set_status(project, [FERRY], "skipped")
    tag(project, "Norland", "place")
    async with run(project) as app:
        await app.press("f s k i p enter")
        assert app.articles == [FERRY]
        await app.press("f p l a c e enter")
        assert app.articles == [HARBOUR]
        await app.press("f f e r r y enter")
        assert app.articles == []
        assert "ferry-2020" in app.title("library-title")
        await app.press("f enter")
        assert len(app.articles) == 3


async def test_of_very_many_agreements_those_that_fit_are_offered(
    run: Run, make_project: Callable[..., Project]
) -> None:
    many = tuple({"id": f"r{n:04}", "title": f"Record {n}"} for n in range(1500))
    project = make_project(catalogue=many)
    tag(project, "Norland", "agreement")
    (span,) = reading.spans_of(project, HARBOUR)
    annotate.set_links(project, span, [Link("r1499")])
    async with run(project) as app:
        await app.press("f 1 4 9 9")
        await app.until(lambda: [choice.value for choice in app.screen.prompt.choices] == ["agreement:r1499"])
        await app.press("enter")
        assert app.articles == [HARBOUR]


async def test_the_same_order_again_turns_it_round(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("o t i enter")
        forwards = app.articles
        assert "by title" in app.title("library-title")
        await app.press("o t i enter")
        assert app.articles == forwards[::-1]
        assert "turned round" in app.title("library-title")
        await app.press("Q")
    async with run(project) as app:
        assert app.articles == forwards[::-1]
        assert "by title, turned round" in app.title("library-title")


async def test_next_open_goes_to_articles_with_work(run: Run, project: Project) -> None:
    annotate.set_status(project, [FERRY], "done")
    async with run(project) as app:
        await app.press("n")
        assert app.library.lines.cursor_row is not None
        assert app.library.lines.cursor_row.path == CAFE
        await app.press("N")
        assert app.library.lines.cursor_row.path == HARBOUR
        annotate.set_status(project, [HARBOUR, CAFE], "done")
        app.app.changed_everything()
        await app.press("n")
        assert app.said == "No other article has open work"


async def test_marked_articles_are_done_together_and_undone_together(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("v v D")
        assert [row.status for row in app.listed] == ["done", "done", "todo"]
        assert not app.library.lines.marked
        await app.press("u")
        assert {row.status for row in app.listed} == {"todo"}
        await app.press("V D")
        assert {row.status for row in app.listed} == {"done"}


async def test_escape_takes_marks_before_filters_and_never_leaves(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("/ f e r r y enter v escape")
        assert not app.library.lines.marked
        assert "like" in app.title("library-title")
        await app.press("escape escape escape")
        assert len(app.articles) == 3
        assert app.app.return_code is None


async def test_a_new_and_a_changed_file_are_counted_and_one_key_reads_them(run: Run, project: Project) -> None:
    (project.corpus / "d-new.txt").write_text("A fourth article\n\nNothing happened.\n", encoding="utf-8")
    file = project.corpus / HARBOUR
    file.write_text(file.read_text(encoding="utf-8") + "More.\n", encoding="utf-8")
    async with run(project) as app:
        await app.until(lambda: "1 new, 1 changed: s reads them" in app.title("library-title"))
        assert len(app.articles) == 3
        await app.press("s")
        await app.until(lambda: app.said == "1 new, 1 changed, 0 gone")
        assert "d-new.txt" in app.articles
        assert "reads them" not in app.title("library-title")


async def test_a_file_is_added_and_a_wrong_path_stays_typed(run: Run, project: Project, tmp_path: Path) -> None:
    article = tmp_path / "extra.txt"
    article.write_text("Extra\n\nAnother article.\n", encoding="utf-8")
    async with run(project) as app:
        await app.press("+")
        await app.type(f"{article}x")
        await app.press("enter")
        assert "there is no such file" in app.said
        assert app.typed == f"{article}x"
        await app.press("backspace enter")
        await app.until(lambda: app.said == "1 added, 0 there already")
        assert "extra.txt" in app.articles


async def test_an_empty_project_says_what_to_do(run: Run, make_project: Callable[..., Project]) -> None:
    project = make_project({}, ())
    async with run(project, size=(100, 24)) as app:
        assert "Put text files into corpus/ and press s" in app.library.lines.render_line(0).text
        await app.press("enter j D v n y / x enter escape")
        assert app.active == "library"


async def test_the_path_goes_to_the_terminals_clipboard(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("y")
        assert app.app.clipboard == HARBOUR


async def test_an_act_leaves_the_list_where_it_is(run: Run, make_project: Callable[..., Project]) -> None:
    texts = {f"{number:03}.txt": f"Article {number}\n\nA line about Norland.\n" for number in range(120)}
    project = make_project(texts, ())
    async with run(project, size=(120, 20)) as app:
        await app.press("ctrl+f ctrl+f ctrl+f k k k enter")
        top = app.library.lines.scroll_offset.y
        assert top > 0
        await app.find("Norland")
        await app.press("5")
        assert app.library.lines.scroll_offset.y == top
        app.workspace.reload()
        assert app.library.lines.scroll_offset.y == top
