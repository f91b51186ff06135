"""Exporting 10,000 spans as CSV, beside the same view dumped by tools that check nothing: there is no bar."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.bench import Bench, Measurement
from benchmarks.figures import Value, median
from benchmarks.processes import run
from benchmarks.terminal import Unanswered


def _measure(bench: Bench) -> Mapping[str, Value]:
    tools, project = bench.tools, bench.data.article("1mb")
    commands = {
        "annotui": [tools.annotui, "export"],
        "shell": [tools.peer("sqlite3"), "-readonly", "-csv", "annotations.db", "SELECT * FROM v_spans"],
        "utils": [tools.sqlite_utils, "rows", "annotations.db", "v_spans", "--csv"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(bench.counts.starts // 2 + 1):
        for name, command in commands.items():
            done = run(command, environment=tools.environment, folder=project)
            if done.output.count(b"\n") < 10_000:
                raise Unanswered(f"{' '.join(command)} gave fewer than 10,000 rows")
            if number:
                times[name].append(done.ms)
    ours, shell, utils = (median(times[name]) for name in commands)
    return {"export.shell": Value(ours, shell), "export.utils": Value(ours, utils)}


MEASUREMENT = Measurement("export", ("export.shell", "export.utils"), _measure)
