"""Two people work on one project, and both processes are killed at any moment, again and again."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from annotui.project.figures import check
from annotui.project.opening import Project
from benchmarks.replay import differences, stored

from . import acting
from .test_injected_faults import whole

pytestmark = pytest.mark.faults

_ROUNDS = {"sample": 60, "all": 250}
_MOST_SAID = 25
_PROGRAM = Path(acting.__file__)
_PEOPLE = ("vera", "boris")


def test_two_writers_killed_at_any_moment_lose_nothing_that_they_said(
    make_project: Callable[..., Project], pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project({acting.ARTICLE: "A long line of plain words about a quay. " * 200})
    folder = project.folder
    project.close()
    chance = Random(20201109)
    there: set[str] = set()
    acts = 0
    rounds = _ROUNDS[pytestconfig.getoption("--faults")]
    for number in range(rounds):
        writers = [
            subprocess.Popen(
                [sys.executable, str(_PROGRAM), "many", str(folder), who, str(number)],
                stdout=subprocess.PIPE,
                text=True,
            )
            for who in _PEOPLE
        ]
        heard = [_hear(writer, chance.randint(1, _MOST_SAID)) for writer in writers]
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
        in_hand: set[str] = set()
        for writer, lines in zip(writers, heard, strict=True):
            rest, _ = writer.communicate()
            assert writer.returncode == -signal.SIGKILL, "a writer ended by itself"
            # The last line may have been cut off by the signal.
            lines += [line.strip() for line in rest.splitlines(keepends=True) if line.endswith("\n")]
            acts += len(lines)
            mine = [line.split(" ")[1] for line in lines if line.startswith("tagged")]
            gone = [line.split(" ")[1] for line in lines if line.startswith("undone")]
            there |= set(mine)
            there -= set(gone)
            in_hand |= set(mine[-1:])
        whole(folder)
        kept = {str(id) for (id,) in stored(folder)["annotation"]}
        assert there - kept <= in_hand, "acts that were said to be done are lost"
        assert len(there - kept) + len(kept - there) <= 2, "at most the act in hand of each"
        assert differences(folder) == [], "an act is there by half"
        there = kept
    again = make_project()
    assert check(again) == []
    with capsys.disabled():
        print(f"\n{rounds} rounds of two writers killed, {acts} acts said to be done, {len(there)} spans at the end")
    assert acts > rounds * 4


def _hear(writer: subprocess.Popen[str], count: int) -> list[str]:
    assert writer.stdout is not None
    return [writer.stdout.readline().strip() for _ in range(count)]
