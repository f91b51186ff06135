from __future__ import annotations

import itertools
import json
import random
from collections import Counter
from collections.abc import Sequence
from functools import reduce
from operator import or_

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.span_block import BLOCK_FULL, Block, Unread
from annotui.core.spans import AT_MOST, BEGINS, BLOCK_NEW, Span, SpanIndex, paint_order

FLAG = 8


def span(start: int, end: int, name: str = "", label: str = "place", marks: int = BEGINS) -> Span:
    return Span(start, end, name or f"{start}-{end}", label, marks)


def numbered(places: list[tuple[int, int, str, int]]) -> list[Span]:
    return [Span(start, start + size, f"s{n}", label, marks) for n, (start, size, label, marks) in enumerate(places)]


place = st.tuples(
    st.integers(0, 120), st.integers(1, 40), st.sampled_from(["place", "event"]), st.sampled_from([BEGINS, FLAG | 1, 0])
)
spans = st.lists(place, max_size=60).map(numbered)


def crowd(seed: int) -> list[Span]:
    """As many spans as fill a few blocks."""
    chance = random.Random(seed)
    return numbered(
        [
            (chance.randrange(121), chance.randint(1, 40), chance.choice(["place", "event"]), chance.choice([0, 1, 9]))
            for _ in range(chance.randint(BLOCK_FULL, BLOCK_FULL * 3))
        ]
    )


many_spans = st.integers(0, 10_000).map(crowd)
offsets = st.integers(0, 170)


def touching(one: Span, other: Span) -> bool:
    return other.start <= one.end and one.start <= other.end


@given(spans | many_spans, offsets, st.integers(0, 30))
@settings(max_examples=100)
def test_overlapping_finds_what_a_look_at_every_span_finds(found: list[Span], a: int, length: int) -> None:
    b = a + length
    expected = sorted((s for s in found if max(a, s.start) < min(b, s.end)), key=paint_order)
    assert SpanIndex(found).overlapping(a, b) == expected


@given(spans, offsets)
@settings(max_examples=60)
def test_at_gives_the_covering_spans_shortest_first(found: list[Span], offset: int) -> None:
    got = SpanIndex(found).at(offset)
    assert set(got) == {s for s in found if s.start <= offset < s.end}
    assert [s.end - s.start for s in got] == sorted(s.end - s.start for s in got)


@given(spans | many_spans, offsets, st.sampled_from([0, BEGINS, FLAG]), st.sampled_from(["", "event"]))
@settings(max_examples=100)
def test_following_and_preceding_go_by_paint_order(found: list[Span], offset: int, marks: int, label: str) -> None:
    index = SpanIndex(found)
    ordered = list(index)
    counted = [s for s in ordered if s.marks & marks == marks and label in ("", s.label)]
    after = index.following(offset, None, marks, label)
    before = index.preceding(offset, None, marks, label)
    assert after == next((s for s in counted if s.start > offset), None)
    assert before == next((s for s in reversed(counted) if s.start < offset), None)
    for at in range(0, len(ordered), max(1, len(ordered) // 7)):
        here = ordered[at]
        later, earlier = ordered[at + 1 :], ordered[:at][::-1]
        assert index.following(here.start, here.id, marks, label) == next((s for s in later if s in counted), None)
        assert index.preceding(here.start, here.id, marks, label) == next((s for s in earlier if s in counted), None)


@given(spans | many_spans, offsets, st.integers(0, 150))
@settings(max_examples=60)
def test_the_marks_of_a_stretch_are_those_of_the_spans_that_start_in_it(found: list[Span], a: int, size: int) -> None:
    expected = 0
    for one in found:
        if a <= one.start < a + size:
            expected |= one.marks
    assert SpanIndex(found).marks_in(a, a + size) == expected


@given(spans)
@settings(max_examples=60)
def test_spans_with_the_same_edges_are_found_by_them(found: list[Span]) -> None:
    index = SpanIndex(found)
    for one in found[:10]:
        assert set(index.exactly(one.start, one.end)) == {s for s in found if s[:2] == one[:2]}
    assert index.exactly(3, 500) == []


def lanes_shared(index: SpanIndex) -> list[tuple[Span, Span]]:
    """The pairs of spans that overlap or touch and have the same lane."""
    lanes = {s: index.lane(s) for s in index}
    return [(a, b) for a, b in itertools.combinations(lanes, 2) if lanes[a] == lanes[b] and touching(a, b)]


@given(spans | many_spans, st.randoms(use_true_random=False))
@settings(max_examples=80)
def test_spans_that_overlap_or_touch_never_share_a_lane(found: list[Span], chance: random.Random) -> None:
    index = SpanIndex(found)
    chance.shuffle(found)
    for one in found:
        index.lane(one)
    assert lanes_shared(index) == []


def test_lanes_tell_nesting_from_crossing() -> None:
    outer, inner = span(0, 20), span(5, 10)
    first, second = span(30, 45), span(40, 50)
    index = SpanIndex([inner, outer, second, first])

    def lanes(a: int, b: int) -> list[set[int]]:
        return [{index.lane(s) for s in covering} for _, _, covering in index.pieces(a, b)]

    assert lanes(0, 20) == [{0}, {0, 1}, {0}]
    assert lanes(30, 50) == [{0}, {0, 1}, {1}]


def test_touching_neighbours_take_turns_and_lanes_are_given_back() -> None:
    chain = [span(i * 5, i * 5 + 5) for i in range(6)]
    index = SpanIndex(chain)
    assert [index.lane(s) for s in chain] == [0, 1, 0, 1, 0, 1]


def test_a_span_that_is_not_there_has_no_lane() -> None:
    with pytest.raises(KeyError):
        SpanIndex([span(1, 2)]).lane(span(1, 3))
    with pytest.raises(KeyError):
        SpanIndex().lane(span(1, 3))


@given(spans, offsets, st.integers(1, 60))
@settings(max_examples=100)
def test_pieces_cover_the_stretch_and_carry_exactly_their_spans(found: list[Span], a: int, length: int) -> None:
    b = a + length
    index = SpanIndex(found)
    pieces = index.pieces(a, b, depth=1000)
    assert pieces[0][0] == a
    assert pieces[-1][1] == b
    assert all(one[1] == other[0] for one, other in itertools.pairwise(pieces))
    for start, end, covering in pieces:
        assert start < end
        assert list(covering) == index.overlapping(start, end)
        assert all(s.start <= start and end <= s.end for s in covering)


@given(many_spans, offsets, st.integers(1, 60))
@settings(max_examples=60)
def test_where_too_many_stand_the_pieces_carry_the_innermost(found: list[Span], a: int, length: int) -> None:
    index = SpanIndex(found)
    pieces = index.pieces(a, a + length)
    assert [pieces[0][0], pieces[-1][1]] == [a, a + length]
    assert all(one[1] == other[0] for one, other in itertools.pairwise(pieces))
    for start, end, covering in pieces:
        for offset in range(start, end):
            assert list(covering) == index.overlapping(offset, offset + 1)[-8:]


Edit = tuple[int, list[tuple[int, int]], str, int]
edits = st.lists(
    st.tuples(
        st.integers(0, 30),
        st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=3, unique_by=lambda f: f[0]),
        st.sampled_from(["place", "event"]),
        st.sampled_from([BEGINS, BEGINS | FLAG]),
    ),
    max_size=40,
)


def fragments(id: str, edit: Edit) -> list[Span]:
    """The fragments of an edit, in tenths of the text, so that none of one annotation touches the next."""
    _, places, label, marks = edit
    return [
        Span(tenth * 12, tenth * 12 + size, id, label, marks if n == 0 else 0)
        for n, (tenth, size) in enumerate(sorted(places))
    ]


@given(spans | many_spans, edits)
@settings(max_examples=100)
def test_an_index_that_was_changed_is_as_one_made_anew(found: list[Span], changes: list[Edit]) -> None:
    index = SpanIndex(found)
    expected = {s.id: [s] for s in found}
    for edit in changes:
        id = f"s{edit[0]}"
        for here in index.overlapping(0, 30):
            index.lane(here)
        new = fragments(id, edit)
        old = expected.get(id, [])
        touched = index.put(id, new)
        assert set(touched) == {(s.start, s.end) for s in set(old) ^ set(new)}
        expected[id] = new
        assert index.of(id) == new
        assert (id in index) == bool(new)
    fresh = SpanIndex(s for each in expected.values() for s in each)
    assert list(index) == list(fresh)
    assert len(index) == len(fresh)
    for a in range(0, 170, 13):
        assert index.pieces(a, a + 13) == fresh.pieces(a, a + 13)
        assert index.marks_in(a, a + 13) == fresh.marks_in(a, a + 13)
    assert lanes_shared(index) == []


@given(spans, st.integers(0, 120), st.integers(1, 40))
@settings(max_examples=60)
def test_what_is_put_beside_a_span_leaves_its_lane(found: list[Span], start: int, size: int) -> None:
    index = SpanIndex(found)
    lanes = {s: index.lane(s) for s in index}
    index.put("new", [Span(start, start + size, "new", "place")])
    assert {s: index.lane(s) for s in index if s.id != "new"} == lanes


def test_a_span_that_keeps_its_edges_keeps_its_lane() -> None:
    index = SpanIndex([span(0, 9, "a"), span(3, 6, "b")])
    assert [index.lane(s) for s in index] == [0, 1]
    assert index.put("b", [span(3, 6, "b", "event", BEGINS | FLAG)]) == [(3, 6)]
    index.put("a", [])
    assert [index.lane(s) for s in index] == [1]
    assert index.put("b", index.of("b")) == []


def test_ten_thousand_nested_spans_give_no_more_than_can_be_seen() -> None:
    nested = [span(i, 30_000 - i) for i in range(10_000)]
    index = SpanIndex(nested)
    pieces = index.pieces(14_990, 15_010)
    assert [len(covering) for _, _, covering in pieces] == [8]
    assert pieces[0][2][-1] == nested[-1]
    assert [s.id for s in index.at(15_000)] == [s.id for s in nested[: -AT_MOST - 1 : -1]]
    assert len(index.pieces(100, 180)) == 80


def test_no_question_or_change_looks_at_many_blocks_of_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    index = SpanIndex([span(0, 400_000, "all"), *(span(i * 10, i * 10 + 3) for i in range(40_000))])
    made: list[int] = []
    seen = Block.span

    def look(block: Block, i: int) -> Span:
        made.append(i)
        return seen(block, i)

    monkeypatch.setattr(Block, "span", look)
    assert [s.id for s in index.overlapping(200_000, 200_010)] == ["all", "200000-200003"]
    assert [s.id for s in index.at(200_001)] == ["200000-200003", "all"]
    assert index.lane(span(200_000, 200_003)) == 0
    index.put("new", [span(200_001, 200_002, "new")])
    index.put("200000-200003", [])
    assert index.following(200_000, "200000-200003") == span(200_001, 200_002, "new")
    assert index.preceding(200_001, None, 1) == span(199_990, 199_993)
    assert len(index.pieces(200_000, 200_080)) > 8
    assert len(made) < 40


@given(spans | many_spans)
@settings(max_examples=40)
def test_spans_that_come_in_order_make_the_same_index(found: list[Span]) -> None:
    ordered = sorted(found, key=paint_order)
    index, other = SpanIndex(iter(ordered), in_order=True), SpanIndex(found)
    assert list(index) == list(other) == ordered
    assert [*index.ids(FLAG)] == [s.id for s in ordered if s.marks & FLAG]
    assert index.tally() == Counter((s.label, s.marks) for s in found)
    assert all(index.of(s.id) == other.of(s.id) for s in found)


def test_an_empty_index_answers() -> None:
    index = SpanIndex()
    assert index.overlapping(0, 10) == []
    assert index.following(0, None) is None
    assert index.preceding(5, None) is None
    assert index.pieces(0, 4) == [(0, 4, ())]
    assert index.marks_in(0, 9) == 0
    assert index.exactly(1, 2) == []
    assert index.put("a", []) == []
    assert len(index) == 0
    assert index.put("a", [span(1, 2, "a")]) == [(1, 2)]
    assert [*index] == [span(1, 2, "a")]


@given(many_spans, st.data())
@settings(max_examples=40)
def test_blocks_read_when_they_are_looked_at_make_the_same_index(found: list[Span], data: st.DataObject) -> None:
    index, other = SpanIndex.of_unread(unread(found)), SpanIndex(found)
    assert len(index) == len(other)
    offset = data.draw(st.integers(0, 60))
    asked = data.draw(st.sampled_from(found)) if found else None
    assert index.at(offset) == other.at(offset)
    assert index.following(offset, asked and asked.id, FLAG) == other.following(offset, asked and asked.id, FLAG)
    if asked is not None:
        assert index.of(asked.id) == other.of(asked.id)
        assert index.put(asked.id, ()) == other.put(asked.id, ())
    assert list(index) == list(other)
    assert index.tally() == other.tally()


def test_only_the_blocks_are_read_that_are_looked_at() -> None:
    rows = [span(10 * n, 10 * n + 5, f"id{n:04}") for n in range(1000)]
    blocks = unread(rows)
    for number in (0, 2):  # what is no JSON cannot be read
        blocks[number] = blocks[number]._replace(columns="")
    index = SpanIndex.of_unread(blocks)
    assert [found.id for found in index.overlapping(10 * BLOCK_NEW, 10 * BLOCK_NEW + 20)] == ["id0096", "id0097"]
    assert index.following(10 * BLOCK_NEW, None, FLAG) is None
    with pytest.raises(ValueError):
        index.at(3)


def unread(found: Sequence[Span]) -> list[Unread]:
    """The spans as blocks that are not read yet."""
    ordered = sorted(found, key=paint_order)
    parts = [ordered[i : i + BLOCK_NEW] for i in range(0, len(ordered), BLOCK_NEW)]
    return [
        Unread(
            len(part),
            paint_order(part[0]),
            min(each.end for each in part),
            max(each.end for each in part),
            reduce(or_, (each.marks for each in part)),
            json.dumps(list(zip(*part, strict=True))),
        )
        for part in parts
    ]
