"""What a terminal may get: safe text of the same length, titles on one line, whole graphemes."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.text import grapheme_start, next_grapheme, one_line, prev_grapheme, safe

ANY = st.text(st.characters(exclude_categories=()), max_size=60)
CLUSTERY = st.text(st.sampled_from("ae\u0301\u200d\ufe0f👨👩👍🏽🇦🇿🇷\r\nकि각\u1100\u1161\u11a8\u0600"), max_size=40)


@pytest.mark.parametrize(
    ("unsafe", "shown"),
    [
        ("\x1b]52;c;eA==\x07", "␛]52;c;eA==␇"),
        ("a\tb\nc\rd\x00", "a␉b␊c␍d␀"),
        ("\x7f", "␡"),
        ("\x9b2J\x85", "\ufffd2J\ufffd"),
        ("\u202eabc\u202c\u2066\u200f\u061c", "⇄abc⇄⇄⇄⇄"),
        ("\u2028\u2029", "␤␤"),
        ("\ud800\udfff\ufffe\U0001ffff\ufdd0", "\ufffd" * 5),
        ("\ufeff\u200b\u00ad\u2060\U000e0041\ufff9\u3164\u034f", "¦" * 8),
    ],
)
def test_what_a_terminal_would_act_on_or_hide_becomes_visible(unsafe: str, shown: str) -> None:
    assert safe(unsafe) == shown


@pytest.mark.parametrize(
    "text", ["plain", "Şuşa – «Ёлка»", "e\u0301", "👨\u200d👩\u200d👧", "❤\ufe0f", "می\u200cخواهم", "a\u00a0b"]
)
def test_what_scripts_and_emoji_need_is_kept(text: str) -> None:
    assert safe(text) == text


@settings(max_examples=100)
@given(ANY)
def test_safe_text_has_the_same_length_and_no_control(text: str) -> None:
    shown = safe(text)
    assert len(shown) == len(text)
    assert safe(shown) == shown
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert shown.encode("utf-8").decode("utf-8") == shown


def test_every_code_point_is_replaced_by_one_or_kept() -> None:
    assert all(len(safe(chr(code))) == 1 for code in range(0x110000))


def test_a_title_is_one_safe_line() -> None:
    assert one_line("  A title\n\tin  two\x1b lines ", 40) == "A title in two␛ lines"


def test_a_long_title_is_cut_with_an_ellipsis_between_graphemes() -> None:
    assert one_line("abcdef", 6) == "abcdef"
    assert one_line("abcdefg", 6) == "abcde…"
    assert one_line("ab e\u0301xyz", 5) == "ab…"
    assert one_line("abc", 0) == ""


@settings(max_examples=100)
@given(ANY, st.integers(0, 30))
def test_a_title_never_passes_its_limit(text: str, limit: int) -> None:
    assert len(one_line(text, limit)) <= limit


def clusters(text: str) -> list[str]:
    found, at = [], 0
    while at < len(text):
        after = next_grapheme(text, at)
        found.append(text[at:after])
        at = after
    return found


def test_clusters_are_whole() -> None:
    parts = [
        "e\u0301",
        "👨\u200d👩\u200d👧",
        "🇦🇿",
        "🇷🇺",
        "🇦",
        "👍🏽",
        "\r\n",
        "\n",
        "각",
        "\u1100\u1161\u11a8",
        "❤\ufe0f",
        "कि",
        "x",
    ]
    assert clusters("".join(parts)) == parts


def test_a_joiner_without_a_picture_before_it_joins_nothing() -> None:
    assert clusters("a\u200d👧") == ["a\u200d", "👧"]


@settings(max_examples=100)
@given(st.one_of(CLUSTERY, ANY))
def test_grapheme_steps_forth_and_back_stop_at_the_same_places(text: str) -> None:
    forth, at = [0], 0
    while at < len(text):
        after = next_grapheme(text, at)
        assert at < after <= len(text)
        at = after
        forth.append(at)
    back = [len(text)]
    while back[-1] > 0:
        back.append(prev_grapheme(text, back[-1]))
        assert 0 <= back[-1] < back[-2]
    assert back[::-1] == forth
    assert [grapheme_start(text, place) for place in forth] == forth


def test_steps_at_the_ends_stay_there() -> None:
    assert (next_grapheme("ab", 2), prev_grapheme("ab", 0), next_grapheme("", 0)) == (2, 0, 0)
