"""The file of the catalogue's index: whole or not at all, changed record by record, made anew where it is broken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotui.storage.agreement_index import COLUMNS, BrokenIndex, Builder, StoredIndex

MOST = 3
RECORDS = {
    "a": [("word", "lake"), ("word", "harbour"), ("name", "lake treaty")],
    "b": [("word", "lake"), ("name", "lake accord")],
    "c": [("word", "lake"), ("word", "port")],
    "d": [("word", "lake"), ("name", "port deed")],
}


def row(id: str) -> tuple[str, ...]:
    return (id, *(f"{column} of {id}" for column in COLUMNS[1:]))


def built(path: Path) -> Path:
    with Builder(path, MOST) as builder:
        builder.add((row(id), keys) for id, keys in RECORDS.items())
        assert builder.finish("7 noon", lambda: True)
    return path


@pytest.fixture
def index(tmp_path: Path) -> Iterator[StoredIndex]:
    """An index of four records."""
    found = StoredIndex(built(tmp_path / "own" / "agreements.db"), MOST)
    yield found
    found.close()


def test_what_was_built_is_found(index: StoredIndex) -> None:
    assert (len(index), index.covered()) == (4, "7 noon")
    assert index.place("c") == 2
    assert index.place("z") is None
    assert index.rows([2, 9, 0]) == {0: row("a"), 2: row("c")}
    assert (index.count("word", "harbour"), list(index.having("word", "harbour"))) == (1, [0])
    assert (index.count("word", "sea"), list(index.having("word", "sea"))) == (0, [])
    assert index.keys("name") == ["lake accord", "lake treaty", "port deed"]
    assert index.beginning("name", "lake ", 9) == ["lake accord", "lake treaty"]
    assert index.beginning("name", "lake ", 1) == ["lake accord"]
    assert index.lengths() == [4, 7]
    assert index.words_of_length(4) == ["lake", "port"]
    assert list(index.words_of_length(5)) == []


def test_of_a_key_that_many_have_only_their_number_is_kept(index: StoredIndex) -> None:
    assert (index.count("word", "lake"), list(index.having("word", "lake"))) == (4, [])


def test_a_record_is_put_in_changed_and_taken_out(index: StoredIndex) -> None:
    index.put_row(row("e"), [("word", "port"), ("word", "buoy")])
    assert (len(index), index.place("e")) == (5, 4)
    assert list(index.having("word", "port")) == [2, 4]
    assert index.words_of_length(4) == ["buoy", "lake", "port"]
    index.put_row((*row("e")[:-1], "changed"), [("word", "port"), ("word", "pier")])
    assert (len(index), index.rows([4])[4][-1]) == (5, "changed")
    assert list(index.having("word", "port")) == [2, 4]
    index.drop("e")
    index.drop("e")
    assert (len(index), index.place("e"), index.rows([4])) == (4, None, {})
    index.put_row(row("f"), [("word", "harbour"), ("word", "harbour")])
    assert list(index.having("word", "harbour")) == [0, 4]


def test_one_that_is_stopped_leaves_the_last_one_and_nothing_else(tmp_path: Path) -> None:
    path = built(tmp_path / "agreements.db")
    before = path.read_bytes()
    with Builder(path, MOST) as builder:
        builder.add([(row("z"), [("word", "sea")])])
        assert not builder.finish("8 noon", lambda: False)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == before


def test_whoever_has_the_last_one_open_goes_on_with_it(index: StoredIndex, tmp_path: Path) -> None:
    path = tmp_path / "own" / "agreements.db"
    with Builder(path, MOST) as builder:
        assert builder.finish("9 noon", lambda: True)
    assert len(index) == 4
    other = StoredIndex(path, MOST)
    assert (len(other), other.covered()) == (0, "9 noon")
    other.close()


def test_a_broken_file_is_an_error_that_says_where(tmp_path: Path) -> None:
    path = built(tmp_path / "agreements.db")
    data = bytearray(path.read_bytes())
    data[4096:] = b"\x7f" * (len(data) - 4096)
    path.write_bytes(bytes(data))
    index = StoredIndex(path, MOST)
    with pytest.raises(BrokenIndex, match=r"agreements\.db"):
        index.keys("name")
    index.close()


def test_a_full_disk_is_an_error_that_says_where_and_leaves_nothing(tmp_path: Path) -> None:
    path = built(tmp_path / "agreements.db")
    before = path.read_bytes()
    with pytest.raises(BrokenIndex, match=r"agreements\.db: database or disk is full"), Builder(path, MOST) as builder:
        builder._connection.execute("PRAGMA max_page_count=8")
        builder.add((row(f"{n} " + "x" * 500), [("word", f"word{n}")]) for n in range(200))
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == before
