"""Finding every place in the corpus: in order, with and without the full-text index, in a child process."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest

from annotui.core.concordance import wanted
from annotui.core.model import Fragment, Link
from annotui.errors import StorageError
from annotui.project import annotate, concordance, reading, workers
from annotui.project.concordance import Concordance
from annotui.project.elsewhere import surfaces_of
from annotui.project.indexing import bring_up, full_text
from annotui.project.opening import Project
from annotui.storage import text_pages

TEXTS = {
    "c.txt": "Əliyev and Aliyev.\n",
    "a.txt": "Aliyev met\nHeydar  Aliyev; ALİYEV.\n",
    "b.txt": "Nobody.\n",
    "d.txt": "Alıyev.\n",
}


def found(project: Project, text: str) -> list[tuple[str, int]]:
    places = Concordance(project, wanted(text))
    places.find_all()
    assert places.is_done
    return [(place.article.path, place.start) for place in map(places.place, range(len(places)))]


ALIYEV = [("a.txt", 0), ("a.txt", 19), ("a.txt", 27), ("c.txt", 11), ("d.txt", 0)]


def test_places_come_in_order_of_article_and_offset(make_project: Callable[..., Project]) -> None:
    project = make_project(TEXTS)
    assert found(project, "aliyev") == ALIYEV
    assert found(project, "heydar aliyev") == [("a.txt", 12 - 1)]
    assert found(project, "aliye") == []


def test_of_many_articles_the_index_tells_where_to_look(
    make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(TEXTS)
    monkeypatch.setattr(concordance, "FEW", 1)
    (project.folder / ".annotui/index.db").unlink()
    assert found(project, "aliyev") == ALIYEV, "the index is not there"
    bring_up(project)
    read: list[int] = []
    text_with_hash = text_pages.text_with_hash

    def reading_one(connection: object, id: int) -> tuple[str, str] | None:
        read.append(id)
        return text_with_hash(project.store.connection, id)

    monkeypatch.setattr(text_pages, "text_with_hash", reading_one)
    assert found(project, "aliyev") == ALIYEV
    assert len(read) == 3, "nothing is read of an article without the word"
    assert found(project, "zeppelin") == []
    assert len(read) == 3


def test_more_candidates_than_it_pays_to_be_told_are_all_gone_through(
    make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(TEXTS)
    bring_up(project)
    monkeypatch.setattr(concordance, "FEW", 1)
    monkeypatch.setattr(concordance, "MOST_CANDIDATES", 1)
    monkeypatch.setattr(concordance, "_INDEXED_AT_ONCE", 1)
    assert found(project, "aliyev") == ALIYEV


def test_the_index_gives_articles_a_page_at_a_time_and_none_where_it_is_behind(
    make_project: Callable[..., Project],
) -> None:
    project = make_project(TEXTS)
    (project.folder / ".annotui/index.db").unlink()
    words = wanted("heydar aliyev").index_words()
    either = [*(words or []), [["nobody"]]]
    with closing(full_text(project)) as index:
        assert words is not None
        assert index.holding(words, 0, 10) is None
        index.refresh()
        assert len(index.holding(words, 0, 10) or []) == 1
        first = index.holding(either, 0, 1) or []
        second = index.holding(either, first[-1][0], 10) or []
        assert len(first) == len(second) == 1
        assert index.holding(either, second[-1][0], 10) == []


def test_a_regular_expression_is_looked_for_in_a_child_process(make_project: Callable[..., Project]) -> None:
    project = make_project({f"{number:03}.txt": f"Number {number}.\n" for number in range(50)})
    assert found(project, r"/\d*7\b/") == [(f"{number:03}.txt", 7) for number in (7, 17, 27, 37, 47)]


def test_an_endless_expression_is_stopped_and_its_process_ends(
    make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project({"a.txt": "a" * 60 + "!"})
    ended: list[bool] = []

    def leave(team: workers.Team[object, object], *_: object) -> None:
        team._ending.close()
        ended.append(True)

    monkeypatch.setattr(workers.Team, "__exit__", leave)
    places = Concordance(project, wanted("/(a+)+$/"))
    steps = places.steps()
    for _ in range(20):
        next(steps)
    assert not places.is_done
    places.stop()
    assert places.is_done
    assert ended == [True]
    assert list(steps) == []


def test_a_process_that_dies_is_told(make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project(TEXTS)
    monkeypatch.setattr(concordance, "_PROGRAM", "raise SystemExit(1)")
    with pytest.raises(StorageError, match="ended before"):
        found(project, "/a/")


def test_no_more_than_a_list_can_hold_is_found(
    make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(TEXTS)
    monkeypatch.setattr(concordance, "MOST_PLACES", 4)
    places = Concordance(project, wanted("aliyev"))
    places.find_all()
    assert len(places) == 4
    assert places.is_cut


def test_rows_are_read_as_they_are_asked_for(make_project: Callable[..., Project]) -> None:
    project = make_project(TEXTS)
    annotate.tag(project, "a.txt", [Fragment(0, 6)], "person")
    annotate.tag(project, "a.txt", [Fragment(11, 25)], "person")
    annotate.tag(project, "a.txt", [Fragment(0, 6), Fragment(27, 33)], "place")
    places = Concordance(project, wanted("aliyev"))
    places.find_all()
    rows = places.rows(-5, 7)
    assert list(rows) == [0, 1]
    rows = places.rows(0, 100)
    assert [row.number for row in rows.values()] == [0, 1, 2, 3, 4]
    assert (rows[1].before, rows[1].match, rows[1].after) == ("Aliyev met Heydar ", "Aliyev", "; ALİYEV. ")
    assert [row.span.label if row.span else row.around for row in rows.values()] == [
        *("person", "person", "place"),
        *("", ""),
    ]
    assert rows[1].span is None, "it is only a part of a span"
    assert rows[2].span is None, "the span has another piece elsewhere"


def test_what_may_be_tagged_as_a_span_is_proposed(project: Project) -> None:
    text = reading.article(project, "a-harbour.txt").text
    start = text.index("Port Vale")
    like = annotate.tag(project, "a-harbour.txt", [Fragment(start, start + 9)], "place")
    places = Concordance(project, surfaces_of(project, like.text, like), like)
    places.find_all()
    assert (len(places), places.proposed) == (2, {1})


def test_the_names_of_the_one_record_that_a_span_means_stand_for_the_same(project: Project) -> None:
    like = annotate.tag(project, "a-harbour.txt", [Fragment(0, 7)], "event", links=[Link("harbour-2019")])
    assert surfaces_of(project, "Harbour", like).surfaces == (
        *("harbour", "harbour accord between norland and sudria"),
        *("harbour accord", "port vale accord"),
    )
    two = [Link("harbour-2019"), Link("ferry-2020")]
    annotate.set_links(project, like, two)
    assert surfaces_of(project, "Harbour", like._replace(links=tuple(two))).surfaces == ("harbour",)
    assert surfaces_of(project, "Harbour").surfaces == ("harbour",)
