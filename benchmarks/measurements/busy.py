"""How steady keys are while other work goes on: what follows the first paint of a long article, a suggest run."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter

from benchmarks.bench import Bench, Measurement
from benchmarks.data import title
from benchmarks.environments import Missing
from benchmarks.figures import Samples, Value, steadiness
from benchmarks.keys import changes, gather, pages, tagged, words
from benchmarks.processes import CommandFailed, run
from benchmarks.reader import Reader, at_top, in_annotui
from benchmarks.terminal import Press, Terminal, Unanswered

_FIRST_SECONDS = 1.5
"""How long after its first paint a program has work of its own: what it wraps, imports, compares."""
# The shell asks for suggestions again and again until it is ended with what it has started.
_OVER_AND_OVER = 'while "$0" suggest; do :; done'

_SOURCES: dict[str, Callable[[Reader], Iterator[Press]]] = {
    "word": lambda reader: changes(reader.terminal, b"w"),
    "page": pages,
    "tag": tagged,
}


def _wrapping(bench: Bench) -> Mapping[str, Value]:
    """Open 10 MB and press a key at once, and for a while; again until there are enough."""
    fresh = bench.data.article("10mb")
    busy: dict[str, list[Press]] = {key: [] for key in _SOURCES}
    for _ in range(bench.counts.openings):
        key = min(busy, key=lambda key: len(busy[key]))
        if len(busy[key]) >= bench.counts.presses:
            break
        project = bench.data.copy(fresh, "busy")  # at the top again, with nothing tagged yet
        with bench.annotui(project) as terminal:
            reader = _painted(bench, terminal, project)
            until = terminal.chunks[0].at + _FIRST_SECONDS
            for press in _SOURCES[key](reader):
                busy[key].append(press)
                if len(busy[key]) >= bench.counts.presses or perf_counter() > until:
                    break
    values: dict[str, Value] = {}
    with ExitStack() as stack:
        reader = in_annotui(bench, stack, bench.data.copy(fresh, "busy"), "10mb")
        reader.terminal.idle()
        for key, presses in busy.items():
            (usual,) = gather(bench.counts.presses, _SOURCES[key](reader))
            values[f"busy.{key}"] = steadiness(Samples(presses), usual)
    return values


def _painted(bench: Bench, terminal: Terminal, project: Path) -> Reader:
    terminal.wait_written(title("10mb"))
    terminal.quiet()
    return at_top(bench, terminal, project, "10mb")


def _suggesting(bench: Bench) -> Mapping[str, Value]:
    """Move by words while suggestions are made for the same project, over and over, by another process."""
    tools = bench.tools
    try:
        run([tools.annotui, "suggest", "--help"], environment=tools.environment, folder=bench.data.work)
    except CommandFailed as error:
        raise Missing("this annotui has no `suggest` command") from error
    project = bench.data.copy(bench.data.article("1mb"), "suggesting")
    with ExitStack() as stack:
        source = words(in_annotui(bench, stack, project, "1mb"))
        (usual,) = gather(bench.counts.presses, source)
        suggesting = subprocess.Popen(
            ["sh", "-c", _OVER_AND_OVER, tools.annotui],
            cwd=project,
            env=tools.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            (busy,) = gather(bench.counts.presses, source)
            if suggesting.poll() is not None:
                raise Unanswered("`annotui suggest` failed")
        finally:
            os.killpg(suggesting.pid, signal.SIGKILL)
            suggesting.wait()
    return {"busy.suggest": steadiness(busy, usual)}


MEASUREMENTS = (
    Measurement("wrapping", tuple(f"busy.{key}" for key in _SOURCES), _wrapping),
    Measurement("suggesting", ("busy.suggest",), _suggesting),
)
