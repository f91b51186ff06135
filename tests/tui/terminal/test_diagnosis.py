"""What `annotui doctor` finds: what is well, what should be set, what is only good to know."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from annotui.project.settings import Settings
from annotui.tui.terminal.around import Around
from annotui.tui.terminal.diagnosis import Finding, Streams, diagnose

GOOD = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "en_US.UTF-8"}
TTY = Streams((), (120, 40))
TMUX = Around("tmux")


def found(
    environ: Mapping[str, str],
    streams: Streams = TTY,
    at: Around = Around(),  # noqa: B008 - a tuple
    settings: Settings = Settings(),  # noqa: B008 - a tuple
    **options: str,
) -> dict[str, Finding]:
    """The findings by their names; `options` are what tmux says, `_` for `-`."""
    told = {name.replace("_", "-"): value for name, value in options.items()}
    return {one.name: one for one in diagnose(environ, streams, at, settings, lambda name: told.get(name, ""))}


def advised(findings: Mapping[str, Finding]) -> dict[str, str]:
    return {name: one.advice for name, one in findings.items() if one.advice}


def test_where_all_is_well_nothing_is_to_be_set() -> None:
    assert advised(found(GOOD)) == {}
    assert found(GOOD)["colours"].value == "24 bits (truecolor)"
    assert found(GOOD)["size"].value == "120x40"
    assert found(GOOD)["characters"].value == "utf-8, locale en_US.UTF-8"


def test_without_a_terminal_nothing_is_to_be_set_either() -> None:
    findings = found({"LANG": "C.UTF-8"}, Streams(("input", "output", "errors")))
    assert advised(findings) == {}
    assert findings["terminal"].value == "none for input, output, errors"
    assert findings["size"].value == "not known"


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_a_terminal_that_cannot_place_text_is_told(term: str) -> None:
    assert "xterm-256color" in advised(found({**GOOD, "TERM": term}))["TERM"]


@pytest.mark.parametrize(
    ("term", "at", "said"),
    [("screen", TMUX, "tmux-256color"), ("screen", Around("screen"), "term screen-256color")],
)
def test_more_colours_in_a_multiplexer_are_to_be_set_there(term: str, at: Around, said: str) -> None:
    assert said in advised(found({**GOOD, "TERM": term}, at=at))["colours"]


def test_sixteen_colours_are_enough_and_what_becomes_of_a_theme_is_told() -> None:
    console = {**GOOD, "TERM": "linux"}
    assert found(console)["colours"].value == "the sixteen"
    assert advised(found(console)) == {}
    assert (
        "annotui-dark is shown in the sixteen"
        in found(console, settings=Settings(theme="annotui-dark"))["colours"].note
    )


@pytest.mark.parametrize(("locale", "named"), [("C", '"ascii"'), ("de_DE.ISO-8859-1", '"latin-1"')])
def test_a_locale_without_utf8_is_to_be_set_or_meant(locale: str, named: str) -> None:
    environ = {**GOOD, "LC_ALL": locale}
    assert named in advised(found(environ))["characters"]
    assert "characters" not in advised(found(environ, settings=Settings(characters="ascii")))


def test_no_locale_is_taken_for_utf8_and_told() -> None:
    finding = found({"TERM": "xterm-256color"})["characters"]
    assert (finding.value, finding.advice) == ("utf-8", "")
    assert "LANG=C.UTF-8" in finding.note


def test_a_small_terminal_is_to_be_made_larger() -> None:
    assert "80x24" in advised(found(GOOD, Streams((), (79, 24))))["size"]
    assert "size" not in advised(found(GOOD, Streams((), (80, 24))))


@pytest.mark.parametrize("held", ["500", ""])
def test_tmux_that_holds_escape_back_is_to_be_set(held: str) -> None:
    assert "escape-time 20" in advised(found(GOOD, at=TMUX, escape_time=held, set_clipboard="on"))["escape"]


@pytest.mark.parametrize("passes", ["external", "off", ""])
def test_tmux_that_keeps_copies_to_itself_is_to_be_set(passes: str) -> None:
    assert "set-clipboard on" in advised(found(GOOD, at=TMUX, set_clipboard=passes, escape_time="10"))["clipboard"]


def test_a_tmux_that_is_set_well_is_well() -> None:
    assert advised(found(GOOD, at=TMUX, escape_time="10", set_clipboard="on")) == {}


def test_a_delay_that_is_no_number_is_told() -> None:
    assert "number of milliseconds" in advised(found({**GOOD, "ESCDELAY": "soon"}))["escape"]
    assert "25 ms" in found({**GOOD, "ESCDELAY": "25"})["escape"].value


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (Around("screen"), "screen does not pass it on"),
        (Around("", "mosh"), "1.4"),
        (Around("", "", "Apple Terminal"), "does not take it"),
        (Around("", "ssh", "PuTTY, perhaps"), "does not take it"),
    ],
)
def test_who_takes_no_copies_is_told(at: Around, said: str) -> None:
    assert said in found(GOOD, at=at)["clipboard"].note


def test_what_putty_has_to_be_told_is_said() -> None:
    assert "UTF-8" in found({**GOOD, "TERM": "putty"}, at=Around("", "ssh", "PuTTY"))["emulator"].note


def test_the_mouse_and_no_color_are_told() -> None:
    assert found(GOOD)["mouse"].value == "on"
    assert found(GOOD, settings=Settings(mouse=False))["mouse"].value == "off, by the settings"
    assert found({**GOOD, "TERM": "vt100"})["mouse"].value.startswith("none")
    assert found({**GOOD, "NO_COLOR": "1"})["NO_COLOR"].value.startswith("set")
    assert found({**GOOD, "NO_COLOR": ""})["NO_COLOR"].value == "not set"
