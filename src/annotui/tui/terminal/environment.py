"""What has to stand in the environment before Textual is imported: it reads these variables at that moment."""

from __future__ import annotations

from collections.abc import MutableMapping

THEME_ON_TERMINAL_COLORS = "ansi-dark"
"""Textual's theme of the terminal's own sixteen colours on its own background, light or dark."""

_ESCAPE_DELAY_OVER_SSH = "200"


def prepare(environ: MutableMapping[str, str]) -> None:
    """Set what annotui needs in `environ` (`os.environ`); what the user has set is kept, but for NO_COLOR's sake.

    - `TEXTUAL_SMOOTH_SCROLL=0`: mouse reports in pixels collapse to one cell in some multiplexers.
    - `TEXTUAL_ANIMATIONS=none`: nothing animates, a page down is one frame.
    - `ESCDELAY` (milliseconds): over SSH the rest of a key's sequence may arrive late; Textual waits 100 otherwise.
    - `NO_COLOR`: an empty value means that colour is wanted (https://no-color.org), which Textual does not know,
      so it is dropped; with a value no theme may send greys instead.
    - `TEXTUAL_THEME`: the terminal's own colours.
    """
    environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        environ.setdefault("ESCDELAY", _ESCAPE_DELAY_OVER_SSH)
    if environ.get("NO_COLOR"):
        environ["TEXTUAL_THEME"] = THEME_ON_TERMINAL_COLORS
    else:
        environ.pop("NO_COLOR", None)
        environ.setdefault("TEXTUAL_THEME", THEME_ON_TERMINAL_COLORS)
