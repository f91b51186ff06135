"""One row made another in few bytes; blanks erased; what terminals measure differently kept from spreading."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from annotui.tui.terminal.looks import PLAIN, UNKNOWN, Look
from annotui.tui.terminal.painting import paint
from annotui.tui.terminal.pen import Pen
from annotui.tui.terminal.rows import Row, row_of

from ...terminal.emulator import Emulator, Width
from .screens import LOOKS

WIDTH = 40
REVERSE = LOOKS.sign(Look(1 << 6))


def row(*runs: str | tuple[str, str]) -> Row:
    """A row of texts, plain or (text, sign), with blanks to its end."""
    given = [(run, PLAIN) if isinstance(run, str) else run for run in runs]
    size = sum(cell_len(text) for text, _ in given)
    return row_of([*given, (" " * (WIDTH - size), PLAIN)])


def written(old: Row, new: Row) -> str:
    pen = Pen(LOOKS, WIDTH)
    paint(pen, 4, old, new)
    return pen.lift()


@pytest.mark.parametrize(
    ("old", "new", "frame"),
    [
        (row("same"), row("same"), ""),
        (row("one"), row("ore"), "\x1b[5;2Hr"),
        (row("a word here"), row("a cord hero"), "\x1b[5;3Hc\x1b[7Co"),
        (row("a word"), row("b cord"), "\x1b[5Hb c"),
        (row("word a"), row(("w", REVERSE), "ord a"), "\x1b[5H\x1b[7mw\x1b[m"),
        (row(("w", REVERSE), "ord a"), row("w", ("o", REVERSE), "rd a"), "\x1b[5Hw\x1b[7mo\x1b[m"),
        (row("a long text"), row("a"), "\x1b[5;3H\x1b[K"),
        (row("a long text"), row("b"), "\x1b[5Hb\x1b[K"),
        (row("a ", "xy"), row("a "), "\x1b[5;3H  "),
        (row("a lot of text here  x"), row("a                   x"), "\x1b[5;3H\x1b[16X"),
        (row("a lot of text here  x"), row("b                   y"), "\x1b[5Hb \x1b[16X\x1b[18Cy"),
        (row(("all of it", REVERSE)), row(), "\x1b[5H\x1b[K"),
        (row(), row(("  ", REVERSE)), "\x1b[5H\x1b[7m  \x1b[m"),
    ],
)
def test_only_what_differs_is_written_or_erased(old: Row, new: Row, frame: str) -> None:
    assert written(old, new) == frame


def test_what_nobody_knows_is_left_alone() -> None:
    old = row("a 世 here")
    new = old.overlaid(3, row_of([("X", PLAIN)]))
    assert new.signs[2] == UNKNOWN
    assert written(old, new) == "\x1b[5;4HX"


def narrow(text: str) -> int:
    """A terminal that holds all characters for one cell wide."""
    return len(text)


def wide(text: str) -> int:
    """A terminal that holds pictures for three cells wide."""
    return cell_len(text) + text.count("⛵")


@pytest.mark.parametrize("width", [narrow, wide])
def test_a_width_that_is_held_for_another_moves_nothing_behind_the_next_gap(width: Width) -> None:
    before = row("⛵ boat of old timber    12 spans")
    after = row("⛵ ship of old timber    13 spans")
    emulator = Emulator(WIDTH, 6, width=width)
    emulator.feed(written(row(), before))
    emulator.feed(written(before, after))
    assert "ship of old timber" in emulator.lines[4]
    assert "".join(spot.text for spot in emulator.screen[4][25:33]) == "13 spans"


def test_what_stands_behind_a_gap_is_written_alone() -> None:
    assert written(row("⛵ boat    12 spans"), row("⛵ boat    13 spans")) == "\x1b[5;13H3"
    assert written(row("12 spans  ⛵ boat"), row("13 spans  ⛵ boat")) == "\x1b[5;2H3"
    assert "boot, 12 spans" in written(row("⛵ boat, 12 spans"), row("⛵ boot, 12 spans"))


def test_nothing_remains_of_what_a_terminal_held_for_wider() -> None:
    before, after = row("⛵⛵⛵⛵ boats"), row("none")
    emulator = Emulator(WIDTH, 6, width=wide)
    emulator.feed(written(row(), before))
    emulator.feed(written(before, after))
    assert emulator.lines[4] == "none"


def test_after_a_character_of_unsure_width_the_next_place_is_absolute() -> None:
    frame = written(row(), row("⛵   a"))
    assert frame.split("⛵")[1].lstrip().startswith("\x1b[5;6H")
