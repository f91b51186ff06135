"""Bad files and bad states: each said in words, with the exit code that fits, and nothing of the project lost."""

from __future__ import annotations

import io
import shutil
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

FILE = "FILE"
"""Stands for the file of the case among the arguments."""
IMPORT, LABELS, ADD = ("agreements", "import", FILE), ("labels", "import", FILE), ("add", FILE)
RECORD = b'{"id": "one", "title": "One"}\n'


def zipped(*names: str, data: bytes = b"Words of an article.\n") -> bytes:
    """A zip archive of files with these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(name: str, kind: bytes = tarfile.REGTYPE) -> bytes:
    """A tar.gz archive of one member."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, "/etc/hostname"
        archive.addfile(member, io.BytesIO())
    return out.getvalue()


FILES: list[tuple[str, bytes, tuple[str, ...], int, str]] = [
    ("empty.jsonl", b"", IMPORT, 3, "is empty"),
    ("cut.jsonl", b'{"id": "one", "ti', IMPORT, 3, "line 1: not JSON at column 15: Unterminated string starting at"),
    ("list.jsonl", b"[1, 2]\n", IMPORT, 3, 'line 1: not an object with the fields of one agreement, {"id":'),
    ("word.jsonl", b'"one"\n', IMPORT, 3, 'line 1: not an object with the fields of one agreement, {"id":'),
    ("null.jsonl", b"null\n", IMPORT, 3, 'line 1: not an object with the fields of one agreement, {"id":'),
    (
        "nan.jsonl",
        b'{"id": "one", "title": NaN}\n',
        IMPORT,
        3,
        'line 1: one: "title" must be text, in quotes ("..."), not a',
    ),
    ("no-id.jsonl", b'{"title": "One"}\n', IMPORT, 3, 'line 1: "id" is missing'),
    ("empty-id.jsonl", b'{"id": "", "title": "One"}\n', IMPORT, 3, 'line 1: "id" is missing'),
    (
        "number-id.jsonl",
        b'{"id": 7, "title": "One"}\n',
        IMPORT,
        3,
        'line 1: "id" must be text, in quotes ("..."), not a number',
    ),
    ("no-title.jsonl", b'{"id": "one"}\n', IMPORT, 3, 'line 1: one: "title" is missing'),
    ("blank-title.jsonl", b'{"id": "one", "title": "  "}\n', IMPORT, 3, 'line 1: one: "title" is missing'),
    (
        "dates.jsonl",
        b'{"id": "one", "title": "One", "dates": ["9 May"]}\n',
        IMPORT,
        3,
        'line 1: one: "9 May" is not a date: write a real day, month or',
    ),
    (
        "day.jsonl",
        b'{"id": "one", "title": "One", "dates": ["2021-02-30"]}\n',
        IMPORT,
        3,
        'line 1: one: "2021-02-30" is not a date: write a real day,',
    ),
    (
        "date.jsonl",
        b'{"id": "one", "title": "One", "dates": 2021}\n',
        IMPORT,
        3,
        'line 1: one: "dates" must be a list of texts, ["...", "..."],',
    ),
    (
        "twice.jsonl",
        RECORD + RECORD.replace(b"One", b"Two"),
        IMPORT,
        1,
        'line 2: one: "id" "one" is taken already, by',
    ),
    (
        "field.jsonl",
        b'{"id": "one", "title": "One", "colour": "red"}\n',
        IMPORT,
        1,
        'line 1: "colour" is no field of agreements and was left out;',
    ),
    (
        "deep.jsonl",
        b'{"id": "one", "title": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n",
        IMPORT,
        3,
        "line 1: lists or objects are nested too deeply",
    ),
    (
        "digits.jsonl",
        b'{"id": "one", "title": "One", "note": ' + b"9" * 10_000 + b"}\n",
        IMPORT,
        3,
        "line 1: a number has too many digits",
    ),
    ("latin.jsonl", b'{"id": "one", "title": "Caf\xe9"}\n', IMPORT, 3, "line 1: the byte 0xE9 is not UTF-8"),
    (
        "surrogate.jsonl",
        b'{"id": "one", "title": "\\ud800"}\n',
        IMPORT,
        3,
        'line 1: one: "title" holds a NUL character or half of a',
    ),
    (
        "zero.jsonl",
        b'{"id": "one", "title": "a\\u0000b"}\n',
        IMPORT,
        3,
        'line 1: one: "title" holds a NUL character or half of a',
    ),
    ("mixed.jsonl", RECORD + b"nothing\n", IMPORT, 1, "line 2: not JSON at column 1: Expecting value"),
    ("object.json", b"{}", IMPORT, 3, "there is no list of agreements"),
    ("numbers.json", b"[1]", IMPORT, 3, "agreement[0]: not an object with the fields of one agreement,"),
    ("cut.json", b'[{"id": ', IMPORT, 3, "not JSON at column 9: Expecting value"),
    ("empty.json", b"", IMPORT, 3, "is empty"),
    ("empty.csv", b"", IMPORT, 3, "is empty"),
    ("header.csv", b"id,title\n", IMPORT, 0, "0 new, 0 changed, 0 as before, 0 problems."),
    ("columns.csv", b"name,when\nOne,2020\n", IMPORT, 3, 'row 1: the column "id" is missing'),
    (
        "long.csv",
        b"id,title\none,One,more\n",
        IMPORT,
        1,
        'row 2: "column 3" is no field of agreements and was left out;',
    ),
    ("quote.csv", b'id,title\none,"One\n', IMPORT, 3, "row 2: unexpected end of data"),
    ("utf16.csv", "id,title\none,One\n".encode("utf-16"), IMPORT, 0, "1 new, 0 changed, 0 as before, 0 problems."),
    ("zero.csv", b"id,title\none,O\0ne\n", IMPORT, 3, 'row 2: one: "title" holds a NUL character or half of a'),
    ("cut.toml", b"[[agreement]\n", IMPORT, 3, "not TOML: Expected ']]' at the end of an array declaration (at"),
    ("type.toml", b"agreements = 7\n", IMPORT, 3, '"agreements" was left out: each agreement is a table'),
    ("none.toml", b"", IMPORT, 3, "is empty"),
    ("words.xlsx", b"PK", IMPORT, 2, "the name does not tell the format"),
    ("name.jsonl", b'{"links": true}\n', LABELS, 3, 'line 1: "name" is missing'),
    (
        "key.jsonl",
        b'{"name": "river", "key": "ab"}\n',
        LABELS,
        3,
        'line 1: river: "key" "ab" is not a digit from 1 to 9; leave it',
    ),
    (
        "letter.jsonl",
        b'{"name": "river", "key": "x"}\n',
        LABELS,
        3,
        'line 1: river: "key" "x" is not a digit from 1 to 9; leave it',
    ),
    ("taken.jsonl", b'{"name": "river", "key": "1"}\n', LABELS, 1, "label agreement: its key 1 is now that of river"),
    (
        "links.jsonl",
        b'{"name": "river", "links": "perhaps"}\n',
        LABELS,
        3,
        'line 1: river: "links" must be true or false (in CSV yes or',
    ),
    (
        "colour.jsonl",
        b'{"name": "river", "color": "no such colour"}\n',
        LABELS,
        0,
        "1 new, 0 changed, 0 as before, 0 problems.",
    ),
    ("broken.csv", b'name\n"river\n', LABELS, 3, "row 2: unexpected end of data"),
    ("empty.txt", b"", ADD, 0, "note: empty.txt is empty (0 characters)."),
    ("zeros.txt", b"\0" * 400, ADD, 1, "The input is not text: it has many NUL bytes. Save it as plain"),
    ("bytes.txt", bytes(range(128, 256)) * 20, ADD, 1, "The input is in an encoding that cannot be told. Save it as"),
    ("page.pdf", b"%PDF-1.7\n", ADD, 1, "not a kind that is taken: .txt .md .html .htm .jsonl .csv .zip"),
    ("no-ending", b"Words.\n", ADD, 1, "not a kind that is taken: .txt .md .html .htm .jsonl .csv .zip"),
    (
        "rows.jsonl",
        b'{"text": ""}\nno json\n{"title": "no text"}\n',
        ADD,
        1,
        "line 1: no text: it needs a field text, body or content",
    ),
    ("table.csv", b"a,b\n1,2\n", ADD, 1, "Its first line names no column text, body or content. Give it a"),
    ("empty.html", b"<html></html>", ADD, 1, "The page has no text. It may be made by scripts: copy its text"),
    ("cut.zip", zipped("one.txt")[:40], ADD, 1, "not an archive that can be read: File is not a zip file"),
    ("not.zip", b"no archive", ADD, 1, "not an archive that can be read: File is not a zip file"),
    ("empty.zip", zipped(), ADD, 0, "0 added, 0 there already, 0 not added."),
    ("up.zip", zipped("../../up.txt"), ADD, 1, "../../up.txt: its name leads out of the archive"),
    ("root.zip", zipped("/etc/passwd.txt"), ADD, 1, "/etc/passwd.txt: its name leads out of the archive"),
    ("other.zip", zipped("picture.png"), ADD, 1, "picture.png: not a kind that is taken: .txt .md .html .htm"),
    ("cut.tar.gz", tarred("one.txt")[:30], ADD, 1, "not an archive that can be read: Compressed file ended before"),
    ("link.tar.gz", tarred("one.txt", tarfile.SYMTYPE), ADD, 1, "one.txt: not a regular file"),
    ("device.tar.gz", tarred("one.txt", tarfile.CHRTYPE), ADD, 1, "one.txt: not a regular file"),
]


def _without_table(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "annotations.db")) as connection:
        connection.execute("DROP TABLE fragment")


def _pragma(setting: str) -> Callable[[Path], None]:
    def set_it(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "annotations.db")) as connection:
            connection.execute(f"PRAGMA {setting}")

    return set_it


def _cut(folder: Path) -> None:
    data = (folder / "annotations.db").read_bytes()
    (folder / "annotations.db").write_bytes(data[: len(data) // 2])


def _garbled(folder: Path) -> None:
    data = bytearray((folder / "annotations.db").read_bytes())
    data[8192:] = b"\xa5" * (len(data) - 8192)
    (folder / "annotations.db").write_bytes(bytes(data))


def _database_is_folder(folder: Path) -> None:
    (folder / "annotations.db").unlink()
    (folder / "annotations.db").mkdir()


def _without_corpus(folder: Path) -> None:
    shutil.rmtree(folder / "corpus")


def _corpus_is_file(folder: Path) -> None:
    shutil.rmtree(folder / "corpus")
    (folder / "corpus").write_text("no folder")


def _settings(text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "settings.toml").write_text(text)

    return write


def _own(name: str, data: bytes | None) -> Callable[[Path], None]:
    def put(folder: Path) -> None:
        file = folder / ".annotui" / name if name else folder / ".annotui"
        if file.is_dir():
            shutil.rmtree(file)
        file.unlink(missing_ok=True)
        file.parent.mkdir(exist_ok=True)
        if data is None:
            file.mkdir()
        else:
            file.write_bytes(data)

    return put


STATES: list[tuple[str, Callable[[Path], None], tuple[str, ...], int, str]] = [
    ("a table is missing", _without_table, ("stats",), 0, ""),
    ("a table is missing", _without_table, ("export",), 4, "annotations.db is damaged: tables are missing."),
    ("a table is missing", _without_table, ("check",), 1, "Faults: 1."),
    ("foreign", _pragma("application_id=7"), ("stats",), 4, "annotations.db is not an annotui database."),
    (
        "newer",
        _pragma("user_version=99"),
        ("stats",),
        4,
        "annotations.db was made by a newer annotui (its format is 99,",
    ),
    (
        "newer",
        _pragma("user_version=99"),
        ("tag", "b-ferry.txt", "0", "5", "place"),
        4,
        "annotations.db was made by a newer annotui (its format is 99,",
    ),
    ("cut", _cut, ("stats",), 4, "annotations.db is damaged."),
    ("cut", _cut, ("check",), 4, "annotations.db is damaged."),
    ("garbled", _garbled, ("check",), 4, "annotations.db is damaged."),
    ("garbled", _garbled, ("export",), 4, "annotations.db is damaged."),
    ("the database is a folder", _database_is_folder, ("stats",), 4, "annotations.db cannot be opened."),
    ("the database is a folder", _database_is_folder, ("init",), 2, "annotations.db is there already."),
    ("no corpus", _without_corpus, ("sync",), 3, "The folder corpus cannot be read: No such file or directory."),
    ("no corpus", _without_corpus, ("check",), 0, "note: there is no corpus/ here"),
    ("corpus is a file", _corpus_is_file, ("sync",), 3, "The folder corpus cannot be read: Not a directory."),
    ("corpus is a file", _corpus_is_file, ("add", "annotations.db"), 4, "corpus cannot be written: File exists."),
    ("settings are no TOML", _settings("[keys"), ("stats",), 0, ""),
    ("an unknown setting", _settings("colour = 1"), ("stats",), 0, ""),
    ("a setting of another type", _settings('mouse = "yes"'), ("stats",), 0, ""),
    ("an unknown key's command", _settings('[keys]\n"no.such" = ["X"]'), ("stats",), 0, ""),
    (".annotui is a file", _own("", b"no folder"), ("search", "ferry"), 0, ""),
    ("the index is garbage", _own("index.db", b"garbage" * 900), ("search", "ferry"), 0, ""),
    ("the index is a folder", _own("index.db", None), ("search", "ferry"), 0, ""),
    ("the state is garbage", _own("state.db", b"garbage" * 900), ("stats",), 0, ""),
]


@pytest.mark.parametrize(("name", "content", "arguments", "code", "said"), FILES, ids=[row[0] for row in FILES])
def test_a_bad_file_is_told_with_where_and_what(
    annotui: Callable[..., Any],
    project_folder: Path,
    tmp_path: Path,
    name: str,
    content: bytes,
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    before = sorted(path.name for path in (project_folder / "corpus").rglob("*"))
    result = annotui(*(str(file) if argument == FILE else argument for argument in arguments))
    assert result.code == code
    assert said in result.err
    assert not {character for character in result.err if ord(character) < 32} - {"\n"}
    assert file.read_bytes() == content
    assert annotui("check").code == 0
    if code and arguments == ADD:
        assert sorted(path.name for path in (project_folder / "corpus").rglob("*")) == before


@pytest.mark.parametrize(("state", "make", "arguments", "code", "said"), STATES, ids=[row[0] for row in STATES])
def test_a_bad_state_is_told_or_does_not_matter(
    annotui: Callable[..., Any],
    project_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    state: str,
    make: Callable[[Path], None],
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    make(project_folder)
    monkeypatch.setenv("ANNOTUI_SETTINGS", str(project_folder / "settings.toml"))
    database = project_folder / "annotations.db"
    before = database.read_bytes() if database.is_file() else None
    result = annotui(*arguments)
    assert result.code == code, state
    assert said in result.err
    assert before is None or database.read_bytes() == before
