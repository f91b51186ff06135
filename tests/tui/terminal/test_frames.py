"""Any update of the compositor, read as cells: what is written paints what Textual's own sequences paint."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import Color, ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from annotui.tui.terminal.differ import Differ
from annotui.tui.terminal.frames import Update

from ...terminal.emulator import Emulator

WIDTH, HEIGHT = 20, 4
CUTS = (0, 6, 14, WIDTH)
COLORS = (None, "default", "red", "bright_blue", "#102030", "color(99)")

styles = st.builds(
    Style,
    color=st.sampled_from(COLORS),
    bgcolor=st.sampled_from(COLORS),
    bold=st.sampled_from([None, True, False]),
    dim=st.booleans(),
    underline=st.booleans(),
    underline2=st.booleans(),
    reverse=st.booleans(),
    strike=st.booleans(),
)


@st.composite
def strips(draw: st.DrawFn, width: int) -> Strip:
    """A strip of so many cells."""
    segments: list[Segment] = []
    left = width
    while left:
        text = draw(st.sampled_from(["   ", "word", "a", "e\u0301", "世界", "│"]))
        while cell_len(text) > left:
            text = text[1:] if cell_len(text[1:]) else " "
        segments.append(Segment(text, draw(st.none() | styles)))
        left -= cell_len(text)
    return Strip(segments, width)


@st.composite
def updates(draw: st.DrawFn) -> Update:
    """All of the screen, or spans of some rows that may begin and end within a piece."""
    pieces = [{x: draw(strips(end - x)) for x, end in pairwise(CUTS)} for _ in range(HEIGHT)]
    if draw(st.booleans()):
        return LayoutUpdate([line.values() for line in pieces], Region(0, 0, WIDTH, HEIGHT))
    spans = []
    for y in sorted(draw(st.sets(st.integers(0, HEIGHT - 1), min_size=1))):
        first = draw(st.integers(0, WIDTH - 1))
        spans.append((y, first, draw(st.integers(first + 1, WIDTH))))
    chops: list[dict[int, Strip | None]] = [dict(line) for line in pieces]
    return ChopsUpdate(chops, spans, [list(CUTS[1:]) for _ in range(HEIGHT)])


@settings(max_examples=60, deadline=None)
@given(film=st.lists(updates(), min_size=1, max_size=5))
def test_each_update_ends_in_the_screen_that_textual_paints(film: list[Update]) -> None:
    console = Console(color_system="truecolor", force_terminal=True)
    differ = Differ(ColorSystem.TRUECOLOR)
    ours, theirs = Emulator(WIDTH, HEIGHT), Emulator(WIDTH, HEIGHT)
    differ.begin()
    for update in film:
        ours.feed(differ.frame(update))
        theirs.feed(update.render_segments(console))
        assert ours.screen == theirs.screen


def test_colours_are_brought_down_to_what_the_terminal_has() -> None:
    style = Style(color=Color.from_rgb(250, 10, 10))
    update = LayoutUpdate([[Strip([Segment("red", style)], 3)]], Region(0, 0, 3, 1))
    assert "\x1b[38;2;250;10;10mred" in Differ(ColorSystem.TRUECOLOR).frame(update)
    assert "\x1b[31mred" in Differ(ColorSystem.STANDARD).frame(update)
