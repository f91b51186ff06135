"""What a look at corpus/ found, sorted and matched outside memory; names that are taken."""

from __future__ import annotations

import pytest

from annotui.storage import survey as module
from annotui.storage.survey import Claims, Survey, SurveyedFile


def file(path: str, sha256: str = "") -> SurveyedFile:
    return SurveyedFile(path, 1, 2, sha256)


def test_files_come_out_in_the_order_of_their_paths_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 3)
    paths = ["b.txt", "a/c.txt", "a-b.md", "Z.txt", "ə.txt", "a.txt", "😀.txt"]
    with Survey() as survey:
        survey.add(map(file, paths[:4]), [("x.pdf", "not an article")])
        survey.add(map(file, paths[4:]), [("folder/", "cannot be read")])
        assert survey.sort() == len(paths)
        batches = list(survey.files())
        assert [len(batch) for batch in batches] == [3, 3, 1]
        assert [found.path for batch in batches for found in batch] == sorted(paths)
        assert list(survey.passed_over()) == [("folder/", "cannot be read"), ("x.pdf", "not an article")]
        assert survey.count_passed_over() == 2
        asked = ["a.txt", "c.txt", "x.pdf", "folder/in/it.txt", "folder.txt"]
        assert survey.found(asked) == {"a.txt"}
        assert survey.there(asked) == {"a.txt", "x.pdf", "folder/in/it.txt"}


def test_renames_are_told_by_the_bytes_and_never_put_two_articles_in_one_place() -> None:
    with Survey() as survey:
        # 1 -> 2 -> 3 with a new 1; x -> y, but y's own article stays, so it cannot; lost -> found; a copy is new.
        survey.differ("changed", [file("2", "one"), file("1", "new"), file("y", "ex")])
        survey.differ("new", [file("3"), file("found"), file("copy")])
        survey.differ("removed", [file("lost", "lost"), file("x", "ex"), file("gone", "gone")])
        survey.lose([("lost", "lost"), ("x", "ex"), ("gone", "gone"), ("1", "one"), ("2", "two")])
        survey.hashed([("3", "two"), ("found", "lost"), ("copy", "lost")])
        survey.match()
        free = {old: new.path for pairs in survey.renamed(held=False) for old, new in pairs}
        held = {old: new.path for pairs in survey.renamed(held=True) for old, new in pairs}
        assert free in ({"2": "3", "lost": "found"}, {"2": "3", "lost": "copy"})
        assert held == {"1": "2"}
        assert survey.count_renamed() == 3
        assert [new.path for new in next(survey.differing("new"))] == sorted({"1", "copy", "found"} - {free["lost"]})
        assert [changed.path for changed in next(survey.differing("changed"))] == ["y"]
        assert [gone.path for gone in next(survey.differing("removed"))] == ["gone", "x"]


def test_a_long_row_of_articles_that_cannot_move_is_found_out() -> None:
    with Survey() as survey:
        count = 3000
        survey.differ("changed", [file(f"{n:04}", f"text {n - 1}") for n in range(1, count)])
        survey.lose((f"{n:04}", f"text {n}") for n in range(count - 1))
        survey.match()
        assert survey.count_renamed() == 0
        assert survey.count("changed") == count - 1


def test_a_name_is_claimed_once_until_all_are_forgotten() -> None:
    with Claims() as claims:
        assert claims.claim("a.txt")
        assert not claims.claim("a.txt")
        assert claims.claim("b.txt")
        claims.forget()
        assert claims.claim("a.txt")
