"""The catalogue and the labels, from and to files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO

from annotui.core.model import Label
from annotui.errors import NothingChanged
from annotui.formats import agreements as agreement_format
from annotui.formats import labels as label_format
from annotui.formats.mapped import AS_THEY_ARE, Mapped, Order
from annotui.formats.tables import Problem, format_of
from annotui.project.opening import Project
from annotui.project.output import write_out
from annotui.project.record_acts import add_agreement
from annotui.storage import catalogue

__all__ = [
    "Imported",
    "add_agreement",
    "add_starter_catalogue",
    "agreement_mapping",
    "export_agreements",
    "export_labels",
    "file_format",
    "import_agreements",
    "import_labels",
    "starter_labels",
    "write_out",
]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: how many records are new, changed or as before, and what was wrong with others.

    `notes` say how the file was read where it could be read otherwise.
    """

    new: int
    changed: int
    same: int
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()


def import_agreements(
    project: Project,
    data: bytes,
    format: str,
    where: str,
    mapping: Mapped = AS_THEY_ARE,
    *,
    dry_run: bool = False,
) -> Imported:
    """Put the records of a file into the catalogue, as one act: new ones added, those with a known id replaced.

    With `dry_run` only say what that would be. Raises DataError where nothing can be read.
    """
    read = agreement_format.read_agreements(data, format, where, mapping)
    known = {record.id: record for record in project.agreements()}
    changed = [record for record in read.records if known.get(record.id) != record]
    new = sum(record.id not in known for record in changed)
    done = Imported(new, len(changed) - new, len(read.records) - len(changed), read.problems, read.notes)
    if dry_run:
        return done
    try:
        with project.store.act(project.annotator, f"import {len(changed)} agreements") as writer:
            for record in changed:
                catalogue.put_agreement(writer, record)
    except NothingChanged:
        pass
    return done


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


def agreement_mapping(given: Sequence[str], separators: Sequence[str], order: Order) -> Mapped:
    """Which columns of another table are which fields of a record. Raises UsageError."""
    return agreement_format.agreement_mapping(given, separators, order)


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
