"""What `add` takes: names made safe, tables row by row, folders, standard input."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.corpus.archives import Limits
from annotui.corpus.decoding import decode
from annotui.corpus.incoming import Incoming, Rejected, incoming, incoming_stdin
from annotui.corpus.metadata import Metadata, read_metadata
from annotui.corpus.names import Names, is_hidden, leads_out, safe_name

PAGE = "<html lang='en'><title>The road</title><p>The road is open again, and the first lorries have passed.</p></html>"


def taken(path: Path) -> dict[str, bytes]:
    return {item.name: item.data for item in incoming(path) if isinstance(item, Incoming)}


def refused(path: Path) -> list[tuple[str, str]]:
    return [(item.where, item.reason) for item in incoming(path) if isinstance(item, Rejected)]


@pytest.mark.parametrize("name", ["a.txt", "A b.MD"])
def test_text_files_keep_their_bytes(name: str, tmp_path: Path) -> None:
    data = b"\xff\xfe" + "Дорога\r\n".encode("utf-16-le")
    (tmp_path / name).write_bytes(data)
    [item] = incoming(tmp_path / name)
    assert item == Incoming(name.replace(".MD", ".md"), data, str(tmp_path / name))


def test_a_file_that_is_no_text_is_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.7")
    [(where, reason)] = refused(tmp_path / "a.txt")
    assert where == str(tmp_path / "a.txt")
    assert "PDF" in reason


@pytest.mark.parametrize(("name", "reason"), [("none.txt", "no such file"), ("a.pdf", "not a kind that is taken")])
def test_what_is_not_there_or_not_taken_is_refused(name: str, reason: str, tmp_path: Path) -> None:
    [(_, told)] = refused(tmp_path / name)
    assert told.startswith(reason)


def test_a_file_larger_than_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("word " * 30)
    [item] = incoming(tmp_path / "a.txt", Limits(member=100))
    assert item == Rejected(str(tmp_path / "a.txt"), "larger than 100 bytes")


def test_a_folder_is_taken_with_its_folders_and_archives(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/a.txt").write_text("one")
    (tmp_path / "b.html").write_text(PAGE)
    (tmp_path / "c.jsonl").write_text('{"text": "two", "id": "x/y"}\n')
    (tmp_path / "d.pdf").write_text("%PDF")
    (tmp_path / ".hidden.txt").write_text("no")
    found = taken(tmp_path)
    assert set(found) == {"b.txt", "sub/a.txt", "x/y.txt"}
    assert found["b.txt"].startswith(b"---\ntitle: The road\nlanguage: en\n---\n\nThe road is open")
    assert [where for where, _ in refused(tmp_path)] == [str(tmp_path / "d.pdf")]


def test_a_folder_that_is_a_link_inside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("one")
    (tmp_path / "in/out").symlink_to("/etc")
    assert set(taken(tmp_path / "in")) == {"a.txt"}
    assert "leads out" in refused(tmp_path / "in")[0][1]


def test_json_lines_become_articles_and_bad_lines_are_told(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    rows: list[object] = [
        {"text": "One.\n", "id": 7},
        {"body": "Two.", "title": "A: b", "date": "10 November 2020", "source": "Kura", "language": "en-GB"},
        {"title": "no text"},
        ["text"],
        {"text": "\ud800"},
        {"text": "%PDF-"},
        {"content": "Three.", "article": "../../../etc/x.md", "date": "some day"},
    ]
    lines = [json.dumps(row) for row in rows]
    path.write_text("\ufeff" + "\n\n".join([*lines, "{broken", "[" * 100_000]), encoding="utf-8")
    found = taken(path)
    assert found["7.txt"] == b"One.\n"
    assert read_metadata(found["all-3.txt"].decode()) == Metadata("A: b", "2020-11-10", "Kura", "en")
    assert found["all-3.txt"].endswith(b"---\n\nTwo.")
    assert found["etc/x.md"] == b"---\ndate: some day\n---\n\nThree."
    assert [where.removeprefix(f"{path} ") for where, _ in refused(path)] == [
        "line 5",
        "line 7",
        "line 9",
        "line 11",
        "line 15",
        "line 17",
    ]
    reasons = [reason for _, reason in refused(path)]
    assert reasons[0].startswith("no text")
    assert reasons[4].startswith("not JSON")


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8"), (";", "cp1251"), ("\t", "utf-16"), (",", "utf-8-sig")]
)
def test_csv_rows_become_articles_whatever_the_separator_and_encoding(
    delimiter: str, encoding: str, tmp_path: Path
) -> None:
    text = "Министры встретились в понедельник; дорога, сказал один из них,\nбудет открыта.\r\n" * 5
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([["ID", "Title", "Text"], ["a", "Дорога", text], ["b", "", "Ещё раз о том же самом."]])
    path = tmp_path / "all.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    items = [item for item in incoming(path) if isinstance(item, Incoming)]
    assert [item.name for item in items] == ["a.txt", "b.txt"]
    assert [item.where for item in items] == [f"{path} line 2", f"{path} line 13"]
    assert items[0].data.decode() == "---\ntitle: Дорога\n---\n\n" + text
    assert items[0].guessed == ("cp1251" if encoding == "cp1251" else "")


def test_bad_csv_rows_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    path.write_text('text,title\none,x\ntwo\n"three"x,y\n,only a title\n\nfour,z\n"five,')
    assert [data.split()[-1] for data in taken(path).values()] == [b"one", b"four"]
    assert [where[-6:] for where, _ in refused(path)] == ["line 3", "line 4", "line 5", "line 8"]


@pytest.mark.parametrize("data", [b"", b"title,id\nx,y\n", b"\x00\x01\x02"])
def test_a_csv_file_without_a_text_column_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    assert len(refused(tmp_path / "a.csv")) == 1
    assert taken(tmp_path / "a.csv") == {}


def test_a_long_article_fits_into_a_csv_field(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\n" + "word " * 60_000)
    assert [len(data) for data in taken(tmp_path / "a.csv").values()] == [300_000]


def test_standard_input_is_named_after_its_bytes() -> None:
    [item] = incoming_stdin(b"The road is open.")
    name = f"stdin-{hashlib.sha256(b'The road is open.').hexdigest()[:8]}.txt"
    assert item == Incoming(name, b"The road is open.", "standard input")


def test_a_page_on_standard_input_is_read_as_a_page() -> None:
    [item] = incoming_stdin(b"\n<!DOCTYPE html>" + PAGE.encode())
    assert isinstance(item, Incoming)
    assert item.name.endswith(".txt")
    assert read_metadata(item.data.decode()).title == "The road"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a.txt", "a.txt"),
        ("sub/a.md", "sub/a.md"),
        ("../../etc/passwd", "etc/passwd.txt"),
        ("/abs//./a.TXT", "abs/a.txt"),
        (".hidden/..b.txt", "hidden/b.txt"),
        ("-rf.txt", "rf.txt"),
        ("a.html", "a.txt"),
        ("e\u0301.txt", "é.txt"),
        ("a\x1b[2J\u202eb\x00.txt", "a[2Jb.txt"),
        ('a<b>:"c"|?*\\d', "a-b---c-----d.txt"),
        ("", "article.txt"),
        ("...", "article.txt"),
        (".txt", "txt.txt"),
        ("x.", "x.txt"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@settings(max_examples=100)
@given(st.text(max_size=60) | st.lists(st.text(max_size=200), max_size=12).map("/".join))
def test_every_name_made_is_safe_and_stays_so(name: str) -> None:
    safe = safe_name(name)
    assert not leads_out(safe)
    assert not is_hidden(safe)
    assert safe.lower().endswith((".txt", ".md"))
    assert safe.isprintable()
    assert all(0 < len(part.encode()) <= 150 for part in safe.split("/"))
    assert safe.count("/") <= 6
    assert safe_name(safe) == safe


def test_no_name_is_given_twice_whatever_its_case() -> None:
    names = Names()
    assert [names.take(name) for name in ("a.txt", "A.txt", "a.html", "b/a.txt", "a-2.txt")] == [
        "a.txt",
        "A-2.txt",
        "a-3.txt",
        "b/a.txt",
        "a-2-2.txt",
    ]


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.jsonl", "a.csv", "a.zip", "a.tgz"]))
def test_any_bytes_under_any_name_are_taken_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(data)
    for item in incoming(path):
        if isinstance(item, Incoming):
            decode(item.data)
        else:
            assert item.reason
