"""The reader driven by keys: moving, finding, marks, stepping over spans, tagging and what is done to a span."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotui.core import acts, session, stepping
from annotui.core.commands import LINKS, SPAN, Mode
from annotui.core.keymap import COMMANDS
from annotui.core.model import Fragment, Link
from annotui.core.spans import Span

if TYPE_CHECKING:
    from tests.core.conftest import Page

TEXT = (
    "Envoy Marta Lindqvist flew to Oslo on Monday. She met Norway's premier, who praised the talks.\n"
    "\n"
    "Later the envoy read the Harbour Treaty aloud. Nobody in Oslo spoke."
)
SPANS = [("person", "Marta Lindqvist"), ("place", "Oslo"), ("place", "Norway"), ("agreement", "Harbour Treaty")]


@pytest.fixture
def reading(page: type[Page]) -> Page:
    return page(TEXT, SPANS)


@pytest.mark.parametrize(
    ("keys", "at"),
    [
        ("l l", "voy Marta"),
        ("l l h", "nvoy Marta"),
        ("w w", "Lindqvist flew"),
        ("w w b", "Marta"),
        ("e", "y Marta"),
        ("e e", "a Lindqvist"),
        (")", "She met"),
        (") (", "Envoy"),
        ("}", "Later"),
        ("} {", "Envoy"),
        ("j", "Norway's premier"),
        ("$", "t Norway's"),
        ("G", "."),
        ("G g g", "Envoy"),
    ],
)
def test_the_cursor_moves(reading: Page, keys: str, at: str) -> None:
    assert reading.press(keys).here.startswith(at)


def test_rows_keep_the_wanted_column(page: type[Page]) -> None:
    reading = page("a long first line\nno\na long third line").at("third")
    assert [reading.press(key).here[:5] for key in ("k", "k", "j", "j")] == ["o\na l", "first", "o\na l", "third"]


def test_pages_and_half_pages_go_by_rows(page: type[Page]) -> None:
    reading = page("\n".join(f"line {n}" for n in range(30)))
    assert reading.press("space").here.startswith("line 5\n")
    assert reading.press("ctrl+d").here.startswith("line 7\n")
    assert reading.press("ctrl+u pageup").here.startswith("line 0\n")
    reading.take(session.step(reading.state, reading, "go.percent", "50%"))
    assert reading.state.cursor == len(reading.text) // 2
    assert reading.press("' '").state.cursor == 0


def test_a_part_that_is_no_number_is_refused(reading: Page) -> None:
    assert "no part" in session.step(reading.state, reading, "go.percent", "150").say


def test_finding_goes_on_over_the_end_and_says_so(reading: Page) -> None:
    assert reading.find("oslo").here.startswith("Oslo on Monday")
    assert reading.press("n").here.startswith("Oslo spoke")
    assert reading.say == ""
    assert reading.press("n").here.startswith("Oslo on Monday")
    assert "top" in reading.say
    assert reading.press("N").here.startswith("Oslo spoke")
    assert "end" in reading.say


def test_finding_is_over_line_ends_and_plain_quotes(page: type[Page]) -> None:
    reading = page("First words here. It is the premier’s own\nhouse.")
    assert reading.find("premier's own house").here.startswith("premier’s")


def test_a_capital_in_the_query_matches_only_capitals(page: type[Page]) -> None:
    assert page("The may came. In May it went.").find("May").here.startswith("May it")


def test_what_is_not_there_is_told(reading: Page) -> None:
    assert "not in this article" in reading.find("Lisbon").say
    assert reading.state.cursor == 0


def test_the_word_at_the_cursor_is_found_as_a_whole_word(page: type[Page]) -> None:
    reading = page("envoy, then envoys, then the envoy")
    assert reading.press("*").here == "envoy"
    assert reading.press("#").state.cursor == 0


def test_marks_and_the_way_back(reading: Page) -> None:
    reading.at("Norway").press("m a G ' a")
    assert reading.here.startswith("Norway's")
    assert reading.press("' '").here == "."
    assert reading.press("' '").here.startswith("Norway's")
    assert "No mark z" in reading.press("' z").say


def test_moving_onto_a_span_makes_it_the_current_one(reading: Page) -> None:
    assert reading.press("w").current == "person: Marta Lindqvist"
    assert reading.press("w w").current == ""


def test_tab_steps_through_the_spans_and_round(reading: Page) -> None:
    seen = [reading.press("tab").current for _ in range(4)]
    assert seen == ["person: Marta Lindqvist", "place: Oslo", "place: Norway", "agreement: Harbour Treaty"]
    assert reading.press(";").current == "person: Marta Lindqvist"
    assert "first" in reading.say
    assert reading.press(",").current == "agreement: Harbour Treaty"
    assert "last" in reading.say
    assert reading.press("shift+tab").current == "place: Norway"


def test_stepping_visits_spans_that_start_together(page: type[Page]) -> None:
    text = "The Oslo treaty of 4 May 2019 holds."
    reading = page(text, [("agreement", "Oslo treaty of 4 May 2019"), ("place", "Oslo"), ("date", "4 May 2019")])
    assert [reading.press("tab").current.split(":")[0] for _ in range(3)] == ["agreement", "place", "date"]
    assert [reading.press(",").current.split(":")[0] for _ in range(2)] == ["place", "agreement"]


def test_the_step_set_chooses_what_tab_visits(reading: Page) -> None:
    reading.link("Harbour Treaty", Link("harbour", "unsure"), flag=True)
    for step_set, wanted in [
        ("unsure", "agreement: Harbour Treaty"),
        ("flagged", "agreement: Harbour Treaty"),
        ("label:place", "place: Oslo"),
    ]:
        reading.press("g g")
        reading.take(session.choose_steps(reading.state, reading, step_set))
        assert reading.press("tab").current == wanted
    reading.take(session.choose_steps(reading.state, reading, "open"))
    assert "No span" in reading.press("tab").say
    assert isinstance(reading.press("f").asked[-1], acts.AskSteps)
    assert dict(stepping.step_sets(reading))["label:place"] == 2


def test_i_cycles_the_spans_here_shortest_first(page: type[Page]) -> None:
    reading = page("The Oslo treaty holds.", [("agreement", "Oslo treaty"), ("place", "Oslo")]).press("w")
    assert reading.current == "place: Oslo"
    assert reading.press("i").current == "agreement: Oslo treaty"
    assert reading.press("l").current == "agreement: Oslo treaty"
    assert reading.press("i").current == "place: Oslo"
    assert reading.say == "place: 1 of 2 here"


def test_a_digit_tags_the_shortest_name_here(page: type[Page]) -> None:
    reading = page("Deputy Foreign Minister Marta Lindqvist spoke.").at("Marta").press("4")
    assert reading.current == "person: Marta Lindqvist"
    assert reading.state.mode is Mode.READ


def test_the_same_tag_is_not_made_twice(page: type[Page]) -> None:
    reading = page("Deputy Foreign Minister Marta Lindqvist spoke.").at("Marta").press("4 4")
    assert len(reading.done) == 1
    assert "already" in reading.say


def test_a_digit_without_a_label_says_which_there_are(reading: Page) -> None:
    assert "No label on 9: 1 agreement" in reading.press("9").say
    assert reading.done == []


def test_a_label_by_name_is_asked_for_the_name_here(reading: Page) -> None:
    (ask,) = reading.at("Lindqvist").press("t").asked
    assert isinstance(ask, acts.AskLabel)
    assert acts.answered(ask, "person") == acts.Tag((Fragment(6, 21),), "person")


def test_what_is_done_to_the_current_span(reading: Page) -> None:
    reading.at("Harbour")
    span = reading.state.current
    assert span is not None
    reading.press("enter L r c C y g ?")
    asks = [
        acts.OpenLinks(span),
        acts.OpenLinks(span),
        acts.AskLabel(id=span),
        acts.AskNote(span),
        acts.AskArticleNote(),
        acts.CopyCitation(span),
        acts.ShowGuideline("agreement"),
    ]
    assert reading.asked == asks
    assert list(map(type, reading.asked)) == list(map(type, asks))
    assert acts.answered(acts.AskLabel(id=span), "event") == acts.Relabel(span, "event")
    reading.press("! ! . x")
    assert reading.done[:2] == [acts.SetFlag(span, True), acts.SetFlag(span, False)]
    assert isinstance(reading.done[2], acts.Repeat)


def test_deleting_asks_nothing_and_leaves_the_cursor(reading: Page) -> None:
    reading.at("Norway").press("x")
    assert reading.current == ""
    assert reading.here.startswith("Norway's")
    assert "No span here" in reading.press("x").say
    assert len(reading.done) == 1


def test_a_label_that_does_not_link_says_so(reading: Page) -> None:
    assert "does not link" in reading.at("Marta").press("enter").say
    assert reading.asked == []


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("[", "in Oslo harbour"),
        ("]", "harbour"),
        (">", "Oslo harbour town"),
        ("<", "Oslo"),
        ("< <", "Oslo"),
        ("] ]", "harbour"),
    ],
)
def test_edges_move_by_whole_words(page: type[Page], keys: str, text: str) -> None:
    reading = page("They met in Oslo harbour town’s, they said.", [("place", "Oslo harbour")]).at("Oslo")
    assert reading.press(keys).current == f"place: {text}"


def test_the_key_bar_knows_what_the_current_span_can(reading: Page) -> None:
    assert session.facts(reading.state, reading) == frozenset()
    assert session.facts(reading.at("Oslo").state, reading) == {SPAN}
    assert session.facts(reading.at("Harbour").state, reading) == {SPAN, LINKS}


def test_every_command_of_the_reader_is_handled_or_the_application_s(reading: Page) -> None:
    for command in COMMANDS.values():
        if {Mode.READ, Mode.SELECT} & command.keys.keys():
            outcome = session.step(reading.state, reading, command.id)
            assert (outcome == session.Outcome(reading.state)) or command.id not in session.APP_COMMANDS
    with pytest.raises(ValueError, match=r"pick\.take"):
        session.step(reading.state, reading, "pick.take")


def test_an_article_opens_where_it_was_left(page: type[Page]) -> None:
    reading = page(TEXT, SPANS)
    state = session.opened(reading, TEXT.index("Treaty"))
    assert (state.cursor, state.current) == (TEXT.index("Treaty"), "s3")
    assert session.opened(reading, 10_000).cursor == len(TEXT) - 1
    assert session.opened(page("")).cursor == 0


def test_after_an_undo_elsewhere_the_cursor_goes_to_the_span(reading: Page) -> None:
    span = next(a.id for a in reading.annotations.values() if a.text == "Harbour Treaty")
    state = session.settled(reading.state, reading, span)
    assert (state.cursor, state.current, state.last) == (TEXT.index("Harbour"), span, span)


def test_spans_that_are_not_the_reader_s_are_passed_over(reading: Page) -> None:
    reading.others.append(Span(TEXT.index("Later"), TEXT.index("the envoy"), "elsewhere", "event"))
    assert reading.at("Later").current == ""
    assert reading.press("tab").current == "agreement: Harbour Treaty"
