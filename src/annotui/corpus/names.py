"""File names made safe: relative, visible, without control characters, short enough for every file system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from annotui.corpus.folder import ARTICLE_SUFFIXES
from annotui.corpus.lines import single_spaced

_LONGEST_BYTES: Final = 150
_MOST_FOLDERS: Final = 6
_RESERVED: Final = re.compile(r'[<>:"|?*\\]')
_REPLACED_SUFFIX: Final = re.compile(r"\.(?:html?|xhtml|jsonl?|csv|xml)$", re.IGNORECASE)
_NO_NAME: Final = "article"


class Names:
    """Gives out safe names, none twice (whatever the case): the second `a.txt` becomes `a-2.txt`.

    `claim` says of a name in folded case whether it is free, and takes it; left out, they are kept in memory.
    """

    def __init__(self, claim: Callable[[str], bool] | None = None) -> None:
        taken: set[str] = set()

        def claim_in_memory(name: str) -> bool:
            is_free = name not in taken
            taken.add(name)
            return is_free

        self._claim = claim or claim_in_memory

    def take(self, name: str) -> str:
        """A safe name made of `name`, `/`-separated, ending in `.txt` or `.md`."""
        safe = safe_name(name)
        stem, dot, suffix = safe.rpartition(".")
        number = 1
        while not self._claim(safe.casefold()):
            number += 1
            safe = f"{stem}-{number}{dot}{suffix}"
        return safe


def safe_name(name: str) -> str:
    """A relative path of at most seven parts of 150 bytes, each NFC, not hidden and free of control characters.

    `.` and `..` and empty parts vanish; `.html` and the like give way to `.txt`. Never empty.
    """
    parts = [part for part in map(_safe_part, name.split("/")) if part] or [_NO_NAME]
    last = parts[-1]
    suffix = next((suffix for suffix in ARTICLE_SUFFIXES if last.lower().endswith(suffix)), "")
    stem = last[: len(last) - len(suffix)] if suffix else _REPLACED_SUFFIX.sub("", last)
    stem = _cut(stem, _LONGEST_BYTES - len(".txt")) or _NO_NAME
    folders = [_cut(part, _LONGEST_BYTES) or _NO_NAME for part in parts[:-1]]
    return "/".join([*folders[:_MOST_FOLDERS], stem + (suffix or ARTICLE_SUFFIXES[0])])


def leads_out(name: str) -> bool:
    """Whether a member's name is absolute, has a drive or `..`, or has a backslash: no honest archive does."""
    return name.startswith("/") or "\\" in name or re.match(r"[A-Za-z]:", name) is not None or ".." in name.split("/")


def is_hidden(name: str) -> bool:
    """Whether a path, or a folder in it, is hidden or is what macOS adds to archives."""
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def _safe_part(part: str) -> str:
    # Category C: control and format characters (bidi among them), surrogates, private and unassigned ones.
    kept = "".join(c for c in part if c.isspace() or not unicodedata.category(c).startswith("C"))
    kept = _RESERVED.sub("-", unicodedata.normalize("NFC", single_spaced(kept)))
    return kept.lstrip(" .-").rstrip(" .")


def _cut(part: str, length: int) -> str:
    """The part in at most `length` bytes of UTF-8, cut between code points."""
    return part.encode()[:length].decode("utf-8", "ignore").rstrip(" .")
