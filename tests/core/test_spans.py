from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.spans import Span, SpanIndex, paint_order


def span(start: int, end: int, name: str = "") -> Span:
    return Span(start, end, name or f"{start}-{end}", "place")


spans = st.lists(
    st.tuples(st.integers(0, 120), st.integers(1, 40), st.sampled_from("abcd")).map(
        lambda t: Span(t[0], t[0] + t[1], t[2], "place")
    ),
    max_size=60,
)
offsets = st.integers(0, 170)


@given(spans, offsets, st.integers(0, 30))
@settings(max_examples=100)
def test_overlapping_finds_what_a_look_at_every_span_finds(found: list[Span], a: int, length: int) -> None:
    b = a + length
    expected = sorted({s for s in found if max(a, s.start) < min(b, s.end)}, key=paint_order)
    assert SpanIndex(found).overlapping(a, b) == expected


@given(spans, offsets)
@settings(max_examples=60)
def test_at_gives_the_covering_spans_shortest_first(found: list[Span], offset: int) -> None:
    got = SpanIndex(found).at(offset)
    assert set(got) == {s for s in found if s.start <= offset < s.end}
    assert [s.end - s.start for s in got] == sorted(s.end - s.start for s in got)


@given(spans, offsets)
@settings(max_examples=60)
def test_next_and_previous_go_by_starts(found: list[Span], offset: int) -> None:
    index = SpanIndex(found)
    after = [s.start for s in found if s.start > offset]
    before = [s.start for s in found if s.start < offset]
    following, preceding = index.next_after(offset), index.prev_before(offset)
    assert (following.start if following else None) == min(after, default=None)
    assert (preceding.start if preceding else None) == max(before, default=None)


@given(spans)
@settings(max_examples=80)
def test_spans_that_overlap_or_touch_never_share_a_lane(found: list[Span]) -> None:
    index = SpanIndex(found)
    for i, one in enumerate(index.spans):
        for other in index.spans[i + 1 :]:
            if other.start <= one.end and one.start <= other.end:
                assert index.lane(one) != index.lane(other)


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


@given(spans, spans, spans)
@settings(max_examples=60)
def test_changes_give_what_a_fresh_index_gives(kept: list[Span], added: list[Span], removed: list[Span]) -> None:
    changed = SpanIndex([*kept, *removed]).with_changes(added, removed)
    fresh = SpanIndex([*(s for s in kept if s not in removed), *added])
    assert changed.spans == fresh.spans
    assert [changed.lane(s) for s in changed.spans] == [fresh.lane(s) for s in fresh.spans]


@given(spans, st.tuples(st.integers(0, 120), st.integers(1, 40)))
@settings(max_examples=100)
def test_a_change_alters_no_lane_outside_the_connected_stretch(found: list[Span], new: tuple[int, int]) -> None:
    added = Span(new[0], new[0] + new[1], "new", "place")
    before = SpanIndex(found)
    after = before.with_changes([added])
    start, end = after.connected(added.start, added.end)
    for s in before.spans:
        if before.lane(s) != after.lane(s):
            assert start <= s.start
            assert s.end <= end


def test_ten_thousand_nested_spans_give_no_more_than_can_be_seen() -> None:
    nested = [span(i, 30_000 - i) for i in range(10_000)]
    index = SpanIndex(nested)
    assert index.lane(nested[-1]) == 9_999
    pieces = index.pieces(14_990, 15_010)
    assert [len(covering) for _, _, covering in pieces] == [8]
    assert pieces[0][2][-1] == nested[-1]
    assert len(index.pieces(100, 180)) == 80


def test_a_span_over_everything_does_not_hide_the_others() -> None:
    small = [span(i * 10, i * 10 + 3) for i in range(5_000)]
    index = SpanIndex([span(0, 60_000, "all"), *small])
    assert [s.id for s in index.overlapping(40_000, 40_010)] == ["all", "40000-40003"]


def test_an_empty_index_answers() -> None:
    index = SpanIndex()
    assert index.overlapping(0, 10) == []
    assert index.next_after(0) is None
    assert index.prev_before(5) is None
    assert index.pieces(0, 4) == [(0, 4, ())]
    assert index.connected(3, 4) == (3, 4)
    assert len(index) == 0
