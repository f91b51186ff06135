"""Datelines: place, date, source, and sentences that only look like them."""

from __future__ import annotations

import pytest

from annotui.corpus.datelines import read_dateline

TEXT = "The ministers of the two countries met and spoke about the road to the south, which is to be opened in spring."


@pytest.mark.parametrize(
    ("line", "date", "source"),
    [
        ("Tbilisi/Baku, 3 May 2021 (KWR): ", "2021-05-03", "KWR"),
        ("MOSCOW, May 31. /TASS/.\u00a0", "", "TASS"),
        (" date 2022-04-16 ", "2022-04-16", ""),
        ("BAKU, Azerbaijan, November 10. /Trend/ ", "", "Trend"),
        ("BAKU, Azerbaijan, November 10, 2020. /Trend/ ", "2020-11-10", "Trend"),
        ("Yerevan, 10 November 2020 (ARMENPRESS) - ", "2020-11-10", "ARMENPRESS"),
        ("YEREVAN, NOVEMBER 10, ARMENPRESS. ", "", "ARMENPRESS"),
        ("МОСКВА, 10 ноября 2020 г. /ТАСС/. ", "2020-11-10", "ТАСС"),
        ("МОСКВА, 11 ноября - РИА Новости. ", "", "РИА Новости"),
        ("Баку. Trend: ", "", "Trend"),
        ("Bakı, 10 noyabr 2020, AZƏRTAC. ", "2020-11-10", "AZƏRTAC"),
        ("Bakı. 10 noyabr. REPORT.AZ/ ", "", "REPORT.AZ"),
        ("Şuşa, 15 iyun 2021-ci il (Kür Xəbər). ", "2021-06-15", "Kür Xəbər"),
        ("ԵՐԵՎԱՆ, 10 ՆՈՅԵՄԲԵՐԻ, ԱՐՄԵՆՊՐԵՍ։ ", "", "ԱՐՄԵՆՊՐԵՍ"),
        ("Երևան, 7 հոկտեմբերի 2022 թ. («Կուր լուր»)։ ", "2022-10-07", "Կուր լուր"),
        ("BAKU (Reuters) - ", "", "Reuters"),
        ("(AFP) — ", "", "AFP"),
        ("TASS, May 31. ", "", "TASS"),
        ("BRUSSELS, Tuesday, November 10, 2020 (AP) - ", "2020-11-10", "AP"),
        ("Washington, D.C., May 5, 2023 (VOA) - ", "2023-05-05", "VOA"),
        ("10 November 2020. Baku. /Trend/ ", "2020-11-10", "Trend"),
        ("Tovuz, 10 November 2020. ", "2020-11-10", ""),
        ("Rio de Janeiro, 10 November 2020 - ", "2020-11-10", ""),
        ("Baku, 28 September 2022 (Wednesday): ", "2022-09-28", ""),
    ],
)
def test_a_dateline_tells_date_and_source_and_where_the_text_begins(line: str, date: str, source: str) -> None:
    whole = line + TEXT
    dateline = read_dateline(whole)
    assert dateline is not None
    assert (dateline.date, dateline.source) == (date, source)
    assert " ".join(whole.split())[dateline.end :] == TEXT


@pytest.mark.parametrize(
    "line", ["Bakı, 10 noyabr 2020, AZƏRTAC", "ԵՐԵՎԱՆ, 10 ՆՈՅԵՄԲԵՐԻ 2020, ԱՐՄԵՆՊՐԵՍ", "TASS, 10 Nov 2020"]
)
def test_a_dateline_may_stand_alone(line: str) -> None:
    dateline = read_dateline(line)
    assert dateline is not None
    assert (dateline.date, dateline.end) == ("2020-11-10", len(line))


@pytest.mark.parametrize(
    "line",
    [
        "",
        TEXT,
        "On 26 August, the minister came to the capital for a working visit of two days. " + TEXT,
        "In Baku, 10 November 2020 – the day on which the war ended – is a day of victory. " + TEXT,
        "Yesterday, 26 August. " + TEXT,
        "Sochi, November 26, 2021 saw the leaders meet. " + TEXT,
        "Prague Statement, 6 October 2022 - Full text",
        "Armenia and Azerbaijan, 9 November 2020: what they signed",
        "Sochi, 26 November 2021: what the leaders agreed",
        "Joint Statement, 10 November 2020",
        "The road (Reuters) was opened",
        "NEW YORK — " + TEXT,
        "Baku (Azerbaijan) - " + TEXT,
    ],
)
def test_a_sentence_or_headline_with_a_date_is_no_dateline(line: str) -> None:
    assert read_dateline(line) is None
