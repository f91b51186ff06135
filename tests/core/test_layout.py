from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.cells import CLUSTER_LIMIT
from annotui.core.layout import Layout
from annotui.core.row_breaks import STRETCH
from annotui.core.text import grapheme_start

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
FLAG = "\U0001f1eb\U0001f1f7"


def cells(text: str) -> int:
    """Widths for the tests: marks and joiners none, wide ones two; of a joined family only the first."""
    total, joined = 0, False
    for char in text:
        if joined:
            joined = False
        elif char == "\u200d":
            joined = True
        elif unicodedata.combining(char) == 0 and char not in "\ufe0f\u200c":
            total += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return total


def lay(text: str, width: int, tab: int = 8) -> Layout:
    layout = Layout(text, width, cells, tab=tab)
    layout.row_of(len(text))
    return layout


def rows(layout: Layout) -> list[str]:
    return [layout.text[slice(*layout.row_span(row))] for row in layout.rows]


def shown(layout: Layout) -> list[str]:
    return [layout.text[slice(*layout.visible_span(row))] for row in layout.rows]


plain_texts = st.text(alphabet="ab -\n–’é9", max_size=120)
odd_texts = st.lists(
    st.sampled_from(
        [
            "a",
            "bc",
            " ",
            "  ",
            "\n",
            "\t",
            "-",
            "—",
            "漢字",
            "e\u0301",
            "\u0301",
            FAMILY,
            FLAG,
            "\x1b",
            "\u200b",
            "ก็",
            "한",
            "7",
        ]
    ),
    max_size=50,
).map("".join)
texts = st.one_of(plain_texts, odd_texts)
widths = st.integers(1, 24)


@given(texts, widths)
@settings(max_examples=100)
def test_the_rows_joined_are_the_text(text: str, width: int) -> None:
    layout = lay(text, width)
    assert "".join(rows(layout)) == text
    assert layout.laid_out == (0, len(text))
    assert len(layout.rows) >= 1
    assert all(part for part in rows(layout)) or not text


@given(texts, widths)
@settings(max_examples=100)
def test_no_row_shows_more_cells_than_the_width(text: str, width: int) -> None:
    layout = lay(text, width)
    for row in layout.rows:
        clusters = layout.clusters(row)
        assert [c.cell for c in clusters] == [sum(d.width for d in clusters[:i]) for i in range(len(clusters))]
        assert sum(c.width for c in clusters) <= width or len(clusters) == 1
        start, end = layout.visible_span(row)
        assert [c.start for c in clusters] + [end] == [start] + [c.end for c in clusters]


@given(texts, widths)
@settings(max_examples=100)
def test_what_is_not_shown_is_blank(text: str, width: int) -> None:
    layout = lay(text, width)
    for row in layout.rows:
        hidden = text[layout.visible_span(row)[1] : layout.row_span(row)[1]]
        assert hidden.rstrip("\n").strip(" \t") == ""


@given(texts, widths, st.lists(st.integers(1, 7), max_size=40))
@settings(max_examples=100)
def test_growing_in_parts_gives_the_same_rows(text: str, width: int, parts: list[int]) -> None:
    layout = Layout(text, width, cells)
    for part in parts:
        before = len(layout.rows)
        assert layout.grow(part) == len(layout.rows) - before <= part
    layout.row_of(len(text))
    assert rows(layout) == rows(lay(text, width))


@given(texts, widths)
@settings(max_examples=100)
def test_cell_and_offset_are_each_other_s_inverse(text: str, width: int) -> None:
    layout = lay(text, width)
    for row in layout.rows:
        for cluster in layout.clusters(row):
            assert layout.row_of(cluster.start) == row
            assert layout.cell_of(cluster.start) == cluster.cell
            for cell in range(cluster.cell, cluster.cell + cluster.width):
                assert layout.offset_at(row, cell) == cluster.start


@given(texts, widths, st.integers(0, 60))
@settings(max_examples=60)
def test_any_cell_of_a_row_leads_to_an_offset_of_that_row(text: str, width: int, cell: int) -> None:
    layout = lay(text, width)
    for row in layout.rows:
        assert layout.row_of(layout.offset_at(row, cell)) == row


@given(odd_texts, widths)
@settings(max_examples=100)
def test_no_row_begins_inside_a_grapheme(text: str, width: int) -> None:
    layout = lay(text, width)
    starts = [layout.row_span(row)[0] for row in layout.rows]
    assert [grapheme_start(text, start) for start in starts] == starts


@given(plain_texts, widths)
@settings(max_examples=100)
def test_lines_are_broken_alike_with_and_without_measuring(text: str, width: int) -> None:
    # The Ethiopic letter is one cell wide as well, but has to be measured.
    measured = lay(text.replace("b", "አ"), width)
    starts = [measured.row_span(row) for row in measured.rows]
    layout = lay(text, width)
    assert [layout.row_span(row) for row in layout.rows] == starts


def test_words_stay_whole_and_blanks_hang_over_the_edge() -> None:
    layout = lay("one two   three\nfour", 7)
    assert rows(layout) == ["one two   ", "three\n", "four"]
    assert shown(layout) == ["one two", "three", "four"]


def test_a_dash_inside_a_word_may_end_a_row_but_not_in_a_date() -> None:
    assert shown(lay("Minsk-format talks", 8)) == ["Minsk-", "format ", "talks"]
    assert shown(lay("talks 2020-11-09", 12)) == ["talks ", "2020-11-09"]
    assert shown(lay("peace—at last", 8)) == ["peace—at", "last"]


def test_a_word_longer_than_the_row_is_cut() -> None:
    assert shown(lay("abcdefgh ij", 3)) == ["abc", "def", "gh ", "ij"]


def test_wide_characters_are_two_cells_and_never_halved() -> None:
    assert shown(lay("漢字漢字", 5)) == ["漢字", "漢字"]
    assert shown(lay("漢字", 1)) == ["漢", "字"]


def test_marks_joined_emoji_and_flags_stay_in_one_piece() -> None:
    assert shown(lay("e\u0301" * 4, 2)) == ["e\u0301e\u0301"] * 2
    assert shown(lay(FAMILY * 2, 3)) == [FAMILY] * 2
    assert shown(lay(FLAG * 3, 3)) == [FLAG] * 3


def test_a_tab_reaches_to_the_next_stop() -> None:
    layout = lay("ab\tc\td", 20, tab=4)
    assert [(c.cell, c.width) for c in layout.clusters(0)] == [(0, 1), (1, 1), (2, 2), (4, 1), (5, 3), (8, 1)]
    assert layout.cell_of(3) == 4
    assert layout.offset_at(0, 6) == 4


def test_a_mark_without_a_base_takes_a_cell_and_piles_are_parted() -> None:
    layout = lay("\u0301" * (CLUSTER_LIMIT * 5), 2)
    assert len(layout.rows) == 3
    assert [c.width for c in layout.clusters(0)] == [1, 1]


def test_controls_are_measured_as_what_is_shown_for_them() -> None:
    assert shown(lay("\x1b[2J\x00", 3)) == ["\x1b[2", "J\x00"]


@pytest.mark.parametrize("width", [1, 80])
@pytest.mark.parametrize("char", ["x", "漢"])
@pytest.mark.parametrize("at", [0, 70_001, 99_999])
def test_a_hundred_thousand_characters_without_a_space_are_laid_out_where_they_are_asked_for(
    width: int, char: str, at: int
) -> None:
    text = char * 100_000
    layout = Layout(text, width, cells, start=at)
    start, end = layout.row_span(layout.row_of(at))
    assert start <= at < end
    assert 1 <= end - start <= max(1, width // cells(char))
    for row in (-50, 50):
        layout.nearest(layout.row_of(at) + row)
    first, last = layout.laid_out
    assert last - first <= 3 * STRETCH


@pytest.mark.parametrize(
    "piece", ["x", "ab ", "ab\n", "漢", "e\u0301 ", "\u0301", " ", "a" * 500 + "\n", "x" * (STRETCH + 800) + "\n"]
)
def test_long_lines_are_parted_at_the_same_places_wherever_one_begins(piece: str) -> None:
    text = (piece * (3 * STRETCH // len(piece) + 2))[: 3 * STRETCH + 50]
    whole = rows(lay(text, 60))
    assert "".join(whole) == text
    for start in (0, STRETCH - 1, STRETCH, STRETCH + 300, 2 * STRETCH + 7, len(text)):
        layout = Layout(text, 60, cells, start=start)
        layout.row_of(0)
        layout.row_of(len(text))
        assert rows(layout) == whole


def test_a_line_that_is_no_longer_than_a_stretch_is_not_parted() -> None:
    line = "word " * (STRETCH // 5)
    whole = shown(lay(f"{'x' * 4_000}\n{line}\nend", 9))
    assert [row for row in whole if row not in ("word word", "x" * 9, "xxxx", "word ", "end")] == []
    assert whole.count("word ") <= 1


@given(texts, widths, st.integers(0, 130), st.lists(st.integers(-9, 9), max_size=12))
@settings(max_examples=150)
def test_rows_are_the_same_wherever_the_layout_begins(text: str, width: int, start: int, steps: list[int]) -> None:
    layout = Layout(text, width, cells, start=start)
    for step in steps:
        near = layout.nearest(step)
        assert near == step or near in (layout.rows[0], layout.rows[-1])
    first, last = layout.laid_out
    assert "".join(rows(layout)) == text[first:last]
    layout.row_of(0)
    layout.row_of(len(text))
    assert rows(layout) == rows(lay(text, width))
    found = [layout.row_of(offset) for offset in range(len(text))]
    assert all(layout.row_span(row)[0] <= at < layout.row_span(row)[1] for at, row in enumerate(found))


def test_the_end_of_the_text_is_on_its_last_row() -> None:
    layout = lay("one\ntwo\n", 10)
    assert layout.rows == range(2)
    assert layout.row_of(8) == 1
    assert layout.cell_of(8) == 3
    assert layout.offset_at(1, 50) == 7


def test_an_empty_text_has_one_empty_row() -> None:
    layout = Layout("", 10, cells)
    assert layout.rows == range(1)
    assert layout.row_span(0) == layout.visible_span(0) == (0, 0)
    assert layout.cell_of(0) == layout.offset_at(0, 4) == layout.row_of(0) == 0
    with pytest.raises(IndexError):
        layout.row_span(1)


def test_a_width_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="width 0"):
        Layout("text", 0, cells)


@given(texts, widths)
@settings(max_examples=40)
def test_rows_are_found_by_their_offsets(text: str, width: int) -> None:
    layout = Layout(text, width, cells)
    found = [layout.row_of(offset) for offset in range(len(text))]
    assert all(later - earlier in (0, 1) for earlier, later in pairwise(found))
    for offset, row in enumerate(found):
        start, end = layout.row_span(row)
        assert start <= offset < end
