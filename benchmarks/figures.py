"""A figure as measured: ours, its peer's, their ratio, and whether the bar is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.bars import Bar

if TYPE_CHECKING:  # drawing screens needs more than an environment with annotui alone has
    from benchmarks.terminal import Press

Detail = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Value:
    """What was measured, in the bar's unit: ours, and the peer's where there is one."""

    ours: float
    peer: float | None = None
    detail: Detail = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """A bar with its value; without one `why` tells why not. `skipped`: something that it needs is not here."""

    bar: Bar
    value: Value | None = None
    why: str = ""
    skipped: bool = False

    @property
    def ratio(self) -> float | None:
        """Ours / peer, of an `at_least` bar peer / ours; None without a value, a peer, or where either is nothing."""
        if self.value is None or self.value.peer is None:
            return None
        over, under = self.value.ours, self.value.peer
        if self.bar.at_least:
            over, under = under, over
        return over / under if under else None

    @property
    def met(self) -> bool | None:
        """Whether the bar is kept; None where there is none, or the figure was skipped."""
        if self.bar.limit is None or self.skipped:
            return None
        if self.value is None:
            return False
        held = self.value.ours if not self.bar.peer else self.ratio
        if held is None:
            return False
        return held >= self.bar.limit if self.bar.at_least else held <= self.bar.limit


def median(values: Sequence[float]) -> float:
    """The middle value, or the mean of the middle two."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def p99(values: Sequence[float]) -> float:
    """The value that one in a hundred is above."""
    return sorted(values)[min(len(values) - 1, int(0.99 * len(values)))]


@dataclass(frozen=True, slots=True)
class Samples:
    """The presses of one key."""

    presses: Sequence[Press]

    @property
    def ms(self) -> float:
        """Median time to settled."""
        return median([press.settled for press in self.presses])

    @property
    def ms99(self) -> float:
        """p99 of the time to settled."""
        return p99([press.settled for press in self.presses])

    @property
    def bytes(self) -> float:
        """Median of the bytes written."""
        return median([press.bytes for press in self.presses])

    @property
    def detail(self) -> dict[str, float]:
        """How many presses, and more of them: ms to the first byte, to settled, of CPU; bytes."""
        return {
            "n": len(self.presses),
            "first_ms": round(median([press.first for press in self.presses]), 3),
            "settled_ms": round(self.ms, 3),
            "settled_p99_ms": round(self.ms99, 3),
            "cpu_ms": round(median([press.cpu for press in self.presses]), 3),
            "cpu_p99_ms": round(p99([press.cpu for press in self.presses]), 3),
            "bytes": self.bytes,
            "bytes_most": max(press.bytes for press in self.presses),
        }


def bytes_against(ours: Samples, peer: Samples) -> Value:
    """Median bytes of a key against those of a peer's."""
    return Value(ours.bytes, peer.bytes, ours.detail)


def time_against(ours: Samples, peer: Samples) -> Value:
    """Median time of a key against that of a peer's."""
    return Value(ours.ms, peer.ms, ours.detail | {"peer_settled_p99_ms": round(peer.ms99, 3)})


def steadiness(of: Samples, usual: Samples | None = None) -> Value:
    """The p99 of a key against its median, or against the median of the same key at another time."""
    return Value(of.ms99, (usual or of).ms, of.detail)
