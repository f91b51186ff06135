"""How few keys it takes to link what an article names, suggestions on: from opening it to all mentions linked."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from .conftest import MakeProject, Run, Start
from .driver import Terminal

_DATA = os.environ.get("ANNOTUI_TRIAL_DATA", "")
KEYS_A_MENTION = 2

TITLE = "What the envoys still quote"
NAMED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Declaration on Allied Interaction between Russia and Azerbaijan", ("decl-ru-az-2022-02-22",)),
    ("Declaration", ("decl-ru-az-2022-02-22",)),
    ("trilateral statement of 9 November 2020", ("tri-2020-11-09",)),
    ("statements of January 11 and November 26, 2021", ("tri-2021-01-11", "tri-2021-11-26")),
    ("Shusha Declaration", ("shusha-2021-06-15",)),
    ("Treaty of Kars", ("kars-1921",)),
    ("resolutions 822 and 853", ("unsc-822", "unsc-853")),
    ("Bishkek Protocol", ("bishkek-1994",)),
    ("Prague statement of 6 October 2022", ("prague-2022-10-06",)),
    ("UN Charter", ("un-charter-1945",)),
)
ARTICLE = f"""\
title: {TITLE}
date: 2022-11-20

TBILISI, November 20. An envoy carries a folder, and in the folder are papers that others signed.

The newest of them for Baku is the {NAMED[0][0]}. The {NAMED[1][0]} speaks of alliance, and nobody in the room \
wanted to read it aloud. Yerevan prefers the {NAMED[2][0]} and the {NAMED[3][0]}.

Ankara answers with the {NAMED[4][0]} and, when the evening gets long, with the {NAMED[5][0]}. An old hand of the \
Security Council knows {NAMED[6][0]} by heart, and a historian added the {NAMED[7][0]}.

Paris came with the {NAMED[8][0]}. Everybody came with the {NAMED[9][0]}. A peace treaty is still to be written.
"""


def accept_all_one_by_one(terminal: Terminal, mentions: int) -> int:
    """Open the article that is under the cursor, and accept each suggestion. Returns the keys that took."""
    terminal.presses = 0
    terminal.press("enter")
    terminal.wait_for(f"{mentions} suggested")
    terminal.press("tab")
    for number in range(mentions):
        terminal.wait_for("Enter accept")
        terminal.press("enter")
        left = mentions - number - 1
        terminal.wait_for(f"{left} suggested" if left else "No more suggestions here")
    return terminal.presses


def linked(project: Path, run: Run) -> list[tuple[int, int, str, frozenset[str]]]:
    """What is linked: start, end, text, records."""
    found: dict[str, tuple[int, int, str, frozenset[str]]] = {}
    for row in csv.DictReader(io.StringIO(run(project, "export").stdout.decode())):
        before = found.get(row["annotation_id"], (0, 0, "", frozenset[str]()))[3]
        records = before | {row["agreement_id"]}
        found[row["annotation_id"]] = int(row["start"]), int(row["end"]), row["text"], records
    return list(found.values())


def test_ten_mentions_are_linked_with_two_keys_each_at_most(
    make_project: MakeProject, terminal: Start, run: Run
) -> None:
    project = make_project({"envoys.txt": ARTICLE}, catalogue="starter")
    run(project, "suggest")
    screen = terminal(project)
    screen.wait_for(TITLE)
    keys = accept_all_one_by_one(screen, len(NAMED))
    assert [(text, records) for _, _, text, records in linked(project, run)] == [
        (text, frozenset(records)) for text, records in NAMED
    ]
    assert keys <= KEYS_A_MENTION * len(NAMED)


def test_what_is_suggested_unasked_is_linked_as_quickly_and_only_what_is_accepted_is_written(
    make_project: MakeProject, terminal: Start, run: Run, tmp_path: Path
) -> None:
    project = make_project({"envoys.txt": ARTICLE}, catalogue="starter")
    settings = tmp_path / "settings.toml"
    settings.write_text("hints = false\n")
    database = project / "annotations.db"
    before = database.read_bytes()
    screen = terminal(project, env={"ANNOTUI_SETTINGS": str(settings)})
    screen.wait_for(TITLE)
    screen.press("enter")
    screen.wait_for(f"{len(NAMED)} suggested here; Tab goes through them")
    assert database.read_bytes() == before
    screen.press("q")
    screen.wait_for("1 article")
    assert accept_all_one_by_one(screen, len(NAMED)) <= KEYS_A_MENTION * len(NAMED)
    assert [(text, records) for _, _, text, records in linked(project, run)] == [
        (text, frozenset(records)) for text, records in NAMED
    ]


def marks(article: str, kinds: Iterable[str]) -> list[tuple[int, int, frozenset[str]]]:
    """The marks of a trial article: start, end, records."""
    rows = map(json.loads, (Path(_DATA) / "mentions.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        (row["start"], row["end"], frozenset(row["agreements"]))
        for row in rows
        if row["article"] == article and row["kind"] in kinds
    ]


@pytest.mark.skipif(not _DATA, reason="ANNOTUI_TRIAL_DATA is not set")
def test_the_core_mentions_of_a_trial_article_are_linked_with_two_keys_each_at_most(
    make_project: MakeProject, terminal: Start, run: Run
) -> None:
    (file,) = (Path(_DATA) / "articles").glob("003_*")
    project = make_project({file.name: file.read_bytes()})
    run(project, "agreements", "import", str(Path(_DATA) / "agreements.jsonl"))
    run(project, "suggest")
    (suggested,) = json.loads(run(project, "suggest", file.name, "--json").stdout)
    screen = terminal(project)
    screen.wait_for(file.name[:3])
    keys = accept_all_one_by_one(screen, len(suggested["annotations"]))
    core, events = marks(file.name, ["core"]), marks(file.name, ["event"])
    done = linked(project, run)
    right = [
        mark
        for mark in core
        if any(start < mark[1] and mark[0] < end and records == mark[2] for start, end, _, records in done)
    ]
    wrong = [
        text
        for start, end, text, records in done
        if not any(start < mark[1] and mark[0] < end and records == mark[2] for mark in [*core, *events])
    ]
    assert not wrong
    assert len(right) == len(core)
    assert keys <= KEYS_A_MENTION * len(core)
