"""Every size of a terminal: one, two or three panes, and one too small for anything still works."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run, Start
from .steps import counted, read_first, read_last

LIBRARY, TEXT, SPANS = "gulf: 2 articles", "HELSINKI, April 16", "Spans  "


@pytest.mark.parametrize(
    ("columns", "rows", "panes"), [(80, 24, {TEXT}), (120, 40, {LIBRARY, TEXT}), (200, 50, {LIBRARY, TEXT, SPANS})]
)
def test_there_are_as_many_panes_as_there_is_room_for(
    project: Path, terminal: Start, columns: int, rows: int, panes: set[str]
) -> None:
    app = terminal(project, columns, rows)
    app.wait_for(LIBRARY)
    app.press("enter")
    app.wait_for(TEXT)
    app.quiet()
    assert {pane for pane in (LIBRARY, TEXT, SPANS) if pane in app.text} == panes


def test_the_panes_follow_the_size_and_what_is_shown_is_what_a_redraw_shows(project: Path, terminal: Start) -> None:
    app = read_first(terminal(project))
    app.resize(120, 40)
    app.wait_for(LIBRARY)
    app.resize(200, 50)
    app.wait_for(SPANS)
    app.resize(80, 24)
    app.wait_gone(LIBRARY)
    app.wait_for(lambda at: at.lines[0].endswith("todo") and "? help" in at.lines[-1] and "0 spans" in at.lines[-2])
    app.quiet(0.5)
    shown = app.lines
    app.spoil()
    app.press("ctrl+l")
    app.wait_for(lambda at: at.lines == shown)


def test_the_bottom_lines_stand_at_the_bottom_after_every_resize(project: Path, terminal: Start) -> None:
    app = read_first(terminal(project))
    for columns, rows in ((40, 10), (132, 43), (81, 25), (80, 24)):
        app.resize(columns, rows)
        app.wait_for(lambda at: "? help" in at.lines[-1] and "0 spans" in at.lines[-2])


def test_ten_by_five_is_readable_and_its_keys_work(project: Path, terminal: Start, run: Run) -> None:
    app = terminal(project, 10, 5)
    app.wait_for("Ferries")
    app.press("enter")
    app.wait_for("title:")
    app.press("}")
    app.wait_for("HELSINKI")
    app.press("4")
    app.press("Q")
    assert app.exit_code() == 0
    assert b",person," in run(project, "export").stdout


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (200, 1), (1, 50)])
def test_the_smallest_terminals_break_nothing(project: Path, terminal: Start, columns: int, rows: int) -> None:
    app = terminal(project, columns, rows)
    app.wait_for(lambda at: at.text.strip() != "")
    app.press("enter")
    app.quiet()
    app.press("P", "1")
    app.quiet()
    app.press("?")
    app.quiet()
    app.resize(80, 24)
    app.wait_for("Help: Linking a mention")
    app.press("q")
    app.wait_for("not listed")
    app.press("q")
    app.wait_for(TEXT)
    counted(app, 1)


def test_shrunk_to_nothing_and_back_it_stands_as_before(project: Path, terminal: Start) -> None:
    app = read_last(terminal(project))
    app.press("space", "space", "j", "w")
    app.quiet()
    word = min(app.reversed_cells)
    line = app.lines[word[1]]
    app.resize(1, 1)
    app.quiet()
    app.press("w", "b")
    app.resize(80, 24)
    app.wait_for(line)
    app.quiet()
    assert {(column, app.lines[row]) for column, row in app.reversed_cells} == {(word[0], line)}
    app.press("4")
    counted(app, 1)
