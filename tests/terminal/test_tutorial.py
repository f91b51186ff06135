"""docs/tutorial.md: its keys, pressed as the page says in each kind of terminal, do what the page says."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotui.core.keymap import shown

from .conftest import Start
from .driver import ANNOTUI, Terminal
from .test_each_kind_of_terminal import TERMINALS

pytestmark = pytest.mark.screens

PAGE = (Path(__file__).parents[2] / "docs" / "tutorial.md").read_text(encoding="utf-8")
NAMED = {shown(key): key for key in ("enter", "tab", "space", "ctrl+b")}
OWN = "00-tutorial.txt"
TAGGED = {"Jeyhun Bayramov": "person", "Sergey Lavrov": "person", "Geneva": "place", "Yerevan": "place"}
TAGGED |= {"2 October": "date"}
LINKED = {"older Sochi statement": ["tri-2021-11-26"], "newer Sochi statement": ["tri-2022-10-31"]}


def steps() -> Iterator[tuple[list[str], list[str]]]:
    """Each row of the tables: the keys to press, and what the screen then shows."""
    for keys, happens in re.findall(r"^\| (`.*?) \| (.*) \|$", PAGE, re.MULTILINE):
        pressed = re.findall(r"`([^`]+)`", keys)
        yield (
            [key for one in pressed for key in ([NAMED[one]] if one in NAMED else one)],
            re.findall(r"`([^`]+)`", happens),
        )


def opened(terminal: Start, folder: Path, term: str) -> Terminal:
    """The demo, once it has looked through the article."""
    settings = folder / "settings.toml"
    settings.write_text("", encoding="utf-8")
    env = {"TERM": term, "COLORTERM": None, "ANNOTUI_SETTINGS": str(settings)}
    app = terminal(folder, env=env, program=[*ANNOTUI, "demo", str(folder / "demo")])
    app.wait_for("This article teaches")
    app.wait_for("suggested")
    return app


@pytest.mark.parametrize("term", TERMINALS)
def test_the_keys_of_the_page_do_what_it_says(terminal: Start, tmp_path: Path, term: str) -> None:
    app = opened(terminal, tmp_path, term)
    for keys, seen in steps():
        app.press(*keys)
        for text in seen:
            app.wait_for(text)
        app.quiet()
    assert app.exit_code() == 0

    with (tmp_path / "annotations.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["article"] == OWN]
    spans = {row["annotation_id"]: row for row in rows}
    assert len(spans) == len(TAGGED) + 3 + 10
    assert TAGGED.items() <= {row["text"]: row["label"] for row in spans.values()}.items()
    for text, ids in LINKED.items():
        assert [row["agreement_id"] for row in rows if row["text"] == text] == ids
    assert {row["link_status"] for row in rows if row["text"] == "Brussels meeting"} == {"unsure"}
    both = [row["agreement_id"] for row in rows if row["text"].startswith("trilateral statements of January 11")]
    assert both == ["tri-2021-01-11", "tri-2021-11-26"]
