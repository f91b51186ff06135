"""Two projects to exchange annotations between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotui.core.model import Fragment, Link
from annotui.project import annotate
from annotui.project.opening import Project, create_project
from annotui.project.sync import sync
from tests.project.interchange import FERRY, HARBOUR, ODD, TEXTS


@pytest.fixture
def filled(make_project: Callable[..., Project]) -> Project:
    """A project with spans of all kinds: nested, overlapping, discontinuous, touching; NIL, unsure, orphaned."""
    project = make_project(TEXTS)
    records = [record.id for record in project.agreements()]
    tag = annotate.tag
    several = [Link(records[0], part=Fragment(20, 30)), Link(records[1])]
    tag(project, HARBOUR, [Fragment(4, 30)], "agreement", links=several, note="=x")
    tag(project, HARBOUR, [Fragment(20, 30)], "date")
    tag(project, HARBOUR, [Fragment(16, 34)], "event", links=[Link(None, "nil")])
    tag(project, HARBOUR, [Fragment(4, 11), Fragment(12, 16), Fragment(44, 53)], "place")
    tag(project, HARBOUR, [Fragment(0, 3), Fragment(3, 4)], "person")
    tag(project, FERRY, [Fragment(23, 35)], "agreement", links=[Link(one, "unsure") for one in records[:2]])
    tag(project, FERRY, [Fragment(0, 7)], "agreement", links=[Link(None, "unsure")])
    span = tag(project, ODD, [Fragment(0, 8)], "place")
    annotate.set_flag(project, span, True)
    tag(project, ODD, [Fragment(9, 16), Fragment(25, 31)], "organization", note="two\nlines; 'quoted'")
    annotate.set_status(project, [FERRY], "done")
    annotate.set_article_note(project, FERRY, "read twice")
    annotate.set_article(project, HARBOUR, title="The pact", date="2019-05", source="the harbour")
    (project.corpus / FERRY).write_bytes(b"Something else stands here now.\n")
    sync(project)
    return project


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Project]:
    """An empty project, with the starter labels."""
    project = create_project(tmp_path / "empty", "vera")
    yield project
    project.close()
