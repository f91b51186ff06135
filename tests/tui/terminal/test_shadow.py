"""Whatever is shown after whatever was shown: the terminal ends up as if all had been painted anew."""

from __future__ import annotations

from collections.abc import Sequence

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.tui.terminal.shadow import Shadow

from ...terminal.emulator import Emulator
from .screens import IRREGULAR, LOOKS, REGULAR, Cells, next_screen, plainly, row, rows

WIDTH, HEIGHT = 24, 7

Screen = tuple[Cells, ...]


@st.composite
def films(draw: st.DrawFn, clusters: Sequence[str]) -> list[Screen]:
    """Some screens, each made from the one before."""
    film = [tuple(draw(st.lists(rows(WIDTH, clusters), min_size=HEIGHT, max_size=HEIGHT)))]
    for _ in range(draw(st.integers(1, 4))):
        film.append(draw(next_screen(film[-1], WIDTH, clusters)))
    return film


def frames(film: Sequence[Screen]) -> list[str]:
    """What the shadow writes, a frame a screen; the first clears."""
    shadow = Shadow(LOOKS, WIDTH, HEIGHT)
    shadow.clear()
    return [shadow.show({y: row(cells) for y, cells in enumerate(screen)}) for screen in film]


def painted(screen: Screen, *, erases_in_look: bool) -> Emulator:
    emulator = Emulator(WIDTH, HEIGHT, erases_in_look=erases_in_look)
    emulator.feed(plainly(screen))
    return emulator


@pytest.mark.parametrize("erases_in_look", [True, False])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_each_frame_paints_what_painting_anew_does(erases_in_look: bool, data: st.DataObject) -> None:
    film = data.draw(films((*REGULAR, *IRREGULAR)))
    emulator = Emulator(WIDTH, HEIGHT, erases_in_look=erases_in_look)
    for screen, frame in zip(film, frames(film), strict=True):
        emulator.feed(frame)
        assert emulator.screen == painted(screen, erases_in_look=erases_in_look).screen


@settings(max_examples=40, deadline=None)
@given(film=films(REGULAR))
def test_another_emulator_agrees(film: list[Screen]) -> None:
    ours = pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.Stream(ours)
    for screen, frame in zip(film, frames(film), strict=True):
        stream.feed(frame)
        anew = pyte.Screen(WIDTH, HEIGHT)
        pyte.Stream(anew).feed("\x1b[?7l" + plainly(screen))
        for y in range(HEIGHT):
            assert [ours.buffer[y][x] for x in range(WIDTH)] == [anew.buffer[y][x] for x in range(WIDTH)]
