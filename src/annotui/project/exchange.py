"""What goes out and comes in: annotations as CSV, JSON, JSONL; the catalogue and the labels from and to files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO

from annotui import __version__
from annotui.core.model import Annotation, Label, link_status, text_of
from annotui.errors import NothingChanged, UsageError
from annotui.formats import agreements as agreement_format
from annotui.formats import labels as label_format
from annotui.formats.annotations_csv import write_csv
from annotui.formats.annotations_json import write_json, write_jsonl
from annotui.formats.exported import ExportArticle
from annotui.formats.tables import Problem, format_of
from annotui.project.jobs import Progress, Stopped, quietly
from annotui.project.opening import Project
from annotui.project.output import EXPORT_FORMATS, write_out
from annotui.project.pending import pending_in
from annotui.project.record_acts import add_agreement
from annotui.storage import articles, catalogue, span_rows

__all__ = [
    "FORMATS",
    "Exported",
    "Imported",
    "Selection",
    "add_agreement",
    "add_starter_catalogue",
    "export",
    "export_agreements",
    "export_labels",
    "file_format",
    "import_agreements",
    "import_labels",
    "starter_labels",
    "write_out",
]

FORMATS = EXPORT_FORMATS
_PATHS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Selection:
    """Which annotations go out; empty means all. `anchored` leaves out moved and orphaned ones.

    With `suggestions` go those that the annotator still has to decide on.
    """

    articles: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    anchored: bool = False
    suggestions: bool = False


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

    Raises UsageError for an unknown format, article, label or annotator, before anything is written; Stopped where
    `progress` says so.
    """
    if format not in FORMATS:
        raise UsageError(f"There is no format {format!r}.", f"The formats are {', '.join(FORMATS)}.")
    total, paths = _chosen_articles(project, selection)
    for name in selection.labels:
        project.label(name)
    everybody = catalogue.annotators(project.store.connection)
    for name in selection.by:
        if name not in everybody:
            raise UsageError(f"There is no annotator {name!r}.", f"The annotators are: {', '.join(everybody)}.")
    labels = {label.name: label for label in project.labels()}
    tally = _Tally(labels)
    stream = tally.counted(_selected(project, total, paths, selection, progress))
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
    """Put the labels of a file into the label set, as one act; those not in the file stay, after them.

    A key that the file gives to a label is taken from the one that had it, which is told as a problem.
    """
    read = label_format.read_labels(data, format, where)
    known = {label.name: label for label in project.labels()}
    given = {label.name: label for label in read.records}
    owners = {label.key: label.name for label in read.records if label.key}
    problems = list(read.problems)
    kept: list[Label] = []
    for label in known.values():
        if label.name in given:
            continue
        if label.key in owners:
            problems.append(Problem(f"label {label.name}", f"its key {label.key} is now that of {owners[label.key]}"))
            label = label._replace(key="")
        kept.append(label)
    try:
        with project.store.act(project.annotator, f"import {len(given)} labels") as writer:
            for position, label in enumerate((*given.values(), *kept)):
                catalogue.put_label(writer, label, position)
    except NothingChanged:
        pass
    new = sum(name not in known for name in given)
    same = sum(known.get(name) == label for name, label in given.items())
    return Imported(new, len(given) - new - same, same, tuple(problems))


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


def _shipped(name: str) -> bytes:
    return (files("annotui") / "data" / name).read_bytes()


def _chosen_articles(project: Project, selection: Selection) -> tuple[int, Iterator[str]]:
    """How many articles go out, and their paths in order."""
    connection = project.store.connection
    for path in selection.articles:
        if articles.article_id(connection, path) is None:
            raise UsageError(f"There is no article {path!r}.", "Give its path relative to corpus/.")
    if selection.articles:
        chosen = sorted(set(selection.articles))
        return len(chosen), iter(chosen)
    return articles.count(connection), _all_paths(project)


def _all_paths(project: Project) -> Iterator[str]:
    after = ""
    while paths := articles.paths_after(project.store.connection, after, _PATHS_AT_ONCE):
        yield from paths
        after = paths[-1]


def _selected(
    project: Project, total: int, paths: Iterator[str], selection: Selection, progress: Progress
) -> Iterator[ExportArticle]:
    connection = project.store.connection
    asked = selection.by or (project.annotator,)
    for number, path in enumerate(paths):
        if not progress("export", number, total):
            raise Stopped
        with project.store.snapshot():
            found = articles.article(connection, path, asked[0])
            id = articles.article_id(connection, path)
            spans = [] if id is None else span_rows.annotations_of(connection, id)
            status = articles.status_of(connection, path, asked)
            if found is not None and selection.suggestions:
                spans = [*spans, *pending_in(project, path, found.text, spans)]
        if found is not None:
            wanted = tuple(span for span in spans if _wanted(span, selection))
            yield ExportArticle(found._replace(status=status), wanted)


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
        if span.anchor != "orphaned" and text_of(span.fragments, text) != span.text:
            self._wrong.append(f"{span.article} {span.start}-{span.end} {span.id}")

    def result(self) -> Exported:
        return Exported(
            self._articles, self._spans, self._open, self._unsure, self._moved, self._not_done, tuple(self._wrong)
        )
