"""What changes the label set, each one act: a new label, one of its fields, its place, its end.

Every act raises DataError where the label would not be whole, NothingChanged where it is so already, UsageError where
another label has the key or spans have the label.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from annotui.core.model import Label
from annotui.errors import DataError, UsageError
from annotui.formats.json_text import encode
from annotui.formats.labels import label_object, read_labels
from annotui.project.opening import Project
from annotui.project.wording import shown
from annotui.storage import catalogue

FIELDS: Final = ("key", "color", "links", "group", "attributes", "articles", "guideline")
"""The fields of a label that can be changed: all but its name, by which spans name it."""
FLAGS: Final = frozenset({"links", "articles"})
YES, NO = "yes", "no"
COLORS: Final = (
    *("cyan", "yellow", "green", "magenta", "blue", "red"),
    *("bright_green", "bright_red", "bright_cyan", "bright_magenta", "bright_yellow", "bright_blue"),
)
"""The terminal's colours that a label may have; a web colour or #rrggbb is one, too."""


def field_text(label: Label, field: str) -> str:
    """A field of a label, one of FIELDS, as one text, to be edited."""
    value = label_object(label)[field]
    return (YES if value else NO) if field in FLAGS else str(value)


def add_label(project: Project, name: str) -> None:
    """Add a label at the end. Raises UsageError if there is one of this name."""
    label = _whole(label_object(Label(" ".join(name.split()))), "added")
    labels = project.labels()
    if any(known.name == label.name for known in labels):
        raise UsageError(f"There is a label {shown(label.name)!r} already.", "Type another name; Esc leaves.")
    with project.store.act(project.annotator, f"new label {shown(label.name)}") as writer:
        catalogue.put_label(writer, label, len(labels))


def set_field(project: Project, name: str, field: str, text: str) -> None:
    """Give a field of a label, one of FIELDS, what was typed; `field_text` gives it back."""
    seen = project.label(name)
    value: object = text.strip()
    if field in FLAGS:
        if value not in {YES, NO}:
            raise UsageError(f"{shown(text)!r} is neither yes nor no.", "Type one of them.")
        value = value == YES
    label = _whole({**label_object(seen), field: value}, "changed")
    labels = project.labels()
    owner = next((other.name for other in labels if other.key == label.key != "" and other.name != name), None)
    if owner is not None:
        raise UsageError(
            f"The key {label.key} is that of {shown(owner)}.", "Take it from there first, or give another."
        )
    if label.articles and label.links:
        raise UsageError("A label of whole articles does not link.", "Set its links to no first.")
    if label.articles and not seen.articles and catalogue.is_used(project.store.connection, name):
        raise UsageError(f"Spans have the label {shown(name)}.", "Make another label for whole articles.")
    with project.store.act(project.annotator, f"{field} of label {shown(name)}") as writer:
        catalogue.put_label(writer, label, [known.name for known in labels].index(name))


def move(project: Project, name: str, step: int) -> None:
    """Move a label so many places down in the set, up if negative."""
    labels = project.labels()
    names = [label.name for label in labels]
    at = names.index(project.label(name).name)
    moved = labels.pop(at)
    labels.insert(max(0, min(len(labels), at + step)), moved)
    with project.store.act(project.annotator, f"place of label {shown(name)}") as writer:
        for position, label in enumerate(labels):
            catalogue.put_label(writer, label, position)


def delete_label(project: Project, name: str) -> None:
    """Take a label out of the set. Raises UsageError where spans or articles have it."""
    project.label(name)
    if catalogue.is_used(project.store.connection, name):
        raise UsageError(f"The label {shown(name)} is in use.", "Relabel or delete what has it first: f in the reader.")
    with project.store.act(project.annotator, f"delete label {shown(name)}") as writer:
        writer.delete("label", (name,))


def _whole(values: Mapping[str, object], done: str) -> Label:
    """The label with these values, checked as one of a file is; `done` says to what end. Raises DataError."""
    read = read_labels(encode(values), "jsonl", "label")
    if read.problems:
        raise DataError(f"The label cannot be {done}: {read.problems[0].what}.", "Esc leaves it as it was.")
    (label,) = read.records
    return label
