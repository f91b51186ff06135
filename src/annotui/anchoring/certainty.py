"""Judges an alignment: whether a stretch that it found unchanged is surely the same one, not a copy of it.

Two things must hold: the stretch stands among neighbours that are still its neighbours, and neither text has a copy
of it that would do as well.
"""

from __future__ import annotations

from typing import Final

from annotui.anchoring.alignment import Alignment
from annotui.anchoring.rivals import Rivals
from annotui.anchoring.tokens import Places

_NEAR: Final = 8
"""How many tokens on each side are looked at."""
_DRIFT: Final = 6
"""By how many tokens a neighbour may have come nearer or gone farther and still be one."""
_ONE_SIDE, _BOTH_SIDES = 0.7, 0.45
"""The part of the neighbours (by their letters) that must have stayed: on one side, or on both together."""
_ABOUT: Final = 3
"""How many neighbours on each side must not have copies either."""


class Certainty:
    """Answers for one alignment whether a matched stretch can be relied on; `come` are the unmatched new tokens."""

    def __init__(self, alignment: Alignment) -> None:
        self._alignment = alignment
        old, new = alignment.old.keys, alignment.new.keys
        self.come = Places(new, alignment.to_old)
        self._forwards = Rivals(old, new, alignment.to_new, self.come)
        self._backwards = Rivals(new, old, alignment.to_old, Places(old, alignment.to_new))
        self._verdicts: dict[int, bool] = {}

    def is_certain(self, first: int, last: int) -> bool:
        """Whether the old tokens `first`-`last`, matched to neighbouring new ones, are surely those."""
        if not self.is_supported(first, last):
            return False
        about = range(max(0, first - _ABOUT), min(last + _ABOUT, len(self._alignment.to_new)))
        return not any(self._is_doubtful(i) for i in about)

    def is_supported(self, first: int, last: int) -> bool:
        """Whether enough of the neighbours of the matched old tokens `first`-`last` have stayed neighbours."""
        at = self._alignment.to_new[first]
        before = self._stayed(range(first - _NEAR, first), at - first)
        after = self._stayed(range(last, last + _NEAR), self._alignment.to_new[last - 1] - last + 1)
        return max(before, after) >= _ONE_SIDE or before + after >= 2 * _BOTH_SIDES

    def _stayed(self, neighbours: range, shift: int) -> float:
        """The part of these old tokens that are matched and moved about `shift` tokens; a text's end counts as one."""
        keys, to_new = self._alignment.old.keys, self._alignment.to_new
        whole = stayed = 0
        for i in neighbours:
            if 0 <= i < len(keys):
                whole += len(keys[i])
                stayed += len(keys[i]) if to_new[i] >= 0 and abs(to_new[i] - i - shift) <= _DRIFT else 0
        if neighbours.start < 0 or neighbours.stop > len(keys):
            end = 0 if neighbours.start < 0 else len(self._alignment.new) - len(keys)
            whole += _NEAR
            stayed += _NEAR if abs(shift - end) <= _DRIFT else 0
        return stayed / whole

    def _is_doubtful(self, i: int) -> bool:
        """Whether old token `i`, if matched, has a copy that it may as well be, or be matched to."""
        j = self._alignment.to_new[i]
        if j >= 0 and i not in self._verdicts:
            self._verdicts[i] = self._forwards.has_rival(i, j) or self._backwards.has_rival(j, i)
        return j >= 0 and self._verdicts[i]
