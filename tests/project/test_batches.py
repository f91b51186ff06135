"""Tagging and changing at many places of many articles: one act, what is there already left as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotui.core.concordance import wanted
from annotui.core.model import Annotation, Fragment, Link
from annotui.errors import Conflict, UsageError
from annotui.project import annotate, batches, reading
from annotui.project.concordance import Concordance
from annotui.project.opening import Project
from annotui.project.places import Place
from annotui.project.sync import sync

HARBOUR, FERRY = "a-harbour.txt", "b-ferry.txt"


def places(project: Project, text: str) -> list[Place]:
    found = Concordance(project, wanted(text))
    found.find_all()
    return [found.place(number) for number in range(len(found))]


def spans(project: Project) -> list[Annotation]:
    return [span for path in (HARBOUR, FERRY) for span in reading.spans_of(project, path)]


def tags(project: Project) -> list[tuple[str, str]]:
    return [(span.label, span.text) for span in spans(project)]


def undo(project: Project) -> bool:
    past = annotate.to_undo(project)
    assert past is not None
    return annotate.undo(project, past)


def test_places_of_several_articles_are_tagged_in_one_act(project: Project) -> None:
    batch = batches.tag(project, places(project, "Port Vale"), "place")
    assert (batch.done, batch.left) == (2, 0)
    assert tags(project) == [("place", "Port Vale")] * 2
    past = annotate.to_undo(project)
    assert past is not None
    assert past.summary == "tag place: Port Vale and 1 more"
    assert (past.article, past.focus) == (HARBOUR, batch.focus)
    assert not undo(project), "spans of more than one article have gone"
    assert tags(project) == []
    assert annotate.to_undo(project) is None


def test_what_is_tagged_so_already_is_left_and_counted(project: Project) -> None:
    found = places(project, "Port Vale")
    batches.tag(project, found[:1], "place")
    assert batches.tag(project, found, "place")[:2] == (1, 1)
    assert batches.tag(project, found, "place")[:2] == (0, 2)
    assert batches.tag(project, found, "person")[:2] == (2, 0)
    assert len(tags(project)) == 4


def test_links_come_with_the_tag_and_each_way_of_writing_is_learnt_once(project: Project) -> None:
    batch = batches.tag(
        project, places(project, "Port Vale"), "event", links=[Link("harbour-2019")], origin="propagated"
    )
    assert batch.done == 2
    assert {(span.origin, span.links[0].agreement, span.links[0].by) for span in spans(project)} == {
        ("propagated", "harbour-2019", "vera")
    }
    assert "Port Vale" in project.agreement("harbour-2019").aliases


def test_links_need_a_label_that_links_and_a_record_that_is_there(project: Project) -> None:
    found = places(project, "Port Vale")
    with pytest.raises(UsageError, match="does not link"):
        batches.tag(project, found, "place", links=[Link("harbour-2019")])
    with pytest.raises(UsageError, match="no agreement"):
        batches.tag(project, found, "event", links=[Link("no-such")])
    with pytest.raises(UsageError, match="no label"):
        batches.tag(project, found, "nonsense")
    assert tags(project) == []


def test_tagged_places_are_relabelled_and_the_others_left(project: Project) -> None:
    found = places(project, "Port Vale")
    batches.tag(project, found[:1], "event", links=[Link("harbour-2019")])
    assert batches.relabel(project, found, "person")[:2] == (1, 1)
    assert tags(project) == [("person", "Port Vale")]
    assert spans(project)[0].links == ()
    assert batches.relabel(project, found, "person")[:2] == (0, 2)
    undo(project)
    assert tags(project) == [("event", "Port Vale")]


def test_a_place_is_never_left_with_the_same_label_twice(project: Project) -> None:
    found = places(project, "Port Vale")
    batches.tag(project, found, "place")
    batches.tag(project, found[:1], "person")
    batches.relabel(project, found, "person")
    assert sorted(tags(project)) == [("person", "Port Vale"), ("person", "Port Vale"), ("place", "Port Vale")]


def test_tagged_places_get_another_meaning(project: Project) -> None:
    found = places(project, "Port Vale")
    batches.tag(project, found[:1], "event")
    batches.tag(project, found[1:], "place")
    assert batches.relink(project, found, [Link("ferry-2020")])[:2] == (1, 1)
    assert [span.links and span.links[0].agreement for span in spans(project)] == ["ferry-2020", ()]
    assert batches.relink(project, found, [Link("ferry-2020")])[:2] == (0, 2)
    assert batches.relink(project, found, [Link(None, "nil")])[:2] == (1, 1)
    undo(project)
    undo(project)
    assert spans(project)[0].links == ()


def test_tagged_places_are_deleted_and_come_back(project: Project) -> None:
    found = places(project, "Port Vale")
    batches.tag(project, found, "place")
    text = reading.article(project, HARBOUR).text
    start = text.index("in Port Vale")
    annotate.tag(project, HARBOUR, [Fragment(start, start + 12)], "event")
    assert batches.delete(project, found)[:2] == (2, 0)
    assert tags(project) == [("event", "in Port Vale")], "a span that a place is only part of stays"
    assert batches.delete(project, found)[:2] == (0, 2)
    undo(project)
    assert len(tags(project)) == 3


def test_other_peoples_spans_are_not_touched(make_project: Callable[..., Project]) -> None:
    first = make_project()
    batches.tag(first, places(first, "Port Vale"), "place")
    other = make_project(annotator="olaf")
    found = places(other, "Port Vale")
    assert batches.delete(other, found).done == 0
    assert batches.relabel(other, found, "person").done == 0
    assert batches.tag(other, found, "place").done == 2


def test_nothing_is_written_where_a_text_has_changed(project: Project) -> None:
    found = places(project, "Port Vale")
    batches.tag(project, found, "place")
    (project.corpus / FERRY).write_text("Now the Ferry Protocol was signed in Port Vale.")
    sync(project)
    before = tags(project)
    with pytest.raises(Conflict, match=r"b-ferry\.txt was changed"):
        batches.tag(project, found, "person")
    with pytest.raises(Conflict, match=r"b-ferry\.txt was changed"):
        batches.relabel(project, found, "person")
    with pytest.raises(Conflict, match=r"b-ferry\.txt was changed"):
        batches.delete(project, found)
    assert tags(project) == before


def test_thousands_of_places_are_one_act(make_project: Callable[..., Project]) -> None:
    texts = {f"{number:02}.txt": "Port Vale, and Port Vale.\n" * 100 for number in range(20)}
    project = make_project(texts)
    found = places(project, "Port Vale")
    assert batches.tag(project, found, "place").done == 4000
    assert batches.relabel(project, found, "event").done == 4000
    assert batches.relink(project, found, [Link("harbour-2019")]).done == 4000
    assert batches.delete(project, found).done == 4000
    for _ in range(4):
        undo(project)
    assert annotate.to_undo(project) is None
    assert reading.spans_of(project, "07.txt") == []
