from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from annotui.project.state import Place, State
from annotui.storage.stamp import Stamp


def test_places_texts_and_stamps_are_remembered(tmp_path: Path) -> None:
    path = tmp_path / ".annotui" / "state.db"
    state = State(path)
    assert state.place("a.txt") == Place()
    state.set_place("a.txt", Place(12, 3))
    state.set_text("sort", "date")
    state.set_stamps([("a.txt", Stamp(1, 2, "ab")), ("b.txt", Stamp(3, 4, ""))])
    state.set_stamps([("b.txt", Stamp(5, 6, "cd"))])
    state.close()
    again = State(path)
    assert again.place("a.txt") == Place(12, 3)
    assert (again.text("sort"), again.text("reading")) == ("date", "")
    assert again.stamps(["a.txt", "b.txt", "c.txt"]) == {"a.txt": Stamp(1, 2, "ab"), "b.txt": Stamp(5, 6, "cd")}
    again.close()


def test_nothing_is_made_until_something_is_remembered(tmp_path: Path) -> None:
    State(tmp_path / ".annotui" / "state.db").close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"nonsense", b"", b"SQLite format 3\0" + b"\xff" * 900])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state.db"
    path.write_bytes(content)
    state = State(path)
    state.set_text("sort", "date")
    state.close()
    again = State(path)
    assert again.text("sort") == "date"
    again.close()


@pytest.mark.parametrize("value", ["nonsense", "[1]", "[-1, 2]", '{"a": 1}', "[1, true, 3]", "null"])
def test_what_is_no_place_is_the_start(tmp_path: Path, value: str) -> None:
    path = tmp_path / "state.db"
    state = State(path)
    state.set_place("a.txt", Place(1, 1))
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE remembered SET value = ?", (value,))
    connection.close()
    assert state.place("a.txt") == Place()
    assert state.text("place:a.txt") == ("" if value != '"x"' else "x")
    state.close()


def test_a_state_that_another_process_holds_stops_nothing(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    state = State(path)
    state.set_text("sort", "date")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    state.set_text("sort", "title")
    assert not state.set_stamps([("a.txt", Stamp(1, 2, "ab"))])
    assert not state.forget_stamps(["a.txt"])
    assert state.text("sort") == ""
    assert state.stamps(["a.txt"]) == {}
    assert state.stamped("", 9) == []
    other.execute("ROLLBACK")
    other.close()
    assert state.text("sort") == "date"
    state.close()


def test_without_a_place_to_write_memory_serves(tmp_path: Path) -> None:
    for path in (None, tmp_path / "missing" / ".annotui" / "state.db"):
        state = State(path)
        state.set_text("sort", "date")
        assert state.text("sort") == "date"
        state.close()
    assert list(tmp_path.iterdir()) == []
