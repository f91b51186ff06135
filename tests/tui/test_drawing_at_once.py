"""What a key changed is drawn before anything else is done, row by row, and looks as Textual draws it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from textual._compositor import Compositor
from textual.geometry import Region, Size

from annotui.core.model import Fragment
from annotui.project import annotate
from annotui.project.opening import Project
from annotui.tui.app import AnnotuiApp
from annotui.tui.screens.workspace import Workspace
from annotui.tui.terminal import at_once
from annotui.tui.terminal.at_once import Pace, RowCompositor
from annotui.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from tests.tui.conftest import Driven, Run

HARBOUR = "a-harbour.txt"
TRIES = 10
KEYS = ["j", "k", "w", "b", "G", "g g", "tab", "5", "x", "u", "v", "escape", "?", "q", "O", "P", "1", "f", "/ t enter"]


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of the frames that are handed to the terminal."""
    seen: list[str] = []
    monkeypatch.setattr(
        AnnotuiApp, "_display", lambda app, screen, frame: seen.append(type(frame).__name__) if frame else None
    )
    return seen


def cells(compositor: Compositor, rows: list[int]) -> dict[int, list[tuple[str, object]]]:
    """What a compositor draws on some rows: each cell with its style."""
    top, bottom = min(rows), max(rows) + 1
    crop = Region(0, top, compositor.size.width, bottom - top)
    chops = compositor._render_chops(crop, set(rows).__contains__)
    return {
        y: [(char, style) for _, strip in sorted(chops[y].items()) for text, style, _ in strip for char in text]
        for y in rows
    }


async def at_rest(app: Driven) -> Driven:
    """Wait until the screen under the workspace has been laid out, too: that draws everything once more."""
    await app.until(lambda: not app.app.screen_stack[0]._layout_required)
    return await app.settle()


@pytest.mark.parametrize("size", [(80, 24), (120, 30), (170, 40)])
async def test_rows_are_drawn_as_textual_draws_them(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    annotate.tag(project, HARBOUR, [Fragment(0, 7)], "place")
    dice = random.Random(size[0])
    async with run(project, reading=HARBOUR, size=size) as app:
        for _ in range(25):
            await app.press(dice.choice(KEYS))
            if app.app.return_code is not None:
                return
            compositor = app.screen._compositor
            assert isinstance(compositor, RowCompositor)
            rows = sorted(dice.sample(range(size[1]), dice.randrange(1, 6)))
            ours = cells(compositor, rows)
            with monkeypatch.context() as plain:
                plain.setattr(RowCompositor, "_get_renders", Compositor._get_renders)
                assert ours == cells(compositor, rows)


async def test_a_key_is_drawn_when_it_has_been_carried_out(run: Run, project: Project, frames: list[str]) -> None:
    async with run(project, reading=HARBOUR) as app:
        await at_rest(app)
        # What comes while something else waits, such as a look at the database, is left to Textual: once it does not.
        for _ in range(TRIES):
            frames.clear()
            await app.screen.press("l")
            drawn = list(frames)
            await app.settle()
            if drawn:
                break
        assert drawn == ["ChopsUpdate"]
        assert frames == ["ChopsUpdate"]


async def test_a_move_renders_the_rows_it_touches_and_no_others(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run(project, reading=HARBOUR) as app:
        await at_rest(app)
        asked: list[int] = []
        render_lines = type(app.reader.view).render_lines

        def counted(view: object, crop: Region) -> object:
            asked.append(crop.height)
            return render_lines(app.reader.view, crop)

        monkeypatch.setattr(type(app.reader.view), "render_lines", counted)
        await app.press("l")
        assert asked == [1]
        asked.clear()
        await app.press("j")
        assert sum(asked) == 2


async def test_what_is_laid_out_anew_does_not_wait_for_textuals_timer(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[bool] = []
    real = Pace.update

    def update(pace: Pace, screen: Workspace) -> bool:
        is_due = screen._layout_required
        done = real(pace, screen)
        laid_out.append(is_due and done)
        return done

    async with run(project, reading=HARBOUR) as app:
        await at_rest(app)
        monkeypatch.setattr(Pace, "update", update)
        # What comes while something else waits is left to the timer.
        for _ in range(TRIES):
            await app.press("?")
            await app.press("q")
        assert any(laid_out)


async def test_nothing_is_laid_out_for_a_size_that_is_no_more(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await at_rest(app)
        await app.until(lambda: not app.app.message_queue_size)
        app.screen._layout_required = True
        app.app._size = Size(100, 30)
        assert not Pace().update(app.screen)
        app.app._size = app.screen.outer_size
        assert Pace().update(app.screen)


async def test_to_be_told_of_the_same_size_again_changes_nothing(run: Run, project: Project, frames: list[str]) -> None:
    async with run(project, reading=HARBOUR) as app:
        await at_rest(app)
        frames.clear()
        app.screen._screen_resized(app.app.size)
        assert frames == []
        app.screen._screen_resized(Size(60, 20))
        assert frames == ["LayoutUpdate"]


async def test_painting_takes_half_of_the_time_at_most(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0

    def paint() -> None:
        nonlocal now
        now += 1.0

    async with run(project, reading=HARBOUR) as app:
        await at_rest(app)
        await app.until(lambda: not app.app.message_queue_size)
        monkeypatch.setattr(at_once, "perf_counter", lambda: now)
        monkeypatch.setattr(app.screen, "_on_timer_update", paint)
        pace = Pace()
        app.screen._layout_required = True
        assert pace.update(app.screen)
        assert now == 101.0
        assert not pace.update(app.screen)
        now = 102.0
        assert pace.update(app.screen)


async def test_a_burst_of_keys_is_drawn_in_few_frames(run: Run, project: Project, frames: list[str]) -> None:
    async with run(project, reading=HARBOUR) as app:
        frames.clear()
        await app.press("l h " * 100)
        assert app.reader.state.cursor == 0
        assert len(frames) < 50


async def test_where_textual_is_another_than_known_it_draws_itself(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch, frames: list[str]
) -> None:
    monkeypatch.setattr(at_once, "_OF_SCREENS", ("no_such_attribute",))
    async with run(project, reading=HARBOUR) as app:
        assert not isinstance(app.screen._compositor, RowCompositor)
        await at_rest(app)
        frames.clear()
        await app.screen.press("l")
        assert frames == []
        await app.settle()
        assert frames == ["ChopsUpdate"]
        await app.press("5")
        assert app.tags()


def test_the_textual_that_is_installed_is_known() -> None:
    assert at_once.are_insides_known(Workspace())


async def test_a_widget_that_is_smaller_by_now_leaves_no_hole(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run(project) as app:
        compositor = app.screen._compositor
        whole = LineList.render_lines
        narrow = lambda widget, crop: [strip.crop(0, 30) for strip in whole(widget, crop)]  # noqa: E731
        monkeypatch.setattr(LineList, "render_lines", narrow)
        chops = compositor._render_chops(compositor.size.region, lambda y: True)
        assert all(strip is not None for row in chops for strip in row.values())
