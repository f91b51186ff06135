"""The jump list: the places that jumps began at, over articles, with a way back and forth."""

from __future__ import annotations

from typing import NamedTuple

MOST = 100
"""How many places are kept; the oldest go first."""


class Spot(NamedTuple):
    """A place in an article, in code points."""

    path: str
    offset: int


class Jumps:
    """Where jumps began, the latest last. Going back and forth begins from where the reader is then."""

    def __init__(self) -> None:
        self._spots: list[Spot] = []
        self._at = 0

    def left(self, spot: Spot) -> None:
        """Note that a jump led away from a place; it stands in the list once."""
        kept = [known for known in self._spots if known != spot]
        self._spots = [*kept[-MOST + 1 :], spot]
        self._at = len(self._spots)

    def back(self, here: Spot) -> Spot | None:
        """The place before in the list, None at its beginning; `here` is where one goes forth to later."""
        if self._at == len(self._spots) and self._at:
            self.left(here)
            self._at -= 1
        return self._to(self._at - 1, -1, here)

    def forth(self, here: Spot) -> Spot | None:
        """The place after in the list, None at its end."""
        return self._to(self._at + 1, 1, here)

    def _to(self, number: int, step: int, here: Spot) -> Spot | None:
        while 0 <= number < len(self._spots):
            if self._spots[number] != here:
                self._at = number
                return self._spots[number]
            number += step
        return None
