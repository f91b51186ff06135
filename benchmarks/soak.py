"""A long session: acts over many articles, after which memory, latency and the database must be as they should.

`python -m benchmarks.soak` types at the installed app in a pseudo-terminal, mostly tags, also undo, redo, deletions and
flags, twenty acts an article. It prints what it saw every thousand acts, and ends with 1 where memory has grown by
more than 5 MB since the first thousand, where an act has become slower, or where the database is not what its history
says. It is no part of a complete run: it takes a good half hour.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from benchmarks import processes, texts
from benchmarks.__main__ import CACHE, say
from benchmarks.bench import FULL, Bench
from benchmarks.data import Data
from benchmarks.environments import ROOT, prepare
from benchmarks.figures import median
from benchmarks.replay import differences
from benchmarks.terminal import REST, Terminal

EVERY = 1000
"""Acts from one look at memory and latency to the next."""
GROWTH_MB = 5.0
SLOWER = 1.25
"""How many times the latency of the second thousand a later one's may be: machines have moods."""
_AN_ARTICLE = 20
_TAGS = (b"w4", b"w5", b"w6", b"ww4", b"ww5", b"ww6", b")w5", b"jw6")
_OTHERS = (b"!", b"x", b"u", b"u", b"\x12", b".", b"\t\t", b"k", b"??", b"O\x1b", b"/the\r")
_PATIENCE = 5.0
_WORDS = 40


def main(arguments: Sequence[str]) -> int:
    """Soak, and say what came of it. Returns the exit code: 0 all as before, 1 not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=CACHE, metavar="DIR", help="environments and data (%(default)s)")
    parser.add_argument("--acts", type=int, default=20_000, metavar="N", help="how many acts (%(default)s)")
    parser.add_argument("--articles", type=int, default=1000, metavar="N", help="over how many articles (%(default)s)")
    asked = parser.parse_args(arguments)
    work: Path = asked.work.expanduser().resolve()
    work.mkdir(parents=True, exist_ok=True)
    tools = prepare(work, ROOT, say)
    bench = Bench(tools, Data(work, tools, say), FULL)
    project = bench.data.copy(bench.data.library(asked.articles), "soak")
    looks = list(_soaked(bench, project, asked.acts))
    faults = differences(project)
    for fault in faults[:20]:
        print(fault)
    grown = looks[-1].memory - looks[0].memory
    slower = max(look.latency for look in looks[1:]) / looks[1].latency
    print(f"memory {looks[0].memory:.1f} MB after {looks[0].acts}, {looks[-1].memory:.1f} at the end: {grown:+.1f}")
    print(f"a tag: {looks[1].latency:.2f} ms, median of the second thousand; the slowest thousand {slower:.2f} x that")
    print(f"the database is {'not ' if faults else ''}what its history says; {len(faults)} differences")
    return int(bool(faults) or grown > GROWTH_MB or slower > SLOWER)


class Look:
    """How things are after so many acts: MB of the app and all that it has started, ms of a tag until it is drawn."""

    def __init__(self, acts: int, memory: float, latency: float) -> None:
        self.acts, self.memory, self.latency = acts, memory, latency


def _soaked(bench: Bench, project: Path, acts: int) -> list[Look]:
    chance = random.Random(20)
    looks: list[Look] = []
    tagged: list[float] = []
    with bench.annotui(project) as terminal, closing(_database(project)) as database:
        terminal.wait_written(texts.name(0))
        terminal.quiet(REST)
        terminal.send(b"\r")
        terminal.quiet(REST)
        first = done = _acts(database)
        article = done
        while done - first < acts:
            terminal.send(b"gg" + b"w" * chance.randrange(_WORDS))
            terminal.quiet(REST)  # until nothing more is suggested, either
            tagged.append(_tag(terminal))
            keys = [*chance.choices(_TAGS, k=24), *chance.choices(_OTHERS, k=9)]
            terminal.send(b"".join(keys))
            terminal.quiet()
            done = _acts(database)
            if done - article >= _AN_ARTICLE:
                terminal.send(b"J")
                terminal.quiet()
                article = done
            if (done - first) // EVERY > len(looks):
                terminal.idle()
                memory = sum(map(processes.memory_mb, processes.session(terminal.pid)))
                looks.append(Look(done - first, memory, median(tagged)))
                print(f"{done - first:6} acts  {memory:6.1f} MB  a tag {median(tagged):5.2f} ms", flush=True)
                tagged.clear()
            terminal.snapshot()
            terminal.forget()
        if terminal.ended:
            raise SystemExit("the app has ended")
    return looks


def _tag(terminal: Terminal) -> float:
    """Tag the word at the cursor: ms until something is drawn, if only that it has this label."""
    return terminal.press(b"6", partial(_differs, terminal.snapshot()), gap=0.02, patience=_PATIENCE).settled


def _differs(before: object, after: object) -> bool:
    return before != after


def _database(project: Path) -> sqlite3.Connection:
    uri = f"{(project / 'annotations.db').as_uri()}?mode=ro"
    return sqlite3.connect(uri, uri=True, timeout=5, isolation_level=None)


def _acts(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT coalesce(max(id), 0) FROM history").fetchone()[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
