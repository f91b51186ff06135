"""Keys are read by the event loop as they come, without the thread that Textual has for it.

From that thread a key goes to the loop by way of a future, a task and a pipe: a fifth of the time from a key to its
echo. Textual's parser, which writes down each key for a log that is not kept, takes a seventh more.
"""

from __future__ import annotations

import os
import signal
import sys
from asyncio import TimerHandle
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from inspect import getgeneratorlocals, signature

from textual._xterm_parser import XTermParser
from textual.constants import DRIVER, ESCAPE_DELAY
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.keys import Keys
from textual.message import Message

from annotui.tui.terminal.charset import UTF_8, heard

_AT_ONCE = 4096
"""Bytes read at once, at most."""
_LATER_SECONDS = 0.005
"""How long after the parser gives up waiting for the rest of a sequence it is asked."""


_PARAMETERS: tuple[tuple[Callable[..., object], tuple[str, ...]], ...] = (
    (LinuxDriver.run_input_thread, ("self",)),
    (LinuxDriver.disable_input, ("self",)),
    (LinuxDriver.process_message, ("self", "message")),
    (Driver.send_message, ("self", "message")),
    (XTermParser.__init__, ("self", "debug")),
    (XTermParser.feed, ("self", "data")),
    (XTermParser.tick, ("self",)),
    (XTermParser._sequence_to_key_events, ("self", "sequence", "alt")),
)
_IN_A_PASTE = "bracketed_paste"
"""The variable of Textual's parser that tells whether a paste has begun and not ended."""


def driver_class() -> type[Driver] | None:
    """The driver to read keys with; None where Textual's own is to be taken.

    Not on every system can a loop wait for a terminal; Textual may have been told of another driver, or have changed.
    """
    known = all(tuple(signature(method).parameters) == names for method, names in _PARAMETERS)
    known = known and _IN_A_PASTE in XTermParser.parse.__code__.co_varnames
    return LoopDriver if sys.platform == "linux" and not DRIVER and known else None


class KeyParser(XTermParser):
    """Textual's parser, with a short way for characters that belong to no sequence."""

    _rests = True
    """Whether the next character begins something new: no sequence is open, and no paste."""

    @property
    def waits(self) -> bool:
        """Whether what has come may be all, or the beginning of more: time tells, and `tick` is to be called then."""
        return self._awaiting.timeout is not None

    def feed(self, data: str) -> Iterable[Message]:
        """Turn what has come into messages."""
        if not data:
            return  # a part of a character, and for Textual the end of everything
        if not self._rests or "\x1b" in data:
            yield from super().feed(data)
            self._look()
            return
        for character in data:
            for key in self._sequence_to_key_events(character):
                if key.key != Keys.Ignore:
                    yield key

    def tick(self) -> Iterable[Message]:
        """Wait no more for the rest of a sequence, if its time is over."""
        yield from super().tick()
        self._look()

    def _look(self) -> None:
        self._rests = not self.waits and not getgeneratorlocals(self._gen)[_IN_A_PASTE]


class LoopDriver(LinuxDriver):
    """Reads keys in the event loop. Its thread, which Textual starts and ends, only says when to begin."""

    _is_wanted = False
    _waiting: TimerHandle | None = None

    def run_input_thread(self) -> None:
        """Let the loop listen, and be done."""
        self._is_wanted = True
        self._loop.call_soon_threadsafe(self._listen)

    def disable_input(self) -> None:
        """Listen no more."""
        super().disable_input()
        self._is_wanted = False
        self._loop.remove_reader(self.fileno)
        if self._waiting is not None:
            self._waiting.cancel()

    def send_message(self, message: Message) -> None:
        """Hand a message to the app. It is called in the loop."""
        self._app.post_message(message)

    def _listen(self) -> None:
        if self._is_wanted:
            written = self._file.encoding if self._file is not None else UTF_8
            self._decode = getincrementaldecoder(heard(written))("replace").decode
            self._parser = KeyParser(self._debug)
            self._loop.add_reader(self.fileno, self._read)

    def _read(self) -> None:
        """Take what has come. Where the terminal is gone, do as the signal that tells of it would."""
        try:
            data = os.read(self.fileno, _AT_ONCE)
        except OSError:
            data = b""
        if not data:
            self._loop.remove_reader(self.fileno)
            signal.raise_signal(signal.SIGHUP)
            return
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
        for message in self._parser.feed(self._decode(data)):
            self.process_message(message)
        if self._parser.waits:
            self._waiting = self._loop.call_later(ESCAPE_DELAY + _LATER_SECONDS, self._tick)

    def _tick(self) -> None:
        """Nothing more has come: a lone escape is a key of its own."""
        self._waiting = None
        for message in self._parser.tick():
            self.process_message(message)
