"""Annotations of doccano, Prodigy, spaCy and Label Studio: every span on its words, what is wrong with its place."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from annotui.errors import DataError
from annotui.formats.documents import Documents
from annotui.formats.registry import FORMATS
from annotui.formats.source import Source

TRIAL = os.environ.get("ANNOTUI_TRIAL_DATA", "")


def spans(read: Documents) -> list[tuple[str, str, str]]:
    """The words, label and state of each span."""
    return [
        (one.article.text[part.start : part.end], span.label, span.state)
        for one in read.documents
        for span in one.annotations
        for part in span.fragments
    ]


def wrong(read: Documents) -> list[str]:
    return [f"{problem.where}: {problem.what}" for problem in read.problems]


def read_as(format: str, data: bytes, name: str) -> Documents:
    return FORMATS[format].read([Source(name, data, name)])


def lines(*records: object) -> bytes:
    return b"\n".join(json.dumps(record, ensure_ascii=False).encode() for record in records)


def test_doccano_in_each_of_its_shapes() -> None:
    text = "🙂 Ada met\r\nBob."
    read = read_as(
        "doccano",
        lines(
            {"id": 7, "text": text, "label": [[2, 5, "person"], [11, 14, "person"]], "Comments": ["why"]},
            {"text": text, "labels": [[6, 9, "verb"]]},
            {
                "text": text,
                "entities": [{"id": 0, "label": "person", "start_offset": 2, "end_offset": 5}],
                "relations": [{"from_id": 0, "to_id": 0, "type": "self"}],
            },
        ),
        "in.jsonl",
    )
    assert spans(read) == [
        ("Ada", "person", "accepted"),
        ("Bob", "person", "accepted"),
        ("met", "verb", "accepted"),
        ("Ada", "person", "accepted"),
    ]
    assert read.lost == ("Comments: 1", "relations: 1")
    assert [one.article.path for one in read.documents] == ["doccano-1.txt", "doccano-2.txt", "doccano-3.txt"]
    assert not any(one.is_named for one in read.documents)


def test_records_may_take_several_lines_or_stand_in_a_list() -> None:
    record = {"text": "Ada met Bob.", "label": [[0, 3, "person"]]}
    spread = json.dumps(record, indent=2).encode()
    assert len(spans(read_as("doccano", spread + b"\n" + spread, "in.jsonl"))) == 2
    assert len(spans(read_as("doccano", json.dumps([record, record]).encode(), "in.json"))) == 2


def test_what_is_wrong_with_a_record_is_told_and_the_others_are_read() -> None:
    good = {"text": "Ada", "label": [[0, 3, "person"]]}
    bad = [
        {"label": [[0, 1, "person"]]},
        {"text": "Ada", "label": [[0, 9, "person"]]},
        {"text": "Ada", "label": [[0, 3]]},
        {"text": "Ada", "label": [[0, 3, ""]]},
        {"text": "Ada", "label": [[0.5, 3, "person"]]},
        {"text": "Ada", "label": "person"},
        5,
    ]
    read = read_as("doccano", lines(good, *bad) + b"\n{broken\n" + lines(good), "in.jsonl")
    assert spans(read) == [("Ada", "person", "accepted")] * 2
    assert wrong(read) == [
        "in.jsonl line 2: has no text",
        "in.jsonl line 3 label[0]: 0-9 lies outside its text (0-3)",
        "in.jsonl line 4 label[0]: is no [start, end, label]",
        "in.jsonl line 5 label[0]: has no label",
        'in.jsonl line 6 label[0]: start_offset is no whole number: "0.5"',
        'in.jsonl line 7: label is no list: "person"',
        "in.jsonl line 8: is no object",
        "in.jsonl line 9: not JSON: Expecting property name enclosed in double quotes",
    ]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"no JSON at all", b"[" * 100_000, b'{"text": 5}', b"\xff\xff"])
@pytest.mark.parametrize("name", ["doccano", "prodigy", "label-studio"])
def test_a_file_with_nothing_to_read_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(DataError, match="in"):
        read_as(name, data, "in")


def test_prodigy_takes_what_was_accepted() -> None:
    spans_ = [{"start": 0, "end": 3, "label": "person", "token_start": 0}]
    read = read_as(
        "prodigy",
        lines(
            {"text": "Ada met Bob.", "spans": spans_, "answer": "accept", "meta": {"source": "x"}},
            {"text": "Bob left.", "spans": spans_, "answer": "reject"},
            {"text": "Eve came.", "spans": spans_},
            {"text": "Nobody.", "answer": "ignore"},
            {"text": "Ada again.", "spans": [{"start": 0, "end": 3, "label": "person", "text": "Eve"}]},
        ),
        "in.jsonl",
    )
    assert spans(read) == [("Ada", "person", "accepted"), ("Eve", "person", "accepted")]
    assert read.lost == ("spans of records with the answer reject: 1",)
    assert wrong(read) == ['in.jsonl line 5 spans[0]: at 0-3 stands "Ada", not "Eve"']


def test_label_studio_counts_utf_16_units_and_its_predictions_are_pending() -> None:
    text = "🙂🙂 Ada met Bob."
    region = {"type": "labels", "id": "r1", "from_name": "label", "to_name": "text"}
    task = {
        "id": 1,
        "data": {"text": text},
        "annotations": [
            {
                "result": [
                    {**region, "value": {"start": 5, "end": 8, "text": "Ada", "labels": ["person", "name"]}},
                    {"type": "choices", "value": {"choices": ["good"]}},
                    {**region, "value": {"start": 5, "end": 8, "text": "Eve", "labels": ["person"]}},
                ]
            },
            {"was_cancelled": True, "result": [{**region, "value": {"start": 5, "end": 8, "labels": ["person"]}}]},
        ],
        "predictions": [
            {"result": [{**region, "value": {"start": 13, "end": 16, "labels": ["person"]}}], "score": 0.5}
        ],
    }
    read = read_as("label-studio", json.dumps([task]).encode(), "in.json")
    assert spans(read) == [("Ada", "person", "accepted"), ("Ada", "name", "accepted"), ("Bob", "person", "pending")]
    assert read.lost == ("results of type choices: 1",)
    assert wrong(read) == ['in.json line 1 record[0] annotations[0] r1: at 5-8 stands "Ada", not "Eve"']


@pytest.mark.skipif(not TRIAL, reason="ANNOTUI_TRIAL_DATA is not set")
def test_real_files_of_these_tools_are_read_whole() -> None:
    folder = Path(TRIAL) / "interop"
    for file in sorted((folder / "doccano").glob("*.jsonl")):
        read = read_as("doccano", file.read_bytes(), file.name)
        assert spans(read), file
        assert all(problem.what == "has no text" for problem in read.problems), wrong(read)
    headlines = read_as("prodigy", (folder / "prodigy/headlines.jsonl").read_bytes(), "headlines.jsonl")
    assert len(headlines.documents) == 60
    assert not headlines.problems
