"""Front matter and header blocks, read and written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.corpus.front_matter import Declared, front_matter, one_line, read_declared


def declared(text: str) -> tuple[str, str, str, str]:
    found = read_declared(text)
    return found.title, found.date, found.source, found.language


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ("title: The road\ndate: 2020-11-10\nsource: TASS\nlang: en-GB", ("The road", "2020-11-10", "TASS", "en")),
        ("title: The road: open again\ndate: 10 November 2020", ("The road: open again", "2020-11-10", "", "")),
        ("title: 'Quoted: yes'\nlanguage: Russian", ("Quoted: yes", "", "", "ru")),
        ("title: 2020\ndate: 2020", ("2020", "2020", "", "")),
        ("title: x\nlanguage: no", ("x", "", "", "no")),
        ("title: ~\nheadline: Real", ("Real", "", "", "")),
        ("title: x\ndate: 03/04/2020", ("x", "", "", "")),
        ("date: 2020-11-10T23:30:00+04:00\ntitle: x", ("x", "2020-11-10", "", "")),
        ("title: x\nurl: https://www.example.org/a?b", ("x", "", "example.org", "")),
        (
            "title: >\n  The road\n  is open\ntags: [a, {b: c}]\nsource: Kura Wire",
            ("The road is open", "", "Kura Wire", ""),
        ),
        ("x: &a [1, 2]\ny: *a\ntitle: after", ("after", "", "", "")),
        ('title: "\\UFFFFFFFF"\nsource: Kura Wire', ("\\UFFFFFFFF", "", "Kura Wire", "")),
    ],
)
def test_a_yaml_block_declares(block: str, told: tuple[str, str, str, str]) -> None:
    text = f"---\n{block}\n---\nThe text."
    assert declared(text) == told
    assert text[read_declared(text).body :] == "The text."


def test_a_header_block_declares_up_to_the_blank_line() -> None:
    text = "Title: The road: open\nDate: 10 Nov 2020\nAuthor: A. Petrova\nSource: Kura Wire\n\nThe text."
    assert declared(text) == ("The road: open", "2020-11-10", "Kura Wire", "")
    assert text[read_declared(text).body :] == "The text."


def test_a_russian_header_block_declares_too() -> None:
    assert declared("Заголовок: Дорога\nДата: 10.11.2020\nИсточник: ТАСС\n\nТекст") == (
        "Дорога",
        "2020-11-10",
        "ТАСС",
        "",
    )


@pytest.mark.parametrize(
    "text",
    [
        "The text.",
        "---\n\nA line between two others\n\n---\nmore",
        "---\ntitle: never closed\n\n" + "word " * 3000,
        "Source: ceasefire holds, for now\n\nThe text.",
        "Question: Why?\n\nAnswer: So.",
        "Title: x\nand then running text\n\nmore",
        "",
    ],
)
def test_what_is_no_front_matter_is_left_alone(text: str) -> None:
    assert read_declared(text) == Declared()


def test_deep_nesting_and_aliases_cost_nothing() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    assert declared(f"---\n{bomb}title: The road\n---\n")[0] == "The road"
    assert declared("---\ntitle: The road\nx: " + "[" * 3000 + "]" * 3000 + "\n---\n")[0] == "The road"


VALUES = st.text(max_size=80)


@settings(max_examples=100)
@given(VALUES, st.sampled_from(["", "2020", "2020-11", "2020-11-09"]), VALUES, st.sampled_from(["", "en", "hy"]))
def test_what_is_written_is_read_back(title: str, date: str, source: str, language: str) -> None:
    text = front_matter(title, date, source, language) + "The text."
    source = one_line(source)
    expected = (one_line(title), date, source if "://" not in source else declared(text)[2], language)
    assert declared(text) == expected
    assert text[read_declared(text).body :].lstrip("\n") == "The text."
