"""From the start of the program to the full first paint, and to the answer to the first key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from benchmarks import processes, texts
from benchmarks.bench import MIN_APP, Bench, Measurement
from benchmarks.data import SIZES, title
from benchmarks.figures import Value, median
from benchmarks.terminal import GAP, PATIENCE, REST, Terminal, Unanswered, replay

HELP = "Help:"
"""What only the help of annotui shows."""


@dataclass(frozen=True, slots=True)
class Program:
    """How to start a program; a word of its first paint; a key, and what it brings on the screen."""

    arguments: tuple[str, ...]
    folder: Path
    marker: str
    key: bytes
    effect: str


@dataclass(frozen=True, slots=True)
class FirstPaint:
    """ms from the start to the last byte of the first full paint, bytes up to there; MB and ms of CPU soon after."""

    ms: float
    bytes: int
    memory: float
    cpu: float


def smallest(bench: Bench) -> Program:
    """How the smallest Textual app is started."""
    return Program((bench.tools.python, str(MIN_APP)), bench.data.work, "FIRST-TEXT", b"x", "SECOND-TEXT")


def annotui(bench: Bench, project: Path, marker: str) -> Program:
    """How annotui is started on a project."""
    return Program((bench.tools.annotui,), project, marker, b"?", HELP)


def library(bench: Bench, count: int) -> Program:
    """How annotui is started in a library."""
    return annotui(bench, bench.data.library(count), texts.name(0))


def first_paint(bench: Bench, program: Program) -> FirstPaint:
    """Start a program and leave it alone: its paint is full when all is there that is there when it rests."""
    used: list[tuple[float, float, float]] = []
    with bench.open(list(program.arguments), program.folder) as terminal:
        terminal.wait_written(program.marker)
        while perf_counter() < terminal.chunks[-1].at + REST:
            if not terminal.pump(GAP):
                used.append((perf_counter(), processes.memory_mb(terminal.pid), processes.cpu_ms(terminal.pid)))
    shown = replay(terminal)
    final = shown[-1][2].cells
    full = shown[-1]
    for moment in reversed(shown):
        if moment[2].cells != final:
            break
        full = moment
    at, written, _ = full
    _, memory, cpu = next(sample for sample in used if sample[0] > at)
    return FirstPaint((at - terminal.started) * 1e3, written, memory, cpu)


def first_answer(bench: Bench, program: Program) -> float:
    """Give the ms from the start until the effect of a key, sent as soon as the marker was seen, is on the screen."""
    with bench.open(list(program.arguments), program.folder) as terminal:
        terminal.wait_written(program.marker)
        terminal.send(program.key)
        _wait_shown(terminal, program.effect)
    return next((at - terminal.started) * 1e3 for at, _, shown in replay(terminal) if shown.has(program.effect))


def _wait_shown(terminal: Terminal, text: str) -> None:
    end = perf_counter() + PATIENCE
    while not terminal.snapshot().has(text):
        if perf_counter() > end or terminal.ended:
            raise Unanswered(f"the first key brought no {text!r}")
        terminal.quiet(REST)


def _measure(bench: Bench) -> Mapping[str, Value]:
    programs = {
        "smallest": smallest(bench),
        "library-1k": library(bench, 1000),
        "library-1m": library(bench, bench.counts.million),
        **{f"article-{size}": annotui(bench, bench.data.article(size), title(size)) for size in SIZES},
    }
    paints: dict[str, list[FirstPaint]] = {name: [] for name in programs}
    answers: dict[str, list[float]] = {name: [] for name in programs}
    for number in range(bench.counts.starts + 1):
        for name, program in programs.items():
            paint, answer = first_paint(bench, program), first_answer(bench, program)
            if number:  # the first of each has only warmed the caches
                paints[name].append(paint)
                answers[name].append(answer)
    values: dict[str, Value] = {}
    for name in list(programs)[1:]:
        ours, peer = paints[name], paints["smallest"]
        values[f"start.{name}.painted"] = Value(_ms(ours), _ms(peer), _detail(ours))
        values[f"start.{name}.answered"] = Value(median(answers[name]), median(answers["smallest"]))
    for size in SIZES:
        with bench.less(size) as less:
            less.quiet(REST)
            needed = less.bytes
        ours = paints[f"article-{size}"]
        values[f"first-paint.{size}"] = Value(median([paint.bytes for paint in ours]), needed, _detail(ours))
    return values


def _ms(paints: Sequence[FirstPaint]) -> float:
    return median([paint.ms for paint in paints])


def _detail(paints: Sequence[FirstPaint]) -> dict[str, float]:
    return {
        "n": len(paints),
        "ms_least": round(min(paint.ms for paint in paints), 1),
        "ms_most": round(max(paint.ms for paint in paints), 1),
        "cpu_ms": round(median([paint.cpu for paint in paints]), 1),
        "bytes": median([paint.bytes for paint in paints]),
        "memory_mb": round(median([paint.memory for paint in paints]), 1),
    }


MEASUREMENT = Measurement(
    "start",
    (
        *(
            f"start.{case}.{moment}"
            for case in ("library-1k", "library-1m", "article-10kb", "article-1mb", "article-10mb")
            for moment in ("painted", "answered")
        ),
        *(f"first-paint.{size}" for size in SIZES),
    ),
    _measure,
)
