"""Finds a quote in a text again: word for word or folded, else what is most alike, by the text about it.

Scores weigh the quote 50, the text before it 20, after it 20, and the place 2, as Hypothesis does
(client, `src/annotator/anchoring/match-quote.ts`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from annotui.anchoring.tokens import Places, Tokens, tokenise
from annotui.core.folding import fold
from annotui.core.model import Fragment
from annotui.core.quotes import Quote

_QUOTE, _PREFIX, _SUFFIX, _PLACE = 50, 20, 20, 2
_FOLDED: Final = 0.97
"""What a quote counts that is only alike when folded; word for word is 1."""
_GOOD: Final = 0.8
"""The score above which nothing that is merely alike is looked for."""
_ENOUGH: Final = 0.64
"""The least score: the whole quote and half of the text on one side."""
_ENOUGH_IF_LONG: Final = 0.53
_LONG: Final = 24
"""From how many code points on a quote speaks for itself."""
_LEAST_ALIKE: Final = 0.55
_MOST_HITS: Final = 24
_MOST_PLACES: Final = 8
_MOST_WINDOWS: Final = 3
_AROUND: Final = 8
_WIDEST: Final = 160
"""How far about the expected place a changed quote is looked for (tokens)."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A quote as tokens among its context: it is `tokens.keys[first:last]`.

    `lead` and `trail` are how far its edges lie inside (more than 0) or outside its outer tokens (code points).
    """

    quote: Quote
    tokens: Tokens
    first: int
    last: int
    lead: int
    trail: int

    @property
    def keys(self) -> list[str]:
        """The quote's own tokens, folded."""
        return self.tokens.keys[self.first : self.last]


@dataclass(frozen=True, slots=True)
class Expectation:
    """Where in the new text a quote should be: about token `at`, between tokens `low` and `high`.

    `hint` is a token at which it may begin, or -1.
    """

    at: int
    low: int
    high: int
    hint: int = -1


def sought(quote: Quote) -> Sought:
    """Cut a quote and its context into tokens."""
    start, end = len(quote.prefix), len(quote.prefix) + len(quote.exact)
    tokens = tokenise(quote.prefix + quote.exact + quote.suffix)
    first, last = tokens.covering(start, end)
    if first == last:
        return Sought(quote, tokens, first, last, 0, 0)
    return Sought(quote, tokens, first, last, start - tokens.starts[first], tokens.ends[last - 1] - end)


def stretch(text: str, tokens: Tokens, wanted: Sought, first: int, last: int) -> Fragment:
    """The fragment on tokens `first`-`last` with the quote's own edges, or the tokens' where those do not fit."""
    outer = Fragment(tokens.starts[first], tokens.ends[last - 1])
    start, end = outer.start + wanted.lead, outer.end - wanted.trail
    if start >= 0 and text[start:end] == wanted.quote.exact:
        return Fragment(start, end)
    start, end = max(start, outer.start), min(end, outer.end)
    return Fragment(start, end) if start < end else outer


class QuoteSearch:
    """Looks for quotes among the tokens of a text that nothing else has been matched to."""

    def __init__(self, text: str, tokens: Tokens, loose: Places, is_taken: Callable[[int, int, range], bool]) -> None:
        """`is_taken(first, last, own)` says whether new tokens belong to old ones other than `own`."""
        self._text = text
        self._tokens = tokens
        self._loose = loose
        self._is_taken = is_taken

    def find(self, wanted: Sought, expected: Expectation, own: range) -> Fragment | None:
        """The best place for a quote, or None where none is good enough."""
        if wanted.first == wanted.last:
            return None
        places = self._places(wanted, expected)
        score, found = self._best(wanted, expected, own, self._alike(wanted, places), {})
        if score < _GOOD:
            changed = dict(self._changed(wanted, self._windows(wanted, expected, places)))
            other_score, other = self._best(wanted, expected, own, iter(changed), changed)
            if other_score > score:
                score, found = other_score, other
        enough = _ENOUGH_IF_LONG if len(wanted.quote.exact) >= _LONG else _ENOUGH
        return found if score >= enough else None

    def _places(self, wanted: Sought, expected: Expectation) -> list[int]:
        """The tokens at which the quote may begin, likeliest first: each word of it and of its context votes."""
        votes: Counter[int] = Counter()
        for at, key in enumerate(wanted.tokens.keys):
            shift = at - wanted.first
            for place in self._loose.near(key, expected.at + shift, _MOST_HITS):
                votes[place - shift] += len(key)
        hints = [expected.hint] if expected.hint >= 0 else []
        return hints + [place for place, _ in votes.most_common(_MOST_PLACES)]

    def _alike(self, wanted: Sought, places: list[int]) -> Iterator[tuple[int, int]]:
        """The places where the folded quote stands."""
        length = wanted.last - wanted.first
        for place in places:
            if place >= 0 and self._tokens.keys[place : place + length] == wanted.keys:
                yield place, place + length

    def _windows(self, wanted: Sought, expected: Expectation, places: list[int]) -> Iterator[tuple[int, int]]:
        """The stretches of tokens in which a changed quote may be: where it is expected, and where votes are."""
        length = wanted.last - wanted.first
        low = max(expected.low - _AROUND, expected.at - _WIDEST, 0)
        high = min(expected.high + _AROUND, expected.at + length + _WIDEST, len(self._tokens))
        yield low, high
        for place in places[:_MOST_WINDOWS]:
            yield max(0, place - 2 * _AROUND), min(len(self._tokens), place + length + 2 * _AROUND)

    def _changed(self, wanted: Sought, windows: Iterator[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], float]]:
        """The stretches most like the quote, with how alike they are (0 to 1)."""
        from rapidfuzz import fuzz

        quote = " ".join(wanted.keys)
        for low, high in windows:
            keys = self._tokens.keys[low:high]
            for first, last in (_by_context(wanted, keys), _by_likeness(quote, keys)):
                if first < last:
                    alike = fuzz.ratio(quote, " ".join(keys[first:last])) / 100
                    if alike >= _LEAST_ALIKE:
                        yield (low + first, low + last), min(alike, _FOLDED)

    def _best(
        self,
        wanted: Sought,
        expected: Expectation,
        own: range,
        ranges: Iterator[tuple[int, int]],
        likeness: dict[tuple[int, int], float],
    ) -> tuple[float, Fragment | None]:
        """The best of some token ranges, with its score (0 to 1)."""
        best: tuple[float, Fragment | None] = (0.0, None)
        for first, last in ranges:
            if self._is_taken(first, last, own):
                continue
            fragment = stretch(self._text, self._tokens, wanted, first, last)
            verbatim = self._text[fragment.start : fragment.end] == wanted.quote.exact
            alike = 1.0 if verbatim else likeness.get((first, last), _FOLDED)
            score = self._score(wanted.quote, fragment, alike, abs(first - expected.at))
            if score > best[0]:
                best = score, fragment
        return best

    def _score(self, quote: Quote, fragment: Fragment, alike: float, distance: int) -> float:
        before = self._text[max(0, fragment.start - len(quote.prefix)) : fragment.start]
        after = self._text[fragment.end : fragment.end + len(quote.suffix)]
        near = 1 - distance / max(distance, len(self._tokens))
        total = _QUOTE * alike + _PREFIX * _likeness(quote.prefix, before) + _SUFFIX * _likeness(quote.suffix, after)
        return (total + _PLACE * near) / (_QUOTE + _PREFIX + _SUFFIX + _PLACE)


def _likeness(one: str, other: str) -> float:
    """How alike two contexts are (0 to 1); 0 for what any two stretches of one language share."""
    from rapidfuzz import fuzz

    one, other = (" ".join(fold(side).text.split()) for side in (one, other))
    return max(0.0, fuzz.ratio(one, other) / 50 - 1)


def _by_context(wanted: Sought, keys: list[str]) -> tuple[int, int]:
    """Where among `keys` the quote's tokens are, by aligning it with its context: first, one past the last.

    An edge whose own token is gone lies against the context, if that has stayed.
    """
    from rapidfuzz.distance import Indel

    places = [-1] * len(wanted.tokens)
    for step in Indel.opcodes(wanted.tokens.keys, keys):
        if step.tag == "equal":
            places[step.src_start : step.src_end] = range(step.dest_start, step.dest_end)
    inner = [place for place in places[wanted.first : wanted.last] if place >= 0]
    first, last = (inner[0], inner[-1] + 1) if inner else (-1, -1)
    if places[wanted.first] < 0 and wanted.first and places[wanted.first - 1] >= 0:
        first = places[wanted.first - 1] + 1
    if places[wanted.last - 1] < 0 and wanted.last < len(places) and places[wanted.last] >= 0:
        last = places[wanted.last]
    return (first, last) if first >= 0 else (0, 0)


def _by_likeness(quote: str, keys: list[str]) -> tuple[int, int]:
    """The tokens of `keys` about the stretch most like the quote; none where nothing is like it."""
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(quote, " ".join(keys), score_cutoff=100 * _LEAST_ALIKE)
    if found is None or found.dest_end - found.dest_start < len(quote) / 2:
        return 0, 0
    first, last, start = len(keys), 0, 0
    for at, key in enumerate(keys):
        # A token belongs to the stretch by its larger part.
        if found.dest_start <= start + len(key) / 2 <= found.dest_end:
            first, last = min(first, at), at + 1
        start += len(key) + 1
    return first, last
