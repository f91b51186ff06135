"""The same keys into two apps, one of which draws by the differ and one as Textual does: their screens are alike.

They run in pseudo-terminals of their own, or in GNU screen there, or in tmux, whose own screens are compared then.
"""

from __future__ import annotations

import random
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from annotui.core.keymap import COMMANDS

from .driver import TIMEOUT, Terminal, key_bytes
from .emulator import Emulator, Spot

SIZES = ((80, 24), (120, 40), (200, 50))
PLAIN_SETTINGS = "differ = false\n"

Screen = list[list[Spot]]

# Ids are random, and decide on the order of what is else alike: these are the same in both.
_PROGRAM = """
import itertools, sys
import annotui.project.annotate as annotate
numbers = itertools.count(int(sys.argv.pop(1)))
annotate.new_id = lambda: f"{next(numbers):016x}"
from annotui.__main__ import main
main()
"""
_IDS_A_RUN = 1_000_000

# What leaves or stops the app, what goes on beside the keys, and what is no single key.
_LEFT_OUT = {"Q", "q", "ctrl+z", "s", "1-9"}
_KEYS = sorted(
    {
        key
        for command in COMMANDS.values()
        for sequences in command.keys.values()
        for sequence in sequences
        for key in sequence.split(" ")
        if key not in _LEFT_OUT and not key.startswith("ctrl+i")
    }
    | set("123456789")
)
_MOVES = ("w", "w", "b", "j", "j", "j", "k", "k", "l", "h", "space", "ctrl+b", "ctrl+d", "ctrl+u", "}", "tab", "n")
_JOURNEYS = (
    ("A",),
    ("A", "enter"),
    ("A", "/", "e", "enter"),
    ("S",),
    ("O",),
    ("?",),
    ("?", "space", "space"),
    ("ctrl+p",),
    ("ctrl+p", "s", "t", "a"),
    (":",),
    (":", "5", "0", "%", "enter"),
    ("/", "t", "h", "e", "enter"),
    ("*",),
    ("v", "w", "w"),
    ("v", "w", "4"),
    ("V",),
    ("P", "1"),
    ("p", "2", "1"),
    ("tab", "enter"),
    ("t", "p", "e"),
    ("c", "N", "o", "t", "e", "enter"),
    ("g", "h"),
    ("g", "l"),
    ("f",),
    ("D",),
    ("J",),
    ("K",),
    ("u",),
    ("ctrl+r",),
    ("ctrl+l",),
    ("g", "h", "G", "enter"),
    ("g", "g", "enter"),
    ("escape", "q"),
)
_TMUX_OPTIONS = ("status off", "default-terminal tmux-256color", "mouse off")
_BACK = (("escape",), ("escape",), ("q",))


@dataclass(frozen=True, slots=True)
class Step:
    """Keys pressed at once, or another size of the terminal, or a mouse report."""

    keys: tuple[str, ...] = ()
    size: tuple[int, int] | None = None
    mouse: tuple[int, int, int] | None = None


def walk(seed: int, keys: int, *, size: tuple[int, int]) -> Iterator[Step]:
    """A walk over all screens, with about so many keys; resized here and there, at the end to `size` again."""
    chance = random.Random(seed)
    pressed = 0
    while pressed < keys:
        kind = chance.random()
        if kind < 0.02:
            columns, rows = chance.choice([*SIZES, (chance.randint(20, 160), chance.randint(6, 50))])
            yield Step(size=(columns, rows))
            continue
        if kind < 0.05:
            yield Step(mouse=(chance.choice((0, 64, 65)), chance.randrange(size[0]), chance.randrange(size[1])))
            continue
        if kind < 0.55:
            step = tuple(chance.choice(_MOVES) for _ in range(chance.randint(1, 4)))
        elif kind < 0.75:
            step = tuple(chance.choice(_KEYS) for _ in range(chance.randint(1, 3)))
        elif kind < 0.9:
            step = chance.choice(_JOURNEYS)
        else:
            step = chance.choice(_BACK)
        yield Step(step)
        pressed += len(step)
        if chance.random() < 0.01:
            yield Step(size=size)
    yield Step(size=size)


def typed(keys: Sequence[str]) -> bytes:
    """What a terminal sends; for Escape the sequence that is not the beginning of another."""
    return b"".join(b"\x1b[27u" if key == "escape" else key_bytes(key) for key in keys)


class Seat(Protocol):
    """Where an app runs."""

    @property
    def has_ended(self) -> bool:
        """Whether the app has ended."""
        ...

    def do(self, step: Step) -> None:
        """Press keys, resize, move the mouse."""
        ...

    def screen(self, seconds: float) -> Screen:
        """What is on the screen when nothing has come for so long."""
        ...

    def close(self) -> None:
        """End the app."""
        ...


class PtySeat(Terminal):
    """A pseudo-terminal whose screen knows all attributes."""

    def __init__(self, arguments: Sequence[str], folder: Path, size: tuple[int, int], env: Mapping[str, str]) -> None:
        super().__init__(arguments, folder=folder, columns=size[0], rows=size[1], environment=env)
        self.emulator = Emulator(*size)

    @property
    def lines(self) -> list[str]:
        """The rows of the screen, without the blanks at their ends."""
        return self.emulator.lines

    @property
    def has_ended(self) -> bool:
        """Whether the app has ended."""
        return self._ended

    def do(self, step: Step) -> None:
        """Press keys, resize, move the mouse."""
        if step.size is not None:
            self.quiet(0.05)
            self.emulator.resize(*step.size)
            self.resize(*step.size)
        elif step.mouse is not None:
            self.mouse(*step.mouse)
        else:
            self.send(typed(step.keys))

    def screen(self, seconds: float) -> Screen:
        """What is on the screen when nothing has come for so long."""
        self.quiet(seconds)
        return self.emulator.screen

    def _draw(self, data: bytes) -> None:
        self.emulator.feed(data)


class ScreenSeat(PtySeat):
    """A window of GNU screen, in a pseudo-terminal."""

    def __init__(self, arguments: Sequence[str], folder: Path, size: tuple[int, int], env: Mapping[str, str]) -> None:
        self._sockets = TemporaryDirectory()  # a socket's path may have about a hundred characters
        settings = folder / "screenrc"
        settings.write_text("startup_message off\nautodetach off\nterm screen-256color\ndefutf8 on\n")
        screen = ("screen", "-U", "-c", str(settings), *arguments)
        super().__init__(screen, folder, size, {**env, "SCREENDIR": self._sockets.name})

    def close(self) -> None:
        """End it."""
        super().close()
        self._sockets.cleanup()


class TmuxSeat:
    """A window of a tmux server of its own."""

    def __init__(self, arguments: Sequence[str], folder: Path, size: tuple[int, int], env: Mapping[str, str]) -> None:
        self._sockets = TemporaryDirectory()  # a socket's path may have about a hundred characters
        self._socket = f"{self._sockets.name}/tmux"
        self._size = size
        self._env = {**env, "TERM": "xterm-256color"}
        settings = folder / "tmux.conf"
        settings.write_text("".join(f"set -g {option}\n" for option in _TMUX_OPTIONS))
        self._tmux(
            *("-f", str(settings), "new-session", "-d", "-x", str(size[0]), "-y", str(size[1]), "-c", str(folder)),
            shlex.join(arguments),
        )

    @property
    def has_ended(self) -> bool:
        """Whether the app has ended, and the server with it."""
        return self._run("has-session").returncode != 0

    def do(self, step: Step) -> None:
        """Press keys, resize, move the mouse."""
        if step.size is not None:
            self._size = step.size
            self._tmux("resize-window", "-x", str(step.size[0]), "-y", str(step.size[1]))
            return
        if step.mouse is not None:
            button, column, row = step.mouse
            data = f"\x1b[<{button};{column + 1};{row + 1}M".encode()
        else:
            data = typed(step.keys)
        self._run("send-keys", "-H", *(f"{byte:02x}" for byte in data))

    def screen(self, seconds: float) -> Screen:
        """What is on the screen when it has been the same for so long."""
        end = time.monotonic() + TIMEOUT
        before = self._capture()
        while time.monotonic() < end:
            time.sleep(seconds)
            now = self._capture()
            if now == before:
                break
            before = now
        emulator = Emulator(*self._size)
        for y, line in enumerate(before.split("\n")[: self._size[1]]):
            emulator.feed(f"\x1b[{y + 1}H{line}")
        return emulator.screen

    def close(self) -> None:
        """End the app, and the server."""
        self._run("kill-server")
        self._sockets.cleanup()

    def _capture(self) -> str:
        return self._run("capture-pane", "-e", "-p", "-N").stdout

    def _tmux(self, *arguments: str) -> None:
        done = self._run(*arguments)
        assert done.returncode == 0, done.stderr

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["tmux", "-S", self._socket, *arguments], env=self._env, capture_output=True, text=True, check=False
        )


class Twins:
    """Two apps on copies of one project, `seat` each; `steps` are those done so far."""

    def __init__(
        self,
        seat: type[PtySeat | TmuxSeat],
        project: Path,
        folder: Path,
        env: Mapping[str, str],
        size: tuple[int, int] = SIZES[0],
    ) -> None:
        self._seat = seat
        self._size = size
        self._runs = count()
        self._places: list[tuple[Path, dict[str, str]]] = []
        self._seats: list[Seat] = []
        self.steps: list[Step] = []
        for name, settings in (("plain", PLAIN_SETTINGS), ("differ", "")):
            copy = folder / name / project.name
            shutil.copytree(project, copy)
            file = folder / f"{name}.toml"
            file.write_text(f"{settings}suggest = false\nhints = false\n")  # what comes unasked comes when it comes
            self._places.append((copy, {**env, "ANNOTUI_SETTINGS": str(file)}))
        self._start()

    def do(self, step: Step) -> None:
        """Do a step in both, and wait until their screens are alike. Fails, with the steps, when they never are."""
        self.steps.append(step)
        if step.size is not None:
            self._size = step.size
        for seat in self._seats:
            seat.do(step)
        end = time.monotonic() + TIMEOUT
        seconds = 0.04
        while not self._are_alike(seconds):
            assert time.monotonic() < end, self._difference()
            seconds = 0.2
        if all(seat.has_ended for seat in self._seats):
            self.close()
            self._start()

    def close(self) -> None:
        """End both."""
        for seat in self._seats:
            seat.close()
        self._seats = []

    def _start(self) -> None:
        first_id = next(self._runs) * _IDS_A_RUN
        program = (sys.executable, "-c", _PROGRAM, str(first_id))
        self._seats = [self._seat(program, folder, self._size, env) for folder, env in self._places]
        end = time.monotonic() + TIMEOUT
        while not all("help" in "".join(spot.text for spot in seat.screen(0.1)[-1]) for seat in self._seats):
            assert time.monotonic() < end, "it does not start"

    def _are_alike(self, seconds: float) -> bool:
        plain, differ = (seat.screen(seconds) for seat in self._seats)
        return plain == differ and self._seats[0].has_ended == self._seats[1].has_ended

    def _difference(self) -> str:
        plain, differ = (seat.screen(0.2) for seat in self._seats)
        cells = [
            (y, x, a, b)
            for y, (above, below) in enumerate(zip(plain, differ, strict=True))
            for x, (a, b) in enumerate(zip(above, below, strict=True))
            if a != b
        ]
        shown = "\n".join(
            "|".join("".join(spot.text for spot in row) for row in pair) for pair in zip(plain, differ, strict=True)
        )
        return (
            f"{len(cells)} cells differ, first {cells[:3]}, after {self.steps[-8:]}, step {len(self.steps)}:\n{shown}"
        )
