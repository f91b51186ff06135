"""Scrolling and paging through a text, beside less."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack

from benchmarks.bench import Bench, Measurement
from benchmarks.figures import Value, bytes_against, steadiness
from benchmarks.keys import CTRL_E, edge_scrolls, gather, pages, scrolls
from benchmarks.reader import Reader, in_annotui, in_less


def _both(bench: Bench, stack: ExitStack) -> tuple[Reader, Reader]:
    project = bench.data.copy(bench.data.article("1mb"), "reading")
    return in_annotui(bench, stack, project, "1mb"), in_less(bench, stack, "1mb")


def _scroll(bench: Bench) -> Mapping[str, Value]:
    with ExitStack() as stack:
        ours, less = _both(bench, stack)
        scrolled, theirs = gather(bench.counts.presses, scrolls(ours, CTRL_E), scrolls(less, b"j"))
    return {"bytes.scroll": bytes_against(scrolled, theirs), "p99.scroll": steadiness(scrolled)}


def _edge(bench: Bench) -> Mapping[str, Value]:
    with ExitStack() as stack:
        ours, less = _both(bench, stack)
        scrolled, theirs = gather(bench.counts.presses, edge_scrolls(ours), scrolls(less, b"j"))
    return {"bytes.edge": bytes_against(scrolled, theirs), "p99.edge": steadiness(scrolled)}


def _page(bench: Bench) -> Mapping[str, Value]:
    with ExitStack() as stack:
        ours, less = _both(bench, stack)
        turned, theirs = gather(bench.counts.presses, pages(ours), pages(less, b"g"))
    return {"bytes.page": bytes_against(turned, theirs), "p99.page": steadiness(turned)}


def _beside(bench: Bench) -> Mapping[str, Value]:
    """A line of ours at 200x50, where the library takes the left of the screen, against a page of less."""
    with ExitStack() as stack:
        project = bench.data.copy(bench.data.article("1mb", beside=True), "beside")
        ours = in_annotui(bench, stack, project, "1mb", columns=200, rows=50)
        less = in_less(bench, stack, "1mb", columns=200, rows=50)
        scrolled, theirs = gather(bench.counts.presses, scrolls(ours, CTRL_E), pages(less, b"g"))
    return {"bytes.beside": bytes_against(scrolled, theirs)}


MEASUREMENTS = (
    Measurement("scroll", ("bytes.scroll", "p99.scroll"), _scroll),
    Measurement("edge", ("bytes.edge", "p99.edge"), _edge),
    Measurement("page", ("bytes.page", "p99.page"), _page),
    Measurement("beside", ("bytes.beside",), _beside),
)
