"""The catalogue with keys: filter, card, a new record, undo, how often a record is mentioned."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotui.core.model import Fragment, Link
from annotui.project import annotate, reading
from annotui.project.opening import Project
from annotui.tui.screens.card import CardHead, CardScreen
from annotui.tui.screens.catalogue import CataloguePane, CatalogueScreen

if TYPE_CHECKING:
    from tests.tui.conftest import Driven, Run


def records(app: Driven) -> list[str]:
    """The ids listed."""
    lines = app.screen.query_one(CataloguePane).lines
    rows = (lines.row(index) for index in range(lines.count))
    return [row.record.id for row in rows if row is not None]


async def test_all_records_are_listed_with_how_often_they_are_mentioned(run: Run, project: Project) -> None:
    start = reading.article(project, "b-ferry.txt").text.index("Ferry Protocol")
    annotate.tag(project, "b-ferry.txt", [Fragment(start, start + 14)], "agreement", links=[Link("ferry-2020")])
    async with run(project, size=(100, 24)) as app:
        await app.press("A")
        assert records(app) == ["harbour-2019", "ferry-2020", "harbour-2021"]
        assert app.title("catalogue-title") == "Catalogue: 3 records"
        row = app.screen.query_one(CataloguePane).lines.render_line(1).text
        assert "2020-06-07" in row
        assert "1 mention" in row


async def test_the_filter_wants_every_word_and_escape_takes_it_away(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("A / h a r b space 2 0 2 1")
        assert records(app) == ["harbour-2021"]
        await app.press("enter escape")
        assert len(records(app)) == 3
        await app.press("/ f e r r y escape")
        assert len(records(app)) == 3


async def test_enter_shows_the_card_and_q_goes_back_level_by_level(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("A enter")
        assert app.title("card-title") == "Harbour Accord between Norland and Sudria"
        head = app.screen.query_one(CardHead)
        rows = [head.render_line(y).text.rstrip() for y in range(head.size.height)]
        assert "parties:  Norland, Sudria" in rows
        assert "aliases:  Port Vale accord" in rows
        assert app.title("mentions-title") == "0 mentions"
        await app.press("c")
        assert app.page_text.startswith("Harbour Accord between Norland and Sudria")
        await app.press("q")
        assert isinstance(app.screen, CardScreen)
        await app.press("q")
        assert isinstance(app.screen, CatalogueScreen)
        await app.press("c")
        assert isinstance(app.screen, CardScreen)
        await app.press("q q")
        assert app.active


async def test_a_record_is_added_listed_and_taken_back(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("A + enter")
        assert "needs a title" in app.said
        await app.type("Quay Memorandum")
        await app.press("enter enter enter")
        assert app.said == "Added quay-memorandum; u takes it back"
        assert "quay-memorandum" in records(app)
        await app.press("u")
        assert "quay-memorandum" not in records(app)
        await app.press("U")
        assert "quay-memorandum" in records(app)


async def test_undo_of_an_act_in_an_article_is_left_to_the_article(run: Run, project: Project) -> None:
    async with run(project, reading="a-harbour.txt") as app:
        await app.find("Norland")
        await app.press("5 A u")
        assert "a-harbour.txt" in app.said
        assert app.tags() == [("place", "Norland")]
        await app.press("q u")
        assert app.tags() == []


async def test_the_id_goes_to_the_terminals_clipboard(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("A G y")
        assert app.app.clipboard == "harbour-2021"


async def test_the_catalogue_is_not_opened_from_itself(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("A A")
        assert "not here" in app.said
        await app.press("q")
        assert app.active


async def test_records_added_elsewhere_appear(run: Run, project: Project) -> None:
    from annotui.core.model import Agreement
    from annotui.project.exchange import add_agreement

    async with run(project) as app:
        await app.press("A")
        add_agreement(project, Agreement("new-1", "New one"))
        app.app.changed_everything()
        assert "new-1" in records(app)


async def test_a_long_catalogue_is_read_from_both_ends_and_filtered(
    run: Run, make_project: Callable[..., Project]
) -> None:
    many = tuple({"id": f"r{n:04}", "title": f"Record {n}", "dates": [f"20{n % 90:02}"]} for n in range(600))
    project = make_project(catalogue=many)
    async with run(project) as app:
        await app.press("A")
        assert app.title("catalogue-title") == "Catalogue: 600 records"
        assert app.status.endswith("1 of 600")
        await app.press("G")
        assert app.status.endswith("600 of 600")
        lines = app.screen.query_one(CataloguePane).lines
        assert lines.cursor_row is not None
        assert lines.cursor_row.record.dates == ("2089",)
        await app.press("/ 5 9 9")
        await app.until(lambda: records(app) == ["r0599"])
        await app.press("enter escape")
        assert app.title("catalogue-title") == "Catalogue: 600 records"


async def test_the_cursor_stays_on_its_record_when_others_come(run: Run, project: Project) -> None:
    from annotui.core.model import Agreement
    from annotui.project.exchange import add_agreement

    async with run(project) as app:
        await app.press("A j")
        row = app.screen.query_one(CataloguePane).lines.cursor_row
        assert row is not None
        add_agreement(project, Agreement("a-1", "Without a date"))
        app.app.changed_everything()
        again = app.screen.query_one(CataloguePane).lines.cursor_row
        assert again is not None
        assert again.record == row.record
