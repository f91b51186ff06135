"""What the kernel says of processes: CPU time and memory; and commands that end by themselves."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter


class CommandFailed(Exception):
    """A command that should have gone well did not: which, its exit code, what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """A command that ended well: ms from start to end, ms of CPU, and its standard output."""

    ms: float
    cpu: float
    output: bytes


def cpu_ms(pid: int) -> float:
    """CPU time of all threads of a process, in ms, to the microsecond; 0 when it is gone."""
    total = 0
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
    except OSError:
        return 0.0
    return total / 1e6


def memory_mb(pid: int, what: str = "VmRSS:") -> float:
    """Resident memory of a process, in MB, or (`VmHWM:`) the most that it has had; 0 when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith(what)), 0) / 1024


def session(leader: int) -> list[int]:
    """A program that leads a session, as one in a terminal does, and all that it has started there."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == leader:
                    found.append(int(entry.name))
    return found


def run(arguments: Sequence[str], *, environment: Mapping[str, str], folder: Path) -> Run:
    """Run a command to its end. Raises CommandFailed unless its exit code is 0."""
    start = perf_counter()
    child = subprocess.Popen(
        arguments,
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    before = os.times()
    output, said = child.communicate()
    ms = (perf_counter() - start) * 1e3
    after = os.times()
    if child.returncode:
        raise CommandFailed(f"{' '.join(arguments)} ended with {child.returncode}: {said.decode(errors='replace')}")
    cpu = (after.children_user - before.children_user + after.children_system - before.children_system) * 1e3
    return Run(ms, cpu, output)
