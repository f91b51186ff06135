"""Safe text cut to cells, and the style it stands on: what bars, lists and pages share when they draw lines."""

from __future__ import annotations

import sys

from rich.cells import cell_len
from rich.style import Style
from textual.widget import Widget

from annotui.core.cells import CLUSTER_LIMIT, IRREGULAR
from annotui.core.text import next_grapheme, safe

ELLIPSIS = "…"


def base_style(widget: Widget) -> Style:
    """The widget's own style, without colours where they are the terminal's: that saves bytes on every piece."""
    style = widget.rich_style
    plain = all(color is None or color.is_default for color in (style.color, style.bgcolor))
    return style.without_color if plain else style


def fit(text: str, width: int) -> str:
    """`text`, safe and on one line, cut with an ellipsis or filled with blanks to exactly `width` cells."""
    cut = clip(text, width)
    return cut + " " * (width - (len(cut) if IRREGULAR.search(cut) is None else cell_len(cut)))


def clip(text: str, width: int) -> str:
    """`text`, safe and on one line, cut with an ellipsis to at most `width` cells, never inside a grapheme.

    Line ends and tabs show as one blank each; a mark without a base stands on a blank.
    """
    if width <= 0:
        return ""
    if IRREGULAR.search(text) is None and "\n" not in text:
        return text if len(text) <= width else text[: width - 1] + ELLIPSIS
    parts: list[tuple[str, int]] = []
    cells = at = 0
    while at < len(text):
        stop = at + next_grapheme(text[at : at + CLUSTER_LIMIT], 0)
        shown = " " if text[at] in "\n\t" else safe(text[at:stop])
        size = cell_len(shown)
        if not size:
            shown, size = f" {shown}", 1
        if cells + size > width:
            while cells > width - 1:
                cells -= parts.pop()[1]
            parts.append((ELLIPSIS, 1))
            break
        parts.append((shown, size))
        cells += size
        at = stop
    return "".join(part for part, _ in parts)


def fit_end(text: str, width: int) -> str:
    """The end of `text`, safe and on one line, with blanks before it in exactly `width` cells."""
    at = max(0, len(text) - width)
    shown = clip(text[at:], 2 * width)
    while cell_len(shown) > width:
        at += next_grapheme(text[at:], 0)
        shown = clip(text[at:], 2 * width)
    return " " * (width - cell_len(shown)) + shown


def broken(text: str, width: int, height: int = sys.maxsize) -> list[str]:
    """The lines of a text; the last one takes all the rest, to be cut."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < height - 1:
        line = words.pop(0)
        while words and cell_len(clip(f"{line} {words[0]}", width + 1)) <= width:
            line = f"{line} {words.pop(0)}"
        lines.append(line)
    return [*lines, " ".join(words)] if words else lines
