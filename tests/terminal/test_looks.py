"""What colour and mouse are worth: without the one everything is told, the other is never needed but works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .conftest import Run, Start
from .driver import Terminal
from .steps import counted, read_first

_SGR = re.compile(rb"\x1b\[([0-9;:]*)m")
_COLOUR = re.compile(rb"(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])\Z")


def nested(project: Path, run: Run) -> None:
    """Tag a phrase, and a date in it; and a name beside them, as wide as nothing else."""
    text = (project / "corpus" / "ferries.txt").read_text()
    for words, label in (
        ("agreements between the leaders of Finland, Estonia and Latvia - as of March 3, 2020", "agreement"),
        ("March 3, 2020", "date"),
    ):
        start = text.index(words)
        run(project, "tag", "ferries.txt", str(start), str(start + len(words)), label)


def reading(terminal: Terminal, number: int) -> Terminal:
    read_first(terminal, number)
    terminal.quiet()
    return terminal


@pytest.mark.parametrize("term", ["xterm-256color", "linux"])
def test_no_color_sends_none_and_nested_spans_differ_all_the_same(
    project: Path, terminal: Start, run: Run, term: str
) -> None:
    nested(project, run)
    app = reading(terminal(project, env={"NO_COLOR": "1", "TERM": term}), 2)
    outer, inner, plain = app.find("Estonia and Latvia"), app.find("March 3, 2020"), app.find("HELSINKI")
    looks = {app.cell(*place).attributes for place in (outer, inner, plain)}
    assert len(looks) == 3
    app.press("A")
    app.wait_for("Catalogue")
    app.press("q", "v")
    app.wait_for("SELECT")
    codes = {code for match in _SGR.finditer(bytes(app.received)) for code in match[1].split(b";")}
    assert not {code for code in codes if _COLOUR.match(code)}


def test_an_empty_no_color_means_colour(project: Path, terminal: Start, run: Run) -> None:
    nested(project, run)
    app = reading(terminal(project, env={"NO_COLOR": ""}), 2)
    assert app.cell(*app.find("Estonia and Latvia")).background != app.cell(*app.find("HELSINKI")).background


def test_each_labels_colour_comes_from_the_terminals_sixteen(project: Path, terminal: Start, run: Run) -> None:
    nested(project, run)
    app = reading(terminal(project), 2)
    codes = [match[1].split(b";") for match in _SGR.finditer(bytes(app.received))]
    assert not [code for code in codes if b"38" in code or b"48" in code]


def test_a_click_moves_the_cursor_there(project: Path, terminal: Start) -> None:
    app = reading(terminal(project), 0)
    column, row = app.find("Saarinen")
    app.mouse(0, column, row)
    app.mouse(0, column, row, released=True)
    app.wait_for(lambda at: at.reversed_cells == {(column, row)})


def test_what_the_mouse_is_drawn_over_is_selected_and_a_digit_tags_it(project: Path, terminal: Start, run: Run) -> None:
    app = reading(terminal(project), 0)
    start, row = app.find("Aino")
    end = app.find("Saarinen")[0] + len("Saarinen") - 1
    app.drag((start, row), (end, row))
    app.wait_for("SELECT 13 characters")
    app.wait_for(lambda at: {(column, row) for column in range(start, end)} <= at.reversed_cells)
    app.press("4")
    counted(app, 1)
    assert b",person,Aino Saarinen," in run(project, "export").stdout


def test_a_drag_over_several_rows_selects_the_text_between(project: Path, terminal: Start, run: Run) -> None:
    app = reading(terminal(project), 0)
    app.drag(app.find("Finland"), app.find("Latvia"))
    app.wait_for("SELECT")
    app.press("5")
    counted(app, 1)
    assert b'"Finland, Estonia and L' in run(project, "export").stdout
