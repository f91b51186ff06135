from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from annotui.core.model import Annotation, Fragment, Link, Reason
from annotui.errors import AnnotuiError, DataError, UsageError
from annotui.project import annotate, reading
from annotui.project.opening import Project

FERRY = "b-ferry.txt"
HARBOUR = "a-harbour.txt"


def place_of(project: Project, words: str, path: str = HARBOUR) -> Fragment:
    start = reading.article(project, path).text.index(words)
    return Fragment(start, start + len(words))


def only(project: Project, path: str = HARBOUR) -> Annotation:
    (found,) = reading.spans_of(project, path)
    return found


def test_a_tag_is_stored_as_it_was_made(project: Project) -> None:
    accord, year = place_of(project, "Harbour Accord"), place_of(project, "2019")
    link = Link("harbour-2019", "linked", 0.75, "fuzzy", accord, (Reason("day", 1.5, "same day"),))
    made = annotate.tag(
        project, HARBOUR, [year, accord], "agreement", links=[link], note=" seen twice ", origin="propagated", id="me1"
    )
    assert made == only(project)
    assert (made.id, made.article, made.label, made.annotator) == ("me1", HARBOUR, "agreement", "vera")
    assert made.fragments == (accord, year)
    assert made.text == "Harbour Accord 2019"
    assert (made.note, made.origin, made.anchor, made.revision) == ("seen twice", "propagated", "exact", 1)
    assert made.links == (Link("harbour-2019", "linked", 0.75, "fuzzy", accord, link.reasons, "vera"),)
    assert made.created_at == made.updated_at
    assert made.created_at.endswith("Z")


def test_offsets_are_code_points(project: Project) -> None:
    path = "sub/c-café.txt"
    made = annotate.tag(project, path, [place_of(project, "😀", path)], "place")
    assert (made.text, made.start, made.end) == ("😀", 5, 6)


def test_fragments_that_touch_or_overlap_become_one(project: Project) -> None:
    made = annotate.tag(project, FERRY, [Fragment(8, 12), Fragment(0, 3), Fragment(3, 5), Fragment(10, 14)], "place")
    assert made.fragments == (Fragment(0, 5), Fragment(8, 14))


def test_overlapping_nested_and_equal_spans_with_other_labels_are_fine(project: Project) -> None:
    for fragment, label in (((0, 10), "agreement"), ((0, 10), "event"), ((2, 5), "event"), ((5, 20), "event")):
        annotate.tag(project, FERRY, [Fragment(*fragment)], label)
    assert [(span.start, span.end) for span in reading.spans_of(project, FERRY)] == [(0, 10), (0, 10), (2, 5), (5, 20)]


SPAN = [Fragment(0, 5)]


@pytest.mark.parametrize(
    ("arguments", "options", "error", "said"),
    [
        (("none.txt", SPAN, "place"), {}, UsageError, "no article 'none.txt'"),
        (("none\x1b[2J.txt", SPAN, "place"), {}, UsageError, "no article 'none␛[2J.txt'"),
        ((FERRY, SPAN, "river"), {}, UsageError, "The labels are: agreement, event"),
        ((FERRY, [], "place"), {}, DataError, "nothing to tag"),
        ((FERRY, [Fragment(-1, 4)], "place"), {}, DataError, "-1-4 lie outside the article"),
        ((FERRY, [Fragment(4, 4)], "place"), {}, DataError, "outside"),
        ((FERRY, [Fragment(0, 99_999)], "place"), {}, DataError, "count Unicode code points"),
        ((FERRY, [Fragment(0, 10**30)], "place"), {}, DataError, "outside"),
        ((FERRY, SPAN, "place"), {"links": [Link("ferry-2020")]}, UsageError, "'place' does not link"),
        ((FERRY, SPAN, "event"), {"links": [Link("none")]}, UsageError, "no agreement 'none'"),
        (
            (FERRY, SPAN, "event"),
            {"links": [Link("ferry-2020"), Link(None, "nil")]},
            UsageError,
            "not several of these",
        ),
        ((FERRY, SPAN, "event"), {"links": [Link(None, "nil"), Link(None, "nil", 0.5)]}, UsageError, "not several"),
        ((FERRY, SPAN, "place"), {"note": "\udcff"}, DataError, "not valid UTF-8"),
        (("\udcff.txt", SPAN, "place"), {}, DataError, "not valid UTF-8"),
    ],
)
def test_a_tag_that_makes_no_sense_is_refused_with_its_reason(
    project: Project, arguments: tuple[Any, ...], options: dict[str, Any], error: type[AnnotuiError], said: str
) -> None:
    before = project.store.path.read_bytes()
    with pytest.raises(error) as caught:
        annotate.tag(project, *arguments, **options)
    assert said in str(caught.value)
    assert caught.value.hint
    assert project.store.path.read_bytes() == before


def test_one_span_has_one_label_once(project: Project) -> None:
    made = annotate.tag(project, FERRY, SPAN, "place")
    other = annotate.tag(project, FERRY, SPAN, "event")
    longer = annotate.tag(project, FERRY, [Fragment(0, 10)], "place")
    with pytest.raises(UsageError, match="tagged place already"):
        annotate.tag(project, FERRY, SPAN, "place")
    with pytest.raises(UsageError, match="tagged place already"):
        annotate.relabel(project, [other], "place")
    with pytest.raises(UsageError, match="tagged place already"):
        annotate.set_edges(project, longer, SPAN)
    annotate.delete(project, [made])
    annotate.relabel(project, [other], "place")


def test_links_go_where_the_new_label_does_not_link(project: Project) -> None:
    made = annotate.tag(project, FERRY, SPAN, "agreement", links=[Link("ferry-2020")])
    annotate.relabel(project, [made], "event")
    assert only(project, FERRY).links == made.links
    annotate.relabel(project, [only(project, FERRY)], "place")
    assert only(project, FERRY).links == ()
    assert only(project, FERRY).revision == 3


def test_links_are_decided_changed_and_taken_away(project: Project) -> None:
    made = annotate.tag(project, FERRY, SPAN, "agreement")
    for links in (
        [Link("ferry-2020"), Link("harbour-2019"), Link("ferry-2020")],
        [Link(None, "nil")],
        [Link("ferry-2020", "unsure"), Link("harbour-2019", "unsure")],
        [Link(None, "unsure")],
        [],
    ):
        annotate.set_links(project, only(project, FERRY), links)
        found = only(project, FERRY)
        assert [(link.agreement, link.status) for link in found.links] == list(
            dict.fromkeys((link.agreement, link.status) for link in links)
        )
        assert all(link.by == "vera" for link in found.links)
    place = annotate.tag(project, FERRY, [Fragment(6, 10)], "place")
    with pytest.raises(UsageError, match="does not link"):
        annotate.set_links(project, place, [Link(None, "nil")])
    assert made.revision < only_of(project, made.id).revision


def only_of(project: Project, id: str) -> Annotation:
    found = reading.span(project, id)
    assert found is not None
    return found


def test_edges_are_checked_and_keep_what_else_the_span_has(project: Project) -> None:
    made = annotate.tag(project, FERRY, SPAN, "agreement", links=[Link(None, "nil")], note="n")
    annotate.set_edges(project, made, [Fragment(0, 10)])
    found = only(project, FERRY)
    assert (found.text, found.note, found.links, found.id) == ("Ferry line", "n", made.links, made.id)
    with pytest.raises(DataError, match="outside"):
        annotate.set_edges(project, found, [Fragment(0, 10_000)])
    with pytest.raises(DataError, match="nothing to tag"):
        annotate.set_edges(project, found, [])


def test_nobody_changes_what_is_anothers(make_project: Callable[..., Project]) -> None:
    vera, boris = make_project(), make_project(annotator="boris")
    span = annotate.tag(vera, FERRY, SPAN, "agreement")
    mine = annotate.tag(boris, FERRY, [Fragment(6, 10)], "agreement")
    before = boris.store.path.read_bytes()
    acts: list[Callable[[], object]] = [
        lambda: annotate.relabel(boris, [mine, span], "event"),
        lambda: annotate.set_edges(boris, span, [Fragment(0, 10)]),
        lambda: annotate.delete(boris, [mine, span]),
        lambda: annotate.set_note(boris, span, "x"),
        lambda: annotate.set_flag(boris, span, True),
        lambda: annotate.set_links(boris, span, [Link(None, "nil")]),
    ]
    for act in acts:
        with pytest.raises(UsageError, match="vera's; one changes only one's own spans") as caught:
            act()
        assert "--annotator vera" in caught.value.hint
    assert boris.store.path.read_bytes() == before
    assert annotate.tag(boris, FERRY, SPAN, "agreement").annotator == "boris"


def test_acts_on_no_span_or_article_say_so(project: Project) -> None:
    with pytest.raises(UsageError, match="no span here"):
        annotate.delete(project, [])
    with pytest.raises(UsageError, match="no span here"):
        annotate.relabel(project, [], "place")
    with pytest.raises(UsageError, match="no article here"):
        annotate.set_status(project, [], "done")


def test_statuses_of_several_articles_are_one_act(project: Project) -> None:
    annotate.set_status(project, [FERRY, HARBOUR], "done")
    past = annotate.to_undo(project)
    assert past is not None
    assert past.summary == "done: b-ferry.txt and 1 more"
    with pytest.raises(UsageError, match="no article"):
        annotate.set_status(project, [FERRY, "none.txt"], "skipped")
    assert reading.article(project, FERRY).status == "done"
    annotate.undo(project, past)
    assert {reading.article(project, path).status for path in (FERRY, HARBOUR)} == {"todo"}


def test_what_is_set_by_hand_of_an_article_is_checked(project: Project) -> None:
    annotate.set_article(project, FERRY, title=" T ", date="2020-06", source="")
    found = reading.article(project, FERRY)
    assert (found.title, found.date, found.source) == ("T", "2020-06", "")
    for date in ("2020-13", "yesterday", "2020-02-30", "20200101"):
        with pytest.raises(DataError, match="is not a date"):
            annotate.set_article(project, FERRY, title=None, date=date, source=None)
    annotate.set_article(project, FERRY, title=None, date="", source=None)
    assert reading.article(project, FERRY).date == ""


def test_a_note_on_an_article_is_ones_own(make_project: Callable[..., Project]) -> None:
    vera, boris = make_project(), make_project(annotator="boris")
    annotate.set_article_note(vera, FERRY, "read twice")
    assert reading.article(vera, FERRY).note == "read twice"
    assert reading.article(boris, FERRY).note == ""


def test_flags_and_notes_come_and_go(project: Project) -> None:
    made = annotate.tag(project, FERRY, SPAN, "place")
    annotate.set_flag(project, made, True)
    annotate.set_note(project, only(project, FERRY), " look again ")
    assert (only(project, FERRY).flag, only(project, FERRY).note) == (True, "look again")
    annotate.set_flag(project, only(project, FERRY), False)
    annotate.set_note(project, only(project, FERRY), "")
    assert (only(project, FERRY).flag, only(project, FERRY).note) == (False, "")


def test_summaries_are_safe_and_short(project: Project) -> None:
    from annotui.project.sync import sync

    (project.corpus / FERRY).write_text("Bad \x1b]0;owned\x07 " + "long " * 50)
    sync(project)
    annotate.tag(project, FERRY, [Fragment(0, 200)], "place")
    past = annotate.to_undo(project)
    assert past is not None
    assert "\x1b" not in past.summary
    assert len(past.summary) < 60
