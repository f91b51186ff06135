from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FERRY = "b-ferry.txt"
TAG = ("tag", FERRY)


BAD = [
    (("nope",), 2, "There is no command, and no folder, 'nope'"),
    (("exprot",), 2, "Did you mean 'export'?"),
    (("./nope",), 2, "terminal"),
    (("--nope",), 2, "No such option"),
    (("suggset", "x"), 2, "no command"),
    (("n\x1b[2Jope",), 2, "nope'".replace("ope", "\\x1b[2Jope")),
    (("a" * 5000,), 2, "no command"),
    (("article",), 2, "Usage: annotui article"),
    (("agreements",), 2, "Usage: annotui agreements"),
    (("labels", "nope"), 2, "No such command 'nope'"),
    (("--project", "nowhere", "stats"), 2, "nowhere is not a folder"),
    (("--project", "corpus", "stats"), 2, "is not an annotui project"),
    (("--project", "corpus/b-ferry.txt", "stats"), 2, "is not a folder"),
    (("--project", "a" * 5000, "stats"), 2, "is not a folder"),
    (("--annotator", "a\x1bb", "stats"), 2, "characters that cannot be shown"),
    (("--annotator", "\udcff", "stats"), 2, "characters that cannot be shown"),
    (("init", "corpus/b-ferry.txt"), 4, "cannot be made"),
    (("init", "--catalogue", "other"), 2, "'other' is not"),
    (("init",), 2, "is there already"),
    (("add",), 2, "Missing argument 'PATH...'"),
    (("add", "nowhere.txt"), 2, "nowhere.txt: there is no such file"),
    (("add", "a" * 5000), 2, "there is no such file"),
    (("add", "corpus/\udcff.txt"), 2, "there is no such file"),
    (("sync", "extra"), 2, "unexpected extra argument"),
    (("article", "set"), 2, "Missing argument 'ARTICLE'"),
    (("article", "set", FERRY), 2, "Nothing to set"),
    (("article", "set", "none.txt", "--title", "T"), 2, "There is no article 'none.txt'"),
    (("article", "set", FERRY, "--date", "2020-13"), 3, "'2020-13' is not a date"),
    (("article", "set", FERRY, "--date", "9 May"), 3, "Write 2022-04-16"),
    (("article", "set", FERRY, "--status", "finished"), 2, "'finished' is not one of"),
    (("article", "set", FERRY, "--title", "\udcff"), 3, "not valid UTF-8"),
    (("agreements", "import"), 2, "Missing argument 'FILE'"),
    (("agreements", "import", "none.jsonl"), 2, "none.jsonl cannot be read: No such file"),
    (("agreements", "import", "corpus"), 2, "cannot be read: Is a directory"),
    (("agreements", "import", "corpus/b-ferry.txt"), 2, "does not tell the format"),
    (("agreements", "show", "none"), 2, "There is no agreement 'none'"),
    (("agreements", "show", "\udcff"), 3, "not valid UTF-8"),
    (("agreements", "import", "list.csv", "--map", "title"), 2, "maps nothing"),
    (("agreements", "import", "list.csv", "--map", "title="), 2, "maps nothing"),
    (("agreements", "import", "list.csv", "--map", "name=Name"), 2, "There is no field 'name'"),
    (("agreements", "import", "list.csv", "--map", "title=A,B"), 2, "comes of one column"),
    (("agreements", "import", "list.csv", "--split", ","), 2, "go with --map"),
    (("agreements", "import", "list.csv", "--dates", "dmy"), 2, "go with --map"),
    (("agreements", "import", "list.csv", "--dates", "ymd", "--map", "id=A"), 2, "'ymd' is not one of"),
    (("agreements", "import", "none.csv", "--map", "id=A"), 2, "none.csv cannot be read"),
    (("agreements", "export", "--format", "xml"), 2, "'xml' is not one of"),
    (("agreements", "export", "-o", "out.xml"), 2, "does not tell the format"),
    (("agreements", "export", "-o", "no/such/out.csv"), 4, "cannot be written"),
    (("agreements", "export", "-o", "annotations.db/out.csv"), 4, "cannot be written"),
    (("labels", "import", "none.csv"), 2, "cannot be read"),
    (("link",), 2, "Missing argument 'TEXT'"),
    (("link", "x", "--on", "someday"), 2, "'someday' is not a date"),
    (("link", "x", "--limit", "0"), 2, "0 is not in the range"),
    (("link", "x", "--limit", "many"), 2, "'many' is not a valid integer"),
    ((*TAG,), 2, "Missing argument 'START'"),
    ((*TAG, "0", "5"), 2, "Missing argument 'LABEL'"),
    ((*TAG, "zero", "5", "place"), 2, "'zero' is not a valid integer"),
    ((*TAG, "0.5", "5", "place"), 2, "not a valid integer"),
    ((*TAG, "-1", "5", "place"), 2, "No such option"),
    ((*TAG, "--", "-1", "5", "place"), 3, "lie outside the article"),
    ((*TAG, "5", "5", "place"), 2, "START 5 is not before END 5"),
    ((*TAG, "9", "5", "place"), 2, "not before END"),
    ((*TAG, "0", "99999", "place"), 3, "lie outside the article"),
    ((*TAG, "0", "9" * 30, "place"), 3, "lie outside the article"),
    ((*TAG, "0", "9" * 5000, "place"), 2, "not a valid integer"),
    ((*TAG, "0", "5", "river"), 2, "There is no label 'river'"),
    ((*TAG, "0", "5", ""), 2, "There is no label ''"),
    ((*TAG, "0", "5", "place", "--nil"), 2, "'place' does not link"),
    ((*TAG, "0", "5", "event", "--agreement", "none"), 2, "There is no agreement 'none'"),
    ((*TAG, "0", "5", "event", "--nil", "--unsure"), 2, "--nil goes with neither"),
    ((*TAG, "0", "5", "event", "--nil", "--agreement", "ferry-2020"), 2, "--nil goes with neither"),
    ((*TAG, "0", "5", "place", "--note", "\udcff"), 3, "not valid UTF-8"),
    (("tag", "none.txt", "0", "5", "place"), 2, "There is no article 'none.txt'"),
    (("tag", "\udcff", "0", "5", "place"), 3, "not valid UTF-8"),
    (("tag", "../annotations.db", "0", "5", "place"), 2, "There is no article"),
    (("search",), 2, "Missing argument 'QUERY'"),
    (("search", ""), 2, "Nothing to search for"),
    (("search", "***"), 2, "Nothing to search for"),
    (("search", "x", "--limit", "-5"), 2, "not in the range"),
    (("export", "--format", "xml"), 2, "'xml' is not one of"),
    (("export", "--article", "none.txt"), 2, "There is no article 'none.txt'"),
    (("export", "--label", "none"), 2, "There is no label 'none'"),
    (("export", "--by", "nobody"), 2, "There is no annotator 'nobody'"),
    (("export", "-o", "corpus"), 4, "cannot be written"),
    (("export", "-o", "out.xlsx"), 2, ".xlsx is no format"),
    (("export", "-o", "corpus/a-harbour.txt", "--format", "csv"), 2, "is there already"),
    (("export", "-o", "corpus", "--format", "brat"), 2, "is there already"),
    (("export", "-o", "corpus", "--format", "brat", "--force"), 2, "is there already"),
    (("export", "-o", "no/such/folder", "--format", "brat"), 4, "cannot be written"),
    (("export", "--columns", "start,nothing"), 2, "There is no column nothing"),
    (("export", "--columns", "start", "--format", "json"), 2, "json knows no --columns"),
    (("export", "--delimiter", "ab"), 2, "cannot part cells"),
    (("export", "--delimiter", ";", "--format", "tsv"), 2, "tsv knows no --delimiter"),
    (("export", "--raw", "--format", "brat"), 2, "brat knows no --raw"),
    (("agreements", "export", "-o", "corpus/a-harbour.txt", "--format", "csv"), 2, "is there already"),
    (("labels", "export", "-o", "corpus/a-harbour.txt", "--format", "csv"), 2, "is there already"),
    (("import", "corpus", "--format", "brat"), 3, "there is no .ann file"),
    (("import", "corpus/b-ferry.txt", "--format", "conll2003"), 3, "is no tag"),
    (("import", "corpus/b-ferry.txt", "--format", "w3c"), 3, "not JSON"),
    (("export", "-o", "no/such/folder.csv"), 4, "cannot be written"),
    (("export", "extra"), 2, "unexpected extra argument"),
    (("import",), 2, "Missing argument 'FILE'"),
    (("import", "none.jsonl"), 2, "none.jsonl cannot be read: No such file"),
    (("import", "corpus"), 2, "does not tell the format"),
    (("import", "corpus", "--format", "csv"), 3, "There is no file for csv in it"),
    (("import", "corpus/b-ferry.txt"), 2, ".txt is no format"),
    (("import", "corpus/b-ferry.txt", "--format", "xml"), 2, "'xml' is not one of"),
    (("import", "corpus/b-ferry.txt", "--format", "json"), 3, "not JSON at column 1"),
    (("import", "corpus/b-ferry.txt", "--format", "csv"), 3, "the header has no column"),
    (("stats", "--josn"), 2, "No such option"),
    (("check", "x"), 2, "unexpected extra argument"),
]


@pytest.mark.parametrize(("arguments", "code", "said"), BAD, ids=lambda value: ascii(value)[:60])
def test_bad_input_is_refused_in_words_and_writes_nothing(
    annotui: Callable[..., Any], project_folder: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    before = (project_folder / "annotations.db").read_bytes()
    result = annotui(*arguments)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert not {character for character in result.err if ord(character) < 32} - {"\n"}
    assert (project_folder / "annotations.db").read_bytes() == before
    assert sorted(path.name for path in project_folder.iterdir() if path.name != ".annotui") == [
        "annotations.db",
        "corpus",
    ]


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", 4, "is empty"),
        (b"not a database, but long enough to be read as one" * 20, 4, "not an annotui database"),
        (b"SQLite format 3\0", 4, "annotations.db"),
    ],
)
@pytest.mark.parametrize("command", [("stats",), ("export",), ("check",), ("sync",), (*TAG, "0", "5", "place")])
def test_a_database_that_is_none_is_a_storage_error_for_every_command(
    annotui: Callable[..., Any],
    project_folder: Path,
    command: tuple[str, ...],
    content: bytes,
    code: int,
    said: str,
) -> None:
    (project_folder / "annotations.db").write_bytes(content)
    result = annotui(*command)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert (project_folder / "annotations.db").read_bytes() == content


def test_a_fault_of_our_own_is_told_without_a_traceback_or_text(
    annotui: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from annotui.project import figures

    def fail(project: object) -> object:
        raise ZeroDivisionError("secret words of an article")

    monkeypatch.setattr(figures, "stats", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    result = annotui("stats")
    assert result.code == 70
    assert "a fault in annotui" in result.err
    assert "secret" not in result.err
    (file,) = tmp_path.glob("crash-*.txt")
    assert "secret" not in file.read_text()
