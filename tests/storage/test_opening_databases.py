from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from annotui.core.model import Fragment
from annotui.errors import StorageError
from annotui.project import annotate, reading
from annotui.project.figures import stats
from annotui.project.opening import Project
from annotui.project.sifting import like
from annotui.storage import connection as connection_module
from annotui.storage import schema
from annotui.storage.connection import Row
from annotui.storage.store import Store


def nothing(store: Store) -> None:
    """Put nothing into a new database."""


def raw(path: Path, *statements: str) -> None:
    """Do what a careless program would do to a database."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.close()


def refused(path: Path) -> str:
    with pytest.raises(StorageError) as caught:
        Store.open(path)
    return str(caught.value)


def add_label(store: Store, name: str) -> None:
    row: Row = {"name": name, "links": 0, "key": "", "color": "", "guideline": "", "position": 9}
    with store.act("vera", "add") as writer:
        writer.insert("label", row)


def no_permissions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Say that nothing can be written, for tests that run as root too."""
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))


def test_a_new_database_tells_what_it_is_and_has_strict_tables(tmp_path: Path) -> None:
    path = tmp_path / "annotations.db"
    store = Store.create(path, nothing)
    try:
        found = store.connection.execute("PRAGMA application_id").fetchone()[0]
        tables = store.connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
        ours = {name: strict for name, strict in tables if not name.startswith("sqlite_")}
        views = {name for name in ours if name.startswith("v_")}
        assert found == 0x414E5549
        assert store.connection.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION
        assert store.connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        assert all(strict for name, strict in ours.items() if name not in views)
        assert views == {"v_spans", "v_links"}
    finally:
        store.close()
    assert [file.name for file in tmp_path.iterdir()] == ["annotations.db"]


def test_one_journal_serves_all_acts_and_is_gone_with_the_last(tmp_path: Path) -> None:
    path, journal = tmp_path / "annotations.db", tmp_path / "annotations.db-journal"
    first, second = Store.create(path, nothing), Store.open(path)
    same: set[int] = set()
    for number, store in enumerate((first, second, first, second)):
        add_label(store, f"label {number}")
        same.add(journal.stat().st_ino)
        assert journal.read_bytes()[:8] == bytes(8), "nothing is to be rolled back"
    assert len(same) == 1
    second.close()
    assert not journal.exists()
    add_label(first, "one more")
    first.close()
    assert [file.name for file in tmp_path.iterdir()] == ["annotations.db"]


def test_a_database_in_wal_mode_is_left_in_it(tmp_path: Path) -> None:
    path = tmp_path / "annotations.db"
    Store.create(path, nothing).close()
    raw(path, "PRAGMA journal_mode=WAL")
    with closing(Store.open(path)) as store:
        add_label(store, "one more")
        assert store.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_a_database_that_cannot_be_filled_is_not_made(tmp_path: Path) -> None:
    def fail(store: Store) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Store.create(tmp_path / "annotations.db", fail)
    assert list(tmp_path.iterdir()) == []


def test_making_a_database_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "annotations.db"
    path.write_text("precious")
    with pytest.raises(StorageError, match="cannot be made"):
        Store.create(path, nothing)
    assert path.read_text() == "precious"
    assert [file.name for file in tmp_path.iterdir()] == ["annotations.db"]


def test_without_hard_links_a_database_is_made_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*paths: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "annotations.db"
    Store.create(path, nothing).close()
    with pytest.raises(StorageError, match="there already"):
        Store.create(path, nothing)
    assert [file.name for file in tmp_path.iterdir()] == ["annotations.db"]


def test_a_missing_database_is_said_to_be_so_and_not_made(tmp_path: Path) -> None:
    assert "cannot be opened" in refused(tmp_path / "annotations.db")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "annotations.db"
    path.touch()
    assert "is empty" in refused(path)
    assert path.read_bytes() == b""


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "annotations.db"
    raw(path, "CREATE TABLE song (title TEXT)")
    before = path.read_bytes()
    assert "is not an annotui database" in refused(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"Dear diary", b"\0" * 5000, b"SQLite format 3\0 and then nonsense" * 200])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "annotations.db"
    path.write_bytes(content)
    assert "is not an annotui database" in refused(path)


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "annotations.db").mkdir()
    assert "cannot be opened" in refused(tmp_path / "annotations.db")


def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "annotations.db"
    Store.create(path, nothing).close()
    raw(path, f"PRAGMA user_version={schema.VERSION + 1}")
    before = path.read_bytes()
    assert "newer annotui" in refused(path)
    assert path.read_bytes() == before


def test_an_older_database_is_brought_up_in_one_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "annotations.db"
    Store.create(path, nothing).close()
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(
        schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE later (x TEXT) STRICT; CREATE TABLE broken (")
    )
    with pytest.raises(StorageError):
        Store.open(path)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'later'").fetchone()[0] == 0
    connection.close()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS[:-1], "CREATE TABLE later (x TEXT) STRICT;"))
    store = Store.open(path)
    try:
        assert store.connection.execute("SELECT count(*) FROM later").fetchone()[0] == 0
        assert store.connection.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION
    finally:
        store.close()


def test_an_older_database_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "annotations.db"
    Store.create(path, nothing).close()
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    no_permissions(monkeypatch)
    assert "older format" in refused(path)


@pytest.mark.parametrize("kept", [0.9, 0.5, 0.2])
def test_a_truncated_database_is_a_storage_error_at_every_turn(
    project: Project, project_folder: Path, kept: float
) -> None:
    project.close()
    path = project_folder / "annotations.db"
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with pytest.raises(StorageError, match=r"damaged|not an annotui database|disk"):
        store = Store.open(path)
        try:
            for table in ("article", "label", "history", "agreement", "meta"):
                store.connection.execute(f"SELECT * FROM {table}").fetchall()
            store.connection.execute("CREATE TABLE more (x)")
            raise StorageError("nothing was found to be damaged")
        finally:
            store.close()


def test_a_database_without_its_tables_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "annotations.db"
    signed = (f"PRAGMA application_id={schema.APPLICATION_ID}", f"PRAGMA user_version={schema.VERSION}")
    raw(path, "CREATE TABLE x (y)", *signed)
    store = Store.open(path)
    try:
        with pytest.raises(StorageError, match="tables are missing"):
            store.connection.execute("SELECT * FROM article")
    finally:
        store.close()


def test_an_older_database_without_its_tables_is_damaged_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "annotations.db"
    raw(path, "CREATE TABLE x (y)", f"PRAGMA application_id={schema.APPLICATION_ID}", "PRAGMA user_version=1")
    before = path.read_bytes()
    assert "tables are missing" in refused(path)
    assert path.read_bytes() == before


def test_opening_and_reading_change_no_byte(make_project: Callable[..., Project], project_folder: Path) -> None:
    first = make_project()
    annotate.tag(first, "b-ferry.txt", [Fragment(0, 5)], "event")
    first.close()
    path = project_folder / "annotations.db"
    before, stamp = hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns
    again = make_project()
    look_at_everything(again)
    again.state.set_text("reading", "b-ferry.txt")
    again.close()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert path.stat().st_mtime_ns == stamp
    assert sorted(file.name for file in project_folder.iterdir()) == [".annotui", "annotations.db", "corpus"]


def look_at_everything(project: Project) -> None:
    pages = reading.Library(project, reading.Filter("vera"))
    assert pages.total == 3
    assert reading.search(project, "protocol")
    assert [len(ids) for ids in like(project, "fery", reading.Filter("vera"))][-1] == 1
    for row in pages.rows(0, 3).values():
        reading.article(project, row.path)
        reading.spans_of(project, row.path)
    stats(project)


def test_a_project_that_cannot_be_written_is_read_and_refuses_acts(
    make_project: Callable[..., Project], project_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make_project()
    span = annotate.tag(first, "b-ferry.txt", [Fragment(0, 5)], "event")
    first.close()
    shutil.rmtree(project_folder / ".annotui")
    no_permissions(monkeypatch)
    before = (project_folder / "annotations.db").read_bytes()
    again = make_project()
    look_at_everything(again)
    again.state.set_text("reading", "b-ferry.txt")
    assert again.state.text("reading") == "b-ferry.txt"
    past = annotate.to_undo(again)
    assert past is not None
    with pytest.raises(StorageError, match="read-only"):
        annotate.tag(again, "b-ferry.txt", [Fragment(6, 10)], "event")
    with pytest.raises(StorageError, match="read-only"):
        annotate.delete(again, [span])
    with pytest.raises(StorageError, match="read-only"):
        annotate.undo(again, past)
    again.close()
    assert (project_folder / "annotations.db").read_bytes() == before
    assert sorted(file.name for file in project_folder.iterdir()) == ["annotations.db", "corpus"]


def test_a_read_only_connection_cannot_write_whatever_is_asked(project: Project, project_folder: Path) -> None:
    reader = connection_module.connect(project_folder / "annotations.db", writable=False)
    try:
        with pytest.raises(StorageError, match="read-only"):
            reader.execute("DELETE FROM label")
    finally:
        reader.close()


def test_a_database_reached_by_a_link_is_written_where_it_is(project: Project, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "annotations.db").symlink_to(project.store.path)
    store = Store.open(elsewhere / "annotations.db")
    try:
        with store.act("vera", "relabel") as writer:
            writer.update("label", ("place",), {"color": "grey"})
    finally:
        store.close()
    assert {label.color for label in project.labels() if label.name == "place"} == {"grey"}
    assert [file.name for file in elsewhere.iterdir()] == ["annotations.db"]


def test_a_writer_that_waits_in_vain_says_that_the_database_is_in_use(project: Project) -> None:
    other = sqlite3.connect(project.store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        project.store.connection.execute("PRAGMA busy_timeout=1")
        with pytest.raises(StorageError, match="in use by another program"):
            annotate.tag(project, "b-ferry.txt", [Fragment(0, 5)], "event")
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert annotate.tag(project, "b-ferry.txt", [Fragment(0, 5)], "event").text == "Ferry"


def test_text_that_is_no_unicode_is_a_data_error_not_a_traceback(project: Project) -> None:
    from annotui.errors import DataError

    with pytest.raises(DataError, match="UTF-8"):
        project.agreement("\udcff")


def test_the_views_show_spans_and_links_to_other_programs(project: Project) -> None:
    from annotui.core.model import Link

    text = reading.article(project, "a-harbour.txt").text
    at = text.index("Harbour Accord")
    made = annotate.tag(
        project,
        "a-harbour.txt",
        [Fragment(at, at + 14), Fragment(at + 18, at + 28)],
        "agreement",
        links=[Link("harbour-2019"), Link("harbour-2021")],
    )
    other = sqlite3.connect(project.store.path)
    spans = other.execute('SELECT article, start, "end", label, text, annotator, annotation FROM v_spans').fetchall()
    links = other.execute("SELECT agreement, agreement_title, link_status FROM v_links ORDER BY agreement").fetchall()
    other.close()
    assert spans == [("a-harbour.txt", at, at + 28, "agreement", "Harbour Accord 3 May 2019", "vera", made.id)]
    assert [row[0] for row in links] == ["harbour-2019", "harbour-2021"]
    assert links[1][1:] == ("Second Harbour Accord", "linked")


def test_a_database_with_triggers_is_read_and_never_written(project: Project, project_folder: Path) -> None:
    path = project_folder / "annotations.db"
    project.close()
    raw(path, "CREATE TRIGGER bite AFTER INSERT ON annotation BEGIN DELETE FROM link; END")
    before = path.read_bytes()
    store = Store.open(path)
    assert store.connection.execute("SELECT count(*) FROM article").fetchone() == (3,)
    with (
        pytest.raises(StorageError, match="it has triggers, and annotui makes none: bite") as refusal,
        store.act("v", "a"),
    ):
        pass
    assert "DROP TRIGGER bite" in refusal.value.hint
    store.close()
    assert path.read_bytes() == before


def test_a_view_in_the_place_of_a_table_is_not_read(project: Project, project_folder: Path) -> None:
    path = project_folder / "annotations.db"
    project.close()
    raw(path, "PRAGMA foreign_keys=OFF", "DROP VIEW v_spans", "DROP VIEW v_links", "ALTER TABLE label RENAME TO kept")
    raw(path, "CREATE VIEW label AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n")
    assert "label is a view where a table has to be" in refused(path)
