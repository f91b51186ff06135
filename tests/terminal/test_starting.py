"""What annotui says where it cannot start, or starts on something odd: in words, with the right exit code."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from .conftest import MakeProject, Run, Start
from .driver import ANNOTUI, TIMEOUT
from .steps import counted

MANY = 15_000
"""So many articles take a while to be read in."""


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_that_cannot_place_text_is_refused(project: Path, terminal: Start, term: str) -> None:
    app = terminal(project, env={"TERM": term})
    assert app.exit_code() == 2
    assert f"TERM={term}" in app.flowing
    assert b"\x1b" not in app.received


@pytest.mark.parametrize("stream", ["input", "output"])
def test_what_is_no_terminal_is_refused(project: Path, environment: dict[str, str], stream: str) -> None:
    leader, follower = os.openpty()
    try:
        done = subprocess.run(
            ANNOTUI,
            cwd=project,
            env=environment,
            stdin=subprocess.DEVNULL if stream == "input" else follower,
            stdout=subprocess.DEVNULL if stream == "output" else follower,
            stderr=subprocess.PIPE,
            timeout=TIMEOUT,
        )
    finally:
        os.close(leader)
        os.close(follower)
    assert done.returncode == 2
    assert f"standard {stream} is not one".encode() in done.stderr
    assert b"annotui export" in done.stderr


def test_an_empty_folder_is_no_project_and_nothing_is_made_in_it(tmp_path: Path, terminal: Start) -> None:
    app = terminal(tmp_path)
    assert app.exit_code() == 2
    assert "is not an annotui project" in app.flowing
    assert "annotui init" in app.flowing
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_articles_becomes_a_project_by_being_opened(tmp_path: Path, terminal: Start) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "goats.txt").write_text("Two goats rowed out.\n")
    app = terminal(tmp_path)
    app.wait_for("1 article")
    app.press("enter")
    app.wait_for("Two goats rowed out.")


def test_an_empty_project_says_what_to_do(tmp_path: Path, terminal: Start) -> None:
    (tmp_path / "corpus").mkdir()
    app = terminal(tmp_path)
    app.wait_for("No articles yet")
    assert "Put text files into corpus/" in app.flowing
    app.press("enter", "D", "x", "n", "v", "V", "Z")
    app.wait_for("Z does nothing here")


def test_somebody_elses_file_is_not_touched(tmp_path: Path, terminal: Start) -> None:
    (tmp_path / "corpus").mkdir()
    database = tmp_path / "annotations.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
    before = database.read_bytes()
    app = terminal(tmp_path)
    assert app.exit_code() == 4
    assert "annotations.db" in app.flowing
    assert "Traceback" not in app.text
    assert database.read_bytes() == before


@pytest.mark.parametrize("content", [b"Shopping: two goats, one boat.\n" * 40, b""])
def test_what_is_no_database_is_refused_in_words(tmp_path: Path, terminal: Start, content: bytes) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "annotations.db").write_bytes(content)
    app = terminal(tmp_path)
    assert app.exit_code() == 4
    assert "annotations.db" in app.flowing
    assert "Traceback" not in app.text
    assert (tmp_path / "annotations.db").read_bytes() == content


def test_a_damaged_database_is_refused_in_words(project: Path, terminal: Start) -> None:
    database = project / "annotations.db"
    whole = database.read_bytes()
    database.write_bytes(whole[: len(whole) // 2])
    app = terminal(project)
    assert app.exit_code() == 4
    assert "annotations.db" in app.flowing
    assert "Traceback" not in app.text


def test_an_article_without_a_byte_can_be_opened(make_project: MakeProject, terminal: Start) -> None:
    project = make_project({"a-empty.txt": b"", "b-full.txt": "Two goats rowed out.\n"})
    app = terminal(project)
    app.wait_for("2 articles")
    app.press("g", "g", "enter")
    counted(app, 0)
    app.press(*"wbehljk$0G", "v")
    app.quiet()
    app.press("escape")
    app.quiet()
    app.press(*"pP4V.x", "*", "n", "tab", "Z")
    app.wait_for("Z does nothing here")
    app.press("escape")
    app.quiet()
    app.press("J")
    app.wait_for("Two goats rowed out.")


def test_what_is_no_text_is_left_out_and_named(make_project: MakeProject, terminal: Start) -> None:
    project = make_project({"goats.txt": "Two goats rowed out.\n"})
    (project / "corpus" / "picture.txt").write_bytes(bytes(range(256)) * 20)
    app = terminal(project)
    app.wait_for("1 article")
    app.wait_for("s reads them")
    app.press("s")
    app.wait_for(lambda at: "picture.txt" in at.lines[-2])
    app.wait_for("1 article")


def test_a_new_project_tells_after_leaving_what_it_could_not_read(tmp_path: Path, terminal: Start) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "goats.txt").write_text("Two goats rowed out.\n")
    (tmp_path / "corpus" / "picture.txt").write_bytes(bytes(range(256)) * 20)
    app = terminal(tmp_path)
    app.wait_for("1 article")
    app.press("Q")
    assert app.exit_code() == 0
    assert b"picture.txt" in app.received


def test_reading_in_a_new_project_can_be_stopped_and_the_app_opens_on_what_is_there(
    tmp_path: Path, terminal: Start
) -> None:
    (tmp_path / "corpus").mkdir()
    for number in range(MANY):
        (tmp_path / "corpus" / f"{number:05}.txt").write_text(f"Article {number}.\n")
    app = terminal(tmp_path)
    app.wait_for("Ctrl-C opens it with these")
    app.send(b"\x03")
    app.wait_for(lambda at: re.search(r"\d articles", at.text) is not None)
    count = int(re.findall(r"([\d,]+) articles", app.text)[0].replace(",", ""))
    assert count < MANY
    app.wait_for(lambda at: f"{MANY - count} new: s reads them" in at.text)
    app.press("Q")
    assert app.exit_code() == 0


def test_keys_go_on_while_corpus_is_read_and_escape_stops_that(project: Path, terminal: Start, run: Run) -> None:
    for number in range(MANY):
        (project / "corpus" / f"{number:05}.txt").write_text(f"Article {number}.\n")
    app = terminal(project)
    app.wait_for("2 articles")
    app.press("G", "s")
    app.wait_for("Esc stops")
    app.press("enter")
    app.wait_for("TALLINN")
    app.press("5", "escape")
    app.wait_for("stopped, s goes on")
    app.press("Q")
    assert app.exit_code() == 0
    assert run(project, "export").stdout.count(b",place,") == 1
    run(project, "sync")
    found = run(project, "stats").stdout.decode().split()[1].replace(",", "")
    assert int(found) == MANY + 2


def test_the_app_may_be_killed_while_corpus_is_read(project: Path, terminal: Start, run: Run) -> None:
    for number in range(MANY):
        (project / "corpus" / f"{number:05}.txt").write_text(f"Article {number}.\n")
    app = terminal(project)
    app.wait_for("2 articles")
    app.press("s")
    app.wait_for("Esc stops")
    app.kill(signal.SIGKILL)
    with closing(sqlite3.connect(project / "annotations.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    run(project, "sync")
    found = run(project, "stats").stdout.decode().split()[1].replace(",", "")
    assert int(found) == MANY + 2
