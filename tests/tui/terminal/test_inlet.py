"""Which driver reads the keys: the loop's own where that can wait for a terminal, else Textual's."""

from __future__ import annotations

import os
import pty
import random
import tty
from asyncio import sleep
from collections.abc import Iterator
from typing import Self

import pytest
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.constants import ESCAPE_DELAY
from textual.events import Key

from annotui.tui.terminal import inlet


class Listening(App[None]):
    """An app that keeps the keys that come, its driver on a terminal of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    async def on_key(self, event: Key) -> None:
        self.keys.append(event.key)


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """A terminal: the side that types, the side that reads."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    yield ours, theirs
    os.close(ours)
    os.close(theirs)


class Held(inlet.LoopDriver):
    """A driver on a given terminal."""

    @classmethod
    def on(cls, app: App[None], fileno: int) -> Self:
        driver = cls(app)
        driver.fileno = fileno
        return driver


def test_another_driver_that_is_asked_for_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert inlet.driver_class() is inlet.LoopDriver
    with monkeypatch.context() as patched:
        patched.setattr(inlet, "DRIVER", "textual.drivers.web_driver:WebDriver")
        assert inlet.driver_class() is None
    with monkeypatch.context() as patched:
        patched.setattr("sys.platform", "darwin")
        assert inlet.driver_class() is None
    with monkeypatch.context() as patched:
        patched.setattr(inlet, "_PARAMETERS", ((print, ("self",)),))
        assert inlet.driver_class() is None


async def test_keys_come_in_order_and_a_lone_escape_after_its_time(terminal: tuple[int, int]) -> None:
    ours, theirs = terminal
    app = Listening()
    async with app.run_test() as pilot:
        driver = Held.on(app, theirs)
        driver.run_input_thread()
        await pilot.pause()
        for byte in "aż\x1b[A".encode():
            os.write(ours, bytes([byte]))
            await sleep(0.001)
        os.write(ours, b"b\x1b")
        for _ in range(200):
            await sleep(ESCAPE_DELAY / 10)
            if len(app.keys) == 5:
                break
        assert app.keys == ["a", "ż", "up", "b", "escape"]
        driver.disable_input()
        os.write(ours, b"c")
        await sleep(0.01)
        await pilot.pause()
        assert app.keys[5:] == []


TYPED = (
    "w", "ż", "\x05", "\r", "\t", "\x7f", "\x00", "5", "/", "\x1b[A", "\x1b[1;5C", "\x1bx", "\x1bOP", "\x1b[I",
    "\x1b[<0;3;4M", "\x1b[200~two\nlines\x1b[201~", "\x1b[200~\x1b[201~", "\x1b[97;5u", "\x1b[?2026;2$y", "é́", "🙂",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_what_comes_in_pieces_is_what_textual_reads_at_once(seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(chance.choices(TYPED, k=60))
    parser, parts, at = inlet.KeyParser(), [], 0
    while at < len(text):
        size = chance.choice((1, 1, 1, 2, 3, 10))
        parts.append(text[at : at + size])
        at += size
    came = [message for part in parts for message in parser.feed(part)]
    textuals = XTermParser()
    assert [repr(message) for message in came] == [repr(message) for message in textuals.feed(text)]
    assert parser.waits is (textuals._awaiting.timeout is not None)
