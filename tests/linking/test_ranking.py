"""Records are taken up by the most that they can reach: what is left out is never among the first."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.linking.candidates import candidates
from annotui.linking.catalogue import Catalogue

_WORDS = (
    "the joint statement declaration agreements Hillsborough Agreement Resolution 1718 2270 of on and between Ireland "
    "North Korea 27 April 2018 December 1993 Panmunjom panmunjon pece Havana Third summit general 15"
)
_PIECES = st.lists(st.sampled_from(_WORDS.split()), min_size=1, max_size=7).map(" ".join)


@given(
    mention=_PIECES,
    around=_PIECES,
    query=st.one_of(st.just(""), _PIECES),
    on=st.sampled_from(["", "2000", "2018-05-01"]),
    limit=st.integers(1, 6),
)
@settings(max_examples=200, deadline=None)
def test_the_first_candidates_are_the_same_however_many_are_asked_for(
    catalogue: Catalogue, mention: str, around: str, query: str, on: str, limit: int
) -> None:
    context, at = f"{around} {mention} {around}", len(around) + 1
    every = candidates(catalogue, mention, context=context, at=at, on=on, query=query, limit=1000)
    some = candidates(catalogue, mention, context=context, at=at, on=on, query=query, limit=limit)
    assert some == every[:limit]
