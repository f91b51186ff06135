"""The reader with keys: tagging, edges, notes, repeating, finding, marks, steps, what is copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotui.core.model import Fragment
from annotui.project import annotate, reading
from annotui.project.opening import Project

if TYPE_CHECKING:
    from tests.tui.conftest import Run

HARBOUR = "a-harbour.txt"
FERRY = "b-ferry.txt"
ACCORD = "Harbour Accord of 3 May 2019"


def tag(project: Project, quote: str, label: str) -> None:
    """Tag the first place of a quote in the first article."""
    start = reading.article(project, HARBOUR).text.index(quote)
    annotate.tag(project, HARBOUR, [Fragment(start, start + len(quote))], label)


async def test_a_digit_tags_the_shortest_name_at_the_cursor(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("Tolen")
        await app.press("4")
        assert app.tags() == [("person", "Mira Tolen")]
        assert "[person]" in app.status
        assert "1 span " in app.status


async def test_a_digit_without_a_label_names_those_there_are(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.press("9")
        assert "No label on 9" in app.said
        assert "4 person" in app.said
        assert app.tags() == []


async def test_a_label_can_be_typed(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("Port")
        await app.press("t p l a enter")
        assert app.tags() == [("place", "Port Vale")]


async def test_enter_on_a_new_selection_asks_the_label(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("Envoys")
        await app.press("v w w")
        assert app.selected == "Envoys of Norland"
        assert "SELECT 17 characters" in app.status
        await app.press("enter p e r enter")
        assert app.tags() == [("person", "Envoys of Norland")]
        assert app.selected == ""


async def test_the_phrase_key_selects_the_whole_mention(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("Accord")
        await app.press("P")
        assert app.selected == ACCORD
        await app.press("escape")
        assert app.selected == ""


async def test_repeat_takes_label_and_links_into_another_article(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("Accord")
        await app.press("P 1 1")
        assert app.links(ACCORD) == [("harbour-2019", "linked")]
        await app.find("Accord a")
        await app.press(".")
        assert app.links("Accord") == [("harbour-2019", "linked")]
        await app.press("J")
        await app.find("Ferry P")
        await app.press("P .")
        assert app.links("Ferry Protocol", FERRY) == [("harbour-2019", "linked")]


async def test_repeat_before_any_tag_says_so(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.press(".")
        assert "Nothing to repeat yet" in app.said


async def test_relabel_by_typing_a_label(run: Run, project: Project) -> None:
    tag(project, "Norland", "person")
    async with run(project, reading=HARBOUR) as app:
        await app.press("tab r p l a enter")
        assert app.tags() == [("place", "Norland")]


@pytest.mark.parametrize(
    ("keys", "text"),
    [("[", "of Norland"), (">", "Norland and"), ("] ]", "Norland"), ("> ]", "and"), ("> <", "Norland")],
)
async def test_edges_move_by_a_word(run: Run, project: Project, keys: str, text: str) -> None:
    tag(project, "Norland", "place")
    async with run(project, reading=HARBOUR) as app:
        await app.press(f"tab {keys}")
        assert app.tags() == [("place", text)]


async def test_edges_taken_up_are_saved_by_enter_and_left_by_escape(run: Run, project: Project) -> None:
    tag(project, "Norland", "place")
    async with run(project, reading=HARBOUR) as app:
        await app.press("tab v w w escape")
        assert app.tags() == [("place", "Norland")]
        await app.press("g g tab v w w enter")
        assert app.tags() == [("place", "Norland and Sudria")]


async def test_a_selection_is_added_to_the_last_span_as_a_fragment(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("Envoys")
        await app.press("v 4")
        await app.find("Sudria")
        await app.press("v +")
        (span,) = app.stored()
        assert span.text == "Envoys Sudria"
        assert len(span.fragments) == 2


async def test_notes_on_a_span_and_on_the_article(run: Run, project: Project) -> None:
    tag(project, "Norland", "place")
    async with run(project, reading=HARBOUR) as app:
        await app.press("tab c")
        await app.type("check 2 maps")
        await app.press("enter")
        assert app.stored()[0].note == "check 2 maps"
        assert "note: check 2 maps" in app.status
        await app.press("C")
        await app.type("read twice")
        await app.press("enter C")
        assert app.typed == "read twice"


async def test_a_flag_is_set_shown_and_taken_off(run: Run, project: Project) -> None:
    tag(project, "Norland", "place")
    async with run(project, reading=HARBOUR) as app:
        await app.press("tab !")
        assert app.stored()[0].flag
        assert "flagged" in app.status
        span = app.stored()[0]
        assert app.reader.article.row_mark(span.start, span.end) == "!"
        await app.press("!")
        assert not app.stored()[0].flag


async def test_a_deleted_span_comes_back_with_undo_and_goes_with_redo(run: Run, project: Project) -> None:
    tag(project, "Norland", "place")
    async with run(project, reading=HARBOUR) as app:
        await app.press("tab x")
        assert app.tags() == []
        await app.press("u")
        assert app.tags() == [("place", "Norland")]
        assert "Undone" in app.said
        assert "[place]" in app.status or app.reader.state.current
        await app.press("U")
        assert app.tags() == []
        await app.press("u ctrl+r")
        assert app.tags() == []


async def test_a_command_for_a_span_says_that_there_is_none(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        for key in ["x", "r", "c", "!", "enter"]:
            await app.press(key)
            assert "No span here" in app.said


async def test_finding_goes_on_back_and_says_when_there_is_nothing(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        text = app.reader.article.text
        await app.find("accord")
        first = app.reader.state.cursor
        assert text[first:].startswith("Accord of")
        await app.press("n")
        assert text[app.reader.state.cursor :].startswith("Accord a")
        await app.press("N")
        assert app.reader.state.cursor == first
        await app.press("*")
        assert text[app.reader.state.cursor :].startswith("Accord a")
        await app.find("zebra")
        assert "'zebra' is not in this article" in app.said


async def test_marks_and_the_way_back(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("Sudria")
        here = app.reader.state.cursor
        await app.press("m a G")
        assert app.reader.state.cursor != here
        await app.press("' a")
        assert app.reader.state.cursor == here
        await app.press("g g ' '")
        assert app.reader.state.cursor == here
        await app.press("' z")
        assert "No mark z" in app.said


async def test_a_begun_sequence_is_shown_and_escape_drops_it(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.press("g")
        assert app.said == "g …"
        await app.press("escape")
        assert app.said == ""
        await app.press("g z")
        assert "z does nothing here" in app.said


async def test_steps_go_through_the_chosen_set_only(run: Run, project: Project) -> None:
    tag(project, "Norland", "place")
    tag(project, "Mira Tolen", "person")
    async with run(project, reading=HARBOUR) as app:
        await app.press("f p e r enter tab")
        assert "[person]" in app.status
        await app.press("tab")
        assert "only span" in app.said
        await app.press("f enter tab")
        assert app.reader.state.current == app.stored()[0].id


async def test_nested_spans_are_gone_through_with_one_key(run: Run, project: Project) -> None:
    tag(project, ACCORD, "agreement")
    tag(project, "3 May 2019", "date")
    async with run(project, reading=HARBOUR) as app:
        await app.find("3 May")
        assert "[date 1/2]" in app.status
        await app.press("i j")
        await app.find("3 May")
        await app.press("i")
        assert "2 of 2 here" in app.said


async def test_the_guideline_of_the_label_is_a_page(run: Run, project: Project) -> None:
    tag(project, "Mira Tolen", "person")
    async with run(project, reading=HARBOUR) as app:
        await app.press("tab g ?")
        assert app.page_title.startswith("Guideline")
        await app.press("q")
        assert app.active


async def test_a_citation_goes_to_the_terminals_clipboard(run: Run, project: Project) -> None:
    tag(project, "Mira Tolen", "person")
    async with run(project, reading=HARBOUR) as app:
        await app.press("y")
        assert app.app.clipboard.startswith("Harbour talks end")
        await app.press("tab y")
        assert "“Mira Tolen” (Harbour talks end" in app.app.clipboard
        assert "Sent to the terminal" in app.said
        await app.press("v y")
        assert app.app.clipboard == "Mira Tolen"


async def test_the_header_tells_title_date_and_status(run: Run, project: Project) -> None:
    async with run(project, reading=FERRY) as app:
        assert app.title("header").startswith("Ferry line reopens")
        assert app.title("header").endswith("todo")


async def test_an_open_link_has_a_sign_before_its_row(run: Run, project: Project) -> None:
    tag(project, ACCORD, "agreement")
    async with run(project, reading=HARBOUR) as app:
        await app.find("Accord")
        layout = app.reader.view.layout_near(app.reader.state.cursor)
        row = layout.row_of(app.reader.state.cursor)
        assert app.reader.view.paint_row(layout, row, 78).text.startswith("? ")
        assert "1 open" in app.status


async def test_hits_are_counted_while_nothing_is_pressed(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("accord")
        await app.until(lambda: "1 of 2 · " in app.status)
        await app.press("n")
        assert "2 of 2 · " in app.status
        await app.press("l")
        assert " of 2" not in app.status
        await app.press("h escape")
        assert " of 2" not in app.status
        await app.find("norland")
        await app.until(lambda: "1 of 1 · " in app.status)
