"""Values of untyped JSON and CSV as what they should be: a fault says which value is wrong, and how."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from annotui.core.model import Fragment
from annotui.formats.tables import shown

Choice = TypeVar("Choice", bound=str)
# NUL ends a text for much of what reads a database; half a surrogate pair is no text at all.
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_LARGEST = 2**53
_HALF = re.compile("[\ud800-\udfff]")


class Fault(Exception):
    """A value that cannot be taken; says what is wrong with it."""


class Values:
    """The values of an object, by name. Every method raises Fault for a value of another type."""

    def __init__(self, given: object) -> None:
        if not isinstance(given, dict):
            raise Fault("is no object")
        self.given: Mapping[str, object] = given
        """The values as they are."""

    def has(self, name: str) -> bool:
        """Tell whether it is there, and not null."""
        return self.given.get(name) is not None

    def text(self, name: str) -> str:
        """A text; empty where there is none. NUL and half surrogate pairs are no text."""
        return self._text(name, _NOT_TEXT)

    def body(self, name: str) -> str:
        """A text as articles have it: NUL may be in it."""
        return self._text(name, _HALF)

    def _text(self, name: str, wrong: re.Pattern[str]) -> str:
        value = self.given.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise Fault(f"{name} is no text: {shown(str(value))}")
        if wrong.search(value):
            raise Fault(f"{name} holds what is no text (NUL or half a surrogate pair)")
        return value

    def choice(self, name: str, among: Collection[Choice], default: Choice) -> Choice:
        """One of some texts; the default where there is none."""
        value = self.text(name)
        if not value:
            return default
        for one in among:
            if one == value:
                return one
        raise Fault(f"{name} is {shown(value)}, not one of {', '.join(among)}")

    def number(self, name: str) -> float | None:
        """A number, or None where there is none."""
        value = self.given.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not -_LARGEST < value < _LARGEST:
            raise Fault(f"{name} is no number: {shown(str(value))}")
        return float(value)

    def whole(self, name: str) -> int:
        """A whole number."""
        value = self.number(name)
        if value is None or value != int(value):
            raise Fault(f"{name} is no whole number: {shown(str(value))}")
        return int(value)

    def inner(self, name: str) -> Values:
        """An object of its own; one without values where there is none."""
        return Values(self.given.get(name) or {})

    def strings(self, name: str) -> list[str]:
        """A list of texts."""
        found = []
        for number, value in enumerate(self.array(name)):
            found.append(Values({f"{name}[{number}]": value}).text(f"{name}[{number}]"))
        return found

    def flag(self, name: str) -> bool:
        """True or false; false where there is none."""
        value = self.given.get(name)
        if value is not None and not isinstance(value, bool):
            raise Fault(f"{name} is neither true nor false: {shown(str(value))}")
        return bool(value)

    def texts(self, name: str) -> dict[str, str]:
        """Texts by name."""
        value = Values(self.given.get(name) or {})
        return {key: value.text(key) for key in value.given}

    def array(self, name: str) -> list[object]:
        """A list; empty where there is none."""
        value = self.given.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise Fault(f"{name} is no list: {shown(str(value))}")
        return value

    def pair(self, name: str) -> Fragment | None:
        """Two offsets, half-open, or None where there are none."""
        return fragment(self.given[name], name) if self.has(name) else None


def in_order(fragments: Sequence[Fragment]) -> tuple[Fragment, ...]:
    """The fragments of a span. Raises Fault where they are not in order, or overlap."""
    if any(second.start < first.end for first, second in pairwise(fragments)):
        raise Fault("its fragments are not in order, or overlap")
    return tuple(fragments)


def fragment(value: object, name: str) -> Fragment:
    """Two offsets, half-open. Raises Fault."""
    if (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(one, int) and not isinstance(one, bool) for one in value)
        and 0 <= value[0] < value[1]
    ):
        return Fragment(*value)
    raise Fault(f"{name} is no stretch [start, end] with 0 <= start < end: {shown(str(value))}")
