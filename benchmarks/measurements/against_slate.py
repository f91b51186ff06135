"""Moving the cursor and tagging, beside SLATE, the annotation tool for terminals."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack

from benchmarks.bench import Bench, Measurement
from benchmarks.data import title
from benchmarks.figures import Samples, Value, bytes_against, steadiness, time_against
from benchmarks.keys import changes, gather, lines, tags, words
from benchmarks.reader import Reader, in_annotui
from benchmarks.terminal import REST, Press, Terminal

WORD, LINE = b";", b"o"
"""SLATE's keys for the next word and the next line."""


def _both(bench: Bench, stack: ExitStack) -> tuple[Reader, Terminal]:
    slate = stack.enter_context(bench.slate("1mb"))
    slate.wait_written(title("1mb"))
    slate.quiet(REST)
    return in_annotui(bench, stack, bench.data.copy(bench.data.article("1mb"), "moving"), "1mb"), slate


def _move(bench: Bench) -> Mapping[str, Value]:
    with ExitStack() as stack:
        ours, slate = _both(bench, stack)
        by_word, their_word = gather(bench.counts.presses, words(ours), changes(slate, WORD))
        by_line, their_line = gather(bench.counts.presses, lines(ours), changes(slate, LINE))
    return {
        "bytes.word": bytes_against(by_word, their_word),
        "bytes.line": bytes_against(by_line, their_line),
        "time.word": time_against(by_word, their_word),
        "time.line": time_against(by_line, their_line),
        "p99.word": steadiness(by_word),
        "p99.line": steadiness(by_line),
    }


def _tag(bench: Bench) -> Mapping[str, Value]:
    moved: list[Press] = []
    tagged: list[Press] = []
    theirs: list[Press] = []
    with ExitStack() as stack:
        ours, slate = _both(bench, stack)
        tagging, moving = tags(ours), changes(slate, WORD)
        for _ in range(bench.counts.presses):
            word, tag = next(tagging)
            moved.append(word)
            tagged.append(tag)
            theirs.append(next(moving))
    return {
        "bytes.tag": bytes_against(Samples(tagged), Samples(theirs)),
        "time.tag": time_against(Samples(tagged), Samples(moved)),
        "p99.tag": steadiness(Samples(tagged)),
    }


MEASUREMENTS = (
    Measurement("move", ("bytes.word", "bytes.line", "time.word", "time.line", "p99.word", "p99.line"), _move),
    Measurement("tag", ("bytes.tag", "time.tag", "p99.tag"), _tag),
)
