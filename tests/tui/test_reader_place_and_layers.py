"""What the reader keeps and takes up: the reading place, other people's spans, a text that changed, the mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotui.core.model import Fragment
from annotui.project import annotate, reading
from annotui.project.opening import Project
from annotui.project.sync import sync

if TYPE_CHECKING:
    from tests.tui.conftest import Run

HARBOUR = "a-harbour.txt"


def tag(project: Project, quote: str, label: str) -> str:
    """Tag the first place of a quote in the first article. Returns the span's id."""
    start = reading.article(project, HARBOUR).text.index(quote)
    return annotate.tag(project, HARBOUR, [Fragment(start, start + len(quote))], label).id


async def test_the_place_is_kept_from_article_to_article_and_over_a_restart(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("Tolen")
        here = app.reader.state.cursor
        await app.press("J K")
        assert app.reader.state.cursor == here
        await app.press("q Q")
    async with run(project) as app:
        assert app.library.lines.cursor_row is not None
        assert app.library.lines.cursor_row.path == HARBOUR
        await app.press("enter")
        assert app.reader.state.cursor == here
        await app.press("Q")
    async with run(project) as app:
        assert app.active == "reader"
        assert app.reader.state.cursor == here


async def test_a_long_article_opens_with_the_same_rows_on_the_screen(
    run: Run, make_project: Callable[..., Project]
) -> None:
    text = "Long talks\n\n" + "".join(f"On day {day} the envoys met again and parted.\n" for day in range(300))
    project = make_project({"long.txt": text})
    async with run(project, reading="long.txt") as app:
        await app.find("day 150 ")
        await app.press("j j j")
        top = app.reader.view.top_offset
        assert top > 0
        await app.press("Q")
    async with run(project) as app:
        assert app.reader.view.top_offset == top


async def test_others_spans_are_shown_and_never_changed(run: Run, make_project: Callable[..., Project]) -> None:
    theirs = tag(make_project(annotator="otto"), "Norland", "place")
    project = make_project()
    async with run(project, reading=HARBOUR) as app:
        await app.press("tab")
        assert app.reader.state.current == theirs
        assert "by otto" in app.status
        assert "1 of others" in app.status
        for key in ("x", "!", ">"):
            await app.press(key)
            assert "otto" in app.said
        await app.press(": l a y e r s enter tab")
        assert app.reader.state.current is None
        assert "of others" not in app.status
    assert [span.id for span in app.stored()] == [theirs]


async def test_ones_own_span_may_stand_just_where_anothers_does(run: Run, make_project: Callable[..., Project]) -> None:
    tag(make_project(annotator="otto"), "Norland", "place")
    project = make_project()
    async with run(project, reading=HARBOUR) as app:
        await app.find("Norland")
        await app.press("5")
        assert sorted(span.annotator for span in app.stored()) == ["otto", "vera"]
        await app.press("5")
        assert "tagged place already" in app.said
        assert len(app.stored()) == 2


async def test_a_text_that_changed_under_the_reader_is_taken_up(run: Run, project: Project) -> None:
    tag(project, "Mira Tolen", "person")
    async with run(project, reading=HARBOUR) as app:
        file = project.corpus / HARBOUR
        file.write_text("News. " + file.read_text(encoding="utf-8"), encoding="utf-8")
        sync(project)
        app.app.changed_everything()
        await app.settle()
        assert app.reader.article.text.startswith("News. Harbour")
        await app.press("g g tab")
        assert "[person]" in app.status


async def test_the_mouse_puts_the_cursor_and_selects(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.pilot.click(app.reader.view, offset=(12, 2))
        await app.settle()
        assert app.reader.article.text[app.reader.state.cursor :].startswith("Norland")
        await app.pilot.click(app.reader.view, offset=(12, 2), times=2)
        await app.settle()
        assert app.selected == "Norland"


async def test_the_key_bar_offers_no_change_to_anothers_span(run: Run, make_project: Callable[..., Project]) -> None:
    tag(make_project(annotator="otto"), "Norland", "place")
    project = make_project()
    async with run(project, reading=HARBOUR, size=(140, 24)) as app:
        await app.press("tab")
        assert "delete" not in app.key_bar
        await app.press("5 tab i")
        await app.until(lambda: "delete" in app.key_bar)


async def test_pages_typed_ahead_of_the_first_paint_of_an_article_are_whole_pages(
    run: Run, make_project: Callable[..., Project]
) -> None:
    project = make_project({"a.txt": "\n".join(f"row {n} of many" for n in range(400))})
    async with run(project) as app:
        await app.press("enter space space space")
        assert app.reader.article.text.count("\n", 0, app.reader.state.cursor) >= 3 * (app.reader.view.size.height - 3)


async def test_scrolling_by_a_row_leaves_the_cursor_on_its_text_until_that_leaves_the_page(
    run: Run, make_project: Callable[..., Project]
) -> None:
    text = "Long talks\n\n" + "".join(f"On day {day} the envoys met again and parted.\n" for day in range(300))
    project = make_project({"long.txt": text})
    async with run(project, reading="long.txt") as app:
        await app.find("day 150 ")
        view, here = app.reader.view, app.reader.state.cursor
        above = view.layout_near(here).row_of(here) - view.rows_in_sight[0]
        await app.press("ctrl+e " * above)
        assert app.reader.state.cursor == here
        assert view.top_offset == text.rindex("\n", 0, here) + 1
        await app.press("ctrl+e")
        assert text[app.reader.state.cursor :].startswith("day 151 ")
        assert view.top_offset == text.index("On day 151")
        await app.press("ctrl+y")
        assert text[app.reader.state.cursor :].startswith("day 151 ")
        assert view.top_offset == text.index("On day 150")
        await app.press("w j")
        assert view.top_offset == text.index("On day 150")
        await app.press("ctrl+y " * view.size.height)
        assert view.visible_offsets[0] <= app.reader.state.cursor < view.visible_offsets[1]
        await app.press("v ctrl+e")
        assert app.selected
        await app.press("escape g g ctrl+y")
        assert view.top_offset == 0


async def test_a_page_is_turned_from_wherever_the_cursor_is(run: Run, make_project: Callable[..., Project]) -> None:
    text = "".join(f"row {n} of many\n" for n in range(400))
    project = make_project({"long.txt": text})
    async with run(project, reading="long.txt") as app:
        view = app.reader.view

        def rows() -> tuple[int, int]:
            return text.count("\n", 0, view.top_offset), text.count("\n", 0, app.reader.state.cursor)

        height = view.size.height
        for keys, place in (
            ("space", (height, height)),
            ("space", (2 * height, 2 * height)),
            ("j j j ctrl+b", (height, height + 3)),
            ("ctrl+d", (height + height // 2, height + height // 2 + 3)),
            ("ctrl+u", (height, height + 3)),
            ("v space", (2 * height, 2 * height + 3)),
            ("ctrl+b ctrl+b", (0, 3)),
            ("escape ctrl+b ctrl+b", (0, 0)),
        ):
            await app.press(keys)
            assert rows() == place, keys
        await app.press("G")
        last = rows()[0]
        await app.press("ctrl+b")
        assert rows()[0] == last - height
        await app.press("space space")
        assert rows()[0] == last
