"""What may be shown of untrusted text, and its graphemes: one visible code point for each unsafe one.

`safe()` is the only way for text that was not written in this program to a terminal. It keeps the length, so
that offsets stay true. Combining marks, ZWJ, ZWNJ and variation selectors are passed on as they are, because
scripts and emoji need them: they have no width of their own and draw on the cell before them, so what places
text in cells should put a base (a space) before a line that starts with one.
"""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\ufffd"
"""Stands for what is no character: C1 controls, lone surrogates, noncharacters."""
BIDI_MARKER = "⇄"
"""Stands for a bidirectional control, which would reorder what is around it."""
LINE_MARKER = "␤"
"""Stands for the line and paragraph separators U+2028 and U+2029."""
HIDDEN_MARKER = "¦"
"""Stands for a code point that shows nothing: zero-width spaces, soft hyphens, tags, fillers."""

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_NOT_CHARACTERS = "\x80-\x9f\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
# Default_Ignorable_Code_Point (DerivedCoreProperties.txt) without ZWNJ, ZWJ, variation selectors and the bidi
# controls, and with the interlinear annotation controls.
_HIDDEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_UNSAFE = re.compile(f"[\x00-\x1f\x7f{_BIDI}\u2028\u2029{_NOT_CHARACTERS}{_HIDDEN}]")
_IS_BIDI = re.compile(f"[{_BIDI}]")
_IS_HIDDEN = re.compile(f"[{_HIDDEN}]")

_ZWJ = "\u200d"
_MARKS = frozenset({"Mn", "Me", "Mc"})
_BREAKERS = frozenset({"Cc", "Zl", "Zp", "Cs"})
# Code points of other categories that extend the cluster before them: ZWNJ, ZWJ, halfwidth sound marks.
_EXTENDERS = frozenset("\u200c\u200d\uff9e\uff9f")
_PREPENDED = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd")
_PAIR_REACH = 256
"""How many regional indicators are counted back to tell which of them form a flag."""


def safe(text: str) -> str:
    """What a terminal may get in place of `text`: as many code points, none of them a control or invisible.

    C0 (tab and newline too) becomes U+2400+n, DEL U+2421, C1, lone surrogates and noncharacters U+FFFD; bidi
    controls, line separators and default-ignorable code points become markers one cell wide.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_visible, text)


def one_line(text: str, limit: int) -> str:
    """`text` as a title: safe, on one line, white space collapsed, at most `limit` code points.

    What is cut ends in an ellipsis and never inside a grapheme. For display only.
    """
    if limit <= 0:
        return ""
    words: list[str] = []
    length = -1
    for match in re.finditer(r"\S+", text):
        word = text[match.start() : min(match.end(), match.start() + limit + 1)]
        words.append(word)
        length += len(word) + 1
        if length > limit:
            break
    line = " ".join(words)
    if len(line) > limit:
        end = grapheme_start(line, limit - 1)
        line = line[:end].rstrip() + "…"
    return safe(line)


def next_grapheme(text: str, offset: int) -> int:
    """The first grapheme boundary after `offset` (code points); `len(text)` at the end.

    Extended grapheme clusters of UAX #29, with categories standing for the property tables.
    """
    size = len(text)
    at = max(offset, 0) + 1
    while at < size and not _is_boundary(text, at):
        at += 1
    return min(at, size)


def prev_grapheme(text: str, offset: int) -> int:
    """The last grapheme boundary before `offset` (code points); 0 at the start."""
    at = min(offset, len(text)) - 1
    while at > 0 and not _is_boundary(text, at):
        at -= 1
    return max(at, 0)


def grapheme_start(text: str, offset: int) -> int:
    """The grapheme boundary at or before `offset` (code points)."""
    at = max(min(offset, len(text)), 0)
    while 0 < at < len(text) and not _is_boundary(text, at):
        at -= 1
    return at


def _visible(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if _IS_BIDI.match(char):
        return BIDI_MARKER
    if _IS_HIDDEN.match(char):
        return HIDDEN_MARKER
    return LINE_MARKER if code in (0x2028, 0x2029) else REPLACEMENT


def _is_boundary(text: str, at: int) -> bool:
    """Whether a cluster ends between `at - 1` and `at`, both inside the text."""
    before, after = text[at - 1], text[at]
    if before < "\x7f" and after < "\x7f":
        return not (before == "\r" and after == "\n")
    category = unicodedata.category(after)
    if category in _BREAKERS or unicodedata.category(before) in _BREAKERS:
        return True
    if category in _MARKS or after in _EXTENDERS or _is_modifier(after):
        return False
    if before in _PREPENDED or _is_hangul_join(before, after):
        return False
    if before == _ZWJ and _is_pictographic(after):
        return not _follows_picture(text, at - 1)
    if _is_regional(before) and _is_regional(after):
        return _regionals_before(text, at) % 2 == 0
    return True


def _is_modifier(char: str) -> bool:
    """A skin tone, or a tag of a subdivision flag."""
    return "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f"


def _is_regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_pictographic(char: str) -> bool:
    return unicodedata.category(char) == "So" or char in "‼⁉↔⬛⬜〰〽" or "\U0001fa00" <= char <= "\U0001faff"


def _follows_picture(text: str, at: int) -> bool:
    """Whether what stands before `at`, extenders skipped, is a pictographic symbol."""
    at -= 1
    while at > 0 and (unicodedata.category(text[at]) in _MARKS or _is_modifier(text[at])):
        at -= 1
    return at >= 0 and _is_pictographic(text[at])


def _regionals_before(text: str, at: int) -> int:
    count = 0
    while count < _PAIR_REACH and at > count and _is_regional(text[at - count - 1]):
        count += 1
    # In a longer run the pairs are told by position, so that a step stays cheap.
    return count if count < _PAIR_REACH else at


def _is_hangul_join(before: str, after: str) -> bool:
    left, right = _hangul(before), _hangul(after)
    if left == "L":
        return right in ("L", "V", "LV", "LVT")
    if left in ("LV", "V"):
        return right in ("V", "T")
    return left in ("LVT", "T") and right == "T"


def _hangul(char: str) -> str:
    """The Hangul syllable type of a code point (UAX #29), or nothing."""
    code = ord(char)
    if 0x1100 <= code <= 0x115F or 0xA960 <= code <= 0xA97C:
        return "L"
    if 0x1160 <= code <= 0x11A7 or 0xD7B0 <= code <= 0xD7C6:
        return "V"
    if 0x11A8 <= code <= 0x11FF or 0xD7CB <= code <= 0xD7FB:
        return "T"
    if 0xAC00 <= code <= 0xD7A3:
        return "LV" if (code - 0xAC00) % 28 == 0 else "LVT"
    return ""
