"""Being a child process that answers one question after the other, and how the two sides speak."""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections.abc import Callable
from typing import IO, Any, TypeVar

Q = TypeVar("Q")

_GARBAGE = 100_000
"""Objects that a process makes beyond those it frees before the interpreter looks for cycles among them."""
_LENGTH = 8
"""Bytes that tell the length of what is said."""


def serve(answer: Callable[[Q], object]) -> None:
    """Be such a child process: answer what standard input asks until it ends. No answer is None."""
    # What is imported stays; of what is read little is in cycles, and looking for them takes a tenth of the time.
    gc.freeze()
    gc.set_threshold(_GARBAGE)
    try:
        while (asked := hear(sys.stdin.buffer)) is not None:
            say(sys.stdout.buffer, answer(asked))
    except BrokenPipeError:
        os._exit(1)  # the parent is gone; to flush what is left would only fail again


def say(stream: IO[bytes], what: object) -> None:
    """Say something to the other side. Raises BrokenPipeError where it is gone."""
    data = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(_LENGTH, "big") + data)
    stream.flush()


def hear(stream: IO[bytes]) -> Any:
    """What the other side says; None where it has ended."""
    length = int.from_bytes(stream.read(_LENGTH), "big")
    data = stream.read(length)
    return pickle.loads(data) if data and len(data) == length else None
