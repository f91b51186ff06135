"""`python -m benchmarks`: measures, prints the table; exit code 1 when a bar is missed."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.bars import BARS
from benchmarks.bench import FULL, QUICK, Bench, Measurement
from benchmarks.data import Data
from benchmarks.environments import ROOT, Missing, machine, prepare
from benchmarks.figures import Figure
from benchmarks.measurements import ALL
from benchmarks.processes import CommandFailed
from benchmarks.tables import Results, table, to_json, today, write_readme
from benchmarks.terminal import Unanswered

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "annotui-benchmarks"
"""Where environments and data are kept unless another place is given."""


def main(arguments: Sequence[str]) -> int:
    """Run what the arguments ask for. Returns the exit code: 0, 1 a bar is missed, 2 nothing could be measured."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.list:
        for measurement in ALL:
            print(f"{measurement.name:16} {', '.join(measurement.bars)}")
        return 0
    if asked.readme and (asked.quick or asked.only):
        parser.error("--readme quotes a complete run: leave --quick and --only out")
    source: Path = asked.source.resolve()
    if not (source / "pyproject.toml").is_file():
        parser.error(f"--source {source}: there is no pyproject.toml, so nothing to install")
    work: Path = asked.work.expanduser().resolve()
    work.mkdir(parents=True, exist_ok=True)
    try:
        tools = prepare(work, source, say)
    except CommandFailed as error:
        say(str(error))
        return 2
    for reason in tools.missing.values():
        say(f"missing: {reason}")
    bench = Bench(tools, Data(work, tools, say), QUICK if asked.quick else FULL)
    gc.freeze()
    gc.disable()
    figures: list[Figure] = []
    for measurement in ALL:
        if not asked.only or measurement.name in asked.only:
            say(f"measuring {measurement.name}")
            came = _measured(measurement, bench)
            say(table(came))
            figures += came
    order = {bar.id: number for number, bar in enumerate(BARS)}
    figures.sort(key=lambda figure: order[figure.bar.id])
    results = Results(today(), machine(tools), asked.quick, tuple(figures))
    kind = " (quick: fewer repetitions, a smaller million)" if asked.quick else ""
    print(f"{results.day}{kind}; {', '.join(f'{name} {value}' for name, value in results.machine.items())}\n")
    print(table(results.figures))
    print(f"\n{len(results.missed)} of {len(results.figures)} figures miss their bar")
    if asked.json:
        asked.json.write_text(to_json(results), encoding="utf-8")
    if asked.readme:
        write_readme(ROOT, results)
    return int(bool(results.missed))


def _measured(measurement: Measurement, bench: Bench) -> list[Figure]:
    """The figures of a measurement; where it fails, without values and with the reason."""
    bars = [bar for bar in BARS if bar.id in measurement.bars]
    try:
        values = measurement.run(bench)
    except Missing as error:
        return [Figure(bar, why=str(error), skipped=True) for bar in bars]
    except (Unanswered, CommandFailed) as error:
        return [Figure(bar, why=str(error)) for bar in bars]
    return [Figure(bar, values[bar.id]) for bar in bars]


def say(what: str) -> None:
    """Tell somebody who waits what is being done."""
    print(what, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measures annotui beside its peers, in a terminal of its own. See benchmarks/README.md.",
    )
    parser.add_argument(
        "--work",
        type=Path,
        default=CACHE,
        metavar="DIR",
        help="environments and data (%(default)s)",
    )
    parser.add_argument(
        "--source", type=Path, default=ROOT, metavar="DIR", help="the clone to install and measure (this)"
    )
    names = [measurement.name for measurement in ALL]
    parser.add_argument("--only", nargs="+", choices=names, metavar="NAME", help="measure these alone; see --list")
    parser.add_argument("--list", action="store_true", help="say what can be measured, and end")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, a smaller million")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
    parser.add_argument("--readme", action="store_true", help="quote the figures in README.md; for a complete run")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
