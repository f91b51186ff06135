"""Long work that the screen leaves to a child process: what is asked for and what comes back, a line of JSON each.

A thread would hold the interpreter, and with it the keys. The child ends by itself, after the piece in hand, when its
standard input ends: it is stopped so, and so it stops when the app is left or killed.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Literal

from annotui.errors import AnnotuiError, StorageError

Job = Literal["look", "sync", "add", "export", "suggest", "mentions"]
"""Bring the catalogue's index up, compare corpus/ and bring the full-text index up; read corpus/ again; add what is
at a path; export to a path; find mentions in all articles; find them in the one with a path."""

_PROGRAM = "import os; os.nice({nice}); from annotui.project.job_child import serve; serve()"
_NICE: dict[Job, int] = {"look": 15, "sync": 5, "add": 5, "export": 5, "suggest": 10, "mentions": 15}
"""By how much each stands back behind the keys, from its first moment on."""
_CHUNK = 65536


@dataclass(frozen=True, slots=True)
class Asked:
    """A job on the project in `folder`, as `annotator`; `path` is what is added, or where an export goes.

    `format` is that of an export, `force` whether it replaces what is there.
    """

    job: Job
    folder: str
    annotator: str
    path: str = ""
    format: str = ""
    force: bool = False


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far it is: of `total` things (0: not known) so many are done."""

    what: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Differences:
    """How many articles differ from corpus/ in each way. `skipped` is what lies there and is no article; `stopped`
    before all was known: then the rest is 0.
    """

    new: int = 0
    changed: int = 0
    removed: int = 0
    renamed: int = 0
    skipped: int = 0
    stopped: bool = False

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.removed or self.renamed)


@dataclass(frozen=True, slots=True)
class Done:
    """It is over: what there is to say. `stopped` where it was, before all was done."""

    said: str
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """It is over with an error, as in `AnnotuiError`."""

    what: str
    hint: str = ""

    def error(self) -> AnnotuiError:
        """The error, to be shown."""
        return AnnotuiError(self.what, self.hint)


Message = Progressed | Differences | Done | Failed
_KINDS: dict[str, type[Message]] = {kind.__name__: kind for kind in (Progressed, Differences, Done, Failed)}
CATALOGUE_READY = Progressed("catalogue", 1, 1)
"""What is said once the index of the catalogue is up to it."""
ENDED = Failed("The work ended before it was done.", "What was done is kept; the same command in a shell says more.")
"""What is said of a child process that is gone without a word."""


def line_of(message: Message | Asked) -> bytes:
    """A message, or what is asked for, as a line."""
    return json.dumps([type(message).__name__, asdict(message)]).encode() + b"\n"


def message_of(line: bytes) -> Message:
    """The message of a line from a child process."""
    kind, values = json.loads(line)
    return _KINDS[kind](**values)


def asked_of(line: bytes) -> Asked:
    """What the line that a child process was given asks for."""
    return Asked(**json.loads(line)[1])


def python_command(program: str) -> list[str]:
    """What runs a line of Python in a process of its own, and takes no module from the folder that it is run in."""
    return [sys.executable, "-P", "-c", program]


class Child:
    """A child process at work. `fileno()` is what to wait on for `read` not to block."""

    def __init__(self, asked: Asked) -> None:
        given, self._to_child = os.pipe()
        self._from_child, told = os.pipe()
        self._rest = b""
        try:
            # Not by `subprocess`, which takes a process that is left to itself for a mistake. In a group of its own it
            # outlives the terminal for the moment that it needs to stop cleanly; errors come as messages.
            self._pid = os.posix_spawn(
                sys.executable,
                python_command(_PROGRAM.format(nice=_NICE[asked.job])),
                os.environ,
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, given, 0),
                    (os.POSIX_SPAWN_DUP2, told, 1),
                    (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
                ],
                setpgroup=0,
            )
        except OSError as error:
            self.leave()
            raise StorageError(f"No process can be started: {error.strerror}.", "Try again later.") from error
        finally:
            os.close(given)
            os.close(told)
        os.set_blocking(self._from_child, False)
        with suppress(BrokenPipeError):
            os.write(self._to_child, line_of(asked))

    def fileno(self) -> int:
        """The file descriptor that what it says can be read from."""
        return self._from_child

    def read(self) -> list[Message] | None:
        """What it has said since the last time; None once it has ended."""
        try:
            data = os.read(self._from_child, _CHUNK)
        except BlockingIOError:
            return []
        if not data:
            with suppress(ChildProcessError):
                os.waitpid(self._pid, 0)
            return None
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [message_of(line) for line in lines]

    def stop(self) -> None:
        """Let it stop after the piece in hand; it goes on telling until then."""
        if self._to_child >= 0:
            os.close(self._to_child)
            self._to_child = -1

    def leave(self) -> None:
        """Let it stop, and hear no more of it."""
        self.stop()
        if self._from_child >= 0:
            os.close(self._from_child)
            self._from_child = -1
