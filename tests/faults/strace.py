"""Runs a program under strace with the Nth of its system calls made to fail, or with the process killed there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    *("openat", "read", "pread64", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "fcntl", "lseek"),
    *("newfstatat", "unlink", "rename", "link", "mkdir", "chmod", "fchmod", "sendfile", "copy_file_range"),
)
"""System calls that a disk, a file system or somebody else's lock can make fail."""
ERRORS = ("ENOSPC", "EIO", "EACCES")
KILL = "KILL"
KINDS = (*ERRORS, KILL)
READY = "ready"
"""What the program says when what is tested begins. It says it, and all else, by `writev`, which never fails here."""
_CALL = re.compile(r"(\d+) +(\w+)\(")
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """The Nth call of a kind in the program's first thread fails with an error, or kills it (`what` KILL)."""

    call: str
    nth: int
    what: str

    def __str__(self) -> str:
        return f"{self.what} at {self.call} {self.nth}"

    @property
    def expression(self) -> str:
        """As strace wants it."""
        done = "signal=KILL" if self.what == KILL else f"error={self.what}"
        return f"{self.call}:{done}:when={self.nth}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: the lines it said, what it wrote to stderr, its exit code, whether the fault came at all.

    A fault that came before the program was ready is none.
    """

    said: tuple[str, ...]
    errors: str
    code: int
    injected: bool


def why_not() -> str:
    """Why nothing can be injected here; empty where it can."""
    strace = shutil.which("strace")
    if sys.platform != "linux" or strace is None:
        return "strace is not installed"
    tried = subprocess.run(
        [strace, "-f", "-qq", "--seccomp-bpf", "-e", "trace=fsync", "-e", "inject=fsync:error=EIO", "true"],
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if tried.returncode == 0 and not tried.stderr else f"strace cannot inject here: {tried.stderr.strip()}"


def faults_of(command: Sequence[str], log: Path) -> list[Fault]:
    """Every fault that can be injected into a program between its being ready and its end, found by a run without."""
    outcome = _run(command, CALLS, "", log)
    if outcome.code or READY not in outcome.said:
        raise AssertionError(f"{' '.join(command)}: {outcome.errors}")
    before, after = Counter[str](), Counter[str]()
    ready = False
    for call in _calls(log):
        ready = ready or call == "writev"
        (after if ready else before)[call] += 1
    return [
        Fault(call, before[call] + number, what)
        for call in CALLS
        for number in range(1, after[call] + 1)
        for what in KINDS
    ]


def run_with(fault: Fault, command: Sequence[str], log: Path) -> Outcome:
    """Run a program with a fault."""
    return _run(command, (fault.call,), fault.expression, log)


def environment() -> Mapping[str, str]:
    """What makes a program do the same calls in each run."""
    return os.environ | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}


def _run(command: Sequence[str], calls: Sequence[str], inject: str, log: Path) -> Outcome:
    # With --seccomp-bpf, which is quicker, a signal is not delivered.
    quickly = [] if inject.partition(":")[2].startswith("signal") else ["--seccomp-bpf"]
    tracing = ["strace", "-f", "-qq", *quickly, "-o", str(log), "-e", "signal=none"]
    tracing += ["-e", f"trace=writev,{','.join(f'?{call}' for call in calls)}"]
    tracing += ["-e", f"inject={inject}"] if inject else []
    ended = subprocess.run(
        [*tracing, *command], capture_output=True, text=True, check=False, timeout=_SECONDS, env=environment()
    )
    said = tuple(ended.stdout.splitlines())
    text = log.read_text(errors="replace")
    after = text.partition("writev(")[2]
    injected = "(INJECTED)" in after or (inject.partition(":")[2].startswith("signal") and ended.returncode != 0)
    return Outcome(said, ended.stderr, ended.returncode, injected and READY in said)


def _calls(log: Path) -> Iterator[str]:
    """The names of the calls of the first thread, in order."""
    found = [match.groups() for line in log.read_text(errors="replace").splitlines() if (match := _CALL.match(line))]
    yield from (call for thread, call in found if thread == found[0][0])
