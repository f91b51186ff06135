"""What stands for characters that a terminal lacks: much the same, and always in as many cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.tui.terminal.stand_ins import STAND_INS, register
from annotui.tui.widgets.cells import fit


@pytest.fixture(autouse=True, scope="module")
def registered() -> None:
    register()


def sent(text: str, encoding: str = "ascii") -> str:
    return text.encode(encoding, STAND_INS).decode(encoding)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("┌─┬─┐ │ ├┼┤ ═║╬", "+-+-+ | +++ -|+"),
        ("█▏▁", "#|_"),
        ("“quoted” ‘so’ «too» – and — so on…", '"quoted" \'so\' "too" - and - so on.'),
        ("3 spans · 0 open → next ← back ↑↓ ×2", "3 spans . 0 open > next < back ^v x2"),
        ("Żółć, İzmir, Şəki, Ağdam, Łódź, Ørsted, Đà Nẵng", "Zolc, Izmir, Seki, Agdam, Lodz, Orsted, Da Nang"),
        ("Straße, naïve, œuvre", "Strase, naive, ouvre"),
        ("e\u0301te\u0301", "ete"),
        ("Москва, Երևան", "??????, ?????"),
        ("世界 Ａ 👨‍👩‍👧 🇦🇲", "???? A  ?? ??"),
        ("1\ufe0f\u20e3", "1?"),
        ("a\u00a0b\u2009c", "a b c"),
        ("№ 5, € 3, ½", "N 5, E 3, ?"),
        ("⇄¦␤\ufffd", "~||?"),
        ("\ud800", "?"),
    ],
)
def test_in_ascii_what_is_alike_is_shown_in_as_many_cells(text: str, shown: str) -> None:
    assert sent(text) == shown


def test_what_the_terminal_has_stays() -> None:
    assert sent("naïve café « 3 × ½ » — Şəki", "latin-1") == "naïve café « 3 × ½ » - Seki"
    assert sent("Москва – Şəki │ é", "koi8-r") == "Москва - Seki │ e"


def test_marks_on_a_character_that_the_terminal_has_go() -> None:
    assert sent("и\u0306 и\u0306", "koi8-r") == "и и"


def test_sequences_for_the_terminal_are_left_alone() -> None:
    assert sent("\x1b[3;5H\x1b[1m…\x1b[m\r\n") == "\x1b[3;5H\x1b[1m.\x1b[m\r\n"


@given(st.text(max_size=60), st.integers(1, 70), st.sampled_from(["ascii", "latin-1", "cp1251", "koi8-r"]))
def test_a_line_of_so_many_cells_stays_one(text: str, width: int, encoding: str) -> None:
    line = sent(fit(text, width), encoding)
    assert len(line) == width
    assert line.isprintable() or encoding != "ascii"
