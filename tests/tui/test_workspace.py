"""The workspace with keys: panes by width, going from article to article, undo across them, other processes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from textual import events

from annotui.core.commands import Mode
from annotui.core.keymap import COMMANDS, Keymap
from annotui.core.model import Fragment
from annotui.project import annotate, reading
from annotui.project.opening import Project
from annotui.project.settings import Settings
from annotui.tui.widgets.bars import StatusLine

if TYPE_CHECKING:
    from tests.tui.conftest import Driven, Run

HARBOUR, FERRY = "a-harbour.txt", "b-ferry.txt"
LATER = {Mode.LIST: {"list.tag", "list.tag_ask", "repeat"}}
"""Commands of lists of mentions, which are still to come."""
LEAVING = {"back", "quit", "suspend"}


def tag(project: Project, quote: str, label: str, path: str = HARBOUR) -> str:
    start = reading.article(project, path).text.index(quote)
    return annotate.tag(project, path, [Fragment(start, start + len(quote))], label).id


async def to_mode(app: Driven, place: str) -> None:
    """Bring the app to a mode, or to a kind of list, from wherever it is."""
    while app.screen is not app.workspace:
        app.app.pop_screen()
        await app.settle()
    if app.screen.prompt.is_open:
        await app.press("escape")
    if app.panel.is_open:
        app.panel.close()
    app.workspace.open(HARBOUR, 0)
    keys = {"select": "v", "pick": "tab enter", "library": "q", "spans": "O", "catalogue": "A", "labels": "E"}
    await app.press(keys.get(place, ""))


@pytest.mark.parametrize(
    ("mode", "places"),
    [
        (Mode.READ, ["read"]),
        (Mode.SELECT, ["select"]),
        (Mode.PICK, ["pick"]),
        (Mode.LIST, ["library", "spans", "catalogue", "labels"]),
    ],
)
async def test_every_command_of_a_mode_is_carried_out_somewhere_in_it(
    run: Run, project: Project, mode: Mode, places: list[str]
) -> None:
    tag(project, "Harbour Accord", "agreement")
    unknown = {command.id for command, _ in Keymap().bindings(mode)} - LEAVING - LATER.get(mode, set())
    async with run(project, reading=HARBOUR) as app:
        for place in places:
            for command in sorted(unknown):
                await to_mode(app, place)
                assert app.screen.mode is mode, (place, command)
                screen = app.screen
                screen.status_line.hush()
                keys = next(iter(COMMANDS[command].keys[mode]), "")
                if keys:
                    await app.press(keys.replace("1-9", "1").replace("*", "a"))
                else:
                    await screen.run_command(COMMANDS[command], "50")
                if "not here" not in screen.status_line.message:
                    unknown.discard(command)
    assert unknown == set()


@pytest.mark.parametrize(
    ("width", "in_library", "reading_now", "in_spans"),
    [
        (80, ["library"], ["reader"], ["spans"]),
        (109, ["library"], ["reader"], ["spans"]),
        (110, ["library"], ["library", "reader"], ["library", "reader", "spans"]),
        (149, ["library"], ["library", "reader"], ["library", "reader", "spans"]),
        (150, ["library"], ["library", "reader", "spans"], ["library", "reader", "spans"]),
    ],
)
async def test_as_many_panes_as_there_is_room_for(
    run: Run, project: Project, width: int, in_library: list[str], reading_now: list[str], in_spans: list[str]
) -> None:
    async with run(project, size=(width, 30)) as app:
        await app.until(lambda: app.shown_panes == in_library)
        await app.press("enter")
        await app.until(lambda: app.shown_panes == reading_now)
        await app.press("O")
        await app.until(lambda: app.shown_panes == in_spans)
        await app.press("q")
        await app.until(lambda: app.shown_panes == reading_now)


async def test_panes_come_and_go_with_the_size_of_the_terminal(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR, size=(80, 24)) as app:
        assert app.shown_panes == ["reader"]
        await app.pilot.resize_terminal(160, 40)
        await app.until(lambda: app.shown_panes == ["library", "reader", "spans"])
        await app.pilot.resize_terminal(80, 24)
        await app.until(lambda: app.shown_panes == ["reader"])


async def test_keys_go_from_pane_to_pane(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("g l")
        assert app.said == "No pane there"
        await app.press("enter g l")
        assert app.active == "spans"
        await app.press("g l")
        assert app.said == "No pane there"
        await app.press("g h g h")
        assert app.active == "library"


async def test_back_goes_from_spans_to_text_to_library_and_out(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("enter O q")
        assert app.active == "reader"
        await app.press("q")
        assert app.active == "library"
        await app.press("escape escape")
        assert app.app.return_code is None
        await app.press("q")
        assert app.app.return_code == 0


async def test_done_opens_the_next_to_do_until_nothing_is_left(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.press("D")
        assert app.reader.path == FERRY
        assert app.said == "Done; this is the next one to do"
        await app.press("D D")
        assert app.said == "Done; nothing else is left to do"
        assert app.title("header").endswith("done")
        await app.press("q")
        assert {row.status for row in app.listed} == {"done"}


async def test_next_and_previous_follow_the_order_of_the_library(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("o t i t l e enter g g enter")
        order = app.articles
        assert app.reader.path == order[0]
        await app.press("J")
        assert app.reader.path == order[1]
        await app.press("K")
        assert app.reader.path == order[0]


async def test_undo_of_an_act_elsewhere_goes_there_first(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("Norland")
        await app.press("5 J u")
        assert app.reader.path == HARBOUR
        assert "press again to undo it" in app.said
        assert app.tags() == [("place", "Norland")]
        await app.press("u")
        assert app.tags() == []
        await app.press("J U")
        assert app.reader.path == HARBOUR
        assert app.tags() == []
        await app.press("U")
        assert app.tags() == [("place", "Norland")]


async def test_undo_from_the_library_goes_to_the_span_first(run: Run, project: Project) -> None:
    tag(project, "Norland", "place")
    async with run(project) as app:
        await app.press("u")
        assert app.reader.path == HARBOUR
        assert app.tags() == [("place", "Norland")]
        await app.press("u")
        assert app.tags() == []
        await app.press("u u")
        assert app.said


async def test_undo_outlasts_a_restart(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.find("Norland")
        await app.press("5 Q")
    async with run(project) as app:
        await app.press("u")
        assert app.tags() == []


async def test_what_another_process_writes_is_shown(run: Run, make_project: Callable[..., Project]) -> None:
    project, other = make_project(), make_project(annotator="otto")
    async with run(project, reading=HARBOUR, size=(160, 40)) as app:
        assert app.spans_list.lines.count == 0
        tag(other, "Norland", "place")
        app.app.watcher.poll()
        await app.settle()
        assert app.spans_list.lines.count == 1
        assert "1 of others" in app.status


async def test_the_span_list_jumps_relabels_flags_and_deletes(run: Run, project: Project) -> None:
    for quote in ("Norland", "Sudria", "Mira Tolen"):
        tag(project, quote, "place")
    async with run(project, reading=HARBOUR) as app:
        await app.press("O G enter")
        assert app.active == "reader"
        assert app.reader.article.text[app.reader.state.cursor :].startswith("Mira Tolen")
        await app.press("O r p e r enter")
        assert ("person", "Mira Tolen") in app.tags()
        await app.press("g g v v !")
        assert app.stored()[2].flag
        await app.press("x")
        assert app.tags() == [("person", "Mira Tolen")]
        assert app.said == "2 deleted; u brings them back"
        await app.press("u")
        assert len(app.tags()) == 3


async def test_the_span_list_opens_the_link_panel(run: Run, project: Project) -> None:
    tag(project, "Harbour Accord", "agreement")
    async with run(project, reading=HARBOUR) as app:
        await app.press("O L 1")
        assert app.links("Harbour Accord") == [("harbour-2019", "linked")]


async def test_the_marked_spans_of_the_list_are_linked_together_and_no_other(run: Run, project: Project) -> None:
    for quote in ("Norland", "Sudria", "Mira Tolen"):
        tag(project, quote, "agreement")
    async with run(project, reading=HARBOUR) as app:
        await app.press("O v v L")
        assert app.screen.query_one("#mention", StatusLine).shown[0].startswith("and 1 more")
        await app.press("/")
        await app.type("harbour")
        await app.press("enter")
        linked = {a.text: [link.agreement for link in a.links] for a in app.stored()}
        assert linked == {"Norland": ["harbour-2019"], "Sudria": ["harbour-2019"], "Mira Tolen": []}
        await app.press("u")
        assert not any(a.links for a in app.stored())


async def test_a_span_that_does_not_link_has_no_panel_in_the_list(run: Run, project: Project) -> None:
    tag(project, "Norland", "place")
    async with run(project, reading=HARBOUR) as app:
        await app.press("O L")
        assert "does not link" in app.said
        assert not app.panel.is_open


async def test_done_tells_of_open_links_and_goes_on_from_a_done_article(run: Run, project: Project) -> None:
    tag(project, "Harbour Accord", "agreement")
    async with run(project, reading=HARBOUR) as app:
        await app.press("D")
        assert "1 link open" in app.said
        following = app.reader.path
        app.workspace.open(HARBOUR)
        await app.press("D")
        assert app.reader.path == following


async def test_a_fault_in_the_settings_can_be_read(run: Run, project: Project) -> None:
    project.settings = Settings(problems=("settings.toml: unknown setting 'foo'", "another"))
    async with run(project) as app:
        assert app.said == "settings: settings.toml: unknown setting 'foo' (and 1 more)"
        assert any(
            "unknown setting" in line for line in app.screen.query_one("KeyScreen > StatusLine", StatusLine).broken
        )


async def test_the_span_list_follows_the_reader(run: Run, project: Project) -> None:
    for quote in ("Norland", "Sudria"):
        tag(project, quote, "place")
    async with run(project, reading=HARBOUR, size=(160, 40)) as app:
        await app.press("tab tab")
        row = app.spans_list.lines.cursor_row
        assert row is not None
        assert row.text == "Sudria"


@pytest.mark.parametrize(("place", "key"), [("read", "z"), ("select", "z"), ("pick", "z"), ("library", "z")])
async def test_a_key_that_a_mode_does_not_know_does_nothing_and_says_so(
    run: Run, project: Project, place: str, key: str
) -> None:
    tag(project, "Harbour Accord", "agreement")
    async with run(project, reading=HARBOUR) as app:
        await to_mode(app, place)
        before = (app.screen.mode, app.active, app.reader.state, app.tags())
        await app.press(key)
        assert app.said == "z does nothing here; ? shows the keys"
        assert (app.screen.mode, app.active, app.reader.state, app.tags()) == before


async def test_a_message_stands_until_the_next_key(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.press("z")
        assert app.said
        await app.press("j")
        assert app.said == ""


async def test_pasted_text_is_never_a_command(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        app.app.post_message(events.Paste("1DQ\n5"))
        await app.settle()
        assert app.tags() == []
        assert "typing line" in app.said
        await app.press("/")
        app.app.post_message(events.Paste("Mira\nTolen"))
        await app.settle()
        assert app.typed == "Mira Tolen"


async def test_the_key_bar_shows_what_can_be_pressed_now(run: Run, project: Project) -> None:
    tag(project, "Harbour Accord", "agreement")
    async with run(project, size=(120, 30)) as app:
        assert app.key_bar.startswith("Enter open")
        assert "tag" not in app.key_bar
        await app.press("enter")
        assert "1-9 tag" in app.key_bar
        assert "Enter link" not in app.key_bar
        await app.press("tab")
        assert "Enter link" in app.key_bar
        await app.press("v")
        assert "p wider" in app.key_bar
        await app.press("escape enter")
        assert "0 not listed" in app.key_bar
        await app.press("/")
        assert "Esc leave" in app.key_bar


@pytest.mark.parametrize("size", [(20, 6), (40, 10), (300, 80)])
async def test_odd_sizes_are_borne(run: Run, project: Project, size: tuple[int, int]) -> None:
    tag(project, "Harbour Accord", "agreement")
    async with run(project, size=size) as app:
        await app.press("enter tab enter / a escape c q escape O A enter q q ? q")
        assert app.active == "spans"
