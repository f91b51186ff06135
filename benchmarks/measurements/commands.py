"""Commands that end by themselves, from start to end."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.bench import Bench, Measurement
from benchmarks.figures import Value, median
from benchmarks.processes import Run, run


def _measure(bench: Bench) -> Mapping[str, Value]:
    tools = bench.tools
    commands = {
        "commands.version": [tools.annotui, "--version"],
        "commands.help": [tools.annotui, "export", "--help"],
        "peer": [tools.sqlite_utils, "--help"],
    }
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(bench.counts.starts + 1):
        for name, command in commands.items():
            done = run(command, environment=tools.environment, folder=bench.data.work)
            if number:  # the first has only warmed the caches
                runs[name].append(done)
    times = {name: median([done.ms for done in each]) for name, each in runs.items()}
    return {
        name: Value(times[name], times["peer"], {"n": len(runs[name]), "cpu_ms": median([r.cpu for r in runs[name]])})
        for name in commands
        if name != "peer"
    }


MEASUREMENT = Measurement("commands", ("commands.version", "commands.help"), _measure)
