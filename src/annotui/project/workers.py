"""Child processes that answer one question after the other: what takes long is done beside, on the other processors."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from itertools import islice
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from annotui.project.answering import hear, say
from annotui.project.child_jobs import python_command

Q = TypeVar("Q")
A = TypeVar("A")

MOST = 4
"""Processes that are started at a time, at most."""
_AHEAD = 2
"""Questions that a process has in hand, so that it need not wait for this one."""


class Team(Generic[Q, A]):
    """Child processes that run the same line of Python, asked in turn; they end with the `with` block."""

    def __init__(self, program: str, count: int) -> None:
        self._ending = ExitStack()
        self._workers = [self._ending.enter_context(_Worker(program)) for _ in range(count)]
        self._waiting: deque[Q] = deque()
        self._asked = self._answered = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.close()

    @property
    def waiting(self) -> list[Q]:
        """The questions that are not answered yet, in order."""
        return list(self._waiting)

    def begin(self, question: Q) -> None:
        """Give the next process in turn a question; it answers those it was given before first."""
        self._workers[self._asked % len(self._workers)].begin(question)
        self._waiting.append(question)
        self._asked += 1

    @property
    def has_answered(self) -> bool:
        """Whether the answer that comes next is there."""
        return bool(self._waiting) and self._workers[self._answered % len(self._workers)].has_spoken

    def take(self) -> tuple[Q, A | None]:
        """The question asked first of those that wait, with its answer, as soon as that is there (see `answers`)."""
        answer = self._workers[self._answered % len(self._workers)].finish()
        self._answered += 1
        return self._waiting.popleft(), answer

    def answers(self, questions: Iterator[Q]) -> Iterator[tuple[Q, A | None]]:
        """Each question with its answer, in order, those begun before first: (question, answer).

        No answer (None) is that of a process that was killed before it gave one.
        """
        for question in islice(questions, max(0, _AHEAD * len(self._workers) - len(self._waiting))):
            self.begin(question)
        while self._waiting:
            answer = self._workers[self._answered % len(self._workers)].finish()
            self._answered += 1
            for question in islice(questions, 1):
                self.begin(question)
            yield self._waiting.popleft(), answer


class _Worker:
    """A child process. What it says is heard in a thread at once, so that no pipe can block both."""

    def __init__(self, program: str) -> None:
        self._heard: SimpleQueue[Any] = SimpleQueue()
        self._is_there = True
        # In a group of its own, Ctrl-C does not reach it: the parent decides when to stop.
        self._process = subprocess.Popen(
            python_command(program),
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

    def begin(self, question: object) -> None:
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                say(self._process.stdin, question)

    @property
    def has_spoken(self) -> bool:
        return not (self._is_there and self._heard.empty())

    def finish(self) -> Any:
        answer = self._heard.get() if self._is_there else None
        self._is_there &= answer is not None
        return answer

    def _listen(self) -> None:
        heard: Any = ()
        while heard is not None:
            heard = hear(self._process.stdout) if self._process.stdout is not None else None
            self._heard.put(heard)


def how_many() -> int:
    """How many processes it pays to start: one a processor that this one may use; 1 is this process alone."""
    if not sys.executable:
        return 1
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(processors, MOST)
