"""What stands for a character that a terminal cannot show: a plain one that means much the same, in as many cells.

Python asks for it when it encodes what is sent to the terminal, which is the last thing done to it: what is stored,
copied and exported stays as it is. All stand-ins are ASCII, which every encoding of a terminal has.
"""

from __future__ import annotations

import codecs
import unicodedata
from functools import lru_cache

from annotui.core.cells import CLUSTER_LIMIT
from annotui.core.text import next_grapheme

STAND_INS = "annotui.stand-ins"
"""The name under which encoders find `stand_in`, once `register` was called."""
UNKNOWN = "?"

_ALIKE: dict[str, str] = {
    stood_for: shown
    for shown, all_stood_for in {
        "-": "‐‑‒–—―−─━┄┅┈┉╌╍╴╶╸╺═",
        "|": "│┃┆┇┊┋╎╏╵╷╹╻║¦▌▍▎▏▐▕",
        "'": "‘’‚‛′‵ʹʻʼʽˈ`´",
        '"': "“”„‟″‶«»",
        "<": "‹←≤⟨〈",
        ">": "›→≥⟩〉▶►",
        "^": "↑▲",
        "v": "↓▼✓✔",
        "~": "⇄↔≈∼˜",
        ".": "…·․",
        "*": "•●∙★",
        "o": "○◦°",
        "x": "×✗✘",
        "+": "±",
        "/": "÷⁄∕╱",
        "\\": "╲",
        "=": "≡",
        "#": "▀▄█░▒▓■□▪",
        "_": "▁▂▃",
        "!": "¡≠",
        "$": "¤",
        "c": "©¢",
        "r": "®",
        "t": "™",
        "E": "€",
        "L": "£",
        "Y": "¥",
        "S": "§",
        "P": "¶",
        "N": "№",
        "e": "ə",
        "i": "ı",
        "s": "ß",
        "a": "æª",
        "A": "Æ",
        "d": "ð",
        "D": "Ð",
        "T": "Þ",
    }.items()
    for stood_for in all_stood_for
} | {"Ə": "E", "œ": "o", "Œ": "O", "þ": "t", "º": "o", "␤": "|"}
_BOX = range(0x2500, 0x2580)
"""Lines: those that run neither straight across nor straight down meet others."""


def register() -> None:
    """Let encoders use `stand_in` by its name."""
    codecs.register_error(STAND_INS, stand_in)


def stand_in(error: UnicodeError) -> tuple[str, int]:
    """What stands for the characters that an encoder has stumbled over, and where it is to go on (code points)."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return plain(error.object, error.start, error.end), error.end


def plain(text: str, start: int, end: int) -> str:
    """Stand-ins for `text[start:end]`: as many cells as that takes there, behind what stands before it."""
    parts: list[str] = []
    at = start
    if start and next_grapheme(text[start - 1 : start - 1 + CLUSTER_LIMIT], 0) > 1:
        # Marks on a character that the terminal has: they go, and leave the cells that they have added.
        at = min(end, start - 1 + next_grapheme(text[start - 1 : start - 1 + CLUSTER_LIMIT], 0))
        parts.append(UNKNOWN * (_cells(text[start - 1 : at]) - _cells(text[start - 1])))
    while at < end:
        stop = min(end, at + next_grapheme(text[at : at + CLUSTER_LIMIT], 0))
        parts.append(_of_cluster(text[at:stop]))
        at = stop
    return "".join(parts)


@lru_cache(maxsize=4096)
def _of_cluster(cluster: str) -> str:
    width = _cells(cluster)
    shown = _of_character(cluster[0])
    return shown[:width] + (" " if shown != UNKNOWN else UNKNOWN) * (width - len(shown))


def _of_character(character: str) -> str:
    known = _ALIKE.get(character)
    if known is not None:
        return known
    if ord(character) in _BOX:
        return "+"
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    base = unicodedata.normalize("NFKD", character)
    if base[0].isascii() and (len(base) == 1 or category[0] == "L" or unicodedata.combining(base[1])):
        return base[0]
    # What Unicode does not decompose has its letter in its name: LATIN SMALL LETTER L WITH STROKE.
    match unicodedata.name(character, "").split():
        case ["LATIN", "SMALL", "LETTER", letter, *_] if len(letter) == 1:
            return letter.lower()
        case ["LATIN", "CAPITAL", "LETTER", letter, *_] if len(letter) == 1:
            return letter
    return UNKNOWN


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)
