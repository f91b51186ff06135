"""Runs a command in a real pseudo-terminal: keys in as bytes, what comes out as raw bytes and as a screen."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pexpect
import pyte

TIMEOUT = 20.0
"""Seconds after which a wait fails; only a broken app comes near."""

ANNOTUI = (sys.executable, "-m", "annotui")

_KEYS = {
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "shift+tab": b"\x1b[Z",
    "space": b" ",
    "backspace": b"\x7f",
    "delete": b"\x1b[3~",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~",
}
# What a terminal is asked, and what this one answers: frames can be bracketed, sizes come by signal only.
_ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[c": b"\x1b[?62;22c",
}
_ASKED = re.compile(b"|".join(re.escape(question) for question in _ANSWERS))
# Sequences that pyte does not know and would print: keyboard protocols, window operations, OSC, DCS.
_UNKNOWN_TO_PYTE = re.compile(
    rb"\x1b\[[<>=?][0-9;]*u|\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[[?0-9;]*\$[a-z]|\x1b\[[0-9;]*t"
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\"
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|P[^\x1b]*\x1b?)?\Z")
_SET_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the screen: its character and how it is drawn."""

    char: str
    bold: bool
    italics: bool
    underscore: bool
    reverse: bool
    foreground: str
    background: str

    @property
    def attributes(self) -> tuple[bool, bool, bool, bool]:
        """Bold, italics, underscore, reverse."""
        return self.bold, self.italics, self.underscore, self.reverse


class Terminal:
    """A program at work in a pseudo-terminal of `columns` x `rows` cells.

    `environment` is all that the program gets. `presses` counts the keys pressed.
    """

    def __init__(
        self, arguments: Sequence[str], *, folder: Path, columns: int, rows: int, environment: Mapping[str, str]
    ) -> None:
        self._child = pexpect.spawn(
            arguments[0],
            list(arguments[1:]),
            cwd=str(folder),
            env=dict(environment),
            dimensions=(rows, columns),
            timeout=TIMEOUT,
            echo=False,
        )
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._tail = b""
        self._asked_tail = b""
        self._ended = False
        self.received = bytearray()
        self.presses = 0

    # In

    def press(self, *keys: str) -> None:
        """Press keys, each named as in the registry of keys; they go out in one write, as from one typed ahead."""
        self.presses += len(keys)
        self.send(b"".join(key_bytes(key) for key in keys))

    def type(self, text: str) -> None:
        """Type a text, each character a key."""
        self.press(*text)

    def send(self, data: bytes) -> None:
        """Send bytes as they are, reading meanwhile so that neither side waits for the other."""
        while data:
            readable, writable, _ = select.select([self._fd], [self._fd], [], TIMEOUT)
            assert readable or writable, self._failure("the program does not read")
            if readable:
                self._read(0)
                if self._ended:
                    return
            if writable:
                data = data[os.write(self._fd, data[:512]) :]

    def mouse(self, button: int, column: int, row: int, *, released: bool = False) -> None:
        """Send an SGR mouse report; column and row count from 0, button 32 is the left one while moving."""
        self.send(f"\x1b[<{button};{column + 1};{row + 1}{'m' if released else 'M'}".encode())

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press the left button at one (column, row), move, and let go at another."""
        self.mouse(0, *start)
        self.mouse(32, *end)
        self.mouse(0, *end, released=True)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the program is told by SIGWINCH."""
        self._screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)

    def spoil(self) -> None:
        """Wipe what is on the screen without the program's knowledge, as a message of the system would."""
        self._screen.reset()

    def hang_up(self) -> None:
        """Take the terminal away, as a lost connection does, and wait until the program is gone."""
        self._ended = True
        os.close(self._fd)
        end = time.monotonic() + TIMEOUT
        while self._child.isalive():
            assert time.monotonic() < end, "it goes on without a terminal"
            time.sleep(0.02)

    def kill(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        os.kill(self._child.pid, number)

    # Out

    def wait_for(self, what: str | Callable[[Terminal], bool], *, timeout: float = TIMEOUT) -> None:
        """Read until a text is on the screen, or a condition holds. Fails, showing the screen, when it never does."""
        holds = what if callable(what) else lambda at: what in at.text
        end = time.monotonic() + timeout
        while not holds(self):
            left = end - time.monotonic()
            assert left > 0 and not self._ended, self._failure(f"waited for {what!r}")
            self._read(left)

    def wait_gone(self, text: str) -> None:
        """Read until a text is on the screen no more."""
        self.wait_for(lambda at: text not in at.text)

    def quiet(self, seconds: float = 0.12) -> bytes:
        """Read until nothing has come for so long. Returns what came."""
        before = len(self.received)
        end = time.monotonic() + TIMEOUT
        while self._read(seconds):
            assert time.monotonic() < end, self._failure("it never comes to rest")
        return bytes(self.received[before:])

    def exit_code(self) -> int:
        """Read until the program ends. Returns its exit code; minus the signal's number where one ended it."""
        end = time.monotonic() + TIMEOUT
        while not self._ended:
            left = end - time.monotonic()
            assert left > 0, self._failure("it does not end")
            self._read(left)
        self._child.wait()
        return -self._child.signalstatus if self._child.signalstatus else int(self._child.exitstatus)

    def close(self) -> None:
        """End the program if it runs still."""
        if self._child.isalive():
            self.kill(signal.SIGKILL)
            self._child.wait()
        self._child.ptyproc.delayafterclose = 0
        with suppress(OSError):
            self._child.close()

    @property
    def lines(self) -> list[str]:
        """The rows of the screen, without the blanks at their ends."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def reversed_cells(self) -> set[tuple[int, int]]:
        """Column and row of the cells drawn in reverse: the cursor, a selection, the current span."""
        return {(column, row) for column, row, cell in self.cells() if cell.reverse}

    @property
    def flowing(self) -> str:
        """The screen with all white space collapsed, so that a text broken over rows is found."""
        return " ".join(self.text.split())

    def find(self, text: str) -> tuple[int, int]:
        """Column and row where a text begins. Fails when it is not on the screen."""
        for row, line in enumerate(self._screen.display):
            if text in line:
                return line.index(text), row
        raise AssertionError(self._failure(f"looked for {text!r}"))

    def cell(self, column: int, row: int) -> Cell:
        """What stands in a cell."""
        char = self._screen.buffer[row][column]
        return Cell(char.data, char.bold, char.italics, char.underscore, char.reverse, char.fg, char.bg)

    def cells(self) -> list[tuple[int, int, Cell]]:
        """All cells as (column, row, cell)."""
        return [
            (column, row, self.cell(column, row))
            for row in range(self._screen.lines)
            for column in range(self._screen.columns)
        ]

    def mode(self, number: int) -> bool:
        """Whether a private mode was set last: 1049 the other screen, 25 the cursor, 1003 the mouse."""
        wanted = str(number).encode()
        found = [m[2] for m in _SET_MODE.finditer(bytes(self.received)) if wanted in m[1].split(b";")]
        return bool(found) and found[-1] == b"h"

    @property
    def _fd(self) -> int:
        return int(self._child.child_fd)

    def _read(self, timeout: float) -> bytes:
        """Read what comes within so many seconds; answer questions; draw. Returns it, empty for nothing."""
        if self._ended or not select.select([self._fd], [], [], max(0.0, timeout))[0]:
            return b""
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            data = b""
        if not data:
            self._ended = True
            return b""
        self.received += data
        self._answer(data)
        self._draw(data)
        return data

    def _answer(self, data: bytes) -> None:
        asked = self._asked_tail + data
        found = list(_ASKED.finditer(asked))
        for question in found:
            os.write(self._fd, _ANSWERS[question[0]])
        rest = asked[found[-1].end() :] if found else asked
        unfinished = _UNFINISHED.search(rest)
        self._asked_tail = unfinished[0] if unfinished else b""

    def _draw(self, data: bytes) -> None:
        data = self._tail + data
        unfinished = _UNFINISHED.search(data)
        self._tail = unfinished[0] if unfinished else b""
        whole = data[: len(data) - len(self._tail)]
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", whole))

    def _failure(self, what: str) -> str:
        state = "it has ended" if self._ended else "it runs"
        screen = "\n".join(f"|{line}" for line in self.lines)
        return f"{what}; {state}; last bytes {bytes(self.received[-200:])!r}; the screen:\n{screen}"


def key_bytes(key: str) -> bytes:
    """What a terminal sends for a key named as in the registry of keys."""
    if key in _KEYS:
        return _KEYS[key]
    if key.startswith("ctrl+") and len(key) == 6:
        return bytes([ord(key[-1].upper()) & 0x1F])
    assert len(key) == 1, f"no key is called {key!r}"
    return key.encode()
