"""The link panel with keys: taking, marking, NIL, unsure, unlinking, a new record, searching, the card."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from textual.widget import Widget

from annotui.core.commands import Mode
from annotui.core.model import Fragment, Link
from annotui.project import annotate, reading
from annotui.project.opening import Project

if TYPE_CHECKING:
    from tests.tui.conftest import Driven, Run

HARBOUR = "a-harbour.txt"
ACCORD = "Harbour Accord of 3 May 2019"


@pytest.fixture
def mention(project: Project) -> Project:
    """The project with an open mention of the accord."""
    tag(project)
    return project


def tag(project: Project, links: tuple[Link, ...] = ()) -> str:
    start = reading.article(project, HARBOUR).text.index(ACCORD)
    return annotate.tag(project, HARBOUR, [Fragment(start, start + len(ACCORD))], "agreement", links=links).id


def line(widget: Widget, y: int) -> str:
    return widget.render_line(y).text.rstrip()


async def opened(app: Driven) -> None:
    """Go to the first span and open its panel."""
    await app.press("g g tab enter")
    assert app.screen.mode is Mode.PICK


async def test_a_label_that_links_opens_the_panel_and_a_digit_typed_ahead_takes(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("Accord")
        await app.press("P 1")
        assert app.panel.is_open
        assert app.candidates[0] == "harbour-2019"
        assert app.title("mention").startswith(f"“{ACCORD}”")
        assert app.title("mention").endswith("open")
        await app.press("1")
        assert not app.panel.is_open
        assert app.links(ACCORD) == [("harbour-2019", "linked")]
        assert app.said == "Linked to harbour-2019; u undoes"
        await app.press("h")
        assert "→ Harbour Accord" in app.status


async def test_keys_typed_ahead_mean_what_they_mean_when_they_are_reached(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.press("/ A c c o r d enter P 1 1")
        assert app.links(ACCORD) == [("harbour-2019", "linked")]
        assert app.tags() == [("agreement", ACCORD)]


async def test_a_label_that_does_not_link_opens_no_panel(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("Norland")
        await app.press("5")
        assert not app.panel.is_open
        await app.press("enter")
        assert "does not link" in app.said


async def test_the_candidate_is_shown_with_score_and_reasons(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await opened(app)
        first = app.panel.lines.render_line(0).text
        assert first.startswith("> 1")
        assert "2019-05-03" in first
        assert "Harbour Accord" in first
        reasons = app.screen.query_one("#reasons")
        assert "3 May 2019" in f"{line(reasons, 0)} {line(reasons, 1)}"


async def test_the_mention_stays_in_sight_above_the_panel(run: Run, project: Project) -> None:
    start = reading.article(project, HARBOUR).text.index("beginning")
    annotate.tag(project, HARBOUR, [Fragment(start, start + 9)], "event")
    async with run(project, reading=HARBOUR, size=(40, 16)) as app:
        await opened(app)
        await app.until(lambda: app.reader.view.visible_offsets[0] <= start < app.reader.view.visible_offsets[1])
        assert app.reader.view.size.height > 0


async def test_marked_rows_are_linked_together(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await opened(app)
        first, second = app.candidates[:2]
        await app.press("space space")
        assert "2 marked" in app.status
        await app.press("enter")
        assert {record for record, _ in app.links(ACCORD)} == {first, second}


async def test_marks_outlast_a_search(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await opened(app)
        assert app.candidates[0] == "harbour-2019"
        await app.press("space / f e r r y tab space enter")
        assert {record for record, _ in app.links(ACCORD)} == {"harbour-2019", "ferry-2020"}


async def test_a_mark_is_taken_off_again(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await opened(app)
        await app.press("space k space j enter")
        assert len(app.links(ACCORD)) == 1


async def test_zero_says_that_the_catalogue_lacks_it(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await opened(app)
        await app.press("0")
        assert app.links(ACCORD) == [(None, "nil")]
        await app.press("h")
        await app.press("tab")
        assert "not in the catalogue" in app.status


async def test_unsure_with_and_without_records_in_doubt(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await opened(app)
        await app.press("-")
        assert app.links(ACCORD) == [(None, "unsure")]
        await opened(app)
        await app.press("space space -")
        assert [status for _, status in app.links(ACCORD)] == ["unsure", "unsure"]
        assert None not in [record for record, _ in app.links(ACCORD)]


async def test_a_linked_mention_opens_on_its_record_and_x_unlinks_that(run: Run, project: Project) -> None:
    tag(project, (Link("harbour-2021"),))
    async with run(project, reading=HARBOUR) as app:
        await opened(app)
        row = app.panel.lines.cursor_row
        assert row is not None
        assert (row.key, row.linked) == ("harbour-2021", "=")
        await app.press("g g")
        if app.candidates[0] != "harbour-2021":
            await app.press("x")
            assert "not linked" in app.said
        await app.press("escape")
        await opened(app)
        await app.press("x")
        assert app.links(ACCORD) == []
        assert app.panel.is_open
        await app.press("u")
        assert app.links(ACCORD) == [("harbour-2021", "linked")]


async def test_taking_what_it_means_already_closes_and_says_so(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await opened(app)
        await app.press("0")
        await opened(app)
        await app.press("0")
        assert app.said == "It means this already"
        assert not app.panel.is_open


async def test_a_digit_without_a_row_does_nothing(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await opened(app)
        await app.press("9")
        assert app.said == "There is no row 9"
        assert app.links(ACCORD) == []


async def test_escape_and_q_close_and_the_link_stays_open(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        for key in ("escape", "q", "Q"):
            await opened(app)
            await app.press(key)
            assert app.screen.mode is Mode.READ
            assert app.links(ACCORD) == []


async def test_in_a_search_digits_and_letters_are_text_and_never_link(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await opened(app)
        await app.press("/")
        await app.type("2 0x-.+")
        assert app.typed == "2 0x-.+"
        assert app.links(ACCORD) == []
        await app.press("escape")
        assert app.typed is None
        assert app.panel.is_open
        assert app.candidates[0] == "harbour-2019"


async def test_a_search_moves_with_the_arrows_and_takes_with_enter(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await opened(app)
        await app.press("/ h a r b o u r")
        assert set(app.candidates) == {"harbour-2019", "harbour-2021"}
        second = app.candidates[1]
        await app.press("down enter")
        assert app.links(ACCORD) == [(second, "linked")]


async def test_tab_goes_from_the_search_to_its_rows(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await opened(app)
        await app.press("/ f e r r y tab")
        assert app.screen.mode is Mode.PICK
        assert "/ ferry" in app.title("mention")
        assert app.candidates[0] == "ferry-2020"
        await app.press("1")
        assert app.links(ACCORD) == [("ferry-2020", "linked")]


async def test_a_new_record_is_made_and_linked(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await opened(app)
        await app.press("+")
        assert app.typed == ACCORD
        await app.press("ctrl+u")
        await app.type("Quay Memorandum")
        await app.press("enter")
        assert app.typed == "2019-05-03"
        await app.press("ctrl+u")
        await app.type("the day before")
        await app.press("enter")
        assert "is not a date" in app.said
        assert app.typed == "the day before"
        await app.press("ctrl+u")
        await app.type("2018-02-01; 2018-03")
        await app.press("enter")
        assert app.typed == "quay-memorandum-2018-02-01"
        await app.press("enter")
        record = mention.agreement("quay-memorandum-2018-02-01")
        assert (record.title, record.dates) == ("Quay Memorandum", ("2018-02-01", "2018-03"))
        assert app.links(ACCORD) == [("quay-memorandum-2018-02-01", "linked")]


async def test_each_record_of_a_set_keeps_its_own_reasons(run: Run, make_project: Callable[..., Project]) -> None:
    text = "The accords of 3 May 2019 and 7 June 2020 hold."
    records = (
        {"id": "one", "title": "First Accord", "dates": ["2019-05-03"], "kind": "accord"},
        {"id": "two", "title": "Second Accord", "dates": ["2020-06-07"], "kind": "accord"},
    )
    project = make_project({HARBOUR: text}, records)
    annotate.tag(project, HARBOUR, [Fragment(4, text.index(" hold"))], "agreement")
    async with run(project, reading=HARBOUR) as app:
        await app.press("tab enter")
        assert "+" in app.candidates[0]
        await app.press("1")
        (span,) = app.stored()
        for link in span.links:
            dated = [reason.text for reason in link.reasons if reason.id == "same-day"]
            assert len(dated) == 1
            assert "part-of-set" not in {reason.id for reason in link.reasons}
        assert span.links[0].reasons != span.links[1].reasons


async def test_an_id_that_is_taken_is_asked_for_again(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await opened(app)
        await app.press("+ enter enter ctrl+u")
        await app.type("ferry-2020")
        await app.press("enter")
        assert app.typed == "ferry-2020"
        assert app.said
        assert app.links(ACCORD) == []
        await app.press("escape")
        assert app.panel.is_open


async def test_the_card_shows_the_whole_record_and_q_comes_back(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await opened(app)
        await app.press("c")
        text = app.page_text
        assert "Port Vale accord" in text
        await app.press("q")
        assert app.screen.mode is Mode.PICK
        await app.press("y")
        assert app.app.clipboard == "harbour-2019"


async def test_opening_another_article_closes_the_panel(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR, size=(120, 30)) as app:
        await opened(app)
        await app.pilot.click(app.library.lines, offset=(6, 1), times=2)
        await app.settle()
        assert not app.panel.is_open
        assert app.reader.path == "b-ferry.txt"


async def test_a_double_click_takes_a_candidate(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await opened(app)
        await app.pilot.click(app.panel.lines, offset=(6, 0), times=2)
        await app.settle()
        assert app.links(ACCORD) == [("harbour-2019", "linked")]


async def test_the_keys_that_a_link_took_are_counted(run: Run, mention: Project) -> None:
    async with run(mention, reading=HARBOUR) as app:
        await opened(app)
        await app.press("1 h l")
        assert mention.state.effort(mention.annotator) == (5, 1)
        await app.press("u")
        await app.press("enter 1")
        assert mention.state.effort(mention.annotator) == (10, 2)
