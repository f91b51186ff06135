"""Finding rows that have moved up or down together, so that the terminal can move them itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import ne
from typing import NamedTuple

from annotui.tui.terminal.rows import Row

_SCROLL = 20
"""The bytes that set the margins, go there and take the margins back."""
_MOTION = 6
"""The bytes that bring the cursor into a row, about."""
_EL = 3


class Shift(NamedTuple):
    """The rows from `top` to `bottom`, both of them too, move up by `up` rows, or down where that is negative."""

    top: int
    bottom: int
    up: int


def find_shift(old: Sequence[Row], new: Sequence[Row]) -> Shift | None:
    """The shift that saves most; None where none saves anything. Both have all rows of the screen."""
    changed = [y for y, row in enumerate(new) if row is not old[y]]
    if not changed:
        return None
    first, last = changed[0], changed[-1] + 1
    before, after = old[first:last], new[first:last]
    likely = _likely(before, after)
    plain = [_bytes(was, row) for was, row in zip(before, after, strict=True)] if likely else []
    found = [_best_block(before, after, plain, up) for up in likely]
    saved, shift = max(found, key=lambda one: one[0], default=(0, Shift(0, 0, 0)))
    return Shift(first + shift.top, first + shift.bottom, shift.up) if saved > _SCROLL else None


def _likely(old: Sequence[Row], new: Sequence[Row]) -> list[int]:
    """The one or two distances by which most rows have moved; only texts count, as a cursor may have moved on."""
    places: dict[object, list[int]] = {}
    for y, row in enumerate(old):
        if row.blank_from:
            places.setdefault(row.text, []).append(y)
    votes = Counter(
        at - y for y, row in enumerate(new) if row.text != old[y].text for at in places.get(row.text, ()) if at != y
    )
    likely = votes.most_common(2)
    return [up for up, count in likely if 2 * count >= likely[0][1]]


def _best_block(old: Sequence[Row], new: Sequence[Row], plain: Sequence[int], up: int) -> tuple[int, Shift]:
    """The rows to move by `up`, and the bytes which that saves; without it each row costs as many as `plain` says.

    The rows that stay in sight are the stretch with the greatest sum of what each saves (Kadane's algorithm); to it
    is added what it costs that the rows before or behind it become blank.
    """
    height = len(new)
    blanked = list(
        accumulate((cost - _MOTION - row.blank_from for cost, row in zip(plain, new, strict=True)), initial=0)
    )
    best = 0, Shift(0, 0, up)
    running = top = 0
    for y in range(max(0, -up), height - max(0, up)):
        afresh = blanked[y] - blanked[y + up] if up < 0 else 0
        if y == max(0, -up) or afresh >= running:
            running, top = afresh, y
        moved = _bytes(old[y + up], new[y])
        if 2 * moved > plain[y]:
            # Two rows of text have some cells in common, whatever they say.
            running += min(0, plain[y] - moved)
            continue
        running += plain[y] - moved
        saved = running + (blanked[y + 1 + up] - blanked[y + 1] if up > 0 else 0)
        if saved > best[0]:
            best = saved, Shift(top + min(0, up), y + max(0, up), up)
    return best


def _bytes(old: Row, new: Row) -> int:
    """About how many bytes make one row another."""
    if old is new or old == new:
        return 0
    end = new.blank_from
    cells = 0 if old.text == new.text else _differing(old.text[:end], new.text[:end])
    looks = 0 if old.signs == new.signs else _differing(old.signs[:end], new.signs[:end])
    return _MOTION + max(cells, looks) + (_EL if old.blank_from > end else 0)


def _differing(old: Sequence[str], new: Sequence[str]) -> int:
    differ: Iterable[bool] = map(ne, old, new)
    return sum(differ)
