from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.widget import Widget

from annotui.tui.widgets.bars import KeyBar, StatusLine

KEYS = [("1-9", "tag"), ("Tab", "next"), ("u", "undo"), ("?", "help")]


class Bars(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__(ansi_color=True)
        self.keys = KeyBar()
        self.status = StatusLine()

    def compose(self) -> ComposeResult:
        yield self.keys
        yield self.status


def line(widget: Widget) -> str:
    return widget.render_line(0).text


def attributes(widget: Widget) -> set[tuple[bool, bool]]:
    return {
        (bool(style and style.bold), bool(style and style.reverse))
        for text, style, _ in widget.render_line(0)
        if text.strip()
    }


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (60, "1-9 tag  Tab next  u undo  ? help"),
        (33, "1-9 tag  Tab next  u undo  ? help"),
        (32, "1-9 tag  u undo  ? help"),
        (20, "u undo  ? help"),
        (10, "? help"),
        (4, "? h…"),
        (1, "?"),
    ],
)
async def test_key_labels_are_dropped_whole_and_help_stays(width: int, shown: str) -> None:
    app = Bars()
    async with app.run_test(size=(width, 3)):
        app.keys.show_keys(KEYS)
        assert line(app.keys) == shown.ljust(width)


async def test_a_key_stays_in_its_place_while_others_come_and_go() -> None:
    app = Bars()
    async with app.run_test(size=(40, 3)):
        app.keys.show_keys(KEYS)
        assert line(app.keys) == "1-9 tag  Tab next  u undo  ? help".ljust(40)
        app.keys.show_keys([KEYS[0], ("x", "cut"), KEYS[1], KEYS[3]])
        assert line(app.keys) == "1-9 tag  Tab next  x cut   ? help".ljust(40)
        app.keys.show_keys(KEYS)
        assert line(app.keys) == "1-9 tag  Tab next  u undo  ? help".ljust(40)


async def test_keys_stand_in_their_order_when_one_finds_no_room_or_most_are_new() -> None:
    app = Bars()
    async with app.run_test(size=(40, 3)):
        app.keys.show_keys(KEYS)
        app.keys.show_keys([KEYS[0], ("Enter", "links"), KEYS[1], KEYS[3]])
        assert line(app.keys) == "1-9 tag  Enter links  Tab next  ? help".ljust(40)
        app.keys.show_keys([("v", "select"), ("x", "cut"), ("D", "done"), KEYS[3]])
        assert line(app.keys) == "v select  x cut  D done  ? help".ljust(40)


async def test_keys_stand_out_from_their_labels_without_colour() -> None:
    app = Bars()
    async with app.run_test(size=(40, 3)):
        app.keys.show_keys(KEYS)
        styles = {text.strip(): style for text, style, _ in app.keys.render_line(0)}
        key, label = styles["Tab"], styles["next"]
        assert key is not None
        assert key.bold
        assert label is None or not label.bold


async def test_nothing_is_drawn_again_when_nothing_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Bars()
    async with app.run_test(size=(40, 3)):
        app.keys.show_keys(KEYS)
        app.status.show_texts("left", "right")
        app.status.say("saved")

        def refuse(*_: object, **__: object) -> None:
            raise AssertionError

        monkeypatch.setattr(app.keys, "refresh", refuse)
        monkeypatch.setattr(app.status, "refresh", refuse)
        app.keys.show_keys(list(KEYS))
        app.status.show_texts("left", "right")
        app.status.say("saved")


async def test_the_right_text_stays_and_the_left_is_cut() -> None:
    app = Bars()
    async with app.run_test(size=(20, 3)):
        app.status.show_texts("a long [b]title[/b] of an article", "3/10")
        assert line(app.status) == "a long [b]tit…  3/10"
        app.status.show_texts("short", "3/10")
        assert line(app.status) == "short           3/10"


async def test_a_message_stands_until_it_is_taken_back() -> None:
    app = Bars()
    async with app.run_test(size=(30, 3)):
        app.status.show_texts("an article", "3/10")
        app.status.say("the disk is full\x1b[2J", "error")
        assert line(app.status) == "!! the disk is full␛[2J   3/10"
        assert app.status.message == "the disk is full\x1b[2J"
        app.status.hush()
        assert line(app.status).startswith("an article")
        assert app.status.message == ""


async def test_a_message_stays_on_the_screen_while_it_is_still_broken_for_a_wider_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = Bars()
    async with app.run_test(size=(60, 3)):
        app.status.say("the disk is full, and nothing that is done now is kept", "error")
        monkeypatch.setattr(StatusLine, "size", Size(20, 1))
        assert app.status.render_line(0).text == "!! the disk is full…"


async def test_levels_read_without_colour() -> None:
    app = Bars()
    async with app.run_test(size=(30, 3)):
        seen = []
        for level in ("info", "warning", "error"):
            app.status.say("the same words", level)
            seen.append((line(app.status), frozenset(attributes(app.status))))
        assert len({text for text, _ in seen}) == 3
        assert len({style for _, style in seen}) == 3


@pytest.mark.parametrize("width", [1, 2, 5])
async def test_no_width_is_too_narrow(width: int) -> None:
    app = Bars()
    async with app.run_test(size=(width, 3)):
        app.keys.show_keys([])
        assert line(app.keys) == " " * width
        app.status.show_texts("漢字漢字", "漢字漢字")
        assert app.status.render_line(0).cell_length == width
        app.status.say("漢字漢字", "error")
        assert app.status.render_line(0).cell_length == width
