"""The list of an article's spans: it looks up what it shows, and takes up changes when it is to be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pytest

from annotui.core.model import Annotation, Fragment
from annotui.errors import StorageError
from annotui.project import annotate
from annotui.project.opening import Project
from annotui.tui.screens import spans_pane
from annotui.tui.widgets.rows import Looked

if TYPE_CHECKING:
    from tests.tui.conftest import Driven, Run

HARBOUR = "a-harbour.txt"


class Counting(Mapping[str, str]):
    """Rows that remember which were looked up; `b` is gone."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getitem__(self, key: str) -> str:
        self.asked.append(key)
        if key == "b":
            raise KeyError(key)
        return key.upper()

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("all rows were gone through")

    def __len__(self) -> int:
        raise AssertionError("all rows were counted")


def test_only_the_rows_asked_for_are_looked_up_and_one_that_is_gone_is_left_out() -> None:
    rows = Counting()
    source = Looked([*"abcdefgh"], rows)
    assert source.extent == range(8)
    assert source.rows(1, 3) == {2: "C", 3: "D"}
    assert rows.asked == ["b", "c", "d"]
    assert source.rows(-2, 3) == {0: "A"}
    assert source.rows(7, 5) == {7: "H"}


def tag_words(project: Project, count: int) -> list[Annotation]:
    return [annotate.tag(project, HARBOUR, [Fragment(n, n + 1)], "place") for n in range(count)]


def spans(app: Driven) -> list[str]:
    """The ids listed, in order."""
    rows = (app.spans_list.lines.row(number) for number in app.spans_list.lines.extent)
    return [row.id for row in rows if row is not None]


async def test_a_list_that_is_not_to_be_seen_takes_changes_up_when_it_is(run: Run, project: Project) -> None:
    first = tag_words(project, 3)
    async with run(project, reading=HARBOUR) as app:
        await app.press("O j q")
        await app.find("Mira")
        await app.press("4")
        assert len(spans(app)) == 3
        await app.press("O")
        assert len(spans(app)) == 4
        row = app.spans_list.lines.cursor_row
        assert row is not None
        assert row.id == first[1].id
        await app.press("G x")
        assert [span.id for span in app.stored()] == [span.id for span in first]


async def test_too_many_spans_cannot_be_marked_at_once(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag_words(project, 4)
    monkeypatch.setattr(spans_pane, "MOST_MARKED", 3)
    async with run(project, reading=HARBOUR) as app:
        await app.press("O V")
        assert "There are 4 spans here, too many to act on at once: at most 3." in app.said
        assert not app.spans_list.lines.marked
        await app.press("v v x")
        assert len(app.tags()) == 2
        await app.press("V x")
        assert app.tags() == []


async def test_a_row_whose_meaning_cannot_be_read_does_not_end_the_app(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag_words(project, 2)

    def locked(*_: object) -> str:
        raise StorageError("The database is in use by another program.", "Try again.")

    async with run(project, reading=HARBOUR) as app:
        with monkeypatch.context() as broken:
            broken.setattr(spans_pane, "meaning", locked)
            await app.press("O")
            await app.until(lambda: "in use" in app.said)
            assert app.app.return_code is None
        await app.press("j")
        assert app.said == ""
        assert app.spans_list.lines.render_line(1).text.startswith(">")
