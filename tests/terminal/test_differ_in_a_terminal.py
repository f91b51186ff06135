"""The differ in terminals: its screens are those that Textual paints, and it leaves nothing behind."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from .conftest import Start
from .driver import Terminal
from .emulator import Emulator
from .steps import read_first, read_last
from .twins import PLAIN_SETTINGS, SIZES, PtySeat, ScreenSeat, TmuxSeat, Twins, walk

CRASHING = """
from annotui.tui.screens.everywhere import Everywhere
def crash(self, _):
    raise RuntimeError("a fault")
Everywhere.do_show_statistics = crash
from annotui.__main__ import main
main()
"""


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


@pytest.mark.parametrize(
    ("seat", "size"),
    [
        *((PtySeat, size) for size in SIZES),
        pytest.param(TmuxSeat, SIZES[1], marks=needs("tmux")),
        pytest.param(ScreenSeat, SIZES[0], marks=needs("screen")),
    ],
)
def test_a_walk_over_the_screens_shows_what_textual_paints(
    project: Path, tmp_path: Path, environment: dict[str, str], seat: type[PtySeat | TmuxSeat], size: tuple[int, int]
) -> None:
    twins = Twins(seat, project, tmp_path / "twins", environment, size)
    try:
        for step in walk(7, 40, size=size):
            twins.do(step)
    finally:
        twins.close()


def painted(app: Terminal, columns: int = 80, rows: int = 24) -> Emulator:
    """The screen, with what is left of looks and margins."""
    emulator = Emulator(columns, rows)
    emulator.feed(bytes(app.received))
    return emulator


def test_a_screen_that_another_program_has_written_over_is_mended(project: Path, terminal: Start) -> None:
    app = read_first(terminal(project))
    app.quiet()
    before = painted(app)
    spoiled = painted(app)
    spoiled.feed("\x1b[5;12r\x1b[?25h\x1b[10HBroadcast message from root\x1b[41m\r\n\n\n")
    app.received.clear()
    app.press("ctrl+l")
    spoiled.feed(app.quiet())
    assert spoiled.screen == before.screen
    assert not spoiled.has_margins
    assert not spoiled.modes["25"]


@pytest.mark.parametrize("way", ["leaving", "a fault"])
def test_at_the_end_the_terminal_is_as_it_was(project: Path, terminal: Start, way: str) -> None:
    app = terminal(project, program=(sys.executable, "-c", CRASHING))
    read_last(app)
    app.press("j", "v", "w", "space", "v", "space")
    app.quiet()
    app.press("S" if way == "a fault" else "Q")
    app.exit_code()
    at_the_end = painted(app)
    assert at_the_end.drawn == Emulator(1, 1).drawn
    assert not at_the_end.has_margins
    on = {mode for mode, is_on in at_the_end.modes.items() if is_on}
    assert on == {"7", "25"}


def test_keys_take_few_bytes(project: Path, terminal: Start) -> None:
    app = read_last(terminal(project))
    app.press(*"}}")
    app.quiet()

    def bytes_of(key: str) -> int:
        app.press(key)
        app.wait_for(lambda at: len(at.received) > 0)
        app.quiet()
        size = len(app.received)
        app.received.clear()
        return size

    app.received.clear()
    assert max(bytes_of("w") for _ in range(8)) < 50
    assert bytes_of("4") < 130
    app.press(*"jjjjjjjjjjjjjjj")
    app.quiet()
    app.received.clear()
    assert max(bytes_of("j") for _ in range(6)) < 180
    assert bytes_of("space") < 2000


def test_the_setting_turns_it_off(project: Path, terminal: Start, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(PLAIN_SETTINGS)
    app = read_last(terminal(project, env={"ANNOTUI_SETTINGS": str(settings)}))
    app.quiet()
    app.received.clear()
    app.press("w")
    app.wait_for(lambda at: len(at.received) > 100)
