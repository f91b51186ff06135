"""Any text, with any spans, at any size: every line of the page has its width, and each of its cells its offset."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from annotui.core.marks import PENDING
from annotui.core.spans import BEGINS, Span, SpanIndex
from annotui.core.text import safe
from annotui.tui.widgets.text_view import TextView

from .lengths import examples

PIECES = [
    "treaty",
    " ",
    " ",
    "\n",
    "\n\n",
    "\t",
    "e\u0301",
    "\u0301" * 9,
    "\U0001f469\u200d\U0001f4bb",
    "漢字",
    "\u202e",
    "\x1b[2J",
]
PIECES += [
    "\u200b",
    "word" * 30,
    "\u1112\u1161\u11ab",
    "\u05d0\u05d1",
    "\0",
    "\u00ad",
    "\ufe0f",
    "\U0001f1e6\U0001f1f2",
    "\u00a0",
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.characters(exclude_categories=["Cs"]), max_size=60).map("".join)
SPANS = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 60), st.booleans()), max_size=12)
SIZES = st.tuples(st.integers(1, 130), st.integers(1, 40))
KEYS = st.lists(st.sampled_from(["down", "up", "page", "end", "top", "resize"]), max_size=8)


class Page(App[None]):
    """A text view alone."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, text: str, spans: list[Span]) -> None:
        super().__init__(ansi_color=True)
        self.view = TextView()
        self._text, self._spans = text, spans

    def compose(self) -> ComposeResult:
        """The view."""
        yield self.view

    def on_mount(self) -> None:
        """Show the text."""
        self.view.show(self._text, SpanIndex(self._spans), {"place": "", "event": "#ff8800"})


def check(view: TextView, text: str) -> None:
    """Hold every line to the width of the view, and every cell that has an offset to the text there."""
    shown = safe(text)
    for y in range(view.size.height):
        strip = view.render_line(y)
        assert sum(cell_len(segment.text) for segment in strip) == strip.cell_length == view.size.width
        assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in strip.text)
        for segment in strip:
            offset = segment.style.meta.get("offset") if segment.style else None
            if offset is not None:
                assert 0 <= offset[0] <= len(shown)


@examples(40)
@given(TEXTS, SPANS, SIZES, KEYS)
def test_every_line_has_its_width_whatever_the_text(
    text: str, places: list[tuple[int, int, bool]], size: tuple[int, int], moves: list[str]
) -> None:
    spans = [
        Span(
            start, min(len(text), start + length), f"s{at}", "event" if pending else "place", BEGINS | PENDING * pending
        )
        for at, (start, length, pending) in enumerate(places)
        if start < len(text)
    ]

    async def go() -> None:
        app = Page(text, spans)
        async with app.run_test(size=size) as pilot:
            view = app.view
            check(view, text)
            for move in moves:
                if move == "resize":
                    await pilot.resize_terminal(size[1] * 3 + 1, max(1, size[0] // 3))
                else:
                    steps = {"down": 1, "up": -1, "page": view.size.height, "end": 10**6, "top": -(10**6)}
                    view.scroll_relative(y=steps[move], animate=False)
                view.set_cursor(len(text) // 2, min(len(text), len(text) // 2 + 1))
                await pilot.pause()
                check(view, text)

    asyncio.run(go())
