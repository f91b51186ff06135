"""Suggestions: found and saved by a run, decided on by an annotator, and taught from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotui.core.model import Annotation, Fragment, Link
from annotui.errors import NothingChanged, UsageError
from annotui.project import annotate, reading, review, suggesting, workers
from annotui.project.library import Filter, Library, Work
from annotui.project.opening import Project
from annotui.project.pending import pending_in
from annotui.project.suggest import Linker
from annotui.project.suggesting import suggest
from annotui.storage import catalogue

HARBOUR = "a-harbour.txt"
ACCORD = "Harbour Accord of 3 May 2019"


def pending(project: Project, path: str = HARBOUR) -> list[Annotation]:
    """What is pending in an article."""
    article = reading.article(project, path)
    return pending_in(project, path, article.text, reading.spans_of(project, path))


def words(project: Project, path: str = HARBOUR) -> list[tuple[str, str, tuple[str | None, ...]]]:
    """The text, label and records of what is pending."""
    return [(one.text, one.label, tuple(link.agreement for link in one.links)) for one in pending(project, path)]


def test_a_run_saves_what_it_finds_and_the_next_one_replaces_it(project: Project) -> None:
    done = suggest(project)
    assert (done.articles, done.stopped) == (3, False)
    assert words(project) == [
        (ACCORD, "agreement", ("harbour-2019",)),
        ("Accord", "agreement", ("harbour-2019",)),
    ]
    ids = [one.id for one in pending(project)]
    assert suggest(project) == done
    assert [one.id for one in pending(project)] == ids


def test_a_run_over_one_article_leaves_the_others_alone(project: Project) -> None:
    suggest(project, ["b-ferry.txt"])
    assert not pending(project)
    assert len(pending(project, "b-ferry.txt")) == 1
    with pytest.raises(UsageError, match="no article"):
        suggest(project, ["none.txt"])


def test_child_processes_find_the_same(make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Talks, day {}\n\nThe Harbour Accord of 3 May 2019 holds.\n"
    project = make_project({f"{number:02}.txt": text.format(number) for number in range(30)})
    monkeypatch.setattr(workers, "how_many", lambda: 2)
    assert suggest(project).suggestions == 30
    alone = [one.id for number in range(30) for one in pending(project, f"{number:02}.txt")]
    monkeypatch.setattr(workers, "how_many", lambda: 1)
    suggest(project)
    assert [one.id for number in range(30) for one in pending(project, f"{number:02}.txt")] == alone


def test_a_run_is_stopped_with_what_it_found_saved(
    make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "_AT_A_TIME", 1)
    project = make_project({f"{name}.txt": "The Harbour Accord of 3 May 2019 holds." for name in "abc"})
    done = suggest(project, progress=lambda _what, done, _total: done < 2)
    assert (done.articles, done.stopped) == (2, True)
    assert [len(pending(project, f"{name}.txt")) for name in "abc"] == [1, 1, 0]


def test_accepting_makes_a_span_and_undo_makes_it_pending_again(project: Project) -> None:
    suggest(project)
    before = words(project)
    made = review.accept(project, pending(project)[0])
    (stored,) = reading.spans_of(project, HARBOUR)
    assert (stored.text, stored.origin, stored.state, stored.annotator) == (ACCORD, "suggested", "accepted", "vera")
    assert [(link.agreement, link.by) for link in stored.links] == [("harbour-2019", "vera")]
    assert stored.links[0].reasons
    assert stored.score == made.score
    assert words(project) == before[1:]
    past = annotate.to_undo(project)
    assert past is not None
    annotate.undo(project, past)
    assert reading.spans_of(project, HARBOUR) == []
    assert words(project) == before


def test_a_suggestion_is_accepted_with_other_edges_label_or_links(project: Project) -> None:
    suggest(project)
    first, second = pending(project)
    start = first.start
    review.accept(project, first, fragments=[Fragment(start, start + len("Harbour Accord"))], links=[Link(None, "nil")])
    review.accept(project, second, label="place")
    spans = reading.spans_of(project, HARBOUR)
    assert [(span.text, span.label, [link.status for link in span.links]) for span in spans] == [
        ("Harbour Accord", "agreement", ["nil"]),
        ("Accord", "place", []),
    ]


def test_accepting_all_is_one_act(project: Project) -> None:
    suggest(project)
    assert review.accept_all(project, pending(project)) == 2
    assert not pending(project)
    past = annotate.to_undo(project)
    assert past is not None
    annotate.undo(project, past)
    assert len(pending(project)) == 2
    with pytest.raises(UsageError, match="nothing to accept"):
        review.accept_all(project, [])


def test_a_rejection_is_remembered_for_the_words_and_the_record_and_undone(
    make_project: Callable[..., Project],
) -> None:
    text = "The Harbour Accord of 3 May 2019 holds. The Accord stays.\n"
    project = make_project({"a.txt": text, "b.txt": text})
    suggest(project)
    first, short = pending(project, "a.txt")
    review.reject(project, first)
    review.reject(project, short)
    suggest(project)
    assert words(project, "a.txt") == []
    # A short form means something in its article alone, so it is rejected there alone.
    assert [one.text for one in pending(project, "b.txt")] == ["Accord"]
    other = make_project(annotator="otto")
    assert len(pending(other, "a.txt")) == 2
    past = annotate.to_undo(project)
    assert past is not None
    annotate.undo(project, past)
    assert [one.text for one in pending(project, "a.txt")] == ["Accord"]


def test_what_is_tagged_already_is_not_suggested(project: Project) -> None:
    start = reading.article(project, HARBOUR).text.index(ACCORD)
    annotate.tag(project, HARBOUR, [Fragment(start, start + len("Harbour"))], "event")
    suggest(project)
    assert [one.text for one in pending(project)] == ["Accord"]


def test_names_that_were_tagged_are_suggested_elsewhere(make_project: Callable[..., Project]) -> None:
    project = make_project(
        {"a.txt": "Mira Tolen spoke.", "b.txt": "Then Mira Tolen left.", "c.txt": "Mira Tolan came."}
    )
    annotate.tag(project, "a.txt", [Fragment(0, 10)], "person")
    suggest(project)
    assert words(project, "a.txt") == []
    assert words(project, "b.txt") == [("Mira Tolen", "person", ())]
    assert words(project, "c.txt") == [("Mira Tolan", "person", ())]


def test_an_accepted_name_becomes_an_alias_with_a_count(project: Project) -> None:
    start = reading.article(project, HARBOUR).text.index("Harbour Accord")
    span = annotate.tag(project, HARBOUR, [Fragment(start, start + len("Harbour Accord"))], "agreement")
    annotate.set_links(project, span, [Link("harbour-2021")])
    assert catalogue.alias_counts(project.store.connection) == {("harbour-2021", "Harbour Accord"): 1}
    again = annotate.tag(project, "b-ferry.txt", [Fragment(0, 5)], "agreement", links=[Link("ferry-2020")])
    assert catalogue.alias_counts(project.store.connection) == {("harbour-2021", "Harbour Accord"): 1}
    with pytest.raises(NothingChanged):
        annotate.set_links(project, again, again.links)


def test_words_that_name_nothing_elsewhere_teach_nothing(project: Project) -> None:
    text = reading.article(project, HARBOUR).text
    for words_ in ("Accord", ACCORD):
        start = text.index(words_)
        annotate.tag(
            project, HARBOUR, [Fragment(start, start + len(words_))], "agreement", links=[Link("harbour-2021")]
        )
    assert catalogue.alias_counts(project.store.connection) == {}


def listed(project: Project, work: Work) -> list[str]:
    """The articles that the library lists as having something of a kind to decide on."""
    library = Library(project, Filter(project.annotator, work=work))
    library.to_start()
    return [row.path for _, row in sorted(library.rows(0, 10).items())]


def test_the_library_counts_and_lists_what_is_to_be_decided_on(project: Project) -> None:
    suggest(project)
    row = next(row for row in Library(project, Filter("vera")).rows(0, 10).values() if row.path == HARBOUR)
    assert (row.spans, row.suggestions) == (0, 2)
    assert listed(project, "suggestions") == [HARBOUR, "b-ferry.txt"]
    first, second = pending(project)
    review.accept(project, first, links=[Link(None, "unsure")], flag=True)
    review.reject(project, second)
    assert listed(project, "suggestions") == ["b-ferry.txt"]
    assert listed(project, "unsure") == [HARBOUR]
    assert listed(project, "flagged") == [HARBOUR]
    assert listed(project, "open") == listed(project, "moved") == []
    annotate.set_links(project, reading.spans_of(project, HARBOUR)[0], [])
    assert listed(project, "open") == [HARBOUR]


def test_what_was_accepted_ranks_first_the_next_time(project: Project) -> None:
    linker = Linker(project)
    article = reading.article(project, HARBOUR)
    start = article.text.index("Port Vale")
    span = annotate.tag(project, HARBOUR, [Fragment(start, start + len("Port Vale"))], "agreement")
    before = [one.links[0].agreement.id for one in linker.for_span(article, span)]
    assert before[:1] == ["harbour-2019"]
    annotate.set_links(project, span, [Link("ferry-2020")])
    after = linker.for_span(article, span)
    assert after[0].links[0].agreement.id == "ferry-2020"
    assert "accepted" in {reason.id for reason in after[0].reasons}
