"""The demo: a copy of the example, with a tutorial that teaches on itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotui.errors import UsageError
from annotui.project import reading
from annotui.project.demo import TUTORIAL, make_demo, tutorial_text
from annotui.project.exchange import add_starter_catalogue
from annotui.project.opening import create_project, open_project
from annotui.project.pending import pending_in
from annotui.project.suggesting import suggest
from annotui.project.sync import sync


def test_the_demo_is_the_example_with_the_tutorial_open(tmp_path: Path) -> None:
    made = make_demo(tmp_path / "try", "vera")
    project = open_project(made, "vera")
    assert project.state.text("reading") == TUTORIAL
    assert reading.article(project, TUTORIAL).date == "2023-10-07"
    assert len(list((made / "corpus").glob("*.txt"))) == 19
    assert not list((made / "corpus").glob(".*"))
    assert reading.spans_of(project, "2022-10-07-praha-hy.txt")
    project.close()


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="not empty"):
        make_demo(tmp_path)


def test_the_tutorial_has_what_it_teaches(tmp_path: Path) -> None:
    project = create_project(tmp_path, "vera")
    add_starter_catalogue(project)
    (tmp_path / "corpus" / TUTORIAL).write_text(tutorial_text(), encoding="utf-8")
    sync(project)
    suggest(project, [TUTORIAL])
    article = reading.article(project, TUTORIAL)
    found = pending_in(project, TUTORIAL, article.text, [])
    last = article.text.index("4. Suggestions.")
    assert len([span for span in found if span.start > last]) >= 10
    assert all(span.links for span in found)
    assert tutorial_text().isascii()
    project.close()
