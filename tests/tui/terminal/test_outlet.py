"""What is sent to the terminal: at once where it is taken, in its order always."""

from __future__ import annotations

import os
import select
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TextIO

import pytest
from textual.app import App
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

from annotui.tui.terminal.outlet import Outlet, take_over


@dataclass
class Line:
    """A terminal, and the other end of the line to it."""

    far: int
    terminal: TextIO

    def come(self, count: int) -> str:
        """So many bytes as they come at the far end."""
        data = b""
        while len(data) < count:
            ready, _, _ = select.select([self.far], [], [], 10)
            assert ready, f"only {data[-100:]!r} came"
            data += os.read(self.far, count - len(data))
        return data.decode()

    @property
    def has_come(self) -> bool:
        """Whether anything is at the far end."""
        return bool(select.select([self.far], [], [], 0)[0])

    def stop(self) -> None:
        """Let the terminal take nothing, as after Ctrl-S."""
        termios.tcflow(self.terminal.fileno(), termios.TCOOFF)

    def go_on(self) -> None:
        """Let it take all again."""
        termios.tcflow(self.terminal.fileno(), termios.TCOON)


@pytest.fixture
def line() -> Iterator[Line]:
    far, near = os.openpty()
    look = termios.tcgetattr(near)
    look[1] &= ~termios.OPOST
    termios.tcsetattr(near, termios.TCSANOW, look)
    line = Line(far, os.fdopen(near, "w", encoding="utf-8"))
    yield line
    os.close(line.far)
    with suppress(OSError):  # of what was not read any more
        line.terminal.close()


@contextmanager
def running(line: Line) -> Iterator[Outlet]:
    outlet = Outlet(line.terminal)
    outlet.start()
    yield outlet
    outlet.stop()


def test_a_text_goes_out_without_the_thread(line: Line) -> None:
    text = "Ağdam \N{EM DASH} один\n"
    Outlet(line.terminal).write(text)
    assert line.come(len(text.encode())) == text


def test_a_terminal_that_takes_nothing_makes_nobody_wait_and_nothing_is_lost(line: Line) -> None:
    with running(line) as outlet:
        outlet.write("1")
        line.stop()
        for text in ("2", "3", "4"):
            outlet.write(text)
        assert line.come(1) == "1"
        assert not line.has_come
        line.go_on()
        for text in ("5", "6"):
            outlet.write(text)
        assert line.come(5) == "23456"


def test_a_long_text_and_what_follows_it_come_in_their_order(line: Line) -> None:
    long = "".join(f"{number:8}" for number in range(20_000))
    with running(line) as outlet:
        outlet.write(long)
        outlet.write("short")
        assert line.come(len(long) + 5) == f"{long}short"


def test_a_terminal_that_is_gone_stops_nobody(line: Line) -> None:
    with running(line) as outlet:
        os.close(line.far)
        for _ in range(100):
            outlet.write("nobody reads this")
        line.far = os.open(os.devnull, os.O_RDONLY)


async def test_a_driver_is_taken_over_once_it_has_written_all(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.__stdin__", line.terminal)
    monkeypatch.setattr("sys.__stderr__", line.terminal)
    driver = LinuxDriver(App[None]())
    driver._writer_thread = WriterThread(line.terminal)
    driver._writer_thread.start()
    driver.write("before ")
    take_over(driver)
    assert isinstance(driver._writer_thread, Outlet)
    driver.write("after")
    assert line.come(12) == "before after"
    ours = driver._writer_thread
    take_over(driver)
    assert driver._writer_thread is ours
    ours.stop()
