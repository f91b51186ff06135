"""The concordance: opened from the text, gone through, tagged in batches, come back to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event
from typing import TYPE_CHECKING

import pytest

from annotui.core.keymap import COMMANDS
from annotui.core.model import Fragment, Link
from annotui.errors import StorageError
from annotui.project import annotate, reading
from annotui.project.concordance import Concordance
from annotui.project.opening import Project
from annotui.storage import text_pages
from annotui.storage.text_pages import Head
from annotui.tui.screens.concordance import ConcordancePane, ConcordanceScreen
from annotui.tui.screens.workspace import Workspace

if TYPE_CHECKING:
    from tests.tui.conftest import Driven, Run

HARBOUR, FERRY = "a-harbour.txt", "b-ferry.txt"
PORT = "Port Vale"


def pane(app: Driven) -> ConcordancePane:
    return app.screen.query_one(ConcordancePane)


def lines(app: Driven) -> list[str]:
    """The rows in sight, as they are drawn."""
    shown = pane(app).lines
    return [shown.render_line(number).text.rstrip() for number in range(shown.count)]


def titles(app: Driven) -> str:
    return app.title("concordance-title")


async def concordance_of(app: Driven, text: str) -> None:
    """Type `:concordance TEXT`, and wait until all is found."""
    await app.press(":")
    await app.type(f"concordance {text}")
    await app.press("enter")
    await found_all(app)


async def found_all(app: Driven) -> None:
    await app.until(lambda: isinstance(app.screen, ConcordanceScreen) and pane(app).visit.concordance.is_done)
    await app.settle()


def tag(project: Project, text: str, label: str, path: str = HARBOUR, links: tuple[Link, ...] = ()) -> None:
    start = reading.article(project, path).text.index(text)
    annotate.tag(project, path, [Fragment(start, start + len(text))], label, links=links)


async def test_the_word_here_is_listed_in_its_context_in_all_articles(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("vale")
        await app.press("F")
        await found_all(app)
        assert titles(app) == "“Vale”: 2 places in 2 articles"
        first, second = lines(app)
        assert first.startswith("> a-harbour")
        assert "Norland and Sudria met in Port Vale. The" in first or "met in Port Vale. The Harbour" in first
        assert second.startswith("  b-ferry")
        assert first.index("Vale") == second.index("Vale"), "the places stand one below the other"
        assert app.status.startswith("corpus/a-harbour.txt")
        assert app.status.endswith("1 of 2")


async def test_a_span_and_a_selection_are_looked_for_as_a_whole(run: Run, project: Project) -> None:
    tag(project, PORT, "place")
    async with run(project, reading=HARBOUR) as app:
        await app.press("tab F")
        await found_all(app)
        assert titles(app).startswith("“Port Vale”: 2 places")
        await app.press("q")
        assert app.active == "reader"
        await app.press("g g v w F")
        await found_all(app)
        assert titles(app).startswith("“Harbour talks”: 1 place in 1 article")


async def test_enter_goes_to_the_place_and_q_comes_back_to_the_row(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await concordance_of(app, "port vale")
        await app.press("j v k enter")
        assert app.active == "reader"
        assert app.said == "q comes back to the concordance"
        await app.press("q")
        assert isinstance(app.screen, ConcordanceScreen)
        assert pane(app).lines.marked == {"1"}
        assert pane(app).lines.cursor == 0
        await app.press("j enter")
        assert app.reader.path == FERRY
        assert app.reader.state.cursor == app.reader.article.text.index(PORT)
        await app.press("q")
        assert pane(app).lines.cursor == 1
        await app.press("q q")
        assert app.active == "library"


async def test_from_another_article_q_goes_to_the_library(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await concordance_of(app, "port vale")
        await app.press("enter J q")
        assert app.active == "library"


async def test_a_place_says_what_it_is_tagged_and_what_it_is_part_of(run: Run, project: Project) -> None:
    tag(project, "Harbour Accord", "agreement", links=(Link("harbour-2019"),))
    tag(project, "Ferry Protocol", "agreement", FERRY)
    async with run(project, size=(140, 24)) as app:
        await concordance_of(app, "harbour accord")
        assert lines(app)[0].endswith("agreement → Harbour Accord")
        await app.press("q")
        await concordance_of(app, "protocol")
        assert lines(app)[0].endswith("(agreement)")
        await app.press("q")
        await concordance_of(app, "ferry protocol")
        assert lines(app)[0].endswith("agreement link open")


async def test_marked_places_are_tagged_in_one_act_that_one_undo_takes_back(run: Run, project: Project) -> None:
    tag(project, PORT, "place")
    async with run(project, reading=HARBOUR) as app:
        await concordance_of(app, "port vale")
        await app.press("V")
        assert app.said == "2 marked"
        await app.press("5")
        assert app.said == "1 tagged place; u takes it back; 1 were tagged so already"
        assert app.tags(FERRY) == [("place", PORT)]
        assert pane(app).lines.marked == frozenset()
        assert lines(app)[1].endswith("place")
        await app.press("u")
        assert app.said == "Undone: tag place: Port Vale"
        assert isinstance(app.screen, ConcordanceScreen)
        assert (app.tags(), app.tags(FERRY)) == ([("place", PORT)], [])
        assert not lines(app)[1].endswith("place")
        await app.press("U")
        assert app.tags(FERRY) == [("place", PORT)]
        await app.press("V t")
        await app.type("pers")
        await app.press("enter")
        assert app.said == "2 tagged person; u takes them back"


async def test_without_marks_the_row_here_is_acted_on(run: Run, project: Project) -> None:
    async with run(project) as app:
        await concordance_of(app, "port vale")
        await app.press("j 5")
        assert (app.tags(), app.tags(FERRY)) == ([], [("place", PORT)])
        await app.press("x")
        assert app.said == "1 deleted; u takes it back"
        assert app.tags(FERRY) == []
        await app.press("x")
        assert app.said == "1 were not tagged"
        await app.press("8")
        assert app.said == "No label on 8: t asks for one"


async def test_tagged_places_are_relabelled_and_linked(run: Run, project: Project) -> None:
    async with run(project) as app:
        await concordance_of(app, "port vale")
        await app.press("V 5 V r")
        await app.type("event")
        await app.press("enter")
        assert app.said == "2 relabelled event; u takes them back"
        await app.press("V L")
        await app.type("ferry pro")
        await app.press("enter")
        assert app.said == "2 linked anew; u takes them back"
        assert app.links(PORT) == app.links(PORT, FERRY) == [("ferry-2020", "linked")]
        await app.press("L")
        await app.type("not in")
        await app.press("enter")
        assert app.links(PORT) == [(None, "nil")]
        await app.press("u u u u")
        assert (app.tags(), app.tags(FERRY)) == ([], [])


async def test_undo_of_an_act_from_elsewhere_is_left_to_where_it_can_be_seen(run: Run, project: Project) -> None:
    tag(project, PORT, "place")
    async with run(project) as app:
        await concordance_of(app, "port vale")
        await app.press("u")
        assert "The next undo is in a-harbour.txt" in app.said
        assert app.tags() == [("place", PORT)]


async def test_a_regular_expression_is_looked_for_and_a_bad_one_told(run: Run, project: Project) -> None:
    async with run(project) as app:
        await concordance_of(app, r"/\d+ \w+ 20\d\d/")
        assert [row.split("  ")[0] for row in lines(app)] == ["> a-harbour", ""]
        assert "3 May 2019" in lines(app)[0]
        assert "7 June 2020" in lines(app)[1]
        await app.press("q :")
        await app.type("concordance /(/")
        await app.press("enter")
        assert app.said.startswith("/(/ is no regular expression: missing )")
        assert app.typed == "concordance /(/"


async def test_esc_stops_an_endless_regular_expression(run: Run, make_project: Callable[..., Project]) -> None:
    project = make_project({"a.txt": f"{'a' * 60}!", "b.txt": "none"})
    async with run(project) as app:
        await app.press(":")
        await app.type("concordance /(a+)+$/")
        await app.press("enter")
        assert titles(app).endswith("0 places in 0 articles so far, Esc stops")
        assert "Looking" in pane(app).lines.render_line(0).text
        await app.press("escape")
        assert app.said == "Stopped; what was found is listed"
        assert titles(app).endswith("0 places in 0 articles")


async def test_nothing_found_is_told(run: Run, project: Project) -> None:
    async with run(project) as app:
        await concordance_of(app, "zeppelin")
        assert titles(app) == "“zeppelin”: 0 places in 0 articles"
        assert pane(app).lines.render_line(0).text.startswith("Nowhere in the corpus")
        await app.press("enter 5 x V v L")
        assert app.tags() == []


async def test_places_come_while_keys_are_answered(
    run: Run, make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project({f"{number:04}.txt": "Port Vale\n" * 20 for number in range(200)})
    monkeypatch.setattr("annotui.tui.widgets.sifter._SHOWN_EACH", 0.0)
    heads, rest = Concordance._heads, Event()

    def one_and_then_the_rest(concordance: Concordance) -> Iterator[list[Head]]:
        for some in heads(concordance):
            yield some[:1]
            while not rest.is_set():
                yield []
            yield some[1:]

    monkeypatch.setattr(Concordance, "_heads", one_and_then_the_rest)
    async with run(project) as app:
        await app.press(":")
        await app.type("concordance port vale")
        await app.press("enter")
        await app.until(lambda: pane(app).lines.count == 20)
        await app.press("j")
        assert titles(app) == "“port vale”: 20 places in 1 article so far, Esc stops"
        assert pane(app).lines.cursor == 1
        rest.set()
        await found_all(app)
        assert titles(app) == "“port vale”: 4,000 places in 200 articles"
        assert pane(app).lines.cursor == 1
        await app.press("G")
        assert app.status.startswith("corpus/0199.txt")
        await app.press("V 5")
        assert app.said == "4,000 tagged place; u takes them back"


def held(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let no search go on after its first places, until what this gives is called."""
    released: list[bool] = []
    whole = Concordance.steps

    def steps(places: Concordance) -> Iterator[Concordance]:
        for found in whole(places):
            yield found
            while len(found) and not released:
                yield found

    monkeypatch.setattr(Concordance, "steps", steps)
    monkeypatch.setattr("annotui.tui.widgets.sifter.MOMENT", 0.0)
    return lambda: released.append(True)


async def test_the_search_goes_on_where_it_was_left(
    run: Run, make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project({f"{number:04}.txt": "Port Vale\n" * 20 for number in range(100)})
    release = held(monkeypatch)
    async with run(project) as app:
        await app.press(":")
        await app.type("concordance port vale")
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, ConcordanceScreen) and pane(app).lines.count > 0)
        await app.press("enter q")
        release()
        await found_all(app)
        assert titles(app) == "“port vale”: 2,000 places in 100 articles"


async def test_an_error_while_looking_is_told_and_ends_it(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> str:
        raise StorageError("The database is in use by another program.", "Try again.")

    monkeypatch.setattr(text_pages, "heads_after", locked)
    async with run(project) as app:
        await concordance_of(app, "port vale")
        assert "in use" in app.said


async def test_text_of_an_article_cannot_steer_the_terminal(run: Run, make_project: Callable[..., Project]) -> None:
    project = make_project({"a.txt": "\x1b]0;pwned\x07 Vale \x1b[2J\u202e\x9b31m\n"})
    async with run(project) as app:
        await concordance_of(app, "vale")
        assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in lines(app)[0])


async def test_a_place_whose_text_has_changed_says_so(run: Run, project: Project) -> None:
    async with run(project) as app:
        await concordance_of(app, "port vale")
        (project.corpus / FERRY).write_text("Now a Ferry Protocol was signed in Port Vale.")
        from annotui.project.sync import sync

        sync(project)
        app.app.changed_everything()
        await app.settle()
        assert "the text was changed since" in lines(app)[1]
        await app.press("j enter")
        assert "look for it again" in app.said
        await app.press("V 5")
        assert "was changed meanwhile" in app.said
        assert app.tags() == []


# The same elsewhere.


async def test_the_same_elsewhere_is_tagged_as_the_span_is(run: Run, make_project: Callable[..., Project]) -> None:
    project = make_project(
        {
            "a.txt": "The Harbour Accord holds.\n",
            "b.txt": "The HARBOUR ACCORD, or Port Vale accord, and the Harbour Accord of May.\n",
        }
    )
    tag(project, "Harbour Accord", "agreement", "a.txt", (Link("harbour-2019"),))
    tag(project, "Harbour Accord of May", "agreement", "b.txt")
    async with run(project, reading="a.txt", size=(220, 24)) as app:
        await app.press("tab")
        assert "= same" in app.key_bar
        await app.press("=")
        await found_all(app)
        assert "“Harbour Accord” and 2 more: 4 places in 2 articles" in titles(app)
        assert titles(app).endswith("Enter tags 2 agreement")
        assert "Enter tag marked" in app.key_bar
        assert pane(app).lines.marked == {"1", "2"}, "neither what is tagged nor what is part of a mention"
        await app.press("enter")
        assert app.said == "2 tagged agreement; u takes them back"
        assert app.links("HARBOUR ACCORD", "b.txt") == [("harbour-2019", "linked")]
        assert app.links("Port Vale accord", "b.txt") == [("harbour-2019", "linked")]
        assert {span.origin for span in app.stored("b.txt") if span.links} == {"propagated"}
        await app.press("u")
        assert len(app.stored("b.txt")) == 1
        await app.press("V")
        assert app.said == "2 marked"
        await app.press("j v")
        assert titles(app).endswith("Enter tags 1 agreement")
        await app.press("escape")
        assert titles(app).endswith("in 2 articles")
        await app.press("enter")
        assert isinstance(app.screen, Workspace)


async def test_one_undo_in_the_reader_takes_the_whole_batch_back(run: Run, project: Project) -> None:
    tag(project, PORT, "place")
    async with run(project, reading=HARBOUR) as app:
        await app.press("tab =")
        await found_all(app)
        await app.press("enter q u")
        assert app.tags(FERRY) == [("place", PORT)], "it is gone to first"
        assert app.reader.path == FERRY
        await app.press("u")
        assert app.tags(FERRY) == []


async def test_enter_waits_until_all_is_found(
    run: Run, make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project({f"{number:04}.txt": "Port Vale\n" * 20 for number in range(200)})
    tag(project, PORT, "place", "0000.txt")
    monkeypatch.setattr("annotui.tui.widgets.sifter._SHOWN_EACH", 0.0)
    release = held(monkeypatch)
    async with run(project, reading="0000.txt") as app:
        await app.press("tab =")
        await app.until(lambda: isinstance(app.screen, ConcordanceScreen) and bool(pane(app).lines.marked))
        await app.press("enter")
        assert "Still looking" in app.said
        release()
        await found_all(app)
        assert titles(app).endswith("Enter tags 3,999 place")


async def test_without_a_span_there_is_nothing_to_be_the_same_as(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.press("=")
        assert app.said == "No span here: move to one, or v selects"
        await app.press("v =")
        await found_all(app)
        assert titles(app).startswith("“Harbour”: ")
        assert pane(app).lines.marked == frozenset()


async def test_too_many_places_are_not_marked_at_once(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotui.tui.screens.concordance.MOST_MARKED", 1)
    async with run(project) as app:
        await concordance_of(app, "port vale")
        await app.press("V")
        assert "There are 2 places, too many" in app.said
        await app.press("v v 5")
        assert "There are 2 places, too many" in app.said
        assert app.tags() == []


def test_the_keys_are_those_of_the_table() -> None:
    from annotui.core.commands import Mode

    assert COMMANDS["show.concordance"].keys[Mode.SELECT] == COMMANDS["show.concordance"].keys[Mode.READ] == ("F",)
    assert COMMANDS["span.same"].keys[Mode.READ] == ("=",)
