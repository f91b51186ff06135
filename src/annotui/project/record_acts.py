"""What changes the catalogue record by record, each one act: add, edit, give an alias, merge two.

Every act raises DataError where the record would not be whole, as an import would say it, NothingChanged where it is so
already, and Conflict where the record is no longer as it was seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from annotui.core.folding import fold_key
from annotui.core.model import Agreement
from annotui.errors import Conflict, DataError, UsageError
from annotui.formats import agreements as agreement_format
from annotui.formats.cells import join_items, split_items
from annotui.formats.json_text import encode
from annotui.project.opening import Project
from annotui.project.wording import shown
from annotui.storage import catalogue, mentions, merging

FIELDS: Final = ("title", "short", "dates", "place", "parties", "kind", "aliases", "url", "note")
"""The fields of a record that can be changed: all but its id, by which links name it."""


def add_agreement(project: Project, record: Agreement) -> None:
    """Add a new record to the catalogue. Raises UsageError if its id is taken."""
    whole = _whole(agreement_format.agreement_object(record), "added")
    if catalogue.agreement(project.store.connection, whole.id) is not None:
        raise UsageError(f"There is an agreement {whole.id!r} already.", "Choose another id.")
    with project.store.act(project.annotator, f"new agreement {shown(whole.id)}") as writer:
        catalogue.put_agreement(writer, whole)


def field_text(record: Agreement, field: str) -> str:
    r"""A field of a record as one text, to be edited: items of a list parted by `;`, which inside an item is `\;`."""
    value = agreement_format.agreement_object(record)[field]
    return "; ".join(join_items([str(item)]) for item in value) if isinstance(value, tuple) else str(value)


def edit_field(project: Project, seen: Agreement, field: str, text: str) -> None:
    """Give a field of a record, one of FIELDS, what was typed; `field_text` gives it back."""
    values = agreement_format.agreement_object(seen)
    if text == field_text(seen, field):
        value = values[field]
    else:
        value = split_items(text) if isinstance(values[field], tuple) else text
    whole = _whole({**values, field: value}, "changed")
    with project.store.act(project.annotator, f"{field} of {shown(seen.id)}") as writer:
        _as_seen(project, seen)
        catalogue.put_agreement(writer, whole)


def add_alias(project: Project, seen: Agreement, alias: str) -> None:
    """Give a record one more alias. Raises UsageError for an empty one, and for a name that it has already."""
    alias = " ".join(alias.split())
    if not alias:
        raise UsageError("There is no alias.", "Type a name by which articles call it; Esc leaves.")
    known = next((name for name in _names(seen) if fold_key(name) == fold_key(alias)), None)
    if known is not None:
        raise UsageError(f"It has the name “{shown(known)}” already.", "Type another; Esc leaves.")
    whole = _whole({**agreement_format.agreement_object(seen), "aliases": [*seen.aliases, alias]}, "changed")
    with project.store.act(project.annotator, f"alias of {shown(seen.id)}: {shown(alias)}") as writer:
        _as_seen(project, seen)
        catalogue.put_agreement(writer, whole)


def merge(project: Project, kept: Agreement, other: Agreement) -> None:
    """Make one record of two that mean the same agreement: `kept` stays, `other` goes.

    Dates, parties and aliases are united, title and short name of the other become aliases, and what the one kept does
    not say (short name, place, kind, url) is taken from the other; both notes are kept. All links go with it,
    those of other annotators too: this is a change of the catalogue, not of what they have decided, and a link to a
    record that is gone would say nothing. It is one act, so one undo takes all of it back. Suggestions that name the
    other are no longer shown, and rejections of it are left as they are: who rejected a twin may want the one kept.
    """
    if kept.id == other.id:
        raise UsageError("A record cannot be merged with itself.", "Choose two.")
    whole = _whole(agreement_format.agreement_object(_united(kept, other)), "merged")
    with project.store.act(project.annotator, f"merge {shown(other.id)} into {shown(kept.id)}") as writer:
        _as_seen(project, kept)
        _as_seen(project, other)
        merging.move_links(writer, other.id, kept.id)
        catalogue.put_agreement(writer, whole)
        merging.add_accepted(writer, other.id, kept.id)
        merging.delete_agreement(writer, other.id)


def links_of(project: Project, id: str) -> int:
    """How many links there are to a record, everybody's: so many move when it is merged into another."""
    return mentions.count_links(project.store.connection, id)


def accepted(project: Project, id: str) -> Mapping[str, int]:
    """How often each alias of a record was accepted, those that ever were."""
    return catalogue.alias_counts_of(project.store.connection, id)


def _united(kept: Agreement, other: Agreement) -> Agreement:
    own = {kept.title, kept.short}
    aliases = (*kept.aliases, *(name for name in (other.title, other.short, *other.aliases) if name not in own))
    return Agreement(
        id=kept.id,
        title=kept.title,
        short=kept.short,
        dates=tuple(dict.fromkeys((*kept.dates, *other.dates))),
        place=kept.place or other.place,
        parties=tuple(dict.fromkeys((*kept.parties, *other.parties))),
        kind=kept.kind or other.kind,
        aliases=tuple(dict.fromkeys(name for name in aliases if name)),
        url=kept.url or other.url,
        note="; ".join(dict.fromkeys(note for note in (kept.note, other.note) if note)),
    )


def _names(record: Agreement) -> tuple[str, ...]:
    return record.title, record.short, *record.aliases


def _whole(values: Mapping[str, object], done: str) -> Agreement:
    """The record with these values, checked as one of a file is; `done` says to what end. Raises DataError."""
    read = agreement_format.read_agreements(encode(values), "jsonl", "record")
    if read.problems:
        what = f"The record cannot be {done}: {read.problems[0].what}."
        raise DataError(what, "An id and a title are needed; dates are ISO.")
    (whole,) = read.records
    return whole


def _as_seen(project: Project, seen: Agreement) -> None:
    """Raise Conflict where a record is gone or is no longer as it was seen; to be asked inside the act."""
    if catalogue.agreement(project.store.connection, seen.id) != seen:
        raise Conflict(f"The record {shown(seen.id)} was changed meanwhile.", "Nothing was written; look again.")
