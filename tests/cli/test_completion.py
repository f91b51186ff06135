"""What a shell is offered: commands, options, the words of the project; whatever is wrong, nothing is said."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotui.cli.main import run
from annotui.project.opening import Project
from annotui.storage import schema

if TYPE_CHECKING:
    from tests.cli.conftest import Result

PROGRAM = "import sys; from annotui.cli.main import run; sys.exit(run(sys.argv[1:]))"


def asked(words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A shell's question for the last word, asked of a process of its own."""
    given = {
        "_ANNOTUI_COMPLETE": "bash_complete",
        "COMP_WORDS": f"annotui {words}",
        "COMP_CWORD": str(len(words.split(" "))),
        "TMPDIR": str(folder),
    }
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=folder,
        env={**os.environ, **given, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def offered(annotui: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """`offered("article set a")`: what bash is offered for the last word."""

    def ask(words: str) -> list[str]:
        with monkeypatch.context() as patched:
            patched.setenv("_ANNOTUI_COMPLETE", "bash_complete")
            patched.setenv("COMP_WORDS", f"annotui {words}")
            patched.setenv("COMP_CWORD", str(len(words.split(" "))))
            result = annotui()
        assert result.err == ""
        return [line.partition(",")[2] for line in result.out.splitlines() if line]

    return ask


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ex", ["export"]),
        ("export --fo", ["--format", "--force"]),
        ("export --format conl", ["conll2003"]),
        ("article set b", ["b-ferry.txt"]),
        ("article set b-ferry.txt", ["b-ferry.txt"]),
        ("article set sub/", ["sub/c-caf\u00e9.txt"]),
        ("agreements show h", ["harbour-2019", "harbour-2021"]),
        ("tag b-ferry.txt 0 5 pl", ["place"]),
        ("export --label o", ["organization"]),
        ("suggest a", ["a-harbour.txt"]),
        ("keys set article.d", ["article.done"]),
        ("keys set article.done B --mode s", ["select"]),
        ("--annotator v", ["vera"]),
        ("stats --annotator v", ["vera"]),
        ("import all.csv --article b", ["b-ferry.txt"]),
        ("--project /nowhere article set b", []),
        ("article --project /nowhere set b", []),
        ("--project ~nobody-at-all article set b", []),
        ("article set zzz", []),
    ],
)
def test_words_are_completed(offered: Callable[[str], list[str]], words: str, found: list[str]) -> None:
    assert offered(words) == found


def test_nothing_is_said_where_there_is_no_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("_ANNOTUI_COMPLETE", "zsh_complete")
    monkeypatch.setenv("COMP_WORDS", "annotui article set b")
    monkeypatch.setenv("COMP_CWORD", "3")
    run([])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_given_its_script(
    annotui: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    monkeypatch.setenv("_ANNOTUI_COMPLETE", f"{shell}_source")
    result = annotui()
    assert result.code == 0
    assert "_ANNOTUI_COMPLETE" in result.out


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        *(("add ne", "file"), ("import ne", "file"), ("init ne", "dir"), ("demo ne", "dir"), ("--project ne", "dir")),
        *(("stats --project ne", "dir"), ("talks", "dir"), ("st", "plain")),
    ],
)
def test_paths_are_left_to_the_shell(tmp_path: Path, words: str, kind: str) -> None:
    answer = asked(words, tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith(f"{kind},")


def test_a_shell_that_asks_is_answered(make_project: Callable[..., Project], project_folder: Path) -> None:
    make_project()
    before = (project_folder / "annotations.db").read_bytes()
    for shell, end in (("bash", "plain,b-ferry.txt\n"), ("zsh", "plain\nb-ferry.txt\n_\n")):
        answer = asked("article set b", project_folder, _ANNOTUI_COMPLETE=f"{shell}_complete")
        assert (answer.returncode, answer.stdout, answer.stderr) == (0, end, "")
    fish = asked("article set b", project_folder, _ANNOTUI_COMPLETE="fish_complete", COMP_CWORD="b")
    assert (fish.returncode, fish.stdout.split(), fish.stderr) == (0, ["plain,b-ferry.txt"], "")
    assert (project_folder / "annotations.db").read_bytes() == before


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes_with_the_script_that_it_is_given(
    make_project: Callable[..., Project], project_folder: Path, tmp_path: Path
) -> None:
    make_project()
    program = tmp_path / "annotui"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m annotui "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    lines = """
    eval "$(_ANNOTUI_COMPLETE=bash_source annotui)"
    COMP_WORDS=(annotui agreements show h) COMP_CWORD=3
    $(complete -p annotui | sed 's/.*-F \\([^ ]*\\).*/\\1/') annotui
    echo "${COMPREPLY[@]}"
    """
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", lines], cwd=project_folder, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("harbour-2019 harbour-2021\n", "")


def looked_at(folder: Path) -> list[tuple[Path, int, int]]:
    """The files of a folder, with size and time: to read one would let go of the locks that this process has on it."""
    return [(path, path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(folder.iterdir())]


@pytest.mark.parametrize("what", ["older", "newer", "junk", "empty", "held", "unknown shell", "no number"])
def test_whatever_is_wrong_nothing_is_said_and_nothing_is_written(
    make_project: Callable[..., Project], project_folder: Path, what: str
) -> None:
    make_project().close()
    database = project_folder / "annotations.db"
    environment = {"unknown shell": {"_ANNOTUI_COMPLETE": "nosuch_source"}, "no number": {"COMP_CWORD": "x"}}
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        if what in {"older", "newer"}:
            version = schema.VERSION + (1 if what == "newer" else -1)
            connection.execute(f"PRAGMA user_version={version}")
        elif what in {"junk", "empty"}:
            database.write_bytes(b"junk" * 999 if what == "junk" else b"")
        elif what == "held":
            connection.execute("BEGIN EXCLUSIVE")
        before = looked_at(project_folder)
        answer = asked("article set b", project_folder, **environment.get(what, {}))
        assert (answer.stdout.strip(), answer.stderr) == ("", "")
        assert looked_at(project_folder) == before


def test_words_that_a_terminal_would_obey_are_not_offered(
    make_project: Callable[..., Project], project_folder: Path
) -> None:
    make_project(texts={"a\x1b]52;c;eA==\x07.txt": "One.", "a-harbour.txt": "Two."}).close()
    assert asked("article set a", project_folder).stdout == "plain,a-harbour.txt\n"
