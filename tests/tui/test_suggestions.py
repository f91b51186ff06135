"""Suggestions in the reader: stepped to, accepted, changed, rejected, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from annotui.project.opening import Project
from annotui.project.suggesting import suggest
from annotui.tui.screens.concordance import ConcordanceScreen

if TYPE_CHECKING:
    from tests.tui.conftest import Run

HARBOUR = "a-harbour.txt"
ACCORD = "Harbour Accord of 3 May 2019"


@pytest.fixture
def suggested(project: Project) -> Project:
    """A project after `annotui suggest`."""
    suggest(project)
    return project


async def test_enter_accepts_a_suggestion_and_goes_on_to_the_next(run: Run, suggested: Project) -> None:
    async with run(suggested, reading=HARBOUR) as app:
        assert "0 spans · 0 open · 2 suggested" in app.status
        await app.press("tab")
        assert "[agreement? 0.97] → Harbour Accord" in app.status
        assert "Enter accept" in app.key_bar
        assert "x reject" in app.key_bar
        await app.press("enter")
        assert app.tags() == [("agreement", ACCORD)]
        assert app.links(ACCORD) == [("harbour-2019", "linked")]
        assert app.stored()[0].origin == "suggested"
        text = app.reader.article.text
        assert app.reader.state.cursor == text.index("Accord", text.index("called the"))
        await app.press("enter")
        assert app.tags() == [("agreement", ACCORD), ("agreement", "Accord")]
        assert app.said == "No more suggestions here; D goes to the next article"
        assert "suggested" not in app.status


async def test_two_keys_link_a_mention(run: Run, suggested: Project) -> None:
    async with run(suggested, reading=HARBOUR) as app:
        await app.press("tab enter enter")
        assert [len(span.links) for span in app.stored()] == [1, 1]


async def test_x_rejects_and_u_brings_it_back(run: Run, suggested: Project) -> None:
    async with run(suggested, reading=HARBOUR) as app:
        await app.press("tab x")
        assert app.tags() == []
        assert "1 suggested" in app.status
        suggest(suggested)
        await app.press("J K")
        assert "1 suggested" in app.status
        await app.press("u u")
        assert "2 suggested" in app.status


async def test_undo_of_an_accepted_suggestion_makes_it_pending_again(run: Run, suggested: Project) -> None:
    async with run(suggested, reading=HARBOUR) as app:
        await app.press("tab enter u u")
        assert app.tags() == []
        assert "2 suggested" in app.status
        await app.press("U U")
        assert app.tags() == [("agreement", ACCORD)]
        assert "1 suggested" in app.status


async def test_the_steps_can_be_the_suggestions_alone(run: Run, suggested: Project) -> None:
    async with run(suggested, reading=HARBOUR) as app:
        await app.press("5")  # tags the word at the cursor
        await app.press("f")
        await app.type("sugg")
        await app.press("enter")
        assert app.said == "Tab steps through suggestions: 2 here"
        await app.press("tab tab tab")
        assert app.reader.state.current in {one.id for one in app.reader.article.pending}


async def test_a_takes_all_above_a_score_in_one_act(run: Run, suggested: Project) -> None:
    async with run(suggested, reading=HARBOUR) as app:
        await app.press("a")
        assert app.typed == "0.9"
        assert "1 from 0.95, 2 from 0.9" in app.asked
        await app.press("enter")
        assert app.said == "2 accepted; u takes them back"
        assert len(app.tags()) == 2
        await app.press("u u")
        assert app.tags() == []
        await app.press("a ctrl+u")
        await app.type("much")
        await app.press("enter")
        assert "no score" in app.said


async def test_a_suggestion_is_accepted_as_it_is_changed(run: Run, suggested: Project) -> None:
    async with run(suggested, reading=HARBOUR) as app:
        await app.press("tab <")
        assert app.tags() == [("agreement", "Harbour Accord of 3 May")]
        assert app.said == "Accepted, so changed; u undoes"
        await app.press("u u g g tab r")
        await app.type("place")
        await app.press("enter")
        assert app.tags() == [("place", ACCORD)]


async def test_the_link_of_a_suggestion_is_changed_in_the_panel(run: Run, suggested: Project) -> None:
    async with run(suggested, reading=HARBOUR) as app:
        await app.press("tab L")
        assert app.active == "panel"
        await app.press("0")
        assert app.links(ACCORD) == [(None, "nil")]
        assert "1 suggested" in app.status


async def test_the_digit_of_its_label_accepts_a_selected_suggestion(run: Run, suggested: Project) -> None:
    async with run(suggested, reading=HARBOUR) as app:
        await app.press("tab v 1")
        assert app.links(ACCORD) == [("harbour-2019", "linked")]


async def test_the_library_keeps_the_articles_with_suggestions(run: Run, suggested: Project) -> None:
    async with run(suggested) as app:
        await app.press("f")
        await app.type("sugg")
        await app.press("enter")
        assert app.articles == [HARBOUR, "b-ferry.txt"]
        assert "suggestions" in app.title("library-title")
        await app.press("g g enter tab enter enter")
        assert len(app.tags()) == 2
        await app.press("D")
        assert app.reader.path == "b-ferry.txt"
        await app.press("tab enter q")
        assert [(row.path, row.suggestions) for row in app.listed] == [("b-ferry.txt", 0)]


async def test_the_same_words_elsewhere_in_the_article_become_suggestions(
    run: Run, make_project: Callable[..., Project]
) -> None:
    text = "Mira Tolen spoke. Then Mira Tolen left, and Mira Tolenson came. The quay was calm. The quay is long.\n"
    project = make_project({HARBOUR: text})
    async with run(project, reading=HARBOUR) as app:
        await app.press("4")
        await app.until(lambda: "1 suggested" in app.status or "1 more" in app.said)
        assert app.said == "1 more of the same suggested; Tab goes through them"
        await app.press("tab")
        assert app.reader.state.cursor == text.index("Mira", 5)
        await app.press("enter")
        assert app.tags() == [("person", "Mira Tolen"), ("person", "Mira Tolen")]
        await app.press("u u")
        assert app.tags() == []
        assert "suggested" not in app.status


async def test_in_how_many_other_articles_the_words_stand_is_told_and_one_key_lists_them(
    run: Run, make_project: Callable[..., Project]
) -> None:
    texts = {HARBOUR: "Mira Tolen spoke. Mira Tolen left.\n", "b.txt": "Mira Tolen came.\n", "c.txt": "Nobody.\n"}
    async with run(make_project(texts), reading=HARBOUR) as app:
        await app.press("4")
        await app.until(lambda: "other" in app.said)
        assert app.said == "1 more of the same here (Tab), and in 1 other article: = lists them"
        await app.press("=")
        await app.until(lambda: isinstance(app.screen, ConcordanceScreen))


async def test_words_that_stand_here_once_are_told_of_elsewhere(run: Run, make_project: Callable[..., Project]) -> None:
    texts = {HARBOUR: "Mira Tolen spoke.\n", "b.txt": "Mira Tolen came.\n", "c.txt": "Mira Tolen went.\n"}
    async with run(make_project(texts), reading=HARBOUR) as app:
        await app.press("4")
        await app.until(lambda: "other" in app.said)
        assert app.said == "The same words stand in 2 other articles: = lists them"


async def test_a_link_is_passed_on_to_the_same_name_in_the_article(
    run: Run, make_project: Callable[..., Project]
) -> None:
    text = "The Harbour Accord holds. Norland read the Harbour Accord aloud.\n"
    project = make_project({HARBOUR: text})
    async with run(project, reading=HARBOUR) as app:
        await app.find("Harbour")
        await app.press("P 1 1")
        await app.until(lambda: "more of the same" in app.said)
        await app.press("tab enter")
        first, second = (app.links(span.text) for span in app.stored())
        assert first == second
        assert len(app.tags()) == 2


async def test_what_an_act_says_comes_before_what_is_suggested_for_it(
    run: Run, make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotui.tui.app.LONG_QUIET_SECONDS", 0.0)  # an act that takes longer than it is waited for
    text = "The Harbour Accord holds. Norland read the Harbour Accord aloud.\n"
    async with run(make_project({HARBOUR: text}), reading=HARBOUR) as app:
        await app.find("Harbour")
        await app.press("P 1 1")
        await app.until(lambda: "more of the same" in app.said)
