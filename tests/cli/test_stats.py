"""`annotui stats`: fields and lines that other programs read, plots where a person looks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotui.cli import figures
from tests.project.past_work import acts_from

Annotui = Callable[..., Any]
HARBOUR, FERRY = "a-harbour.txt", "b-ferry.txt"
FIELDS = (
    *("articles", "words", "statuses", "annotations", "labels", "links", "annotators", "agreements"),
    *("agreements_mentioned", "most_mentioned", "acts"),
)
"""The fields that were there first."""
LINES = """\
articles     3 with 53 words
  todo                3
annotations  3
  agreement           1
  event               1
  organization        0
  person              0
  place               1
  date                0
links
  linked              1
  nil                 1
annotators
  boris               1
  vera                2
agreements   3 in the catalogue, 1 of them mentioned
  harbour-2019                      1
acts         4
"""
TABLES = """\
days (UTC)         acts    spans     done
  2026-03-01          4        3        0
mentions          links
  2019-05             1
speed
               sessions hours   acts  spans spans/h s/span acts/link keys/link
  boris               1   0.0      1      0       -      -         -         -
  vera                1   0.1      3      1    12.0  300.0       1.0         -
"""


@pytest.fixture
def worked(annotui: Annotui) -> Annotui:
    """Two people's spans of one morning, in a project of three articles."""
    with acts_from("2026-03-01T09:00:00") as clock:
        annotui("tag", HARBOUR, "65", "79", "agreement", "--agreement", "harbour-2019")
        clock.later(200)
        annotui("tag", FERRY, "0", "5", "event", "--nil")
        clock.later(100)
        annotui("article", "set", HARBOUR, "--date", "2019-05-04")
        annotui("tag", FERRY, "6", "10", "place", "--annotator", "boris")
    return annotui


def test_json_has_its_fields_in_order_and_new_ones_after_them(worked: Annotui) -> None:
    found = json.loads(worked("stats", "--json").out)
    assert tuple(found) == (*FIELDS, "days", "mentions", "speed", "suggestions")
    assert found["days"] == [{"day": "2026-03-01", "acts": 4, "spans": 3, "done": 0}]
    assert found["mentions"] == {
        "months": {"2019-05": 1},
        "undated": 0,
        "agreements": {"harbour-2019": {"2019-05": 1}},
    }
    assert found["speed"][1] == {
        **{"annotator": "vera", "acts": 3, "sessions": 1, "seconds": 300.0, "spans": 1},
        **{"spans_an_hour": 12.0, "seconds_a_span": 300.0, "links": 2, "acts_on_links": 2, "acts_a_link": 1.0},
        **{"keys": 0, "keys_a_link": None},
    }
    assert found["speed"][0]["spans_an_hour"] is None
    assert [one["score"] for one in found["suggestions"]["scores"]] == [n / 10 for n in range(10)]
    assert found["suggestions"]["scores"][0] == {"score": 0.0, "accepted": 0, "rejected": 0}
    assert found["suggestions"]["rejected_unknown"] == 0


def test_where_nobody_looks_the_lines_are_as_they_were_and_tables_follow(worked: Annotui) -> None:
    result = worked("stats")
    assert (result.code, result.err) == (0, "")
    assert result.out == LINES + TABLES


@pytest.mark.parametrize(("locale", "full"), [("C.UTF-8", "█"), ("C", "#")])
def test_on_a_terminal_plots_follow_in_its_width(
    worked: Annotui, monkeypatch: pytest.MonkeyPatch, locale: str, full: str
) -> None:
    monkeypatch.setattr(figures, "on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "90")
    monkeypatch.setenv("LC_ALL", locale)
    out = worked("stats").out
    assert out.startswith(LINES)
    drawn = out.removeprefix(LINES).splitlines()
    assert "Spans by label" in drawn
    assert max(map(len, drawn)) == 90
    assert any(line.endswith(" 3 100%") and line.startswith(f"  todo {full}{full}") for line in drawn)
    assert "".join(drawn).isascii() == (full == "#")


def test_counting_opens_the_project_and_writes_nothing(worked: Annotui, project_folder: Path) -> None:
    before = (project_folder / "annotations.db").read_bytes()
    assert worked("stats").code == worked("stats", "--json").code == 0
    assert (project_folder / "annotations.db").read_bytes() == before
