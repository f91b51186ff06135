"""Where spans stand after their text has changed, case by case."""

from __future__ import annotations

import re

import pytest

from annotui.anchoring import Anchored, reanchor
from annotui.core.model import Fragment
from annotui.core.quotes import Quote, quote_of

SOURCE = (
    "The ministers met in Tarnhold on 4 May. They signed the Tarnhold Accord before noon, and left.\n\n"
    "In June the council of Velmora read the treaty aloud. Nobody spoke against the river clause.\n\n"
    "A third meeting, held in Petrosk, brought the “Long Bridge Protocol” and a map of the valley.\n"
)


def only(text: str, new_text: str, quoted: str) -> Anchored:
    """Re-anchor the one place of `quoted` in `text`."""
    start = text.index(quoted)
    return reanchor(text, new_text, [[quote_of(text, Fragment(start, start + len(quoted)))]])[0]


def at(new_text: str, quoted: str) -> tuple[Fragment]:
    """The one place of `quoted`."""
    assert new_text.count(quoted) == 1
    return (Fragment(new_text.index(quoted), new_text.index(quoted) + len(quoted)),)


def test_the_same_text_leaves_every_span_exactly_where_it_was() -> None:
    spans = [Fragment(*match.span()) for match in re.finditer(r"\S+", SOURCE)]
    answers = reanchor(SOURCE, SOURCE, [[quote_of(SOURCE, span)] for span in spans])
    assert answers == [Anchored((span,), "exact") for span in spans]


@pytest.mark.parametrize(
    "change",
    [
        ("The ministers", "\ufeffThe ministers"),
        ("met in Tarnhold on 4 May", "gathered, at last, in Tarnhold on the 4th of May"),
        ("They signed", "It rained. They signed"),
        ("before noon", "after noon"),
        (" the Tarnhold", "\nthe Tarnhold"),
        ("noon, and left.\n\n", "noon, and left.\n"),
        ("In June the council of Velmora read the treaty aloud. ", ""),
        ("\n\n", "\r\n\r\n"),
    ],
)
def test_a_span_is_exact_when_only_its_surroundings_changed(change: tuple[str, str]) -> None:
    new_text = SOURCE.replace(*change)
    assert new_text != SOURCE
    assert only(SOURCE, new_text, "Tarnhold Accord") == Anchored(at(new_text, "Tarnhold Accord"), "exact")


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Tarnhold Accord", "Tarnhold\nAccord"),
        ("“Long Bridge Protocol”", '"Long Bridge Protocol"'),
        ("“Long Bridge Protocol”", "«LONG BRIDGE PROTOCOL»"),
        ("council of Velmora", "council of Ve\u0301lmora"),
        ("council of Velmora", "council of old Velmora"),
        ("council of Velmora", "council of Velmorra"),
        ("river clause", "rivers clause"),
    ],
)
def test_a_span_whose_own_text_changed_is_moved_to_its_new_text(before: str, now: str) -> None:
    new_text = SOURCE.replace(before, now)
    assert only(SOURCE, new_text, before) == Anchored(at(new_text, now), "moved")


def test_a_span_that_is_part_of_a_word_keeps_its_edges() -> None:
    new_text = SOURCE.replace("The ministers met", "Once more the ministers met")
    assert only(SOURCE, new_text, "clau") == Anchored(at(new_text, "clau"), "exact")


def test_a_span_in_a_moved_paragraph_is_found_there_and_flagged_or_certain() -> None:
    first, second, third = SOURCE.split("\n\n")
    new_text = "\n\n".join((third, first, second))
    answers = [only(SOURCE, new_text, quoted) for quoted in ("Tarnhold Accord", "river clause", "map of the valley")]
    assert [answer.fragments for answer in answers] == [
        at(new_text, quoted) for quoted in ("Tarnhold Accord", "river clause", "map of the valley")
    ]
    assert [answer.anchor for answer in answers] == ["exact", "exact", "moved"]


def test_spans_are_flagged_when_a_copy_beside_them_may_be_the_original() -> None:
    first, second, third = SOURCE.split("\n\n")
    new_text = "\n\n".join((first, second, second, third))
    assert only(SOURCE, new_text, "river clause").anchor == "moved"
    assert only(SOURCE, new_text, "council of Velmora").anchor == "moved"
    assert only(SOURCE, new_text, "Tarnhold Accord") == Anchored(at(new_text, "Tarnhold Accord"), "exact")


def test_the_original_stays_exact_when_its_copy_is_plainly_elsewhere() -> None:
    new_text = f"{SOURCE}\n{SOURCE.split(chr(10))[2]}\n"
    start = SOURCE.index("river clause")
    assert only(SOURCE, new_text, "river clause") == Anchored((Fragment(start, start + 12),), "exact")


def test_of_two_like_paragraphs_neither_is_exact_when_one_went_and_all_about_them_changed() -> None:
    paragraph = SOURCE.split("\n\n")[1]
    text = f"Opening words of one kind.\n\n{paragraph}\n\n{paragraph}\n\nClosing words of another."
    new_text = f"Quite different beginning.\n\n{paragraph}\n\nNothing here is alike."
    spans = [Fragment(match.start(), match.end()) for match in re.finditer("river clause", text)]
    answers = reanchor(text, new_text, [[quote_of(text, span)] for span in spans])
    assert "exact" not in [answer.anchor for answer in answers]


def test_a_name_that_went_is_not_found_in_a_sentence_that_stayed() -> None:
    text = SOURCE.replace("Nobody spoke", "The ministers of Petrosk kept silent. Nobody spoke")
    answer = reanchor(text, SOURCE, [[quote_of(text, Fragment(text.index("Petrosk"), text.index("Petrosk") + 7))]])[0]
    assert answer == Anchored(None, "orphaned")


def test_a_long_name_that_went_is_not_found_where_it_stayed() -> None:
    name = "Tarnhold Accord on Rivers and Valleys"
    text = SOURCE.replace("In June", f"Few have read the {name}. In June").replace("the treaty", f"the {name}")
    new_text = text.replace(f"Few have read the {name}. ", "")
    assert only(text, new_text, name) == Anchored(None, "orphaned")


def test_a_name_in_a_paragraph_written_anew_is_not_exact() -> None:
    first, second, third = SOURCE.split("\n\n")
    anew = "Rain fell hard all week; Velmora could use it, its farmers say. Corn is high again."
    new_text = "\n\n".join((first, anew, third))
    assert only("\n\n".join((first, second, third)), new_text, "Velmora").anchor != "exact"


def test_a_word_put_twice_at_the_edge_of_a_span_flags_it() -> None:
    new_text = SOURCE.replace("Tarnhold Accord", "Tarnhold Tarnhold Accord")
    assert only(SOURCE, new_text, "Tarnhold Accord").anchor == "moved"


def fragments(text: str, *quoted: str) -> list[Quote]:
    return [quote_of(text, at(text, part)[0]) for part in quoted]


def test_a_span_of_several_fragments_is_as_good_as_its_worst_one() -> None:
    span = fragments(SOURCE, "Tarnhold Accord", "river clause")
    kept = SOURCE.replace("In June", "In late June")
    assert reanchor(SOURCE, kept, [span]) == [Anchored(at(kept, "Tarnhold Accord") + at(kept, "river clause"), "exact")]
    changed = kept.replace("river clause", "river\nclause")
    assert reanchor(SOURCE, changed, [span]) == [
        Anchored(at(changed, "Tarnhold Accord") + at(changed, "river\nclause"), "moved")
    ]
    gone = kept.replace(" Nobody spoke against the river clause.", "")
    assert reanchor(SOURCE, gone, [span]) == [Anchored(None, "orphaned")]


def test_fragments_that_are_no_longer_in_order_orphan_their_span() -> None:
    first, second, third = SOURCE.split("\n\n")
    span = fragments(SOURCE, "Tarnhold Accord", "river clause")
    assert reanchor(SOURCE, "\n\n".join((second, first, third)), [span]) == [Anchored(None, "orphaned")]


def test_without_the_old_text_only_what_stands_still_is_exact() -> None:
    span = fragments(SOURCE, "Tarnhold Accord")
    later = "A line before it.\n" + SOURCE
    folded = later.replace("Tarnhold Accord", "TARNHOLD\nACCORD")
    elsewhere = "Nothing of the kind is told in this text, which is about boats."
    assert reanchor(None, SOURCE, [span]) == [Anchored(at(SOURCE, "Tarnhold Accord"), "exact")]
    assert reanchor(None, later, [span]) == [Anchored(at(later, "Tarnhold Accord"), "moved")]
    assert reanchor(None, folded, [span]) == [Anchored(at(folded, "TARNHOLD\nACCORD"), "moved")]
    assert reanchor(None, elsewhere, [span]) == [Anchored(None, "orphaned")]


def test_without_the_old_text_and_any_context_nothing_is_exact() -> None:
    [quote] = fragments(SOURCE, "Tarnhold Accord")
    bare = quote._replace(prefix="", suffix="")
    assert reanchor(None, SOURCE, [[bare]]) == [Anchored((quote.fragment,), "moved")]


def test_without_the_old_text_the_context_tells_like_quotes_apart() -> None:
    start = SOURCE.index("Tarnhold", 40)
    quote = quote_of(SOURCE, Fragment(start, start + 8))
    later = "Tarnhold is a town. Tarnhold has a port.\n" + SOURCE
    assert reanchor(None, later, [[quote]]) == [Anchored((Fragment(start + 41, start + 49),), "moved")]


@pytest.mark.parametrize("new_text", [SOURCE, "Now then. " + SOURCE])
def test_a_quote_that_was_not_at_its_offsets_is_searched_and_never_exact(new_text: str) -> None:
    [quote] = fragments(SOURCE, "river clause")
    strayed = quote._replace(fragment=Fragment(quote.fragment.start + 3, quote.fragment.end + 3))
    assert reanchor(SOURCE, new_text, [[strayed]]) == [Anchored(at(new_text, "river clause"), "moved")]


@pytest.mark.parametrize("new_text", ["", " \n", "!", "An entirely unrelated note."])
def test_nothing_is_found_in_a_text_that_has_nothing_of_the_old_one(new_text: str) -> None:
    assert only(SOURCE, new_text, "Tarnhold Accord") == Anchored(None, "orphaned")
    assert reanchor(SOURCE, new_text, []) == []


def test_a_span_without_words_or_fragments_is_orphaned_when_the_text_changed() -> None:
    assert reanchor(SOURCE, "Now. " + SOURCE, [[quote_of(SOURCE, Fragment(3, 4))], []]) == [
        Anchored(None, "orphaned"),
        Anchored(None, "orphaned"),
    ]


def test_scripts_without_spaces_are_anchored_by_the_character() -> None:
    text = "两国外长昨日在塔恩霍尔德签署了河流条约。随后代表团离开会场前往机场。"
    new_text = text.replace("昨日", "今天上午")
    assert only(text, new_text, "河流条约") == Anchored(at(new_text, "河流条约"), "exact")


def test_long_texts_that_have_nothing_in_common_orphan_their_spans() -> None:
    text = " ".join(f"word{number}" for number in range(12_500))
    new_text = " ".join(f"other{number}" for number in range(12_500))
    assert only(text, new_text, "word77 word78").anchor == "orphaned"
