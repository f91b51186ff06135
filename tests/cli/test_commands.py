from __future__ import annotations

import csv
import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotui.core.model import ARTICLE_STATUSES

Annotui = Callable[..., Any]

FERRY = "b-ferry.txt"
HARBOUR = "a-harbour.txt"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


# init


def test_init_makes_a_project_and_reads_in_what_is_there(annotui: Annotui, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    (folder / "corpus").mkdir(parents=True)
    (folder / "corpus" / "x.txt").write_text("One article.")
    result = annotui("init", str(folder))
    assert (result.code, result.out) == (0, "new\tx.txt\n")
    assert "1 new" in result.err
    listed = annotui("labels", "list", "--project", str(folder)).out.splitlines()
    assert [line.split("\t")[:3] for line in listed] == [
        ["agreement", "1", "links"],
        ["event", "2", "links"],
        ["organization", "3", "links"],
        ["person", "4", ""],
        ["place", "5", ""],
        ["date", "6", ""],
    ]
    assert annotui("agreements", "list", "--project", str(folder)).out == ""
    again = annotui("init", str(folder))
    assert again.code == 2
    assert "is there already" in again.err


def test_init_of_a_folder_that_is_not_there_makes_it_and_says_what_to_do(annotui: Annotui, tmp_path: Path) -> None:
    result = annotui("init", str(tmp_path / "deep" / "new"), "--catalogue", "starter")
    assert result.code == 0
    assert (tmp_path / "deep" / "new" / "corpus").is_dir()
    assert "annotui add FILE" in result.err
    listed = annotui("--project", str(tmp_path / "deep" / "new"), "agreements", "list").out.splitlines()
    assert len(listed) > 50


def test_init_takes_the_current_folder_or_the_project_option(
    annotui: Annotui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, arguments in enumerate([("init",), ("--project", "p1", "init"), ("init", "--project", "p2")]):
        monkeypatch.chdir(tmp_path)
        folder = tmp_path / (f"p{number}" if number else ".")
        assert annotui(*arguments).code == 0
        assert (folder / "annotations.db").exists()


# add


def test_add_takes_files_folders_archives_and_stdin(annotui: Annotui, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    (inbox / "deep").mkdir(parents=True)
    (inbox / "one.txt").write_text("One text.")
    (inbox / "deep" / "two.md").write_text("Two text.")
    (tmp_path / "page.html").write_text("<html><title>Page title</title><body><p>Three words here.</p></body></html>")
    (tmp_path / "rows.jsonl").write_text('{"text": "Four text.", "title": "Fourth", "date": "2020-02-03"}\n')
    (tmp_path / "rows.csv").write_text("title,text\nFifth,Five text.\n")
    with zipfile.ZipFile(tmp_path / "six.zip", "w") as archive:
        archive.writestr("six.txt", "Six text.")
    with tarfile.open(tmp_path / "seven.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo("seven.txt")
        info.size = 11
        tar.addfile(info, io.BytesIO(b"Seven text."))
    names = ["inbox", "page.html", "rows.jsonl", "rows.csv", "six.zip", "seven.tar.gz"]
    result = annotui("add", *(str(tmp_path / name) for name in names), "-", stdin=b"Eight text.")
    assert result.code == 0, result.err
    added = [line.split("\t")[1] for line in result.out.splitlines() if line.startswith("added")]
    assert len(added) == 8
    assert "8 added, 0 there already, 0 not added." in result.err
    assert "8 new" in result.err
    articles = [json.loads(line) for line in annotui("export", "--format", "jsonl").out.splitlines()]
    texts = " ".join(article["text"] for article in articles)
    for word in ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"):
        assert word in texts
    fourth = next(article for article in articles if "Four text" in article["text"])
    assert (fourth["title"], fourth["date"]) == ("Fourth", "2020-02-03")


def test_add_never_overwrites_and_adds_no_twin(annotui: Annotui, tmp_path: Path, project_folder: Path) -> None:
    (tmp_path / FERRY).write_text("Another ferry.")
    assert annotui("add", str(tmp_path / FERRY)).out == "added\tb-ferry-2.txt\n"
    assert annotui("add", str(tmp_path / FERRY)).out == "same\tb-ferry-2.txt\n"
    assert annotui("add", str(project_folder / "corpus" / FERRY)).out == f"same\t{FERRY}\n"
    assert (project_folder / "corpus" / FERRY).read_text().startswith("Ferry line reopens")


def test_add_tells_what_it_does_not_take(annotui: Annotui, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "x.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "a-harbour.txt").mkdir()
    (tmp_path / "a-harbour.txt" / "in.txt").write_text("Within.")
    with zipfile.ZipFile(tmp_path / "y.zip", "w") as archive:
        archive.writestr("a-harbour.txt/in.txt", "Within a folder that is a file.")
        archive.writestr("good.txt", "A good one.")
    result = annotui("add", str(tmp_path / "x.pdf"), str(tmp_path / "x.txt"), str(tmp_path / "y.zip"))
    assert result.code == 1
    assert result.out == "added\tgood.txt\n"
    assert "1 added, 0 there already, 3 not added." in result.err
    assert "would lie in a folder that is a file" in result.err


# sync, article set


def test_sync_says_what_happened(annotui: Annotui, project_folder: Path) -> None:
    corpus = project_folder / "corpus"
    assert annotui("sync") == (0, "", "0 new, 0 changed, 0 removed, 0 renamed.\n")
    assert annotui("tag", HARBOUR, "0", "7", "place").code == 0
    (corpus / "new.txt").write_text("A new one.")
    (corpus / HARBOUR).write_text("Nothing of it is left, not a word.")
    (corpus / FERRY).rename(corpus / "renamed.txt")
    (corpus / "sub" / "c-café.txt").unlink()
    result = annotui("sync")
    assert result.code == 1
    assert sorted(result.out.splitlines()) == [
        f"changed\t{HARBOUR}",
        "new\tnew.txt",
        "removed\tsub/c-café.txt",
        f"renamed\t{FERRY}\trenamed.txt",
    ]
    assert "1 new, 1 changed, 1 removed, 1 renamed." in result.err
    assert "1 have lost their text" in result.err
    (corpus / "bad.txt").write_bytes(b"GIF89a")
    result = annotui("sync")
    assert result.code == 1
    assert "not read: bad.txt" in result.err


@pytest.mark.parametrize("status", ARTICLE_STATUSES)
def test_article_set_corrects_and_says_nothing_when_repeated(annotui: Annotui, status: str) -> None:
    arguments = ("article", "set", FERRY, "--date", "2020-06", "--title", "T", "--source", "S", "--status", status)
    for _ in range(2):
        assert annotui(*arguments) == (0, "", "")
    article = next(
        json.loads(line) for line in annotui("export", "--format", "jsonl").out.splitlines() if FERRY in line
    )
    assert [article[name] for name in ("date", "title", "source", "status")] == ["2020-06", "T", "S", status]
    assert annotui("article", "set", FERRY, "--title", "").code == 0
    assert '"title": ""' in annotui("export", "--format", "jsonl", "--article", FERRY).out


# agreements, labels


@pytest.mark.parametrize("kind", ["jsonl", "json", "csv", "toml"])
def test_the_catalogue_goes_out_and_comes_in_in_every_format(annotui: Annotui, tmp_path: Path, kind: str) -> None:
    before = annotui("agreements", "export").out
    file = tmp_path / f"catalogue.{kind}"
    result = annotui("agreements", "export", "-o", str(file))
    assert (result.code, result.out, result.err) == (0, "", "3 agreements.\n")
    assert annotui("agreements", "export", "--format", kind).out == file.read_bytes().decode()
    assert annotui("agreements", "import", str(file)).err == "0 new, 0 changed, 3 as before, 0 problems.\n"
    text = file.read_bytes().decode().replace("Ferry Protocol", "Ferry Treaty").replace("harbour-2021", "other-2021")
    file.write_bytes(text.encode())
    assert annotui("agreements", "import", str(file)).err == "1 new, 1 changed, 1 as before, 0 problems.\n"
    assert annotui("agreements", "show", "ferry-2020").out.splitlines()[1] == "title:    Ferry Treaty"
    assert [json.loads(line)["id"] for line in before.splitlines()] == ["ferry-2020", "harbour-2019", "harbour-2021"]


def test_agreements_list_and_show(annotui: Annotui) -> None:
    assert annotui("agreements", "list").out.splitlines() == [
        "ferry-2020\t2020-06-07\tprotocol\tFerry Protocol",
        "harbour-2019\t2019-05-03\taccord\tHarbour Accord",
        "harbour-2021\t2021-05\t\tSecond Harbour Accord",
    ]
    assert annotui("agreements", "show", "harbour-2019").out.splitlines() == [
        "id:       harbour-2019",
        "title:    Harbour Accord between Norland and Sudria",
        "short:    Harbour Accord",
        "dates:    2019-05-03",
        "place:    Port Vale",
        "parties:  Norland; Sudria",
        "kind:     accord",
        "aliases:  Port Vale accord",
    ]


def test_good_records_of_a_file_with_problems_are_taken(annotui: Annotui, tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    file.write_text('{"id": "good", "title": "Good"}\n{"id": "bad"}\nnonsense\n')
    result = annotui("agreements", "import", str(file))
    assert result.code == 1
    assert "1 new, 0 changed, 0 as before, 2 problems." in result.err
    assert "line 2" in result.err
    file.write_text("nonsense\n")
    assert annotui("agreements", "import", str(file)).code == 3


@pytest.mark.parametrize("kind", ["jsonl", "json", "csv", "toml"])
def test_the_label_set_goes_out_and_comes_in_in_every_format(annotui: Annotui, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"labels.{kind}"
    assert annotui("labels", "export", "-o", str(file)).err == "6 labels.\n"
    assert annotui("labels", "export", "--format", kind).out == file.read_bytes().decode()
    assert annotui("labels", "import", str(file)).err == "0 new, 0 changed, 6 as before, 0 problems.\n"


def test_an_imported_label_takes_its_key_and_says_from_whom(annotui: Annotui, tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text('{"name": "river", "key": "5", "guideline": "A river."}\n')
    result = annotui("labels", "import", str(file))
    assert result.code == 1
    assert "label place: its key 5 is now that of river" in result.err
    listed = annotui("labels", "list").out.splitlines()
    assert listed[0] == "river\t5\t\tA river."
    assert next(line for line in listed if line.startswith("place")).split("\t")[1] == ""


# link, tag


def test_link_ranks_with_reasons(annotui: Annotui) -> None:
    result = annotui("link", "the Harbour Accord of 3 May 2019")
    assert result.code == 0
    first = result.out.splitlines()[0]
    assert "harbour-2019" in first
    assert 0 <= float(first.split()[0]) <= 1
    found = json.loads(annotui("link", "Ferry Protocol", "--json", "--limit", "1").out)
    assert len(found) == 1
    assert found[0].keys() == {"agreements", "score", "features"}
    assert found[0]["agreements"][0].keys() == {"id", "title", "part"}
    assert found[0]["agreements"][0]["id"] == "ferry-2020"
    assert 0 <= found[0]["score"] <= 1
    assert all(feature.keys() == {"id", "value", "text"} for feature in found[0]["features"])


def test_link_takes_context_and_date(annotui: Annotui) -> None:
    sentence = "On 3 May the envoys signed the Harbour Accord in Port Vale."
    result = annotui("link", "the Harbour Accord", "--context", sentence, "--on", "2019-05-04", "--json")
    assert json.loads(result.out)[0]["agreements"][0]["id"] == "harbour-2019"
    assert annotui("link", "Harbour Accord", "--context", "Quite another sentence.").code == 0
    result = annotui("link", "zzzz qqqq")
    assert (result.code, result.out) == (1, "")
    assert annotui("link", "zzzz qqqq", "--json").out == "[]\n"


def test_tag_prints_the_id_alone_on_stdout(annotui: Annotui) -> None:
    result = annotui("tag", FERRY, "0", "5", "place", "--note", "by script")
    assert result.code == 0
    assert result.err == "place: Ferry\n"
    (row,) = table(annotui("export").out)
    assert row["annotation_id"] == result.out.strip()
    assert (row["article"], row["start"], row["end"], row["text"]) == (FERRY, "0", "5", "Ferry")
    assert (row["note"], row["annotator"], row["origin"], row["state"]) == ("by script", "vera", "manual", "accepted")
    assert row["link_status"] == ""


def test_tag_links_or_says_that_it_cannot(annotui: Annotui) -> None:
    for number, (options, status, ids) in enumerate(
        [
            ((), "open", [""]),
            (("--agreement", "ferry-2020"), "linked", ["ferry-2020"]),
            (("--agreement", "harbour-2019", "--agreement", "ferry-2020"), "linked", ["harbour-2019", "ferry-2020"]),
            (("--nil",), "nil", [""]),
            (("--unsure",), "unsure", [""]),
            (
                ("--unsure", "--agreement", "ferry-2020", "--agreement", "harbour-2021"),
                "unsure",
                ["ferry-2020", "harbour-2021"],
            ),
        ]
    ):
        assert annotui("tag", FERRY, str(number), str(number + 3), "agreement", *options).code == 0
        rows = [row for row in table(annotui("export").out) if row["start"] == str(number)]
        assert [row["agreement_id"] for row in rows] == ids
        assert {row["link_status"] for row in rows} == {status}
