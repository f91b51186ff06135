"""The colours of the themes: a page, what is written on it, and a shade for each of the sixteen names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.color import Color
from textual.theme import Theme

from annotui.tui.contrast import as_background, as_text, ink_on
from annotui.tui.widgets.label_colors import DARK_NAMES, NAMES

ENOUGH = 4.5
"""The contrast that text has at least (WCAG 2, AA)."""
ENHANCED = 7.0
"""The contrast of `high-contrast` (WCAG 2, AAA)."""
_LABELS = (
    *("cyan", "yellow", "green", "magenta", "blue"),
    *("bright_green", "bright_red", "bright_cyan", "bright_magenta"),
)
"""The colours of labels that have none of their own, in turn."""


class Scheme(NamedTuple):
    """`shades` has a colour for each of NAMES; text stands out by `contrast`. `faint` is what matters less."""

    page: str
    ink: str
    faint: str
    accent: str
    shades: tuple[str, ...]
    contrast: float = ENOUGH

    def variables(self) -> Mapping[str, str]:
        """The variables of themes.tcss, and what `label_colors` looks up."""
        shades = [as_background(Color.parse(shade), self.contrast) for shade in self.shades]
        inks = [ink_on(shade).hex for shade in shades]
        by_name = dict(zip(NAMES, zip((shade.hex for shade in shades), inks, strict=True), strict=True))
        match, match_ink = by_name["bright_yellow"]
        return {
            **{f"shade-{name}": shade for name, (shade, _) in by_name.items()},
            **_labels(by_name),
            **{"page": self.page, "ink": self.ink, "faint": self.faint, "rule": self.faint},
            **{"match": match, "match-ink": match_ink},
            **{"faint-style": "none", "pending-style": "none", "contrast": str(self.contrast)},
        }


def sixteen(page: str, ink: str, *, dims: bool = True) -> Mapping[str, str]:
    """The same variables where there are but the terminal's sixteen colours, of which nobody knows the contrast."""
    by_name = {name: (f"ansi_{name}", "ansi_bright_white" if name in DARK_NAMES else "ansi_black") for name in NAMES}
    return {
        **_labels(by_name),
        **{"page": page, "ink": ink, "faint": ink, "rule": "ansi_bright_black" if dims else ink},
        **{"match": "ansi_bright_yellow", "match-ink": "ansi_black"},
        **dict.fromkeys(("faint-style", "pending-style"), "dim" if dims else "none"),
    }


def scheme_of(theme: Theme) -> Scheme:
    """The colours of one of Textual's themes, moved where its text does not stand out enough."""
    colors = theme.to_color_system().generate()
    page = Color.parse(colors["background"])
    ink = as_text(Color.parse(colors["foreground"]), page, ENOUGH)
    faint = as_text(ink.blend(page, 0.4, 1.0), page, ENOUGH)
    own = DARK if theme.dark else LIGHT
    return Scheme(page.hex, ink.hex, faint.hex, theme.primary, own.shades)


def _labels(by_name: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, name in enumerate(_LABELS, 1):
        found[f"label-{number}"], found[f"label-{number}-ink"] = by_name[name]
    return found


LIGHT = Scheme(
    *("#fbfaf7", "#1b1d22", "#5d6068", "#1f5fa8"),
    (
        *("#2b2e36", "#eb9a92", "#a5d68f", "#ecd26f", "#9cbcf0", "#d8a0d0", "#8fd3dc", "#dfe1e6"),
        *("#5f6570", "#f7c1bb", "#c8ebb8", "#f7e9ae", "#c5d8f7", "#ecc8e6", "#bfe8ee", "#f0f1f3"),
    ),
)
DARK = Scheme(
    *("#16181d", "#e2e4e9", "#9a9fab", "#7db0f0"),
    (
        *("#343842", "#b0423d", "#7bb661", "#d9b44a", "#3a68ad", "#96488d", "#4fb3bf", "#c8ccd4"),
        *("#5f6570", "#f08a80", "#98d982", "#f2d675", "#86aef5", "#e29bd8", "#7fdbe6", "#f4f5f7"),
    ),
)
HIGH_CONTRAST = Scheme(
    *("#000000", "#ffffff", "#d0d0d0", "#ffe100"),
    (
        *("#1c1c1c", "#ff9a8f", "#4cff4c", "#ffe100", "#8ab4ff", "#ff8cff", "#00e5ff", "#e0e0e0"),
        *("#505050", "#ffc4bd", "#b0ffb0", "#fff3a0", "#c4daff", "#ffc4ff", "#a8f5ff", "#ffffff"),
    ),
    ENHANCED,
)
