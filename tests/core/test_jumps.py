"""The jump list: back, forth, and from somewhere else."""

from __future__ import annotations

from annotui.core.jumps import MOST, Jumps, Spot

A, B, C, D = (Spot("a.txt", 10), Spot("a.txt", 500), Spot("b.txt", 3), Spot("c.txt", 0))


def test_there_is_nothing_to_go_back_to_at_first() -> None:
    assert Jumps().back(A) is None
    assert Jumps().forth(A) is None


def test_one_goes_back_over_articles_and_forth_again() -> None:
    jumps = Jumps()
    for spot in (A, B, C):
        jumps.left(spot)
    assert [jumps.back(D), jumps.back(C), jumps.back(B), jumps.back(A)] == [C, B, A, None]
    assert [jumps.forth(A), jumps.forth(B), jumps.forth(C), jumps.forth(D)] == [B, C, D, None]


def test_a_new_jump_begins_at_the_end_again() -> None:
    jumps = Jumps()
    for spot in (A, B):
        jumps.left(spot)
    assert jumps.back(C) == B
    jumps.left(D)
    assert jumps.back(C) == D


def test_a_place_stands_in_the_list_once() -> None:
    jumps = Jumps()
    for spot in (A, B, A):
        jumps.left(spot)
    assert [jumps.back(C), jumps.back(A), jumps.back(B)] == [A, B, None]


def test_the_oldest_places_go() -> None:
    jumps = Jumps()
    for offset in range(MOST + 5):
        jumps.left(Spot("a.txt", offset))
    here, seen = Spot("b.txt", 0), []
    while (spot := jumps.back(here)) is not None:
        seen.append(spot.offset)
        here = spot
    assert len(seen) == MOST - 1
    assert seen[0] == MOST + 4
