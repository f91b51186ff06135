"""The job that annotui is for, at 80x24, with keys alone: a list of dates tagged and linked to all its records."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from .conftest import MakeProject, Run, Start
from .driver import Terminal
from .steps import counted

SHIPPED = Path(__file__).parents[2] / "corpus" / "2022-06-01-telephone-call.txt"
HEAD = "agreements between"
OPEN, LINKED, NONE = (1, 1), (1, 0), (0,)


def job(terminal: Terminal, title: str) -> None:
    """Open the article, go to the phrase, then tag and link it, take that back and do it again."""
    terminal.wait_for(title)
    terminal.press("/", *title, "enter")
    terminal.wait_for("1 of 1")
    terminal.press("enter")
    counted(terminal, *NONE)
    terminal.press("/", *HEAD, "enter")
    terminal.wait_for(lambda at: at.cell(*at.find(HEAD)).reverse)

    terminal.presses = 0
    terminal.press("P")
    terminal.wait_for("SELECT")
    terminal.press("1")
    terminal.wait_for("all 3")
    terminal.press("1")
    terminal.wait_for("Linked to")
    assert terminal.presses <= 12
    counted(terminal, *LINKED)

    terminal.press("u")
    counted(terminal, *OPEN)
    terminal.press("u")
    counted(terminal, *NONE)
    terminal.press("U", "U")
    counted(terminal, *LINKED)
    terminal.press("q", "q")
    assert terminal.exit_code() == 0


def check_export(project: Path, run: Run, article: str, ids: tuple[str, ...], parts: tuple[str, ...]) -> None:
    """Three rows of one annotation on the phrase, and each link on the date that names its record."""
    rows = list(csv.DictReader(io.StringIO(run(project, "export").stdout.decode())))
    exported = [json.loads(line) for line in run(project, "export", "--format", "jsonl").stdout.splitlines()]
    text = next(one["text"] for one in exported if one["article"] == article)
    start, end = text.index(HEAD), text.index(parts[-1]) + len(parts[-1])

    assert [row["agreement_id"] for row in rows] == list(ids)
    assert len({row["annotation_id"] for row in rows}) == 1
    assert {(row["article"], row["start"], row["end"]) for row in rows} == {(article, str(start), str(end))}
    assert {row["text"] for row in rows} == {text[start:end]}
    assert {(row["label"], row["link_status"], row["annotator"]) for row in rows} == {("agreement", "linked", "ana")}

    (annotation,) = (one for line in exported for one in line["annotations"])
    assert [link["agreement"] for link in annotation["links"]] == list(ids)
    assert [text[slice(*link["part"])] for link in annotation["links"]] == list(parts)


def test_three_agreements_in_one_phrase_are_tagged_and_linked(project: Path, terminal: Start, run: Run) -> None:
    ids = ("ferry-2020", "ferry-may-2021", "ferry-october-2021")
    job(terminal(project), "Ferries under three flags")
    check_export(project, run, "ferries.txt", ids, ("March 3, 2020", "May 14", "October 9, 2021"))


@pytest.mark.skipif(not SHIPPED.exists(), reason="the shipped articles are not here")
def test_the_shipped_article_is_linked_to_the_starter_catalogue(
    make_project: MakeProject, terminal: Start, run: Run
) -> None:
    project = make_project({SHIPPED.name: SHIPPED.read_bytes()}, catalogue="starter")
    ids = ("tri-2020-11-09", "tri-2021-01-11", "tri-2021-11-26")
    job(terminal(project), "Aliyev telephones Putin")
    check_export(project, run, SHIPPED.name, ids, ("November 9, 2020", "January 11", "November 26, 2021"))
