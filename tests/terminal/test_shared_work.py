"""Several people's spans in one article, and another process at work while the app is open."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from .conftest import Run, Start
from .steps import counted, read_first


@pytest.fixture
def of_bob(project: Path, run: Run) -> Path:
    """The project with a span of somebody else's at the start of the first article."""
    run(project, "--annotator", "bob", "tag", "ferries.txt", "0", "5", "person", "--note", "seen")
    return project


def test_another_ones_span_is_shown_with_its_owner(of_bob: Path, terminal: Start) -> None:
    app = read_first(terminal(of_bob))
    app.wait_for("[person] by bob")


@pytest.mark.parametrize("ways", [("x", "!", ">"), ("rplace\r", "cno\r")])
def test_another_ones_span_cannot_be_changed_and_it_says_so(
    of_bob: Path, terminal: Start, run: Run, ways: tuple[str, ...]
) -> None:
    before = run(of_bob, "export").stdout
    app = read_first(terminal(of_bob))
    for way in ways:
        app.wait_for("[person] by bob")
        app.send(way.encode())
        app.wait_for("is bob's")
        app.press("escape")
        app.wait_gone("is bob's")
        app.quiet()
        app.press("g", "g", "escape")
    app.kill(signal.SIGTERM)
    assert app.exit_code() == 0
    assert run(of_bob, "export").stdout == before


def test_a_span_of_ones_own_stands_on_the_same_words(of_bob: Path, terminal: Start, run: Run) -> None:
    app = read_first(terminal(of_bob))
    app.wait_for("by bob")
    app.press("5")
    counted(app, 1)
    rows = run(of_bob, "export").stdout.decode().splitlines()[1:]
    assert sorted(row.split(",")[9] for row in rows) == ["ana", "bob"]


def test_what_another_process_tags_appears_by_itself(project: Path, terminal: Start, run: Run) -> None:
    app = read_first(terminal(project))
    run(project, "tag", "ferries.txt", "0", "5", "person")
    counted(app, 1)
