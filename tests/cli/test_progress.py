"""How far long work is: one line, rewritten now and then, cleared for whatever else is said."""

from __future__ import annotations

import pytest

from annotui.cli import progress as module
from annotui.cli.progress import Report, progress


class Clock:
    """A clock that goes a millisecond at each look."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        self.now += 0.001
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "monotonic", Clock())


def test_the_line_is_rewritten_at_most_ten_times_a_second(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(shown=True, hint=", Ctrl-C stops")
    for number in range(5000):
        assert report("read", number, 20_000)
    written = capsys.readouterr().err.split("\r")[1:]
    assert 40 <= len(written) <= 50
    assert written[-1].startswith("read 4,")
    assert written[-1].rstrip().endswith("of 20,000, Ctrl-C stops")


def test_short_work_and_work_without_a_terminal_write_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    short = Report(shown=True)
    for number in range(300):
        short("read", number, 0)
    short.clear()
    with progress() as report:
        for number in range(3000):
            report("read", number, 0)
    assert capsys.readouterr().err == ""


def test_the_line_makes_room_and_says_that_it_stops(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(shown=True)
    for number in range(600):
        report("read", number, 0)
    shown = capsys.readouterr().err.split("\r")[-1]
    report.clear()
    assert capsys.readouterr().err == "\r" + " " * len(shown) + "\r"
    report.stop()
    for number in range(600):
        assert not report("read", number, 0)
    assert capsys.readouterr().err.endswith(", stopping")
