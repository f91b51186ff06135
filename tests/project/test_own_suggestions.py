"""What the app suggests by itself in the article that is read: kept beside the project, never in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotui.core.marks import PENDING
from annotui.core.model import Annotation, Fragment
from annotui.project import annotate, own_suggestions, reading, record_acts, records, review, suggesting
from annotui.project.opened import Opened
from annotui.project.opening import Project
from annotui.project.own_suggestions import are_wanted, find, remembered
from annotui.project.settings import Settings

HARBOUR = "a-harbour.txt"
ACCORD = "Harbour Accord of 3 May 2019"


@pytest.fixture
def reader(project: Project) -> Project:
    """The project as one has it who has set nothing."""
    project.settings = Settings()
    return project


def wanted(project: Project, path: str = HARBOUR) -> bool:
    return are_wanted(project, reading.article(project, path))


def shown(opened: Opened) -> list[Annotation]:
    return opened.pending


def test_what_is_found_is_what_a_run_suggests_and_the_database_stays_as_it_was(reader: Project) -> None:
    before = reader.store.path.read_bytes()
    opened = Opened(reader, HARBOUR)
    assert shown(opened) == []
    assert wanted(reader)
    assert find(reader, HARBOUR)
    more, touched = opened.suggested()
    assert more == len(shown(opened)) == 2
    assert touched
    assert reader.store.path.read_bytes() == before
    own = [(one.text, one.links, one.score, one.label) for one in shown(opened)]
    assert shown(Opened(reader, HARBOUR)) == shown(opened)
    suggesting.suggest(reader)
    assert [(one.text, one.links, one.score, one.label) for one in shown(Opened(reader, HARBOUR))] == own


def test_it_is_looked_for_once_and_again_when_the_catalogue_has_changed(reader: Project) -> None:
    find(reader, HARBOUR)
    assert not wanted(reader)
    annotate.set_status(reader, [HARBOUR], "done")
    assert not wanted(reader)
    record_acts.add_alias(reader, reader.agreement("ferry-2020"), "Sound Deed")
    assert wanted(reader)
    opened = Opened(reader, HARBOUR)
    record_acts.edit_field(reader, reader.agreement("harbour-2019"), "dates", "1999-01-01")
    find(reader, HARBOUR)
    opened.suggested()
    assert ACCORD not in [one.text for one in shown(opened)]


def test_accepted_and_rejected_ones_do_not_come_again(reader: Project) -> None:
    find(reader, HARBOUR)
    opened = Opened(reader, HARBOUR)
    first, second = shown(opened)
    review.accept(reader, first)
    opened.reload()
    assert shown(opened) == [second]
    review.reject(reader, second)
    opened.reload()
    assert shown(opened) == []
    find(reader, HARBOUR)
    assert opened.suggested() == (0, [])
    assert [one.text for one in opened.annotations.values()] == [ACCORD]


def test_a_name_that_stands_before_a_mention_goes_when_it_is_tagged(
    make_project: Callable[..., Project],
) -> None:
    harbour = "Envoys of Norland met. The Harbour Accord of 3 May 2019 holds.\n"
    project = make_project({HARBOUR: harbour, "x.txt": "Norland is far.\n"})
    project.settings = Settings()
    annotate.tag(project, "x.txt", [Fragment(0, 7)], "place")
    find(project, HARBOUR)
    opened = Opened(project, HARBOUR)
    assert [one.text for one in shown(opened)] == ["Norland", ACCORD]
    annotate.tag(project, HARBOUR, [Fragment(10, 17)], "place")
    opened.reload()
    assert [span.marks & PENDING for span in opened.spans.at(10)] == [0]


@pytest.mark.parametrize("what", ["off", "long", "no label links", "another text"])
def test_where_it_is_not_looked_for(
    make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    project = make_project()
    project.settings = Settings(suggest=what != "off")
    if what == "long":
        monkeypatch.setattr(own_suggestions, "LONGEST", 10)
    if what == "no label links":
        project.store.connection.execute("UPDATE label SET links = 0")
    if what == "another text":
        find(project, HARBOUR)
        assert remembered(project, reading.article(project, HARBOUR))
        annotate.set_article(project, HARBOUR, title=None, date="2001-01-01", source=None)
        assert remembered(project, reading.article(project, HARBOUR)) == []
        assert wanted(project)
    else:
        assert not wanted(project)


def test_without_its_index_a_large_catalogue_is_not_asked(reader: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MOST_AT_ONCE", 0)
    assert not find(reader, HARBOUR)
    assert wanted(reader)


def test_a_broken_memory_is_none(reader: Project) -> None:
    reader.state.set_text(f"suggested:{HARBOUR}", "[1, 2")
    assert remembered(reader, reading.article(reader, HARBOUR)) == []
    reader.state.set_text(f"suggested:{HARBOUR}", '["", "x", "y", [[1]]]')
    assert remembered(reader, reading.article(reader, HARBOUR)) == []
