from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from annotui.core.model import Agreement, Fragment, Link
from annotui.errors import DataError, StorageError, UsageError
from annotui.project import annotate, reading
from annotui.project.exchange import (
    add_agreement,
    add_starter_catalogue,
    export_labels,
    import_agreements,
    import_labels,
    write_out,
)
from annotui.project.exporting import Selection, export, export_to
from annotui.project.jobs import Stopped
from annotui.project.opening import Project

FERRY = "b-ferry.txt"
Exported = Callable[[Project], list[dict[str, object]]]


def put(data: bytes) -> Callable[[BinaryIO], object]:
    return lambda out: out.write(data)


def test_an_export_counts_what_is_unfinished(project: Project) -> None:
    annotate.tag(project, FERRY, [Fragment(0, 5)], "agreement")
    annotate.tag(project, FERRY, [Fragment(0, 6)], "agreement", links=[Link(None, "unsure")])
    annotate.tag(project, FERRY, [Fragment(0, 7)], "place")
    annotate.set_status(project, [FERRY], "done")
    annotate.set_status(project, ["a-harbour.txt"], "skipped")
    done = export(project, io.BytesIO(), "csv", Selection())
    assert (done.articles, done.annotations, done.open_links, done.unsure) == (3, 3, 1, 1)
    assert (done.moved, done.not_done, done.wrong) == (0, 1, ())


@pytest.mark.parametrize(
    ("format", "selection"),
    [
        ("xml", Selection()),
        ("csv", Selection(articles=("none.txt",))),
        ("csv", Selection(labels=("none",))),
        ("csv", Selection(by=("none",))),
    ],
)
def test_what_cannot_be_exported_is_refused_before_a_byte_is_written(
    project: Project, format: str, selection: Selection
) -> None:
    out = io.BytesIO()
    with pytest.raises(UsageError):
        export(project, out, format, selection)
    assert out.getvalue() == b""


def test_the_status_exported_is_that_of_who_is_asked_for(
    make_project: Callable[..., Project], exported: Exported
) -> None:
    vera, boris = make_project(), make_project(annotator="boris")
    annotate.set_status(boris, [FERRY], "done")
    assert {a["status"] for a in exported(vera) if a["article"] == FERRY} == {"done"}
    annotate.set_status(vera, [FERRY], "in progress")
    assert {a["status"] for a in exported(vera) if a["article"] == FERRY} == {"in progress"}
    assert {a["status"] for a in exported(boris) if a["article"] == FERRY} == {"done"}


def test_an_export_that_is_stopped_says_so(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("the last good one")
    with pytest.raises(Stopped):
        write_out(
            path,
            io.BytesIO(),
            lambda out: export(project, out, "csv", Selection(), progress=lambda what, done, total: done < 2),
            force=True,
        )
    assert path.read_text() == "the last good one"
    assert [found.name for found in tmp_path.iterdir() if found.name != "project"] == ["out.csv"]


def test_a_file_keeps_its_permissions_and_a_link_its_target(tmp_path: Path) -> None:
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_out(link, io.BytesIO(), put(b"new"), force=True)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_device_and_a_pipe_are_written_to_not_replaced(tmp_path: Path) -> None:
    write_out(Path(os.devnull), io.BytesIO(), put(b"new"))
    assert Path(os.devnull).is_char_device()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_out(pipe, io.BytesIO(), put(b"through the pipe"))
    assert os.read(reader, 100) == b"through the pipe"
    os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.parametrize("path", [None, Path("-")])
def test_no_path_and_a_dash_are_standard_output(path: Path | None) -> None:
    out = io.BytesIO()
    write_out(path, out, put(b"data"))
    assert out.getvalue() == b"data"


def test_a_place_that_cannot_be_written_is_a_storage_error(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no" / "such.csv"):
        with pytest.raises(StorageError, match="cannot be written"):
            write_out(path, io.BytesIO(), put(b"data"))


def test_records_come_in_as_one_act(project: Project) -> None:
    data = b'{"id": "ferry-2020", "title": "Ferry Treaty"}\n{"id": "new", "title": "New", "aliases": ["N", "M"]}\n'
    done = import_agreements(project, data, "jsonl", "file")
    assert (done.new, done.changed, done.same, done.problems) == (1, 1, 0, ())
    assert project.agreement("ferry-2020") == Agreement("ferry-2020", "Ferry Treaty")
    assert import_agreements(project, data, "jsonl", "file").same == 2
    past = annotate.to_undo(project)
    assert past is not None
    annotate.undo(project, past)
    assert project.agreement("ferry-2020").kind == "protocol"
    assert annotate.to_undo(project) is None


def test_how_often_an_alias_was_accepted_outlives_an_import(project: Project) -> None:
    with project.store.act("vera", "accept") as writer:
        writer.update("agreement_alias", ("harbour-2019", "Port Vale accord"), {"accepted": 3})
    import_agreements(
        project, b'{"id": "harbour-2019", "title": "H", "aliases": ["HA", "Port Vale accord"]}', "jsonl", "file"
    )
    found = project.store.connection.execute("SELECT alias, accepted FROM agreement_alias ORDER BY position")
    assert found.fetchall() == [("HA", 0), ("Port Vale accord", 3)]


def test_a_new_record_is_checked(project: Project) -> None:
    add_agreement(project, Agreement("new", " New Accord ", dates=("2020-05",)))
    assert project.agreement("new").title == "New Accord"
    with pytest.raises(UsageError, match="already"):
        add_agreement(project, Agreement("new", "Other"))
    for record in (Agreement("", "T"), Agreement("x", ""), Agreement("x", "T", dates=("someday",))):
        with pytest.raises(DataError, match="cannot be added"):
            add_agreement(project, record)


def test_labels_keep_their_order_and_lose_no_others(project: Project) -> None:
    done = import_labels(project, b'{"name": "river", "links": true}\n{"name": "place", "color": "c"}', "jsonl", "f")
    assert (done.new, done.changed, done.same) == (1, 1, 0)
    assert [label.name for label in project.labels()] == [
        *("river", "place", "agreement", "event", "organization", "person", "date")
    ]
    annotate.tag(project, FERRY, [Fragment(0, 5)], "river", links=[Link("ferry-2020")])
    out = io.BytesIO()
    assert export_labels(project, out, "jsonl") == 7


def test_the_shipped_catalogue_is_whole(make_project: Callable[..., Project]) -> None:
    project = make_project(catalogue=())
    assert add_starter_catalogue(project) == len(project.agreements()) > 50
    assert annotate.to_undo(project) is None


def test_a_label_that_no_longer_links_keeps_the_links_made(project: Project) -> None:
    annotate.tag(project, FERRY, [Fragment(0, 5)], "event", links=[Link("ferry-2020")])
    import_labels(project, b'{"name": "event", "links": false, "key": "2"}', "jsonl", "f")
    (span,) = reading.spans_of(project, FERRY)
    assert span.links[0].agreement == "ferry-2020"
    annotate.relabel(project, [span], "place")
    assert reading.spans_of(project, FERRY)[0].links == ()


def test_a_folder_is_there_whole_or_not_at_all(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "out"

    def export_it() -> None:
        export_to(project, folder, io.BytesIO(), "brat", Selection(), progress=lambda what, done, total: done < limit)

    limit = 2
    with pytest.raises(Stopped):
        export_it()
    assert [found.name for found in tmp_path.iterdir() if found.name != "project"] == []
    limit = 99
    export_it()
    assert (folder / "a-harbour.ann").read_bytes() == b""
    assert (folder / "annotation.conf").exists()
    with pytest.raises(UsageError, match="there already"):
        export_it()
    (tmp_path / "empty").mkdir()
    folder = tmp_path / "empty"
    export_it()
    assert (folder / "annotation.conf").exists()


def test_a_file_is_replaced_only_where_that_is_asked_for(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("mine")
    with pytest.raises(UsageError, match="there already"):
        export_to(project, out, io.BytesIO(), "csv", Selection())
    assert out.read_text() == "mine"
    export_to(project, out, io.BytesIO(), "csv", Selection(), force=True)
    assert out.read_text().startswith("article,")
