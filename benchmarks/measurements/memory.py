"""Resident memory: of a library of a million at its first paint, of a long article after many keys."""

from __future__ import annotations

import random
from collections.abc import Mapping

from benchmarks import processes
from benchmarks.bench import Bench, Measurement
from benchmarks.data import title
from benchmarks.figures import Value, median
from benchmarks.measurements.start import first_paint, library, smallest
from benchmarks.terminal import REST, Unanswered

_STARTS = 5
_BURST = 20
# What a person does in an hour of annotating: mostly moving and tagging, now and then something else.
_KEYS = (
    *[b"w"] * 20, *[b"j"] * 15, *[b"b"] * 4, *[b"k"] * 4, *[b" "] * 8, b"\x02", b"\x04", b")", b"}", *[b"\t"] * 6,
    *[b"4"] * 3, *[b"5"] * 3, *[b"6"] * 3, b"u", b"u", b"n", b"*", b"??", b"G", b"gg", b"v\x1b", b"p\x1b", b"i",
    b"O\x1b", b"/ferries\r",
)  # fmt: skip


def _library(bench: Bench) -> Mapping[str, Value]:
    ours, peer = library(bench, bench.counts.million), smallest(bench)
    pairs = [(first_paint(bench, ours).memory, first_paint(bench, peer).memory) for _ in range(_STARTS)]
    return {"memory.library": Value(median([mine for mine, _ in pairs]), median([theirs for _, theirs in pairs]))}


def _article(bench: Bench) -> Mapping[str, Value]:
    chance = random.Random(1)
    theirs = median([first_paint(bench, smallest(bench)).memory for _ in range(_STARTS)])
    project = bench.data.copy(bench.data.article("10mb"), "hour")
    with bench.annotui(project) as terminal:
        terminal.wait_written(title("10mb"))
        terminal.quiet(REST)
        terminal.idle()
        before = processes.memory_mb(terminal.pid)
        for _ in range(bench.counts.mixed // _BURST):
            terminal.send(b"".join(chance.choices(_KEYS, k=_BURST)))
            terminal.idle(looks=1)  # typed on while keys are still carried out, thousands of them would wait
            terminal.forget()
        terminal.idle()
        after = sum(map(processes.memory_mb, processes.session(terminal.pid)))
        if terminal.ended:
            raise Unanswered("it ended while keys were pressed")
    return {"memory.article": Value(after, theirs, {"keys": bench.counts.mixed, "mb_at_first": round(before, 1)})}


MEASUREMENTS = (
    Measurement("memory-library", ("memory.library",), _library),
    Measurement("memory-article", ("memory.article",), _article),
)
