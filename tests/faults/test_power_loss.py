"""The power goes at any moment of some acts: what had been shown as done is there, nothing is half."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from annotui.project.figures import check
from annotui.project.opening import Project, open_project

from . import acting, power, strace
from .test_injected_faults import counts, whole

pytestmark = [pytest.mark.faults, pytest.mark.skipif(bool(strace.why_not()), reason=strace.why_not() or "it works")]

_LOSSES = {"sample": 150, "all": 2000}
_PROGRAM = Path(acting.__file__)


def test_what_was_done_is_there_when_the_power_comes_back(
    make_project: Callable[..., Project],
    tmp_path: Path,
    pytestconfig: pytest.Config,
    capsys: pytest.CaptureFixture[str],
) -> None:
    start = make_project()
    start.close()
    folder = shutil.copytree(start.folder, tmp_path / "acted").resolve()
    before = {path: bytearray(path.read_bytes()) for path in folder.glob("annotations.db*")}
    events = power.recorded([sys.executable, str(_PROGRAM), "acts", str(folder)], folder, tmp_path / "power.log")
    assert sum(event.what == "sync" for event in events) > 12, "what it writes is synced"
    chance = Random(20201109)
    losses = _LOSSES[pytestconfig.getoption("--faults")]
    moments = sorted(chance.choices(range(1, len(events) + 1), k=losses))
    disk, at, ready, done, different = power.Disk(before), 0, False, 0, set()
    for number, moment in enumerate(moments):
        for event in events[at:moment]:
            disk.do(event)
            ready = ready or event.data == b"ready"
            done += event.data.startswith(b"done")
        at = moment
        files = disk.after_power_loss(chance)
        different.add(tuple(sorted(files.items())))
        found = tmp_path / f"found-{number}"
        found.mkdir()
        for path, data in files.items():
            if path.parent == folder:
                (found / path.name).write_bytes(data)
        _holds(found, ready=ready, done=done)
        shutil.rmtree(found)
    with capsys.disabled():
        print(f"\npower lost {losses} times in {len(events)} steps, {len(different)} different disks")
    assert len(different) > losses // 3


def _holds(folder: Path, *, ready: bool, done: int) -> None:
    with closing(open_project(folder, "vera")) as project:
        assert check(project) == []
    whole(folder)
    states = [(0, 0, 4), (1, 0, 5), (1, 1, 6), (1, 0, 7)]
    if ready:
        assert counts(folder, "annotation", "link", "history") in states[done : done + 2]
