"""What a disk holds after the power went: the writes of a program, replayed in part and out of order.

The program is run under strace, which records what it writes, syncs, creates and deletes. What was synced is there;
of the rest any part may be, in any order, a write cut at any sector; a file that was created or deleted is so for sure
once its folder is synced.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random

from .strace import environment

SECTOR = 512
"""Bytes that a disk writes whole."""
_CALLS = "openat,pwrite64,write,writev,ftruncate,fsync,fdatasync,unlink,rename,link"
_LINE = re.compile(r"\d+ +(\w+)\((.*)\) += (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_PATH = re.compile(r"^\d+<([^>]*)>")
_HEX = re.compile(r"\\x([0-9a-f]{2})")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that the program did to a file, or said (`what` said; `data` is the line)."""

    what: str
    path: Path
    at: int = 0
    data: bytes = b""


@dataclass(slots=True)
class Disk:
    """Files as they are for sure, and what was done to them that may not be on the disk yet."""

    files: dict[Path, bytearray]
    pending: dict[Path, list[Event]] = field(default_factory=dict)
    named: list[Event] = field(default_factory=list)

    def do(self, event: Event) -> None:
        """Take up what the program did."""
        if event.what in ("write", "truncate"):
            self.pending.setdefault(event.path, []).append(event)
        elif event.what in ("create", "delete"):
            self.named.append(event)
        elif event.what == "sync":
            for waiting in self.pending.pop(event.path, ()):
                _apply(self.files.setdefault(event.path, bytearray()), waiting)
            for waiting in [each for each in self.named if each.path.parent == event.path]:
                self.named.remove(waiting)
                self._name(waiting)

    def after_power_loss(self, chance: Random) -> dict[Path, bytes]:
        """The files as somebody may find them after the power went now."""
        found = Disk({path: bytearray(data) for path, data in self.files.items()})
        for event in self.named:
            if chance.random() < 0.5:
                found._name(event)
        for path, events in self.pending.items():
            some = [piece for event in events for piece in _sectors(event) if chance.random() < 0.5]
            chance.shuffle(some)
            if path in found.files:
                for piece in some:
                    _apply(found.files[path], piece)
        return {path: bytes(data) for path, data in found.files.items()}

    def _name(self, event: Event) -> None:
        if event.what == "create":
            self.files.setdefault(event.path, bytearray())
        else:
            self.files.pop(event.path, None)


def recorded(command: Sequence[str], folder: Path, log: Path) -> list[Event]:
    """What a program does to the files in a folder, and says, in order; it must end by itself."""
    tracing = ["strace", "-f", "-qq", "-y", "-xx", "-s", "10000000", "-e", "signal=none", "-e", f"trace={_CALLS}"]
    ended = subprocess.run(
        [*tracing, "-o", str(log), *command], capture_output=True, text=True, check=False, env=environment()
    )
    if ended.returncode:
        raise AssertionError(ended.stderr)
    return [event for event in _events(log) if event.what == "said" or event.path.is_relative_to(folder)]


def _events(log: Path) -> Iterator[Event]:
    for line in log.read_text().splitlines():
        match = _LINE.match(line)
        if match is None or int(match[3]) < 0:
            continue
        call, arguments = match[1], match[2]
        texts = [_decoded(text) for text in _TEXT.findall(arguments)]
        if call == "openat":
            if "O_CREAT" in arguments:
                yield Event("create", Path(texts[0].decode()))
            continue
        if call in ("unlink", "rename", "link"):
            yield Event("delete" if call == "unlink" else call, Path(texts[0].decode()))
            continue
        held = _PATH.match(arguments)
        if call == "writev":
            yield Event("said", Path(), data=b"".join(texts).strip())
        elif held is not None:
            path = Path(_decoded(held[1]).decode())
            if call == "pwrite64":
                yield Event("write", path, int(arguments.rpartition(", ")[2]), texts[0])
            elif call == "ftruncate":
                yield Event("truncate", path, int(arguments.rpartition(", ")[2]))
            elif call in ("fsync", "fdatasync"):
                yield Event("sync", path)


def _decoded(text: str) -> bytes:
    if "\\x" not in text:
        return text.encode()
    return bytes(int(digits, 16) for digits in _HEX.findall(text))


def _sectors(event: Event) -> list[Event]:
    """A write in the pieces that are written whole."""
    if event.what != "write":
        return [event]
    first = -event.at % SECTOR
    cuts = [0, *range(first or SECTOR, len(event.data), SECTOR), len(event.data)]
    return [
        Event("write", event.path, event.at + low, event.data[low:high]) for low, high in pairwise(cuts) if low < high
    ]


def _apply(data: bytearray, event: Event) -> None:
    if event.what == "truncate":
        del data[event.at :]
        data.extend(bytes(event.at - len(data)))
        return
    if event.at > len(data):
        data.extend(bytes(event.at - len(data)))
    data[event.at : event.at + len(event.data)] = event.data
