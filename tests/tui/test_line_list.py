from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.strip import Strip

from annotui.tui.widgets.cells import fit
from annotui.tui.widgets.line_list import PAGE, LineList, RowState


@dataclass
class Titles:
    titles: list[str]
    asked: list[tuple[int, int]] = field(default_factory=list)

    def count(self) -> int:
        return len(self.titles)

    def rows(self, first: int, n: int) -> Sequence[str]:
        self.asked.append((first, n))
        return self.titles[first : first + n]


class Million(Titles):
    def count(self) -> int:
        return 1_000_000

    def rows(self, first: int, n: int) -> Sequence[str]:
        self.asked.append((first, n))
        return [f"title {i}" for i in range(first, min(first + n, 1_000_000))]


class PlainRows:
    def __init__(self) -> None:
        self.drawn: list[str] = []

    def key(self, row: str) -> str:
        return row

    def render(self, row: str, width: int, state: RowState) -> Strip:
        self.drawn.append(row)
        return Strip([Segment(fit(row, width))], width)


class Listing(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, source: Titles) -> None:
        super().__init__(ansi_color=True)
        self.renderer = PlainRows()
        self.listing: LineList[str] = LineList(source, self.renderer, empty="No articles yet: press + to add one.")
        self.heard: list[tuple[str, int]] = []

    def compose(self) -> ComposeResult:
        yield self.listing

    def on_line_list_highlighted(self, message: LineList.Highlighted) -> None:
        self.heard.append(("highlighted", message.index))

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        self.heard.append(("chosen", message.index))


def lines(listing: LineList[str]) -> list[str]:
    return [listing.render_line(y).text.rstrip() for y in range(listing.size.height)]


def reversed_lines(listing: LineList[str]) -> list[int]:
    found = []
    for y in range(listing.size.height):
        if all(style is not None and style.reverse for _, style, _ in listing.render_line(y)):
            found.append(y)
    return found


def titles(n: int) -> Titles:
    return Titles([f"title {i}" for i in range(n)])


async def test_the_cursor_row_and_marked_rows_read_without_colour() -> None:
    app = Listing(titles(4))
    async with app.run_test(size=(20, 5)):
        app.listing.move(1)
        app.listing.set_marked(["title 1", "title 3"])
        assert lines(app.listing) == ["  title 0", ">*title 1", "  title 2", " *title 3", ""]
        assert reversed_lines(app.listing) == [1]
        app.listing.toggle_mark()
        assert app.listing.marked == {"title 3"}
        assert app.listing.cursor_row == "title 1"


async def test_of_a_million_rows_only_those_near_the_screen_are_asked_for() -> None:
    source = Million([])
    app = Listing(source)
    async with app.run_test(size=(40, 24)) as pilot:
        app.listing.to(999_999)
        await pilot.pause()
        assert lines(app.listing)[-1] == "> title 999999"
        assert sum(n for _, n in source.asked) <= 4 * PAGE
        source.asked.clear()
        app.listing.move(-5)
        lines(app.listing)
        assert source.asked == []


async def test_a_move_draws_two_rows() -> None:
    app = Listing(titles(100))
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.pause()
        app.renderer.drawn.clear()
        app.listing.move(1)
        await pilot.pause()
        assert app.renderer.drawn == ["title 0", "title 1"]


async def test_moves_stop_at_the_ends_and_tell_where_the_cursor_is() -> None:
    app = Listing(titles(30))
    async with app.run_test(size=(40, 10)) as pilot:
        listing = app.listing
        listing.move(-1)
        listing.move(2)
        listing.page(1)
        assert lines(listing)[0] == "  title 9"
        listing.to(1_000)
        await pilot.pause()
        assert app.heard == [("highlighted", 2), ("highlighted", 11), ("highlighted", 29)]
        assert lines(listing)[-1] == "> title 29"
        listing.page(-9)
        assert listing.cursor == 0
        assert lines(listing)[0] == "> title 0"


async def test_a_reload_keeps_to_the_row_by_its_key() -> None:
    source = titles(50)
    app = Listing(source)
    async with app.run_test(size=(40, 10)) as pilot:
        app.listing.to(20)
        source.titles[:0] = ["new a", "new b"]
        app.listing.reload("title 20")
        await pilot.pause()
        assert app.listing.cursor_row == "title 20"
        assert app.listing.cursor == 22
        assert "> title 20" in lines(app.listing)
        del source.titles[5:]
        app.listing.reload("title 20")
        await pilot.pause()
        assert app.listing.cursor == 4
        assert [line for line in lines(app.listing) if line.startswith(">")] == ["> title 2"]


async def test_a_changed_row_is_asked_for_again() -> None:
    source = titles(5)
    app = Listing(source)
    async with app.run_test(size=(40, 10)):
        lines(app.listing)
        source.titles[2] = "title two"
        assert lines(app.listing)[2] == "  title 2"
        app.listing.refresh_row(2)
        assert lines(app.listing)[2] == "  title two"


async def test_an_empty_list_says_what_to_do() -> None:
    app = Listing(titles(0))
    async with app.run_test(size=(50, 4)) as pilot:
        app.listing.move(1)
        app.listing.choose()
        await pilot.pause()
        assert lines(app.listing) == ["No articles yet: press + to add one.", "", "", ""]
        assert app.listing.cursor_row is None
        assert app.heard == []
        app.listing.show_source(titles(1))
        assert lines(app.listing)[0] == "> title 0"


async def test_a_click_moves_the_cursor_and_a_double_click_chooses() -> None:
    app = Listing(titles(5))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.click(LineList, offset=(5, 3))
        await pilot.click(LineList, offset=(5, 8))
        await pilot.double_click(LineList, offset=(5, 2))
        await pilot.pause()
        assert app.heard == [("highlighted", 3), ("highlighted", 2), ("chosen", 2)]


async def test_a_narrow_list_does_not_fail() -> None:
    app = Listing(Titles(["漢字漢字", "\x1b[2J"]))
    async with app.run_test(size=(4, 2)) as pilot:
        assert len(lines(app.listing)) == 2
        await pilot.resize_terminal(1, 1)
        await pilot.pause()
        assert "\x1b" not in "".join(lines(app.listing))
