"""Files of annotations of any bytes, in every format: taken, or refused in words, and undone at once."""

from __future__ import annotations

import io
import zipfile
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.core.model import Fragment, Link
from annotui.errors import AnnotuiError
from annotui.formats.registry import FORMATS, Format
from annotui.project import annotate
from annotui.project.exporting import Selection, export
from annotui.project.figures import check
from annotui.project.importing import import_annotations
from annotui.project.opening import Project, create_project
from annotui.project.sync import sync

from .lengths import examples

READ = [one for one in FORMATS.values() if one.reads]
TEXT = "🙂 The Harbour Pact of 3 May 2019 was read.\nMira Tolen, cafe\u0301, left.\n"
ODD = [
    *(
        b"\0",
        b'"',
        b"\t",
        b"\n",
        b"\r",
        b"-1",
        b"9" * 30,
        b"NaN",
        b"[",
        b"{",
        b"<!DOCTYPE a>",
        b"\xff",
        b"\xed\xa0\x80",
    ),
    *(b"T1\t", b"null", b";", b"B-", b"&#0;", b"../"),
]
CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=6) | st.sampled_from(ODD)), max_size=4
)


def filled(place: Path) -> Project:
    (place / "corpus").mkdir()
    (place / "corpus/a.txt").write_text(TEXT, encoding="utf-8")
    project = create_project(place, "vera")
    sync(project)
    return project


@cache
def exported(name: str) -> bytes:
    """A small export in a format."""
    with TemporaryDirectory() as place, closing(filled(Path(place))) as project:
        at = TEXT.index("Harbour")
        annotate.tag(project, "a.txt", [Fragment(at, at + 12)], "agreement", links=[Link(None, "nil")], note="why")
        annotate.tag(project, "a.txt", [Fragment(2, 5), Fragment(at, at + 7)], "place")
        at = TEXT.index("cafe")
        annotate.tag(project, "a.txt", [Fragment(at, at + 5)], "organization")
        out = io.BytesIO()
        export(project, out, name, Selection())
        return out.getvalue()


def changed(data: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for where, cut, put in changes:
        at = int(where * len(data))
        data = data[:at] + put + data[at + cut :]
    return data


def written(project: Project) -> bytes:
    out = io.BytesIO()
    export(project, out, "json", Selection())
    return out.getvalue()


@pytest.mark.parametrize("format", READ, ids=lambda one: one.name)
@examples(10)
@given(CHANGES, st.integers(0, 5), st.binary(max_size=80))
def test_any_file_is_taken_or_refused_in_words(
    format: Format, changes: list[tuple[float, int, bytes]], member: int, other: bytes
) -> None:
    if format.extra:
        pytest.importorskip("cassis", reason=f"the extra {format.extra} is not installed")
    with TemporaryDirectory() as place, closing(filled(Path(place))) as project:
        file = Path(place) / f"in{'.zip' if format.several else format.parts[0]}"
        if format.several:
            repacked(file, exported(format.name), changes, member)
        else:
            file.write_bytes(changed(exported(format.name), changes) if member else other)
        before = written(project)
        try:
            done = import_annotations(project, file, format.name)
        except AnnotuiError as error:
            assert error.what
            assert written(project) == before
            return
        assert all(problem.what and problem.where for problem in done.problems)
        assert not check(project)
        past = annotate.to_undo(project)
        if past is not None and not done.articles:
            annotate.undo(project, past)
            assert written(project) == before


def repacked(file: Path, data: bytes, changes: list[tuple[float, int, bytes]], member: int) -> None:
    """The archive with one of its files changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(file, "w") as made:
        for number, name in enumerate(given.namelist()):
            body = given.read(name)
            made.writestr(name, changed(body, changes) if number == member % len(given.namelist()) else body)
