"""Texts as tokens and sentences, for formats that know of nothing else.

A token is a word as `w` steps through them in the reader (`10,000`, `U.S.`, `Nagorno-Karabakh`), with the dot of an
abbreviation; a possessive is one of its own, and so is each sign that is left. Where a span begins or ends inside a
token, that is cut there, and its parts again by the same rule.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from annotui.core.lexicon import NEVER_STOPS, SHORT_STOPS
from annotui.core.model import Fragment
from annotui.core.segments import words_in
from annotui.core.sentence_ends import sentence_ends
from annotui.core.text import next_grapheme


def sentences(text: str, edges: Sequence[int] = (), spans: Sequence[Fragment] = ()) -> Iterator[list[Fragment]]:
    """The tokens of each sentence, in order; a line end ends one, but nothing does inside a span.

    `edges` are where spans begin and end, in order; `spans` do not overlap, and are in order.
    """
    held: list[Fragment] = []
    starts = [span.start for span in spans]
    for stop, found in _sentences(text):
        held += [part for token in found for part in _cut(text, token, edges)]
        within = bisect_left(starts, stop) - 1
        if held and not (within >= 0 and spans[within].end > stop):
            yield held
            held = []
    if held:
        yield held


def _sentences(text: str) -> Iterator[tuple[int, list[Fragment]]]:
    low = 0
    while low < len(text):
        high = text.find("\n", low)
        high = len(text) if high < 0 else high
        start = low
        for stop in (*sentence_ends(text, low, high), high):
            yield stop, list(tokens(text, start, stop))
            start = stop
        low = high + 1


def _cut(text: str, token: Fragment, edges: Sequence[int]) -> Iterator[Fragment]:
    """A token, or its parts where spans begin or end inside it."""
    inside = edges[bisect_right(edges, token.start) : bisect_left(edges, token.end)]
    if not inside:
        yield token
        return
    at = token.start
    for end in (*inside, token.end):
        if at < end:
            yield from tokens(text, at, end)
        at = end


def tokens(text: str, low: int, high: int) -> Iterator[Fragment]:
    """The tokens of a stretch of text, in order."""
    at = low
    for start, end in words_in(text, low, high):
        if start < at:
            continue
        yield from _signs(text, at, start)
        at = _with_dot(text, start, end, high)
        yield Fragment(start, at)
    yield from _signs(text, at, high)


def _with_dot(text: str, start: int, end: int, high: int) -> int:
    """The end of a word, with the dot after it where it is an abbreviation's."""
    word = text[start:end].lower()
    is_short = word in NEVER_STOPS or word in SHORT_STOPS or (len(word) == 1 and word.isalpha()) or "." in word
    is_free = end + 1 >= high or text[end + 1].isspace()
    return end + 1 if end < high and text[end] == "." and is_short and is_free and not word[0].isdigit() else end


def _signs(text: str, low: int, high: int) -> Iterator[Fragment]:
    """What stands between words: the ending after an apostrophe as one token, every other sign as its own."""
    at = low
    while at < high:
        if text[at].isspace():
            at += 1
            continue
        end = min(next_grapheme(text, at), high)
        if text[at] in "'’ʼ" and text[at + 1 : at + 2].isalpha():
            while end < high and text[end].isalpha():
                end += 1
        yield Fragment(at, end)
        at = end
