from __future__ import annotations

import io
import os
import subprocess
import sys
from typing import Literal

import pytest
from rich.console import Console

from annotui.errors import UsageError
from annotui.tui.terminal.environment import colors, escape_delay, prepare
from annotui.tui.terminal.preflight import SERVED_DRIVER, check


class Stream(io.StringIO):
    def __init__(self, *, tty: bool = True) -> None:
        super().__init__()
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


def prepared(**environ: str) -> dict[str, str]:
    prepare(environ)
    return environ


def test_what_the_user_has_set_is_kept() -> None:
    mine = {"TEXTUAL_SMOOTH_SCROLL": "1", "TEXTUAL_ANIMATIONS": "full", "ESCDELAY": "25", "TEXTUAL_THEME": "nord"}
    assert prepared(SSH_CONNECTION="10.0.0.1 1 10.0.0.2 22", **mine) == {
        "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22",
        **mine,
    }


def test_escape_waits_longer_over_ssh_only() -> None:
    assert prepared(SSH_CONNECTION="10.0.0.1 1 10.0.0.2 22")["ESCDELAY"] == "200"
    assert "ESCDELAY" not in prepared()
    assert "ESCDELAY" not in prepared(SSH_CONNECTION="")


def test_no_color_keeps_every_theme_from_sending_greys() -> None:
    assert prepared(NO_COLOR="1", TEXTUAL_THEME="nord") == {
        **prepared(),
        "NO_COLOR": "1",
        "TEXTUAL_THEME": "ansi-dark",
    }


def test_an_empty_no_color_means_colour() -> None:
    assert "NO_COLOR" not in prepared(NO_COLOR="")


@pytest.mark.parametrize(
    "term",
    ["linux", "vt100", "vt220", "screen", "screen.linux", "tmux", "ansi", "xterm-16color", "xterm-color", "rxvt"],
)
def test_a_terminal_of_sixteen_colours_is_not_taken_for_another_because_of_a_variable_passed_on(term: str) -> None:
    assert colors({"TERM": term, "COLORTERM": "truecolor"}) == "standard"
    assert prepared(TERM=term, COLORTERM="truecolor")["TEXTUAL_COLOR_SYSTEM"] == "standard"
    assert prepared(TERM=term, TEXTUAL_COLOR_SYSTEM="256")["TEXTUAL_COLOR_SYSTEM"] == "256"


@pytest.mark.parametrize("colorterm", ["", "truecolor", "24bit", "yes"])
@pytest.mark.parametrize(
    "term",
    [
        "xterm",
        "xterm-256color",
        "screen-256color",
        "screen.xterm-256color",
        "tmux-256color",
        "xterm-kitty",
        "linux",
        "",
    ],
)
def test_colours_are_counted_as_textual_counts_them(term: str, colorterm: str) -> None:
    environ = prepared(TERM=term, COLORTERM=colorterm)
    asked: Literal["standard", "auto"] = "standard" if "TEXTUAL_COLOR_SYSTEM" in environ else "auto"
    console = Console(color_system=asked, force_terminal=True, _environ=environ)
    assert console.color_system == colors(environ)


def test_how_long_escape_waits_is_told() -> None:
    assert escape_delay({}) == 100
    assert escape_delay({"SSH_TTY": "/dev/pts/1"}) == 200
    assert escape_delay({"ESCDELAY": "25", "SSH_TTY": "/dev/pts/1"}) == 25
    assert escape_delay({"ESCDELAY": "soon"}) is None


def test_textual_takes_what_was_prepared() -> None:
    code = (
        "import os, sys\n"
        "from annotui.tui.terminal.environment import prepare\n"
        "assert not any(name.startswith('textual') for name in sys.modules)\n"
        "prepare(os.environ)\n"
        "from textual import constants as c\n"
        "print(c.SMOOTH_SCROLL, c.ESCAPE_DELAY, c.DEFAULT_THEME, c.TEXTUAL_ANIMATIONS)\n"
    )
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**kept, "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"},
    )
    assert done.stdout.split() == ["False", "0.2", "ansi-dark", "none"]


def test_a_terminal_passes() -> None:
    check(Stream(), Stream(), {"TERM": "xterm-256color"}, stderr=Stream())
    check(Stream(), Stream(), {})


@pytest.mark.parametrize("driver", [SERVED_DRIVER, "textual.drivers.web_driver:WebDriver"])
def test_a_page_in_a_browser_needs_no_terminal(driver: str) -> None:
    check(Stream(tty=False), Stream(tty=False), {"TEXTUAL_DRIVER": driver, "TERM": "dumb"}, stderr=Stream(tty=False))


@pytest.mark.parametrize(
    ("stdin", "stdout", "stderr", "reason"),
    [
        (Stream(tty=False), Stream(), None, "standard input"),
        (None, Stream(), None, "standard input"),
        (Stream(), Stream(tty=False), None, "standard output"),
        (Stream(), Stream(), Stream(tty=False), "standard error"),
    ],
)
def test_what_is_no_terminal_is_named_with_the_commands_that_need_none(
    stdin: Stream | None, stdout: Stream | None, stderr: Stream | None, reason: str
) -> None:
    with pytest.raises(UsageError, match=reason) as caught:
        check(stdin, stdout, {"TERM": "xterm"}, stderr=stderr)
    assert "annotui export, stats, search, tag, link" in caught.value.hint
    assert caught.value.exit_code == 2


def test_a_closed_stream_is_no_terminal() -> None:
    closed = Stream()
    closed.close()
    with pytest.raises(UsageError, match="standard input"):
        check(closed, Stream(), {"TERM": "xterm"})


@pytest.mark.parametrize("term", ["dumb", "Dumb", "unknown"])
def test_a_terminal_that_cannot_place_text_is_refused_by_name(term: str) -> None:
    with pytest.raises(UsageError, match=f"TERM={term}") as caught:
        check(Stream(), Stream(), {"TERM": term})
    assert "xterm-256color" in caught.value.hint
