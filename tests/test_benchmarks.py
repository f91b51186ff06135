"""The benchmarks run, see what they claim to see, and the README quotes them as they write."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

from annotui.project.opening import open_project
from annotui.project.sync import differences
from benchmarks import processes, texts
from benchmarks.__main__ import main
from benchmarks.bars import BARS, LINES, Bar
from benchmarks.bench import QUICK, Bench
from benchmarks.data import Data
from benchmarks.environments import ROOT, Missing, Tools
from benchmarks.figures import Figure, Samples, Value, median, p99, steadiness
from benchmarks.keys import CTRL_E, gather, lines, pages, scrolls, tagged, words
from benchmarks.measurements import ALL, library
from benchmarks.measurements.start import first_answer, first_paint, smallest
from benchmarks.reader import in_annotui, in_less
from benchmarks.screen import Screen
from benchmarks.tables import BEGIN, END, Results, from_json, quoted, short_table, table, to_json
from benchmarks.terminal import Press, Terminal, Unanswered

README = (ROOT / "README.md").read_text(encoding="utf-8")
RATIO = Bar("an.id", "a line", "a figure", "ms", 2.0, "a peer")
AT_LEAST = replace(RATIO, limit=0.4, at_least=True)
ALONE = replace(RATIO, limit=0.0, peer="")
RESULTS = from_json((ROOT / "benchmarks/results.json").read_text(encoding="utf-8"))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A bench on the environment that the tests run in."""
    home = tmp_path / "home"
    home.mkdir()
    binaries = Path(sys.executable).parent
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "USER": "bench",
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    }
    peers = {name: found for name in ("less",) if (found := shutil.which(name))}
    tools = Tools(str(binaries / "annotui"), sys.executable, "", peers, {"less": "less is not here"}, "1", environment)
    said: list[str] = []
    return Bench(tools, Data(tmp_path, tools, said.append), QUICK)


@pytest.fixture
def shell(bench: Bench, tmp_path: Path) -> Iterator[Terminal]:
    """A program that says READY, shows the keys it gets, and exits at q."""
    program = (
        "import sys, tty; tty.setraw(0); print('READY', end='', flush=True)\nwhile (k := sys.stdin.read(1)) != 'q':"
    )
    program += "\n  if k != 'x': print(k, end='', flush=True)"
    with bench.open([sys.executable, "-u", "-c", program], tmp_path) as terminal:
        terminal.wait_written("READY")
        yield terminal


def press(settled: float, written: int = 10) -> Press:
    return Press(settled, settled, written, 0.0)


# The README


def test_the_readme_has_the_table_that_the_kept_results_give() -> None:
    assert quoted(README, RESULTS) == README


def test_the_table_in_the_readme_has_a_line_for_every_bar_the_date_and_the_kind_of_machine() -> None:
    told = README.partition(BEGIN)[2].partition(END)[0].strip().splitlines()
    assert re.match(r"Measured on \d{4}-\d\d-\d\d: \d+ CPUs?, \w+, \w+; Python [\d.]+, SQLite [\d.]+, Textual", told[0])
    barred = {bar.line for bar in BARS if bar.limit is not None}
    assert [row.split(" | ")[0].lstrip("| ") for row in told[4:]] == [line for line in LINES if line in barred]


def test_only_what_stands_between_the_markers_is_replaced() -> None:
    around = f"above\n{BEGIN}\nold\n{END}\nbelow\n"
    new = quoted(around, RESULTS)
    assert new == f"above\n{BEGIN}\n{short_table(RESULTS)}\n{END}\nbelow\n"
    with pytest.raises(ValueError, match="markers"):
        quoted("no markers here", RESULTS)


def test_results_are_read_as_they_were_written() -> None:
    assert from_json(to_json(RESULTS)) == RESULTS


def test_the_kept_results_are_of_a_complete_run() -> None:
    assert RESULTS.complete
    assert not replace(RESULTS, quick=True).complete
    assert not replace(RESULTS, figures=RESULTS.figures[1:]).complete


# Figures and bars


def test_every_bar_is_measured_once() -> None:
    measured = [id for measurement in ALL for id in measurement.bars]
    assert sorted(measured) == sorted(bar.id for bar in BARS)


@pytest.mark.parametrize(
    ("bar", "value", "ratio", "met"),
    [
        (RATIO, Value(4.0, 2.0), 2.0, True),
        (RATIO, Value(4.1, 2.0), 2.05, False),
        (AT_LEAST, Value(10.0, 5.0), 0.5, True),
        (AT_LEAST, Value(20.0, 5.0), 0.25, False),
        (ALONE, Value(0.0), None, True),
        (ALONE, Value(0.5), None, False),
        (replace(RATIO, limit=None), Value(9.0, 2.0), 4.5, None),
        (RATIO, Value(9.0, 0.0), None, False),
        (RATIO, None, None, False),
    ],
)
def test_a_bar_bounds_the_ratio(bar: Bar, value: Value | None, ratio: float | None, met: bool | None) -> None:
    figure = Figure(bar, value)
    assert figure.met is met
    assert figure.ratio == pytest.approx(ratio)


def test_a_skipped_figure_neither_keeps_nor_misses_its_bar_and_says_why() -> None:
    skipped, failed = Figure(RATIO, why="there is no peer here", skipped=True), Figure(RATIO, why="it ended")
    assert skipped.met is None
    assert "an.id: there is no peer here" in table([skipped])
    assert Results("2022-04-16", {"machine": "one"}, False, (skipped, failed)).missed == [failed]


def test_the_p99_is_what_one_press_in_a_hundred_is_above() -> None:
    assert p99([float(n) for n in range(200)]) == 198.0
    assert median([3.0, 1.0, 2.0, 10.0]) == 2.5
    told = steadiness(Samples([press(2.0)] * 99 + [press(7.0)]))
    assert (told.ours, told.peer) == (7.0, 2.0)


# The data


def test_articles_are_the_same_for_the_same_seed_of_the_size_asked_for_and_in_the_manner_of_news() -> None:
    text = texts.article(100_000, title="Ferries", seed=1)
    assert text == texts.article(100_000, title="Ferries", seed=1)
    assert text != texts.article(100_000, title="Ferries", seed=2)
    assert 100_000 <= len(text.encode()) < 102_000
    assert all(character in text for character in "“”’–é")
    paragraphs = text.split("\n\n")[1:]
    assert 0.7 < sum("\n" not in paragraph for paragraph in paragraphs) / len(paragraphs) < 0.9


def test_spans_are_different_stretches_of_whole_words() -> None:
    text = texts.article(10_000, title="Ferries", seed=1)
    found = texts.spans(text, 100, labels=6, seed=1)
    assert len(set(found)) == 100
    assert all(re.fullmatch(r"\w.*", text[start:end], re.DOTALL) and label < 6 for start, end, label in found)
    assert all(not re.match(r"\w", text[end : end + 1]) for _, end, _ in found)


def test_a_library_is_made_that_annotui_finds_in_order(bench: Bench) -> None:
    folder = bench.data.library(30)
    with closing(sqlite3.connect(folder / "annotations.db")) as database:
        assert database.execute("SELECT count(*), sum(words > 10) FROM article").fetchone() == (30, 30)
        assert database.execute("SELECT annotator, status, count(*) FROM article_status").fetchone() == (
            "bench",
            "done",
            3,
        )
    processes.run([bench.tools.annotui, "check"], environment=bench.tools.environment, folder=folder)
    with closing(open_project(folder)) as project:
        assert not differences(project)


# The terminal


def test_the_smallest_app_is_painted_and_answers_its_key(bench: Bench) -> None:
    program = smallest(bench)
    paint = first_paint(bench, program)
    assert paint.ms > 0
    assert paint.bytes > 500
    assert paint.memory > 10
    assert first_answer(bench, program) > 0


def test_a_key_that_does_nothing_is_a_failure(shell: Terminal) -> None:
    assert shell.press(b"a").bytes == 1
    with pytest.raises(Unanswered, match="pressed b'x'"):
        shell.press(b"x", patience=0.2)
    with pytest.raises(Unanswered, match=r"b'b'.*READYab"):
        shell.press(b"b", lambda shown: shown.has("READYax"), patience=0.2)


def test_a_program_that_ends_is_noticed(shell: Terminal) -> None:
    with pytest.raises(Unanswered, match="it has ended"):
        shell.press(b"q")


def test_a_screen_is_the_same_however_its_bytes_are_cut() -> None:
    written = "\x1b[2;4r\x1b[1;1Hone\x1b[2;1Htwo\x1b[3;1Hthrée\x1b[4;1Hfour\x1b[S\x1b[?2026$p\x1b[4;1Hx\x1b[3b\x1b[2T"
    data = written.encode()
    whole = Screen(10, 5)
    whole.feed(data)
    assert whole.snapshot().rows == ["one", "", "", "thrée", ""]
    cut = Screen(10, 5)
    for byte in data:
        cut.feed(bytes([byte]))
    assert cut.snapshot().cells == whole.snapshot().cells


def test_less_scrolls_and_pages_as_the_checks_ask(bench: Bench) -> None:
    if "less" not in bench.tools.peers:
        pytest.skip("less is not here")
    with ExitStack() as stack:
        reader = in_less(bench, stack, "10kb")
        (scrolled,) = gather(3, scrolls(reader, b"j"))
        (turned,) = gather(9, pages(reader, b"g"))
    assert 0 < scrolled.bytes < turned.bytes


def test_annotui_moves_pages_and_tags_as_the_checks_ask(bench: Bench) -> None:
    project = bench.data.copy(bench.data.article("10kb"), "tried")
    with ExitStack() as stack:
        reader = in_annotui(bench, stack, project, "10kb")
        for source in (words(reader), lines(reader), pages(reader), tagged(reader)):
            assert gather(3, source)[0].bytes > 0
        reader.terminal.idle()
        assert processes.memory_mb(reader.terminal.pid) > 10
        assert reader.terminal.cpu() > 0
    with closing(sqlite3.connect(project / "annotations.db")) as database:
        assert database.execute("SELECT count(*) >= 103 FROM annotation").fetchone() == (1,)


def test_annotui_scrolls_in_a_large_terminal_as_the_checks_ask(bench: Bench) -> None:
    project = bench.data.copy(bench.data.article("10kb"), "tried")
    with ExitStack() as stack:
        reader = in_annotui(bench, stack, project, "10kb", columns=200, rows=50)
        assert gather(3, scrolls(reader, CTRL_E))[0].bytes > 0


def test_annotui_pages_jumps_and_filters_its_library_as_the_checks_ask(bench: Bench) -> None:
    with ExitStack() as stack:
        terminal = library.opened(bench, stack, 300)
        for source in (library.pages(terminal), library.ends(terminal, 300), library.filters(terminal)):
            assert gather(3, source)[0].bytes > 0


def test_a_peer_that_is_missing_is_said(bench: Bench) -> None:
    with pytest.raises(Missing, match="less is not here"):
        replace(bench, tools=replace(bench.tools, peers={})).less("10kb")


# The command


def test_it_says_what_can_be_measured() -> None:
    command = [sys.executable, "-m", "benchmarks", "--list"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert len(told.splitlines()) == len(ALL)


@pytest.mark.parametrize(
    "arguments",
    [["--readme", "--quick"], ["--readme", "--only", "page"], ["--only", "nothing"], ["--source", "benchmarks"]],
)
def test_what_cannot_be_measured_or_quoted_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
