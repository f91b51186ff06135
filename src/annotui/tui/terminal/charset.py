"""Which characters the terminal takes: those of the locale's encoding, or of the one that the settings name."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Mapping
from io import TextIOWrapper
from typing import TextIO

UTF_8 = "utf-8"
_ASCII = "ascii"
_COERCED = frozenset({"C.UTF-8", "C.utf8", "UTF-8"})
"""What Python puts into LC_CTYPE where the locale is C (PEP 538)."""
_PRINTABLE = bytes(range(0x20, 0x7F))


def locale_of(environ: Mapping[str, str], *, in_utf8_mode: bool = bool(sys.flags.utf8_mode)) -> str:
    """The locale for characters as the user has set it; empty where nothing is set.

    `in_utf8_mode`: Python takes all for UTF-8 because the locale is C, and may have said so in the environment.
    """
    coerced = in_utf8_mode and "PYTHONUTF8" not in environ and environ.get("LC_CTYPE") in _COERCED
    names = ("LC_ALL", "LANG") if coerced else ("LC_ALL", "LC_CTYPE", "LANG")
    return next((value for name in names if (value := environ.get(name, ""))), "")


def charset(
    environ: Mapping[str, str], setting: str = "auto", *, in_utf8_mode: bool = bool(sys.flags.utf8_mode)
) -> str:
    """The encoding of what the terminal gets: `utf-8`, `ascii`, or another one that Python knows, by its name.

    `setting` is the one of the settings; with `auto` the locale tells. Where no locale is set, as in a container, it
    is UTF-8: hardly a terminal is left that is not.
    """
    if setting != "auto":
        return _known(setting)
    told = locale_of(environ, in_utf8_mode=in_utf8_mode)
    if not told or "utf" in told.lower():
        return UTF_8
    name = told.partition("@")[0]
    if "." not in name and name not in {"C", "POSIX"}:
        from locale import normalize

        name = normalize(name)
    return _known(name.partition(".")[2] or _ASCII)


def speak(encoding: str, *streams: TextIO) -> None:
    """Write to those of the streams that are terminals in an encoding, with stand-ins for what it lacks."""
    for stream in streams:
        if isinstance(stream, TextIOWrapper) and stream.isatty():
            stream.reconfigure(encoding=encoding, errors=_errors(encoding))


def heard(encoding: str) -> str:
    """The encoding of keys from a terminal that is written to in one; what takes only ASCII may send more."""
    return UTF_8 if encoding == _ASCII else encoding


def _errors(encoding: str) -> str:
    if encoding == UTF_8:
        return "backslashreplace"
    from annotui.tui.terminal.stand_ins import STAND_INS, register

    register()
    return STAND_INS


def _known(name: str) -> str:
    """Python's name of an encoding; ASCII for one that it does not know, or in which ASCII is written otherwise."""
    try:
        found = codecs.lookup(name).name
        return found if _PRINTABLE.decode(found) == _PRINTABLE.decode(_ASCII) else _ASCII
    except (LookupError, UnicodeError):
        return _ASCII
