"""The catalogue of agreements, read and written as JSONL, JSON, CSV or TOML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from annotui.core.dates import valid_partial
from annotui.core.model import Agreement
from annotui.formats.mapped import AS_THEY_ARE, Mapped, Order, mapping_of
from annotui.formats.shapes import Field, Row, Shape
from annotui.formats.tables import ReadResult, read_table, shown, write_table

_SHAPE = Shape(
    one="agreement",
    many="agreements",
    fields=(
        Field("id", required=True, unique=True),
        Field("title", required=True),
        Field("short"),
        Field("dates", "list"),
        Field("place"),
        Field("parties", "list"),
        Field("kind"),
        Field("aliases", "list"),
        Field("url"),
        Field("note"),
    ),
)


def read_agreements(data: bytes, format: str, where: str, mapping: Mapped = AS_THEY_ARE) -> ReadResult[Agreement]:
    """Read a catalogue; `where` names it in messages. See `tables.read_table` for what is told and raised.

    An id must be unique in the file, printable and without spaces; a date must be a real day, month or year.
    """
    return read_table(data, format, where, _SHAPE, check=_faults, build=_agreement, mapping=mapping)


def agreement_mapping(given: Sequence[str], separators: Sequence[str], order: Order) -> Mapped:
    """Which columns of another table are which fields of a record; see `mapped.mapping_of`."""
    return mapping_of(given, separators, order, _SHAPE)


def write_agreements(out: BinaryIO, records: Iterable[Agreement], format: str) -> None:
    """Write a catalogue in UTF-8; `read_agreements` reads the same records from it."""
    write_table(out, records, format, _SHAPE)


def agreement_object(agreement: Agreement) -> dict[str, object]:
    """A record as JSON holds it, with all its fields."""
    return _SHAPE.values(agreement)


def _faults(row: Row) -> Iterator[str]:
    identifier = row.texts["id"]
    if any(character.isspace() for character in identifier):
        yield (
            f'"id" {shown(identifier)} has a space in it: an id is one word, because commands, links '
            "and exports name the agreement by it"
        )
    elif not identifier.isprintable():
        yield f'"id" {shown(identifier)} has a character in it that cannot be seen, so nobody could type it'
    for date in row.lists["dates"]:
        if not valid_partial(date):
            yield f"{shown(date)} is not a date: write a real day, month or year, as 2020-11-09, 2020-11 or 2020"


def _agreement(row: Row) -> Agreement:
    texts, lists = row.texts, row.lists
    return Agreement(
        id=texts["id"],
        title=texts["title"],
        short=texts["short"],
        dates=lists["dates"],
        place=texts["place"],
        parties=lists["parties"],
        kind=texts["kind"],
        aliases=lists["aliases"],
        url=texts["url"],
        note=texts["note"],
    )
