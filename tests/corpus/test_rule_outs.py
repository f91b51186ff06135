"""What is ruled out by a cheap look tells the same as the close look would have told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.dates import find_dates, first_date
from annotui.corpus import datelines, dating, head, metadata
from annotui.corpus.front_matter import one_line

PIECES = (
    "Baku|Moscow|Rio de Janeiro|MOSCOW|баку|Баку|Рейтер|Реи\u0306тер|TASS|tass news agency|European Pravda|İnterfax"
    "|i\u0307nterfax|9 November 2020|Nov. 9|ноября 2020 года|9 ноября|2020-11-09|2020-11-09T12:30Z"
    "|10.11.2020|9/10 November|in May|may|2020-ci il noyabrın 10-da|28 July - 2 August 2020"
    "|3,984 people|1995|14:05|14%|2020 թ."
    "|Monday|bazar ertəsi|BAZAR ERTƏSİ|at 10:30 a.m.|GMT|local time|saat|the ministers met|said|of|on"
    "|by our correspondent|South Caucasus Review|Interview"
    "|(Reuters)|/TASS/|(|)|/|,|.|:|-|–|—| | – |\u00a0|\u2026|©|Published:|Updated|Source: Kura Wire|«|»"
)
LINES = st.lists(st.sampled_from(PIECES.split("|")), max_size=9).flatmap(
    lambda pieces: st.sampled_from([" ".join(pieces), "".join(pieces)])
)


@settings(max_examples=400)
@given(LINES)
def test_a_dateline_is_the_one_that_a_look_at_every_date_finds(line: str) -> None:
    told = datelines.read_dateline(line)
    datelines.read_dateline.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(datelines, "_date_before", lambda head: 61)
        assert datelines.read_dateline(line) == told
    datelines.read_dateline.cache_clear()


@settings(max_examples=400)
@given(LINES)
def test_a_line_that_is_a_date_is_told_whatever_its_words(line: str) -> None:
    told = dating.whole_date(line)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dating, "_may_stand", lambda word: True)
        assert dating.whole_date(line) == told


@settings(max_examples=400)
@given(LINES)
def test_a_note_below_a_headline_is_told_whatever_its_parts(line: str) -> None:
    told = head._dated_note(line)
    head._dated_note.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(head, "names_time", lambda part: True)
        assert head._dated_note(line) == told
    head._dated_note.cache_clear()


@given(LINES, st.integers(0, 80))
def test_the_first_date_is_the_first_of_all(line: str, before: int) -> None:
    first, dates = first_date(line, before), find_dates(line)
    if dates and dates[0].start < before:
        assert first is not None
        assert (first.start, first.end, first.precision) == (dates[0].start, dates[0].end, dates[0].precision)
        assert (first.year_from == "own") == (dates[0].year_from == "own")
    else:
        assert first is None


@pytest.mark.parametrize(
    "line",
    [
        "Source: Kura Wire",
        "  [ source :  Kura Wire ]",
        "(Original   source: Kura Wire)",
        "Источник: Kura Wire",
        "© 2021 Kura Wire. All rights reserved.",
        "Copyright Kura Wire 2021",
        "(c) 2020-2021 Kura Wire",
    ],
)
def test_each_way_to_name_a_source_in_the_last_lines_is_seen(line: str) -> None:
    assert metadata.read_metadata(f"The road is to be opened in spring.\n\n{line}\n").source == "Kura Wire"


@given(st.text())
def test_a_value_on_one_line_keeps_what_can_be_printed(value: str) -> None:
    assert one_line(value) == " ".join("".join(c for c in value if c.isprintable() or c.isspace()).split())
