from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotui.errors import StorageError
from annotui.project import reading
from annotui.project.opening import Project
from annotui.storage import store as store_module
from annotui.storage.store import Store

JOURNAL_IN_USE = bytes.fromhex("d9d505f920a163d7")
"""How a journal begins that is to be rolled back (sqlite.org/fileformat.html, the rollback journal)."""

TAGGER = """
import sys
from pathlib import Path
from annotui.core.model import Fragment, Link
from annotui.errors import StorageError
from annotui.project.annotate import tag
from annotui.project.opening import open_project
project = open_project(Path(sys.argv[1]), sys.argv[2])
for number in range(100_000):
    start, length = number % 40, 1 + number // 40
    try:
        made = tag(project, "a.txt", [Fragment(start, start + length)], "agreement", links=[Link("ferry-2020")])
    except StorageError as error:
        if "in use by another program" not in str(error):
            raise
    else:
        print(made.id, flush=True)
"""

# A cache of a few pages is soon full, so that the act's pages reach the file before it is committed.
HALF_AN_ACT = """
import os, sys
from pathlib import Path
from annotui.storage.store import Store
store = Store.open(Path(sys.argv[1]))
store.connection.execute("PRAGMA cache_size=4")
with store.act("vera", "never finished") as writer:
    for number in range(400):
        name = f"label-{number}"
        row = {"name": name, "links": 0, "key": "", "color": "c" * 900, "guideline": "", "position": 9}
        writer.insert("label", row)
    os.kill(os.getpid(), 9)
"""


def test_what_was_said_to_be_saved_is_there_after_kill_9(
    make_project: Callable[..., Project], project_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project({"a.txt": "A long line of plain words. " * 400}).close()
    writers = [
        subprocess.Popen([sys.executable, "-c", TAGGER, str(project_folder), name], stdout=subprocess.PIPE, text=True)
        for name in ("vera", "boris")
    ]
    said: list[str] = []
    for writer in writers:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(60)]
        assert all(line.endswith("\n") for line in lines), "a writer ended by itself"
        said.extend(line.strip() for line in lines)
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
    for writer in writers:
        rest, _ = writer.communicate()
        # The last line may have been cut off by the signal.
        said.extend(line.strip() for line in rest.splitlines(keepends=True) if line.endswith("\n"))
    # The journal stays between acts; what it says is done with, also to one who may not write: but for an act that was
    # killed while it was committed, which has to be rolled back first.
    was_cut_off = (project_folder / "annotations.db-journal").read_bytes().startswith(JOURNAL_IN_USE)
    seen: set[str] | None = None
    if not was_cut_off:
        with monkeypatch.context() as patched:
            patched.setattr(store_module, "can_write", lambda path: False)
            looking = make_project()
            seen = {span.id for span in reading.spans_of(looking, "a.txt")}
            looking.close()
    again = make_project()
    kept = {span.id for span in reading.spans_of(again, "a.txt")}
    assert seen in (None, kept)
    assert len(said) >= 120
    assert set(said) <= kept
    assert len(kept - set(said)) <= 2, "at most the act in hand of each"
    connection = again.store.connection
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("SELECT count(*) FROM history").fetchone()[0] == len(kept)


def test_an_act_that_was_cut_off_is_rolled_back_by_the_next_opening(
    project: Project, project_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project_folder / "annotations.db"
    project.close()
    before = path.read_bytes()
    ended = subprocess.run([sys.executable, "-c", HALF_AN_ACT, str(path)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert path.with_name("annotations.db-journal").stat().st_size > 0
    assert path.read_bytes() != before, "the half act had reached the file"
    with monkeypatch.context() as patched:
        patched.setattr(store_module, "can_write", lambda path: False)
        with pytest.raises(StorageError, match=r"where it can be written|read-only"):
            Store.open(path).connection.execute("SELECT count(*) FROM label")
    store = Store.open(path)
    assert store.connection.execute("SELECT count(*) FROM label").fetchone()[0] == 6
    store.close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    assert path.read_bytes()[100:] == before[100:]
