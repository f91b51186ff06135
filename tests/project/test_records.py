"""The catalogue as a list: its order, how often records are mentioned, those that hold what is typed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from annotui.core.model import Agreement, Fragment, Link
from annotui.project import annotate, listed, records
from annotui.project.exchange import add_agreement
from annotui.project.opening import Project
from annotui.project.records import all_records, records_like, these_records
from annotui.storage import listing


@pytest.fixture
def catalogue(make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch) -> Project:
    """Forty records, of which every third has no date; they are read few at a time."""
    monkeypatch.setattr(listing, "SLICE", 4)
    monkeypatch.setattr(listing, "SLICES", 2)
    monkeypatch.setattr(listed, "AHEAD", 3)
    monkeypatch.setattr(records, "_AT_ONCE", 7)
    dates: tuple[Callable[[int], list[str]], ...] = (
        lambda n: [],
        lambda n: [f"2020-11-0{n % 5 + 1}", "2020-11-10"],
        lambda n: [f"200{n % 5}"],
    )
    made = [{"id": f"r{n * 7 % 40:02}", "title": f"Record {n}", "dates": dates[n % 3](n)} for n in range(40)]
    return make_project(catalogue=tuple(made))


def in_order(project: Project) -> list[str]:
    """The ids by first date, those without one first."""
    return [record.id for record in sorted(project.agreements(), key=lambda r: (r.dates[:1], r.id))]


def test_records_come_by_date_and_those_without_one_first(catalogue: Project) -> None:
    rows = all_records(catalogue)
    order = in_order(catalogue)
    assert rows.total == 40
    found: list[str] = []
    while len(found) in rows.extent:
        found += [row.record.id for row in rows.rows(len(found), 5).values()]
    assert found == order
    rows.to_end()
    assert rows.extent == range(40)
    assert [row.record.id for row in rows.rows(37, 3).values()] == order[37:]
    again = all_records(catalogue)
    for id in order:
        number = again.number(id)
        assert number is not None
        assert again.rows(number, 1)[number].record.id == id
    assert again.number("nothing") is None


def test_a_record_tells_how_often_it_is_mentioned_up_to_a_limit(
    catalogue: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for start in range(3):
        annotate.tag(catalogue, "b-ferry.txt", [Fragment(start, 5)], "agreement", links=[Link("r07")])
    parts = (Link("r08", part=Fragment(6, 8)), Link("r08", part=Fragment(8, 9)))
    annotate.tag(catalogue, "b-ferry.txt", [Fragment(6, 9)], "agreement", links=parts)
    rows = these_records(catalogue, ["r07", "r08", "r09", "gone"])
    assert [(row.record.id, row.mentions) for row in rows.rows(0, 9).values()] == [("r07", 3), ("r08", 1), ("r09", 0)]
    monkeypatch.setattr(records, "MOST_MENTIONS", 2)
    assert rows.rows(0, 1)[0].mentions == 2


def test_records_that_hold_every_word_are_found_in_order_bit_by_bit(catalogue: Project) -> None:
    add_agreement(catalogue, Agreement("zz", "Quay Memorandum", dates=("2021",), parties=("Norland",), aliases=("QM",)))
    for typed in ("quay", "norland memo", "MEMORANDUM 2021", "qm zz"):
        assert [record.id for record in list(records_like(catalogue, typed))[-1]] == ["zz"]
    assert list(records_like(catalogue, "quay norway"))[-1] == []
    assert [record.id for record in list(records_like(catalogue, ""))[-1]] == in_order(catalogue)
    steps = [[record.id for record in found] for found in records_like(catalogue, "record")]
    assert len(steps) > 3
    assert all(later[: len(sooner)] == sooner for sooner, later in pairwise(steps))
    assert len(list(records_like(catalogue, "record", 10))[-1]) == 10
