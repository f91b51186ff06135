"""What a concordance looks for: folded whole words, several strings at once, regular expressions, index spellings."""

from __future__ import annotations

import sqlite3

import pytest

from annotui.core.concordance import Wanted, context, wanted, wanted_surfaces
from annotui.core.finding import WINDOW
from annotui.core.folding import folded_text
from annotui.errors import UsageError


def found(what: Wanted, text: str) -> list[str]:
    return [text[start:end] for places in what.windows(text) for start, end in places]


def test_case_diacritics_quotes_dashes_and_line_ends_make_no_difference() -> None:
    text = "Café de l’Été; CAFE DE L'ETE; cafe de\nl'été."
    assert found(wanted("café de l'été"), text) == ["Café de l’Été", "CAFE DE L'ETE", "cafe de\nl'été"]
    assert found(wanted("cease-fire"), "A cease–fire, a Cease-Fire.") == ["cease–fire", "Cease-Fire"]
    assert found(wanted("Aliyev"), "Əliyev, Alıyev, Aliyeva") == ["Alıyev"]


def test_only_whole_words_are_found() -> None:
    assert found(wanted("accord"), "accords accord discord Accord's") == ["accord", "Accord"]


def test_of_several_strings_the_longest_that_fits_is_found_once() -> None:
    what = wanted_surfaces(["Accord", "Harbour Accord", "harbour accord"])
    assert found(what, "The Harbour Accord and the Accord.") == ["Harbour Accord", "Accord"]
    assert what.shown == "“Accord” and 1 more"


def test_what_lies_over_the_edge_of_a_window_is_found_once() -> None:
    for shift in range(-14, 3):
        text = "x" * (WINDOW + shift - 1) + " Harbour Accord " + "y" * 100
        assert found(wanted("Harbour Accord"), text) == ["Harbour Accord"]


def test_a_regular_expression_is_for_the_text_as_it_stands() -> None:
    text = "On 3 May 2019\nand on 14 June 2020."
    assert found(wanted(r"/\d+ \w+ \d{4}/"), text) == ["3 May 2019", "14 June 2020"]
    assert found(wanted("/^and/"), text) == ["and"]
    assert found(wanted("/may/"), text) == ["May"]
    assert found(wanted("/MAY/"), text) == []
    assert found(wanted("/z*/"), text) == []


@pytest.mark.parametrize("text", ["/(/", "/[a/", "/*/"])
def test_a_bad_regular_expression_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="is no regular expression"):
        wanted(text)


@pytest.mark.parametrize("text", ["", "  ", "...", "word " * 300])
def test_there_must_be_something_to_look_for(text: str) -> None:
    with pytest.raises(UsageError):
        wanted(text)


def test_the_context_is_on_one_line() -> None:
    text = "A long\n\nway to the  Accord, and\non."
    start = text.index("Accord")
    assert context(text, start, start + 6, 10) == ("y to the ", "Accord", ", and on.")
    assert context(text, start, start + 6, 100)[0] == "A long way to the "


def test_every_spelling_that_folding_makes_alike_is_asked_of_the_full_text_index() -> None:
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE w USING fts5 (t, content='', tokenize='unicode61 remove_diacritics 2')")
    index.execute("CREATE VIRTUAL TABLE v USING fts5vocab (w, instance)")
    letters = [chr(code) for code in (*range(0x41, 0x250), *range(0x400, 0x590), *range(0x1E00, 0x1F00))]
    letters = [letter for letter in letters if letter.isalpha() and wanted(f"b{letter}b").index_words()]
    index.executemany("INSERT INTO w (rowid, t) VALUES (?, ?)", enumerate(f"b{letter}b" for letter in letters))
    terms = dict(index.execute("SELECT doc, term FROM v").fetchall())
    index.close()
    missed = set()
    for number, letter in enumerate(letters):
        words = wanted("b" + folded_text(letter) + "b").index_words()
        if words and terms.get(number) not in words[0][0]:
            missed.add(letter)
    assert missed <= {*"ªºǄǅǆǇǈǉǊǋǌǱǲǳŉĲĳĿŀǡǠǽǼǣǢǿǾẚẞ", *"ԨԩԪԫԬԭԮԯ"}, "letters that are hardly ever met"


def test_a_word_of_too_many_spellings_is_not_asked_for() -> None:
    words = wanted("nonindependentlinesideholding at").index_words()
    assert words == [[["at", "aŧ"]]]
    assert wanted("σταθμός").index_words() is None
    assert wanted("/a/").index_words() is None
