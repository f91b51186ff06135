"""Files that other tools have made come in, and go out in the same format with the same spans."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from annotui.project.exporting import Selection, export
from annotui.project.importing import Imported, import_annotations
from annotui.project.opening import Project

TRIAL = os.environ.get("ANNOTUI_TRIAL_DATA", "")
FILES = Path(TRIAL) / "interop"

pytestmark = pytest.mark.skipif(not TRIAL, reason="ANNOTUI_TRIAL_DATA is not set: no files of other tools")


def through(project: Project, format: str, *paths: str) -> tuple[Imported, bytes]:
    """Import these files, and export all in the same format."""
    for path in paths:
        done = import_annotations(project, FILES / path, format)
    out = io.BytesIO()
    export(project, out, format, Selection())
    return done, out.getvalue()


def test_brat_files_go_out_line_by_line_as_they_came(empty: Project) -> None:
    done, data = through(empty, "brat", "brat")
    assert (done.new, done.problems, done.lost) == (21, [], ())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for file in FILES.glob("brat/*.ann"):
            lines = archive.read(file.name).decode().splitlines()
            assert Counter(lines) == Counter(file.read_text(encoding="utf-8").splitlines())
            assert archive.read(f"{file.stem}.txt") == file.with_suffix(".txt").read_bytes()


@pytest.mark.parametrize(
    ("format", "name"),
    [
        ("conll2003", "conll/ner-token-per-line-conll2003.iob"),
        ("iob2", "conll/ner-sent-per-line.iob"),
        ("iob2", "doccano/sequence_labeling_example.conll"),
        ("iob2", "doccano/sequence_labeling_labeling.trailing.conll"),
    ],
)
def test_tokens_keep_their_tags(empty: Project, format: str, name: str) -> None:
    done, data = through(empty, format, name)
    assert done.problems == []
    assert tokens(data.decode()) == tokens((FILES / name).read_text(encoding="utf-8"))


def tokens(text: str) -> list[tuple[str, str]]:
    """Each token with its tag, cut as annotui cuts words."""
    found: list[tuple[str, str]] = []
    for cell in text.split() if "|" in text else text.splitlines():
        columns = cell.split("|") if "|" in text else cell.split()
        if len(columns) > 1 and columns[0] != "-DOCSTART-":
            found.append((columns[0], columns[-1]))
    # Signs are tokens of their own here: what is not tagged is compared as running text.
    runs: list[tuple[str, str]] = []
    for token, tag in found:
        if runs and tag == "O" == runs[-1][1]:
            runs[-1] = (runs[-1][0] + token, "O")
        else:
            runs.append((token, tag))
    return runs


@pytest.mark.parametrize(
    ("name", "spans", "refused"),
    [
        ("export_sequence_labeling.jsonl", 4, 0),
        ("export_relation_extraction.jsonl", 4, 0),
        ("relation_extraction_example.jsonl", 4, 0),
        ("sequence_labeling_example.jsonl", 1, 1),
        ("sequence_labeling_example_overlapping.jsonl", 2, 0),
    ],
)
def test_doccano_files_keep_their_spans(empty: Project, name: str, spans: int, refused: int) -> None:
    done, data = through(empty, "doccano", f"doccano/{name}")
    assert (done.new, len(done.problems)) == (spans, refused)
    assert labelled(data) == labelled((FILES / "doccano" / name).read_bytes())


def labelled(data: bytes) -> Counter[tuple[str, int, int, str]]:
    text, at = data.decode().strip(), 0
    found: Counter[tuple[str, int, int, str]] = Counter()
    while at < len(text):
        record, at = json.JSONDecoder().raw_decode(text, at)
        at += len(text[at:]) - len(text[at:].lstrip())
        for start, end, label in record.get("label", []) if "text" in record else []:
            found[record["text"], start, end, label] += 1
        for one in record.get("entities", []):
            found[record["text"], one["start_offset"], one["end_offset"], one["label"]] += 1
    return found


def test_prodigy_records_keep_their_spans(empty: Project) -> None:
    done, data = through(empty, "prodigy", "prodigy/headlines.jsonl")
    assert (done.new, done.problems) == (54, [])
    theirs = (FILES / "prodigy/headlines.jsonl").read_bytes()
    assert spans_of(data) == spans_of(theirs)


def spans_of(data: bytes) -> Counter[tuple[str, int, int, str]]:
    records = [json.loads(line) for line in data.splitlines()]
    return Counter(
        (record["text"], span["start"], span["end"], span["label"])
        for record in records
        for span in record.get("spans", [])
    )


@pytest.mark.parametrize(("format", "name", "spans"), [("uima-xmi", "cas", 14), ("uima-json", "cas/emoji.json", 9)])
def test_cas_files_keep_their_spans_and_layers(
    empty: Project, tmp_path: Path, format: str, name: str, spans: int
) -> None:
    pytest.importorskip("cassis", reason="the extra uima is not installed")
    from annotui.formats.registry import FORMATS
    from annotui.project.import_sources import sources_of

    done, data = through(empty, format, name)
    assert (done.new, done.problems) == (spans, [])
    made = tmp_path / "out.zip"
    made.write_bytes(data)

    def read(path: Path) -> list[tuple[object, ...]]:
        documents = FORMATS[format].read(sources_of(path, FORMATS[format])[0]).documents
        return sorted(
            (one.article.text, span.fragments, span.label, sorted(span.attributes.items()))
            for one in documents
            for span in one.annotations
        )

    assert read(made) == read(FILES / name)


def test_what_annotates_no_words_is_refused_with_its_reason(empty: Project) -> None:
    done = import_annotations(empty, FILES / "w3c", "w3c")
    assert done.new == 0
    reasons = ("is about", "is no annotation", "is placed by", "its ", "there is no annotation", "no article here")
    assert [problem.what for problem in done.problems if not any(one in problem.what for one in reasons)] == []
