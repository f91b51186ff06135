"""What changes the label set, each one act: a new label, one of its fields, its name too, its place, its end.

Every act raises DataError where the label would not be whole, NothingChanged where it is so already, UsageError where
another label has the name or the key, or spans have the label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from annotui.core.model import Label
from annotui.errors import DataError, UsageError
from annotui.formats.json_text import encode
from annotui.formats.labels import label_object, read_labels
from annotui.project.opening import Project
from annotui.project.wording import shown
from annotui.storage import catalogue, labelled

FIELDS: Final = ("name", "key", "color", "links", "group", "attributes", "articles", "guideline")
"""The fields of a label, in the order of asking."""
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
    _refuse_twin(labels, label.name)
    with project.store.act(project.annotator, f"new label {shown(label.name)}") as writer:
        catalogue.put_label(writer, label, len(labels))


def set_field(project: Project, name: str, field: str, text: str) -> None:
    """Give a field of a label, one of FIELDS, what was typed; `field_text` gives it back.

    Another name is everybody's: spans, articles and rejections go with it, and what was suggested has to be found anew.
    """
    seen = project.label(name)
    value: object = " ".join(text.split()) if field == "name" else text.strip()
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
    if label.articles and not seen.articles and labelled.uses(project.store.connection, name).spans:
        raise UsageError(f"Spans have the label {shown(name)}.", "Make another label for whole articles.")
    if label.name != name:
        _refuse_twin(labels, label.name)
    with project.store.act(project.annotator, f"{field} of label {shown(name)}") as writer:
        if label.name != name:
            labelled.rename(writer, name, label.name)
        else:
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
    """Take a label out of the set, and what was suggested or rejected with it.

    Raises UsageError where spans or articles have it.
    """
    project.label(name)
    uses = labelled.uses(project.store.connection, name)
    if uses.spans:
        count = f"{uses.spans:,} span{'s' * (uses.spans != 1)}"
        hint = "Relabel or delete them first: f in the reader steps through them. Or give the label another name."
        raise UsageError(f"The label {shown(name)} is in use: {count}, everybody's counted.", hint)
    if uses.articles:
        count = f"{uses.articles:,} article{'s' * (uses.articles != 1)}"
        hint = "Take it from them first, with T. Or give the label another name."
        raise UsageError(f"The label {shown(name)} is in use: {count}, everybody's counted.", hint)
    with project.store.act(project.annotator, f"delete label {shown(name)}") as writer:
        labelled.delete(writer, name)


def _refuse_twin(labels: Sequence[Label], name: str) -> None:
    if any(known.name == name for known in labels):
        raise UsageError(f"There is a label {shown(name)!r} already.", "Type another name; Esc leaves.")


def _whole(values: Mapping[str, object], done: str) -> Label:
    """The label with these values, checked as one of a file is; `done` says to what end. Raises DataError."""
    read = read_labels(encode(values), "jsonl", "label")
    if read.problems:
        raise DataError(f"The label cannot be {done}: {read.problems[0].what}.", "Esc leaves it as it was.")
    (label,) = read.records
    return label
