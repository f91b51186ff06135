"""Re-anchors spans: by the alignment of the old text with the new one where it is certain, else by searching."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from annotui.anchoring.alignment import align
from annotui.anchoring.certainty import Certainty
from annotui.anchoring.quotes import Anchored
from annotui.anchoring.search import Expectation, QuoteSearch, sought, stretch
from annotui.anchoring.tokens import Places, Tokens, tokenise
from annotui.core.model import Anchor, Fragment
from annotui.core.quotes import Quote

_Found = tuple[Fragment, Anchor] | None

_TAKEN: Final = 0.5
"""The part of a place (by its letters) that may belong to other old text."""


def reanchor(old_text: str | None, new_text: str, spans: Sequence[Sequence[Quote]]) -> list[Anchored]:
    """Say where each span (its fragments in order) stands in the new text: one answer a span, in order.

    `exact` means that the fragments are unchanged and that the alignment of the two texts leaves no other place
    for them. `moved` is a place for a person to look at: the text of the span changed, or its place is not
    certain. `orphaned` means that nothing good enough was found. Where the old text was not kept, or a quote is not
    what it says at those offsets, `exact` is only what still stands at the same offsets among the same text.
    """
    if old_text == new_text:
        finder: _Unchanged | _Changed | _Unknown = _Unchanged(new_text)
    elif old_text is None:
        finder = _Unknown(new_text)
    else:
        finder = _Changed(old_text, new_text)
    return [_joined([finder.find(quote) for quote in span]) for span in spans]


def _joined(found: Sequence[_Found]) -> Anchored:
    """The answer for a span from those for its fragments."""
    kept = [answer for answer in found if answer is not None]
    fragments = tuple(fragment for fragment, _ in kept)
    if not found or len(kept) < len(found) or any(one.end > other.start for one, other in pairwise(fragments)):
        return Anchored(None, "orphaned")
    return Anchored(fragments, "exact" if all(anchor == "exact" for _, anchor in kept) else "moved")


class _Unknown:
    """Finds quotes in a text whose earlier version is not known."""

    def __init__(self, text: str, tokens: Tokens | None = None) -> None:
        self._text = text
        self._tokens = tokens or tokenise(text)
        self._search = QuoteSearch(text, self._tokens, Places(self._tokens.keys), lambda *_: False)

    def find(self, quote: Quote) -> _Found:
        """Where a quote is, if anywhere."""
        if _stands_still(quote, self._text):
            return quote.fragment, "exact"
        at = min(bisect_left(self._tokens.starts, quote.fragment.start), len(self._tokens))
        fragment = self._search.find(sought(quote), Expectation(at, at, at), range(0))
        return (fragment, "moved") if fragment else None


class _Unchanged:
    """Answers for a text that is the same as before."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._strayed: _Unknown | None = None

    def find(self, quote: Quote) -> _Found:
        """The same place, unless the quote was never there."""
        if _is_at_home(quote, self._text):
            return quote.fragment, "exact"
        self._strayed = self._strayed or _Unknown(self._text)
        return self._strayed.find(quote)


class _Changed:
    """Finds quotes in a text whose earlier version is known."""

    def __init__(self, old_text: str, new_text: str) -> None:
        self._old_text, self._text = old_text, new_text
        self._alignment = align(tokenise(old_text), tokenise(new_text))
        self._certainty = Certainty(self._alignment)
        self._matched = [i for i, j in enumerate(self._alignment.to_new) if j >= 0]
        self._old, self._tokens = self._alignment.old, self._alignment.new
        self._search = QuoteSearch(new_text, self._tokens, self._certainty.come, self._is_taken)
        self._strayed: _Unknown | None = None

    def find(self, quote: Quote) -> _Found:
        """Where a quote is, if anywhere."""
        if not _is_at_home(quote, self._old_text):
            self._strayed = self._strayed or _Unknown(self._text, self._tokens)
            return self._strayed.find(quote)
        wanted = sought(quote)
        own = range(*self._old.covering(quote.fragment.start, quote.fragment.end))
        hint = -1
        if own and self._is_whole(own):
            hint = self._alignment.to_new[own.start]
            fragment = stretch(self._text, self._tokens, wanted, hint, hint + len(own))
            if self._certainty.is_certain(own.start, own.stop):
                verbatim = self._text[fragment.start : fragment.end] == quote.exact
                return fragment, "exact" if verbatim else "moved"
        found = self._search.find(wanted, self._expected(own, hint), own)
        return (found, "moved") if found else None

    def _is_whole(self, own: range) -> bool:
        """Whether old tokens are all matched, and to tokens that follow one another."""
        at = self._alignment.to_new[own.start]
        return at >= 0 and self._alignment.to_new[own.start : own.stop] == list(range(at, at + len(own)))

    def _expected(self, own: range, hint: int) -> Expectation:
        """Where old tokens should be, by what is matched of them, else by the nearest matched ones about them."""
        before = bisect_left(self._matched, own.start)
        after = bisect_left(self._matched, own.stop)
        low, at = 0, own.start
        if before:
            neighbour = self._matched[before - 1]
            low = self._alignment.to_new[neighbour] + 1
            at = low + own.start - neighbour - 1
        high = self._alignment.to_new[self._matched[after]] if after < len(self._matched) else len(self._tokens)
        if before < after:
            inside = self._matched[before]
            at = self._alignment.to_new[inside] - (inside - own.start)
        return Expectation(max(low, min(at, high)), low, high, hint)

    def _is_taken(self, first: int, last: int, own: range) -> bool:
        """Whether new tokens are mostly old ones other than `own`, in places that can be relied on."""
        taken = whole = 0
        for at in range(first, last):
            letters = len(self._tokens.keys[at])
            whole += letters
            i = self._alignment.to_old[at]
            taken += letters if i >= 0 and i not in own and self._certainty.is_supported(i, i + 1) else 0
        return taken > _TAKEN * whole


def _is_at_home(quote: Quote, text: str) -> bool:
    """Whether a quote stands in a text at its own offsets."""
    start, end = quote.fragment.start, quote.fragment.end
    return 0 <= start < end and text[start:end] == quote.exact


def _stands_still(quote: Quote, text: str) -> bool:
    """Whether a quote stands at its own offsets among its own context; without any context nobody can tell."""
    start, end = quote.fragment.start, quote.fragment.end
    return (
        _is_at_home(quote, text)
        and bool(quote.prefix or start == 0)
        and bool(quote.suffix or end == len(text))
        and text[max(0, start - len(quote.prefix)) : start] == quote.prefix
        and text[end : end + len(quote.suffix)] == quote.suffix
    )
