from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Annotui = Callable[..., Any]

HEADER = (
    "article,start,end,label,text,agreement_id,agreement_title,link_status,link_score,annotator,origin,state,note,"
    "annotation_id,created_at,updated_at,fragments,flag,anchor"
)
FERRY = "b-ferry.txt"
HARBOUR = "a-harbour.txt"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def annotated(annotui: Annotui) -> Annotui:
    """Two people's annotations, one of them with a cell that a spreadsheet would run."""
    annotui("tag", HARBOUR, "65", "79", "agreement", "--agreement", "harbour-2019", "--note", "=1+1")
    annotui("tag", FERRY, "0", "5", "event", "--nil")
    annotui("tag", FERRY, "6", "10", "place", "--annotator", "boris")
    return annotui


def test_export_writes_the_contracts_csv(annotated: Annotui) -> None:
    result = annotated("export")
    assert result.code == 0
    lines = result.out.split("\r\n")
    assert lines[0] == HEADER
    assert lines[-1] == ""
    assert "\n" not in result.out.replace("\r\n", "")
    rows = table(result.out)
    assert [(row["article"], row["start"]) for row in rows] == [(HARBOUR, "65"), (FERRY, "0"), (FERRY, "6")]
    assert rows[0]["agreement_title"] == "Harbour Accord between Norland and Sudria"
    assert rows[0]["note"] == "'=1+1"
    assert table(annotated("export", "--raw").out)[0]["note"] == "=1+1"
    assert "3 annotations in 3 articles." in result.err
    assert "3 articles not done" in result.err


def test_export_without_annotations_still_has_the_header(annotui: Annotui) -> None:
    assert annotui("export").out == HEADER + "\r\n"


def test_export_writes_the_contracts_jsonl(annotated: Annotui) -> None:
    articles = [json.loads(line) for line in annotated("export", "--format", "jsonl").out.splitlines()]
    assert [article["article"] for article in articles] == [HARBOUR, FERRY, "sub/c-café.txt"]
    first = articles[0]
    assert list(first) == [
        *("article", "title", "date", "source", "language", "status", "sha256", "text", "note", "labels", "annotations")
    ]
    assert first["sha256"] == hashlib.sha256(first["text"].encode()).hexdigest()
    (span,) = first["annotations"]
    assert set(span) == {
        *("id", "start", "end", "fragments", "text", "label", "annotator", "origin", "state", "score", "note", "flag"),
        *("attributes", "anchor", "links", "created_at", "updated_at"),
    }
    assert span["fragments"] == [[65, 79]]
    assert first["text"][65:79] == span["text"]
    assert span["flag"] is False
    (link,) = span["links"]
    assert set(link) == {"agreement", "status", "score", "method", "part", "reasons", "by"}
    assert (link["agreement"], link["status"], link["by"]) == ("harbour-2019", "linked", "vera")
    assert articles[1]["annotations"][0]["links"][0]["agreement"] is None
    assert articles[2]["annotations"] == []


def test_export_writes_the_contracts_json(annotated: Annotui) -> None:
    whole = json.loads(annotated("export", "--format", "json").out)
    assert list(whole) == ["annotui", "offsets", "labels", "agreements", "articles"]
    assert whole["offsets"] == "codepoint"
    assert [label["name"] for label in whole["labels"]][:2] == ["agreement", "event"]
    assert len(whole["agreements"]) == 3
    assert whole["articles"] == [json.loads(line) for line in annotated("export", "--format", "jsonl").out.splitlines()]


def test_export_chooses_by_article_label_and_annotator(annotated: Annotui) -> None:
    def rows(*options: str) -> list[str]:
        return [f"{row['article']} {row['label']}" for row in table(annotated("export", *options).out)]

    assert rows("--article", FERRY) == [f"{FERRY} event", f"{FERRY} place"]
    assert rows("--article", FERRY, "--article", HARBOUR) == rows()
    assert rows("--label", "place", "--label", "agreement") == [f"{HARBOUR} agreement", f"{FERRY} place"]
    assert rows("--by", "boris") == [f"{FERRY} place"]
    assert rows("--by", "boris", "--by", "vera") == rows()
    assert rows("--by", "boris", "--label", "event") == []


def test_export_can_leave_out_what_is_not_anchored(annotated: Annotui, project_folder: Path) -> None:
    (project_folder / "corpus" / FERRY).write_text("All is different now.")
    annotated("sync")
    result = annotated("export")
    assert result.code == 0
    assert {row["anchor"] for row in table(result.out)} == {"exact", "orphaned"}
    assert "2 moved or orphaned" in result.err
    assert {row["anchor"] for row in table(annotated("export", "--anchored").out)} == {"exact"}


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl"])
def test_export_to_a_file_tells_the_format_by_its_name(annotated: Annotui, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"out.{kind.upper()}"
    result = annotated("export", "-o", str(file))
    assert (result.code, result.out) == (0, "")
    assert file.read_bytes().decode() == annotated("export", "--format", kind).out
    assert annotated("export", "--format", kind, "-o", "-").out == file.read_bytes().decode()
    assert [found.name for found in tmp_path.iterdir() if found.name != "project"] == [file.name]


def test_export_tells_of_a_span_that_is_not_on_its_text(annotated: Annotui, project_folder: Path) -> None:
    spoil(project_folder, 'UPDATE fragment SET start = start + 1, "end" = "end" + 1 WHERE exact = \'Ferry\'')
    result = annotated("export")
    assert result.code == 1
    assert f"wrong: {FERRY} 1-6" in result.err


def spoil(folder: Path, *statements: str) -> None:
    import sqlite3

    connection = sqlite3.connect(folder / "annotations.db", isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


# search, stats, check


def test_search_gives_rows_of_places(annotui: Annotui) -> None:
    result = annotui("search", "port vale")
    assert result.code == 0
    rows = [line.split("\t") for line in result.out.splitlines()]
    assert {row[0] for row in rows} == {HARBOUR, FERRY}
    assert all(len(row) == 4 for row in rows)
    assert len(annotui("search", "port vale", "--limit", "2").out.splitlines()) == 2
    nothing = annotui("search", "zebra")
    assert (nothing.code, nothing.out, nothing.err) == (1, "", "Nothing found.\n")


def test_stats_count(annotated: Annotui) -> None:
    found = json.loads(annotated("stats", "--json").out)
    assert found["articles"] == 3
    assert found["statuses"] == {"todo": 3}
    assert found["annotations"] == 3
    assert found["labels"] == {"agreement": 1, "event": 1, "organization": 0, "person": 0, "place": 1, "date": 0}
    assert found["links"] == {"linked": 1, "nil": 1}
    assert found["annotators"] == {"boris": 1, "vera": 2}
    assert (found["agreements"], found["agreements_mentioned"]) == (3, 1)
    assert found["most_mentioned"] == {"harbour-2019": 1}
    lines = annotated("stats").out
    assert lines.startswith("articles     3 with ")
    assert "3 in the catalogue, 1 of them mentioned" in lines


def test_check_is_quiet_when_all_is_well_and_gives_a_row_a_fault(annotated: Annotui, project_folder: Path) -> None:
    result = annotated("check")
    assert (result.code, result.out) == (0, "")
    assert "All is well" in result.err
    spoil(project_folder, "UPDATE fragment SET exact = 'Fairy' WHERE exact = 'Ferry'")
    result = annotated("check")
    assert result.code == 1
    ((kind, where, what),) = [line.split("\t") for line in result.out.splitlines()]
    assert kind == "offset"
    assert where.startswith(f"{FERRY} 0-5 ")
    assert what
    assert "Faults: 1." in result.err


def test_suggest_saves_what_it_finds_and_export_can_take_it_along(annotui: Annotui) -> None:
    done = annotui("suggest")
    assert (done.code, done.out, done.err) == (0, "", "3 suggestions in 3 articles.\n")
    plain = table(annotui("export").out)
    with_pending = table(annotui("export", "--include", "suggestions").out)
    assert plain == []
    assert [(row["text"], row["agreement_id"], row["state"], row["origin"]) for row in with_pending] == [
        ("Harbour Accord of 3 May 2019", "harbour-2019", "pending", "suggested"),
        ("Accord", "harbour-2019", "pending", "suggested"),
        ("Ferry Protocol", "ferry-2020", "pending", "suggested"),
    ]


def test_suggest_of_one_article_as_json(annotui: Annotui) -> None:
    done = annotui("suggest", "b-ferry.txt", "--json")
    (found,) = json.loads(done.out)
    assert found["article"] == "b-ferry.txt"
    (one,) = found["annotations"]
    assert (one["label"], one["state"], [link["agreement"] for link in one["links"]]) == (
        "agreement",
        "pending",
        ["ferry-2020"],
    )
    assert one["links"][0]["reasons"]
    assert annotui("suggest", "none.txt").code == 2
