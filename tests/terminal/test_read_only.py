"""Looking changes nothing: annotations.db stays byte for byte as it is, and one that cannot be written is said so."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Run, Start
from .driver import ANNOTUI, Terminal
from .steps import read_first, read_last

WITHOUT_PRIVILEGES = ("setpriv", "--inh-caps=-all", "--bounding-set=-all")
"""Takes root's right to write what is read-only away."""


def state_of(project: Path) -> tuple[str, int, list[str]]:
    """Digest and time of annotations.db, and the files beside it (a journal would be one)."""
    database = project / "annotations.db"
    digest = hashlib.sha256(database.read_bytes()).hexdigest()
    return digest, database.stat().st_mtime_ns, sorted(path.name for path in project.iterdir() if path.is_file())


def look_at_everything(terminal: Terminal) -> None:
    """Read, page, search, filter, resize and open every screen, then leave."""
    terminal.wait_for("2 articles")
    terminal.press("/", *"lighthouse")
    terminal.wait_for("1 of 1")
    terminal.press("escape")
    terminal.wait_for("2 articles")
    terminal.press("&", *"goats", "enter")
    terminal.wait_for("with “goats”")
    terminal.wait_for("1 of 1")
    terminal.press("escape")
    terminal.wait_for("2 articles")
    terminal.press("f")
    terminal.wait_for("in progress")
    terminal.press("escape")
    terminal.wait_gone("in progress")
    read_last(terminal, 1)
    terminal.press("space", "space", "ctrl+u", "ctrl+b", *"jjwweb)}", "m", "a", *"G''gg")
    terminal.press("/", *"Page 33", "enter")
    terminal.wait_for("Page 33")
    terminal.press("n", "N", "v", "w", "p")
    terminal.wait_for("SELECT")
    terminal.press("escape")
    terminal.wait_gone("SELECT")
    terminal.resize(120, 40)
    terminal.wait_for("2 articles")
    terminal.resize(80, 24)
    terminal.wait_gone("2 articles")
    for key, title in (("A", "Catalogue: 4 records"), ("S", "Statistics"), ("?", "Help"), ("O", "Spans  ")):
        terminal.press(key)
        terminal.wait_for(title)
        terminal.press("q")
        terminal.wait_for("A keeper for the lighthouse")
    terminal.press("tab", "L")
    terminal.wait_for("not listed")
    terminal.press("q")
    terminal.wait_gone("not listed")
    terminal.press("q")
    terminal.wait_for("2 articles")
    terminal.press("q")
    assert terminal.exit_code() == 0


@pytest.fixture
def tagged(project: Path, run: Run) -> Path:
    """The project with one span, whose link is open."""
    run(project, "tag", "lighthouse.txt", "0", "5", "agreement")
    return project


@pytest.fixture
def write_protected(tagged: Path) -> Iterator[Path]:
    """The project in a folder, and with a file, that may not be written."""
    own = tagged / ".annotui"
    shutil.rmtree(own, ignore_errors=True)
    (tagged / "annotations.db").chmod(0o444)
    tagged.chmod(0o555)
    yield tagged
    tagged.chmod(0o755)


def unprivileged(project: Path) -> tuple[str, ...]:
    """The command as somebody whom permissions bind. Skips where root cannot step down."""
    if os.geteuid() != 0:
        return ANNOTUI
    try:
        tried = subprocess.run([*WITHOUT_PRIVILEGES, "test", "-w", str(project)], capture_output=True)
    except FileNotFoundError:
        pytest.skip("permissions do not bind root, and setpriv is not here")
    if tried.returncode != 1:
        pytest.skip("permissions bind nobody here")
    return (*WITHOUT_PRIVILEGES, *ANNOTUI)


def test_looking_at_everything_changes_no_byte(tagged: Path, terminal: Start) -> None:
    before = state_of(tagged)
    look_at_everything(terminal(tagged))
    assert state_of(tagged) == before


def test_a_write_protected_project_can_be_read_to_the_full(write_protected: Path, terminal: Start) -> None:
    before = state_of(write_protected)
    look_at_everything(terminal(write_protected, program=unprivileged(write_protected)))
    assert state_of(write_protected) == before


def test_tagging_in_a_write_protected_project_says_that_it_is_read_only(write_protected: Path, terminal: Start) -> None:
    before = state_of(write_protected)
    app = terminal(write_protected, program=unprivileged(write_protected))
    read_first(app)
    app.press("4")
    app.wait_for(lambda at: "read-only" in at.flowing)
    app.press("q", "q")
    assert app.exit_code() == 0
    assert state_of(write_protected) == before
