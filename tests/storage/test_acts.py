from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from annotui.core.model import Fragment, Link
from annotui.core.quotes import CONTEXT, quote_of
from annotui.errors import Conflict, DataError, NothingChanged, StorageError
from annotui.project import annotate, reading
from annotui.project.opening import Project
from annotui.storage.connection import Row
from annotui.storage.history import ActWriter


def history_of(project: Project) -> list[tuple[str, str, str]]:
    rows = project.store.connection.execute("SELECT annotator, kind, summary FROM history ORDER BY id")
    return rows.fetchall()


def dump(project: Project) -> list[str]:
    return list(project.store.connection.iterdump())


def test_an_act_is_one_row_of_history_with_what_it_changed(project: Project) -> None:
    made = annotate.tag(project, "b-ferry.txt", [Fragment(0, 5)], "agreement", links=[Link(None, "nil")])
    row = project.store.connection.execute(
        "SELECT annotator, kind, summary, article, focus, target, undone, changes FROM history ORDER BY id DESC"
    ).fetchone()
    assert row[:7] == ("vera", "act", "tag agreement: Ferry", "b-ferry.txt", made.id, None, 0)
    assert [(table, before) for table, before, _ in json.loads(row[7])] == [
        ("annotation", None),
        ("fragment", None),
        ("link", None),
    ]


def test_history_keeps_of_a_changed_row_only_what_changed(project: Project) -> None:
    annotate.set_article(project, "b-ferry.txt", title="Another title", date=None, source=None)
    changes = project.store.connection.execute("SELECT changes FROM history ORDER BY id DESC").fetchone()[0]
    ((table, before, after),) = json.loads(changes)
    assert table == "article"
    assert before.keys() == after.keys() == {"id", "title", "set_by_hand"}


def test_an_act_that_changes_nothing_writes_nothing(project: Project) -> None:
    made = annotate.tag(project, "b-ferry.txt", [Fragment(0, 5)], "agreement")
    annotate.set_status(project, ["b-ferry.txt"], "done")
    before = project.store.path.read_bytes()
    acts: list[Callable[[], object]] = [
        lambda: annotate.set_status(project, ["b-ferry.txt"], "done"),
        lambda: annotate.relabel(project, [made], "agreement"),
        lambda: annotate.set_edges(project, made, made.fragments),
        lambda: annotate.set_links(project, made, ()),
        lambda: annotate.set_flag(project, made, False),
        lambda: annotate.set_note(project, made, " "),
    ]
    for act in acts:
        with pytest.raises(NothingChanged):
            act()
    assert project.store.path.read_bytes() == before


def test_a_new_annotator_who_does_nothing_leaves_no_trace(make_project: Callable[..., Project]) -> None:
    vera = make_project()
    annotate.set_status(vera, ["b-ferry.txt"], "done")
    boris = make_project(annotator="boris")
    with pytest.raises(NothingChanged), boris.store.act("boris", "nothing"):
        pass
    names = vera.store.connection.execute("SELECT name FROM annotator").fetchall()
    assert names == [("vera",)]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_an_act_that_fails_half_way_leaves_nothing(project: Project, error: type[BaseException]) -> None:
    before = dump(project)
    with pytest.raises(error), project.store.act("boris", "half an act") as writer:
        writer.update("label", ("place",), {"color": "grey"})
        writer.insert("label", {"name": "river", "links": 0, "key": "", "color": "", "guideline": "", "position": 9})
        raise error
    assert dump(project) == before
    assert not project.store.connection.in_transaction


def test_each_write_of_an_act_may_fail_and_nothing_is_left(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault is injected at the first write, then the second and so on, until the act passes."""
    text = reading.article(project, "a-harbour.txt").text
    at = text.index("Harbour Accord")
    before = dump(project)
    original = ActWriter.insert
    failed = 0
    for allowed in range(20):
        count = 0

        def insert(self: ActWriter, table: str, row: Row, allowed: int = allowed) -> None:
            nonlocal count
            if count == allowed:
                raise StorageError("The disk is full.")
            count += 1
            original(self, table, row)

        monkeypatch.setattr(ActWriter, "insert", insert)
        try:
            annotate.tag(project, "a-harbour.txt", [Fragment(at, at + 14)], "agreement", links=[Link("harbour-2019")])
        except StorageError:
            failed += 1
            assert dump(project) == before
        else:
            break
    assert failed == 4
    assert len(reading.spans_of(project, "a-harbour.txt")) == 1


def test_a_row_that_breaks_a_rule_of_the_schema_is_refused_with_its_reason(project: Project) -> None:
    before = dump(project)
    with pytest.raises(StorageError, match="CHECK constraint"), project.store.act("vera", "bad") as writer:
        writer.update("label", ("place",), {"links": 7})
    with pytest.raises(Conflict, match="still refers"), project.store.act("vera", "bad") as writer:
        writer.insert("agreement_date", {"agreement": "nobody-knows-it", "position": 0, "date": "2020"})
    assert dump(project) == before


def test_a_span_seen_before_somebody_changed_it_cannot_be_changed(make_project: Callable[..., Project]) -> None:
    here, there = make_project(), make_project()
    seen = annotate.tag(here, "b-ferry.txt", [Fragment(0, 5)], "agreement")
    annotate.set_note(there, seen, "changed elsewhere")
    acts: list[Callable[[], object]] = [
        lambda: annotate.set_note(here, seen, "mine"),
        lambda: annotate.relabel(here, [seen], "event"),
        lambda: annotate.set_edges(here, seen, [Fragment(0, 10)]),
        lambda: annotate.set_links(here, seen, [Link(None, "nil")]),
        lambda: annotate.set_flag(here, seen, True),
        lambda: annotate.delete(here, [seen]),
    ]
    for act in acts:
        with pytest.raises(Conflict, match="meanwhile"):
            act()
    (found,) = reading.spans_of(here, "b-ferry.txt")
    assert (found.note, found.label, found.revision) == ("changed elsewhere", "agreement", 2)
    annotate.delete(there, [found])
    with pytest.raises(Conflict, match="deleted"):
        annotate.set_note(here, found, "too late")


def test_a_batch_with_one_stale_span_changes_none(project: Project) -> None:
    first = annotate.tag(project, "b-ferry.txt", [Fragment(0, 5)], "place")
    second = annotate.tag(project, "b-ferry.txt", [Fragment(6, 10)], "place")
    annotate.set_note(project, second, "newer")
    with pytest.raises(Conflict):
        annotate.delete(project, [first, second])
    assert len(reading.spans_of(project, "b-ferry.txt")) == 2


def test_data_version_tells_of_other_processes_only(make_project: Callable[..., Project]) -> None:
    here, there = make_project(), make_project()
    before = here.store.data_version()
    annotate.set_status(here, ["b-ferry.txt"], "done")
    assert here.store.data_version() == before
    annotate.set_status(there, ["b-ferry.txt"], "skipped")
    assert here.store.data_version() != before


def test_what_is_read_in_one_snapshot_is_of_one_state(make_project: Callable[..., Project]) -> None:
    here, there = make_project(), make_project()
    there.store.connection.execute("PRAGMA busy_timeout=1")
    with here.store.snapshot():
        before = reading.article(here, "b-ferry.txt").status
        with pytest.raises(StorageError, match="in use"):
            annotate.set_status(there, ["b-ferry.txt"], "done")
        assert reading.article(here, "b-ferry.txt").status == before
    annotate.set_status(there, ["b-ferry.txt"], "done")
    assert reading.article(here, "b-ferry.txt").status == "done"


@pytest.mark.parametrize("fragment", [Fragment(-1, 3), Fragment(5, 5), Fragment(6, 2), Fragment(0, 10_000)])
def test_a_quote_outside_the_text_is_refused(fragment: Fragment) -> None:
    with pytest.raises(DataError, match="outside the article"):
        quote_of("Ferry line", fragment)


def test_a_quote_has_context_up_to_the_edges_of_the_text() -> None:
    text = "x" * 40 + "QUOTE" + "y" * 3
    found = quote_of(text, Fragment(40, 45))
    assert (found.exact, found.prefix, found.suffix) == ("QUOTE", "x" * CONTEXT, "yyy")


def test_edges_that_leave_a_links_part_outside_forget_the_part(project: Project) -> None:
    text = reading.article(project, "a-harbour.txt").text
    at = text.index("Harbour Accord")
    made = annotate.tag(
        project,
        "a-harbour.txt",
        [Fragment(at, at + 28)],
        "agreement",
        links=[
            Link("harbour-2019", part=Fragment(at, at + 14)),
            Link("harbour-2021", part=Fragment(at + 18, at + 28)),
        ],
    )
    annotate.set_edges(project, made, [Fragment(at, at + 16)])
    (found,) = reading.spans_of(project, "a-harbour.txt")
    assert [link.part for link in found.links] == [Fragment(at, at + 14), None]
    past = annotate.to_undo(project)
    assert past is not None
    annotate.undo(project, past)
    assert reading.spans_of(project, "a-harbour.txt")[0].links == made.links
