"""A corpus of any size: what a sync reads, writes and holds in memory, and where it goes on after it was cut off."""

from __future__ import annotations

import gc
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from annotui.corpus import folder
from annotui.corpus.folder import MOST_SORTED
from annotui.errors import StorageError
from annotui.project import comparing, readers, reading, reading_in
from annotui.project.opening import Project, create_project, open_project
from annotui.project.readers import FROM_FILES
from annotui.project.sync import READ_BATCH, Differences, differences, sync
from annotui.storage.fulltext import FullText
from annotui.storage.word_index import WordIndex

SYNC = """
import os, signal, sys
from pathlib import Path
from annotui.project import readers, sync as module
from annotui.project.opening import open_project
stage, count, number = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
seen = 0
def progress(what, done, total):
    global seen
    seen += what == stage
    if seen == count:
        os.kill(os.getpid(), number)
    return True
project = open_project(Path(sys.argv[1]), "vera")
module.READ_BATCH = 7
module.sync(project, progress)
"""


def fill(project: Project, count: int, first: int = 0) -> None:
    """Write tiny articles, each with a word of its own, into folders of a hundred."""
    for number in range(first, first + count):
        file = project.corpus / f"{number // 100:03}" / f"{number:05}.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"Report of the day\n\nIt names unique{number} only.\n")


@pytest.fixture
def make_corpus(tmp_path: Path) -> Callable[[int], Project]:
    """`make_corpus(n)`: a new project of so many tiny articles, nothing read in yet."""

    def make(count: int) -> Project:
        project = create_project(tmp_path / str(count), "vera")
        fill(project, count)
        return project

    return make


def statements(project: Project, work: Callable[[], object]) -> list[str]:
    """The SQL that runs on annotations.db while work is done."""
    seen: list[str] = []
    project.store.connection.set_trace_callback(seen.append)
    try:
        work()
    finally:
        project.store.connection.set_trace_callback(None)
    return seen


def is_indexed(project: Project) -> bool:
    with closing(FullText(project.store.connection, project.own_file("index.db"))) as index:
        return not index.is_behind()


def articles(project: Project) -> int:
    return int(project.store.connection.execute("SELECT count(*) FROM article WHERE present = 1").fetchone()[0])


def peak(work: Callable[[], object]) -> int:
    """The most bytes that Python held meanwhile, over what it held before."""
    gc.collect()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_corpus(
    make_corpus: Callable[[int], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    # One and the same text for all, read here: to look into each of them would take most of the time.
    like = None

    def read(corpus: Path, path: str) -> reading_in.FileRead:
        nonlocal like
        like = like or reading_in.read_file(str(corpus), path)
        assert like.row is not None
        return like._replace(row={**like.row, "path": path})

    monkeypatch.setattr(readers, "read_file", read)
    monkeypatch.setattr(readers, "FROM_FILES", 1_000_000)
    peaks: dict[int, list[int]] = {}
    for count in (2_000, 10_000):
        with closing(make_corpus(count)) as project:
            read_in = peak(partial(sync, project))
            assert articles(project) == count
            # The lower of two: whatever else the process does is counted as well.
            compared = min(peak(partial(differences, project)) for _ in range(2))
            peaks[count] = [read_in, compared]
    for small, large in zip(peaks[2_000], peaks[10_000], strict=True):
        assert large < small * 2 + 2_000_000  # five times as much otherwise; other work of the process is counted too


def test_a_large_corpus_is_read_in_by_child_processes_with_nothing_lost(make_corpus: Callable[[int], Project]) -> None:
    count = FROM_FILES + 50
    with closing(make_corpus(count)) as project:
        (project.corpus / "000/00007.txt").write_bytes(b"%PDF-1.7 and so on")
        (project.corpus / "001/00150.txt").write_bytes("Встреча в порту, стороны подписали.".encode("cp1251"))
        told: list[tuple[str, str]] = []
        done = sync(project, tell=lambda kind, path, detail: told.append((kind, path)))
        assert (done.new, done.skipped) == (count - 1, 1)
        assert told.index(("skipped", "000/00007.txt")) >= 0
        assert ("note", "001/00150.txt") in told
        assert [path for kind, path in told if kind == "new"] == sorted(path for kind, path in told if kind == "new")
        assert reading.article(project, "010/01042.txt").title == "Report of the day"
        assert not differences(project)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that are started to read files, as on a machine with two processors."""
    found: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def noted(
        command: list[str], *, stdin: int, stdout: int, stderr: int, process_group: int
    ) -> subprocess.Popen[bytes]:
        found.append(popen(command, stdin=stdin, stdout=stdout, stderr=stderr, process_group=process_group))
        return found[-1]

    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1}, raising=False)
    monkeypatch.setattr(subprocess, "Popen", noted)
    return found


def test_what_a_killed_child_process_has_not_read_is_read_all_the_same(
    make_corpus: Callable[[int], Project], started: list[subprocess.Popen[bytes]]
) -> None:
    def killing(what: str, done: int, total: int) -> bool:
        if what == "read" and done == 300:
            started[1].kill()
        return True

    count = FROM_FILES + 500
    with closing(make_corpus(count)) as project:
        assert sync(project, killing).new == count
        assert len(started) == 2
        assert all(child.returncode is not None for child in started), "no process is left behind"


@pytest.mark.parametrize("sorted_at_once", [MOST_SORTED, 400])
def test_what_was_read_ahead_in_another_order_is_read_again(
    make_corpus: Callable[[int], Project],
    started: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
    sorted_at_once: int,
) -> None:
    monkeypatch.setattr(folder, "MOST_SORTED", sorted_at_once)
    count = 3 * FROM_FILES
    with closing(make_corpus(count)) as project:
        files = sorted(project.corpus.glob("*/*.txt"))
        random.Random(1).shuffle(files)
        for file in files:
            file.rename(project.corpus / file.name)
        with os.scandir(project.corpus) as entries:
            listed = [entry.name for entry in entries]
        told: list[str] = []
        assert sync(project, tell=lambda kind, path, detail: told.append(path)).new == count
        assert told == sorted(told)
        # Some systems list a folder in order.
        assert len(started) == (2 if sorted_at_once >= count or listed == sorted(listed) else 4)
        for number in (0, 1234, count - 1):
            assert f"unique{number} " in reading.article(project, f"{number:05}.txt").text
    assert all(child.returncode is not None for child in started), "no process is left behind"


def test_processes_that_read_ahead_end_with_a_look_that_is_stopped(
    make_corpus: Callable[[int], Project], started: list[subprocess.Popen[bytes]]
) -> None:
    with closing(make_corpus(3 * FROM_FILES)) as project:
        assert sync(project, lambda what, done, total: done < 2 * FROM_FILES).stopped
        assert len(started) == 2
        assert all(child.returncode is not None for child in started), "no process is left behind"
        assert sync(project).new == 3 * FROM_FILES


def test_a_process_that_was_killed_leaves_no_other_behind(make_corpus: Callable[[int], Project]) -> None:
    project = make_corpus(3 * FROM_FILES)
    project.close()
    command = [sys.executable, "-c", SYNC, str(project.folder), "read", "500", str(int(signal.SIGSTOP))]
    process = subprocess.Popen(command, start_new_session=True)
    os.waitid(os.P_PID, process.pid, os.WSTOPPED)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        process.kill()
        pytest.skip("/proc is needed to see the child processes")
    pids = [os.pidfd_open(int(pid)) for pid in children.read_text().split()]
    process.kill()
    process.wait()
    for pid in pids:
        ended, _, _ = select.select([pid], [], [], 20)
        assert ended, "a child process ends when its parent is gone"
        os.close(pid)


def test_no_module_of_the_folder_at_hand_is_run(make_corpus: Callable[[int], Project], tmp_path: Path) -> None:
    project = make_corpus(FROM_FILES)
    project.close()
    for name in ("json", "pickle", "annotui", "sqlite3"):
        (tmp_path / f"{name}.py").write_text(f"open('{tmp_path}/run', 'w')")
    command = [str(Path(sys.executable).with_name("annotui")), "--project", str(project.folder), "sync"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr.startswith(f"{FROM_FILES} new")
    assert not (tmp_path / "run").exists()


def test_new_articles_are_committed_some_at_a_time(make_corpus: Callable[[int], Project]) -> None:
    with closing(make_corpus(2 * READ_BATCH + 1)) as project:
        seen = statements(project, lambda: sync(project))
        assert sum(sql == "BEGIN IMMEDIATE" for sql in seen) == 3
        inserted = [sql for sql in seen if sql.startswith("INSERT INTO") and "article" in sql.partition("(")[0]]
        assert "".join(inserted).count("Report of the day\n\nIt names") == 2 * READ_BATCH + 1


def test_a_second_look_opens_no_file_and_asks_for_no_article(
    make_corpus: Callable[[int], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    real_hash = comparing.hash_of

    def hashed(file: Path) -> str:
        opened.append(file.name)
        return real_hash(file)

    looks: tuple[Callable[[Project], object], ...] = (differences, sync)
    with closing(make_corpus(600)) as project:
        sync(project)
        monkeypatch.setattr(comparing, "hash_of", hashed)
        for look in looks:
            seen = statements(project, partial(look, project))
            assert not [sql for sql in seen if "sha256_bytes" in sql], "no article's row is read"
            assert not [sql for sql in seen if sql.startswith(("INSERT", "UPDATE", "BEGIN IMMEDIATE"))]
        assert opened == []
        for number in (3, 250):
            os.utime(project.corpus / f"{number // 100:03}/{number:05}.txt", ns=(1, 1))
        assert not differences(project)
        assert sorted(opened) == ["00003.txt", "00250.txt"]


def test_the_full_text_index_is_made_along_with_reading_in(
    make_corpus: Callable[[int], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(make_corpus(30)) as project:
        sync(project)
        assert is_indexed(project)
        fill(project, 5, first=30)
        (project.corpus / "000/00003.txt").write_text("It was changed to somethingelse.\n")
        (project.corpus / "000/00004.txt").unlink()
        (project.corpus / "000/00005.txt").rename(project.corpus / "000/renamed.txt")
        sync(project)
        assert is_indexed(project)
        monkeypatch.setattr(WordIndex, "put", None)
        found = {word: [hit.article for hit in reading.search(project, word)] for word in WORDS}
        assert found == WORDS


WORDS = {
    "unique2": ["000/00002.txt"],
    "unique3": [],
    "somethingelse": ["000/00003.txt"],
    "unique4": [],
    "unique5": ["000/renamed.txt"],
    "unique34": ["000/00034.txt"],
}


@pytest.mark.parametrize(
    ("stage", "count"),
    [("look", 1), ("compare", 1), ("index", 1), ("read", 1), ("read", 7), ("read", 8), ("read", 30), ("read", 61)],
)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_sync_that_is_cut_off_anywhere_goes_on_where_it_was(
    make_corpus: Callable[[int], Project], stage: str, count: int, number: int
) -> None:
    project = make_corpus(60)
    folder = project.folder
    if stage == "index":
        sync(project)
        fill(project, 3, first=60)
        (folder / ".annotui/index.db").unlink()
    project.close()
    ended = subprocess.run(
        [sys.executable, "-c", SYNC, str(folder), stage, str(count), str(int(number))],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode != 0
    with closing(open_project(folder, "vera")) as again:
        before = articles(again)
        assert before % 7 in {0, 60 % 7}, "whole batches"
        total = 63 if stage == "index" else 60
        assert sync(again).new == total - before
        assert articles(again) == total
        assert again.store.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert is_indexed(again)
        for word in range(total):
            assert len(reading.search(again, f"unique{word}")) == 1
        assert not differences(again)


def test_a_full_disk_stops_a_sync_with_whole_batches_and_it_goes_on_later(
    make_corpus: Callable[[int], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotui.project.sync.READ_BATCH", 50)
    with closing(make_corpus(600)) as project:
        connection = project.store.connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 40}")
        with pytest.raises(StorageError, match="disk is full"):
            sync(project)
        kept = articles(project)
        assert 0 < kept < 600
        assert kept % 50 == 0
        connection.execute("PRAGMA max_page_count=1000000")
        assert sync(project).new == 600 - kept
        assert articles(project) == 600
        assert len(reading.search(project, "unique599")) == 1


def test_no_room_for_the_index_does_not_stop_a_sync(
    make_corpus: Callable[[int], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: WordIndex, articles: list[int]) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with closing(make_corpus(20)) as project:
        with monkeypatch.context() as patched:
            patched.setattr(WordIndex, "put_new", full)
            assert sync(project).new == 20
            assert not is_indexed(project)
        assert len(reading.search(project, "unique7")) == 1


def test_a_file_that_goes_or_changes_while_it_is_read(
    make_corpus: Callable[[int], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(make_corpus(3)) as project:
        gone, written = project.corpus / "000/00000.txt", project.corpus / "000/00001.txt"
        real = os.fstat

        def growing(number: int) -> os.stat_result:
            found = real(number)
            if os.path.samestat(found, written.stat()):
                with written.open("a") as file:
                    file.write("More. ")
            return found

        def progress(what: str, done: int, total: int) -> bool:
            if what == "read" and done == 0:
                gone.unlink()
                monkeypatch.setattr("annotui.project.reading_in.os.fstat", growing)
            return True

        told: list[tuple[str, str, str]] = []
        sync(project, progress, lambda kind, path, detail: told.append((kind, path, detail)))
        skipped = {path: reason for kind, path, reason in told if kind == "skipped"}
        assert "cannot be read: No such file" in skipped["000/00000.txt"]
        assert "being written" in skipped["000/00001.txt"]
        assert articles(project) == 1
        monkeypatch.undo()
        assert differences(project) == Differences(new=1)
        assert sync(project).new == 1
        assert reading.article(project, "000/00001.txt").text == written.read_text()
