"""Changing the catalogue record by record: each change is one act, checked as an import is, and taken back exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from annotui.core.model import Fragment, Link
from annotui.errors import Conflict, DataError, NothingChanged, StorageError, UsageError
from annotui.project import annotate, mentions, reading
from annotui.project.mentions import mentions_of
from annotui.project.opening import Project
from annotui.project.record_acts import FIELDS, accepted, add_alias, edit_field, field_text, links_of, merge
from annotui.project.shared_names import shared_names
from annotui.storage.connection import Row
from annotui.storage.history import KEYS, ActWriter

FERRY = "b-ferry.txt"


def tables(project: Project) -> Mapping[str, list[dict[str, Any]]]:
    """All that acts write, but for the counters of changes."""
    connection = project.store.connection
    found = {}
    for table, key in KEYS.items():
        cursor = connection.execute(f'SELECT * FROM "{table}" ORDER BY {", ".join(key)}')
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        found[table] = [{name: value for name, value in row.items() if name != "revision"} for row in rows]
    return found


def undo(project: Project) -> None:
    past = annotate.to_undo(project)
    assert past is not None
    annotate.undo(project, past)


def redo(project: Project) -> None:
    past = annotate.to_redo(project)
    assert past is not None
    annotate.redo(project, past)


def held_by_undo_and_redo(project: Project, act: Callable[[], None]) -> None:
    """Do an act; undo brings every table back, and redo what the act made of them."""
    before = tables(project)
    act()
    after = tables(project)
    assert after != before
    undo(project)
    assert tables(project) == before
    redo(project)
    assert tables(project) == after


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("title", " The Harbour Accord ", "The Harbour Accord"),
        ("short", "", ""),
        ("dates", "2019-05-03; 2019-05", ("2019-05-03", "2019-05")),
        ("parties", "Norland", ("Norland",)),
        ("aliases", r"one\; two;  three ;; three", ("one; two", "three")),
        ("note", "kept", "kept"),
    ],
)
def test_a_field_is_edited_and_taken_back(
    project: Project, field: str, text: str, expected: str | tuple[str, ...]
) -> None:
    seen = project.agreement("harbour-2019")
    held_by_undo_and_redo(project, lambda: edit_field(project, seen, field, text))
    assert getattr(project.agreement("harbour-2019"), field) == expected


def test_the_text_of_every_field_gives_the_field_back(project: Project) -> None:
    edit_field(project, project.agreement("harbour-2019"), "aliases", r"a\;b; c\\d; ; e")
    seen = project.agreement("harbour-2019")
    assert seen.aliases == ("a;b", "c\\d", "e")
    for field in FIELDS:
        with pytest.raises(NothingChanged):
            edit_field(project, seen, field, field_text(seen, field))
        if field != "title":
            edit_field(project, project.agreement("ferry-2020"), field, field_text(seen, field) or "x")
    edit_field(project, project.agreement("ferry-2020"), "dates", "2020-06-07")
    assert project.agreement("ferry-2020").aliases == seen.aliases


def test_a_field_that_an_import_would_refuse_is_refused(project: Project) -> None:
    seen, before = project.agreement("harbour-2019"), tables(project)
    with pytest.raises(DataError, match='"title" is missing'):
        edit_field(project, seen, "title", "  ")
    with pytest.raises(DataError, match="2019-02-30"):
        edit_field(project, seen, "dates", "2019-02-30")
    with pytest.raises(DataError, match="NUL"):
        edit_field(project, seen, "note", "\0")
    assert tables(project) == before


def test_a_record_that_was_changed_meanwhile_is_not_overwritten(make_project: Callable[..., Project]) -> None:
    here, there = make_project(), make_project(annotator="boris")
    seen = here.agreement("harbour-2019")
    edit_field(there, seen, "note", "theirs")
    with pytest.raises(Conflict, match="meanwhile"):
        edit_field(here, seen, "note", "mine")
    with pytest.raises(Conflict, match="meanwhile"):
        merge(here, here.agreement("ferry-2020"), seen)
    assert here.agreement("harbour-2019").note == "theirs"


def test_an_alias_is_added_unless_it_is_empty_or_known(project: Project) -> None:
    seen = project.agreement("harbour-2019")
    held_by_undo_and_redo(project, lambda: add_alias(project, seen, "  Vale   deal "))
    seen = project.agreement("harbour-2019")
    assert seen.aliases == ("Port Vale accord", "Vale deal")
    for known in ("vale deal", "Harbour Accord", "PORT VALE ACCORD", seen.title):
        with pytest.raises(UsageError, match="already"):
            add_alias(project, seen, known)
    with pytest.raises(UsageError, match="no alias"):
        add_alias(project, seen, "  ")


def tag(project: Project, start: int, *links: Link, label: str = "agreement") -> str:
    return annotate.tag(project, FERRY, [Fragment(start, start + 3)], label, links=links).id


def links(project: Project) -> Mapping[str, list[tuple[str | None, str]]]:
    return {
        span.id: [(link.agreement, link.status) for link in span.links] for span in reading.spans_of(project, FERRY)
    }


def test_merging_moves_everybodys_links_and_one_undo_takes_all_of_it_back(make_project: Callable[..., Project]) -> None:
    boris, vera = make_project(annotator="boris"), make_project()
    theirs = tag(boris, 0, Link("harbour-2021"))
    mine = tag(vera, 4, Link("harbour-2021"))
    doubt = tag(vera, 8, Link("harbour-2019", "unsure"), Link("harbour-2021", "unsure"), Link("ferry-2020", "unsure"))
    other = tag(vera, 12, Link("ferry-2020"))
    kept, gone = vera.agreement("harbour-2019"), vera.agreement("harbour-2021")
    assert links_of(vera, "harbour-2021") == 3
    held_by_undo_and_redo(vera, lambda: merge(vera, kept, gone))
    assert links(vera) == {
        theirs: [("harbour-2019", "linked")],
        mine: [("harbour-2019", "linked")],
        doubt: [("harbour-2019", "unsure"), ("ferry-2020", "unsure")],
        other: [("ferry-2020", "linked")],
    }
    assert not vera.store.connection.execute("PRAGMA foreign_key_check").fetchall()
    with pytest.raises(UsageError, match="no agreement"):
        vera.agreement("harbour-2021")


def test_a_merged_record_has_what_both_say(project: Project) -> None:
    edit_field(project, project.agreement("ferry-2020"), "note", "seen")
    edit_field(project, project.agreement("ferry-2020"), "short", "Ferry")
    edit_field(project, project.agreement("ferry-2020"), "aliases", "Port Vale accord; line accord")
    edit_field(project, project.agreement("harbour-2019"), "note", "checked")
    merge(project, project.agreement("harbour-2019"), project.agreement("ferry-2020"))
    merged = project.agreement("harbour-2019")
    assert (merged.title, merged.short) == ("Harbour Accord between Norland and Sudria", "Harbour Accord")
    assert merged.dates == ("2019-05-03", "2020-06-07")
    assert merged.aliases == ("Port Vale accord", "Ferry Protocol", "Ferry", "line accord")
    assert (merged.place, merged.kind, merged.note) == ("Port Vale", "accord", "checked; seen")


def test_how_often_aliases_were_accepted_is_added_up(project: Project) -> None:
    for start, id in ((0, "harbour-2019"), (0, "ferry-2020"), (30, "ferry-2020")):
        at = reading.article(project, FERRY).text.index("Ferry Protocol")
        label = "agreement" if not start else "event"
        label = "organization" if id == "harbour-2019" else label
        annotate.tag(project, FERRY, [Fragment(at, at + 14)], label, links=[Link(id)])
    assert accepted(project, "ferry-2020") == {"Ferry Protocol": 2}
    held_by_undo_and_redo(
        project, lambda: merge(project, project.agreement("harbour-2019"), project.agreement("ferry-2020"))
    )
    assert accepted(project, "harbour-2019") == {"Ferry Protocol": 3}


def test_links_of_several_parts_to_one_record_stay_apart(project: Project) -> None:
    parts = (Link("harbour-2019", part=Fragment(0, 2)), Link("harbour-2021", part=Fragment(2, 3)))
    id = tag(project, 0, *parts)
    merge(project, project.agreement("harbour-2019"), project.agreement("harbour-2021"))
    assert links(project)[id] == [("harbour-2019", "linked")] * 2


def test_a_merge_that_fails_at_any_write_leaves_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    tag(project, 0, Link("harbour-2021"))
    kept, gone, before = project.agreement("harbour-2019"), project.agreement("harbour-2021"), tables(project)
    original = ActWriter.update
    for allowed in range(20):
        count = 0

        def update(self: ActWriter, table: str, key: tuple[str, ...], updates: Row, allowed: int = allowed) -> None:
            nonlocal count
            if count == allowed:
                raise StorageError("The disk is full.")
            count += 1
            original(self, table, key, updates)

        monkeypatch.setattr(ActWriter, "update", update)
        try:
            merge(project, kept, gone)
        except StorageError:
            assert tables(project) == before
        else:
            break
    assert 1 < allowed < 19


def test_a_record_is_not_merged_with_itself(project: Project) -> None:
    record = project.agreement("harbour-2019")
    with pytest.raises(UsageError, match="itself"):
        merge(project, record, record)


def test_mentions_come_by_article_and_place_in_their_context(make_project: Callable[..., Project]) -> None:
    boris, vera = make_project(annotator="boris"), make_project()
    text = reading.article(vera, "a-harbour.txt").text
    at = text.index("Accord a beginning")
    later = annotate.tag(boris, "a-harbour.txt", [Fragment(at, at + 6)], "agreement", links=[Link("harbour-2019")]).id
    twice = (Link("harbour-2019", "unsure", part=Fragment(0, 1)), Link("harbour-2019", "unsure", part=Fragment(1, 2)))
    ferry = annotate.tag(vera, FERRY, [Fragment(0, 2), Fragment(6, 10)], "event", links=twice).id
    sooner = annotate.tag(vera, "a-harbour.txt", [Fragment(0, 7)], "event", links=[Link("harbour-2019")]).id
    found = mentions_of(vera, "harbour-2019")
    rows = list(found.rows(0, 9).values())
    assert [row.annotation for row in rows] == [sooner, later, ferry]
    assert (rows[1].article, rows[1].annotator, rows[1].status) == ("a-harbour.txt", "boris", "linked")
    assert rows[1].prefix.endswith("Mira Tolen called the ")
    assert (rows[1].text, rows[1].suffix, rows[1].start) == ("Accord", " a beginning.\n", at)
    assert (rows[2].text, rows[2].status) == ("Fe line", "unsure")
    assert mentions_of(vera, "ferry-2020").total == 0


def test_very_many_mentions_are_read_by_key(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentions, "MOST_IN_ORDER", 40)
    ids = {tag(project, start, Link("ferry-2020")) for start in range(45)}
    ids.add(tag(project, 0, *(Link("ferry-2020", part=Fragment(n, n + 1)) for n in range(2)), label="event"))
    found = mentions_of(project, "ferry-2020")
    assert found.total is None
    rows: list[str] = []
    while len(rows) in found.extent:
        rows += [row.annotation for row in found.rows(len(rows), 7).values()]
    assert len(rows) == len(ids)
    assert set(rows) == ids


def test_names_that_several_records_share_are_told_with_each_of_them(project: Project) -> None:
    add_alias(project, project.agreement("ferry-2020"), "Harbour accords")
    edit_field(project, project.agreement("harbour-2021"), "short", "HARBOUR ACCORD")
    found = list(shared_names(project))[-1]
    assert [(row.folded, row.written, row.record.id) for row in found] == [
        ("harbour accord", "Harbour Accord", "harbour-2019"),
        ("harbour accord", "Harbour accords", "ferry-2020"),
        ("harbour accord", "HARBOUR ACCORD", "harbour-2021"),
    ]
