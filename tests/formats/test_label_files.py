"""Label sets in JSONL, JSON, CSV and TOML, and the format that a file's name tells."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.model import Label
from annotui.errors import DataError, UsageError
from annotui.formats.labels import label_object, read_labels, write_labels
from annotui.formats.tables import FORMATS, Problem, format_of

TEXTS = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=15)
    | st.text("=+-@\t\r\n'\";\\,#[] ə", max_size=8)
).map(str.strip)
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=10).map(str.strip).filter(bool)
LABELS = st.builds(
    Label,
    name=NAMES,
    links=st.booleans(),
    key=st.sampled_from("123456789") | st.just(""),
    color=TEXTS,
    guideline=TEXTS,
    group=TEXTS,
    attributes=st.sampled_from(["", "speaker", "certainty=high|low; speaker"]),
    articles=st.booleans(),
)
LABEL_SETS = st.lists(LABELS, min_size=1, max_size=4, unique_by=(lambda a: a.name, lambda a: a.key or a.name))


def written(labels: list[Label], format: str) -> bytes:
    out = io.BytesIO()
    write_labels(out, labels, format)
    return out.getvalue()


def read(text: str, format: str) -> tuple[list[Label], list[Problem]]:
    result = read_labels(text.encode(), format, "labels")
    return list(result.records), list(result.problems)


@pytest.mark.parametrize("format", FORMATS)
@given(labels=LABEL_SETS)
@settings(max_examples=60)
def test_what_was_written_is_read_back(format: str, labels: list[Label]) -> None:
    result = read_labels(written(labels, format), format, "labels")
    assert result.problems == ()
    assert list(result.records) == labels


def test_json_has_all_fields_in_order() -> None:
    (label,) = json.loads(written([Label("place")], "json"))["labels"]
    assert ", ".join(label) == "name, links, key, color, guideline, group, attributes, articles"
    assert label == label_object(Label("place"))


def test_csv_says_yes_and_no() -> None:
    assert written([Label("agreement", True, "1"), Label("date")], "csv") == (
        b"name,links,key,color,guideline,group,attributes,articles\r\nagreement,yes,1,,,,,no\r\ndate,no,,,,,,no\r\n"
    )


def test_toml_is_a_table_per_label() -> None:
    assert read('[[label]]\nname = "agreement"\nlinks = true\nkey = "1"\n', "toml") == (
        [Label("agreement", True, "1")],
        [],
    )


@pytest.mark.parametrize(
    ("cell", "links"),
    [("yes", True), ("TRUE", True), ("1", True), ("No", False), ("false", False), ("0", False), ("", False)],
)
def test_csv_takes_the_usual_words_for_links(cell: str, links: bool) -> None:
    assert read(f"name,links\nplace,{cell}\n", "csv") == ([Label("place", links)], [])


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"links": True}, '"name" is missing'),
        ({"name": "first"}, '"name" "first" is taken already, by labels label[0]'),
        ({"name": "a\nb"}, "control character"),
        ({"name": "a\u2028b"}, "control character"),
        ({"name": "a\x9bb"}, "control character"),
        ({"name": "x", "key": "0"}, '"key" "0" is not a digit from 1 to 9'),
        ({"name": "x", "key": "12"}, '"key" "12" is not a digit from 1 to 9'),
        ({"name": "x", "key": "²"}, '"key" "²" is not a digit from 1 to 9'),
        ({"name": "x", "key": 2}, '"key" must be text'),
        ({"name": "x", "key": "1"}, '"key" "1" is taken already'),
        ({"name": "x", "links": "yes"}, '"links" must be true or false'),
        ({"name": "x", "links": 1}, '"links" must be true or false'),
    ],
)
def test_a_broken_label_is_told_and_the_rest_goes_on(record: dict[str, object], expected: str) -> None:
    text = json.dumps([{"name": "first", "key": "1"}, record, {"name": "last", "key": ""}])
    labels, (problem,) = read(text, "json")
    assert [label.name for label in labels] == ["first", "last"]
    assert problem.where == "labels label[1]"
    assert expected in problem.what


def test_csv_with_a_strange_word_for_links_is_told() -> None:
    labels, (problem,) = read("name,links\nplace,maybe\n", "csv")
    assert labels == []
    assert problem.where == "labels row 2"
    assert 'not "maybe"' in problem.what


def test_a_missing_name_column_is_an_error() -> None:
    with pytest.raises(DataError, match='the column "name" is missing') as caught:
        read("label,links\nplace,no\n", "csv")
    assert "name, links, key, color, guideline" in caught.value.hint


@pytest.mark.parametrize(
    ("path", "format"),
    [("a.jsonl", "jsonl"), ("dir.csv/a.JSON", "json"), (Path("x/a.b.csv"), "csv"), ("labels.toml", "toml")],
)
def test_the_name_tells_the_format(path: str | Path, format: str) -> None:
    assert format_of(path) == format


@pytest.mark.parametrize("path", ["labels", "a.xlsx", ".csv", "a.csv.gz", "-"])
def test_another_name_is_a_usage_error_that_lists_the_endings(path: str) -> None:
    with pytest.raises(UsageError) as caught:
        format_of(path)
    assert path in caught.value.what
    assert ".jsonl, .json, .csv, .tsv, .toml" in caught.value.hint
