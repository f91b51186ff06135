"""A record's card with keys: its mentions in context, going there and back; editing, naming, merging; shared names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from annotui.core.model import Fragment, Link
from annotui.project import annotate, mentions, reading
from annotui.project.opening import Project
from annotui.project.record_acts import edit_field, merge
from annotui.tui.screens.card import GONE, CardPane, CardScreen
from annotui.tui.screens.catalogue import CataloguePane, CatalogueScreen
from annotui.tui.screens.shared_names import SharedNamesScreen

if TYPE_CHECKING:
    from tests.tui.conftest import Driven, Run

HARBOUR, FERRY = "a-harbour.txt", "b-ferry.txt"


def tag(project: Project, path: str, text: str, record: str) -> str:
    """Link the first place of a text in an article to a record."""
    at = reading.article(project, path).text.index(text)
    return annotate.tag(project, path, [Fragment(at, at + len(text))], "agreement", links=[Link(record)]).id


def rows(app: Driven) -> list[str]:
    """The mentions listed, as they are drawn."""
    lines = app.screen.query_one(CardPane).lines
    return [lines.render_line(y).text.rstrip() for y in range(lines.count)]


@pytest.fixture
def mentioned(make_project: Callable[..., Project]) -> Project:
    """The first record is mentioned by vera in two articles, and by boris."""
    boris, vera = make_project(annotator="boris"), make_project()
    tag(vera, FERRY, "Ferry Protocol", "harbour-2019")
    tag(boris, HARBOUR, "Accord a", "harbour-2019")
    tag(vera, HARBOUR, "Harbour Accord", "harbour-2019")
    return vera


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_card_lists_everybodys_mentions_in_context(
    run: Run, mentioned: Project, size: tuple[int, int]
) -> None:
    async with run(mentioned, size=size) as app:
        await app.press("A enter")
        assert app.title("mentions-title") == "3 mentions"
        first, second, third = rows(app)
        assert "a-harbour" in first
        assert "Port Vale. The [Harbour Accord] of 3 May" in first
        assert "vera" in first
        assert "Tolen called the [Accord a] beginning." in second
        assert "boris" in second
        assert "The [Ferry Protocol] was" in third
        assert first.index("[") == second.index("[") == third.index("[")
        assert app.status.startswith("a-harbour.txt · agreement linked by vera")
        assert app.status.endswith("1 of 3")


async def test_enter_goes_to_the_mention_and_q_back_to_the_card(run: Run, mentioned: Project) -> None:
    async with run(mentioned) as app:
        await app.press("A enter j enter")
        assert app.active == "reader"
        current = app.reader.state.current
        assert current is not None
        assert app.reader.article.annotations[current].text == "Accord a"
        await app.press("q")
        assert isinstance(app.screen, CardScreen)
        assert app.status.endswith("2 of 3")
        await app.press("j enter")
        assert app.reader.path == FERRY
        await app.press("J q")
        assert app.active == "library"


async def test_a_mention_of_a_hidden_layer_is_shown(run: Run, mentioned: Project) -> None:
    async with run(mentioned, reading=HARBOUR) as app:
        await app.press(": l a y e r s enter A enter j enter")
        assert app.reader.state.current is not None
        assert app.reader.article.annotations[app.reader.state.current].annotator == "boris"


async def test_very_many_mentions_are_listed_without_being_counted(
    run: Run, mentioned: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mentions, "MOST_IN_ORDER", 2)
    async with run(mentioned) as app:
        await app.press("A enter")
        assert len(rows(app)) == 3
        assert app.title("mentions-title") == "3 mentions"
        await app.press("G enter")
        assert app.active == "reader"


async def test_a_card_with_more_mentions_than_are_counted_says_so(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mentions, "MOST_IN_ORDER", 100)
    for start in range(60):
        for end in range(start + 1, start + 4):
            links = [Link("ferry-2020")]
            annotate.tag(project, FERRY, [Fragment(start, end)], "agreement", links=links)
    async with run(project) as app:
        await app.press("A j enter")
        assert app.title("mentions-title") == "Mentions: more than 5,000 links"
        assert app.status.endswith("linked by vera")
        await app.press("ctrl+f j G")
        assert app.screen.query_one(CardPane).lines.cursor_row is not None
        await app.press("q")
        assert isinstance(app.screen, CatalogueScreen)


async def test_a_field_is_edited_from_catalogue_and_card_and_a_wrong_one_asked_again(
    run: Run, project: Project
) -> None:
    async with run(project) as app:
        await app.press("A e d a t e s enter")
        assert app.asked == "Dates (several with ;):"
        assert app.typed == "2019-05-03"
        await app.type("; 2019-13")
        await app.press("enter")
        assert "2019-13" in app.said
        assert app.typed == "2019-05-03; 2019-13"
        await app.press("backspace backspace backspace enter")
        assert project.agreement("harbour-2019").dates == ("2019-05-03", "2019")
        await app.press("enter e k i n d enter ctrl+u p a c t enter")
        assert app.said == "Kind changed; u takes it back"
        assert project.agreement("harbour-2019").kind == "pact"
        await app.press("u")
        assert project.agreement("harbour-2019").kind == "accord"


async def test_an_alias_is_added_by_one_prompt(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("A a")
        await app.type("Harbour accord")
        await app.press("enter")
        assert "already" in app.said
        await app.press("space d e a l enter")
        assert project.agreement("harbour-2019").aliases == ("Port Vale accord", "Harbour accord deal")
        await app.press("u")
        assert project.agreement("harbour-2019").aliases == ("Port Vale accord",)


async def test_two_marked_records_are_merged_once_it_is_said_which_stays(run: Run, mentioned: Project) -> None:
    async with run(mentioned) as app:
        await app.press("A v j v M")
        assert [(choice.value, choice.detail) for choice in app.screen.prompt.choices] == [
            ("harbour-2021", "takes over 3 links"),
            ("harbour-2019", "takes over 0 links"),
        ]
        await app.press("escape")
        assert len(mentioned.agreements()) == 3
        await app.press("M enter")
        assert app.said == "harbour-2019 is merged into harbour-2021; u takes it back"
        assert app.links("Harbour Accord") == [("harbour-2021", "linked")]
        row = app.screen.query_one(CataloguePane).lines.cursor_row
        assert row is not None
        assert (row.record.id, row.mentions) == ("harbour-2021", 3)
        await app.press("u")
        assert app.links("Harbour Accord") == [("harbour-2019", "linked")]
        assert len(mentioned.agreements()) == 3


async def test_a_record_is_merged_into_a_typed_one_and_its_card_becomes_that_ones(run: Run, mentioned: Project) -> None:
    async with run(mentioned) as app:
        await app.press("A enter M")
        await app.type("ferry")
        await app.press("enter")
        assert [choice.value for choice in app.screen.prompt.choices] == ["ferry-2020", "harbour-2019"]
        await app.press("enter")
        assert app.title("card-title") == "Ferry Protocol"
        assert app.title("mentions-title") == "3 mentions"
        await app.press("u")
        assert app.title("mentions-title") == "0 mentions"


async def test_merging_says_when_too_few_or_too_many_are_marked(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("A V M")
        assert app.said.startswith("3 records are marked.")
        await app.press("escape v M")
        assert app.said.startswith("1 record is marked.")


async def test_the_card_of_a_record_that_is_gone_says_so(run: Run, mentioned: Project) -> None:
    async with run(mentioned) as app:
        await app.press("A enter")
        merge(mentioned, mentioned.agreement("ferry-2020"), mentioned.agreement("harbour-2019"))
        app.app.changed_everything()
        assert app.title("card-title") == GONE
        await app.press("e")
        assert "no record" in app.said
        await app.press("q")
        assert isinstance(app.screen, CatalogueScreen)


async def test_shared_names_lead_to_their_records_and_vanish_when_merged(run: Run, project: Project) -> None:
    edit_field(project, project.agreement("harbour-2021"), "short", "harbour accords")
    async with run(project) as app:
        await app.press("A =")
        assert isinstance(app.screen, SharedNamesScreen)
        assert app.title("shared-title") == "1 name that several records share"
        assert app.status.endswith("1 of 2")
        await app.press("j enter")
        assert app.title("card-title") == "Second Harbour Accord"
        await app.press("q M")
        await app.type("2019")
        await app.press("enter enter")
        assert app.title("shared-title") == "0 names that several records share"
        await app.press("q")
        assert isinstance(app.screen, CatalogueScreen)


async def test_an_edit_leaves_the_cursor_on_its_record_in_a_filtered_list(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("A / h a r b o u r enter j a")
        await app.type("Quay deal")
        await app.press("enter")
        row = app.screen.query_one(CataloguePane).lines.cursor_row
        assert row is not None
        assert (row.record.id, row.record.aliases) == ("harbour-2021", ("Quay deal",))
