"""The differ in its place: every frame of an app ends in the screen that Textual would have painted."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import ClassVar

import pytest
from rich.segment import ControlType, Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from annotui.project.opening import Project
from annotui.tui import start
from annotui.tui.app import AnnotuiApp
from annotui.tui.terminal import display, internals

from ...terminal.twins import SIZES, walk
from ..conftest import Driven
from .taps import Tapped

TEXT = "\n".join(f"{number} lines of a text, with é and 世界, that says little" for number in range(60))


class Odd(Widget):
    """Draws what it is told to."""

    DEFAULT_CSS = "Odd { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.segments = [Segment("plain")]

    def show(self, *segments: Segment) -> None:
        self.segments = list(segments)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        return Strip(self.segments).adjust_cell_length(self.size.width)


class Asking(ModalScreen[None]):
    DEFAULT_CSS = "Asking { align: center middle; Label { border: round red; background: blue 50%; } }"

    def compose(self) -> ComposeResult:
        yield Label("Really? [b]Yes[/b] or [u]no[/u]")


class Many(Tapped):
    """One of each."""

    CSS = "VerticalScroll { height: 1fr; } Input { border: none; height: 1; }"

    def compose(self) -> ComposeResult:
        yield Odd()
        with VerticalScroll():
            yield Static(TEXT, markup=False)
        yield Input()


@pytest.fixture
def app() -> Many:
    return Many()


async def test_scrolling_takes_about_the_row_that_comes_in(app: Many) -> None:
    async with app.run_test(headless=False, size=(60, 20)) as pilot:
        await pilot.pause()
        for _ in range(3):
            app.query_one(VerticalScroll).scroll_relative(y=1, animate=False)
            await pilot.pause()
        assert all(len(frame) < 160 for frame in app.frames[-3:])
        assert all(len(frame) > 1000 for frame in app.by_textual[-3:])


async def test_a_modal_screen_and_a_toast_come_and_go(app: Many) -> None:
    async with app.run_test(headless=False, size=(60, 20), notifications=True) as pilot:
        app.notify("Something has happened", title="Look", timeout=60)
        await pilot.pause()
        app.push_screen(Asking())
        await pilot.pause()
        assert "Really?" in "".join(app.drawn.lines)
        app.clear_notifications()
        app.pop_screen()
        await pilot.pause()
        assert "Really?" not in "".join(app.drawn.lines)


async def test_text_is_selected_with_the_mouse(app: Many) -> None:
    async with app.run_test(headless=False, size=(60, 20)) as pilot:
        await pilot.mouse_down(Static, offset=(4, 2))
        await pilot.hover(Static, offset=(20, 5))
        await pilot.mouse_up(Static, offset=(20, 5))
        await pilot.pause()
        assert app.screen.get_selected_text()


async def test_the_cursor_of_an_input_is_followed_for_input_methods(app: Many) -> None:
    async with app.run_test(headless=False, size=(60, 20)) as pilot:
        await pilot.click(Input)
        await pilot.press(*"typed")
        await pilot.pause()
        assert (app.drawn.x, app.drawn.y) == (app.cursor_position.x, app.cursor_position.y)
        assert app.drawn.x > 4


async def test_screens_are_switched(app: Many) -> None:
    async with app.run_test(headless=False, size=(60, 20)) as pilot:
        await app.push_screen(Screen())
        await pilot.pause()
        assert "".join(app.drawn.lines) == ""
        app.pop_screen()
        await pilot.pause()
        assert "lines of a text" in "".join(app.drawn.lines)


@pytest.mark.parametrize(
    "segment",
    [
        Segment("a link", Style(link="https://example.org")),
        Segment("", None, [(ControlType.BELL,)]),
        Segment("bell\x1b[5n"),
    ],
)
async def test_a_frame_that_is_not_made_of_cells_is_textuals_own_and_what_follows_is_right(
    app: Many, segment: Segment
) -> None:
    async with app.run_test(headless=False, size=(60, 20)) as pilot:
        await pilot.pause()
        odd = app.query_one(Odd)
        odd.show(Segment("before "), segment)
        await pilot.pause()
        assert app.by_textual[-1] in app.frames[-1]
        odd.show(Segment("after"))
        await pilot.pause()
        assert app.by_textual[-1] not in app.frames[-1]
        app.query_one(VerticalScroll).scroll_relative(y=1, animate=False)
        await pilot.pause()
        assert app.drawn.lines[0] == "after"


async def test_a_screen_that_was_written_over_is_mended_by_a_redraw(app: Many) -> None:
    async with app.run_test(headless=False, size=(60, 20)) as pilot:
        await pilot.pause()
        app.drawn.feed("\x1b[3;9r\x1b[?7h\x1b[?25h\x1b[2J\x1b[31mBroadcast message")
        app.redraw()
        await pilot.pause()
        assert app.drawn.screen == app.plain.screen
        assert not app.drawn.modes["7"]
        assert not app.drawn.modes["25"]


async def test_a_resize_paints_everything(app: Many) -> None:
    async with app.run_test(headless=False, size=(60, 20)) as pilot:
        await pilot.pause()
        for columns, rows in ((50, 18), (90, 30), (60, 20)):
            app.resized(columns, rows)
            await pilot.resize_terminal(columns, rows)
            await pilot.pause(0.05)
            assert len(app.drawn.lines) == rows
            assert "lines of a text" in app.drawn.lines[5]


async def test_a_frame_for_a_size_that_the_terminal_has_no_more_is_not_sent(app: Many) -> None:
    async with app.run_test(headless=False, size=(60, 20)) as pilot:
        await pilot.pause()
        update = app.screen._compositor.render_full_update()
        app._size = Size(50, 18)
        assert app._frame(app.recorder, update) == ""
        app._size = Size(60, 20)
        assert "\x1b[2J" in str(app._frame(app.recorder, update))


async def test_a_resize_there_and_back_paints_everything(app: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "_RESIZED_SECONDS", 0.01)
    async with app.run_test(headless=False, size=(60, 20)) as pilot:
        await pilot.pause()
        painted = len(app.frames)
        for size in (Size(50, 20), Size(60, 20)):
            app.post_message(events.Resize(size, size))
        app.resized(60, 20)
        while len(app.frames) == painted:
            await pilot.pause(0.01)
        assert "lines of a text" in app.drawn.lines[5]


async def test_the_same_size_told_again_paints_everything(app: Many) -> None:
    async with app.run_test(headless=False, size=(60, 20)) as pilot:
        await pilot.pause()
        app.resized(60, 20)
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert "lines of a text" in app.drawn.lines[5]


async def test_the_same_size_told_in_pixels_paints_nothing(app: Many) -> None:
    async with app.run_test(headless=False, size=(60, 20)) as pilot:
        await pilot.pause()
        painted = len(app.frames)
        app.post_message(events.Resize.from_dimensions((60, 20), (600, 400)))
        await pilot.pause()
        assert len("".join(app.frames[painted:])) == 0


async def test_big_frames_are_held_together_where_the_terminal_can(app: Many) -> None:
    async with app.run_test(headless=False, size=(60, 20)) as pilot:
        await pilot.pause()
        app._sync_available = True
        app.query_one(VerticalScroll).scroll_end(animate=False)
        await pilot.pause()
        assert app.frames[-1].startswith("\x1b[?2026h")
        assert app.frames[-1].endswith("\x1b[?2026l")
        app.query_one(Odd).show(Segment("little"))
        await pilot.pause()
        assert "2026" not in app.frames[-1]


@pytest.mark.parametrize("why", ["by the setting", "as Textual is another"])
async def test_without_the_differ_frames_are_textuals_own(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if why != "by the setting":
        monkeypatch.setattr(internals, "are_known", lambda app: False)
    app = Many(differ=why != "by the setting")
    async with app.run_test(headless=False, size=(60, 20)) as pilot:
        await pilot.pause()
        app.query_one(VerticalScroll).scroll_end(animate=False)
        await pilot.pause()
        assert app.frames
        assert all(theirs in ours for theirs, ours in zip(app.by_textual, app.frames, strict=True))


class TappedAnnotui(AnnotuiApp, Tapped):
    """annotui itself."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [Path(start.__file__).parent / name for name in AnnotuiApp.CSS_PATH]


@pytest.mark.parametrize(("size", "theme"), [*((size, "terminal") for size in SIZES), (SIZES[0], "annotui-dark")])
async def test_every_frame_of_a_walk_over_the_screens_is_right(
    project: Project, size: tuple[int, int], theme: str
) -> None:
    project.settings = project.settings._replace(theme=theme)
    app = TappedAnnotui(project)
    async with app.run_test(headless=False, size=size) as pilot:
        driven = await Driven(app, pilot).settle()
        for step in walk(3, 150, size=size):
            if step.size is not None:
                app.resized(*step.size)
                await pilot.resize_terminal(*step.size)
            for key in step.keys:
                # In the library it would leave the app.
                if key != "q":
                    app.simulate_key(key)
            await driven.settle()
        assert len(app.frames) > 60
