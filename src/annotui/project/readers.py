"""Reading many files at once, in child processes: telling dates and languages takes longer than all else together.

They can be started before it is known which files there are to read, and read ahead what they probably will be.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import IO, Self

from annotui.project.child_jobs import python_command
from annotui.project.reading_in import FileRead, read_file
from annotui.storage.survey import SurveyedFile

FROM_FILES = 1000
"""From how many files on it pays to start processes."""
MOST_CHILDREN = 4
BATCH = 100
"""Files given to a process at a time, at most."""
BATCH_BYTES = 2_000_000
"""Bytes of the files given to a process at a time, about."""
_AHEAD = 2
"""Batches that a process has in hand, so that it need not wait for this one."""
_MOST_FORESEEN = 16
"""Batches that are read before they are asked for, at most."""
_GARBAGE = 100_000
"""Objects that a process makes beyond those it frees before the interpreter looks for cycles among them."""

_PROGRAM = "from annotui.project.readers import serve; serve()"
_LENGTH = 8
"""Bytes that tell the length of what is said between processes."""


class Readers:
    """Reads files of `corpus`. What it starts ends with the `with` block that it is used in."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._running = ExitStack()
        self._children: list[_Reader] = []
        self._foreseen: list[SurveyedFile] = []
        self._begun: list[list[str]] = []
        """The first batches, which process after process was given in turn."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()

    def expect(self, files: int) -> None:
        """Start the processes if they are not there and it pays for so many files."""
        count = min(_processors(), MOST_CHILDREN)
        if files >= FROM_FILES and count > 1 and sys.executable and not self._children:
            self._start(count)

    def foresee(self, files: Iterable[SurveyedFile]) -> None:
        """Read ahead what `read` will probably be asked for; called again, what comes after that."""
        room = _MOST_FORESEEN * BATCH - len(self._foreseen)
        if room <= 0:
            return
        self._foreseen += islice(files, room)
        self.expect(len(self._foreseen))
        if self._children:
            whole = list(_batches(self._foreseen))[:-1]  # what comes next may belong to the last one
            for batch in whole[len(self._begun) :]:
                self._begin(batch)

    def read(self, files: Iterable[SurveyedFile]) -> Iterator[tuple[str, FileRead]]:
        """Read files, in their order: (path, what was read)."""
        if not self._children:
            yield from ((file.path, read_file(self._corpus, file.path)) for file in files)
            return
        batches, count = _batches(files), len(self._children)
        asked = list(islice(batches, len(self._begun)))
        if asked != self._begun:
            self._start(count)
            for batch in asked:
                self._begin(batch)
        while len(self._begun) < _AHEAD * count or len(self._begun) % count:
            self._begin(next(batches, []))
        while self._children[0].begun:
            for child in self._children:
                found = child.finish()
                child.begin(next(batches, []))
                yield from found

    def _start(self, count: int) -> None:
        """Start so many processes, in place of those that there are."""
        self._running.close()
        self._children = [self._running.enter_context(_Reader(self._corpus)) for _ in range(count)]
        self._begun = []

    def _begin(self, batch: list[str]) -> None:
        """Let the next process in turn read a batch."""
        self._children[len(self._begun) % len(self._children)].begin(batch)
        self._begun.append(batch)


def serve() -> None:
    """Be such a child process: read what standard input names until it ends."""
    # What is imported stays; of what is read little is in cycles, and looking for them takes a tenth of the time.
    gc.freeze()
    gc.set_threshold(_GARBAGE)
    try:
        while isinstance(asked := _hear(sys.stdin.buffer), tuple):
            corpus, paths = asked
            _say(sys.stdout.buffer, [read_file(Path(corpus), path) for path in paths])
    except BrokenPipeError:
        os._exit(1)  # the parent is gone; to flush what is left would only fail again


class _Reader:
    """A child process. What it says is heard in a thread at once, so that no pipe can block both."""

    def __init__(self, corpus: Path) -> None:
        self.begun: deque[list[str]] = deque()
        self._heard: SimpleQueue[object] = SimpleQueue()
        self._is_there = True
        self._corpus = corpus
        # In a group of its own, Ctrl-C does not reach it: the parent decides when to stop.
        self._process = subprocess.Popen(
            python_command(_PROGRAM),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._thread.join()
        self._process.communicate()

    def begin(self, paths: list[str]) -> None:
        """Let it read these files once it has read those begun before."""
        if not paths:
            return
        self.begun.append(paths)
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                _say(self._process.stdin, (str(self._corpus), paths))

    def finish(self) -> Iterator[tuple[str, FileRead]]:
        """Wait for the files begun first. What a process that was killed has not read is read here."""
        paths = self.begun.popleft() if self.begun else []
        found = self._heard.get() if paths and self._is_there else []
        self._is_there &= found is not None
        if isinstance(found, list) and found:
            return zip(paths, found, strict=True)
        return ((path, read_file(self._corpus, path)) for path in paths)

    def _listen(self) -> None:
        heard: object = ()
        while heard is not None:
            heard = _hear(self._process.stdout) if self._process.stdout is not None else None
            self._heard.put(heard)


def _say(stream: IO[bytes], what: object) -> None:
    data = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(_LENGTH, "big") + data)
    stream.flush()


def _hear(stream: IO[bytes]) -> object:
    """What the other side says; None where it has ended."""
    length = int.from_bytes(stream.read(_LENGTH), "big")
    data = stream.read(length)
    return pickle.loads(data) if data and len(data) == length else None


def _batches(files: Iterable[SurveyedFile]) -> Iterator[list[str]]:
    paths: list[str] = []
    size = 0
    for file in files:
        paths.append(file.path)
        size += file.size
        if len(paths) >= BATCH or size >= BATCH_BYTES:
            yield paths
            paths, size = [], 0
    if paths:
        yield paths


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
