"""A damaged database: what can be read of it is put into a new one, restored from the history where it can be."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from annotui.errors import Damaged, StorageError
from annotui.project.opening import open_project
from annotui.project.rescue import RESCUED, rescued, with_copy_kept

from ..damage import PAGE, garble, pages_of

EXAMPLE = Path(__file__).parents[2]


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the shipped example's database."""
    return Path(shutil.copy(EXAMPLE / "annotations.db", tmp_path))


def rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that was annotated, in order."""
    with closing(sqlite3.connect(database)) as connection:
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
            for table in ("annotation", "fragment", "link")
        }


def without_revisions(found: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """The rows without what only counts changes."""
    return {**found, "annotation": [row[:10] + row[11:] for row in found["annotation"]]}


@pytest.mark.parametrize("table", ["annotation", "fragment", "link"])
@pytest.mark.parametrize("which", ["root", "leaf", "last"])
def test_rows_that_are_lost_come_back_from_the_history(example: Path, table: str, which: str) -> None:
    before = rows(example)
    pages = pages_of(example, table)
    assert len(pages) > 3
    garble(example, pages[{"root": 0, "leaf": len(pages) // 2, "last": -1}[which]])
    with rescued(example, "otto") as (project, salvaged, said):
        assert salvaged.restored > 0
        assert without_revisions(rows(project.store.path)) == without_revisions(before)
        assert RESCUED in said
    assert with_check_passed(example.with_name(RESCUED))


def with_check_passed(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return whole and not connection.execute("PRAGMA foreign_key_check").fetchall()


def test_what_hangs_on_lost_rows_is_kept_with_made_up_ones(example: Path) -> None:
    garble(
        example, *pages_of(example, "agreement")[1:], *pages_of(example, "article")[1:2], pages_of(example, "label")[0]
    )
    with rescued(example, "otto") as (project, salvaged, _):
        assert salvaged.annotations == len(rows(example.with_name(RESCUED))["annotation"]) > 900
        assert salvaged.made_up > 1
        assert any(path.startswith("lost/") for (path,) in project.store.connection.execute("SELECT path FROM article"))
        assert {label.name for label in project.labels()} >= {"agreement", "person", "place"}
    assert with_check_passed(example.with_name(RESCUED))


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_a_file_that_was_cut_off_is_read_as_far_as_it_goes(example: Path, kept: float) -> None:
    os.truncate(example, int(example.stat().st_size * kept) // PAGE * PAGE)
    with rescued(example, "otto") as (_, salvaged, _):
        assert salvaged.articles == 18
        assert salvaged.annotations > 50
        assert salvaged.cut
    assert with_check_passed(example.with_name(RESCUED))


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_damaged_the_new_database_is_sound_or_none_is_made(example: Path, seed: int) -> None:
    random = Random(seed)
    count = example.stat().st_size // PAGE
    garble(example, *random.sample(range(2, count + 1), random.randrange(1, 60)))
    before = example.read_bytes()
    try:
        with rescued(example, "otto") as (project, _, _):
            project.labels()
        assert with_check_passed(example.with_name(RESCUED))
    except StorageError as error:
        assert "list of its tables" in error.what
        assert not example.with_name(RESCUED).exists()
    assert example.read_bytes() == before


def test_a_copy_is_kept_once_for_each_state_of_the_file(example: Path) -> None:
    error = Damaged("annotations.db is damaged.", "", example)
    assert "annotations.damaged.db" in with_copy_kept(error).hint
    assert "annotations.damaged.db" in with_copy_kept(error).hint
    garble(example, 7)
    assert "annotations.damaged-2.db" in with_copy_kept(error).hint
    assert sorted(path.name for path in example.parent.glob("annotations.damaged*")) == [
        "annotations.damaged-2.db",
        "annotations.damaged.db",
    ]


def test_nothing_is_written_where_nothing_may_be(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotui.project.rescue.can_write", lambda path: False)
    garble(example, pages_of(example, "fragment")[2])
    with rescued(example, "otto") as (project, salvaged, said):
        assert salvaged.annotations == 982
        assert "read-only" in said
        path = project.store.path
    assert not path.exists()
    assert [each.name for each in example.parent.iterdir() if each.suffix == ".db"] == ["annotations.db"]


def test_a_sound_database_is_rescued_whole(example: Path) -> None:
    before = rows(example)
    with rescued(example, "otto") as (_, salvaged, _):
        assert (salvaged.lost, salvaged.cut, salvaged.made_up) == (0, (), 0)
    assert rows(example.with_name(RESCUED)) == before
    with closing(open_project(example.parent)) as project:
        assert project.store.path == example
