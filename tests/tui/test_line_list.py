from __future__ import annotations

from asyncio import timeout
from collections.abc import Mapping
from dataclasses import dataclass, field

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.strip import Strip

from annotui.errors import AnnotuiError, StorageError
from annotui.tui.widgets.cells import fit
from annotui.tui.widgets.line_list import LOOKING, LineList, RowState
from annotui.tui.widgets.row_cache import PAGE


@dataclass
class Titles:
    titles: list[str]
    asked: list[tuple[int, int]] = field(default_factory=list)
    fails: bool = False
    goes_on: bool = False

    @property
    def extent(self) -> range:
        return range(len(self.titles))

    def rows(self, first: int, n: int) -> Mapping[int, str]:
        self.asked.append((first, n))
        if self.fails:
            raise StorageError("The database is in use.", "Try again.")
        return {number: self.titles[number] for number in self.extent if first <= number < first + n}

    def look_on(self) -> None:
        raise AssertionError("there is nothing to look for")

    def to_start(self) -> None:
        """Everything is there."""

    def to_end(self) -> None:
        """Everything is there."""


class Million(Titles):
    @property
    def extent(self) -> range:
        return range(1_000_000)

    def rows(self, first: int, n: int) -> Mapping[int, str]:
        self.asked.append((first, n))
        return {i: f"title {i}" for i in range(max(0, first), min(first + n, 1_000_000))}


class Unknown(Titles):
    """A hundred rows, of which those up to `found` are known; each look finds ten more."""

    found = 0

    @property
    def extent(self) -> range:
        return range(self.found)

    def rows(self, first: int, n: int) -> Mapping[int, str]:
        return {i: f"title {i}" for i in range(max(0, first), min(first + n, self.found))}

    def look_on(self) -> None:
        self.found += 10
        self.goes_on = self.found < 100

    def to_end(self) -> None:
        self.goes_on = self.found < 100


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
        self.errors: list[AnnotuiError] = []

    def compose(self) -> ComposeResult:
        yield self.listing

    def on_line_list_highlighted(self, message: LineList.Highlighted) -> None:
        self.heard.append(("highlighted", message.index))

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        self.heard.append(("chosen", message.index))

    def on_scrolled_rows_failed(self, message: LineList.Failed) -> None:
        self.errors.append(message.error)


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


async def test_a_reload_keeps_number_and_sight_and_follows_a_row_to_its_new_number() -> None:
    source = titles(50)
    app = Listing(source)
    async with app.run_test(size=(40, 10)) as pilot:
        app.listing.to(20)
        before = lines(app.listing)
        source.titles[:0] = ["new a", "new b"]
        app.listing.reload(22)
        await pilot.pause()
        assert lines(app.listing) == before
        assert app.listing.cursor_row == "title 20"
        del source.titles[5:]
        app.listing.reload()
        await pilot.pause()
        assert app.listing.cursor == 4
        assert [line for line in lines(app.listing) if line.startswith(">")] == ["> title 2"]


async def test_rows_that_get_other_numbers_stay_where_they_are_seen() -> None:
    source = titles(50)
    app = Listing(source)
    async with app.run_test(size=(40, 10)) as pilot:
        app.listing.to(20)
        before = lines(app.listing)
        source.titles[:0] = [f"before {i}" for i in range(500)]
        source.asked.clear()
        app.listing.renumber(500)
        await pilot.pause()
        assert lines(app.listing) == before
        assert app.listing.cursor == 520
        assert source.asked == []
        app.listing.move(1)
        assert app.listing.cursor_row == "title 21"


async def test_a_changed_row_is_drawn_anew_without_asking() -> None:
    app = Listing(titles(5))
    app.renderer.key = lambda row: row[:7]  # type: ignore[method-assign]  # a key that outlives the change
    async with app.run_test(size=(40, 10)):
        app.listing.update_row("title 2, changed")
        assert lines(app.listing) == [
            "> title 0",
            "  title 1",
            "  title 2, changed",
            "  title 3",
            "  title 4",
            *[""] * 5,
        ]


async def test_what_cannot_be_read_stays_blank_is_told_once_and_read_when_asked_again() -> None:
    source = titles(50)
    app = Listing(source)
    async with app.run_test(size=(40, 10)) as pilot:
        source.fails = True
        app.listing.rows.forget()
        source.asked.clear()
        app.listing.refresh()
        app.listing.move(1)
        await pilot.pause()
        assert lines(app.listing) == [""] * 10
        assert [error.what for error in app.errors] == ["The database is in use."]
        assert len(source.asked) == 1
        source.fails = False
        app.listing.retry()
        assert lines(app.listing)[:2] == ["  title 0", "> title 1"]


async def test_rows_are_looked_for_between_keys_until_they_are_found() -> None:
    source = Unknown([], goes_on=True)
    app = Listing(source)
    async with app.run_test(size=(40, 10)) as pilot:
        assert lines(app.listing)[0] in {LOOKING, "> title 0"}
        async with timeout(10):
            while source.goes_on:
                await pilot.pause()
        assert lines(app.listing)[0] == "> title 0"
        assert app.listing.count == 100


async def test_the_end_is_found_however_long_it_takes() -> None:
    source = Unknown([])
    app = Listing(source)
    async with app.run_test(size=(40, 10)) as pilot:
        async with timeout(10):
            await app.listing.to_end()
        await pilot.pause()
        assert lines(app.listing)[-1] == "> title 99"
        app.listing.to_start()
        assert lines(app.listing)[0] == "> title 0"


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
