from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from annotui.core.model import Annotation, Fragment, Link
from annotui.project import annotate, record_acts, review, trends
from annotui.project.figures import Stats, stats
from annotui.project.jobs import Stopped
from annotui.project.opening import Project
from annotui.project.reading import article, spans_of
from annotui.project.suggesting import suggest
from tests.project.past_work import acts_from

HARBOUR, FERRY, CAFE = "a-harbour.txt", "b-ferry.txt", "sub/c-café.txt"


def tag(project: Project, start: int, *links: str, label: str = "agreement", path: str = HARBOUR) -> Annotation:
    found = [Link(link) for link in links]
    return annotate.tag(project, path, [Fragment(start, start + 3)], label, links=found)


def speed(project: Project, name: str = "vera") -> trends.Speed:
    return next(one for one in stats(project).speed if one.annotator == name)


def test_days_have_acts_standing_spans_and_what_more_is_done(project: Project) -> None:
    with acts_from("2026-03-01T23:59:00") as clock:
        tag(project, 0)
        gone = tag(project, 4)
        annotate.set_status(project, [HARBOUR, FERRY], "done")
        clock.later(120)
        annotate.delete(project, [gone])
        annotate.set_article_note(project, HARBOUR, "read")
        annotate.set_status(project, [FERRY], "in progress")
        tag(project, 8)
        past = annotate.to_undo(project)
        assert past is not None
        annotate.undo(project, past)
    found = stats(project)
    assert found.days == [trends.Day("2026-03-01", 3, 1, 2), trends.Day("2026-03-02", 5, 0, -1)]
    assert found.statuses["done"] == sum(day.done for day in found.days)


def test_undoing_and_redoing_what_is_done_moves_it_to_that_day(project: Project) -> None:
    with acts_from("2026-03-01T10:00:00") as clock:
        annotate.set_status(project, [HARBOUR], "done")
        for step, due in ((annotate.undo, annotate.to_undo), (annotate.redo, annotate.to_redo)):
            clock.later(24 * 3600)
            past = due(project)
            assert past is not None
            step(project, past)
    assert [(day.day, day.done) for day in stats(project).days] == [
        ("2026-03-01", 1),
        ("2026-03-02", -1),
        ("2026-03-03", 1),
    ]


def test_articles_done_are_ones_own_and_spans_are_everybodys(make_project: Callable[..., Project]) -> None:
    vera, boris = make_project(), make_project(annotator="boris")
    with acts_from("2026-03-01T10:00:00"):
        annotate.set_status(boris, [HARBOUR], "done")
        tag(boris, 0)
        tag(vera, 0)
    assert stats(vera).days == [trends.Day("2026-03-01", 3, 2, 0)]
    assert stats(boris).days == [trends.Day("2026-03-01", 3, 2, 1)]


def test_speed_is_of_the_time_between_acts_without_pauses(project: Project) -> None:
    with acts_from("2026-03-01T10:00:00") as clock:
        for number, seconds in enumerate((60, 600, 601, 60, 90)):
            tag(project, 4 * number, label="place")
            clock.later(seconds)
        annotate.set_flag(project, spans_of(project, HARBOUR)[0], True)
    # Two sessions: of 0, 60 and 660 seconds, and of 0, 60 and 150; the first span of each is not timed.
    assert speed(project) == trends.Speed("vera", 6, 2, 810.0, 3, 13.3, 270.0, 0, 0, None)


def test_speed_is_not_told_of_a_moment_or_of_one_act(project: Project) -> None:
    with acts_from("2026-03-01T10:00:00") as clock:
        tag(project, 0)
        one = speed(project)
        clock.later(59)
        tag(project, 4)
        two = speed(project)
        clock.later(1)
        tag(project, 8)
    assert (one.sessions, one.seconds, one.spans, one.spans_an_hour) == (1, 0.0, 0, None)
    assert (two.seconds, two.spans, two.spans_an_hour) == (59.0, 1, None)
    assert (speed(project).spans_an_hour, speed(project).seconds_a_span) == (120.0, 30.0)


def test_a_clock_that_is_set_back_begins_a_session(project: Project) -> None:
    with acts_from("2026-03-01T10:00:00") as clock:
        tag(project, 0)
        clock.later(100)
        tag(project, 4)
        clock.later(-3600)
        tag(project, 8)
        clock.later(50)
        tag(project, 12)
    found = speed(project)
    assert (found.sessions, found.seconds, found.spans) == (2, 150.0, 2)


def test_acts_a_link_are_those_on_spans_that_are_decided_on(project: Project) -> None:
    with acts_from("2026-03-01T10:00:00"):
        tag(project, 0, "harbour-2019")
        later = tag(project, 4)
        annotate.set_links(project, later, [Link("ferry-2020")])
        past = annotate.to_undo(project)
        assert past is not None
        annotate.undo(project, past)
        annotate.set_links(project, spans_of(project, HARBOUR)[1], [Link(None, "nil")])
        tag(project, 8)
        tag(project, 12, label="place")
    found = speed(project)
    assert (found.links, found.acts_on_links, found.acts_a_link) == (2, 5, 2.5)


def test_everybody_who_acted_has_a_speed_of_their_own(make_project: Callable[..., Project]) -> None:
    vera, boris = make_project(), make_project(annotator="boris")
    with acts_from("2026-03-01T10:00:00") as clock:
        for who in (vera, boris, vera, boris):
            tag(who, int(clock.time.minute) * 4)
            clock.later(60)
    assert [(one.annotator, one.seconds, one.spans) for one in stats(vera).speed] == [
        ("boris", 120.0, 1),
        ("vera", 120.0, 1),
    ]


def test_mentions_are_by_month_of_the_articles_dates(project: Project) -> None:
    for path, date in ((HARBOUR, "2019-05-04"), (FERRY, "2020-06"), (CAFE, "2020")):
        annotate.set_article(project, path, title=None, date=date, source=None)
    tag(project, 0, "harbour-2019", "harbour-2021")
    tag(project, 4, "harbour-2019")
    tag(project, 0, "ferry-2020", path=FERRY)
    tag(project, 0, "harbour-2019", path=CAFE)
    tag(project, 8)
    assert stats(project).mentions == trends.Mentions(
        months={"2019-05": 3, "2020-06": 1},
        undated=1,
        agreements={"harbour-2019": {"2019-05": 2}, "ferry-2020": {"2020-06": 1}, "harbour-2021": {"2019-05": 1}},
    )


def decided(project: Project) -> tuple[list[tuple[float, int, int]], int]:
    found = stats(project).suggestions
    scored = [(one.score, one.accepted, one.rejected) for one in found.scores if one.accepted or one.rejected]
    return scored, found.rejected_unknown


def pending(project: Project, path: str) -> list[Annotation]:
    from annotui.project.pending import pending_in

    return pending_in(project, path, article(project, path).text, spans_of(project, path))


def test_suggestions_are_counted_by_score_as_they_were_decided_on(project: Project) -> None:
    suggest(project)
    connection = project.store.connection
    connection.execute("UPDATE suggestion SET score = 0.83 WHERE exact = 'Harbour Accord of 3 May 2019'")
    connection.execute("UPDATE suggestion SET score = 1.0 WHERE exact = 'Accord'")
    connection.execute("UPDATE suggestion SET score = 0.3 WHERE exact = 'Ferry Protocol'")
    first, second = pending(project, HARBOUR)
    (third,) = pending(project, FERRY)
    assert decided(project) == ([], 0)
    review.accept(project, first)
    review.reject(project, second)
    review.reject(project, third)
    assert decided(project) == ([(0.3, 0, 1), (0.8, 1, 0), (0.9, 0, 1)], 0)
    connection.execute("DELETE FROM suggestion")
    assert decided(project) == ([(0.3, 0, 1), (0.8, 1, 0), (0.9, 0, 1)], 0)
    connection.execute("UPDATE rejection SET score = NULL WHERE score < 0.5")
    assert decided(project) == ([(0.8, 1, 0), (0.9, 0, 1)], 1)


@pytest.mark.parametrize("tenth", range(10))
def test_a_tenth_begins_with_its_own_score(project: Project, tenth: int) -> None:
    suggest(project)
    project.store.connection.execute("UPDATE suggestion SET score = ?", (tenth / 10,))
    review.accept_all(project, pending(project, HARBOUR))
    assert decided(project)[0] == [(tenth / 10, 2, 0)]


def test_imported_spans_are_nobodys_work(project: Project) -> None:
    with acts_from("2026-03-01T10:00:00"):
        annotate.tag(
            project, HARBOUR, [Fragment(0, 5)], "agreement", links=[Link("harbour-2019")], origin="imported", id="x"
        )
    found = stats(project)
    assert found.days == [trends.Day("2026-03-01", 1, 0, 0)]
    assert (found.speed[0].links, found.speed[0].acts_on_links) == (0, 0)
    assert sum(found.mentions.months.values()) + found.mentions.undated == 1


@pytest.mark.parametrize("spoilt", ["", "yesterday", "\x1b[2J", "0001-01-01T00:00:00+23:59", "2026-02-30T00:00:00Z"])
def test_times_and_dates_that_are_none_are_left_out(project: Project, spoilt: str) -> None:
    tag(project, 0, "harbour-2019")
    annotate.set_status(project, [HARBOUR], "done")
    raw = sqlite3.connect(project.store.path)
    raw.execute("UPDATE history SET at = ?, changes = '[\"article_status\",'", (spoilt,))
    raw.execute("UPDATE annotation SET created_at = ?", (spoilt,))
    raw.execute("UPDATE article SET date = ?", (spoilt[:7],))
    raw.commit()
    raw.close()
    found = stats(project)
    assert (found.days, found.speed) == ([], [])
    assert found.mentions.undated == 1 - sum(found.mentions.months.values())


def test_reading_in_pages_comes_to_the_same(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    suggest(project)
    review.reject(project, pending(project, HARBOUR)[0])
    with acts_from("2026-03-01T10:00:00") as clock:
        for number in range(9):
            tag(project, 4 * number, "harbour-2019")
            clock.later(40 + number)
    whole = stats(project)
    monkeypatch.setattr(trends, "AT_A_TIME", 2)
    assert stats(project) == whole


def test_counting_can_be_stopped_after_every_page(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trends, "AT_A_TIME", 1)
    tag(project, 0)
    tag(project, 4)
    suggest(project)
    last = 0

    def see(what: str, done: int, total: int) -> bool:
        nonlocal last
        last = total
        return True

    stats(project, see)
    for most in range(1, last + 1):
        with pytest.raises(Stopped):
            stats(project, lambda what, done, total, most=most: done < most)  # type: ignore[misc]


def test_counting_writes_nothing(project: Project) -> None:
    tag(project, 0, "harbour-2019")
    before = project.store.path.read_bytes()
    found = stats(project)
    assert isinstance(found, Stats)
    assert project.store.path.read_bytes() == before


def pressed(project: Project, keys: int) -> None:
    for _ in range(keys):
        project.state.count_key()


def test_keys_are_counted_up_to_the_last_link_and_for_each(make_project: Callable[..., Project]) -> None:
    project = make_project()
    assert speed_of_links(project) == (0, None)
    project.count_effort()
    pressed(project, 3)
    span = tag(project, 0)
    pressed(project, 4)
    annotate.set_links(project, span, [Link("harbour-2019")])
    pressed(project, 2)
    annotate.set_note(project, spans_of(project, HARBOUR)[0], "the keys before this are those of the next link")
    pressed(project, 1)
    annotate.set_links(project, tag(project, 4), [Link(None, "nil")], also=[tag(project, 8)])
    pressed(project, 20)
    record_acts.merge(project, project.agreement("ferry-2020"), project.agreement("harbour-2019"))
    annotate.set_links(project, spans_of(project, HARBOUR)[0], [])
    assert speed_of_links(project) == (10, 3.33)
    project.state.close()
    assert speed_of_links(make_project()) == (10, 3.33)
    assert speed_of_links(make_project(annotator="boris")) == (0, None)


def speed_of_links(project: Project) -> tuple[int, float | None]:
    """Keys, and keys a link, of whoever works on it."""
    tag(project, 12 + len(spans_of(project, HARBOUR)), label="place")
    found = speed(project, project.annotator)
    return found.keys, found.keys_a_link
