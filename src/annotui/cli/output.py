"""What a command says: data on stdout, talk on stderr; on a terminal nothing untrusted gets through raw."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from functools import lru_cache
from typing import BinaryIO, TextIO, cast

INTERRUPTED = 130
"""The exit code after Ctrl-C, as in a shell."""


def prepare_streams() -> None:
    """Let stdout and stderr take any text: in UTF-8, on a terminal in what that takes, with stand-ins for the rest.

    One that the process was started without takes it nowhere.
    """
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if sys.stdout.isatty() or sys.stderr.isatty():
        from annotui.project.settings import characters_of_user
        from annotui.tui.terminal.charset import charset, speak

        speak(charset(os.environ, characters_of_user()), sys.stdout, sys.stderr)


def _nowhere() -> TextIO:
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def silence() -> None:
    """Send what is still to be written nowhere: its reader is gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def data(line: str) -> None:
    """Write a line of data to stdout."""
    _write(sys.stdout, line)


def talk(line: str) -> None:
    """Say something to the person, on stderr."""
    _write(sys.stderr, line)


def data_json(value: object) -> None:
    """Write a value as JSON to stdout."""
    import json

    data(json.dumps(value, ensure_ascii=False, indent=2))


def row(cells: Iterable[str]) -> None:
    """Write a row of data: cells with tabs between, tabs and newlines inside them shown as marks."""
    line = "\t".join([cell if cell.isprintable() else cell.translate(_CELL) for cell in cells])
    _write(sys.stdout, line, keep="\t\n")


def on_terminal() -> bool:
    """Whether stdout is a terminal, where a person looks at it."""
    return _is_terminal(sys.stdout)


def binary_stdout() -> BinaryIO:
    """Stdout for a stream of bytes; on a terminal through `safe`, so that no escape in a text reaches it."""
    if sys.stdout.isatty():
        return cast(BinaryIO, _SafeStream(sys.stdout))
    return sys.stdout.buffer


def shown(text: object) -> str:
    """Any value as text that a terminal may get, lines kept."""
    from annotui.core.text import safe

    return "\n".join(safe(line) for line in str(text).split("\n"))


_CELL = {ord("\t"): "␉", ord("\n"): "␊", ord("\r"): "␍"}


class _SafeStream(io.RawIOBase):
    """Bytes of UTF-8 in, safe text out, line by line."""

    def __init__(self, out: TextIO) -> None:
        super().__init__()
        self._out = out
        self._rest = b""

    def writable(self) -> bool:
        return True

    def write(self, chunk: object) -> int:
        added = bytes(memoryview(cast(bytes, chunk)))
        *lines, self._rest = (self._rest + added).split(b"\n")
        for line in lines:
            _write(self._out, line.rstrip(b"\r").decode("utf-8", "replace"))
        return len(added)

    def flush(self) -> None:
        if self._rest:
            self._out.write(shown(self._rest.decode("utf-8", "replace")))
            self._rest = b""
        self._out.flush()


@lru_cache(maxsize=2)
def _is_terminal(out: TextIO) -> bool:
    return out.isatty()  # which asks the system each time, as long as writing a row takes


def _write(out: TextIO, text: str, keep: str = "\n") -> None:
    """Write a line; on a terminal all but the control characters in `keep` are made safe."""
    if _is_terminal(out):
        from annotui.core.text import safe

        text = "".join(c if c in keep else safe(c) for c in text)
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    out.write(f"{text}\n")
