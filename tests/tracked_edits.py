"""Edits of a text that track every code point, so that the truth is known when anchoring is tested."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from random import Random

from annotui.anchoring import reanchor
from annotui.core.model import Fragment
from annotui.core.quotes import quote_of

Tracked = list[tuple[str, int | None]]
"""A text as code points, each with its place in the text before the edits, or None if it came in."""
Edit = Callable[[Tracked, Random], Tracked]

_SMALL = ["the", "of", "and", "to", "in", "on", "for", "with", "by", "from", "at", "was", "as", "its", "that", "has"]
_NAMES = [
    "Velmora",
    "Tarnhold",
    "Kellin",
    "Brandt",
    "Haldane",
    "Petrosk",
    "Quillon",
    "“Sorrento”",
    "Ismayıl",
    "Ostravá",
]
_STEMS = ["bar", "del", "fon", "gri", "hal", "jor", "kem", "lun"]
_WORDS = [stem + ending for stem in _STEMS for ending in ("ade", "est", "ion", "our", "ment", "ing", "ow", "ick")]


def article(random: Random, paragraphs: int, repeated: float = 0.0) -> str:
    """A text of invented words; a part of its paragraphs occurs more than once."""
    written: list[str] = []
    for _ in range(paragraphs):
        if written and random.random() < repeated:
            written.append(random.choice(written))
            continue
        words = [random.choice(random.choice((_SMALL, _WORDS, _NAMES))) for _ in range(random.randint(12, 60))]
        written.append(re.sub(r"(\w+) (\w+) (\w+ \w+) ", r"\1, \2 \3. ", " ".join(words)) + ".")
    return "\n\n".join(written)


def text_of(tracked: Tracked) -> str:
    return "".join(char for char, _ in tracked)


def paragraphs_of(tracked: Tracked) -> list[Tracked]:
    breaks = [match.span() for match in re.finditer("\n\n", text_of(tracked))]
    starts, ends = [0, *(end for _, end in breaks)], [*(start for start, _ in breaks), len(tracked)]
    return [tracked[start:end] for start, end in zip(starts, ends, strict=True)]


def joined(paragraphs: list[Tracked]) -> Tracked:
    tracked: Tracked = []
    for at, paragraph in enumerate(paragraphs):
        tracked += ([("\n", None)] * 2 if at else []) + paragraph
    return tracked


def incoming(text: str) -> Tracked:
    return [(char, None) for char in text]


def edited_words(rate: float) -> Edit:
    """Words dropped, replaced and put in, a third of `rate` each."""

    def edit(tracked: Tracked, random: Random) -> Tracked:
        out: Tracked = []
        for match in re.finditer(r"\s*(\S+)", text_of(tracked)):
            start, (word, end) = match.start(), match.span(1)
            choice, fresh = random.random(), incoming(random.choice(_WORDS) + random.choice(_WORDS))
            out += tracked[start:word]
            if choice >= rate:
                out += tracked[word:end]
            elif choice >= 2 * rate / 3:
                out += [*fresh, (" ", None), *tracked[word:end]]
            elif choice >= rate / 3:
                out += fresh
        return out

    return edit


def swapped(tracked: Tracked, random: Random) -> Tracked:
    parts = paragraphs_of(tracked)
    one, other = random.randrange(len(parts)), random.randrange(len(parts))
    if text_of(parts[one]) != text_of(parts[other]):
        parts[one], parts[other] = parts[other], parts[one]
    return joined(parts)


def without_a_paragraph(tracked: Tracked, random: Random) -> Tracked:
    parts = paragraphs_of(tracked)
    del parts[random.randrange(len(parts))]
    return joined(parts)


def with_a_copy(tracked: Tracked, random: Random) -> Tracked:
    parts = paragraphs_of(tracked)
    parts.insert(random.randrange(len(parts) + 1), incoming(text_of(random.choice(parts))))
    return joined(parts)


def with_a_copy_beside(tracked: Tracked, random: Random) -> Tracked:
    parts = paragraphs_of(tracked)
    at = random.randrange(len(parts))
    parts.insert(at + random.randrange(2), incoming(text_of(parts[at])))
    return joined(parts)


def with_a_new_paragraph(tracked: Tracked, random: Random) -> Tracked:
    parts = paragraphs_of(tracked)
    parts.insert(random.randrange(len(parts) + 1), incoming(article(random, 1)))
    return joined(parts)


def rewrapped(tracked: Tracked, random: Random) -> Tracked:
    width = random.randint(30, 80)
    return [("\n" if char == " " and at % width < 6 else char, origin) for at, (char, origin) in enumerate(tracked)]


def decomposed(tracked: Tracked, _: Random) -> Tracked:
    return [(part, origin) for char, origin in tracked for part in unicodedata.normalize("NFD", char)]


def cased(tracked: Tracked, random: Random) -> Tracked:
    """Some words in capitals, some in small letters, as headlines and agencies have it."""
    out: Tracked = []
    for match in re.finditer(r"\s*\S+", text_of(tracked)):
        word, choice = tracked[slice(*match.span())], random.random()
        change = str.upper if choice < 0.1 else str.lower if choice < 0.2 else str
        out += [(part, origin) for char, origin in word for part in change(char)]
    return out


def plainly_quoted(tracked: Tracked, _: Random) -> Tracked:
    return [({"“": '"', "”": '"'}.get(char, char), origin) for char, origin in tracked]


EDITS: dict[str, Edit] = {
    **{f"words {rate:.0%}": edited_words(rate) for rate in (0.02, 0.05, 0.1, 0.2)},
    "swap": swapped,
    "delete": without_a_paragraph,
    "copy": with_a_copy,
    "copy beside": with_a_copy_beside,
    "new paragraph": with_a_new_paragraph,
    "re-wrap": rewrapped,
    "NFD": decomposed,
    "quotes": plainly_quoted,
    "case": cased,
}


def spans_of(text: str, random: Random, count: int) -> list[Fragment]:
    words = [match.span() for match in re.finditer(r"\w+", text)]
    firsts = [random.randrange(len(words)) for _ in range(count)]
    lasts = [min(first + random.choice((0, 0, 1, 2, 4, 8)), len(words) - 1) for first in firsts]
    return [Fragment(words[first][0], words[last][1]) for first, last in zip(firsts, lasts, strict=True)]


def true_place(after: Tracked, span: Fragment) -> Fragment | None:
    """Where the span's own code points are now: None when all are gone."""
    places = [at for at, (_, origin) in enumerate(after) if origin is not None and span.start <= origin < span.end]
    return Fragment(places[0], places[-1] + 1) if places else None


def figures(text: str, after: Tracked, spans: list[Fragment]) -> Counter[str]:
    """Re-anchor spans of one fragment and count how each went; a wrong `exact` is an error."""
    new_text = text_of(after)
    count: Counter[str] = Counter()
    for span, answer in zip(spans, reanchor(text, new_text, [[quote_of(text, span)] for span in spans]), strict=True):
        truth, exact = true_place(after, span), text[span.start : span.end]
        place = answer.fragments[0] if answer.fragments else None
        assert (answer.fragments is None) == (answer.anchor == "orphaned")
        if answer.anchor == "exact":
            assert place == truth, f"{exact!r} was said to be at {place}, is at {truth}"
            assert new_text[place.start : place.end] == exact if place else False
        kind = "deleted" if truth is None else "whole" if new_text[truth.start : truth.end] == exact else "changed"
        count[f"{kind}, {answer.anchor}{' elsewhere' if answer.anchor == 'moved' and place != truth else ''}"] += 1
    return count
