"""What an article says of itself, told from its first and last lines."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.corpus.metadata import Metadata, read_metadata

TITLE = "Ministers agree to reopen the southern road"
PROSE = (
    "The ministers met for an hour on Tuesday and spoke of the roads that are to be opened again before the winter. "
    "They recalled the statement of 9 November 2020 and said that its clauses must be kept by all who signed it."
)


def told(*blocks: str) -> Metadata:
    return read_metadata("\n\n".join([*blocks, PROSE, "They will meet again in the spring.\n"]))


@pytest.mark.parametrize(
    "above",
    [
        (),
        ("All news",),
        ("Home > News > Politics",),
        ("News | World | Politics",),
        ("26 August 202015:20",),
        ("By Anna Petrova",),
        ("| News, Roads, South",),
        ("  • en-GB  ru-RU",),
        ("https://example.org/a/1",),
        ("Все новости", "10.11.2020 12:30"),
        ("Published: 12 November 2020, 14:05",),
    ],
)
def test_the_title_is_the_first_headline_below_navigation_dates_and_bylines(above: tuple[str, ...]) -> None:
    assert told(*above, TITLE).title == TITLE


@pytest.mark.parametrize(
    "below",
    [
        "By Anna Petrova",
        "12 November 2020",
        "What the two sides still do not agree on",
        "BAKU, November 10. /Trend/ " + PROSE,
        "Photo: Kura Wire",
    ],
)
def test_the_title_is_told_whatever_stands_below_it(below: str) -> None:
    assert told(TITLE, below).title == TITLE


@pytest.mark.parametrize(
    "title",
    [
        "Will the road to the south be opened?",
        "“We will open it”: a minister on the southern road",
        "Leaders sign a deal on roads in the U.S.",
        "Remarks at the joint news conference, Tbilisi, August 26, 2020",
        "Министры договорились открыть южную дорогу",
        "Nazirlər cənub yolunu açmağa razılaşdılar",
        "Նախարարները համաձայնեցին բացել հարավային ճանապարհը",
    ],
)
def test_headlines_of_many_kinds_are_titles(title: str) -> None:
    assert told(title).title == title
    assert told(title).date == ""


@pytest.mark.parametrize(
    "first",
    [
        PROSE,
        "Tbilisi/Baku, 3 May 2021 (KWR): " + PROSE,
        " date 2022-04-16 " + PROSE,
        "Ladies and gentlemen,",
        "The road will be opened in spring.",
        "Question: When will the road be opened?",
        "Politics\n\nSouth Caucasus\n\n" + TITLE,
        "The ministers said that the road to the south\nWould be opened in the spring of next year and\nall were glad.",
    ],
)
def test_no_title_is_told_where_none_is_sure(first: str) -> None:
    assert told(first).title == ""


@pytest.mark.parametrize("text", ["", "\n\n", TITLE, TITLE + "\n", "Title:\n", "---\n", "---\n---\n"])
def test_a_text_of_nothing_but_a_line_tells_no_title(text: str) -> None:
    assert read_metadata(text).title == ""


def test_a_title_wrapped_over_two_rows_is_one_title() -> None:
    assert told("Ministers of three countries agree to reopen\nthe southern road").title == (
        "Ministers of three countries agree to reopen the southern road"
    )


def test_a_markdown_heading_is_the_title_whatever_it_ends_in() -> None:
    assert told("# The road is open.").title == "The road is open."
    assert told("The road is open\n================").title == "The road is open"


def test_a_headline_after_the_dateline_is_the_title() -> None:
    metadata = told(f"Tbilisi, 3 May 2021 (KWR): {TITLE}")
    assert metadata == Metadata(TITLE, "2021-05-03", "KWR", "en")


def test_a_known_publisher_after_the_title_is_the_source() -> None:
    metadata = told(f"{TITLE} | Caucasus Watch")
    assert (metadata.title, metadata.source) == (TITLE, "Caucasus Watch")


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("26 August 202015:20", "2020-08-26"),
        ("Published: 12 November 2020, 14:05", "2020-11-12"),
        ("Published: 12.11.2020 | Updated: 13.11.2020", "2020-11-12"),
        ("By Anna Petrova | 12 November 2020", "2020-11-12"),
        ("By Anna Petrova, 12 November 2020", "2020-11-12"),
        ("Published by Kura Review, Thursday 12 November 2020", "2020-11-12"),
        ("Interview. Kura Review, 12.11.2020. Reading time: 5 minutes", "2020-11-12"),
        ("10.11.2020 12:30", "2020-11-10"),
        ("2020-11-10T12:30:00Z", "2020-11-10"),
        ("Tuesday, November 10, 2020 4:05 PM GMT", "2020-11-10"),
        ("10 ноября 2020 г., 14:05", "2020-11-10"),
        ("10 noyabr 2020, 12:30", "2020-11-10"),
        ("10 նոյեմբերի 2020", "2020-11-10"),
        ("November 2020", "2020-11"),
        ("Tbilisi, 10 November 2020", "2020-11-10"),
        ("10/11/2020", ""),
        ("10 November", ""),
        ("2020", ""),
        ("Updated: 12 November 2020", ""),
        ("On 10 November 2020 the leaders signed a statement.", ""),
        ("Tbilisi Statement, 6 October 2022", ""),
    ],
)
def test_the_date_is_that_of_a_line_of_its_own_with_a_year(line: str, date: str) -> None:
    assert told(TITLE, line).date == date


def test_a_date_in_the_running_text_is_not_the_articles() -> None:
    assert told(TITLE).date == ""


def test_two_dates_that_disagree_tell_none_unless_one_is_labelled_or_in_the_dateline() -> None:
    assert told("5 May 2023", TITLE, "3 May 2023").date == ""
    assert told("5 May 2023", TITLE, "Published: 3 May 2023").date == "2023-05-03"
    assert told("5 May 2023", TITLE, "Tbilisi, 3 May 2023 (KWR) - " + PROSE).date == "2023-05-03"


@pytest.mark.parametrize(
    ("last", "source"),
    [
        ("Source: Kura Wire", "Kura Wire"),
        ("Источник: ТАСС", "ТАСС"),
        ("Source: https://www.example.org/a/1.html", "example.org"),
        ("© 2020 Kura Wire. All rights reserved.", "Kura Wire"),
        ("Copyright © 2019-2021 Kura Wire", "Kura Wire"),
        ("© Kura Wire, 2020", "Kura Wire"),
        ("Follow us on Twitter @KuraWire", "KuraWire"),
        ("Follow us on Twitter @AzerNewsAz", "AzerNews"),
        ("© Anna Petrova/Kura Wire", ""),
        ("© 2020 All rights reserved", ""),
        ("Source: the ministry had no plans to leave", ""),
        ("Follow us for more news", ""),
    ],
)
def test_the_last_lines_tell_the_source_where_they_name_it(last: str, source: str) -> None:
    assert read_metadata(f"{TITLE}\n\n{PROSE}\n\n{last}\n").source == source


def test_the_dateline_tells_the_source_before_the_last_lines_do() -> None:
    text = f"{TITLE}\n\nBAKU, November 10. /Trend/ {PROSE}\n\n© 2020 Kura Wire\n"
    assert read_metadata(text).source == "Trend"


def test_front_matter_wins_and_the_text_fills_in_what_it_leaves_out() -> None:
    metadata = told("---\ntitle: Declared\nlang: ru\n---\n" + TITLE, "BAKU, November 10, 2020. /Trend/ " + PROSE)
    assert metadata == Metadata("Declared", "2020-11-10", "Trend", "ru")


def test_the_cost_does_not_grow_with_the_article() -> None:
    class Watched(str):
        longest = 0

        def __getitem__(self, key: object) -> str:
            assert isinstance(key, slice)
            part = super().__getitem__(key)
            Watched.longest = max(Watched.longest, len(part))
            return part

    assert read_metadata(Watched(f"{TITLE}\n\n" + f"{PROSE}\n\n" * 5000)).title == TITLE
    assert 0 < Watched.longest <= 10_000


def test_reading_imports_the_libraries_only_where_they_are_needed() -> None:
    program = (
        "import sys\n"
        "import annotui.corpus.decoding, annotui.corpus.folder, annotui.corpus.incoming, annotui.corpus.metadata\n"
        "annotui.corpus.metadata.read_metadata(annotui.corpus.decoding.decode(b'The road').text)\n"
        "print(*{'yaml', 'bs4', 'charset_normalizer'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


LINES = st.sampled_from(
    [
        *(TITLE, PROSE, "", "---", "title: x", "Title: a: b", "date 2020-01-02 x", "BAKU, May 3. /Trend/.", "By X Y"),
        *("26 August 202015:20", "© 2020 X", "Source: y", "(", "/ /", "\x00", "\u2028", "| a | b", "10.11.2020", "# a"),
    ]
)


@settings(max_examples=100)
@given(st.lists(LINES | st.text(max_size=60), max_size=18).map("\n".join) | st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    metadata = read_metadata(text)
    for value in (metadata.title, metadata.date, metadata.source, metadata.language):
        assert "\n" not in value
        assert value == value.strip()


def test_a_date_that_stands_on_a_row_of_its_own_in_a_wrapped_paragraph_is_not_the_articles() -> None:
    rows = [
        "The pilots said on Monday that the boats would keep to their hours",
        "Bergen described the new timetable to the members of the guild and",
        "the Coastal Court recalled the charter of the islands, which is of",
        "Kotka and was signed there by the harbour masters of both coasts on",
        "3 November 2005.",
    ]
    assert read_metadata("\n".join(rows) + "\n\n" + PROSE + "\n") == Metadata(language="en")


@pytest.mark.parametrize("declared", ["title: The southern road\n\n", "title: The southern road\ndate: 2020-11-12\n\n"])
def test_the_source_is_told_from_the_first_lines_below_a_declared_title(declared: str) -> None:
    firsts = {
        "BAKU, November 10. /Trend/ ": "Trend",
        f"{TITLE} | Caucasus Watch\n\n": "Caucasus Watch",
        "Source: Interfax\n\n": "Interfax",
    }
    for first, source in firsts.items():
        found = read_metadata(declared + first + PROSE + "\n")
        assert (found.title, found.source) == ("The southern road", source)
