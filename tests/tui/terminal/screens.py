"""Screens to paint: rows of cells in many looks, how Textual would paint them, and what may become of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from hypothesis import strategies as st
from rich.cells import cell_len

from annotui.tui.terminal.looks import PLAIN, Look, Looks
from annotui.tui.terminal.rows import Row, row_of

LOOKS = Looks()
_CODES = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "21", "51", "52", "53")
_SOME = (
    Look(1),
    Look(1 << 6),
    Look(1 << 3),
    Look(1 << 9),
    Look(1 << 3 | 1 << 9),
    Look(1 << 1 | 1 << 2),
    Look(1 | 1 << 1, "31"),
    Look(0, "30", "46"),
    Look(1 << 6 | 1, "97", "45"),
    Look(0, "38;5;208"),
    Look(1 << 8, "38;2;1;2;3", "48;2;250;0;9"),
    Look(0, "", "104"),
)
SIGNS = (PLAIN, *(LOOKS.sign(look) for look in _SOME))
_BY_SIGN = {PLAIN: Look(), **dict(zip(SIGNS[1:], _SOME, strict=True))}

Cells = tuple[tuple[str, str], ...]
"""What a row shows: (cluster, sign)."""

REGULAR = ("a", "b", "i", "é", "Ж", "│")
IRREGULAR = ("世", "界", "e\u0301", "😀", "👩\u200d🚀", "ა\u0301")


def looks() -> st.SearchStrategy[Look]:
    """Any look that a style can give."""
    colors = st.sampled_from(["", "31", "92", "38;5;7", "38;2;9;8;7"])
    grounds = st.sampled_from(["", "41", "102", "48;5;7", "48;2;9;8;7"])
    return st.builds(Look, st.integers(0, (1 << len(_CODES)) - 1), colors, grounds)


def sgr(look: Look) -> str:
    """All of a look, as Textual sends it."""
    codes = [code for bit, code in enumerate(_CODES) if look.attributes >> bit & 1]
    return ";".join([*codes, *filter(None, (look.foreground, look.background))])


def runs_of(cells: Cells) -> list[tuple[str, str]]:
    """The texts of one sign each."""
    return [(sign, "".join(cluster for cluster, _ in run)) for sign, run in groupby(cells, key=lambda cell: cell[1])]


def row(cells: Cells) -> Row:
    """The row that these cells make."""
    return row_of([(text, sign) for sign, text in runs_of(cells)])


def plainly(screen: Sequence[Cells]) -> str:
    """How Textual paints a screen: each text with all of its look, and a reset."""
    out = []
    for y, cells in enumerate(screen):
        out.append(f"\x1b[{y + 1};1H")
        for sign, text in runs_of(cells):
            codes = sgr(_BY_SIGN[sign])
            out.append(f"\x1b[{codes}m{text}\x1b[0m" if codes else text)
    return "".join(out)


@st.composite
def rows(draw: st.DrawFn, width: int, clusters: Sequence[str]) -> Cells:
    """A row of words and blanks, often blank to its end, in a few looks."""
    cells: list[tuple[str, str]] = []
    left = width
    runs = draw(st.lists(st.tuples(st.sampled_from(SIGNS), st.integers(0, 3), st.integers(1, 14)), max_size=5))
    for sign, kind, size in runs:
        for at in range(size):
            cluster = " " if kind == 0 else clusters[(kind * 7 + at * kind + size) % len(clusters)]
            if cell_len(cluster) > left:
                break
            cells.append((cluster, sign))
            left -= cell_len(cluster)
    filling = draw(st.sampled_from((PLAIN, PLAIN, SIGNS[2])))
    return (*cells, *[(" ", filling)] * left)


@st.composite
def next_screen(draw: st.DrawFn, screen: tuple[Cells, ...], width: int, clusters: Sequence[str]) -> tuple[Cells, ...]:
    """What may come after a screen: rows scrolled, some other rows, a cell in another look."""
    after = list(screen)
    if draw(st.booleans()):
        top = draw(st.integers(0, len(after) - 2))
        bottom = draw(st.integers(top + 1, len(after) - 1))
        up = draw(st.integers(1, bottom - top))
        new = draw(st.lists(rows(width, clusters), min_size=up, max_size=up))
        block = after[top : bottom + 1]
        after[top : bottom + 1] = [*block[up:], *new] if draw(st.booleans()) else [*new, *block[:-up]]
    for y in draw(st.lists(st.integers(0, len(after) - 1), max_size=3)):
        after[y] = draw(rows(width, clusters))
    for y, x in draw(st.lists(st.tuples(st.integers(0, len(after) - 1), st.integers(0, width - 1)), max_size=3)):
        cells = list(after[y])
        if x < len(cells):
            cells[x] = cells[x][0], draw(st.sampled_from(SIGNS))
            after[y] = tuple(cells)
    return tuple(after)
