"""What the terminal can do, as far as it can be told without asking it, and what should be set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from annotui.tui.terminal.around import Around
from annotui.tui.terminal.charset import UTF_8, charset, locale_of
from annotui.tui.terminal.environment import colors, escape_delay, lacks_colors
from annotui.tui.terminal.preflight import can_place_text

if TYPE_CHECKING:
    from annotui.project.settings import Settings

SMALLEST: Final = (80, 24)
"""The columns and rows on which everything has been tried."""
_LONG_MS: Final = 100
"""The milliseconds from which on a person waits for Esc in a multiplexer."""
_COLORS: Final = {"standard": "the sixteen", "256": "256", "truecolor": "24 bits (truecolor)"}
_NO_CLIPBOARD: Final = ("Apple Terminal", "PuTTY", "the console of Linux")
_NO_MOUSE: Final = ("linux", "vt")


class Finding(NamedTuple):
    """One thing that was looked at: what it is now, what should be set (if anything), what is good to know."""

    name: str
    value: str
    advice: str = ""
    note: str = ""


class Streams(NamedTuple):
    """Which of stdin, stdout and stderr are no terminals, and the terminal's columns and rows, where there is one."""

    missing: tuple[str, ...] = ()
    size: tuple[int, int] | None = None


def diagnose(
    environ: Mapping[str, str],
    streams: Streams,
    at: Around,
    settings: Settings,
    tmux_option: Callable[[str], str] = lambda _: "",
) -> Iterator[Finding]:
    """Look at everything. `tmux_option` gives what an option of the tmux around is set to."""
    yield _streams(streams)
    yield _term(environ, streams)
    yield Finding("COLORTERM", environ.get("COLORTERM") or "not set")
    yield _colors(environ, at, settings)
    yield Finding("NO_COLOR", "set: nothing but attributes is sent" if environ.get("NO_COLOR") else "not set")
    yield _characters(environ, settings)
    yield _size(streams)
    yield Finding("multiplexer", at.multiplexer or "none")
    yield Finding("connection", at.connection or "local, as far as can be told")
    yield _emulator(at)
    yield _escape(environ, at, tmux_option)
    yield _clipboard(at, tmux_option)
    yield _mouse(environ, at, settings)


def _streams(streams: Streams) -> Finding:
    if not streams.missing:
        return Finding("terminal", "input, output and errors")
    note = "The app needs a terminal for input, output and errors; the other commands need none."
    return Finding("terminal", f"none for {', '.join(streams.missing)}", note=note)


def _term(environ: Mapping[str, str], streams: Streams) -> Finding:
    term = environ.get("TERM", "")
    if not can_place_text(term) or (not term and streams.size is not None):
        advice = "Set TERM to what the terminal is, such as xterm-256color: this one cannot place text on the screen."
        return Finding("TERM", term or "not set", advice)
    return Finding("TERM", term or "not set")


def _colors(environ: Mapping[str, str], at: Around, settings: Settings) -> Finding:
    found, term = colors(environ), environ.get("TERM", "")
    value = _COLORS[found]
    if found != "standard":
        return Finding("colours", value)
    if at.multiplexer == "tmux" and lacks_colors(term):
        advice = "Put `set -g default-terminal tmux-256color` into ~/.tmux.conf, and start tmux anew."
        return Finding("colours", value, advice)
    if at.multiplexer == "screen" and lacks_colors(term):
        return Finding("colours", value, "Put `term screen-256color` into ~/.screenrc, and start screen anew.")
    if settings.theme != "terminal":
        return Finding("colours", value, note=f"The theme {settings.theme} is shown in the sixteen.")
    return Finding("colours", value, note="More are not needed but for themes; TERM=xterm-256color tells of more.")


def _characters(environ: Mapping[str, str], settings: Settings) -> Finding:
    encoding, told = charset(environ, settings.characters), locale_of(environ)
    if settings.characters != "auto":
        return Finding("characters", f"{encoding}, by the settings; locale {told or 'not set'}")
    if not told:
        note = "No locale is set, so UTF-8 is taken for granted; `export LANG=C.UTF-8` says so to every program."
        return Finding("characters", encoding, note=note)
    if encoding == UTF_8:
        return Finding("characters", f"{encoding}, locale {told}")
    advice = (
        "Set LANG (or LC_ALL, which goes before it) to a locale with UTF-8, such as C.UTF-8, if the terminal can show"
        f' it; if it cannot, characters = "{"ascii" if encoding == "ascii" else "latin-1"}" in the settings.'
    )
    return Finding("characters", f"{encoding}, locale {told}", advice)


def _size(streams: Streams) -> Finding:
    if streams.size is None:
        return Finding("size", "not known")
    columns, rows = streams.size
    is_small = columns < SMALLEST[0] or rows < SMALLEST[1]
    advice = f"Make it {SMALLEST[0]}x{SMALLEST[1]} at least, to see all there is." if is_small else ""
    return Finding("size", f"{columns}x{rows}", advice)


def _emulator(at: Around) -> Finding:
    if at.emulator.startswith("PuTTY"):
        note = (
            "In its configuration: Window > Translation: UTF-8; Connection > Data > Terminal-type string: "
            "xterm-256color; Terminal > Keyboard: Home and End on Standard."
        )
        return Finding("emulator", at.emulator, note=note)
    if at.emulator == "Apple Terminal":
        note = "It has 256 colours, more only on macOS 26 and newer: a COLORTERM that says so is to be left unset."
        return Finding("emulator", at.emulator, note=note)
    return Finding("emulator", at.emulator or "not known")


def _escape(environ: Mapping[str, str], at: Around, tmux_option: Callable[[str], str]) -> Finding:
    told, waits = environ.get("ESCDELAY", ""), escape_delay(environ)
    if waits is None:
        return Finding("escape", f"ESCDELAY={told}", "Set ESCDELAY to a number of milliseconds, such as 100.")
    value = f"Esc waits {waits} ms for the rest of a key's sequence"
    if at.multiplexer == "tmux":
        held = tmux_option("escape-time")
        if not held.isdecimal() or int(held) > _LONG_MS:
            value += f", tmux before it {held or 'up to 500'} ms"
            return Finding("escape", value, "Put `set -s escape-time 20` into ~/.tmux.conf.")
        return Finding("escape", f"{value}, tmux before it {held} ms")
    if at.multiplexer == "screen":
        note = "`maptimeout 10` in ~/.screenrc lets screen pass Esc on sooner."
        return Finding("escape", value, note=note)
    return Finding("escape", value, note="ESCDELAY in the environment changes it; a slow line may need more.")


def _clipboard(at: Around, tmux_option: Callable[[str], str]) -> Finding:
    value = "y and Y send a copy to the terminal (OSC 52)"
    if at.multiplexer == "tmux":
        passes = tmux_option("set-clipboard")
        if passes != "on":
            value += f"; set-clipboard in tmux is {passes or 'external, if nobody has changed it'}"
            return Finding("clipboard", value, "Put `set -s set-clipboard on` into ~/.tmux.conf.")
        return Finding("clipboard", f"{value}; tmux passes it on")
    if at.multiplexer == "screen":
        return Finding("clipboard", value, note="screen does not pass it on; tmux does.")
    if at.emulator.startswith(_NO_CLIPBOARD):
        return Finding("clipboard", value, note=f"{at.emulator} does not take it: select with the mouse and Shift.")
    if at.connection == "mosh":
        return Finding("clipboard", value, note="mosh passes it on from 1.4 on, at both ends.")
    return Finding("clipboard", value, note="Some terminals want it to be allowed in their settings.")


def _mouse(environ: Mapping[str, str], at: Around, settings: Settings) -> Finding:
    if not settings.mouse:
        return Finding("mouse", "off, by the settings")
    if environ.get("TERM", "").startswith(_NO_MOUSE):
        return Finding("mouse", "none on this terminal; every command has a key")
    if at.multiplexer == "tmux":
        return Finding("mouse", "on", note="tmux passes it on with `set -g mouse on`.")
    return Finding("mouse", "on", note="Shift and dragging select as the terminal does; mouse = false turns it off.")
