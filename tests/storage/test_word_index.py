"""The file of the full-text index by itself: what is put in, kept, and lost without harm."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from annotui.storage import word_index
from annotui.storage.word_index import WordIndex


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[], closing[WordIndex]]:
    """Opens the index, once more each time."""
    return lambda: closing(WordIndex(tmp_path / "index.db", tmp_path / "annotations.db"))


def texts(first: int, last: int) -> list[tuple[int, str, str]]:
    """New texts of the articles with these ids, each with a word of its own."""
    return [(id, f"hash {id}", f"ferry number{id}") for id in range(first, last + 1)]


@pytest.mark.parametrize(("bound", "most"), [("_MOST_HELD", 20), ("_MOST_HELD_SIZE", len("ferry number10") * 19)])
def test_new_texts_are_kept_many_at_a_time(
    opened: Callable[[], closing[WordIndex]], monkeypatch: pytest.MonkeyPatch, bound: str, most: int
) -> None:
    monkeypatch.setattr(word_index, bound, most)
    with opened() as index, opened() as other:
        index.put_new(texts(1, 10))
        assert index.search("number7", 5) == [7]
        assert other.search("number7", 5) == []
        index.put_new(texts(11, 20))
        assert other.search("number7 OR number17", 5) == [7, 17]
        index.put_new(texts(21, 30))
        assert other.count() == 20
        index.keep()
        assert other.count() == 30


@pytest.mark.parametrize(
    "change",
    [
        lambda index: index.set_built("now"),
        lambda index: index.drop([2]),
        lambda index: index.drop_after(2),
    ],
)
def test_what_comes_after_new_texts_keeps_them(
    opened: Callable[[], closing[WordIndex]], change: Callable[[WordIndex], None]
) -> None:
    with opened() as index:
        index.put_new(texts(1, 3))
        change(index)
    with opened() as index:
        assert index.search("number1", 5) == [1]


def test_new_texts_that_were_not_kept_leave_nothing_behind(opened: Callable[[], closing[WordIndex]]) -> None:
    with opened() as index:
        index.put_new(texts(1, 5))
        index.keep()
        index.put_new(texts(6, 9))
    with opened() as index:
        assert index.count() == 5
        assert index.search("number6", 5) == []
        index.put_new(texts(6, 9))
        index.keep()
        assert index.search("number6", 5) == [6]


def test_new_texts_that_cannot_be_put_in_are_all_let_go(
    opened: Callable[[], closing[WordIndex]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "_BUSY_SECONDS", 0.01)
    with opened() as index, opened() as other:
        index.put_new(texts(1, 5))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.put_new(texts(6, 7))
        with pytest.raises(UnicodeEncodeError):
            index.put_new([(6, "hash 6", "ferry"), (7, "hash 7", "\ud800")])
        index.keep()
        assert index.count() == 0
        other.put_new(texts(6, 7))
        other.keep()
        assert index.search("number6", 5) == [6]
