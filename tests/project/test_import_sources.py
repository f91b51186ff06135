"""What an import is given: a file with those beside it, a folder, an archive; and what of it is not touched."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from annotui.errors import DataError, UsageError
from annotui.formats.registry import FORMATS
from annotui.project.import_sources import sources_of
from annotui.project.importing import import_annotations
from annotui.project.opening import Project

PAIR = {"a.txt": b"Ada met Bob.", "a.ann": b"T1\tperson 0 3\tAda\n"}


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def test_what_belongs_to_a_file_comes_with_it(empty: Project, tmp_path: Path) -> None:
    put(tmp_path / "in", {**PAIR, "b.txt": b"Eve", "b.ann": b"", "notes.doc": b"x"})
    assert import_annotations(empty, tmp_path / "in/a.ann").new == 1
    assert [one.name for one in sources_of(tmp_path / "in/a.ann", FORMATS["brat"])[0]] == ["a.ann", "a.txt"]


@pytest.mark.parametrize("kind", ["folder", "zip", "tar.gz"])
def test_a_folder_and_archives_are_the_same(empty: Project, tmp_path: Path, kind: str) -> None:
    files = {f"news/{name}": data for name, data in PAIR.items()} | {"annotation.conf": b"[entities]\n", ".hidden": b""}
    path = put(tmp_path / "in", files)
    if kind == "zip":
        path = tmp_path / "in.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
    elif kind == "tar.gz":
        path = tmp_path / "in.tar.gz"
        with tarfile.open(path, "w:gz") as archive:
            for name, data in files.items():
                about = tarfile.TarInfo(name)
                about.size = len(data)
                archive.addfile(about, io.BytesIO(data))
    done = import_annotations(empty, path, "brat")
    assert (done.new, done.articles, done.problems) == (1, 1, [])
    assert (empty.corpus / "news/a.txt").read_bytes() == PAIR["a.txt"]


def test_names_and_links_that_lead_out_are_refused(empty: Project, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Ada's secret")
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**PAIR, "../secret.txt": b"x", "/etc/b.ann": b"x"}.items():
            archive.writestr(name, data)
    done = import_annotations(empty, path, "brat")
    assert done.new == 1
    assert {problem.what for problem in done.problems} == {"its name leads out of the archive"}
    folder = put(tmp_path / "in", {"b.ann": b"T1\tperson 0 3\tAda\n"})
    (folder / "b.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(DataError, match=r"no \.txt file of this name"):
        import_annotations(empty, folder, "brat")
    assert list(empty.corpus.rglob("*secret*")) == []


def test_of_several_files_the_good_ones_come_in(empty: Project, tmp_path: Path) -> None:
    good = b'{"text": "Ada met Bob.", "label": [[0, 3, "person"]]}\n'
    folder = put(tmp_path / "in", {"a.jsonl": good, "b.jsonl": b"{broken", "sub/c.jsonl": good.replace(b"Ada", b"Eve")})
    done = import_annotations(empty, folder, "doccano")
    assert (done.new, done.articles) == (2, 2)
    assert [problem.where.rpartition("/")[2] for problem in done.problems] == ["b.jsonl line 1"]


@pytest.mark.parametrize("name", ["none.jsonl", "none.zip", "none"])
def test_what_is_not_there_is_said(empty: Project, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        import_annotations(empty, tmp_path / name, "doccano")


def test_a_cas_with_a_document_type_is_not_parsed(empty: Project, tmp_path: Path) -> None:
    pytest.importorskip("cassis", reason="the extra uima is not installed")
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xmi:XMI>&b;</xmi:XMI>'
    folder = put(tmp_path / "in", {"a.xmi": bomb, "TypeSystem.xml": b"<typeSystemDescription/>"})
    with pytest.raises(DataError, match="document type"):
        import_annotations(empty, folder, "uima-xmi")


def test_a_span_that_ends_inside_a_character_is_refused(empty: Project, tmp_path: Path) -> None:
    pytest.importorskip("cassis", reason="the extra uima is not installed")
    annotation = '{"%%ID": %d, "%%TYPE": "uima.tcas.Annotation", "@sofa": 1, "begin": %d, "end": %d}'
    spans = ", ".join(annotation % given for given in ((2, 0, 2), (3, 1, 6), (4, 3, 6), (5, 3, 99)))
    text = (
        '{"%TYPES": {}, "%FEATURE_STRUCTURES": [{"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, '
        f'"sofaID": "_InitialView", "mimeType": "text", "sofaString": "🙂 Ada"}}, {spans}], '
        '"%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [2, 3, 4, 5]}}}'
    )
    put(tmp_path, {"a.json": text.encode()})
    done = import_annotations(empty, tmp_path / "a.json", "uima-json")
    assert done.new == 2
    assert [problem.what for problem in done.problems] == [
        "begins or ends inside a character, or outside the text",
        "begins or ends inside a character, or outside the text",
    ]


def test_what_no_type_system_knows_is_told(empty: Project, tmp_path: Path) -> None:
    pytest.importorskip("cassis", reason="the extra uima is not installed")
    entity = "de.tudarmstadt.ukp.dkpro.core.api.ner.type"
    xmi = (
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmi:version="2.0" '
        f'xmlns:ner="http:///{entity.replace(".", "/")}.ecore" xmlns:own="http:///own/layer.ecore">'
        '<ner:NamedEntity xmi:id="2" sofa="1" begin="0" end="3" value="person"/>'
        '<own:Thing xmi:id="3" sofa="1" begin="4" end="7"/>'
        '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="Ada met Bob."/>'
        '<cas:View sofa="1" members="2 3"/></xmi:XMI>'
    )
    put(tmp_path, {"a.xmi": xmi.encode()})
    done = import_annotations(empty, tmp_path / "a.xmi")
    assert (done.new, done.problems, done.lost) == (1, [], ("annotations of types that the type system lacks: 1",))
