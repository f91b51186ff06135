from __future__ import annotations

from collections.abc import Callable

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip

from annotui.core.layout import Layout
from annotui.core.row_breaks import RowBreaks
from annotui.core.text import safe
from annotui.tui.widgets.wrapped_view import WrappedView

PROSE = "The ministers met in the old town and signed a short joint declaration on water.\n"


class PlainView(WrappedView):
    def paint_row(self, rows: Layout, row: int, width: int) -> Strip:
        start, end = rows.visible_span(row)
        return Strip([Segment(safe(rows.text[start:end]))]).adjust_cell_length(width)


class Page(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, text: str, *, measure: int | None = None, top_offset: int = 0) -> None:
        super().__init__(ansi_color=True)
        self.page = PlainView(measure=measure)
        self.article = text
        self.top_offset = top_offset

    def compose(self) -> ComposeResult:
        yield self.page

    def on_mount(self) -> None:
        self.page.show_text(self.article, self.top_offset)


def lines(view: WrappedView) -> list[str]:
    return [view.render_line(y).text.rstrip() for y in range(view.size.height)]


async def settle(pilot: Pilot[None], width: int, height: int) -> None:
    await pilot.resize_terminal(width, height)
    await pilot.pause()


async def test_the_reading_place_survives_any_number_of_resizes() -> None:
    text = PROSE * 200
    app = Page(text)
    async with app.run_test(size=(80, 24)) as pilot:
        app.page.restore(6_003)
        await pilot.pause()
        for width, height in [(40, 12), (97, 30), (20, 8), (80, 24)]:
            await settle(pilot, width, height)
            assert app.page.top_offset == 6_003
            start, end = app.page.visible_offsets
            assert start <= 6_003 < end
            assert text[start:end].replace(" ", "").startswith(lines(app.page)[0].replace(" ", ""))
        app.page.scroll_rows(1)
        assert app.page.top_offset > 6_003


async def test_an_article_opens_at_the_place_where_it_was_left() -> None:
    app = Page(PROSE * 3_000, top_offset=150_000)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.pause()
        start, end = app.page.visible_offsets
        assert start <= 150_000 < end
        assert app.page.top_offset == 150_000


async def test_reveal_scrolls_no_more_than_needed() -> None:
    text = "".join(f"row {i}\n" for i in range(100))
    app = Page(text)
    async with app.run_test(size=(30, 10)):
        page = app.page
        page.reveal(text.index("row 5\n"))
        assert lines(page)[0] == "row 0"
        page.reveal(text.index("row 20\n"))
        assert lines(page)[-3:] == ["row 20", "row 21", "row 22"]
        page.reveal(text.index("row 14\n"))
        assert lines(page)[:3] == ["row 12", "row 13", "row 14"]
        page.reveal(len(text))
        assert lines(page)[-1] == "row 99"
        page.reveal(0)
        assert lines(page)[0] == "row 0"


async def test_pages_keep_two_rows_in_sight_and_stop_at_the_ends() -> None:
    app = Page("".join(f"row {i}\n" for i in range(50)))
    async with app.run_test(size=(30, 10)):
        page = app.page
        page.page(1)
        assert lines(page)[0] == "row 8"
        page.half_page(-1)
        assert lines(page)[0] == "row 3"
        page.page(-4)
        assert lines(page)[0] == "row 0"
        page.page(40)
        assert lines(page)[-1] == "row 49"


async def test_very_long_texts_and_lines_are_shown_before_they_are_laid_out() -> None:
    for text in ("x" * 1_000_000, PROSE * 30_000):
        app = Page(text)
        async with app.run_test(size=(80, 24)) as pilot:
            assert len(lines(app.page)[4]) > 50
            app.page.reveal(len(text))
            await pilot.pause()
            assert lines(app.page)[-1] == text.rstrip()[-len(lines(app.page)[-1]) :] != ""


async def test_only_what_is_near_the_page_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    text = PROSE * 30_000
    laid_out: list[int] = []
    row_end = RowBreaks._row_end

    def count(breaks: RowBreaks, at: int, stop: int) -> int:
        laid_out.append(at)
        return row_end(breaks, at, stop)

    monkeypatch.setattr(RowBreaks, "_row_end", count)
    app = Page(text, top_offset=len(text) // 2)
    async with app.run_test(size=(80, 24)) as pilot:
        page = app.page
        steps: list[Callable[[], None]] = [
            lambda: None,
            lambda: page.reveal(len(text)),
            lambda: page.reveal(0),
            lambda: page.reveal(1_000_000),
            lambda: page.page(1),
            lambda: page.page(-2),
            lambda: page.restore(2_000_000),
            lambda: page.redraw([(0, len(text))]),
        ]
        for step in steps:
            step()
            await pilot.pause()
            lines(page)
            assert len(laid_out) < 200
            laid_out.clear()
        for width, height in [(60, 30), (40, 10), (60, 30), (80, 24)]:
            await settle(pilot, width, height)
            lines(page)
            assert page.top_offset == 2_000_000
            assert len(laid_out) < 400
            laid_out.clear()


async def test_a_jump_down_shows_its_goal_below_and_a_jump_up_above() -> None:
    text = "".join(f"row {i}\n" for i in range(40_000))
    app = Page(text)
    async with app.run_test(size=(30, 10)):
        page = app.page
        page.reveal(text.index("row 20000\n"))
        assert lines(page)[-3:] == ["row 20000", "row 20001", "row 20002"]
        page.reveal(text.index("row 900\n"))
        assert lines(page)[:3] == ["row 898", "row 899", "row 900"]
        assert page.visible_offsets[0] == page.top_offset == text.index("row 898\n")
        page.scroll_rows(-1)
        assert lines(page)[0] == "row 897"


async def test_only_the_margin_ahead_of_a_move_is_kept() -> None:
    text = "".join(f"row {i}\n" for i in range(100))
    app = Page(text, top_offset=text.index("row 50\n"))
    async with app.run_test(size=(30, 10)):
        page = app.page
        at = [text.index(f"row {i}\n") for i in range(100)]
        page.reveal(at[51], came_from=at[50])
        assert lines(page)[0] == "row 50"
        page.reveal(at[51], came_from=at[52])
        assert lines(page)[0] == "row 49"
        page.reveal(at[57], came_from=at[58])
        assert lines(page)[0] == "row 49"
        page.reveal(at[57], came_from=at[56])
        assert lines(page)[0] == "row 50"


async def test_the_measure_limits_the_length_of_lines() -> None:
    app = Page(PROSE * 3, measure=30)
    async with app.run_test(size=(120, 20)):
        assert max(len(line) for line in lines(app.page)) <= 30
