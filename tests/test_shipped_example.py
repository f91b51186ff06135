"""The shipped example: annotations.db says what corpus/ and the text files in corpus/.annotations/ say."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import os
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from annotui.project import exporting, figures, opening, reading
from annotui.project.comparing import differences
from annotui.project.exporting import Selection
from annotui.project.opening import Project

ROOT = Path(__file__).resolve().parent.parent
ARTICLE_COLUMNS = "path, title, date, source, language, words, encoding, newline, sha256_bytes, sha256_text"


@pytest.fixture
def example(tmp_path: Path) -> Iterator[Project]:
    """A copy of the shipped project."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    shutil.copy(ROOT / "annotations.db", tmp_path)
    project = opening.open_project(tmp_path, "reader")
    yield project
    project.close()


@pytest.fixture(scope="module")
def rebuilder() -> ModuleType:
    """The program that builds the example."""
    spec = importlib.util.spec_from_file_location("rebuild_example", ROOT / ".ci" / "rebuild_example.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["rebuild_example"] = module
    spec.loader.exec_module(module)
    return module


def exported(project: Project, format: str) -> bytes:
    """An export of everything."""
    out = io.BytesIO()
    exporting.export(project, out, format, Selection())
    return out.getvalue()


def articles(project: Project) -> list[dict[str, object]]:
    """Every article as the JSONL export has it, without times."""
    found = [json.loads(line) for line in exported(project, "jsonl").splitlines()]
    for article in found:
        for annotation in article["annotations"]:
            del annotation["created_at"], annotation["updated_at"]
    return found


def test_a_rebuild_from_the_text_files_gives_the_same_annotations(
    example: Project, rebuilder: ModuleType, tmp_path: Path
) -> None:
    target = tmp_path / "again" / "annotations.db"
    target.parent.mkdir()
    rebuilder.build(target)
    again = opening.open_project(target.parent, "reader")
    try:
        assert articles(again) == articles(example)
        assert again.agreements() == example.agreements()
        assert again.labels() == example.labels()
        stored = f"SELECT {ARTICLE_COLUMNS} FROM article ORDER BY path"
        assert again.store.connection.execute(stored).fetchall() == example.store.connection.execute(stored).fetchall()
    finally:
        again.close()


def test_the_articles_in_the_database_are_those_in_corpus(example: Project) -> None:
    found = differences(example)
    assert not found
    assert not found.skipped


def test_it_is_large_and_varied_enough(example: Project) -> None:
    found = figures.stats(example)
    assert found.articles >= 12
    assert found.annotations >= 400
    assert all(found.labels.values())
    assert {"linked", "nil", "unsure"} <= set(found.links)
    assert found.agreements >= 80
    several = [
        annotation
        for article in articles(example)
        for annotation in article["annotations"]  # type: ignore[attr-defined]  # JSON of our own contract
        if len(annotation["links"]) > 1
    ]
    assert len(several) >= 12
    languages = Counter(article["language"] for article in articles(example))
    assert {"en", "ru", "az", "hy"} <= set(languages)
    assert all(150 <= len(str(article["text"]).split()) <= 900 for article in articles(example))


def test_every_mention_of_an_agreement_is_decided(example: Project) -> None:
    open_ones = [
        span
        for row in reading.Library(example, reading.Filter("reader")).rows(0, 100).values()
        for span in reading.spans_of(example, row.path)
        if span.label == "agreement" and not span.links
    ]
    assert all(span.flag and span.note for span in open_ones)
    assert len(open_ones) <= 3


def test_every_exported_row_stands_on_its_text(example: Project) -> None:
    texts = {str(article["article"]): str(article["text"]) for article in articles(example)}
    rows = list(csv.DictReader(io.StringIO(exported(example, "csv").decode("utf-8"), newline="")))
    assert len(rows) >= 400
    for row in rows:
        text = texts[row["article"]]
        fragments = row["fragments"] or f"{row['start']}-{row['end']}"
        pieces = [text[int(a) : int(b)] for a, b in (piece.split("-") for piece in fragments.split(";"))]
        assert " ".join(pieces) == row["text"].removeprefix("'")
        assert row["anchor"] == "exact"
    assert any(re.search("[Ա-ֆ]", row["text"]) for row in rows)
    assert any(re.search("[А-я]", row["text"]) for row in rows)


def test_it_is_in_good_health(example: Project) -> None:
    assert figures.check(example) == []


def test_opening_and_reading_it_change_nothing(example: Project) -> None:
    before = (example.folder / "annotations.db").read_bytes()
    for row in reading.Library(example, reading.Filter("reader")).rows(0, 100).values():
        reading.spans_of(example, row.path)
    reading.search(example, "Sochi statement")
    differences(example)
    assert (example.folder / "annotations.db").read_bytes() == before


def test_any_sqlite_tool_reads_it() -> None:
    connection = sqlite3.connect(f"{(ROOT / 'annotations.db').as_uri()}?mode=ro", uri=True)
    try:
        assert connection.execute("SELECT count(*) FROM v_links WHERE agreement IS NOT NULL").fetchone()[0] > 150
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    finally:
        connection.close()


def test_no_sentence_is_anybody_elses() -> None:
    place = os.environ.get("ANNOTUI_TRIAL_DATA")
    if not place:
        pytest.skip("ANNOTUI_TRIAL_DATA is not set: nothing to compare with")
    length = 12
    theirs = {
        gram for file in (Path(place) / "articles").glob("*.txt") for gram in grams(file.read_text("utf-8"), length)
    }
    ours = [*ROOT.glob("corpus/*.txt"), *ROOT.glob("src/annotui/data/*"), *ROOT.glob("tests/**/*.py")]
    for file in ours:
        text = file.read_bytes()
        decoded = text.decode("utf-16") if text.startswith((b"\xff\xfe", b"\xfe\xff")) else text.decode("utf-8-sig")
        assert not theirs & grams(decoded, length), file.name


def grams(text: str, length: int) -> set[tuple[str, ...]]:
    """Every run of `length` words."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}
