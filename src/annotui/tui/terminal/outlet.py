"""What is sent to the terminal is written at once where nobody has to wait for that, else by a thread, as Textual does.

What a thread is handed goes out when the interpreter has nothing else to do: a sixth of the time from a key to its
echo later.
"""

from __future__ import annotations

import os
import select
from contextlib import suppress
from threading import Lock
from typing import TextIO

from textual.driver import Driver
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

_MOST_AT_ONCE = 4096
"""Bytes written at once, at most: a terminal that takes any takes so many."""


def take_over(driver: Driver) -> None:
    """Put an Outlet in the place of the thread that writes for a driver, once that has written all it was given."""
    if not isinstance(driver, LinuxDriver):
        return
    thread, terminal = driver._writer_thread, driver._file
    if type(thread) is WriterThread and terminal is not None:
        thread.stop()
        driver._writer_thread = Outlet(terminal)
        driver._writer_thread.start()


class Outlet(WriterThread):
    """Writes texts to a terminal in the order in which they come.

    A terminal that takes nothing, because the line is slow or was stopped by Ctrl-S, does not make the app wait: what
    it is sent then is left to the thread, until its queue is full.
    """

    def __init__(self, terminal: TextIO) -> None:
        super().__init__(terminal)
        self._terminal = terminal
        self._errors = (terminal.errors or "strict").replace("strict", "backslashreplace")
        self._order = Lock()
        self._handed = 0
        self._written = 0  # of what was handed to the thread, by that
        self._ready = select.poll()
        self._ready.register(terminal.fileno(), select.POLLOUT)

    def write(self, text: str) -> None:
        """Write a text now, or behind all that waits to be written."""
        with self._order:  # what reads the keys has something to say now and then
            if self._handed == self._written and self._takes(text):
                return
            self._handed += 1
            super().write(text)

    def run(self) -> None:
        """Write what cannot be written at once."""
        while (text := self._queue.get()) is not None:
            with suppress(OSError):  # the terminal is gone: a signal tells the app, which is not to wait here for ever
                self._file.write(text)
                if self._queue.empty():
                    self._file.flush()
            self._written += 1

    def _takes(self, text: str) -> bool:
        """Write a text if the terminal takes it now. Returns whether it was written."""
        data = text.encode(self._terminal.encoding, self._errors)
        terminal = self._terminal.fileno()
        if len(data) > _MOST_AT_ONCE or self._ready.poll(0) != [(terminal, select.POLLOUT)]:
            return False
        try:
            while data:
                data = data[os.write(terminal, data) :]
        except OSError:
            return False
        return True
