"""Whatever is pressed on whatever text: the cursor and the selection stay on graphemes of the text, nothing fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core import acts, session
from annotui.core.commands import Mode
from annotui.core.keymap import COMMANDS
from annotui.core.model import Fragment
from annotui.core.text import grapheme_start

if TYPE_CHECKING:
    from tests.core.conftest import Page

PIECES = ["Oslo", "a", "Dahl's", "treaty", "of", "9 May 2021", "May 3, 2020,", "and", "U.S.", ".", "?", '"', "(", ")"]
PIECES += [" ", " ", " ", "\n", "\n\n", "\t", "e\u0301", "\u0301", "\U0001f469\u200d\U0001f4bb", "\U0001f1e6", "\u200b"]
PIECES += ["\u0600", "1", "word" * 20, "\u1112\u1161\u11ab", "漢字", "\u00a0", "\x00"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=30)
IDS = [c.id for c in COMMANDS.values() if {Mode.READ, Mode.SELECT} & c.keys.keys()]
STEPS = st.tuples(st.sampled_from(IDS), st.sampled_from(["", "1", "4", "9", "50", "a", "999"]))
MOUSE = st.tuples(st.sampled_from(["click", "drag", "search"]), st.integers(0, 40).map(str))


def check(page: Page) -> None:
    text, state = page.text, page.state
    assert 0 <= state.cursor < max(1, len(text))
    assert state.cursor == grapheme_start(text, state.cursor)
    selection = state.selection
    if selection is not None:
        assert 0 <= selection.start < selection.end <= len(text)
        assert selection.head in (selection.start, selection.end)
        for edge in (selection.start, selection.end, selection.anchor.start, selection.anchor.end):
            assert edge == grapheme_start(text, edge)
        assert selection.start <= selection.anchor.start < selection.anchor.end <= selection.end
        assert state.cursor == selection.cursor(text)
        assert selection.start <= state.cursor < selection.end
    else:
        here: list[str | None] = [s.id for s in page.spans.at(state.cursor)]
        assert state.current in (here or [None])


def take(page: Page, command: str, arg: str) -> None:
    if command == "click":
        page.take(session.click(page.state, page, int(arg)))
    elif command == "drag":
        page.take(session.drag(page.state, page, page.state.cursor, int(arg)))
    elif command == "search":
        page.take(session.search(page.state, page, page.text[int(arg) : int(arg) + 3] or "Oslo"))
    else:
        page.take(session.step(page.state, page, command, arg))


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.integers(4, 30), st.lists(STEPS | MOUSE, max_size=25))
def test_cursor_and_selection_stay_within_the_text(
    page: type[Page], text: str, width: int, steps: list[tuple[str, str]]
) -> None:
    reading = page(text, width=width)
    for command, arg in steps:
        take(reading, command, arg)
        check(reading)
    for act in reading.done:
        for fragment in getattr(act, "fragments", ()):
            assert 0 <= fragment.start < fragment.end <= len(text)


@settings(max_examples=60, deadline=None)
@given(
    TEXTS, st.sampled_from([i for i in IDS if i.startswith(("move.", "page.", "go.", "select."))]), st.integers(0, 60)
)
def test_the_same_command_again_and_again_comes_to_an_end(page: type[Page], text: str, command: str, at: int) -> None:
    reading = page(text, width=10)
    reading.take(session.click(reading.state, reading, at))
    reading.take(session.step(reading.state, reading, "select.word"))
    seen = []
    for _ in range(2 * len(text) + 3):
        reading.take(session.step(reading.state, reading, command, "50"))
        seen.append((reading.state.cursor, reading.state.selection))
    assert seen[-1] == seen[-2] or command.startswith("select.")


@settings(max_examples=60, deadline=None)
@given(TEXTS.filter(str.strip), st.integers(0, 60))
def test_forward_by_words_and_back_ends_where_it_began(page: type[Page], text: str, at: int) -> None:
    reading = page(text)
    reading.take(session.click(reading.state, reading, at))
    reading.take(session.step(reading.state, reading, "select.word"))
    first = reading.state.selection
    if first is not None:
        reading.take(session.step(reading.state, reading, "move.word"))
        if reading.state.selection != first:
            reading.take(session.step(reading.state, reading, "move.word_back"))
        assert reading.state.selection == first


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), min_size=1, max_size=8))
def test_tab_visits_every_span_once_in_a_round(page: type[Page], text: str, places: list[tuple[int, int]]) -> None:
    reading = page(text)
    for start, size in places:
        fragment = Fragment(grapheme_start(text, start), min(len(text), start + size))
        if fragment.start < fragment.end:
            reading.take(session.Outcome(reading.state, acts.Tag((fragment,), "place")))
    reading.press("g g")
    count = len(reading.annotations)
    forward = [reading.press("tab").state.current for _ in range(count)]
    backward = [reading.press(",").state.current for _ in range(count)]
    assert len(set(forward)) == len(set(backward)) == count
    assert [*backward[-1:], *backward[:-1]] == forward[::-1]
