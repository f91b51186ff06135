"""The walk over a corpus folder: order, what is hidden, linked, unreadable or not an article."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotui.corpus import folder
from annotui.corpus.folder import FileFound, Skipped, scan, walk
from annotui.errors import DataError

if TYPE_CHECKING:
    from os import _ScandirIterator as ScandirIterator


def write(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("text")


def paths(root: Path) -> list[str]:
    return [found.path for found in scan(root) if isinstance(found, FileFound)]


def skipped(root: Path) -> dict[str, str]:
    return {found.path: found.reason for found in scan(root) if isinstance(found, Skipped)}


def test_articles_come_sorted_by_their_path(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/c.txt", "a.txt", "a-b.md", "a/b/d.TXT", "Z.txt", "ə.txt")
    found = paths(tmp_path)
    assert found == sorted(found)
    assert set(found) == {"Z.txt", "a-b.md", "a.txt", "a/b/d.TXT", "a/c.txt", "b.txt", "ə.txt"}


def test_size_and_time_are_those_of_the_file(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    os.utime(tmp_path / "a.txt", ns=(5, 1_600_000_000_000_000_007))
    assert list(scan(tmp_path)) == [FileFound("a.txt", 4, 1_600_000_000_000_000_007)]


def test_hidden_files_and_folders_are_passed_over_silently(tmp_path: Path) -> None:
    write(tmp_path, ".a.txt", ".git/b.txt", "c/.d/e.txt", "c/f.txt")
    assert paths(tmp_path) == ["c/f.txt"]
    assert skipped(tmp_path) == {}


def test_other_kinds_of_file_are_reported(tmp_path: Path) -> None:
    write(tmp_path, "a.html", "b/c.pdf", "d.txt")
    assert skipped(tmp_path) == dict.fromkeys(["a.html", "b/c.pdf"], "not read in place: use `annotui add`")
    assert paths(tmp_path) == ["d.txt"]
    assert [found.path for found in walk(tmp_path)] == ["a.html", "b/c.pdf", "d.txt"]


def test_links_are_followed_only_to_files_within_the_folder(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    write(tmp_path, "outside/secret.txt", "corpus/real/a.txt")
    (corpus / "in.txt").symlink_to(corpus / "real/a.txt")
    (corpus / "out.txt").symlink_to(tmp_path / "outside/secret.txt")
    (corpus / "out").symlink_to(tmp_path / "outside")
    (corpus / "round").symlink_to(corpus)
    (corpus / "lost.txt").symlink_to(corpus / "nothing")
    (corpus / "self.txt").symlink_to(corpus / "self.txt")
    assert paths(corpus) == ["in.txt", "real/a.txt"]
    reasons = skipped(corpus)
    assert set(reasons) == {"out.txt", "out/", "round/", "lost.txt", "self.txt"}
    assert "leads out" in reasons["out.txt"]
    assert "leads out" in reasons["out/"]
    assert "link to a folder" in reasons["round/"]


def test_what_is_no_regular_file_is_reported(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert skipped(tmp_path) == {"pipe.txt": "not a regular file"}


def test_a_name_that_is_not_utf8_is_reported_in_a_form_that_can_be_shown(tmp_path: Path) -> None:
    os.close(os.open(os.fsencode(tmp_path) + b"/caf\xe9.txt", os.O_CREAT))
    [(path, reason)] = skipped(tmp_path).items()
    assert path == "caf\\xe9.txt"
    assert "UTF-8" in reason


def test_a_folder_that_cannot_be_read_is_reported_and_the_walk_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a/x.txt", "b/y.txt")
    real = os.scandir

    def guarded(path: Path) -> object:
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", guarded)
    assert paths(tmp_path) == ["b/y.txt"]
    assert skipped(tmp_path) == {"a/": "the folder cannot be read: Permission denied"}


def test_a_corpus_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        list(scan(tmp_path / "none"))


def test_very_deep_folders_do_not_break_the_walk(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(300):
        deep /= "d"
    write(deep, "a.txt")
    assert paths(tmp_path) == ["d/" * 300 + "a.txt"]


def test_of_a_large_folder_some_entries_are_sorted_at_a_time_and_none_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{number:03}.txt" for number in range(50)] + ["020/a.txt", "030/b.txt", "030/c.txt"]
    write(tmp_path, *names)
    monkeypatch.setattr(folder, "MOST_SORTED", 7)
    assert sorted(paths(tmp_path)) == sorted(names)
    half = iter(scan(tmp_path))
    next(half)
    del half  # an unfinished walk leaves no folder open: that would be a ResourceWarning


def test_a_folder_that_cannot_be_read_to_its_end_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a/x.txt", "b/y.txt")
    real = folder._sorted

    def breaking(entries: ScandirIterator[str]) -> Iterator[os.DirEntry[str]]:
        for entry in real(entries):
            if entry.name == "x.txt":
                raise OSError(5, "Input/output error")
            yield entry

    monkeypatch.setattr(folder, "_sorted", breaking)
    assert paths(tmp_path) == ["b/y.txt"]
    assert skipped(tmp_path) == {"a/": "the folder cannot be read: Input/output error"}
