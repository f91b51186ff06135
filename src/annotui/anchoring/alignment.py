"""Says which tokens of an old text are still there in a new one, and where: only those that no equally good reading
puts elsewhere.

The longest common subsequence is taken twice, once with each match as far left and once as far right as it goes
(the text reversed): what both agree on holds in every best alignment (cf. Vingron and Argos 1990, reliable regions
of alignments). Between two such matches a stretch that stays whole is preferred to one torn apart, again only if it
is the same from both ends. Long texts are first cut at passages that occur once in each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from annotui.anchoring.tokens import Tokens, grams

_MOST_CELLS: Final = 1 << 27
"""How large an alignment may be (old tokens x new tokens): a bit of memory each."""
_CUT_EVERY: Final = 6000
"""How far apart long texts are cut (tokens)."""
_GRAM: Final = 8
"""How many tokens make a passage that may be a place to cut."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which token is which: `to_new[i]` is the new token that old token `i` is, or -1; `to_old` the way back."""

    old: Tokens
    new: Tokens
    to_new: list[int]
    to_old: list[int]


def align(old: Tokens, new: Tokens) -> Alignment:
    """Align two texts; matches keep their order."""
    numbers: dict[str, int] = {}
    before = [numbers.setdefault(key, len(numbers)) for key in old.keys]
    after = [numbers.setdefault(key, len(numbers)) for key in new.keys]
    to_new = [-1] * len(before)
    corners = [(0, 0), *_cuts(before, after), (len(before), len(after))]
    for (i, j), (k, m) in pairwise(corners):
        for at, match in enumerate(_certain(before[i:k], after[j:m])):
            if match >= 0:
                to_new[i + at] = j + match
    to_old = [-1] * len(after)
    for i, j in enumerate(to_new):
        if j >= 0:
            to_old[j] = i
    return Alignment(old, new, to_new, to_old)


def _certain(before: Sequence[int], after: Sequence[int]) -> list[int]:
    """The matches of a piece that hold whichever end one starts from; -1 elsewhere."""
    matches = _agreed(_longest(before, after), _mirrored(_longest(before[::-1], after[::-1]), len(after)))
    fixed = [(-1, -1), *((i, j) for i, j in enumerate(matches) if j >= 0), (len(before), len(after))]
    for (i, j), (k, m) in pairwise(fixed):
        if k - i > 1 and m - j > 1:
            left, right = before[i + 1 : k], after[j + 1 : m]
            whole = _agreed(_ends(left, right), _mirrored(_ends(left[::-1], right[::-1]), len(right)))
            for at, match in enumerate(whole):
                if match >= 0:
                    matches[i + 1 + at] = j + 1 + match
    return matches


def _agreed(one: Sequence[int], other: Sequence[int]) -> list[int]:
    return [j if j == k else -1 for j, k in zip(one, other, strict=True)]


def _mirrored(matches: Sequence[int], length: int) -> list[int]:
    """Matches of two reversed pieces, read forwards; `length` is the new piece's."""
    return [length - 1 - j if j >= 0 else -1 for j in reversed(matches)]


def _ends(before: Sequence[int], after: Sequence[int]) -> list[int]:
    """The matches of what two pieces begin with in common, and then of what the rests end with."""
    matches = [-1] * len(before)
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    matches[:head] = range(head)
    for n in range(1, shorter - head + 1):
        if before[-n] != after[-n]:
            break
        matches[-n] = len(after) - n
    return matches


def _longest(before: Sequence[int], after: Sequence[int]) -> list[int]:
    """The matches of a longest common subsequence; of pieces too large for it, only of their common ends."""
    matches = _ends(before, after)
    if len(before) * len(after) > _MOST_CELLS:
        return matches
    if -1 not in matches or not before:
        return matches
    from rapidfuzz.distance import Indel

    matches = [-1] * len(before)
    for step in Indel.opcodes(before, after):
        if step.tag == "equal":
            matches[step.src_start : step.src_end] = range(step.dest_start, step.dest_end)
    return matches


def _cuts(before: Sequence[int], after: Sequence[int]) -> list[tuple[int, int]]:
    """Where long texts may be cut into pieces that are aligned alone: token pairs deep inside unchanged passages."""
    if len(before) * len(after) <= _CUT_EVERY * _CUT_EVERY:
        return []
    chain = _rising(_shared_grams(before, after))
    depth = _depths(chain)
    cuts: list[tuple[int, int]] = []
    best = -1
    for at, (i, _) in enumerate(chain):
        if best < 0 or depth[at] > depth[best]:
            best = at
        if i - (cuts[-1][0] if cuts else 0) >= _CUT_EVERY:
            cuts.append((chain[best][0] + _GRAM // 2, chain[best][1] + _GRAM // 2))
            best = -1
    return cuts


def _shared_grams(before: Sequence[int], after: Sequence[int]) -> list[tuple[int, int]]:
    """The places of all passages of `_GRAM` tokens that occur once in each text, in order of the old one."""
    places = _single_grams(after)
    return [(i, places[gram]) for gram, i in _single_grams(before).items() if gram in places]


def _single_grams(tokens: Sequence[int]) -> dict[tuple[int, ...], int]:
    places: dict[tuple[int, ...], int] = {}
    repeated: set[tuple[int, ...]] = set()
    for at, gram in enumerate(grams(tokens, _GRAM)):
        if gram in places:
            repeated.add(gram)
        else:
            places[gram] = at
    for gram in repeated:
        del places[gram]
    return places


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs` (in order of the old text) that is in order of the new text too."""
    tops: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for at, (_, j) in enumerate(pairs):
        place = bisect_left(tops, j)
        previous.append(ends[place - 1] if place else -1)
        tops[place : place + 1] = [j]
        ends[place : place + 1] = [at]
    chain: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = previous[at]
    return chain[::-1]


def _depths(chain: Sequence[tuple[int, int]]) -> list[int]:
    """How far each pair of a chain is from the nearer end of its unbroken run (tokens)."""
    depth = [0] * len(chain)
    for order in (range(1, len(chain)), range(len(chain) - 2, -1, -1)):
        step = order.step
        run = 0
        for at in order:
            (i, j), (k, m) = chain[at], chain[at - step]
            run = run + 1 if (i - k, j - m) == (step, step) else 0
            depth[at] = run if step == 1 else min(depth[at], run)
    return depth
