"""What has to stand in the environment before Textual is imported: it reads these variables at that moment."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Literal

THEME_ON_TERMINAL_COLORS = "ansi-dark"
"""Textual's theme of the terminal's own sixteen colours on its own background, light or dark."""

_ESCAPE_DELAY = "100"
"""Textual's own, in milliseconds."""
_ESCAPE_DELAY_OVER_SSH = "200"
_FEW = (
    *("linux", "vt1", "vt2", "vt3", "vt4", "vt5", "ansi", "screen", "tmux", "cygwin", "cons", "wsvt", "pccon", "hurd"),
    *("sun", "wy", "rxvt", "dtterm", "aixterm", "teraterm"),
)
_FEW_AT_THE_END = ("-16color", "-8color", "-color", "-mono")
"""How names begin and end of terminals with sixteen colours or fewer, whatever COLORTERM, passed on into them, says."""
_MORE = ("256", "direct", "truecolor", "24bit", "kitty")
"""What in such a name tells of more."""
Colors = Literal["standard", "256", "truecolor"]
"""How many colours a terminal has, in Textual's words; `standard` are the sixteen."""


def prepare(environ: MutableMapping[str, str]) -> None:
    """Set what annotui needs in `environ` (`os.environ`); what the user has set is kept, but for NO_COLOR's sake.

    - `TEXTUAL_SMOOTH_SCROLL=0`: mouse reports in pixels collapse to one cell in some multiplexers.
    - `TEXTUAL_ANIMATIONS=none`: nothing animates, a page down is one frame.
    - `ESCDELAY` (milliseconds): over SSH the rest of a key's sequence may arrive late; Textual waits 100 otherwise.
    - `NO_COLOR`: an empty value means that colour is wanted (https://no-color.org), which Textual does not know,
      so it is dropped; with a value no theme may send greys instead.
    - `TEXTUAL_THEME`: the terminal's own colours.
    - `TEXTUAL_COLOR_SYSTEM`: the sixteen where TERM has no more; Textual believes COLORTERM.
    """
    environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    if is_over_ssh(environ):
        environ.setdefault("ESCDELAY", _ESCAPE_DELAY_OVER_SSH)
    if environ.get("NO_COLOR"):
        environ["TEXTUAL_THEME"] = THEME_ON_TERMINAL_COLORS
    else:
        environ.pop("NO_COLOR", None)
        environ.setdefault("TEXTUAL_THEME", THEME_ON_TERMINAL_COLORS)
    if lacks_colors(environ.get("TERM", "")):
        environ.setdefault("TEXTUAL_COLOR_SYSTEM", "standard")


def escape_delay(environ: Mapping[str, str]) -> int | None:
    """How many milliseconds a lone Esc will wait for the rest of a key's sequence; None where it is no number."""
    told = environ.get("ESCDELAY") or (_ESCAPE_DELAY_OVER_SSH if is_over_ssh(environ) else _ESCAPE_DELAY)
    return int(told) if told.isdecimal() else None


def is_over_ssh(environ: Mapping[str, str]) -> bool:
    """Whether the person is at the other end of an SSH connection."""
    return bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))


def lacks_colors(term: str) -> bool:
    """Whether a terminal of this name has sixteen colours or fewer."""
    name = term.lower()
    has_few = name.startswith(_FEW) or name.endswith(_FEW_AT_THE_END)
    return has_few and not any(more in name for more in _MORE)


def colors(environ: Mapping[str, str]) -> Colors:
    """How many colours the terminal has, as Textual will take it once this was prepared."""
    term = environ.get("TERM", "").strip().lower()
    if lacks_colors(term):
        return "standard"
    if environ.get("COLORTERM", "").strip().lower() in {"truecolor", "24bit"}:
        return "truecolor"
    return "256" if term.rpartition("-")[2] in {"256color", "kitty"} else "standard"
