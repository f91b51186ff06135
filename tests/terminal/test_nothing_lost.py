"""What was done stays done, whatever ends the app; and one comes back to where one was."""

from __future__ import annotations

import shlex
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from .conftest import Start
from .driver import ANNOTUI, Terminal
from .steps import counted, read_last


def tag_deep_in(terminal: Terminal) -> None:
    """Tag a word three screens down in the second article, without waiting for more than the screen's word."""
    read_last(terminal)
    terminal.press("space", "space", "space", "j", "w", "w", "v", "w", "4")
    counted(terminal, 1, 0)


def place(terminal: Terminal) -> tuple[list[str], set[tuple[int, int]]]:
    """What one sees of the place: header, text, and where the cursor is."""
    return terminal.lines[:-2], {cell for cell in terminal.reversed_cells if cell[1] < len(terminal.lines) - 2}


def stored(project: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(project / "annotations.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return list(connection.execute("SELECT label, exact FROM annotation JOIN fragment ON annotation = uid"))


def test_kill_9_after_a_tag_loses_neither_the_tag_nor_the_place(project: Path, terminal: Start) -> None:
    first = terminal(project)
    tag_deep_in(first)
    first.kill(signal.SIGKILL)
    assert first.exit_code() == -signal.SIGKILL
    assert len(stored(project)) == 1

    again = terminal(project)
    counted(again, 1)
    again.quiet()
    assert place(again) == place(first)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_cleanly_and_keeps_the_place(project: Path, terminal: Start, number: signal.Signals) -> None:
    first = terminal(project)
    tag_deep_in(first)
    first.press("j", "w", "w")
    first.quiet()
    assert first.mode(1049)
    assert not first.mode(25)
    first.kill(number)
    assert first.exit_code() == 0
    assert not first.mode(1049), "the alternate screen was left"
    assert first.mode(25), "the cursor is shown"
    assert not first.mode(1003), "the mouse is the terminal's again"
    assert len(stored(project)) == 1

    again = terminal(project)
    counted(again, 1)
    again.quiet()
    assert place(again) == place(first)


def test_a_lost_line_ends_it(project: Path, terminal: Start) -> None:
    first = terminal(project)
    tag_deep_in(first)
    first.hang_up()
    assert len(stored(project)) == 1


@pytest.mark.skipif(shutil.which("bash") is None, reason="job control needs bash")
def test_suspended_and_brought_back_it_stands_as_before(project: Path, terminal: Start) -> None:
    shell = terminal(project, program=("bash", "--norc", "--noprofile", "-i"), env={"PS1": "shell> "})
    shell.wait_for("shell>")
    shell.type(shlex.join(ANNOTUI) + "\r")
    tag_deep_in(shell)
    before = shell.lines
    shell.press("ctrl+z")
    shell.wait_for("Stopped")
    assert not shell.mode(1049)
    assert shell.mode(25)
    shell.spoil()
    shell.type("fg\r")
    shell.wait_for(lambda at: at.lines[:-2] == before[:-2])
    assert shell.mode(1049)
    shell.press("u")
    counted(shell, 0)
    shell.press("Q")
    shell.wait_for("shell>")


def test_an_undo_after_a_restart_takes_the_last_act_back(project: Path, terminal: Start) -> None:
    first = terminal(project)
    tag_deep_in(first)
    first.press("Q")
    assert first.exit_code() == 0
    again = terminal(project)
    counted(again, 1)
    again.press("u")
    counted(again, 0)
    again.wait_for("Undone")
    assert stored(project) == []
    again.press("ctrl+r")
    counted(again, 1)
    assert len(stored(project)) == 1


def test_an_undo_elsewhere_goes_there_first_and_says_so(project: Path, terminal: Start) -> None:
    app = terminal(project)
    tag_deep_in(app)
    app.press("K")
    app.wait_for("Ferries under three flags")
    counted(app, 0)
    app.press("u")
    app.wait_for(lambda at: "press again to undo it" in at.flowing)
    app.wait_for("A keeper for the lighthouse")
    assert len(stored(project)) == 1
    app.press("u")
    counted(app, 0)
    assert stored(project) == []
