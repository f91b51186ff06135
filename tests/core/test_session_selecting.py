"""Selecting by keys and mouse: words, phrases, edges of a span, fragments, and how many keys a phrase takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotui.core import acts, session
from annotui.core.commands import Mode
from annotui.core.model import Fragment

if TYPE_CHECKING:
    from tests.core.conftest import Page

ACCORDS = (
    "Ministers say the trilateral accords of the leaders of Norway, Sweden, and Finland of March 9, 2020, "
    "January 11, and May 26, 2021 still bind all three. Nothing else does."
)
WHOLE = ACCORDS[ACCORDS.index("trilateral") : ACCORDS.index(" still")]
TALKS = 'Norway\'s premier, Ms. Dahl, met the envoys. "We agree," she said. They left.\n\nA long day ended.'


@pytest.mark.parametrize(
    ("at", "keys"), [("accords", "P"), ("accords", "p p"), ("Sweden", "P"), ("January", "P"), ("trilateral", "p p")]
)
def test_a_phrase_with_three_dates_takes_one_or_two_keys(page: type[Page], at: str, keys: str) -> None:
    assert page(ACCORDS).at(at).press(keys).selected == WHOLE


def test_a_phrase_with_three_dates_is_selected_by_finding_its_end(page: type[Page]) -> None:
    reading = page(ACCORDS).at("trilateral").press("v").find("2021")
    assert reading.selected == WHOLE


def test_wider_and_narrower_go_through_names_phrase_and_sentence(page: type[Page]) -> None:
    reading = page(ACCORDS).at("accords").press("p")
    assert reading.selected == "accords"
    assert reading.press("p").selected == WHOLE
    assert reading.press("p").selected.startswith("Ministers say")
    assert "No wider" in reading.press("p").say
    assert reading.press("P").selected == WHOLE
    assert reading.press("P").selected == "accords"
    assert "No narrower" in reading.press("P").say


@pytest.mark.parametrize(
    ("at", "keys", "selected"),
    [
        ("Norway", "v", "Norway"),
        ("Norway", "v w", "Norway's premier"),
        ("Norway", "v w w w", "Norway's premier, Ms. Dahl"),
        ("Norway", "v w w b", "Norway's premier"),
        ("Norway", "v w b b", "Norway"),
        ("Dahl", "v b", "Ms. Dahl"),
        ("Dahl", "v b b", "premier, Ms. Dahl"),
        ("Dahl", "v b b w", "Ms. Dahl"),
        ("Dahl", "v b w w", "Dahl, met"),
        ("Dahl", "v e", "Dahl, met"),
        ("Dahl", "v l", "Dahl,"),
        ("Dahl", "v h", "Dah"),
        ("Dahl", "v h h h h", " D"),
        ("Dahl", "v h w", "Dahl"),
        ("Dahl", "v )", "Dahl, met the envoys"),
        ("Dahl", "v ) )", 'Dahl, met the envoys. "We agree," she said'),
        ("Dahl", "v ) ) (", "Dahl, met the envoys"),
        ("Dahl", "v (", "Norway's premier, Ms. Dahl"),
        ("They", "v }", "They left"),
        ("They", "v } }", "They left.\n\nA long day ended"),
        ("met", "v $", "met the envoys"),
        ("Dahl", "v 0", "Norway's premier, Ms. Dahl"),
        ("They", "v G", "They left.\n\nA long day ended"),
        ("Dahl", "v g g", "Norway's premier, Ms. Dahl"),
        ("They", "V", "They left."),
        ("met", "v j", 'met the envoys. "We agree," she said. They left'),
        ("agree", "v m z w ' z", "agree"),
    ],
)
def test_the_active_end_moves_by_whole_words(page: type[Page], at: str, keys: str, selected: str) -> None:
    reading = page(TALKS, width=45).at(at).press(keys)
    assert reading.selected == selected
    assert reading.unknown == []


def test_rows_take_a_selection_over_blank_lines_and_rules(page: type[Page]) -> None:
    reading = page("one\n\n\n* * *\n\ntwo words").press("v j j j j")
    assert reading.press("j").selected == "one\n\n\n* * *\n\ntwo"
    assert reading.press("k k k k k").selected == "one"


def test_finding_reaches_to_the_whole_match_and_back(page: type[Page]) -> None:
    reading = page("one red boat, two red boats, three red boats sail").at("one").press("v").find("red boat")
    assert reading.selected == "one red boat"
    assert reading.press("n").selected == "one red boat, two red boat"
    assert reading.press("N").selected == "one red boat"
    assert reading.press("n n").selected.endswith("three red boat")
    assert "after" in reading.press("n").say
    back = page("a red boat, then a blue one").at("blue").press("v").find("boat")
    assert "after" in back.say
    assert back.press("N").selected == "boat, then a blue"


@pytest.mark.parametrize("keys", ["escape", "v", "V", "q", "Q"])
def test_cancel_lets_the_selection_go_and_changes_nothing(page: type[Page], keys: str) -> None:
    reading = page(TALKS).at("Dahl").press("v w").press(keys)
    assert reading.state.mode is Mode.READ
    assert reading.done == []


def test_a_digit_tags_the_selection_and_reading_goes_on(page: type[Page]) -> None:
    reading = page(ACCORDS).at("accords").press("P 1")
    assert reading.current == f"agreement: {WHOLE}"
    assert reading.state.mode is Mode.READ
    assert reading.done == [acts.Tag((Fragment(18, 18 + len(WHOLE)),), "agreement")]


def test_enter_asks_the_label_of_a_new_selection(page: type[Page]) -> None:
    reading = page(TALKS).at("Dahl").press("v enter")
    assert reading.asked == [acts.AskLabel((Fragment(22, 26),))]
    assert reading.selected == "Dahl"


def test_v_on_the_current_span_takes_up_its_edges_and_enter_saves_them(page: type[Page]) -> None:
    reading = page(TALKS, [("person", "Ms. Dahl")]).at("Dahl").press("v")
    assert reading.selected == "Ms. Dahl"
    assert reading.press("w enter").current == "person: Ms. Dahl, met"
    reading.press("v b enter")
    assert reading.current == "person: Ms. Dahl"
    assert len(reading.annotations) == 1
    assert "as they were" in reading.press("v enter").say


def test_wider_keeps_the_span_whose_edges_are_moved(page: type[Page]) -> None:
    reading = page(ACCORDS, [("agreement", "accords")]).at("accords").press("v p enter")
    assert reading.current == f"agreement: {WHOLE}"
    assert len(reading.annotations) == 1


def test_plus_adds_a_fragment_to_the_span_last_tagged(page: type[Page]) -> None:
    reading = page("Ministers Dahl and, she recalled, Lindqvist signed.").at("Dahl").press("v 4")
    reading.state = session.step(reading.state, reading, "find.word").state
    reading.press("w w w w v +")
    assert reading.current == "person: Dahl Lindqvist"
    assert "overlaps" in reading.press("v +").say


def test_plus_without_a_span_says_so(page: type[Page]) -> None:
    assert "tag one first" in page(TALKS).press("v +").say


def test_the_edges_of_one_fragment_move_and_the_others_stay(page: type[Page]) -> None:
    reading = page("Ministers Dahl and, she recalled, Lindqvist signed.", [("person", "Dahl", "Lindqvist")])
    reading.at("Lindqvist").press("v w")
    assert reading.selected == "Dahl|Lindqvist signed"
    assert reading.press("enter").current == "person: Dahl Lindqvist signed"


def test_the_edges_of_a_moved_span_can_be_confirmed(page: type[Page]) -> None:
    reading = page("The Oslo pact stands.", [("agreement", "Oslo pact")]).at("Oslo")
    (span,) = reading.annotations.values()
    reading.press("v enter")
    assert reading.done == []
    reading.annotations[span.id] = span._replace(anchor="moved")
    reading.press("v enter")
    assert reading.done == [acts.SetEdges(span.id, span.fragments)]


def test_escape_puts_the_cursor_back_where_the_selection_began(page: type[Page]) -> None:
    reading = page("one red boat, two red boats").at("red").press("v w w escape")
    assert reading.here.startswith("red boat, two")


def test_the_selection_is_copied_tagged_by_name_and_repeated(page: type[Page]) -> None:
    dahl = (Fragment(22, 26),)
    reading = page(TALKS).at("Dahl").press("v y t .")
    assert reading.asked == [acts.CopyText(dahl), acts.AskLabel(dahl)]
    assert list(map(type, reading.asked)) == [acts.CopyText, acts.AskLabel]
    assert reading.done == [acts.Repeat(dahl)]


def test_the_mouse_selects_what_it_is_drawn_over(page: type[Page]) -> None:
    reading = page(TALKS)
    first, last = TALKS.index("Ms."), TALKS.index("l, met")
    reading.take(session.drag(reading.state, reading, first, last))
    assert (reading.selected, reading.state.cursor) == ("Ms. Dahl", last)
    reading.take(session.drag(reading.state, reading, last, first - 1))
    assert (reading.selected, reading.state.cursor) == ("Ms. Dahl", first)
    reading.take(session.click(reading.state, reading, first))
    assert (reading.selected, reading.state.cursor) == ("", first)


def test_a_drag_over_white_space_alone_is_a_click(page: type[Page]) -> None:
    reading = page("one   two")
    reading.take(session.drag(reading.state, reading, 3, 5))
    assert (reading.state.mode, reading.state.cursor) == (Mode.READ, 5)


def test_where_there_is_no_word_nothing_is_selected(page: type[Page]) -> None:
    for text in ("", "   ", "\n\n"):
        for keys in ("v", "V", "p", "P", "1", "t", "."):
            reading = page(text).press(keys)
            assert reading.say == "No word here"
            assert (reading.done, reading.asked, reading.selected) == ([], [], "")


def test_a_grapheme_is_never_cut(page: type[Page]) -> None:
    reading = page("cafe\u0301s \U0001f469\u200d\U0001f4bb are").at("cafe").press("v h")
    assert reading.selected == "cafe\u0301"
    assert reading.press("h").selected == "caf"
