"""What goes out and comes in: annotations as CSV, JSON, JSONL; the catalogue and the labels from and to files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO

from annotui import __version__
from annotui.core.model import Agreement, Annotation, Label, link_status
from annotui.errors import DataError, StorageError, UsageError
from annotui.formats import agreements as agreement_format
from annotui.formats import labels as label_format
from annotui.formats.annotations_csv import write_csv
from annotui.formats.annotations_json import write_json, write_jsonl
from annotui.formats.exported import ExportArticle
from annotui.formats.json_text import encode
from annotui.formats.tables import Problem, format_of
from annotui.project.jobs import Progress, quietly
from annotui.project.opening import Project
from annotui.storage import articles, catalogue, span_rows
from annotui.storage.history import NothingChanged

FORMATS = ("csv", "json", "jsonl")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which annotations go out; empty means all. `anchored` leaves out moved and orphaned ones."""

    articles: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    anchored: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export held: counts, and how much of it is unfinished or does not stand where it says."""

    articles: int
    annotations: int
    open_links: int
    unsure: int
    moved: int
    not_done: int
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: how many records are new, changed or as before, and what was wrong with others."""

    new: int
    changed: int
    same: int
    problems: tuple[Problem, ...]


def export(
    project: Project,
    out: BinaryIO,
    format: str,
    selection: Selection,
    *,
    raw: bool = False,
    progress: Progress = quietly,
) -> Exported:
    """Write the selected annotations to `out`, every span checked against its article's text.

    Raises UsageError for an unknown format, article or label.
    """
    if format not in FORMATS:
        raise UsageError(f"There is no format {format!r}.", f"The formats are {', '.join(FORMATS)}.")
    labels = {label.name: label for label in project.labels()}
    for name in selection.labels:
        project.label(name)
    tally = _Tally(labels)
    stream = tally.counted(_selected(project, selection, progress))
    if format == "csv":
        titles = {record.id: record.title for record in project.agreements()}
        write_csv(out, stream, labels=labels, titles=titles.__getitem__, raw=raw)
    elif format == "jsonl":
        write_jsonl(out, stream)
    else:
        write_json(out, stream, labels=list(labels.values()), agreements=project.agreements(), version=__version__)
    return tally.result()


def import_agreements(project: Project, data: bytes, format: str, where: str) -> Imported:
    """Put the records of a file into the catalogue, as one act: new ones added, those with a known id replaced."""
    read = agreement_format.read_agreements(data, format, where)
    known = {record.id: record for record in project.agreements()}
    changed = [record for record in read.records if known.get(record.id) != record]
    try:
        with project.store.act(project.annotator, f"import {len(changed)} agreements") as writer:
            for record in changed:
                catalogue.put_agreement(writer, record)
    except NothingChanged:
        pass
    new = sum(record.id not in known for record in changed)
    return Imported(new, len(changed) - new, len(read.records) - len(changed), read.problems)


def import_labels(project: Project, data: bytes, format: str, where: str) -> Imported:
    """Put the labels of a file into the label set, as one act; those not in the file stay, after them."""
    read = label_format.read_labels(data, format, where)
    known = {label.name: label for label in project.labels()}
    order = [label.name for label in read.records] + [
        name for name in known if name not in {r.name for r in read.records}
    ]
    merged = {**known, **{label.name: label for label in read.records}}
    try:
        with project.store.act(project.annotator, f"import {len(read.records)} labels") as writer:
            for position, name in enumerate(order):
                catalogue.put_label(writer, merged[name], position)
    except NothingChanged:
        pass
    new = sum(label.name not in known for label in read.records)
    same = sum(known.get(label.name) == label for label in read.records)
    return Imported(new, len(read.records) - new - same, same, read.problems)


def export_agreements(project: Project, out: BinaryIO, format: str) -> int:
    """Write the catalogue; returns the number of records."""
    records = project.agreements()
    agreement_format.write_agreements(out, records, format)
    return len(records)


def export_labels(project: Project, out: BinaryIO, format: str) -> int:
    """Write the label set; returns the number of labels."""
    labels = project.labels()
    label_format.write_labels(out, labels, format)
    return len(labels)


def add_agreement(project: Project, record: Agreement) -> None:
    """Add a new record to the catalogue. Raises UsageError if its id is taken, DataError if it is not whole."""
    if any(known.id == record.id for known in project.agreements()):
        raise UsageError(f"There is an agreement {record.id!r} already.", "Choose another id.")
    read = agreement_format.read_agreements(encode(agreement_format.agreement_object(record)), "jsonl", "new record")
    for problem in read.problems:
        raise DataError(f"The record cannot be added: {problem.what}.", "An id and a title are needed; dates are ISO.")
    with project.store.act(project.annotator, f"new agreement {record.id}") as writer:
        catalogue.put_agreement(writer, record)


def add_starter_catalogue(project: Project) -> int:
    """Put the shipped catalogue into a new project; returns the number of records."""
    read = agreement_format.read_agreements(_shipped("agreements.jsonl"), "jsonl", "the shipped catalogue")
    with project.store.setting_up(project.annotator) as writer:
        for record in read.records:
            catalogue.put_agreement(writer, record)
    return len(read.records)


def starter_labels() -> Sequence[Label]:
    """The labels of a new project."""
    return label_format.read_labels(_shipped("labels.jsonl"), "jsonl", "the shipped labels").records


def file_format(path: Path) -> str:
    """The format of a catalogue or label file, by its suffix. Raises UsageError."""
    return format_of(path)


def write_out(path: Path | None, stdout: BinaryIO, write: Callable[[BinaryIO], None]) -> None:
    """Run `write` onto a file or stdout. A file appears whole or not at all. Raises StorageError."""
    if path is None:
        write(stdout)
        stdout.flush()
        return
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            write(out)
        part.replace(path)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}.", "Give another place with -o.") from error
    finally:
        part.unlink(missing_ok=True)


def _shipped(name: str) -> bytes:
    return (files("annotui") / "data" / name).read_bytes()


def _selected(project: Project, selection: Selection, progress: Progress) -> Iterator[ExportArticle]:
    connection = project.store.connection
    known = articles.paths(connection, present_only=False)
    for path in selection.articles:
        if path not in known:
            raise UsageError(f"There is no article {path!r}.", "Give its path relative to corpus/.")
    wanted = [path for path in known if not selection.articles or path in selection.articles]
    asked = selection.by or (project.annotator,)
    for number, path in enumerate(wanted):
        if not progress("export", number, len(wanted)):
            return
        found = articles.article(connection, path, asked[0])
        id = articles.article_id(connection, path)
        if found is None or id is None:
            continue
        yield ExportArticle(
            article=replace(found, status=articles.status_of(connection, path, asked)),
            annotations=tuple(span for span in span_rows.annotations_of(connection, id) if _wanted(span, selection)),
        )


def _wanted(span: Annotation, selection: Selection) -> bool:
    return (
        (not selection.labels or span.label in selection.labels)
        and (not selection.by or span.annotator in selection.by)
        and (not selection.anchored or span.anchor == "exact")
    )


class _Tally:
    """Counts what passes by, and checks each span against its text."""

    def __init__(self, labels: dict[str, Label]) -> None:
        self._labels = labels
        self._articles = self._spans = self._open = self._unsure = self._moved = self._not_done = 0
        self._wrong: list[str] = []

    def counted(self, stream: Iterator[ExportArticle]) -> Iterator[ExportArticle]:
        for item in stream:
            self._articles += 1
            self._not_done += item.article.status in {"todo", "in progress"}
            for span in item.annotations:
                self._count(span, item.article.text)
            yield item

    def _count(self, span: Annotation, text: str) -> None:
        self._spans += 1
        status = link_status(span, self._labels[span.label].links)
        self._open += status == "open"
        self._unsure += status == "unsure"
        self._moved += span.anchor != "exact"
        if span.anchor != "orphaned" and " ".join(text[f.start : f.end] for f in span.fragments) != span.text:
            self._wrong.append(f"{span.article} {span.start}-{span.end} {span.id}")

    def result(self) -> Exported:
        return Exported(
            self._articles, self._spans, self._open, self._unsure, self._moved, self._not_done, tuple(self._wrong)
        )
