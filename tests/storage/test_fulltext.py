from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from annotui.errors import UsageError
from annotui.project import annotate, reading
from annotui.project.opening import Project
from annotui.project.sync import sync
from annotui.storage.fulltext import FullText, query_terms
from annotui.storage.word_index import WordIndex


def found(project: Project, query: str) -> list[str]:
    return sorted({hit.article for hit in reading.search(project, query)})


def hits(project: Project, query: str) -> list[str]:
    return [hit.line[hit.at : hit.at + hit.end - hit.start] for hit in reading.search(project, query)]


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("one two", [("one", False), ("two", False)]),
        ('"one two" thr*', [("one two", False), ("thr", True)]),
        ("* - !", []),
        ('un"even', [("un", False), ("even", False)]),
        ('""', []),
        ("AND OR NEAR(", [("AND", False), ("OR", False), ("NEAR(", False)]),
    ],
)
def test_a_query_is_words_phrases_and_beginnings(query: str, terms: list[tuple[str, bool]]) -> None:
    assert list(query_terms(query)) == terms


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("port vale", ["a-harbour.txt", "b-ferry.txt"]),
        ("PORT tolen", ["a-harbour.txt"]),
        ('"port vale"', ["a-harbour.txt", "b-ferry.txt"]),
        ('"vale port"', []),
        ("harb", []),
        ("harb*", ["a-harbour.txt"]),
        ("cafe", ["sub/c-café.txt"]),
        ("CAFÉ stefan", ["sub/c-café.txt"]),
        ('"envoys of norland"', ["a-harbour.txt"]),
        ("NEAR(port", []),
        ("a:b OR port", []),
    ],
)
def test_every_word_and_phrase_of_a_query_must_be_there(project: Project, query: str, articles: list[str]) -> None:
    assert found(project, query) == articles


@pytest.mark.parametrize("query", ["", "   ", "*", '""', "!?"])
def test_a_query_without_a_word_is_refused(project: Project, query: str) -> None:
    with pytest.raises(UsageError, match="Nothing to search for"):
        reading.search(project, query)


def test_hits_are_whole_words_at_their_code_points(make_project: Callable[..., Project]) -> None:
    project = make_project({"a.txt": "Smart art, ART; party.\nÁrt of the\n😀 art-work: deal, of\nthe sea"})
    assert hits(project, "art") == ["art", "ART", "Árt", "art"]
    assert hits(project, '"of the"') == ["of the", "of\nthe"]
    assert hits(project, "ar*") == ["art", "ART", "Árt", "art"]
    text = reading.article(project, "a.txt").text
    for hit in reading.search(project, "art"):
        assert text[hit.start : hit.end].lower().replace("á", "a") == "art"


def test_a_long_line_is_shown_around_the_hit_only(make_project: Callable[..., Project]) -> None:
    project = make_project({"a.txt": "word " * 5000 + "needle " + "word " * 5000})
    (hit,) = reading.search(project, "needle")
    assert (hit.start, hit.end) == (25000, 25006)
    assert len(hit.line) == 2 * reading.HIT_MARGIN + 6
    assert hit.line[hit.at : hit.at + 6] == "needle"


def test_no_more_hits_than_asked_for(make_project: Callable[..., Project]) -> None:
    project = make_project({f"{n}.txt": "needle " * 5 for n in range(5)})
    assert len(reading.search(project, "needle", limit=7)) == 7


def test_replaced_text_is_not_found_any_more(project: Project) -> None:
    last = "sub/c-café.txt"
    assert found(project, "treaty") == [last]
    (project.corpus / last).write_text("Nothing but rain.")
    sync(project)
    assert found(project, "treaty") == []
    assert found(project, "rain") == [last]
    (project.corpus / last).unlink()
    sync(project)
    assert found(project, "rain") == []


def test_acts_that_leave_the_texts_alone_do_not_rebuild_the_index(project: Project) -> None:
    reading.search(project, "port")
    index = project.own_file("index.db")
    assert index is not None
    before = index.read_bytes()
    annotate.set_article(project, "b-ferry.txt", title="New", date=None, source=None)
    annotate.set_status(project, ["b-ferry.txt"], "done")
    assert found(project, "port") == ["a-harbour.txt", "b-ferry.txt"]
    assert index.read_bytes() == before


@pytest.mark.parametrize("damage", ["deleted", "nonsense", "truncated", "another version", "a folder", "tables gone"])
def test_an_index_that_is_lost_or_damaged_is_made_again(project: Project, damage: str) -> None:
    expected = found(project, "port")
    index = project.own_file("index.db")
    assert index is not None
    damage_index(index, damage)
    assert found(project, "port") == expected
    assert found(project, "protocol") == ["b-ferry.txt"]


def damage_index(index: Path, damage: str) -> None:
    if damage == "deleted":
        index.unlink()
    elif damage == "nonsense":
        index.write_text("not a database at all")
    elif damage == "truncated":
        index.write_bytes(index.read_bytes()[: index.stat().st_size // 2])
    elif damage == "a folder":
        index.unlink()
        index.mkdir()
    else:
        connection = sqlite3.connect(index)
        connection.execute("PRAGMA user_version=99" if damage == "another version" else "DROP TABLE document")
        connection.close()


def test_an_index_that_another_process_is_writing_is_done_without(project: Project) -> None:
    reading.search(project, "port")
    index = project.own_file("index.db")
    assert index is not None
    other = sqlite3.connect(index, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        assert found(project, "port") == ["a-harbour.txt", "b-ferry.txt"]
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert index.exists()


def test_indexing_can_be_stopped_and_goes_on_where_it_was(
    make_project: Callable[..., Project], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annotui.storage import fulltext

    monkeypatch.setattr(fulltext, "BATCH", 2)
    project = make_project({f"{n}.txt": f"needle {n}" for n in range(7)})
    index = FullText(project.store.connection, tmp_path / "index.db")
    assert not index.refresh(lambda done, total: done < 4)
    assert len(index.search("needle")) == 4
    put: list[int] = []
    original = WordIndex.put

    def noted(self: WordIndex, articles: Sequence[int]) -> None:
        put.extend(articles)
        original(self, articles)

    monkeypatch.setattr(WordIndex, "put", noted)
    seen: list[tuple[int, int]] = []

    def note(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    assert index.refresh(note)
    assert len(put) == 3
    assert seen[-1] == (7, 7)
    assert seen == sorted(seen)
    assert len(index.search("needle")) == 7
    index.close()


def test_an_index_full_of_replaced_texts_is_emptied(
    make_project: Callable[..., Project], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annotui.storage import fulltext

    monkeypatch.setattr(fulltext, "_MOST_STALE", 3)
    project = make_project({"a.txt": "needle 0", "b.txt": "hay"})
    index = FullText(project.store.connection, tmp_path / "index.db")
    for number in range(12):
        (project.corpus / "a.txt").write_text(f"needle {number} again")
        sync(project)
        index.refresh()
        assert len(index.search("needle")) == 1
        assert len(index.search(f"{number}")) == 1
        assert index.search(f"{number - 1}") == []
        assert len(index.search("hay")) == 1
    index.close()
    connection = sqlite3.connect(tmp_path / "index.db")
    assert connection.execute("SELECT max(seq) FROM sqlite_sequence").fetchone()[0] < 12
    connection.close()
