"""What Textual wants to be shown, as rows of cells: the one place that reads its compositor's updates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.color import Color, ColorSystem
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

from annotui.tui.terminal.looks import PLAIN, Look, Looks
from annotui.tui.terminal.rows import NotUnderstood, Row, row_of

Update = LayoutUpdate | ChopsUpdate

# In the order of the bits of a look.
_ATTRIBUTES = (
    "bold",
    "dim",
    "italic",
    "underline",
    "blink",
    "blink2",
    "reverse",
    "conceal",
    "strike",
    "underline2",
    "frame",
    "encircle",
    "overline",
)
_DEFAULT_COLORS = ("39", "49")
_STYLES_KEPT = 4096


class FrameReader:
    """Reads updates for a terminal of so many colours."""

    def __init__(self, looks: Looks, colors: ColorSystem) -> None:
        self._looks = looks
        self._colors = colors
        self._signs: dict[Style | None, str] = {}

    def rows(self, update: Update, shown: Sequence[Row]) -> dict[int, Row]:
        """The rows that an update is about, by number, while `shown` is on the screen.

        Raises NotUnderstood for what is not made of cells: hyperlinks, control sequences, pieces past an edge.
        """
        rows: dict[int, Row] = {}
        for y, x, strips in _pieces(update):
            if not 0 <= y < len(shown):
                raise NotUnderstood
            rows[y] = rows.get(y, shown[y]).overlaid(x, row_of(self._runs(strips)))
        return rows

    def row(self, strip: Strip, width: int) -> Row:
        """A whole row of so many cells. Raises NotUnderstood likewise, and for a strip of another width."""
        if strip.cell_length != width:
            raise NotUnderstood
        return row_of(self._runs((strip,)))

    def _runs(self, strips: Iterable[Strip]) -> list[tuple[str, str]]:
        """The texts and their signs."""
        signs = self._signs
        runs: list[tuple[str, str]] = []
        for strip in strips:
            for text, style, control in strip:
                if control:
                    raise NotUnderstood
                runs.append((text, signs.get(style) or self._sign(style)))
        return runs

    def _sign(self, style: Style | None) -> str:
        if style is not None and style.link:
            raise NotUnderstood
        if len(self._signs) >= _STYLES_KEPT:
            self._signs.clear()
        sign = self._signs[style] = PLAIN if style is None else self._looks.sign(self._look(style))
        return sign

    def _look(self, style: Style) -> Look:
        bits = sum(1 << bit for bit, name in enumerate(_ATTRIBUTES) if getattr(style, name))
        return Look(bits, self._color(style.color, True), self._color(style.bgcolor, False))

    def _color(self, color: Color | None, foreground: bool) -> str:
        """The SGR parameters of a colour; empty for the terminal's own."""
        if color is None:
            return ""
        codes = color.downgrade(self._colors).get_ansi_codes(foreground)
        return "" if codes[0] in _DEFAULT_COLORS else ";".join(codes)


def size_of(update: Update) -> tuple[int, int]:
    """The width and height of the screen that an update is for."""
    if isinstance(update, LayoutUpdate):
        return update.region.right, update.region.bottom
    return (update.chop_ends[0][-1] if update.chop_ends else 0), len(update.chops)


def _pieces(update: Update) -> Iterator[tuple[int, int, Iterable[Strip]]]:
    """What an update writes, as (row, column, strips), in the order and with the limits of its `render_segments`."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            yield y, update.region.x, line
        return
    for y, first, last in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x < last and end > first:
                yield y, x, (strip if end <= last else strip.crop(0, last - x),)
