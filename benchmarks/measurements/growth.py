"""Moving and tagging in an article of 10 MB, beside the same in one of 10 KB."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial

from benchmarks.bench import Bench, Measurement
from benchmarks.data import Size
from benchmarks.figures import Value, time_against
from benchmarks.keys import gather, lines, pages, tagged, words
from benchmarks.reader import Reader, in_annotui
from benchmarks.terminal import Press

_SIZES: tuple[Size, Size] = ("10mb", "10kb")
_SOURCES: dict[str, Callable[[Reader], Iterator[Press]]] = {
    "word": words,
    "line": lines,
    "page": pages,
    "tag": tagged,
}


def _measure(key: str, bench: Bench) -> Mapping[str, Value]:
    """Press a key in the large and in the small article in turn, the large one wrapped."""
    with ExitStack() as stack:
        sources = []
        for size in _SIZES:
            project = bench.data.copy(bench.data.article(size), f"growth-{size}")
            reader = in_annotui(bench, stack, project, size)
            reader.terminal.idle()
            sources.append(_SOURCES[key](reader))
        large, small = gather(bench.counts.presses, *sources)
    return {f"growth.{key}": time_against(large, small)}


MEASUREMENTS = tuple(Measurement(f"growth-{key}", (f"growth.{key}",), partial(_measure, key)) for key in _SOURCES)
