"""The page of figures of a small project with known acts, compared line by line, and the same as plain tables."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from annotui.core.model import Fragment, Link
from annotui.project import annotate, review
from annotui.project.figure_page import HOW_MEASURED, pictures, summary, tables
from annotui.project.figures import Stats, stats
from annotui.project.opening import Project
from annotui.project.pending import pending_in
from annotui.project.plots import Canvas
from annotui.project.reading import article
from annotui.project.suggesting import suggest
from tests.project.past_work import acts_from

HARBOUR, FERRY = "a-harbour.txt", "b-ferry.txt"

PAGE = """\

Articles by status
  done █████████████████████████████████                                  1  33%
  todo ██████████████████████████████████████████████████████████████████ 2  67%

Spans made a day (UTC), at most 3
   ┌───────────────────────────────────┐
  4┤                                   │
   │                                   │
   │                        ███████████│
   │                        ███████████│
  2┤                        ███████████│
   │                        ███████████│
   │███████████             ███████████│
   │███████████             ███████████│
   └┬───────────┬───────────┬──────────┘
    2026-03-01  2026-03-02  2026-03-03

Articles done a day (UTC), at most 1
   ┌───────────────────────────────────┐
  2┤                                   │
   │                                   │
   │                                   │
   │                                   │
  1┤                        ███████████│
   │                        ███████████│
   │                        ███████████│
   │                        ███████████│
   └┬───────────┬───────────┬──────────┘
    2026-03-01  2026-03-02  2026-03-03

Spans by label
  agreement    ██████████████████████████████████████████████████████████ 3  75%
  event                                                                   0   0%
  organization                                                            0   0%
  person                                                                  0   0%
  place        ████████████████████                                       1  25%
  date                                                                    0   0%

Agreements mentioned most
  harbour-2019 ███████████████████████████████████████████████████████████████ 2
  ferry-2020   ████████████████████████████████                                1

Mentions a month (dates of the articles), at most 2
   ┌───────────────────────┐
  2┤███████████            │
   │███████████            │
   │███████████            │
   │███████████            │
  1┤███████████ ███████████│
   │███████████ ███████████│
   │███████████ ███████████│
   │███████████ ███████████│
   └┬───────────┬──────────┘
    2020-05     2020-06

Of each, a character a month, 2020-05 to 2020-06: . none, + 10 or more
  harbour-2019 2.
  ferry-2020   .1

Speed
               sessions hours   acts  spans spans/h s/span acts/link keys/link
  vera                2   0.1      7      2    20.0  180.0       1.0       3.3
  {how}

Suggestions accepted and rejected, by score
  0.8-0.9 accepted ███████████████████████████████████████████████████████████ 1
  0.8-0.9 rejected ███████████████████████████████████████████████████████████ 1
  rejected with a score that is not known: 1"""
TABLES = """\
days (UTC)         acts    spans     done
  2026-03-01          1        1        0
  2026-03-03          6        3        1
mentions          links
  2020-05             2
  2020-06             1
speed
               sessions hours   acts  spans spans/h s/span acts/link keys/link
  vera                2   0.1      7      2    20.0  180.0       1.0       3.3
suggestions    accepted rejected
  0.8-0.9             1        1
  not known                    1"""


@pytest.fixture
def found(project: Project) -> Stats:
    """Figures of two days of work."""
    for path, date in ((HARBOUR, "2020-05-04"), (FERRY, "2020-06")):
        project.store.connection.execute("UPDATE article SET date = ? WHERE path = ?", (date, path))
    suggest(project)
    project.store.connection.execute("UPDATE suggestion SET score = 0.85")
    text = article(project, HARBOUR).text
    accord, short = pending_in(project, HARBOUR, text, [])
    (ferry,) = pending_in(project, FERRY, article(project, FERRY).text, [])
    project.count_effort()
    for _ in range(10):
        project.state.count_key()
    with acts_from("2026-03-01T12:00:00") as clock:
        annotate.tag(project, FERRY, [Fragment(0, 5)], "agreement", links=[Link("ferry-2020")])
        clock.later(2 * 24 * 3600)
        annotate.tag(project, HARBOUR, [Fragment(0, 7)], "agreement", links=[Link("harbour-2019")])
        clock.later(100)
        review.accept(project, accord)
        clock.later(100)
        review.reject(project, short)
        review.reject(project, ferry)
        clock.later(160)
        annotate.tag(project, HARBOUR, [Fragment(8, 13)], "place")
        annotate.set_status(project, [FERRY], "done")
    project.store.connection.execute("UPDATE rejection SET score = NULL WHERE surface LIKE 'ferry%'")
    return stats(project)


def test_the_page_shows_what_was_done(found: Stats) -> None:
    lines = pictures(found, Canvas(80, cell_len))
    start = lines.index("Speed") + 3
    end = lines.index("", start)
    assert " ".join(line.strip() for line in lines[start:end]) == HOW_MEASURED
    lines[start:end] = ["  {how}"]
    assert "\n".join(lines) == PAGE


def test_the_totals_name_annotators_and_links(found: Stats) -> None:
    assert summary(found)[1:3] == ["annotations  4: vera 4", "links        3: linked 3"]


def test_the_same_as_plain_tables(found: Stats) -> None:
    assert "\n".join(tables(found)) == TABLES


@pytest.mark.parametrize("width", [80, 81, 100, 132, 250])
def test_the_page_takes_the_width_that_is_given_and_no_more(found: Stats, width: int) -> None:
    assert max(cell_len(line) for line in pictures(found, Canvas(width, cell_len))) == width


def test_the_page_is_ascii_where_that_is_asked_for(found: Stats) -> None:
    assert "".join(pictures(found, Canvas(80, cell_len, ascii=True))).isascii()


def test_of_an_empty_project_nothing_is_drawn(empty: Project) -> None:
    assert pictures(stats(empty), Canvas(80, cell_len)) == []
    assert tables(stats(empty)) == []


def test_names_of_any_script_keep_the_columns_in_line(project: Project) -> None:
    project.store.connection.execute("INSERT INTO label (name, position) VALUES ('договор', 9), ('条約の名前', 10)")
    annotate.tag(project, HARBOUR, [Fragment(0, 5)], "договор")
    annotate.tag(project, HARBOUR, [Fragment(0, 5)], "条約の名前")
    lines = pictures(stats(project), Canvas(80, cell_len))
    labels = lines[lines.index("Spans by label") + 1 :][:8]
    assert {cell_len(line) for line in labels} == {80}
    assert {cell_len(line.partition("█")[0]) for line in labels[-2:]} == {15}
