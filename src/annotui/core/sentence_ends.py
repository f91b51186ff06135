"""Where sentences end: at a stop that closes one, not at the dot of an abbreviation, a number or an initial."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotui.core.lexicon import NEVER_STOPS, NUMBERED_STOPS, OPENERS, SHORT_STOPS

_TOKEN_REACH = 24
_LETTER = r"[^\W\d_]"
_STOP = re.compile(r"[.!?…։؟।]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[”’」』）]*|(?<=[\u0561-\u0587]):(?=\s+[\u0531-\u0556])")
_OPENING = re.compile(r"[\s\"'“”‘’«»„(\[\-–—]*(\S?)")
_LAST_TOKEN = re.compile(r"[^\s(\[\"“«„'‘]*\Z")
_INITIALS = re.compile(rf"(?:{_LETTER}\.)*{_LETTER}(?!\w)")
_FULL_STOPS = frozenset("։।。！？:")
_LIST_MARK = re.compile(r"\s*(?:\d{1,2}|[IVXLivx]{1,5}|[A-Za-zА-Яа-я])\Z")


def sentence_ends(text: str, low: int, high: int) -> Iterator[int]:
    """One past the stops, closing quotes and brackets included, that end a sentence within code points `[low, high)`.

    What follows the last one is a sentence, too.
    """
    for stop in _STOP.finditer(text, low, high):
        if _ends_sentence(text, low, high, stop):
            yield stop.end()


def _ends_sentence(text: str, low: int, high: int, stop: re.Match[str]) -> bool:
    opening = _OPENING.match(text, stop.end(), high)
    first = opening[1] if opening else ""
    if not first:
        return False
    if stop[0][0] in _FULL_STOPS:
        return True
    if first.islower():
        return False
    if stop[0][0] != "." or stop[0][1:2] == ".":
        return True
    token = _LAST_TOKEN.search(text, max(low, stop.start() - _TOKEN_REACH), stop.start())
    return token is None or _dot_ends(text[low : stop.start()], token[0], text[stop.end() : high])


def _dot_ends(before: str, token: str, after: str) -> bool:
    """Whether the dot after `token`, the end of `before`, closes a sentence that `after` follows."""
    word = token.lower()
    if word in NEVER_STOPS or (len(before) < _TOKEN_REACH and _LIST_MARK.match(before)):
        return False
    next_token = after.split(maxsplit=1)[0]
    if any(char.isdigit() for char in next_token):
        return word not in NUMBERED_STOPS and word not in SHORT_STOPS
    if _INITIALS.fullmatch(token):
        return not _INITIALS.match(next_token.rstrip(".,")) and _opens(next_token)
    return word not in SHORT_STOPS or _opens(next_token)


def _opens(token: str) -> bool:
    """Whether a capitalised word is one that seldom stands inside a sentence: `The`, `However`."""
    return token.strip("\"'“”‘’«»„([-–—,.").lower() in OPENERS
