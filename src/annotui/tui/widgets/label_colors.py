"""The colours of labels: a background with text that can be read on it, and the text of a suggestion."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from rich.color import ColorSystem
from rich.style import Style
from textual.color import Color, ColorParseError

if TYPE_CHECKING:
    from textual.app import App

NAMES = (
    *("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"),
    *("bright_black", "bright_red", "bright_green", "bright_yellow"),
    *("bright_blue", "bright_magenta", "bright_cyan", "bright_white"),
)
"""The terminal's sixteen, by their numbers."""
DARK_NAMES = frozenset({"black", "red", "blue", "magenta", "bright_black"})
"""Those of them that white text stands out on."""
_READABLE = 4.5
"""The least contrast of text (WCAG 2, AA)."""


class LabelColors(NamedTuple):
    """What a terminal and a theme make of colours.

    `variables` are the theme's: in one with colours of its own they have a shade for each of the sixteen names, the
    page, and how much text has to stand out. With `sixteen` there are no others than the terminal's sixteen.
    """

    variables: Mapping[str, str] = MappingProxyType({})
    sixteen: bool = False

    def style(self, color: str) -> Style | None:
        """A label's colour as a background with a readable foreground; None when there is no such colour.

        `color` is one of the terminal's sixteen (`cyan`, `bright_red`), a web colour name or `#rrggbb`.
        """
        name = color.strip().lower()
        if name not in NAMES or f"shade-{name}" in self.variables:
            try:
                background = Color.parse(self.variables.get(f"shade-{name}", name))
            except ColorParseError:
                return None
            if not self.sixteen:
                return self._readable(background)
            name = NAMES[background.rich_color.downgrade(ColorSystem.STANDARD).number or 0]
        ink = "bright_white" if name in DARK_NAMES else "black"
        return Style(color=Color.parse(f"ansi_{ink}").rich_color, bgcolor=Color.parse(f"ansi_{name}").rich_color)

    def suggestion(self, style: Style) -> Style:
        """The colour of a label's style for the text of what is only suggested."""
        color = style.bgcolor
        if color is None or "contrast" not in self.variables:
            return Style(color=color)
        from annotui.tui.contrast import as_text

        text = as_text(Color.from_rich_color(color), Color.parse(self.variables["page"]), self._contrast)
        return Style(color=text.rich_color)

    @property
    def _contrast(self) -> float:
        return float(self.variables.get("contrast", _READABLE))

    def _readable(self, background: Color) -> Style:
        from annotui.tui.contrast import as_background, ink_on

        shade = as_background(background, self._contrast)
        return Style(color=ink_on(shade).rich_color, bgcolor=shade.rich_color)


def label_colors(app: App[object]) -> LabelColors:
    """What the terminal and the theme of an app make of colours."""
    return LabelColors(app.theme_variables, app.console.color_system == "standard")
