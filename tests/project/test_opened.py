"""An open article takes up what acts change, span by span, and is then as if it had been opened anew."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from annotui.core.marks import GONE, MOVED, OPEN, OTHERS, UNSURE, marks_of, spans_of
from annotui.core.model import Annotation, Fragment, Link
from annotui.core.spans import Span
from annotui.errors import AnnotuiError, Conflict, UsageError
from annotui.project import annotate, reading
from annotui.project import opened as opened_module
from annotui.project.exchange import import_labels
from annotui.project.opened import KEPT, ONE_BY_ONE, Opened
from annotui.project.opening import Project
from annotui.project.sync import sync
from annotui.storage.connection import transaction
from annotui.storage.history import PastAct

HARBOUR = "a-harbour.txt"
FERRY = "b-ferry.txt"


class Read(Opened):
    """An opened article that acts may take as read."""

    def same_span(self, fragments: tuple[Fragment, ...], label: str) -> str | None:
        found = (self.annotations[s.id] for s in self.spans.exactly(fragments[0].start, fragments[0].end))
        wanted = (self.annotator, label, fragments)
        return next((a.id for a in found if (a.annotator, a.label, a.fragments) == wanted), None)


def state(opened: Opened) -> tuple[list[Span], dict[tuple[str, int], int], list[str], str]:
    """All that is known of an open article."""
    return list(opened.spans), dict(opened.tally), sorted(opened.annotations), opened.article.status


@contextmanager
def counted(project: Project) -> Iterator[list[str]]:
    """The statements that are run meanwhile; one entry more for each 100 steps of SQLite's machine."""
    seen: list[str] = []
    connection = project.store.connection
    connection.set_trace_callback(seen.append)
    connection.set_progress_handler(lambda: seen.append("steps"), 100)
    try:
        yield seen
    finally:
        connection.set_trace_callback(None)
        connection.set_progress_handler(None, 0)


def test_places_have_the_marks_of_their_annotations(make_project: Callable[..., Project]) -> None:
    otto = make_project(annotator="otto")
    annotate.tag(otto, HARBOUR, [Fragment(0, 7)], "agreement", links=[Link("harbour-2019", "unsure")])
    project = make_project()
    made = [
        annotate.tag(project, HARBOUR, [Fragment(0, 7)], "agreement"),
        annotate.tag(project, HARBOUR, [Fragment(8, 13)], "agreement", links=[Link(None, "nil")]),
        annotate.tag(project, HARBOUR, [Fragment(20, 26)], "event", links=[Link(None, "unsure")]),
        annotate.tag(project, HARBOUR, [Fragment(30, 33), Fragment(40, 44)], "place"),
        annotate.tag(project, HARBOUR, [Fragment(60, 70)], "event"),
        annotate.tag(project, HARBOUR, [Fragment(108, 146)], "person"),
    ]
    annotate.set_flag(project, made[3], True)
    file = project.corpus / HARBOUR
    file.write_text(file.read_text().replace("Mira Tolen called the Accord", "They").replace("Envoys", "Two envoys"))
    sync(project)
    opened = Opened(project, HARBOUR)
    assert {"exact", "orphaned"} <= {a.anchor for a in opened.annotations.values()}
    expected: list[Span] = []
    for annotation in opened.annotations.values():
        links = annotation.label in {"agreement", "event", "organization"}
        marks = marks_of(annotation, links=links, reader="vera")
        expected += spans_of(annotation, marks)
        assert opened.tally[annotation.label, marks] >= 1
    assert sorted(opened.spans) == sorted(expected)
    assert sum(opened.tally.values()) == len(opened.annotations) == 7
    assert opened.count() == 6
    assert opened.count(own=False) == opened.count(UNSURE, own=False) == 1
    assert opened.count(OPEN) == 2
    assert opened.count(GONE) >= 1
    assert opened.count(GONE) <= opened.count(MOVED)
    opened.show_everybody(False)
    assert opened.count(own=False) == 0
    assert all(not marks & OTHERS for _, marks in opened.tally)


def an_act(project: Project, opened: Read, dice: random.Random) -> Annotation | None:
    """One act of any kind that a reader can do, or that is done elsewhere in the app; gives what it made, if it did."""
    spans = [a for a in opened.annotations.values() if opened.is_own(a)]
    start = dice.randrange(len(opened.text) - 12)
    fragment = Fragment(start, start + dice.randrange(1, 12))
    span = dice.choice(spans) if spans else None
    kind = dice.randrange(13)
    if kind < 3 or span is None:
        fragments = [Fragment(0, 2), fragment] if kind == 2 else [fragment]
        return annotate.tag(project, HARBOUR, fragments, dice.choice(["agreement", "person", "place"]), seen=opened)
    if kind == 3:
        annotate.relabel(project, [span], dice.choice(["agreement", "event", "person"]), seen=opened)
    elif kind == 4:
        annotate.set_edges(project, span, [fragment], seen=opened)
    elif kind == 5:
        annotate.delete(project, spans[: dice.randrange(1, 3)])
    elif kind == 6:
        annotate.set_flag(project, span, dice.random() < 0.7)
    elif kind == 7:
        annotate.set_links(project, span, dice.choice([(), (Link(None, "nil"),), (Link(None, "unsure"),)]))
    elif kind == 8:
        annotate.set_status(project, [HARBOUR], dice.choice(["todo", "done"]))
    elif kind == 9:
        annotate.tag(project, FERRY, [Fragment(0, dice.randrange(1, 9))], "place")
    else:
        past = annotate.to_redo(project) if kind == 12 else annotate.to_undo(project)
        if past is not None:
            (annotate.redo if kind == 12 else annotate.undo)(project, past)
    return None


@pytest.mark.parametrize("seed", range(6))
def test_what_acts_change_is_taken_up_as_if_the_article_was_opened_anew(project: Project, seed: int) -> None:
    dice = random.Random(seed)
    opened = Read(project, HARBOUR)
    for _ in range(60):
        before = {(s.start, s.end): s for s in opened.spans}
        try:
            made = an_act(project, opened, dice)
        except AnnotuiError:
            continue
        touched = opened.reload(made)
        assert touched is not None
        now = Opened(project, HARBOUR)
        assert state(opened) == state(now)
        assert all(dict(opened.annotations)[id] == now.annotations[id] for id in now.annotations)
        after = {(s.start, s.end): s for s in now.spans}
        assert {edges for edges in before.keys() | after.keys() if before.get(edges) != after.get(edges)} <= {*touched}


def test_a_reload_without_a_change_reads_next_to_nothing(project: Project) -> None:
    opened = Opened(project, HARBOUR)
    with counted(project) as seen:
        assert opened.reload() == []
    assert [sql.split()[0] for sql in seen] == ["BEGIN", "SELECT", "PRAGMA", "COMMIT"]


def test_labels_texts_and_other_processes_change_everything(make_project: Callable[..., Project]) -> None:
    here, there = make_project(), make_project()
    annotate.tag(here, HARBOUR, [Fragment(0, 7)], "place")
    opened = Opened(here, HARBOUR)
    import_labels(here, b'{"name": "place", "links": true}', "jsonl", "labels")
    assert opened.reload() is None
    assert opened.count(OPEN) == 1
    annotate.tag(there, HARBOUR, [Fragment(8, 13)], "place")
    assert opened.reload() is None
    assert opened.count() == 2
    text = opened.text
    annotate.set_article(here, HARBOUR, title="Another", date=None, source=None)
    assert opened.reload() == []
    assert opened.article.title == "Another"
    assert opened.text is text
    file = here.corpus / HARBOUR
    file.write_text("News. " + file.read_text())
    sync(here)
    assert opened.reload() is None
    assert opened.text.startswith("News. ")
    assert [s.start for s in opened.spans] == [6, 14]


def test_of_a_long_article_what_history_tells_is_taken_up_first_and_all_else_later(
    make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened_module, "MANY", 1)
    here, there = make_project(), make_project()
    annotate.tag(here, HARBOUR, [Fragment(0, 7)], "place")
    opened = Opened(here, HARBOUR)
    made = annotate.tag(there, HARBOUR, [Fragment(8, 13)], "place")
    assert opened.reload() == [(8, 13)]
    assert opened.is_behind
    assert opened.count() == 2
    with transaction(there.store.connection):  # another program's way: no act
        there.store.connection.execute("UPDATE annotation SET note = 'by hand' WHERE uid = ?", (made.id,))
        there.store.connection.execute("UPDATE fragment SET start = 9 WHERE annotation = ?", (made.id,))
    assert opened.reload() == []
    assert opened.is_behind
    assert opened.reload(anew=True) is None
    assert not opened.is_behind
    assert [s.start for s in opened.spans] == [0, 9]
    assert opened.annotations[made.id].note == "by hand"
    file = here.corpus / HARBOUR
    file.write_text("News. " + file.read_text())
    sync(there)
    assert opened.reload() is None
    assert opened.text.startswith("News. ")


def test_a_change_of_very_many_spans_is_read_at_once(project: Project) -> None:
    opened = Opened(project, HARBOUR)
    made = [annotate.tag(project, HARBOUR, [Fragment(n, n + 1)], "place") for n in range(ONE_BY_ONE + 1)]
    assert opened.reload() is None
    annotate.delete(project, made[:2])
    assert sorted(opened.reload() or []) == [(0, 1), (1, 2)]
    assert opened.count() == ONE_BY_ONE - 1


def test_annotations_are_read_when_they_are_asked_for_and_few_are_kept(project: Project) -> None:
    made = [annotate.tag(project, HARBOUR, [Fragment(n // 99, n % 99 + 9)], "place") for n in range(KEPT + 40)]
    opened = Opened(project, HARBOUR)
    with counted(project) as seen:
        assert made[3].id in opened.annotations
    assert seen == []
    assert opened.annotations[made[3].id] == made[3]
    with counted(project) as seen:
        assert opened.annotations[made[3].id] == made[3]
    assert seen == []
    for annotation in made:
        assert opened.annotations[annotation.id] == annotation
    assert len(opened.annotations._kept) == KEPT
    assert "none" not in opened.annotations
    assert opened.annotations.get("none") is None


def test_an_annotation_that_another_process_deleted_is_not_there(make_project: Callable[..., Project]) -> None:
    here, there = make_project(), make_project()
    made = annotate.tag(here, HARBOUR, [Fragment(0, 7)], "place")
    opened = Opened(here, HARBOUR)
    annotate.delete(there, [made])
    assert opened.annotations.get(made.id) is None


def test_an_act_on_a_text_that_changed_meanwhile_is_refused(make_project: Callable[..., Project]) -> None:
    here, there = make_project(), make_project()
    opened = Read(here, HARBOUR)
    made = annotate.tag(here, HARBOUR, [Fragment(0, 7)], "place", seen=opened)
    file = there.corpus / HARBOUR
    file.write_text("News. " + file.read_text())
    sync(there)
    for act in (
        lambda: annotate.tag(here, HARBOUR, [Fragment(8, 13)], "place", seen=opened),
        lambda: annotate.set_edges(here, made, [Fragment(0, 9)], seen=opened),
    ):
        with pytest.raises(Conflict, match="text of this article was changed"):
            act()
    assert len(reading.spans_of(here, HARBOUR)) == 1


def test_the_same_span_by_another_process_is_not_made_twice(make_project: Callable[..., Project]) -> None:
    here, there = make_project(), make_project()
    opened = Read(here, HARBOUR)
    annotate.tag(there, HARBOUR, [Fragment(0, 7)], "place")
    with pytest.raises(UsageError, match="tagged place already"):
        annotate.tag(here, HARBOUR, [Fragment(0, 7)], "place", seen=opened)


def crowd(project: Project, path: str, number: int) -> None:
    """Put very many spans of vera's into an article, without acts."""
    connection = project.store.connection
    (article,) = connection.execute("SELECT id FROM article WHERE path = ?", (path,)).fetchone()
    with project.store.bulk():
        connection.execute("INSERT OR IGNORE INTO annotator VALUES ('vera', 'now')")
        connection.executemany(
            "INSERT INTO annotation (uid, article, label, annotator, created_at, updated_at) "
            "VALUES (?, ?, 'place', 'vera', 'now', 'now')",
            [(f"{path}-{n}", article) for n in range(number)],
        )
        connection.executemany(
            "INSERT INTO fragment (annotation, position, start, \"end\", exact) VALUES (?, 0, ?, ?, 'x')",
            [(f"{path}-{n}", n * 9, n * 9 + 5) for n in range(number)],
        )


ACTS: dict[str, Callable[[Project, Read, str, int], object]] = {
    "tag": lambda project, opened, id, at: annotate.tag(
        project, opened.article.path, [Fragment(at + 9, at + 12)], "event", seen=opened
    ),
    "relabel": lambda project, opened, id, at: annotate.relabel(
        project, [opened.annotations[id]], "event", seen=opened
    ),
    "edges": lambda project, opened, id, at: annotate.set_edges(
        project, opened.annotations[id], [Fragment(at, at + 8)], seen=opened
    ),
    "note": lambda project, opened, id, at: annotate.set_note(project, opened.annotations[id], "look"),
    "flag": lambda project, opened, id, at: annotate.set_flag(project, opened.annotations[id], True),
    "link": lambda project, opened, id, at: annotate.set_links(project, opened.annotations[id], [Link(None, "nil")]),
    "undo": lambda project, opened, id, at: annotate.undo(project, past(annotate.to_undo(project))),
    "redo": lambda project, opened, id, at: annotate.redo(project, past(annotate.to_redo(project))),
    "delete": lambda project, opened, id, at: annotate.delete(project, [opened.annotations[id]]),
    "undo of delete": lambda project, opened, id, at: annotate.undo(project, past(annotate.to_undo(project))),
}


def past(found: PastAct | None) -> PastAct:
    assert found is not None
    return found


def test_no_act_does_more_in_a_large_article_than_in_a_small_one(make_project: Callable[..., Project]) -> None:
    text = "Envoys met in Port Vale again. "
    project = make_project({"small.txt": text * 300, "large.txt": text * 30_000})
    work: dict[str, dict[str, list[str]]] = {}
    for path, number in (("small.txt", 100), ("large.txt", 10_000)):
        crowd(project, path, number)
        opened = Read(project, path)
        at = len(opened.text) // 2
        made = annotate.tag(project, path, [Fragment(at, at + 6)], "place", seen=opened)
        opened.reload()
        for name, act in ACTS.items():
            with counted(project) as seen:
                act(project, opened, made.id, at)
                opened.reload()
            work.setdefault(name, {})[path] = seen
        assert state(opened) == state(Opened(project, path))
    for name, seen_in in work.items():
        small, large = len(seen_in["small.txt"]), len(seen_in["large.txt"])
        assert large <= small + 6, name
        assert large < 60, name
        assert not [statement for statement in seen_in["large.txt"] if "SELECT text" in statement]
