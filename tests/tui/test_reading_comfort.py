"""What makes reading easy: width and spacing, the margin, dimmed lines, the way back, what a search lights up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotui.core.model import Fragment
from annotui.project import annotate, reading
from annotui.project.opening import Project
from annotui.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.tui.conftest import Run

HARBOUR = "a-harbour.txt"
FERRY = "b-ferry.txt"


def rows(view: TextView, count: int = 8) -> list[str]:
    """What the first lines of the page show."""
    return [view.render_line(y).text.rstrip() for y in range(count)]


async def test_a_narrow_width_stands_in_the_middle_and_is_kept(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.press(": w i d t h enter")
        await app.press("ctrl+u")
        await app.type("width 40")
        await app.press("enter")
        shown = rows(app.reader.view)
        assert max(len(row.strip()) for row in shown) <= 40
        assert shown[0].index("Harbour") == (80 - 2 - 40) // 2 + 2
        assert "40 cells" in app.said
    async with run(project, reading=HARBOUR) as app:
        assert app.reader.view.left_cells == (80 - 2 - 40) // 2 + 2


async def test_lines_can_stand_apart_and_pages_stay_pages(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        close = [row for row in rows(app.reader.view) if row]
        await app.press(":")
        await app.type("spacing 1")
        await app.press("enter")
        apart = rows(app.reader.view, 16)
        assert [row for row in apart if row] == close
        assert not any(apart[1::2])
        assert app.reader.view.page_rows == -(-app.reader.view.size.height // 2)
        await app.find("beginning")
        row = app.reader.article.layout.row_of(app.reader.state.cursor)
        assert "beginning" in app.reader.view.render_line(2 * (row - app.reader.view.rows_in_sight[0])).text


async def test_a_width_that_is_none_is_refused(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.press(":")
        await app.type("width 3")
        await app.press("enter")
        assert "from 20 to 500" in app.status


async def test_what_is_no_article_is_dimmed_but_never_left_out(run: Run, make_project: Callable[..., Project]) -> None:
    project = make_project({"a.txt": "Talks end\n\nThe envoys met.\n\nAlso read: Ferries\n"})
    async with run(project, reading="a.txt") as app:
        await app.until(lambda: bool(dimmed(app.reader.view)))
        assert dimmed(app.reader.view) == ["Also read: Ferries"]


def dimmed(view: TextView) -> list[str]:
    """What of the page is drawn dim."""
    lines = (view.render_line(y) for y in range(8))
    parts = ["".join(s.text for s in line if s.style is not None and s.style.dim) for line in lines]
    return [part.strip() for part in parts if part.strip()]


async def test_a_regular_expression_is_found(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("/[a-z]+dria/")
        assert app.cursor_word == "Sudria"
        await app.find("/(unclosed/")
        assert "no regular expression" in app.status


async def test_an_expression_without_end_is_given_up(run: Run, make_project: Callable[..., Project]) -> None:
    project = make_project({"a.txt": f"Talks end\n\n{'a' * 60}!\n"})
    async with run(project, reading="a.txt") as app:
        await app.find("/(a+)+$/")
        assert "takes too long" in app.status
        await app.press("w")
        assert app.active == "reader"


async def test_jumps_lead_back_over_articles_and_forth(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("Tolen")
        await app.press("J")
        assert app.reader.path == FERRY
        await app.press("ctrl+o")
        assert (app.reader.path, app.cursor_word) == (HARBOUR, "Tolen")
        await app.press("ctrl+o")
        assert app.cursor_word == "Harbour"
        await app.press("ctrl+o")
        assert "No jump" in app.said
        await app.press("ctrl+n ctrl+n")
        assert app.reader.path == FERRY


async def test_what_an_article_was_found_by_is_lit_up_in_it(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("&")
        await app.type("ferry port")
        await app.press("enter")
        await app.until(lambda: app.library.total == 1)
        await app.press("enter")
        assert app.reader.path == FERRY
        assert app.cursor_word == "Ferry"
        await app.press("n")
        assert app.cursor_word == "Ferry"
        await app.press("n")
        assert app.cursor_word == "Port"


async def test_the_text_of_a_span_is_copied(run: Run, project: Project) -> None:
    text = reading.article(project, HARBOUR).text
    start = text.index("Mira")
    annotate.tag(project, HARBOUR, [Fragment(start, start + 10)], "person")
    async with run(project, reading=HARBOUR) as app:
        await app.press("tab Y")
        assert app.said == "Sent to the terminal: Mira Tolen"
        await app.press("G Y")
        assert "No span" in app.said


async def test_spans_are_listed_below_in_step(run: Run, project: Project) -> None:
    text = reading.article(project, HARBOUR).text
    for word in ("Norland", "Sudria"):
        annotate.tag(project, HARBOUR, [Fragment(text.index(word), text.index(word) + len(word))], "place")
    async with run(project, reading=HARBOUR) as app:
        assert app.shown_panes == ["reader"]
        await app.press(":")
        await app.type("spans below")
        await app.press("enter")
        assert app.shown_panes == ["reader", "spans"]
        assert app.spans_list.region.y > app.reader.region.y
        await app.press("tab tab")
        assert app.spans_list.lines.cursor == 1
        await app.press("O")
        assert (app.active, app.shown_panes) == ("spans", ["reader", "spans"])
        await app.press("q :")
        await app.type("spans off")
        await app.press("enter")
        assert app.shown_panes == ["reader"]
