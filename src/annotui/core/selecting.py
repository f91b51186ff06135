"""A selection and its active end: moved by graphemes, by whole words, sentences and paragraphs, or to a place.

By words the end never takes in trailing punctuation or a possessive 's. All offsets are code points; the edges
of a selection are edges of graphemes, and it is never empty.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from annotui.core import segments
from annotui.core.model import Fragment
from annotui.core.text import grapheme_start, next_grapheme, prev_grapheme


class Selection(NamedTuple):
    """What is selected: from `anchor`, with which it began, to the active end `head`.

    `head` is an edge at or before the anchor's start, or at or after its end. `origin` is the id of the span whose
    edges these are, None for a new selection; `others` are the fragments of that span that stay as they are.
    `seed` is where the cursor stood at first: `p` and `P` offer the names and phrases around it.
    """

    anchor: Fragment
    head: int
    seed: int
    origin: str | None = None
    others: tuple[Fragment, ...] = ()

    @property
    def start(self) -> int:
        """The first code point of the selected stretch."""
        return min(self.anchor.start, self.head)

    @property
    def end(self) -> int:
        """One past the last code point of the selected stretch."""
        return max(self.anchor.end, self.head)

    @property
    def forward(self) -> bool:
        """Whether the active end is the right one."""
        return self.head >= self.anchor.end

    @property
    def fragments(self) -> tuple[Fragment, ...]:
        """The selected stretch with the other fragments, in order, those that overlap or touch made one."""
        merged: list[Fragment] = []
        for fragment in sorted((*self.others, Fragment(self.start, self.end))):
            if merged and fragment.start <= merged[-1].end:
                merged[-1] = Fragment(merged[-1].start, max(merged[-1].end, fragment.end))
            else:
                merged.append(fragment)
        return tuple(merged)

    def cursor(self, text: str) -> int:
        """The grapheme that the cursor is on: the last one before the active end, or the one after it."""
        return prev_grapheme(text, self.head) if self.forward else self.head


Step = Callable[[str, int], int]
"""From an offset to the next, or the previous, start of a word, sentence or paragraph."""


class Unit(NamedTuple):
    """What an end moves by.

    `next_start` is the next start after an offset (the text's length after the last one), `prev_start` the last
    start before it (0 before the first).
    """

    next_start: Step
    prev_start: Step


WORD = Unit(segments.next_word_start, segments.prev_word_start)
SENTENCE = Unit(segments.next_sentence, segments.prev_sentence)
PARAGRAPH = Unit(segments.next_paragraph, segments.prev_paragraph)


def word_here(text: str, offset: int) -> tuple[int, int] | None:
    """The word at `offset`, else the next one, else the grapheme there; None on white space after the last word."""
    word = segments.word_at(text, offset)
    if word is None and text[offset : offset + 1].strip():
        word = offset, next_grapheme(text, offset)
    return word and _snapped(text, *word)


def stretch(text: str, start: int, end: int, seed: int) -> Selection:
    """`[start, end)` selected, its first word as the anchor and the right end active. Not for an empty stretch."""
    start, end = _snapped(text, start, end)
    first = word_ending_after(text, start)
    anchor_end = _snapped(text, *first)[1] if first is not None else end
    return Selection(Fragment(start, min(end, anchor_end)), end, seed)


def between(text: str, first: int, last: int) -> Selection | None:
    """From the grapheme at `first` to the one at `last`, whichever way, white space at the ends left out.

    None when nothing else is there.
    """
    low, high = sorted((grapheme_start(text, first), grapheme_start(text, last)))
    high = next_grapheme(text, high)
    while low < high and text[low].isspace():
        low = next_grapheme(text, low)
    while high > low and text[high - 1].isspace():
        high = prev_grapheme(text, high)
    if low >= high:
        return None
    if first <= last:
        return Selection(Fragment(low, next_grapheme(text, low)), high, low)
    return Selection(Fragment(prev_grapheme(text, high), high), low, low)


def grapheme_right(text: str, selection: Selection) -> Selection:
    """The active end one grapheme to the right; over the anchor's other end when nothing would be left."""
    anchor, head = selection.anchor, next_grapheme(text, selection.head)
    if selection.forward or head <= anchor.start:
        return selection._replace(head=head)
    if head < anchor.end:
        return selection._replace(anchor=Fragment(head, anchor.end), head=head)
    return selection._replace(head=next_grapheme(text, anchor.end))


def grapheme_left(text: str, selection: Selection) -> Selection:
    """The active end one grapheme to the left; over the anchor's other end when nothing would be left."""
    anchor, head = selection.anchor, prev_grapheme(text, selection.head)
    if not selection.forward or head >= anchor.end:
        return selection._replace(head=head)
    if head > anchor.start:
        return selection._replace(anchor=Fragment(anchor.start, head), head=head)
    return selection._replace(head=prev_grapheme(text, anchor.start))


def unit_right(text: str, selection: Selection, unit: Unit) -> Selection:
    """The active end right by whole words, to the next end (a left end: to the next start) of a unit."""
    anchor, head = selection.anchor, selection.head
    if head < anchor.start:
        start = unit.next_start(text, head)
        word = segments.word_at(text, start) if start < anchor.start else None
        return _with_head(text, selection, min(word[0], anchor.start) if word else anchor.start)
    edge = at = selection.end
    while edge < len(text):
        edge = unit.next_start(text, edge)
        word = word_ending_before(text, edge + 1)
        if word is not None and word[1] > at:
            return _with_head(text, selection, word[1])
    return selection


def unit_left(text: str, selection: Selection, unit: Unit) -> Selection:
    """The active end left by whole words, to the start (a right end: to the end before) of a unit."""
    anchor, head = selection.anchor, selection.head
    if head > anchor.end:
        word = word_ending_before(text, unit.prev_start(text, head) + 1)
        return _with_head(text, selection, max(word[1], anchor.end) if word else anchor.end)
    edge = at = selection.start
    while edge > 0:
        edge = unit.prev_start(text, edge)
        word = segments.word_at(text, edge)
        if word is not None and word[0] < at:
            return _with_head(text, selection, word[0])
    return selection


def reach(text: str, selection: Selection, start: int, end: int) -> Selection:
    """The active end moved so that it takes in `[start, end)` and no more."""
    anchor = selection.anchor
    if start < anchor.start and end > anchor.end:
        whole = stretch(text, start, end, selection.seed)
        return selection._replace(anchor=whole.anchor, head=whole.head)
    return _with_head(text, selection, start if start < anchor.start else max(end, anchor.end))


def reach_offset(text: str, selection: Selection, offset: int) -> Selection:
    """The active end moved to `offset`, by whole words: to the last one up to there, or the first from there on."""
    offset = min(offset, prev_grapheme(text, len(text)))
    word = segments.word_at(text, offset)
    if (word is None or word[0] > offset) and offset >= selection.anchor.start:
        word = word_ending_before(text, offset + 1)
    return selection if word is None else reach(text, selection, *word)


def reach_row(text: str, selection: Selection, offset: int) -> Selection:
    """As `reach_offset`, but to the grapheme at `offset` where no word lies that way, as on a blank line."""
    moved = reach_offset(text, selection, offset)
    downwards = offset > selection.cursor(text)
    if moved.head <= selection.head if downwards else moved.head >= selection.head:
        return reach(text, selection, offset, next_grapheme(text, offset))
    return moved


def word_ending_after(text: str, offset: int) -> tuple[int, int] | None:
    """The first word whose end is after `offset`."""
    word = segments.word_at(text, offset)
    if word is not None and word[1] <= offset:
        word = segments.word_at(text, segments.next_word_start(text, offset))
    return word if word is not None and word[1] > offset else None


def word_starting_after(text: str, offset: int) -> tuple[int, int] | None:
    """The first word that starts after `offset`."""
    word = segments.word_at(text, segments.next_word_start(text, offset))
    return word if word is not None and word[0] > offset else None


def word_starting_before(text: str, offset: int) -> tuple[int, int] | None:
    """The last word that starts before `offset`."""
    word = segments.word_at(text, segments.prev_word_start(text, offset))
    return word if word is not None and word[0] < offset else None


def word_ending_before(text: str, offset: int) -> tuple[int, int] | None:
    """The last word whose end is before `offset`."""
    word = word_starting_before(text, offset)
    while word is not None and word[1] >= offset:
        word = word_starting_before(text, word[0])
    return word


def _with_head(text: str, selection: Selection, head: int) -> Selection:
    low, high = _snapped(text, head, head)
    return selection._replace(head=high if head >= selection.anchor.end else low)


def _snapped(text: str, start: int, end: int) -> tuple[int, int]:
    """The edges moved outwards to edges of graphemes, within the text."""
    low = grapheme_start(text, start)
    last = grapheme_start(text, end)
    return low, last if last >= min(end, len(text)) else next_grapheme(text, last)
