"""What a table of records looks like: its fields, and a record before and after its values are checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["text", "list", "flag"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record: a text, a list of texts, or a yes-or-no flag.

    A required field may be neither missing nor empty; a unique one comes once in a file, unless empty.
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of record: what one and many of them are called in files, and the fields in their order."""

    one: str
    many: str
    fields: tuple[Field, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(f.name for f in self.fields)

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the fields that each record must have."""
        return tuple(f.name for f in self.fields if f.required)

    def values(self, record: object) -> dict[str, object]:
        """The fields of a dataclass of this shape, by name and in order."""
        return {name: getattr(record, name) for name in self.names}


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record as a file gives it: where it stands and its values, or the fault that keeps it from being read."""

    where: str
    values: Mapping[str, object] = field(default_factory=dict)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A record whose values have the right types: stripped texts, lists without blanks or repeats, flags."""

    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    flags: Mapping[str, bool]
