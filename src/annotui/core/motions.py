"""Where the cursor goes: by graphemes, words, sentences, paragraphs, and rows of the screen.

The cursor is on a grapheme: its offset is that grapheme's first code point, 0 in an empty text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol

from annotui.core import segments
from annotui.core.text import grapheme_start, next_grapheme, prev_grapheme


class Rows(Protocol):
    """What motions need of a `layout.Layout`."""

    def row_of(self, offset: int) -> int:
        """The row that holds an offset."""
        ...

    def nearest(self, row: int) -> int:
        """The row itself, or the last, or the first one, where the text ends before it."""
        ...

    def visible_span(self, row: int) -> tuple[int, int]:
        """The code points of a row that are shown."""
        ...

    def cell_of(self, offset: int) -> int:
        """The cell of an offset within its row."""
        ...

    def offset_at(self, row: int, cell: int) -> int:
        """The offset at a cell of a row."""
        ...


def on_text(text: str, offset: int) -> int:
    """The nearest offset where the cursor may be."""
    return grapheme_start(text, max(0, min(offset, len(text) - 1)))


def left(text: str, offset: int) -> int:
    """The grapheme before; a newline is stepped over unless its line is empty."""
    before = prev_grapheme(text, offset)
    return prev_grapheme(text, before) if _ends_line(text, before) else before


def right(text: str, offset: int) -> int:
    """The grapheme after; a newline is stepped over unless its line is empty."""
    after = next_grapheme(text, offset)
    return next_grapheme(text, after) if _ends_line(text, after) and after + 1 < len(text) else after


def word_end(text: str, offset: int) -> int:
    """The last grapheme of the word here, or of the next one when the cursor is on it already."""
    return prev_grapheme(text, segments.next_word_end(text, next_grapheme(text, offset)))


MOTIONS: Mapping[str, Callable[[str, int], int]] = MappingProxyType(
    {
        "move.left": left,
        "move.right": right,
        "move.word": segments.next_word_start,
        "move.word_back": segments.prev_word_start,
        "move.word_end": word_end,
        "move.sentence": segments.next_sentence,
        "move.sentence_back": segments.prev_sentence,
        "move.paragraph": segments.next_paragraph,
        "move.paragraph_back": segments.prev_paragraph,
    }
)
"""The motions over the text alone, by command; what they give may have to be brought `on_text`."""


def by_rows(text: str, rows: Rows, offset: int, count: int, want_cell: int | None) -> tuple[int, int]:
    """`count` rows down (up when negative), and the cell that is wanted from now on.

    The cursor keeps to what is shown of a row, and goes to its last grapheme where the wanted cell is past it.
    """
    want = rows.cell_of(offset) if want_cell is None else want_cell
    here = rows.row_of(offset)
    row = rows.nearest(here + count)
    if row == here:
        return offset, want
    found = on_text(text, min(rows.offset_at(row, want), row_end(text, rows, row)))
    # A grapheme over several rows would hold the cursor for ever.
    return (on_text(text, next_grapheme(text, offset)) if found <= offset and count > 0 else found), want


def row_start(text: str, rows: Rows, row: int) -> int:
    """The first grapheme of a row."""
    return on_text(text, rows.visible_span(row)[0])


def row_end(text: str, rows: Rows, row: int) -> int:
    """The last grapheme of a row that is not blank; its first when there is none, its newline when it is empty."""
    start, end = rows.visible_span(row)
    while end > start and text[end - 1].isspace():
        end -= 1
    return on_text(text, max(start, prev_grapheme(text, end)))


def _ends_line(text: str, offset: int) -> bool:
    """Whether a newline is at `offset` that ends a line with something on it."""
    return text[offset : offset + 1] == "\n" and offset > 0 and text[offset - 1] != "\n"
