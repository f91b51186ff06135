"""Every system call of an act fails once, or ends the process: nothing that was said to be done is lost, none is half.

A person does again what was refused. After each fault the project is whole, and can be worked on.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from annotui.core.model import Fragment
from annotui.project import annotate, sync
from annotui.project.figures import check
from annotui.project.opening import Project, open_project
from annotui.storage import schema

from ..storage.old_formats import as_version_1
from . import acting, strace
from .strace import Fault, Outcome

pytestmark = [pytest.mark.faults, pytest.mark.skipif(bool(strace.why_not()), reason=strace.why_not() or "it works")]

ROOT = Path(__file__).parents[2]
_SAMPLE = 60
"""How many faults of what is only sampled are injected."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What is made to fail: the project it begins with, what must hold after a fault, how many faults at the least.

    Of one that is not `always` tried at every call, some are drawn where only a sample is wanted.
    """

    what: str
    prepare: Callable[[Path], None]
    holds: Callable[[Path, Outcome], None]
    floor: int
    always: bool = False


def nothing_more(folder: Path) -> None:
    """The project as it was made."""


# Tagging, linking, undo


def acts_hold(folder: Path, outcome: Outcome) -> None:
    """As many of the acts are there as were said to be done; of a process that was killed, perhaps one more."""
    done = sum(line.startswith("done") for line in outcome.said)
    states = [(0, 0, 4), (1, 0, 5), (1, 1, 6), (1, 0, 7)]
    allowed = states[done : done + 2] if outcome.code else states[3:]
    assert counts(folder, "annotation", "link", "history") in allowed


# Importing


def import_holds(folder: Path, outcome: Outcome) -> None:
    """All records are in the catalogue, or none is."""
    before, after = 4, 4 + len(acting.IMPORTED)
    (records,) = counts(folder, "agreement")
    if "done import" in outcome.said:
        assert records == after
    else:
        assert outcome.code
        assert records in (before, after)


# Importing annotations


def with_annotations_to_take(folder: Path) -> None:
    """Two files of annotations: on an article that is there, and on one that comes along."""
    for name in (acting.TAKEN, "warm.jsonl"):
        stem = name.removesuffix(".jsonl")
        places = ((f"{stem}-1", 0, 3), (f"{stem}-2", 4, 9))
        if stem == "warm":
            places = ((f"{stem}-1", 10, 14), (f"{stem}-2", 15, 18))
        spans = [{"id": id, "start": start, "end": end, "label": "place"} for id, start, end in places]
        other = {"id": f"{stem}-3", "start": 0, "end": 4, "label": f"kind of {stem}"}
        records = (
            {"article": acting.ARTICLE, "annotations": spans},
            {"article": f"{stem}.txt", "text": f"{stem} is about a quay.\n", "annotations": [other]},
        )
        (folder / name).write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def taking_holds(folder: Path, outcome: Outcome) -> None:
    """All spans are there, or none is; an article that came along may be there without its own."""
    stem = acting.TAKEN.removesuffix(".jsonl")
    with closing(sqlite3.connect(folder / "annotations.db")) as connection:
        (spans,) = connection.execute("SELECT count(*) FROM annotation WHERE uid LIKE ?", (f"{stem}-%",)).fetchone()
    if "done take" in outcome.said:
        assert spans == 3
    else:
        assert outcome.code
        assert spans in (0, 3)


# Exporting


def export_holds(folder: Path, outcome: Outcome) -> None:
    """The file is the old one or the new one, whole; only who was killed leaves a part beside it."""
    lines = [json.loads(line) for line in (folder / acting.OUT).read_text(encoding="utf-8").splitlines()]
    spans = sum(len(line["annotations"]) for line in lines)
    assert len(lines) == 3
    assert spans in ((1,) if "done export" in outcome.said else (0, 1))
    if not outcome.code:
        assert spans == 1
        assert not list(folder.glob(".*.part"))


# Reading in


def with_files_to_add(folder: Path) -> None:
    """Two files that are to be added."""
    for name in (acting.ADDED, "warm.txt"):
        (folder / name).write_text(f"{name} is about a quay.\n" * 40, encoding="utf-8")


def reading_holds(folder: Path, outcome: Outcome) -> None:
    """What stands in corpus/ is a whole file; said to be added, it is an article."""
    whole = (folder / acting.ADDED).read_bytes()
    added = folder / "corpus" / acting.ADDED
    assert not added.exists() or added.read_bytes() == whole
    with closing(sqlite3.connect(folder / "annotations.db")) as connection:
        texts = connection.execute("SELECT text FROM article WHERE path = ?", (acting.ADDED,)).fetchall()
    assert texts in ([], [(whole.decode(),)])
    if "done add" in outcome.said:
        assert texts
    else:
        assert outcome.code


# Migrating


def of_version_1(folder: Path) -> None:
    """The project in the first format, and another beside it."""
    as_version_1(folder / "annotations.db")
    shutil.copytree(folder, folder.with_name("other"))
    folder.with_name("other").rename(folder / acting.OTHER)


def migration_holds(folder: Path, outcome: Outcome) -> None:
    """The format is the first or today's, and all is in it."""
    with closing(sqlite3.connect(folder / "annotations.db")) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    assert version in ((schema.VERSION,) if "done migrate" in outcome.said else (1, schema.VERSION))
    assert "done migrate" in outcome.said or outcome.code
    assert counts(folder, "article", "agreement", "label") == (3, 3, 6)


TRIALS = (
    Trial("acts", nothing_more, acts_hold, floor=200, always=True),
    Trial("import", nothing_more, import_holds, floor=40),
    Trial("take", with_annotations_to_take, taking_holds, floor=40),
    Trial("export", nothing_more, export_holds, floor=40),
    Trial("read", with_files_to_add, reading_holds, floor=40),
    Trial("migrate", of_version_1, migration_holds, floor=40),
)


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.what)
def test_nothing_that_was_done_is_lost_whatever_fails(
    trial: Trial,
    make_project: Callable[..., Project],
    tmp_path: Path,
    pytestconfig: pytest.Config,
    capsys: pytest.CaptureFixture[str],
) -> None:
    start = make_project()
    start.close()
    trial.prepare(start.folder)
    faults = strace.faults_of(command(trial, copy(start.folder, tmp_path / "counted")), tmp_path / "counted.log")
    total = len(faults)
    if not trial.always and pytestconfig.getoption("--faults") != "all":
        faults = sorted(random.Random(2020).sample(faults, min(total, _SAMPLE)), key=str)

    def tried(number: int, fault: Fault) -> tuple[Fault, Outcome | None, str]:
        folder = copy(start.folder, tmp_path / f"tried-{number}")
        try:
            outcome = strace.run_with(fault, command(trial, folder), tmp_path / f"tried-{number}.log")
            return fault, outcome, _off(trial, folder, outcome)
        finally:
            shutil.rmtree(folder)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(tried, range(len(faults)), faults))
    injected = Counter(fault.what for fault, outcome, _ in found if outcome is not None and outcome.injected)
    with capsys.disabled():
        print(f"\n{trial.what}: {injected.total()} faults injected of {total} there are: {dict(injected)}")
    off = [f"{fault}: {what}" for fault, _, what in found if what]
    assert not off, f"{len(off)} of {len(found)}:\n" + "\n".join(off[:12])
    assert injected.total() >= trial.floor


def _off(trial: Trial, folder: Path, outcome: Outcome) -> str:
    """What is wrong after a fault; empty where nothing is."""
    try:
        _holds(trial, folder, outcome)
    except Exception as error:  # noqa: BLE001 - whatever is wrong is told with its fault
        return f"{type(error).__name__} {error} (said {outcome.said}, exit {outcome.code}, {outcome.errors[-600:]})"
    return ""


def _holds(trial: Trial, folder: Path, outcome: Outcome) -> None:
    if strace.READY not in outcome.said:
        return
    killed = outcome.code in (-9, 137)
    assert killed or (outcome.code == 0 and not outcome.errors), "it ended by an error that nobody foresaw"
    whole(folder)
    trial.holds(folder, outcome)
    with closing(open_project(folder, "boris")) as project:
        annotate.tag(project, acting.ARTICLE, [Fragment(0, 7)], "place")
        sync.sync(project)
        assert check(project) == []


def whole(folder: Path) -> None:
    """The database is whole, as the next opening finds it."""
    with closing(sqlite3.connect(folder / "annotations.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def counts(folder: Path, *tables: str) -> tuple[int, ...]:
    """How many rows tables have."""
    with closing(sqlite3.connect(folder / "annotations.db")) as connection:
        return tuple(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


def copy(folder: Path, to: Path) -> Path:
    """A copy of a project."""
    return shutil.copytree(folder, to)


def command(trial: Trial, folder: Path) -> Sequence[str]:
    """What runs the program on a project."""
    program = ROOT / "tests" / "faults" / "acting.py"
    return [sys.executable, str(program), trial.what, str(folder)]
