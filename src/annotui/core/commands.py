"""What a command is: its names, its keys in each mode, and what help says; the rows are in the tables beside it.

A key is a printable character ("g", "(", "."), "space", or a name such as "enter", "shift+tab", "ctrl+f".
A sequence is keys with a space between them: "g g". `*` after a first key stands for any printable
character ("m *"), and "1-9" for any of these digits; what stood there is the command's argument.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Mode(StrEnum):
    """Who gets a key: the reader, the reader with a selection, candidates, a list, or a typing line."""

    READ = "read"
    SELECT = "select"
    PICK = "pick"
    LIST = "list"
    QUERY = "query"


READ, SELECT, PICK, LIST, QUERY = Mode.READ, Mode.SELECT, Mode.PICK, Mode.LIST, Mode.QUERY
TEXT = (READ, SELECT)
"""The modes with a cursor in the article."""
KEYED = (READ, SELECT, PICK, LIST)
"""Every mode in which keys are commands, not text."""

SPAN = "span"
"""Fact: there is a current span."""
LINKS = "links"
"""Fact: the label of the current span links."""
REPEAT = "repeat"
"""Fact: something was tagged, so that it can be repeated."""
SUGGESTED = "suggested"
"""Fact: the current span is a suggestion, or the marked rows are."""
MARKED = "marked"
"""Fact: rows are marked."""


class Command(NamedTuple):
    """Something a key can do.

    `title` is for help and the palette; `short` (at most 12 cells) for the key bar, after a `|` what it is called there
    on suggestions; `bar` is its priority there, 0 = not shown. `keys` has an entry for each mode the command belongs
    to, empty where it has no key. `when` names the facts (`SPAN`, `LINKS` ...) without which the key bar leaves it out.
    """

    id: str
    title: str
    short: str
    keys: Mapping[Mode, tuple[str, ...]]
    group: str
    bar: int
    help: str
    when: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        """No two commands have one id."""
        return hash(self.id)


def row(
    modes: Mode | tuple[Mode, ...],
    path: str,
    keys: str,
    title: str,
    help_text: str,
    short: str = "",
    bar: int = 0,
    when: str = "",
) -> Command:
    """A row of a table: `path` is "group/id", `keys` are sequences with two spaces between them."""
    group, _, command_id = path.partition("/")
    sequences = tuple(keys.split("  ")) if keys else ()
    places = modes if isinstance(modes, tuple) else (modes,)
    by_mode = MappingProxyType(dict.fromkeys(places, sequences))
    return Command(command_id, title, short, by_mode, group, bar, help_text, frozenset(when.split()))
