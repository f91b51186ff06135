"""What was read ahead of its opening is what opening reads, and nothing of before a change is believed."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from annotui.core.model import Fragment, Link
from annotui.core.spans import BLOCK_NEW
from annotui.errors import UsageError
from annotui.project import annotate
from annotui.project.opened import Opened
from annotui.project.opening import Project
from annotui.project.sync import sync
from annotui.storage import articles, span_places

PATH = "a-harbour.txt"


@pytest.fixture
def spanned(make_project: Callable[..., Project]) -> Project:
    """A project whose first article has spans of two people, one in two pieces, one that has lost its text."""
    annotate.tag(make_project(annotator="otto"), PATH, [Fragment(0, 5)], "agreement", links=[Link(None, "nil")])
    project = make_project()
    annotate.tag(project, PATH, [Fragment(2, 4), Fragment(6, 9)], "agreement")
    gone = annotate.tag(project, PATH, [Fragment(10, 12)], "place")
    annotate.tag(project, PATH, [Fragment(10, 14)], "place")
    with project.store.bulk() as connection:
        connection.execute("UPDATE annotation SET anchor = 'orphaned' WHERE uid = ?", (gone.id,))
    project.state.set_text("reading", PATH)
    return project


def told(opened: Opened) -> object:
    """All that an opened article says of its text and spans."""
    return opened.text, list(opened.spans), opened.tally, list(opened.annotations), opened.labels


def refuse(*arguments: object, **options: object) -> object:
    """Stand for what must not be read again."""
    raise AssertionError("read again")


def test_an_article_read_ahead_is_the_same_and_is_not_read_again(
    spanned: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = told(Opened(spanned, PATH))
    spanned.read_ahead()
    assert spanned.ahead is not None
    spanned.ahead._thread.join()
    monkeypatch.setattr(span_places, "places_of", refuse)
    monkeypatch.setattr(articles, "text_of", refuse)
    assert told(Opened(spanned, PATH)) == usual
    assert spanned.ahead is None


def test_many_spans_read_ahead_are_in_the_same_order(spanned: Project) -> None:
    chance = random.Random(7)
    length = len(Opened(spanned, PATH).text)
    every = [Fragment(start, end) for start in range(40) for end in range(start + 1, length, 7)]
    chance.shuffle(every)
    for fragment in every[: 3 * BLOCK_NEW]:
        annotate.tag(spanned, PATH, [fragment], "event")
    usual = Opened(spanned, PATH)
    spanned.read_ahead()
    ahead = Opened(spanned, PATH)
    assert len(ahead.spans) > 3 * BLOCK_NEW
    assert ahead.spans.overlapping(20, 30) == usual.spans.overlapping(20, 30)
    assert told(ahead) == told(usual)


def test_what_was_changed_meanwhile_is_read(spanned: Project) -> None:
    spanned.read_ahead()
    assert spanned.ahead is not None
    spanned.ahead._thread.join()
    (spanned.corpus / PATH).write_text("Quite another text about Norland.\n", encoding="utf-8")
    sync(spanned)
    annotate.tag(spanned, PATH, [Fragment(0, 5)], "place")
    opened = Opened(spanned, PATH)
    assert opened.text.startswith("Quite another")
    assert told(opened) == told(Opened(spanned, PATH))


def test_an_act_of_another_process_is_seen(spanned: Project, make_project: Callable[..., Project]) -> None:
    spanned.read_ahead()
    assert spanned.ahead is not None
    spanned.ahead._thread.join()
    made = annotate.tag(make_project(annotator="otto"), PATH, [Fragment(0, 7)], "person")
    assert made.id in Opened(spanned, PATH).annotations


def test_another_article_is_opened_as_it_is(spanned: Project) -> None:
    spanned.read_ahead()
    assert Opened(spanned, "b-ferry.txt").article.path == "b-ferry.txt"
    assert told(Opened(spanned, PATH)) == told(Opened(spanned, PATH))


@pytest.mark.parametrize("path", ["", "nowhere.txt"])
def test_nothing_is_made_of_an_article_that_is_not_there(spanned: Project, path: str) -> None:
    spanned.state.set_text("reading", path)
    spanned.read_ahead()
    assert (spanned.ahead is None) == (not path)
    with pytest.raises(UsageError, match="There is no article"):
        Opened(spanned, "nowhere.txt")


def test_a_database_that_cannot_be_read_ahead_is_left_to_who_opens_the_article(spanned: Project) -> None:
    file = spanned.store.path
    moved = file.rename(file.with_suffix(".moved"))
    spanned.read_ahead()
    assert spanned.ahead is not None
    spanned.ahead._thread.join()
    moved.rename(file)
    assert Opened(spanned, PATH).annotations
