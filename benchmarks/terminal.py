"""A program in a pseudo-terminal: keys in, its output in chunks with their times, and the screen that this makes.

The terminal answers queries as one that brackets frames (mode 2026) does. What comes is drawn only after it has been
timed, so that drawing costs the figures nothing.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from benchmarks import processes
from benchmarks.screen import Screen, Snapshot

GAP = 0.04
"""Seconds without output after which a program counts as settled."""
REST = 0.4
"""Seconds without output after which a program that has just been started counts as settled."""
PATIENCE = 10.0
"""Seconds that a program gets to show what it was asked for."""

_ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[0c": b"\x1b[?62;22c",
    b"\x1b[>c": b"\x1b[>41;354;0c",
    b"\x1b[>0c": b"\x1b[>41;354;0c",
    b"\x1b]10;?\x07": b"\x1b]10;rgb:ffff/ffff/ffff\x07",
    b"\x1b]11;?\x07": b"\x1b]11;rgb:0000/0000/0000\x07",
}
_ASKED = re.compile(b"|".join(re.escape(question) for question in _ANSWERS))
_LONGEST_QUESTION = max(map(len, _ANSWERS))
_SEQUENCE = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\"
    rb"|\x1b[()*+][A-Za-z0-9]|\x1b[=>78DEHMNOZc]"
)
_MOST_STRIPPED = 65536
_LOOK = 0.25
_CALM = 4
_BUSY_MS = 10.0
"""A program that uses less in each of so many looks, of so many seconds, is idle."""


class Unanswered(Exception):
    """A program did not show what it should have: what was waited for, and its last rows."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes that were read at once, and when (seconds of `perf_counter`)."""

    at: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Press:
    """What a key did: ms to its first byte and to its last one before a gap, bytes written, ms of CPU."""

    first: float
    settled: float
    bytes: int
    cpu: float


class Terminal:
    """A program at work in a terminal of `columns` x `rows` cells, with `environment` and nothing else.

    `started` is the moment before it was started, in seconds of `perf_counter`, as the times of `chunks` are.
    """

    def __init__(
        self, arguments: Sequence[str], *, columns: int, rows: int, environment: Mapping[str, str], folder: Path
    ) -> None:
        self.columns, self.rows = columns, rows
        self.chunks: list[Chunk] = []
        self.bytes = 0
        self.ended = False
        self._screen = Screen(columns, rows)
        self._drawn = 0
        self._asked = b""
        self.started = perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            _become(arguments, columns, rows, environment, folder)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def pump(self, timeout: float) -> bytes:
        """Read what comes within so many seconds, and answer questions. Returns it; empty for nothing."""
        if self.ended or not select.select([self._fd], [], [], max(0.0, timeout))[0]:
            return b""
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            data = b""
        if not data:
            self.ended = True
            return b""
        self.chunks.append(Chunk(perf_counter(), data))
        self.bytes += len(data)
        self._answer(data)
        return data

    def send(self, keys: bytes) -> None:
        """Type keys, reading meanwhile, so that neither side waits for the other."""
        while keys and not self.ended:
            readable, writable, _ = select.select([self._fd], [self._fd], [], PATIENCE)
            if readable:
                self.pump(0)
            if writable:
                keys = keys[os.write(self._fd, keys[:512]) :]
            elif not readable:
                raise self._unanswered("it does not read its keys")

    def wait_written(self, text: str, *, since: int = 0, timeout: float = 60.0) -> float:
        """Read until a word was written, in one piece, from chunk `since` on. Returns when. Raises Unanswered."""
        wanted, seen, number = text.encode(), b"", since
        end = perf_counter() + timeout
        while True:
            for chunk in self.chunks[number:]:
                number += 1
                seen += chunk.data
                if wanted in _SEQUENCE.sub(b"", seen):
                    return chunk.at
                seen = seen[-_MOST_STRIPPED:]
            if self.ended or perf_counter() > end:
                raise self._unanswered(f"waited for {text!r}")
            self.pump(0.5)

    def quiet(self, gap: float = GAP, *, timeout: float = 60.0) -> None:
        """Read until nothing has come for `gap` seconds. Raises Unanswered when that never is."""
        end = perf_counter() + timeout
        while self.pump(gap):
            if perf_counter() > end:
                raise self._unanswered("it never comes to rest")

    def press(
        self,
        keys: bytes,
        until: Callable[[Snapshot], bool] | None = None,
        *,
        gap: float = GAP,
        patience: float = PATIENCE,
    ) -> Press:
        """Type a key and wait until the screen shows what `until` asks for (None: anything written) and has settled.

        Settled is the last byte before `gap` seconds without any. Raises Unanswered after `patience` seconds.
        """
        self.quiet(0.0)
        self.snapshot()
        number, written = len(self.chunks), self.bytes
        cpu = processes.cpu_ms(self.pid)
        start = perf_counter()
        os.write(self._fd, keys)
        end = start + patience
        while True:
            self.pump(end - perf_counter())
            self.quiet(gap)
            if len(self.chunks) > number and (until is None or until(self.snapshot())):
                break
            if self.ended or perf_counter() > end:
                raise self._unanswered(f"pressed {keys!r}")
        came = self.chunks[number:]
        return Press(
            (came[0].at - start) * 1e3,
            (came[-1].at - start) * 1e3,
            self.bytes - written,
            processes.cpu_ms(self.pid) - cpu,
        )

    def snapshot(self) -> Snapshot:
        """What the screen shows after all that has been read."""
        for chunk in self.chunks[self._drawn :]:
            self._screen.feed(chunk.data)
        self._drawn = len(self.chunks)
        return self._screen.snapshot()

    def idle(self, looks: int = _CALM, *, timeout: float = 180.0) -> None:
        """Read until the program neither writes nor uses the processor for `looks` quarters of a second.

        Raises Unanswered when that never is.
        """
        end = perf_counter() + timeout
        calm = 0
        while calm < looks:
            written, cpu = self.bytes, self.cpu()
            until = perf_counter() + _LOOK
            while (left := until - perf_counter()) > 0:
                self.pump(left)
            calm = calm + 1 if self.bytes == written and self.cpu() - cpu < _BUSY_MS else 0
            if perf_counter() > end or self.ended:
                raise self._unanswered("it never rests")

    def cpu(self) -> float:
        """CPU time so far of the program and what it has started, in ms."""
        return sum(map(processes.cpu_ms, processes.session(self.pid)))

    def wait_end(self, timeout: float = 60.0) -> None:
        """Read until the program has ended. Raises Unanswered when it does not."""
        end = perf_counter() + timeout
        while not self.ended:
            if perf_counter() > end:
                raise self._unanswered("it does not end")
            self.pump(0.5)

    def forget(self) -> None:
        """Drop the chunks, drawn or not: for long runs whose screen is not looked at."""
        self.chunks.clear()
        self._drawn = 0

    def close(self) -> None:
        """End the program if it runs still."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        with suppress(OSError):
            os.close(self._fd)
        self.ended = True

    def _answer(self, data: bytes) -> None:
        asked = self._asked + data
        last = 0
        for question in _ASKED.finditer(asked):
            os.write(self._fd, _ANSWERS[question[0]])
            last = question.end()
        self._asked = asked[max(last, len(asked) - _LONGEST_QUESTION + 1) :]

    def _unanswered(self, what: str) -> Unanswered:
        rows = [row for row in self.snapshot().rows if row]
        state = "it has ended" if self.ended else "it runs"
        return Unanswered(f"{what}; {state}; its last rows: {' / '.join(rows[-4:])}")


def replay(terminal: Terminal) -> list[tuple[float, int, Snapshot]]:
    """After every chunk: the time, the bytes written so far, and what the screen showed."""
    screen = Screen(terminal.columns, terminal.rows)
    written = 0
    shown = []
    for chunk in terminal.chunks:
        screen.feed(chunk.data)
        written += len(chunk.data)
        shown.append((chunk.at, written, screen.snapshot()))
    return shown


def _become(arguments: Sequence[str], columns: int, rows: int, environment: Mapping[str, str], folder: Path) -> None:
    """In the child: be the program. Never returns."""
    try:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.chdir(folder)
        os.execvpe(arguments[0], list(arguments), dict(environment))
    finally:
        os._exit(127)
