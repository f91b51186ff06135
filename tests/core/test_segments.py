"""Words, sentences and paragraphs, and the steps between them."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.segments import (
    SENTENCE_REACH,
    WORD_LIMIT,
    WORD_REACH,
    is_possessive,
    next_paragraph,
    next_sentence,
    next_word_end,
    next_word_start,
    prev_paragraph,
    prev_sentence,
    prev_word_start,
    sentence_at,
    word_at,
    words_in,
)

Step = Callable[[str, int], int]
PROSE = st.text(st.sampled_from("Aab. ,!?'’-\n\"«1/։é\u0301中"), max_size=80)


def word(text: str, offset: int) -> str | None:
    span = word_at(text, offset)
    return None if span is None else text[span[0] : span[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru's coast", "Peru"),
        ("Peru’s", "Peru"),
        ("2020; then", "2020"),
        ("U.S. troops", "U.S."),
        ("U.S.-led talks", "U.S.-led"),
        ("Nagorno-Karabakh.", "Nagorno-Karabakh"),
        ("noyabrın", "noyabrın"),
        ("10-da oldu", "10-da"),
        ("62/243)", "62/243"),
        ("S/RES/822,", "S/RES/822"),
        ("$3.5 billion", "3.5"),
        ("L’Aquila,", "L’Aquila"),
        ("(ceasefire)", "ceasefire"),
        ("10.11.2020.", "10.11.2020"),
        ("1,000, and", "1,000"),
        ("10:30.", "10:30"),
        ("and/or", "and"),
        ("example.org.", "example.org"),
        ("war.The end", "war"),
        ("R&D,", "R&D"),
        ("e\u0301tat.", "e\u0301tat"),
        ("_x_", "x"),
        ("Ջուր։", "Ջուր"),
        ("中国", "中"),
    ],
)
def test_a_word_has_no_punctuation_after_it_and_no_possessive(text: str, expected: str) -> None:
    assert word(text, 0) == expected


def test_between_words_the_next_one_counts() -> None:
    assert word("one, two", 3) == "two"
    assert word("one, two", 4) == "two"
    assert word("Peru's coast", 5) == "Peru"
    assert word("one ...", 4) is None
    assert word("", 0) is None
    assert word("one", 99) is None


def test_word_steps_go_over_whole_words() -> None:
    text = "Peru's U.S. base, 62/243 left."
    starts = [text.index(part) for part in ("U.S.", "base", "62/243", "left")]
    at, forth = 0, []
    for _ in starts:
        at = next_word_start(text, at)
        forth.append(at)
    assert forth == starts
    assert next_word_start(text, at) == len(text)
    back = []
    for _ in starts:
        back.append(at)
        at = prev_word_start(text, at)
    assert back == starts[::-1]
    assert (at, prev_word_start(text, 0)) == (0, 0)
    assert [next_word_end(text, offset) for offset in (0, 4, 11)] == [4, 11, 16]


def test_a_step_back_from_inside_a_word_goes_to_its_start() -> None:
    assert prev_word_start("in Nagorno-Karabakh", 12) == 3
    assert prev_word_start("the U.S. left", 7) == 4


def test_a_step_over_a_waste_without_words_is_bounded() -> None:
    text = "a" + "." * (3 * WORD_REACH) + "b"
    assert next_word_start(text, 0) == WORD_REACH
    assert word_at(text, 1) is None
    assert prev_word_start(text, len(text) - 1) > WORD_REACH
    assert next_word_end("a" * (2 * WORD_REACH), 0) <= WORD_REACH


def sentences(text: str) -> list[str]:
    found, at = [], 0
    while at < len(text):
        start, end = sentence_at(text, at)
        found.append(text[start:end])
        at = next_sentence(text, at)
    return found


@pytest.mark.parametrize(
    "parts",
    [
        ["Mr. Lind met N. A. Holm in the U.S. President spoke.", "He left."],
        ["They left the U.S.", "The road was long."],
        ["On Nov. 9 they met.", "No. 5 won, St. Ives lost."],
        ["He said no.", "Peru agreed!", "Really?", "Yes."],
        ["В 2020 г. Президент сказал.", "Завод им. Ленина стоит.", "На улице г. Москва."],
        ["Это было в 2020 г.", "На этом всё."],
        ['"We agreed."', "He left (at noon).", "“Why?”", "Nobody knew."],
        ['He cried "Stop!" and ran.', "It cost 3.5 pesos.", "So what…"],
        ["Այս տարին։", "Նա եկավ։"],
        ["See A/RES/62 and Art. 5 of it.", "Done."],
        ["The text (No. A/RES/62) is old.", "Prof. Holm vs. Dr. Lind, etc. and so on."],
        ["1. The parties agree.", "They met at 5.", "They left."],
    ],
)
def test_sentences_end_at_full_stops_but_not_at_abbreviations(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_a_line_end_ends_a_sentence() -> None:
    assert sentences("A title\n\nOne. Two\nthree") == ["A title", "One.", "Two", "three"]


def test_a_sentence_between_two_is_the_next_one_and_a_blank_line_has_none() -> None:
    text = "One.  Two.  \n\nThree."
    assert sentence_at(text, 4) == (6, 10)
    assert sentence_at(text, 11) == (6, 10)
    assert sentence_at(text, 13) == (13, 13)


def test_a_sentence_in_a_line_without_end_is_bounded() -> None:
    start, end = sentence_at("word " * 10000, 25000)
    assert end - start <= 2 * SENTENCE_REACH
    assert start <= 25000 < end


def test_sentence_steps_pass_blank_lines() -> None:
    text = "One. Two.\n\n  Three.\n"
    assert [next_sentence(text, at) for at in (0, 5, 13)] == [5, 13, len(text)]
    assert [prev_sentence(text, at) for at in (len(text), 13, 7, 5, 0)] == [13, 5, 5, 0, 0]


def test_paragraphs_are_parted_by_blank_lines() -> None:
    text = "one\ntwo\n\nthree\n\n\nfour"
    assert [next_paragraph(text, at) for at in (0, 9, 17)] == [9, 17, len(text)]
    assert [prev_paragraph(text, at) for at in (len(text), 17, 9, 2)] == [17, 9, 0, 0]


def test_long_lines_are_paragraphs_of_their_own() -> None:
    text = f"{'a ' * 80}\n{'b ' * 80}\nshort"
    assert next_paragraph(text, 0) == 161
    assert next_paragraph(text, 161) == 322
    assert prev_paragraph(text, 322) == 161


def test_possessives_are_told_from_quotes() -> None:
    assert is_possessive("Peru's coast", 4)
    assert is_possessive("the leaders' plan", 11)
    assert not is_possessive("'Peru' is", 5)
    assert not is_possessive("Peru", 4)


def test_the_words_of_a_stretch_come_in_order() -> None:
    text = "A cease-fire, Peru's."
    assert [text[a:b] for a, b in words_in(text, 0, len(text))] == ["A", "cease-fire", "Peru"]


@pytest.mark.parametrize("step", [next_word_start, next_word_end, next_sentence, next_paragraph])
@settings(max_examples=60)
@given(text=st.one_of(PROSE, st.text(max_size=60)), offset=st.integers(0, 90))
def test_a_step_forth_goes_on_and_stays_inside(step: Step, text: str, offset: int) -> None:
    after = step(text, offset)
    assert after == len(text) if offset >= len(text) else offset < after <= len(text)


@pytest.mark.parametrize("step", [prev_word_start, prev_sentence, prev_paragraph])
@settings(max_examples=60)
@given(text=st.one_of(PROSE, st.text(max_size=60)), offset=st.integers(0, 90))
def test_a_step_back_goes_on_and_stays_inside(step: Step, text: str, offset: int) -> None:
    before = step(text, offset)
    assert before == 0 if offset == 0 else 0 <= before < min(offset, len(text) + 1) or before == len(text) == 0


@settings(max_examples=60)
@given(text=st.one_of(PROSE, st.text(max_size=60)), offset=st.integers(0, 90))
def test_words_and_sentences_lie_inside_the_text(text: str, offset: int) -> None:
    start, end = sentence_at(text, offset)
    assert 0 <= start <= end <= len(text)
    assert "\n" not in text[start:end]
    span = word_at(text, offset)
    assert span is None or 0 <= span[0] < span[1] <= len(text)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 900), st.integers(0, 40), st.sampled_from(["U.S.-led talks", "x", "Karabakh’s ", "3.5 "]))
def test_words_are_the_same_wherever_one_begins_to_look(shift: int, offset: int, piece: str) -> None:
    text = "a" * shift + " " + (piece * (3 * WORD_LIMIT // len(piece))) + " end"
    if piece == "x":
        text = text[: shift + 1] + "x" * (WORD_LIMIT - shift - 40) + " end of it"
    words = words_in(text, 0, len(text))
    at = min(len(words) - 1, offset * len(words) // 40)
    start, end = words[at]
    assert word_at(text, start) == (start, end)
    if at:
        assert next_word_start(text, words[at - 1][0]) == start
        assert prev_word_start(text, start) == words[at - 1][0]
    assert next_word_end(text, start) == end


def test_a_run_without_end_falls_into_words_that_can_be_passed() -> None:
    text = "x" * 1_000_000
    for offset in (0, 300_000, 999_999):
        word = word_at(text, offset)
        assert word is not None
        assert word[0] <= offset < word[1]
        assert word[1] - word[0] <= 2 * WORD_LIMIT
        assert offset < next_word_start(text, offset) <= min(len(text), offset + WORD_LIMIT)
        assert max(0, offset - WORD_LIMIT) <= prev_word_start(text, offset) <= offset
