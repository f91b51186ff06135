from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from annotui.core.model import Agreement
from annotui.project.opening import Project
from annotui.storage.catalogue import put_agreement

COMMAND = (sys.executable, "-m", "annotui")
FERRY = "b-ferry.txt"

NASTY = "\x1b]0;owned\x07\x1b[2J\x1b]52;c;cm0gLXJm\x07\x9b31m\r\x08\x7f\u202e\u2066"
"""A title, a cleared screen, a clipboard write, C1, CR, backspace, DEL and bidi controls."""
MARK = "owned"


def annotui(folder: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=60, **options
    )


@pytest.fixture
def folder(make_project: Callable[..., Project], project_folder: Path) -> Path:
    make_project().close()
    return project_folder


@pytest.mark.parametrize("arguments", [(), (".",), ("--project", "."), ("--annotator", "x", ".")])
def test_the_app_without_a_terminal_says_so_and_what_needs_none(folder: Path, arguments: tuple[str, ...]) -> None:
    result = annotui(folder, *arguments, stdin=subprocess.DEVNULL)
    assert (result.returncode, result.stdout) == (2, "")
    assert "terminal" in result.stderr
    for command in ("export", "stats", "search", "tag", "link", "sync", "check"):
        assert command in result.stderr
    assert "Traceback" not in result.stderr


def test_a_command_whose_name_is_also_a_folder_is_the_command(folder: Path) -> None:
    (folder / "stats").mkdir()
    assert annotui(folder, "stats").stdout.startswith("articles")
    assert "terminal" in annotui(folder, "./stats", stdin=subprocess.DEVNULL).stderr


def test_a_reader_that_goes_away_ends_the_command_quietly(
    make_project: Callable[..., Project], project_folder: Path
) -> None:
    make_project({f"{n:04}.txt": "needle " * 400 for n in range(60)}).close()
    for arguments in (("export", "--format", "jsonl"), ("search", "needle", "--limit", "20000")):
        command = subprocess.Popen(
            [*COMMAND, *arguments], cwd=project_folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert command.stdout is not None
        assert command.stderr is not None
        command.stdout.read(10)
        command.stdout.close()
        said = command.stderr.read().decode()
        command.stderr.close()
        assert command.wait(60) == 141
        assert "Traceback" not in said
        assert "Exception" not in said


def test_closed_standard_streams_are_no_fault(folder: Path) -> None:
    script = f"{sys.executable} -m annotui stats >&- 2>&-; echo $?"
    result = subprocess.run(["sh", "-c", script], cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert result.stdout.strip() == "0"


def test_ctrl_c_while_waiting_for_input_ends_with_130(folder: Path) -> None:
    program = "import sys; print('ready', flush=True); from annotui.cli.main import run; sys.exit(run(['add', '-']))"
    ended = interrupted([sys.executable, "-c", program], folder)
    assert ended.returncode == 130
    assert "stopped" in ended.stderr
    assert "Traceback" not in ended.stderr


def interrupted(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Interrupt a command as soon as it is blocked in reading its standard input."""
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    wait_for_reading(process.pid)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def wait_for_reading(pid: int) -> None:
    """Wait until the process waits for a pipe; elsewhere than on Linux there is no telling."""
    place = Path(f"/proc/{pid}/wchan")
    if not place.exists():
        pytest.skip("/proc is needed to see what the process waits for")
    for _ in range(2000):
        if "pipe" in place.read_text():
            return
        select.select([], [], [], 0.005)
    pytest.skip("what the process waits for cannot be seen here")


def test_ctrl_c_in_long_work_stops_after_the_piece_in_hand(
    make_project: Callable[..., Project], project_folder: Path
) -> None:
    make_project({f"{n:03}.txt": f"Article {n}." for n in range(40)}).close()
    program = (
        "import os, signal, sys\n"
        "from annotui.cli import {module} as module\n"
        "from annotui.cli.main import run\n"
        "from annotui.{place} import {function} as original\n"
        "import annotui.{place} as home\n"
        "count = 0\n"
        "def interrupting(*arguments, **options):\n"
        "    global count\n"
        "    count += 1\n"
        "    if count == 5:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "    return original(*arguments, **options)\n"
        "home.{function} = interrupting\n"
        "sys.exit(run({arguments}))\n"
    )
    export = program.format(
        module="annotating", place="storage.articles", function="article", arguments=["export", "-o", "out.csv"]
    )
    result = subprocess.run(
        [sys.executable, "-c", export], cwd=project_folder, capture_output=True, text=True, check=False, timeout=60
    )
    assert result.returncode == 130, result.stderr
    assert "Stopped before the end" in result.stderr
    assert not (project_folder / "out.csv").exists(), "half an export is none"
    for n in range(40, 80):
        (project_folder / "corpus" / f"{n:03}.txt").write_text(f"Article {n}.")
    sync = program.format(module="articles", place="project.readers", function="read_file", arguments=["sync"])
    result = subprocess.run(
        [sys.executable, "-c", sync], cwd=project_folder, capture_output=True, text=True, check=False, timeout=60
    )
    assert result.returncode == 130, result.stderr
    assert "`annotui sync` goes on" in result.stderr
    assert len(result.stdout.splitlines()) == 5
    again = annotui(project_folder, "sync")
    assert (again.returncode, len(again.stdout.splitlines())) == (0, 35)


def on_terminal(folder: Path, *arguments: str) -> tuple[int, str]:
    """The exit code of a command and all that a terminal got from it, as text."""
    ours, theirs = os.openpty()
    try:
        command = subprocess.Popen([*COMMAND, *arguments], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs)
    finally:
        os.close(theirs)
    got = b""
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:
            break
        if not chunk:
            break
        got += chunk
    os.close(ours)
    return command.wait(60), got.decode()


@pytest.fixture
def hostile(make_project: Callable[..., Project], project_folder: Path) -> Path:
    """A project whose every text is out to write to the terminal: articles, titles, names, labels, records, notes."""
    texts = {
        f"x{NASTY.replace('/', '')}.txt": f"---\ntitle: T{NASTY}\nsource: S{NASTY}\n---\n\nneedle {NASTY} needle\n",
        "plain.txt": f"needle {NASTY}\nsecond line",
    }
    project = make_project(texts, ())
    record = Agreement(f"id{NASTY}", f"Needle{NASTY}", short=f"S{NASTY}\nnew line", note=f"n{NASTY}\nm")
    with project.store.setting_up("vera") as writer:
        put_agreement(writer, record)
        writer.insert(
            "label",
            {"name": f"L{NASTY}", "links": 1, "key": "", "color": "", "guideline": f"g{NASTY}", "position": 9},
        )
    project.close()
    return project_folder


COMMANDS: list[tuple[tuple[str, ...], int, bool]] = [
    (("agreements", "list"), 0, True),
    (("agreements", "show", f"id{NASTY}"), 0, True),
    (("agreements", "show", f"none{NASTY}"), 2, True),
    (("agreements", "export"), 0, True),
    (("agreements", "export", "--format", "csv"), 0, True),
    (("agreements", "export", "--format", "toml"), 0, True),
    (("labels", "list"), 0, True),
    (("labels", "export"), 0, True),
    (("search", "needle"), 0, True),
    (("link", "Needle"), 0, True),
    (("link", "Needle", "--json"), 0, True),
    (("tag", "plain.txt", "0", "40", f"L{NASTY}", "--agreement", f"id{NASTY}", "--note", f"n{NASTY}"), 0, True),
    (("tag", f"none{NASTY}", "0", "4", "place"), 2, True),
    (("tag", "plain.txt", "0", "4", f"none{NASTY}"), 2, True),
    (("export",), 0, True),
    (("export", "--raw"), 0, True),
    (("export", "--format", "json"), 0, True),
    (("export", "--format", "jsonl"), 0, True),
    (("export", "--label", f"none{NASTY}"), 2, True),
    (("export", "--by", f"none{NASTY}"), 2, True),
    (("export", "-o", f"no{NASTY}/such"), 4, True),
    (("stats",), 0, True),
    (("stats", "--json"), 0, True),
    (("check",), 0, False),
    (("sync",), 0, False),
    (("add", f"none{NASTY}"), 2, True),
    (("article", "set", f"none{NASTY}", "--title", "x"), 2, True),
    (("article", "set", "plain.txt", "--date", f"x{NASTY}"), 3, True),
    ((f"none{NASTY}",), 2, True),
    (("--project", f"none{NASTY}", "stats"), 2, True),
    (("--annotator", f"none{NASTY}", "stats"), 2, False),
    (("agreements", "import", f"none{NASTY}.csv"), 2, True),
]


def assert_harmless(got: str) -> None:
    own_progress = r"\r(?:look|compare|index|copy|read|changed|check) [\d,]+(?: of [\d,]+)? *|\r +\r"
    lines = re.sub(own_progress, "", got.replace("\r\n", "\n"))
    bad = {c for c in lines if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160 or c in "\u202e\u2066"}
    assert not bad, repr(got)


def test_nothing_untrusted_reaches_the_terminal_raw(hostile: Path) -> None:
    for arguments, code, shows in COMMANDS:
        ended, got = on_terminal(hostile, *arguments)
        assert "Traceback" not in got
        assert ended == code, (arguments, got)
        assert_harmless(got)
        if shows:
            assert MARK in got, arguments


def test_faults_and_changes_of_hostile_files_are_told_safely(hostile: Path) -> None:
    import sqlite3

    tag = ("tag", f"x{NASTY}.txt", "0", "40", f"L{NASTY}", "--agreement", f"id{NASTY}")
    ended, got = on_terminal(hostile, *tag)
    assert_harmless(got)
    assert ended == 0, got
    connection = sqlite3.connect(hostile / "annotations.db", isolation_level=None)
    connection.execute("UPDATE fragment SET exact = 'spoiled'")
    connection.close()
    ended, got = on_terminal(hostile, "check")
    assert (ended, MARK in got) == (1, True)
    assert_harmless(got)
    ended, got = on_terminal(hostile, "export")
    assert ended == 1
    assert_harmless(got)
    (hostile / "corpus" / f"new{NASTY}.txt").write_text("x")
    (hostile / "corpus" / f"bad{NASTY}.txt").write_bytes(b"GIF89a")
    (hostile / "corpus" / f"x{NASTY}.txt").write_text("changed")
    (hostile / "corpus" / "plain.txt").rename(hostile / "corpus" / f"renamed{NASTY}.txt")
    ended, got = on_terminal(hostile, "sync")
    assert (ended, MARK in got) == (1, True)
    assert_harmless(got)
    (hostile / f"in{NASTY}.txt").write_text("incoming")
    (hostile / f"in{NASTY}.pdf").write_text("incoming")
    ended, got = on_terminal(hostile, "add", f"in{NASTY}.txt", f"in{NASTY}.pdf")
    assert (ended, MARK in got) == (1, True)
    assert_harmless(got)


def test_into_a_pipe_goes_what_is_stored(hostile: Path) -> None:
    out = annotui(hostile, "agreements", "export", "--format", "csv").stdout
    assert "\x1b]0;owned" in out or "\\u001b]0;owned" in out
