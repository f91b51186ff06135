"""What a concordance looks for: whole words in folded text, of one string or several, or a regular expression.

Folding makes case, diacritics, quotes and dashes alike; white space stands for any white space. A regular expression,
written `/.../`, is looked for in the text as it stands; in small letters it does not mind capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from annotui.core.finding import REACH, WINDOW, Searcher, regular, whole_words
from annotui.core.folding import fold
from annotui.errors import UsageError

Place = tuple[int, int]
"""Code points, half-open."""

_WORD: Final = re.compile(r"[^\W_]+")
_INDEXED: Final = re.compile(r"[a-z0-9\u0430-\u052f\u0561-\u0586]+")
"""Words of which it is known how the full-text index has them."""
_SPELLINGS: Final = (
    *(("ae", "æ"), ("oe", "œ"), ("ss", "ß"), ("th", "þ"), ("եւ", "և")),
    *(("d", "đð"), ("e", "ə"), ("h", "ħ"), ("i", "ı"), ("l", "ł"), ("n", "ŋ"), ("o", "ø"), ("t", "ŧ"), ("е", "ё")),
)
"""What folding makes alike and the full-text index keeps apart."""
_SPELLED: Final = re.compile("|".join(folded for folded, _ in _SPELLINGS))
_MOST_SPELLINGS: Final = 64


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for.

    `shown` is how it is told to a person. `surfaces` are the strings, folded; `expression` the regular expression where
    it is one, as `/.../`.
    """

    shown: str
    surfaces: tuple[str, ...] = ()
    expression: str = ""

    def windows(self, text: str) -> Iterator[list[Place]]:
        """The places in a text, a window of it after the other, in order and without overlaps."""
        if self.expression:
            yield list(self.matches(text))
            return
        searcher = Searcher(whole_words(self.surfaces), folded=True)
        reached = 0
        for low in range(0, len(text), WINDOW):
            found: list[Place] = []
            for place in searcher.all_places(text, low, low + WINDOW):
                if place[0] >= reached:
                    found.append(place)
                    reached = place[1]
            yield found

    def matches(self, text: str) -> Iterator[Place]:
        """Where the regular expression matches something; how long that takes depends on it alone."""
        compiled = regular(self.expression)
        assert compiled is not None
        return (match.span() for match in compiled.finditer(text) if match.end() > match.start())

    def index_words(self) -> list[list[list[str]]] | None:
        """Of each string the words, of each word its spellings: every article with a place has one of each.

        None where that is not known of a string.
        """
        groups = [[_spellings(word) for word in _WORD.findall(surface)] for surface in self.surfaces]
        known = [[spellings for spellings in group if spellings] for group in groups]
        return known if known and all(known) else None


def wanted(text: str) -> Wanted:
    """What a text asks for, `/.../` being a regular expression. Raises UsageError: nothing, too long, no expression."""
    if regular(text) is None:
        return wanted_surfaces([text])
    shown = text.strip()
    return Wanted(shown, expression=shown)


def wanted_surfaces(surfaces: Iterable[str]) -> Wanted:
    """What looks for any of these strings; the first tells it. Raises UsageError: nothing, or too long."""
    given = [" ".join(surface.split()) for surface in surfaces]
    folded = list(dict.fromkeys(" ".join(fold(surface).text.split()) for surface in given))
    known = tuple(surface for surface in folded if _WORD.search(surface) and len(surface) < REACH)
    if not known or not given:
        if any(len(surface) >= REACH for surface in folded):
            raise UsageError("This is too long to look for.", f"At most {REACH:,} characters; select less.")
        raise UsageError("There is nothing to look for.", "Give a word, some words, or a /regular expression/.")
    more = f" and {len(known) - 1} more" if known[1:] else ""
    return Wanted(f"“{given[0]}”{more}", known)


def context(text: str, start: int, end: int, margin: int) -> tuple[str, str, str]:
    """A place with at most `margin` code points before and after it, each with single blanks for white space."""
    before = text[max(0, start - margin) : start]
    return _one_line(before), _one_line(text[start:end]), _one_line(text[end : end + margin])


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _spellings(word: str) -> list[str]:
    """How a folded word may stand in the full-text index; nothing where that is too much or not known."""
    if _INDEXED.fullmatch(word) is None:
        return []
    known = dict(_SPELLINGS)
    choices: list[tuple[str, ...]] = []
    at, number = 0, 1
    for match in _SPELLED.finditer(word):
        folded = match[0]
        # Two letters that one letter may stand for may also be each as it is, or spelled otherwise.
        apart = ["".join(pair) for pair in product(*((letter, *known.get(letter, "")) for letter in folded))]
        ways = dict.fromkeys([*apart, *known[folded]])
        choices += [(word[at : match.start()],), tuple(ways)]
        at, number = match.end(), number * len(ways)
        if number > _MOST_SPELLINGS:
            return []
    return ["".join(parts) for parts in product(*choices, (word[at:],))]
