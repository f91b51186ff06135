"""The attributes that spans of a label may have, as a label set writes them: `certainty=high|low; speaker`.

Each has a name, and either the values it may have or, with none given, a free text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from annotui.errors import DataError

_HINT = "Write certainty=high|low; speaker: a name, and after = the values it may have, if not any text."


class Attribute(NamedTuple):
    """An attribute by its name; without `values` it is a free text."""

    name: str
    values: tuple[str, ...] = ()


def attributes_of(written: str) -> tuple[Attribute, ...]:
    """The attributes that a label set writes so. Raises DataError: an attribute without a name, or one named twice."""
    found: dict[str, Attribute] = {}
    for part in written.split(";"):
        if not part.strip():
            continue
        name, _, listed = (piece.strip() for piece in part.partition("="))
        values = tuple(dict.fromkeys(value.strip() for value in listed.split("|") if value.strip()))
        if not name:
            raise DataError(f"“{part.strip()}” has no name before its values.", _HINT)
        if name in found:
            raise DataError(f"There are two attributes called “{name}”.", _HINT)
        found[name] = Attribute(name, values)
    return tuple(found.values())


def told(attributes: Mapping[str, str]) -> str:
    """The attributes of a span for a person; those that a format keeps for itself (`brat:id`) are left out."""
    return ", ".join(f"{name}={value}" for name, value in attributes.items() if value and ":" not in name)
