"""Which characters the terminal takes, by its locale or by the settings; and streams that are made to speak so."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TextIO

import pytest

from annotui.tui.terminal.charset import charset, heard, locale_of, speak


@pytest.mark.parametrize(
    ("environ", "encoding"),
    [
        ({"LANG": "en_US.UTF-8"}, "utf-8"),
        ({"LANG": "C.utf8"}, "utf-8"),
        ({"LC_CTYPE": "UTF-8"}, "utf-8"),
        ({}, "utf-8"),
        ({"LANG": ""}, "utf-8"),
        ({"LANG": "C"}, "ascii"),
        ({"LANG": "POSIX"}, "ascii"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, "ascii"),
        ({"LANG": "C", "LC_CTYPE": "en_US.UTF-8"}, "utf-8"),
        ({"LANG": "de_DE.ISO-8859-1"}, "iso8859-1"),
        ({"LANG": "de_DE.ISO8859-15@euro"}, "iso8859-15"),
        ({"LANG": "de_DE"}, "iso8859-1"),
        ({"LANG": "ru_RU.KOI8-R"}, "koi8-r"),
        ({"LANG": "en_US.no-such"}, "ascii"),
        ({"LANG": "nonsense"}, "ascii"),
    ],
)
def test_the_locale_tells_which_characters_there_are(environ: dict[str, str], encoding: str) -> None:
    assert charset(environ, in_utf8_mode=False) == encoding


def test_what_python_has_put_into_the_environment_is_not_what_the_user_has_set() -> None:
    coerced = {"LANG": "C", "LC_CTYPE": "C.UTF-8"}
    assert locale_of(coerced, in_utf8_mode=True) == "C"
    assert charset(coerced, in_utf8_mode=True) == "ascii"
    assert charset({**coerced, "PYTHONUTF8": "1"}, in_utf8_mode=True) == "utf-8"
    assert charset(coerced, in_utf8_mode=False) == "utf-8"
    assert charset({"LC_CTYPE": "C.UTF-8"}, in_utf8_mode=True) == "utf-8"


def test_the_setting_goes_before_the_locale() -> None:
    assert charset({"LANG": "en_US.UTF-8"}, "ascii") == "ascii"
    assert charset({"LANG": "en_US.UTF-8"}, "latin-1") == "iso8859-1"
    assert charset({"LANG": "C"}, "utf-8") == "utf-8"


def test_keys_are_taken_for_what_the_terminal_speaks() -> None:
    assert heard("iso8859-1") == "iso8859-1"
    assert heard("ascii") == "utf-8"


@pytest.fixture
def terminal() -> Iterator[tuple[int, TextIO]]:
    """The far end of a terminal, and a stream to it."""
    far, near = os.openpty()
    with os.fdopen(near, "w", encoding="utf-8") as stream:
        yield far, stream
    os.close(far)


def test_a_terminal_gets_what_it_takes_and_nothing_fails(terminal: tuple[int, TextIO]) -> None:
    far, stream = terminal
    for encoding in ("iso8859-1", "ascii", "utf-8"):
        speak(encoding, stream)
        stream.write("é→\ud800;")
        stream.flush()
    wanted = b"\xe9>?;e>?;" + "é→".encode() + b"\\ud800;"
    come = b""
    while len(come) < len(wanted):
        come += os.read(far, 100)
    assert come == wanted


def test_what_is_no_terminal_stays_as_it_is() -> None:
    read, write = os.pipe()
    with os.fdopen(write, "w", encoding="utf-8") as stream:
        speak("ascii", stream)
        stream.write("é→")
    assert os.read(read, 100) == "é→".encode()
    os.close(read)
