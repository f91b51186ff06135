"""Words, sentences and paragraphs: what lies at an offset, and where the next or previous one begins.

All steps look at the neighbourhood alone, never at the whole of a text. A word here is what a person would
mark: without the punctuation after it and without a possessive `'s`, with its inner hyphens, dots and slashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

WORD_REACH = 1 << 16
"""How many code points without a word a step passes over before it stops (code points)."""
WORD_LIMIT = 1024
"""The longest word (code points): of a longer run each part of this length counts as one."""
SENTENCE_REACH = 4000
"""How far from the offset, to each side, a sentence may stretch (code points)."""

_MARGIN = 16
_WRAPPED_LINE = 100

# The marks that scripts write inside words (with the soft hyphen, ZWNJ and ZWJ).
_MARK = (
    r"[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    r"\u06d6-\u06ed\u0711\u0730-\u074a\u0900-\u0963\u0971-\u0df3\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc"
    r"\u0ec8-\u0ece\u0f18-\u0fbc\u102b-\u103e\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20f0"
    r"\ufe00-\ufe0f\ufe20-\ufe2f]"
)
_FIRST_IDEOGRAPH = "\u3041"
_IDEOGRAPHS = "[\u3041-\u3096\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]"
_LETTER = r"[^\W\d_]"
_CHAR = rf"[^\W_]|{_MARK}"
_JOINER = (
    r"(?:[-\u2010\u2011_'’]"  # Nagorno-Karabakh, 10-da, L’Aquila
    r"|(?<=\d)[.,:/](?=\d)"  # 3.5, 1,000, 10:30, 62/243
    r"|(?<=[A-ZА-Я\d])[/&](?=[A-ZА-Я\d])"  # S/RES/822, R&D
    rf"|(?<={_LETTER}{_LETTER})\.(?=[a-zа-я]{{2}}))"  # example.org
)
_POSSESSIVE = re.compile(r"['’ʼ][sS]\Z")

_VISIBLE = re.compile(r"\S")


@cache
def _word() -> re.Pattern[str]:
    """A word, or a run of ideographs that are each one; compiled when the first one is looked for."""
    return re.compile(
        rf"(?<![^\W_])(?:{_LETTER}\.){{2,}}(?:{_LETTER}(?![^\W_]))?(?:-(?:{_CHAR})+)*"  # U.S., e.g., U.S.-led
        rf"|[^\W_](?:{_CHAR}|{_JOINER}[^\W_])*"
    )


@cache
def _ideograph() -> re.Pattern[str]:
    """Kana or Han, each a word of its own; compiled apart, for so wide a class takes longer than all else here."""
    return re.compile(_IDEOGRAPHS)


def word_at(text: str, offset: int) -> tuple[int, int] | None:
    """The word at `offset`, or the next one; None when none begins within `WORD_REACH` code points.

    On a possessive `'s` it is the word before it.
    """
    offset = max(offset, 0)
    for start, end, full_end in _words_from(text, offset):
        if offset < full_end:
            return start, end
    return None


def next_word_start(text: str, offset: int) -> int:
    """The start of the first word that begins after `offset`, else as far as `WORD_REACH` or the end."""
    offset = max(offset, 0)
    for start, _, _ in _words_from(text, offset):
        if start > offset:
            return start
    return min(len(text), offset + WORD_REACH)


def next_word_end(text: str, offset: int) -> int:
    """The first word end (one past its last code point) after `offset`, else as `next_word_start`.

    With a cursor on a code point, `next_word_end(text, cursor + 1) - 1` is vim's `e`.
    """
    offset = max(offset, 0)
    for _, end, _ in _words_from(text, offset):
        if end > offset:
            return end
    return min(len(text), offset + WORD_REACH)


def prev_word_start(text: str, offset: int) -> int:
    """The start of the last word that begins before `offset`, else as far back as `WORD_REACH` or 0."""
    at = min(offset, len(text))
    floor = max(0, at - WORD_REACH)
    while at > floor:
        while at > floor and text[at - 1].isspace():
            at -= 1
        low, high = _run(text, at)
        starts = [start for start, _ in _found(text, low, high) if start < offset]
        if starts:
            return starts[-1]
        at = min(low, at - 1)
    return floor


def sentence_at(text: str, offset: int) -> tuple[int, int]:
    """The sentence around `offset`, white space at its ends left out; an empty stretch on a blank line.

    A line end always ends a sentence. Between two sentences it is the next one of the line, after the last
    one the last. It reaches at most `SENTENCE_REACH` code points to each side.
    """
    offset = max(min(offset, len(text)), 0)
    found = (offset, offset)
    for found in _sentences(text, offset):
        if offset < found[1]:
            break
    return found


def next_sentence(text: str, offset: int) -> int:
    """The start of the next sentence, blank lines passed over; `len(text)` after the last."""
    offset = max(offset, 0)
    if offset >= len(text):
        return len(text)
    for start, _ in _sentences(text, offset):
        if start > offset:
            return start
    below = _VISIBLE.search(text, max(_window(text, offset)[1], offset + 1))
    return below.start() if below else len(text)


def prev_sentence(text: str, offset: int) -> int:
    """The start of the sentence before `offset` (of its own sentence when inside one); 0 before the first."""
    at = min(offset, len(text))
    while at > 0:
        starts = [start for start, _ in _sentences(text, at - 1) if start < offset]
        if starts:
            return starts[-1]
        at = min(_window(text, at - 1)[0], at - 1)
        while at > 0 and text[at - 1].isspace():
            at -= 1
    return 0


def next_paragraph(text: str, offset: int) -> int:
    """The start of the next paragraph, `len(text)` after the last.

    Paragraphs are parted by blank lines; where lines are too long to be wrapped ones, each is its own.
    """
    at = text.find("\n", max(offset, 0))
    while at >= 0:
        start = at + 1
        if start >= len(text) or start - offset > WORD_REACH or _opens_paragraph(text, start):
            return start
        at = text.find("\n", start)
    return len(text)


def prev_paragraph(text: str, offset: int) -> int:
    """The start of the paragraph before `offset` (of its own paragraph when inside one); 0 before the first."""
    at = min(offset, len(text))
    floor = max(0, at - WORD_REACH)
    while at > floor:
        at = text.rfind("\n", 0, at - 1) + 1 if at > 1 else 0
        if _opens_paragraph(text, at):
            return at
    return max(at, 0)


def is_possessive(text: str, end: int) -> bool:
    """Whether a possessive ending follows a word that ends at `end`: `Russia's`, `the leaders'`."""
    if text[end : end + 1] not in ("'", "’", "ʼ") or not text[end : end + 1]:
        return False
    after = text[end + 1 : end + 3]
    if after[:1] in ("s", "S"):
        return not after[1:].isalnum()
    return text[end - 1 : end] in ("s", "S") and not after[:1].isalnum() and after[:1] == " "


def words_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """All words of `text[start:end]`, in order; the ends of the stretch cut words that cross them."""
    return [(begin, _word_end(text, begin, stop)) for begin, stop in _found(text, start, end)]


def _words_from(text: str, offset: int) -> Iterator[tuple[int, int, int]]:
    """Words of the run around `offset` and after it: start, end, and end with the possessive."""
    at, end = _run(text, offset)[0], min(len(text), offset + WORD_REACH)
    while at < end:
        stop = min(end, at + WORD_LIMIT)
        for first, last in _found(text, at, stop):
            if last > stop - _MARGIN and first > at and stop < end:
                # It may be cut off here: it is looked at again with what follows.
                at = first
                break
            yield first, _word_end(text, first, last), last
        else:
            at = stop


def _found(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The words of a stretch with their possessives."""
    while start < stop:
        for match in _word().finditer(text, start, stop):
            first, start = match.span()
            if not text.isascii() and max(match[0]) >= _FIRST_IDEOGRAPH:
                ideograph = _ideograph().search(text, first, start)
                if ideograph:
                    before = _word().match(text, first, ideograph.start())
                    start = before.end() if before else first + 1
                    yield first, start
                    break  # what follows is looked at anew
            yield first, start
        else:
            return


def _word_end(text: str, start: int, end: int) -> int:
    """The end of a word without its possessive."""
    return end - (2 if _POSSESSIVE.search(text, start, end) else 0)


def _run(text: str, offset: int) -> tuple[int, int]:
    """The stretch without white space around `offset`, at most `WORD_LIMIT` code points to each side."""
    low = high = min(offset, len(text))
    floor, ceiling = max(0, low - WORD_LIMIT), min(len(text), high + WORD_LIMIT)
    while low > floor and not text[low - 1].isspace():
        low -= 1
    while high < ceiling and not text[high].isspace():
        high += 1
    return low, high


def _window(text: str, offset: int) -> tuple[int, int]:
    """The line of `offset`, at most `SENTENCE_REACH` code points to each side."""
    floor, ceiling = max(0, offset - SENTENCE_REACH), min(len(text), offset + SENTENCE_REACH)
    low = text.rfind("\n", floor, offset)
    high = text.find("\n", offset, ceiling)
    return (floor if low < 0 else low + 1), (ceiling if high < 0 else high)


def _sentences(text: str, offset: int) -> list[tuple[int, int]]:
    """The sentences of the line of `offset`, white space left out."""
    from annotui.core.sentence_ends import sentence_ends

    low, high = _window(text, offset)
    spans = []
    start = low
    for stop in sentence_ends(text, low, high):
        spans.append(_strip(text, start, stop))
        start = stop
    spans.append(_strip(text, start, high))
    return [(first, last) for first, last in spans if first < last]


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _opens_paragraph(text: str, start: int) -> bool:
    """Whether the line that begins at `start` is not blank and opens a paragraph."""
    end = _line_end(text, start)
    if not _VISIBLE.search(text, start, end):
        return False
    if start == 0 or end - start > _WRAPPED_LINE:
        return True
    above = text.rfind("\n", 0, start - 1) + 1
    return start - 1 - above > _WRAPPED_LINE or not _VISIBLE.search(text, above, start - 1)
