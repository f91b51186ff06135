from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip

from annotui.core.layout import Layout
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


async def test_the_scroll_extent_becomes_exact_in_idle_time() -> None:
    text = "short\n" * 3_000 + PROSE * 20
    app = Page(text)
    async with app.run_test(size=(80, 10)) as pilot:
        whole = Layout(text, 79, cell_len)
        whole.grow_past(len(text))
        for _ in range(200):
            if app.page.virtual_size.height == whole.rows:
                break
            await pilot.pause(0.01)
        assert app.page.virtual_size.height == whole.rows


async def test_the_measure_limits_the_length_of_lines() -> None:
    app = Page(PROSE * 3, measure=30)
    async with app.run_test(size=(120, 20)):
        assert max(len(line) for line in lines(app.page)) <= 30
