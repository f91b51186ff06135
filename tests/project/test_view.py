"""How the library was looked at is remembered, whatever the file says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotui.project.library import Filter
from annotui.project.opening import Project
from annotui.project.view import View, remember_view, remembered_view

WHOLE = View(Filter("vera"))


def test_a_view_is_remembered_for_the_next_time(make_project: Callable[..., Project]) -> None:
    project = make_project()
    assert remembered_view(project) == WHOLE
    view = View(
        Filter("vera", status="in progress", label="place", agreement="ferry-2020", sort="date", descending=True),
        typed="harb \u201cour",
        words="port vale",
    )
    remember_view(project, view)
    project.close()
    again = make_project()
    assert remembered_view(again) == view
    assert view.narrows
    remember_view(again, view.whole())
    assert remembered_view(again) == View(Filter("vera", sort="date", descending=True))
    assert not remembered_view(again).narrows


@pytest.mark.parametrize(
    "kept",
    ["", "no JSON", "[]", "3", '{"sort": 3}', '{"sort": "colour", "status": "lost"}', '{"typed": ["x"], "other": "y"}'],
)
def test_what_cannot_be_understood_is_as_if_it_were_not_there(project: Project, kept: str) -> None:
    project.state.set_text("view", kept)
    assert remembered_view(project) == WHOLE
