from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from annotui.core.model import Fragment, Link
from annotui.corpus.folder import FileFound, Skipped, scan
from annotui.errors import DataError
from annotui.project import annotate, comparing, reading
from annotui.project.comparing import compared, hash_of
from annotui.project.jobs import Progress, quietly
from annotui.project.opening import Project
from annotui.project.sync import Differences, Synced
from annotui.project.sync import differences as count_differences
from annotui.project.sync import sync as sync_counting
from annotui.storage.survey import Kind

FERRY = "b-ferry.txt"
HARBOUR = "a-harbour.txt"
CAFE = "sub/c-café.txt"
KINDS: tuple[Kind, ...] = ("new", "changed", "removed")


@dataclass
class Told:
    """What a sync told, by kind, and its counts."""

    counts: Synced
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def sync(project: Project, progress: Progress = quietly) -> Told:
    told = Told(Synced())

    def tell(kind: str, path: str, detail: str) -> None:
        if kind in {"new", "changed", "removed"}:
            getattr(told, kind).append(path)
        elif kind == "note":
            told.notes.append(detail)
        else:
            getattr(told, kind).append((path, detail))

    told.counts = sync_counting(project, progress, tell)
    counts = told.counts
    assert (counts.new, counts.changed, counts.removed) == (len(told.new), len(told.changed), len(told.removed))
    assert (counts.renamed, counts.skipped) == (len(told.renamed), len(told.skipped))
    return told


@dataclass(frozen=True)
class Differing:
    """The files that differ, by kind."""

    counts: Differences
    new: list[str]
    changed: list[str]
    removed: list[str]
    renamed: list[tuple[str, str]]
    skipped: list[tuple[str, str]]

    def __bool__(self) -> bool:
        return bool(self.counts)


def differences(project: Project) -> Differing:
    with compared(project, quietly, retry=False) as comparison:
        comparison.settle()
        survey = comparison.survey
        new, changed, removed = ([file.path for files in survey.differing(kind) for file in files] for kind in KINDS)
        found = Differing(
            comparison.differences,
            new,
            changed,
            removed,
            [(old, file.path) for held in (False, True) for pairs in survey.renamed(held=held) for old, file in pairs],
            list(survey.passed_over()),
        )
    assert count_differences(project) == found.counts
    counts = found.counts
    assert (counts.new, counts.changed, counts.removed) == (len(new), len(changed), len(removed))
    assert counts.renamed == len(found.renamed)
    return found


def write(project: Project, path: str, text: str) -> None:
    (project.corpus / path).write_bytes(text.encode())


def text(project: Project, path: str) -> str:
    return reading.article(project, path).text


def tagged(project: Project, path: str, words: str, label: str = "agreement") -> str:
    start = text(project, path).index(words)
    return annotate.tag(project, path, [Fragment(start, start + len(words))], label).id


def test_nothing_changed_is_nothing_done(project: Project) -> None:
    before = project.store.path.read_bytes()
    done = sync(project)
    assert not (done.new or done.changed or done.removed or done.renamed or done.skipped or done.notes)
    assert not differences(project)
    assert project.store.path.read_bytes() == before


def test_new_articles_are_read_in_with_what_they_say_of_themselves(project: Project) -> None:
    write(
        project, "d.txt", "---\ntitle: A new day\ndate: 2021-02-03\nsource: Own desk\n---\n\nShort text of the day.\n"
    )
    assert differences(project).new == ["d.txt"]
    assert sync(project).new == ["d.txt"]
    found = reading.article(project, "d.txt")
    assert (found.title, found.date, found.source) == ("A new day", "2021-02-03", "Own desk")
    assert annotate.to_undo(project) is None, "reading in is no act"


def test_spans_of_a_changed_article_are_carried_over(project: Project) -> None:
    kept = tagged(project, HARBOUR, "Harbour Accord")
    start = text(project, HARBOUR).index("Harbour Accord")
    span = reading.span(project, kept)
    assert span is not None
    annotate.set_links(project, span, [Link("harbour-2019", part=Fragment(start, start + 7))])
    gone = tagged(project, HARBOUR, "Mira Tolen called the Accord a beginning.", "event")
    write(
        project,
        HARBOUR,
        "A first new line.\n\n" + text(project, HARBOUR).replace("Mira Tolen called the Accord a beginning.\n", ""),
    )
    assert differences(project).changed == [HARBOUR]
    done = sync(project)
    assert (done.changed, done.counts.exact + done.counts.moved, done.counts.orphaned) == ([HARBOUR], 1, 1)
    new = text(project, HARBOUR)
    span, lost = reading.span(project, kept), reading.span(project, gone)
    assert span is not None
    assert lost is not None
    assert new[span.start : span.end] == span.text == "Harbour Accord"
    assert span.anchor == "exact"
    assert span.links[0].part == Fragment(span.start, span.start + 7)
    assert lost.anchor == "orphaned"
    assert lost.text == "Mira Tolen called the Accord a beginning."


def test_an_orphaned_span_is_found_again_when_its_text_comes_back_and_wants_a_look(project: Project) -> None:
    id = tagged(project, HARBOUR, "Mira Tolen called the Accord a beginning.", "event")
    whole = text(project, HARBOUR)
    write(project, HARBOUR, "Short.\n")
    assert sync(project).counts.orphaned == 1
    write(project, HARBOUR, "Shorter still.\n")
    assert sync(project).counts.orphaned == 1
    write(project, HARBOUR, whole)
    sync(project)
    span = reading.span(project, id)
    assert span is not None
    assert (span.anchor, span.text) == ("moved", "Mira Tolen called the Accord a beginning.")
    annotate.set_edges(project, span, span.fragments)
    span = reading.span(project, id)
    assert span is not None
    assert span.anchor == "exact"


def test_everybodys_spans_are_carried_over(make_project: Callable[..., Project]) -> None:
    vera, boris = make_project(), make_project(annotator="boris")
    ids = [tagged(vera, FERRY, "Ferry Protocol"), tagged(boris, FERRY, "Ferry Protocol")]
    write(vera, FERRY, "News. " + text(vera, FERRY))
    assert sync(vera).counts.exact == 2
    spans = [reading.span(vera, id) for id in ids]
    assert [span.text for span in spans if span] == ["Ferry Protocol"] * 2
    assert [span.annotator for span in spans if span] == ["vera", "boris"]


def test_a_file_that_is_only_encoded_otherwise_keeps_every_span(project: Project) -> None:
    id = tagged(project, CAFE, "café")
    before = reading.span(project, id)
    (project.corpus / CAFE).write_bytes(text(project, CAFE).replace("\n", "\r\n").encode("utf-16"))
    done = sync(project)
    assert done.changed == [CAFE]
    assert done.counts.exact == done.counts.moved == done.counts.orphaned == 0
    assert any("only its encoding or line ends" in note for note in done.notes)
    assert reading.span(project, id) == before
    stored = project.store.connection.execute("SELECT encoding, newline FROM article WHERE path = ?", (CAFE,))
    assert stored.fetchone() == ("utf-16-le", "crlf")


def test_a_guessed_encoding_and_an_empty_article_are_told(project: Project) -> None:
    (project.corpus / "d.txt").write_bytes(
        "Встреча министров прошла в порту, стороны подписали протокол.".encode("cp1251")
    )
    write(project, "e.txt", "")
    done = sync(project)
    assert done.new == ["d.txt", "e.txt"]
    assert any("d.txt is not UTF-8; read as" in note for note in done.notes)
    assert any("e.txt is empty" in note for note in done.notes)


def test_a_renamed_file_keeps_its_article(project: Project) -> None:
    id = tagged(project, FERRY, "Ferry Protocol")
    annotate.set_status(project, [FERRY], "done")
    (project.corpus / FERRY).rename(project.corpus / "sub/z.txt")
    assert differences(project).renamed == [(FERRY, "sub/z.txt")]
    done = sync(project)
    assert (done.renamed, done.new, done.removed) == ([(FERRY, "sub/z.txt")], [], [])
    span = reading.span(project, id)
    assert span is not None
    assert span.article == "sub/z.txt"
    assert reading.article(project, "sub/z.txt").status == "done"
    past = annotate.to_undo(project)
    assert past is not None
    assert past.article == "sub/z.txt"


def test_files_numbered_anew_keep_their_articles(make_project: Callable[..., Project]) -> None:
    project = make_project({f"{n}.txt": f"Article {n} of a row." for n in (1, 2, 3)})
    ids = {n: annotate.tag(project, f"{n}.txt", [Fragment(0, 9)], "event").id for n in (1, 2, 3)}
    for n in (3, 2, 1):
        (project.corpus / f"{n}.txt").rename(project.corpus / f"{n + 1}.txt")
    write(project, "1.txt", "A new first one.")
    done = sync(project)
    assert sorted(done.renamed) == [("1.txt", "2.txt"), ("2.txt", "3.txt"), ("3.txt", "4.txt")]
    assert (done.new, done.changed, done.removed) == (["1.txt"], [], [])
    for n, id in ids.items():
        span = reading.span(project, id)
        assert span is not None
        assert (span.article, span.text, span.anchor) == (f"{n + 1}.txt", f"Article {n}", "exact")
    assert not differences(project)


def test_two_files_that_change_names_keep_their_articles(make_project: Callable[..., Project]) -> None:
    project = make_project({"a.txt": "Article a here.", "b.txt": "Article b here."})
    id = annotate.tag(project, "a.txt", [Fragment(0, 9)], "event").id
    (project.corpus / "a.txt").rename(project.corpus / "c.tmp")
    (project.corpus / "b.txt").rename(project.corpus / "a.txt")
    (project.corpus / "c.tmp").rename(project.corpus / "b.txt")
    assert sorted(sync(project).renamed) == [("a.txt", "b.txt"), ("b.txt", "a.txt")]
    span = reading.span(project, id)
    assert span is not None
    assert (span.article, span.text) == ("b.txt", "Article a")
    past = annotate.to_undo(project)
    assert past is not None
    annotate.undo(project, past)
    assert text(project, "a.txt") == "Article a here."


def test_a_copy_is_a_new_article(project: Project) -> None:
    write(project, "copy.txt", text(project, FERRY))
    done = sync(project)
    assert (done.new, done.renamed) == (["copy.txt"], [])


def test_a_removed_file_leaves_the_library_and_comes_back_with_its_spans(project: Project) -> None:
    id = tagged(project, FERRY, "Ferry Protocol")
    whole = (project.corpus / FERRY).read_bytes()
    (project.corpus / FERRY).unlink()
    assert differences(project).removed == [FERRY]
    assert sync(project).removed == [FERRY]
    assert not differences(project)
    assert reading.Library(project, reading.Filter("vera")).total == 2
    assert reading.span(project, id) is not None
    (project.corpus / FERRY).write_bytes(whole)
    assert differences(project).changed == [FERRY]
    done = sync(project)
    assert (done.changed, done.notes) == ([FERRY], [])
    assert reading.Library(project, reading.Filter("vera")).total == 3


def test_a_removed_file_that_comes_back_under_another_name_is_renamed(project: Project) -> None:
    whole = (project.corpus / FERRY).read_bytes()
    (project.corpus / FERRY).unlink()
    sync(project)
    (project.corpus / "later.txt").write_bytes(whole)
    assert sync(project).renamed == [(FERRY, "later.txt")]
    assert reading.article(project, "later.txt").title == "Ferry line reopens"


def test_what_was_set_by_hand_is_left_alone(project: Project) -> None:
    annotate.set_article(project, FERRY, title="By hand", date=None, source=None)
    write(project, FERRY, "---\ntitle: By the file\ndate: 2021-02-03\n---\n\nOther words.\n")
    sync(project)
    found = reading.article(project, FERRY)
    assert (found.title, found.date) == ("By hand", "2021-02-03")


def test_what_is_no_text_is_told_and_not_offered_again_until_it_changes(project: Project) -> None:
    (project.corpus / "d.txt").write_bytes(b"%PDF-1.7 and so on")
    assert differences(project).new == ["d.txt"]
    done = sync(project)
    assert [path for path, _ in done.skipped] == ["d.txt"]
    assert "PDF" in done.skipped[0][1]
    found = differences(project)
    assert not found
    assert [path for path, _ in found.skipped] == ["d.txt"]
    assert [path for path, _ in sync(project).skipped] == ["d.txt"], "sync tells it each time"
    write(project, "d.txt", "Now it is plain text.")
    assert sync(project).new == ["d.txt"]


def test_an_article_that_becomes_unreadable_stays_as_it_was(project: Project) -> None:
    id = tagged(project, FERRY, "Ferry Protocol")
    before = text(project, FERRY)
    (project.corpus / FERRY).write_bytes(b"\x89PNG\r\n\x1a\n")
    done = sync(project)
    assert ([path for path, _ in done.skipped], done.changed) == ([FERRY], [])
    assert text(project, FERRY) == before
    assert reading.span(project, id) is not None
    assert not differences(project)


def test_other_files_are_told_and_an_article_that_cannot_be_seen_is_not_removed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, "notes.pdf", "x")
    (project.corpus / FERRY).unlink()
    (project.corpus / FERRY).symlink_to("/etc/hostname")
    done = sync(project)
    assert sorted(path for path, _ in done.skipped) == [FERRY, "notes.pdf"]
    assert done.removed == []

    def without_sub(corpus: Path) -> Iterator[FileFound | Skipped]:
        for found in scan(corpus):
            yield Skipped("sub/", "the folder cannot be read") if found.path.startswith("sub/") else found

    monkeypatch.setattr(comparing, "scan", without_sub)
    assert sync(project).removed == []


def test_without_corpus_nothing_is_compared_and_sync_says_so(project: Project) -> None:
    project.corpus.rename(project.folder / "elsewhere")
    assert not count_differences(project)
    with pytest.raises(DataError, match="cannot be read"):
        sync(project)
    assert reading.Library(project, reading.Filter("vera")).total == 3


def test_only_files_whose_size_or_time_differ_are_read(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def noted(file: Path) -> str:
        read.append(file.name)
        return hash_of(file)

    monkeypatch.setattr(comparing, "hash_of", noted)
    assert not differences(project)
    assert read == []
    os.utime(project.corpus / FERRY, ns=(1, 1))
    assert not differences(project)
    assert not differences(project)
    assert read == [FERRY]


def test_stamps_of_another_time_are_not_believed(make_project: Callable[..., Project]) -> None:
    project = make_project()
    backup = project.store.path.read_bytes()
    write(project, FERRY, "Ferry line closes\n\nNothing was signed.\n")
    sync(project)
    project.close()
    project.store.path.write_bytes(backup)
    again = make_project()
    assert differences(again).changed == [FERRY]


@pytest.mark.parametrize("stop_at", ["look", "changed", "read"])
def test_a_sync_that_is_stopped_keeps_what_it_did_and_goes_on_later(project: Project, stop_at: str) -> None:
    write(project, "d.txt", "A new one.")
    write(project, FERRY, "Another text.")
    done = sync(project, lambda what, number, total: what != stop_at)
    assert done.counts.stopped
    assert done.removed == []
    assert done.changed == ([FERRY] if stop_at == "read" else [])
    done = sync(project)
    assert not done.counts.stopped
    assert done.new == ["d.txt"]
    assert done.changed == ([] if stop_at == "read" else [FERRY])


def test_two_processes_may_read_in_the_same_files(make_project: Callable[..., Project]) -> None:
    here, there = make_project(), make_project()
    write(here, "d.txt", "A new one.")

    def meanwhile(what: str, done: int, total: int) -> bool:
        if what == "read":
            sync(there)
        return True

    assert sync(here, meanwhile).new == ["d.txt"]
    assert reading.Library(here, reading.Filter("vera")).total == 4
