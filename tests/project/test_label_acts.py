"""The label set is changed field by field, each change one act; labels of whole articles; attributes of spans."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from annotui.core.model import Annotation, Fragment, Label
from annotui.errors import Conflict, DataError, NothingChanged, UsageError
from annotui.project import annotate, label_acts, reading, review
from annotui.project.exporting import Selection, export
from annotui.project.importing import import_annotations
from annotui.project.library import Filter, Library
from annotui.project.opening import Project, create_project
from annotui.storage import articles, labelled, suggestions

HARBOUR, FERRY = "a-harbour.txt", "b-ferry.txt"


def names(project: Project) -> list[str]:
    return [label.name for label in project.labels()]


def undo(project: Project) -> None:
    past = annotate.to_undo(project)
    assert past is not None
    annotate.undo(project, past)


def test_a_label_is_added_changed_moved_and_deleted_and_undo_takes_each_back(project: Project) -> None:
    before = project.labels()
    label_acts.add_label(project, " press  release ")
    assert project.labels()[-1] == Label("press release")
    label_acts.set_field(project, "press release", "key", "9")
    label_acts.set_field(project, "press release", "color", "bright_blue")
    label_acts.set_field(project, "press release", "group", "media")
    label_acts.set_field(project, "press release", "guideline", "What an office puts out.")
    label_acts.set_field(project, "press release", "attributes", "tone=dry|warm")
    label_acts.set_field(project, "press release", "links", "yes")
    changed = Label("press release", True, "9", "bright_blue", "What an office puts out.", "media", "tone=dry|warm")
    assert project.label("press release") == changed
    label_acts.move(project, "press release", -2)
    assert names(project)[-3] == "press release"
    label_acts.delete_label(project, "press release")
    assert project.labels() == before
    for _ in range(9):
        undo(project)
    assert project.labels() == before


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("name", "person", "already"),
        ("name", "  ", "name"),
        ("name", "a\u0007b", "name"),
        ("key", "4", "is that of person"),
        ("key", "x", "not a digit"),
        ("links", "perhaps", "neither yes nor no"),
        ("attributes", "=a|b", "has no name"),
        ("articles", "yes", "does not link"),
    ],
)
def test_what_makes_no_whole_label_is_refused(project: Project, field: str, text: str, said: str) -> None:
    before = project.labels()
    with pytest.raises((UsageError, DataError), match=said):
        label_acts.set_field(project, "agreement", field, text)
    assert project.labels() == before


def test_a_label_in_use_is_neither_deleted_nor_made_one_of_articles(project: Project) -> None:
    annotate.tag(project, HARBOUR, [Fragment(0, 7)], "place")
    with pytest.raises(UsageError, match="in use: 1 span,"):
        label_acts.delete_label(project, "place")
    with pytest.raises(UsageError, match="Spans have"):
        label_acts.set_field(project, "place", "articles", "yes")
    with pytest.raises(UsageError, match="already"):
        label_acts.add_label(project, "place")
    with pytest.raises(NothingChanged):
        label_acts.set_field(project, "place", "links", "no")


def of_articles(project: Project, *labels: str) -> None:
    """Labels for whole articles."""
    for label in labels:
        label_acts.add_label(project, label)
        label_acts.set_field(project, label, "articles", "yes")


def test_an_article_is_given_labels_of_its_own_and_undo_takes_them_back(project: Project) -> None:
    of_articles(project, "talks", "accident")
    annotate.set_article_label(project, HARBOUR, "talks", on=True)
    annotate.set_article_label(project, HARBOUR, "accident", on=True)
    assert reading.article(project, HARBOUR).labels == ("accident", "talks")
    annotate.set_article_label(project, HARBOUR, "talks", on=False)
    assert reading.article(project, HARBOUR).labels == ("accident",)
    undo(project)
    assert reading.article(project, HARBOUR).labels == ("accident", "talks")
    with pytest.raises(NothingChanged):
        annotate.set_article_label(project, HARBOUR, "talks", on=True)
    with pytest.raises(UsageError, match="for spans"):
        annotate.set_article_label(project, HARBOUR, "place", on=True)
    with pytest.raises(UsageError, match="whole articles"):
        annotate.tag(project, HARBOUR, [Fragment(0, 7)], "talks")
    with pytest.raises(UsageError, match="in use: 1 article,"):
        label_acts.delete_label(project, "talks")


def all_that_names(project: Project, label: str) -> list[int]:
    """How many rows of each table name a label."""
    tables = ("label", "annotation", "article_label", "rejection", "suggestion")
    count = "SELECT count(*) FROM {} WHERE {} = ?"
    return [
        project.store.connection.execute(
            count.format(table, "name" if table == "label" else "label"), (label,)
        ).fetchone()[0]
        for table in tables
    ]


def suggested(project: Project, label: str, text: str) -> Annotation:
    """A suggestion at the beginning of an article that stands in the database."""
    one = Annotation("s1", HARBOUR, label, "", (Fragment(0, len(text)),), text, origin="suggested", score=0.9)
    with project.store.bulk() as writing:
        id = articles.article_id(writing, HARBOUR)
        assert id is not None
        suggestions.replace(writing, id, "suggested", [(one, text.lower())])
    return one


def test_a_label_given_another_name_takes_everybodys_spans_articles_and_rejections_along(
    project: Project, make_project: Callable[..., Project]
) -> None:
    other = make_project(annotator="otto")
    mine = annotate.tag(project, HARBOUR, [Fragment(0, 7)], "place")
    theirs = annotate.tag(other, FERRY, [Fragment(0, 5)], "place")
    review.reject(other, suggested(project, "place", "Harbour"))
    before = project.labels()
    at = names(project).index("place")
    label_acts.set_field(project, "place", "name", "  built   place ")
    assert names(project)[at] == "built place"
    assert project.labels()[at] == before[at]._replace(name="built place")
    assert all_that_names(project, "place") == [0, 0, 0, 0, 0]
    assert all_that_names(project, "built place") == [1, 2, 0, 1, 0]
    assert reading.spans_of(other, FERRY)[0].label == "built place"
    with pytest.raises(Conflict):
        annotate.set_note(other, theirs, "seen under its old name")
    undo(project)
    assert project.labels() == before
    assert all_that_names(project, "place") == [1, 2, 0, 1, 0]
    past = annotate.to_redo(project)
    assert past is not None
    annotate.redo(project, past)
    assert [span.id for span in reading.spans_of(project, HARBOUR)] == [mine.id]
    assert all_that_names(project, "built place") == [1, 2, 0, 1, 0]


def test_a_label_of_articles_is_renamed_with_them(project: Project) -> None:
    of_articles(project, "talks")
    annotate.set_article_label(project, HARBOUR, "talks", on=True)
    label_acts.set_field(project, "talks", "name", "negotiations")
    assert reading.article(project, HARBOUR).labels == ("negotiations",)


def test_a_label_goes_with_what_was_only_suggested_or_rejected(project: Project) -> None:
    review.reject(project, suggested(project, "place", "Harbour"))
    label_acts.delete_label(project, "place")
    assert all_that_names(project, "place") == [0, 0, 0, 0, 0]
    undo(project)
    assert all_that_names(project, "place") == [1, 0, 0, 1, 0]


def test_a_label_that_is_gone_is_not_renamed(project: Project, make_project: Callable[..., Project]) -> None:
    with (
        pytest.raises(Conflict, match="no longer there"),
        make_project(annotator="otto").store.act("otto", "late") as writer,
    ):
        labelled.rename(writer, "plaice", "site")
    assert "site" not in names(project)


def test_a_name_that_somebody_has_used_since_is_not_taken_back(
    project: Project, make_project: Callable[..., Project]
) -> None:
    label_acts.set_field(project, "place", "name", "site")
    annotate.tag(make_project(annotator="otto"), FERRY, [Fragment(0, 5)], "site")
    with pytest.raises(Conflict):
        undo(project)
    assert "site" in names(project)


def test_labels_of_articles_are_everybodys_own_and_found_by_the_library(
    project: Project, make_project: Callable[..., Project]
) -> None:
    of_articles(project, "talks")
    other = make_project(annotator="otto")
    annotate.set_article_label(other, FERRY, "talks", on=True)
    assert reading.article(project, FERRY).labels == ()
    library = Library(project, Filter("", label="talks"))
    assert library.paths(10) == [FERRY]
    assert library.group_counts()["label:talks"] == 1


@pytest.mark.parametrize("format", ["json", "jsonl", "doccano"])
def test_labels_and_attributes_go_out_and_come_in(project: Project, tmp_path: Path, format: str) -> None:
    of_articles(project, "talks")
    annotate.set_article_label(project, HARBOUR, "talks", on=True)
    span = annotate.tag(project, HARBOUR, [Fragment(0, 7)], "place")
    annotate.set_attribute(project, span, "certainty", "low")
    first = io.BytesIO()
    export(project, first, format, Selection())
    path = tmp_path / "all.jsonl" if format != "json" else tmp_path / "all.json"
    path.write_bytes(first.getvalue())
    other = create_project(tmp_path / "other", "vera")
    import_annotations(other, path, format)
    assert reading.article(other, HARBOUR).labels == ("talks",)
    assert other.label("talks").articles
    (read,) = reading.spans_of(other, HARBOUR)
    assert read.attributes == {"certainty": "low"}
    second = io.BytesIO()
    export(other, second, format, Selection())
    if format != "json":  # the set of labels has another order
        assert json.loads(second.getvalue().splitlines()[0]) == json.loads(first.getvalue().splitlines()[0])


def test_an_attribute_is_taken_away_by_an_empty_value(project: Project) -> None:
    span = annotate.tag(project, HARBOUR, [Fragment(0, 7)], "place")
    annotate.set_attribute(project, span, "certainty", "low")
    (span,) = reading.spans_of(project, HARBOUR)
    annotate.set_attribute(project, span, "certainty", "")
    (span,) = reading.spans_of(project, HARBOUR)
    assert span.attributes == {}
