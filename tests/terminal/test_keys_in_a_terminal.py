"""Keys as a terminal sends them: typed ahead, unknown, cancelling, leaving level by level, redrawing."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import MakeProject, Run, Start
from .steps import counted, read_first, read_last


def test_a_search_and_what_follows_it_in_one_burst_lose_nothing(project: Path, terminal: Start, run: Run) -> None:
    app = read_first(terminal(project))
    app.press("/", *"Aino", "enter", "v", "w", "4")
    counted(app, 1)
    assert b",person,Aino Saarinen," in run(project, "export").stdout


def test_two_hundred_keys_in_one_burst_are_all_obeyed(make_project: MakeProject, terminal: Start) -> None:
    keys = "l" * 100 + "w" * 40 + "b" * 10 + "h" * 49 + "v"
    slowly = read_first(terminal(make_project()))
    for at in range(0, 200, 20):
        slowly.press(*keys[at : at + 20])
        slowly.quiet(0.05)
    at_once = read_first(terminal(make_project(name="gulf2")))
    at_once.press(*keys)
    at_once.wait_for("SELECT")
    at_once.quiet()
    slowly.quiet()
    assert at_once.lines == slowly.lines
    assert at_once.reversed_cells == slowly.reversed_cells


def test_keys_typed_ahead_of_the_article_reach_the_article(project: Path, terminal: Start, run: Run) -> None:
    app = terminal(project)
    app.wait_for("2 articles")
    app.press("enter", "/", *"Aino", "enter", "4")
    counted(app, 1)
    assert b",person,Aino Saarinen," in run(project, "export").stdout


def test_keys_typed_ahead_of_the_candidates_reach_the_candidates(project: Path, terminal: Start, run: Run) -> None:
    app = read_first(terminal(project))
    app.press("/", *"agreements", "enter", "P", "1", "1")
    counted(app, 1, 0)
    exported = run(project, "export").stdout
    assert exported.count(b",agreement,") == 3
    assert exported.count(b",linked,") == 3


def test_keys_typed_ahead_of_the_first_paint_are_obeyed(project: Path, terminal: Start) -> None:
    app = terminal(project)
    app.press("j", "/", *"ferries", "enter")
    app.wait_for("like “ferries”")
    app.wait_for("1 of 1")
    app.wait_for("Enter open")


def test_keys_typed_ahead_after_leaving_a_list_reach_the_article(project: Path, terminal: Start) -> None:
    app = read_first(terminal(project))
    app.press("A", "q", "O", "q", "S", "q", "?", "q", "/", *"Aino", "enter", "4")
    counted(app, 1)


def test_digits_on_a_typing_line_are_text(project: Path, terminal: Start, run: Run) -> None:
    app = read_first(terminal(project))
    app.press("/", *"October 9, 2021")
    app.wait_for("/ October 9, 2021")
    app.press("enter")
    app.wait_gone("/ October")
    counted(app, 0)
    app.press("v", "w", "w", "6")
    counted(app, 1)
    assert b'"October 9, 2021"' in run(project, "export").stdout


def test_an_unknown_key_says_so_and_does_nothing(project: Path, terminal: Start) -> None:
    app = read_first(terminal(project))
    for key, shown in (("Z", "Z"), ("ctrl+a", "Ctrl-A"), ("%", "%")):
        app.press(key)
        app.wait_for(f"{shown} does nothing here")
    app.press("g")
    app.wait_for("g …")
    app.press("Z")
    app.wait_for("Z does nothing here")
    counted(app, 0)


def test_escape_cancels_and_never_leaves(project: Path, terminal: Start) -> None:
    app = read_first(terminal(project))
    app.press("v")
    app.wait_for("SELECT")
    app.press("escape")
    app.wait_gone("SELECT")
    app.press("/", *"goat")
    app.wait_for("/ goat")
    app.press("escape")
    app.wait_gone("/ goat")
    app.press("g")
    app.wait_for("g …")
    app.press("escape")
    app.wait_gone("g …")
    app.press("escape")
    app.quiet()
    app.press("q")
    app.wait_for("2 articles")
    app.press("escape")
    app.quiet()
    app.press("Z")
    app.wait_for("Z does nothing here")


def test_q_goes_up_one_level_at_a_time(project: Path, terminal: Start) -> None:
    app = read_first(terminal(project))
    app.press("A")
    app.wait_for("Catalogue: 4 records")
    app.press("enter")
    app.wait_for("id:  ")
    app.press("q")
    app.wait_for("Catalogue: 4 records")
    app.press("q")
    app.wait_for("HELSINKI")
    app.press("P", "1")
    app.wait_for("not listed")
    app.press("q")
    app.wait_gone("not listed")
    counted(app, 1, 1)
    app.press("q")
    app.wait_for("2 articles")
    app.press("q")
    assert app.exit_code() == 0


SCREENS = {"A": "Catalogue: 4 records", "S": "Statistics", "?": "Help", "O": "No spans yet"}


@pytest.mark.parametrize("way", ["", "A", "?"])
def test_capital_q_leaves_from_every_screen(project: Path, terminal: Start, way: str) -> None:
    app = read_first(terminal(project))
    app.press(*way)
    app.wait_for(SCREENS.get(way, "HELSINKI"))
    app.press("Q")
    assert app.exit_code() == 0
    assert not app.mode(1049)


def test_every_screen_says_at_once_what_can_be_pressed(project: Path, terminal: Start) -> None:
    app = read_first(terminal(project))
    for way, title in SCREENS.items():
        app.press(way)
        app.wait_for(title)
        app.wait_for(lambda at: "back" in at.lines[-1] and "phrase" not in at.lines[-1])
        app.press("q")
        app.wait_for("HELSINKI")


def test_one_is_back_where_one_was_after_the_library(project: Path, terminal: Start) -> None:
    app = read_last(terminal(project))
    app.press("space", "space", "k", "k", "w", "w")
    app.quiet()
    text, cursor = app.lines[:-2], app.reversed_cells
    app.press("q")
    app.wait_for("2 articles")
    app.press("enter")
    counted(app, 0)
    app.quiet()
    assert (app.lines[:-2], app.reversed_cells) == (text, cursor)


def test_a_redraw_brings_a_spoiled_screen_back(project: Path, terminal: Start) -> None:
    app = read_first(terminal(project))
    app.press("4", "w", "w")
    counted(app, 1)
    app.quiet()
    lines, cells = app.lines, app.cells()
    app.spoil()
    app.press("ctrl+l")
    app.wait_for(lambda at: at.lines == lines)
    app.quiet()
    assert app.cells() == cells


def test_pasted_text_is_no_command_and_goes_into_a_typing_line(project: Path, terminal: Start) -> None:
    app = read_first(terminal(project))
    app.send(b"\x1b[200~4x1D\rQ\x1b[201~")
    app.wait_for("Pasted text")
    counted(app, 0)
    app.press("/")
    app.send(b"\x1b[200~October 9\x1b[201~")
    app.wait_for("/ October 9")
    app.press("enter", "4")
    counted(app, 1)


def test_an_idle_app_sends_nothing(project: Path, terminal: Start) -> None:
    app = read_first(terminal(project))
    app.press("4", "w")
    counted(app, 1)
    app.quiet(0.5)
    # Longer than the app's own watches of other processes and of the place, a second and two.
    assert app.quiet(2.0) == b""
