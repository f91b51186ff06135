"""Looks for copies of a matched token that it might as well be matched to.

A copy is ruled out where the text about the token goes on as it was, on both sides, well past what the copy shares
with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from annotui.anchoring.tokens import Places, grams, nearest

_NEAR: Final = 8
"""How many tokens on each side are looked at."""
_DRIFT: Final = 6
"""By how many tokens two neighbours may have come closer or gone apart and still be neighbours."""
_GRAM: Final = 5
"""How many tokens in a row hint at a copy."""
_MOST_COPIES: Final = 12
_MARGIN: Final = 0.25
"""By how much of the neighbours a copy must fit worse."""
_PIECE: Final = 24
"""How many tokens of a copy are compared at a time."""
_LEAST_SHARED: Final = 0.4
"""How much of a piece must be the same for the copy to go on."""
_LONGEST_COPY: Final = 400
_FARTHER: Final = 6
"""How many of the neighbours past the end of a copy must have stayed."""
_END: Final = ""
"""Stands for a text's end among its tokens, none of which is empty."""


class Rivals:
    """Looks in one text for other places that a matched token of the other could have."""

    def __init__(self, here: list[str], there: list[str], matches: Sequence[int], loose: Places) -> None:
        """`matches` gives each token of `here` its place in `there`, or -1; `loose` are the unmatched ones there."""
        from rapidfuzz.distance import LCSseq

        self.here, self.there, self.matches, self._loose = here, there, matches, loose
        self.in_common: Callable[[list[str], list[str]], int] = LCSseq.similarity
        self._grams: dict[int, list[int]] = {}
        for at, gram in enumerate(grams(there, _GRAM)):
            self._grams.setdefault(hash(gram), []).append(at)

    def has_rival(self, own: int, match: int) -> bool:
        """Whether token `own`, matched to `match`, fits elsewhere as well.

        What lies between the match and a copy is no evidence against the copy (it may have come in, or moved), so
        the side beyond the copy counts alone; or else it is plainly a copy, by either side.
        """
        copies = self._copies(own, match)
        if not copies:
            return False
        before, after = _Side(self, own, match, -1), _Side(self, own, match, 1)
        for copy in copies:
            facing, other = (after, before) if copy > match else (before, after)
            is_copy = facing.fits_as_well(copy) or other.is_alike(copy)
            if is_copy and not (before.reaches_farther(copy) and after.reaches_farther(copy)):
                return True
        return False

    def _copies(self, own: int, match: int) -> set[int]:
        """The places to try: where the token stands unmatched, and where it stands among the same tokens."""
        copies = set(self._loose.near(self.here[own], match, _MOST_COPIES))
        for start in range(max(0, own - _GRAM + 1), own + 1):
            places = self._grams.get(hash(tuple(self.here[start : start + _GRAM])), [])
            ahead = own - start
            copies.update(place + ahead for place in nearest(places, match - ahead, _MOST_COPIES))
        copies.discard(match)
        return copies


class _Side:
    """What lies on one side of a token, to compare with that side of its match and of copies of it."""

    def __init__(self, rivals: Rivals, own: int, match: int, step: int) -> None:
        """`step` is the way to go: 1 forwards, -1 backwards."""
        self._here, self._there, self._matches = rivals.here, rivals.there, rivals.matches
        self._in_common = rivals.in_common
        self._own, self._match, self._step = own + step, match + step, step
        self._wanted = self._neighbours(self._here, self._own)
        self._alike = (1 - _MARGIN) * len(self._wanted)
        kept = sum(self._matches[i] >= 0 for i in self._way(self._own, _NEAR))
        if self._wanted[-1] == _END and self._neighbours(self._there, self._match)[-1] == _END:
            kept += 1
        self._enough = min(kept - _MARGIN * len(self._wanted) + 1, self._alike)

    def fits_as_well(self, copy: int) -> bool:
        """Whether a copy has nearly as many of the token's neighbours as have stayed, or most of them."""
        return self._found(copy) >= self._enough

    def is_alike(self, copy: int) -> bool:
        """Whether a copy has most of the token's neighbours."""
        return self._found(copy) >= self._alike

    def reaches_farther(self, copy: int) -> bool:
        """Whether the text goes on as it was well past what a copy shares with it."""
        shared, found, end = self._shared(copy + self._step)
        if shared >= _LONGEST_COPY:
            return False
        way = self._way(self._own, shared + _NEAR)
        kept = [i for i in way if self._matches[i] >= 0]
        places = [(self._own - self._step, self._match - self._step), *((i, self._matches[i]) for i in kept)]
        if any(abs((m - k) - (j - i)) > _DRIFT for (i, k), (j, m) in pairwise(places)):
            return False
        alike = sum(abs(i - self._own) < shared for i in kept)
        beyond = len(kept) - alike
        missing = shared + _NEAR - len(way)
        if missing > 0 and self._is_end(places[-1][1], missing) and 0 <= end < len(self._there):
            beyond += missing
        return beyond >= _FARTHER and alike >= found - _MARGIN * shared

    def _is_end(self, place: int, most: int) -> bool:
        """Whether the other text ends within `most` tokens of a place there."""
        return not 0 <= place + most * self._step < len(self._there)

    def _found(self, copy: int) -> int:
        """How many of the token's neighbours a copy has."""
        return self._in_common(self._wanted, self._neighbours(self._there, copy + self._step))

    def _shared(self, copy: int) -> tuple[int, int, int]:
        """How many tokens on a copy is like this text, small changes apart; how many are the same; its end there."""
        from rapidfuzz.distance import Indel

        own = self._own
        shared = found = 0
        while shared < _LONGEST_COPY:
            wanted = self._ahead(self._here, own, _PIECE)
            steps = Indel.opcodes(wanted, self._ahead(self._there, copy, _PIECE))
            same = [step for step in steps if step.tag == "equal"]
            count = sum(step.src_end - step.src_start for step in same)
            if not same or count < _LEAST_SHARED * len(wanted):
                break
            shared, found = shared + same[-1].src_end, found + count
            own, copy = own + self._step * same[-1].src_end, copy + self._step * same[-1].dest_end
        return shared, found, copy

    def _way(self, at: int, most: int) -> range:
        """The next places from `at` on in the token's own text."""
        stop = at + most * self._step
        return range(at, min(stop, len(self._here)) if self._step > 0 else max(stop, -1), self._step)

    def _neighbours(self, keys: list[str], at: int) -> list[str]:
        """The nearest tokens, nearest first; a text's end counts as one."""
        near = self._ahead(keys, at, _NEAR)
        return near if len(near) == _NEAR else [*near, _END]

    def _ahead(self, keys: list[str], at: int, most: int) -> list[str]:
        """The next tokens from `at` on, nearest first."""
        if self._step > 0:
            return keys[at : at + most]
        return keys[at : at - most if at >= most else None : -1] if at >= 0 else []
