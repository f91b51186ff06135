"""Catalogues and label sets of any bytes: taken, or refused row by row or whole, in words; one key undoes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.errors import AnnotuiError
from annotui.project import annotate
from annotui.project.exchange import (
    Imported,
    export_agreements,
    export_labels,
    import_agreements,
    import_labels,
)
from annotui.project.figures import check
from annotui.project.opening import Project, create_project

from .lengths import examples

FIELDS = [
    "id",
    "title",
    "short",
    "dates",
    "place",
    "parties",
    "kind",
    "aliases",
    "name",
    "links",
    "key",
    "color",
    "url",
]
ODD = st.sampled_from(
    ["", "a", "=1+1", "2020-13", "2020-11-09", "\x1b[2J", "\u202e", "\0", "é" * 300, "a;b", '"', "\ud7ff"]
)
VALUES = st.recursive(
    ODD | st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD, inner, max_size=2),
    max_leaves=6,
)
RECORDS: st.SearchStrategy[list[dict[str, object]]] = st.lists(
    st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6), max_size=4
)


def as_lines(records: list[dict[str, object]]) -> bytes:
    return "\n".join(json.dumps(record) for record in records).encode()


def as_csv(records: list[dict[str, object]]) -> bytes:
    rows = [FIELDS, *([str(record.get(field, "")) for field in FIELDS] for record in records)]
    return "\r\n".join(",".join(row) for row in rows).encode("utf-8", "replace")


def as_toml(records: list[dict[str, object]]) -> bytes:
    tables = ["".join(f"{key} = {json.dumps(value)}\n" for key, value in record.items()) for record in records]
    return "".join(f"[[agreements]]\n{table}[[labels]]\n{table}" for table in tables).encode()


FILES = (
    st.binary(max_size=200)
    | RECORDS.map(as_lines)
    | RECORDS.map(lambda records: json.dumps({"agreements": records, "labels": records}).encode())
    | RECORDS.map(as_csv)
    | RECORDS.map(as_toml)
    | st.integers(1, 4000).map(lambda depth: b"[" * depth)
)
FORMATS = st.sampled_from(["jsonl", "json", "csv", "toml"])


def written(project: Project) -> tuple[bytes, bytes]:
    """Catalogue and labels as they are."""
    catalogue, labels = BytesIO(), BytesIO()
    export_agreements(project, catalogue, "jsonl")
    export_labels(project, labels, "jsonl")
    return catalogue.getvalue(), labels.getvalue()


@pytest.mark.parametrize("take", [import_agreements, import_labels])
@examples(80)
@given(st.lists(st.tuples(FILES, FORMATS), min_size=1, max_size=3))
def test_any_file_is_imported_or_refused_in_words(
    take: Callable[[Project, bytes, str, str], Imported], files: list[tuple[bytes, str]]
) -> None:
    with TemporaryDirectory() as place, closing(create_project(Path(place), "vera")) as project:
        for data, format in files:
            before = written(project)
            try:
                done = take(project, data, format, "given")
            except AnnotuiError as error:
                assert error.what
                assert written(project) == before
                continue
            assert all(problem.what and problem.where for problem in done.problems)
            assert not check(project)
            if written(project) != before:
                past = annotate.to_undo(project)
                assert past is not None
                annotate.undo(project, past)
                assert written(project) == before
