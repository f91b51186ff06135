"""What a program writes and computes while nobody touches it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from time import perf_counter

from benchmarks import texts
from benchmarks.bench import Bench, Measurement
from benchmarks.data import title
from benchmarks.figures import Value
from benchmarks.terminal import REST


def _measure(bench: Bench) -> Mapping[str, Value]:
    cases = {
        "library-1k": (bench.data.library(1000), texts.name(0)),
        "library-1m": (bench.data.library(bench.counts.million), texts.name(0)),
        "article-10mb": (bench.data.article("10mb"), title("10mb")),
    }
    values: dict[str, Value] = {}
    with ExitStack() as stack:
        terminals = {name: stack.enter_context(bench.annotui(project)) for name, (project, _) in cases.items()}
        for name, terminal in terminals.items():
            terminal.wait_written(cases[name][1])
            terminal.quiet(REST)
            terminal.idle()
        begun = {name: (terminal.bytes, terminal.cpu()) for name, terminal in terminals.items()}
        start = perf_counter()
        while (seconds := perf_counter() - start) < bench.counts.idle_seconds:
            for terminal in terminals.values():
                terminal.pump(0.1)
        for name, terminal in terminals.items():
            written, cpu = begun[name]
            detail = {"seconds": round(seconds, 1)}
            values[f"idle.{name}.bytes"] = Value((terminal.bytes - written) / seconds, detail=detail)
            values[f"idle.{name}.cpu"] = Value((terminal.cpu() - cpu) / seconds, detail=detail)
    return values


MEASUREMENT = Measurement(
    "idle",
    tuple(f"idle.{case}.{what}" for case in ("library-1k", "library-1m", "article-10mb") for what in ("bytes", "cpu")),
    _measure,
)
