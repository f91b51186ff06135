"""The label set, read and written as JSONL, JSON, CSV or TOML."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from annotui.core.attributes import attributes_of
from annotui.core.model import Label
from annotui.errors import DataError
from annotui.formats.shapes import Field, Row, Shape
from annotui.formats.tables import ReadResult, read_table, shown, write_table

_SHAPE = Shape(
    one="label",
    many="labels",
    fields=(
        Field("name", required=True, unique=True),
        Field("links", "flag"),
        Field("key", unique=True),
        Field("color"),
        Field("guideline"),
        Field("group"),
        Field("attributes"),
        Field("articles", "flag"),
    ),
)
_KEYS = frozenset("123456789")
# Control characters, and the two that end a line without being one.
_UNFIT_FOR_NAMES = frozenset({"Cc", "Zl", "Zp"})


def read_labels(data: bytes, format: str, where: str) -> ReadResult[Label]:
    """Read a label set; `where` names it in messages. See `tables.read_table` for what is told and raised.

    A name must be unique in the file and without control characters; a key must be a digit from 1 to 9,
    unique in the file, or empty.
    """
    return read_table(data, format, where, _SHAPE, check=_faults, build=_label)


def write_labels(out: BinaryIO, records: Iterable[Label], format: str) -> None:
    """Write a label set in UTF-8; `read_labels` reads the same labels from it."""
    write_table(out, records, format, _SHAPE)


def label_object(label: Label) -> dict[str, object]:
    """A label as JSON holds it, with all its fields."""
    return _SHAPE.values(label)


def _faults(row: Row) -> Iterator[str]:
    name, key = row.texts["name"], row.texts["key"]
    if any(unicodedata.category(character) in _UNFIT_FOR_NAMES for character in name):
        yield f'"name" {shown(name)} has a line break or another control character in it'
    try:
        attributes_of(row.texts["attributes"])
    except DataError as error:
        yield f'"attributes" {shown(row.texts["attributes"])} cannot be read: {error.what.removesuffix(".")}'
    if key and key not in _KEYS:
        yield f'"key" {shown(key)} is not a digit from 1 to 9; leave it empty for a label without a key'


def _label(row: Row) -> Label:
    texts = row.texts
    return Label(
        name=texts["name"],
        links=row.flags["links"],
        key=texts["key"],
        color=texts["color"],
        guideline=texts["guideline"],
        group=texts["group"],
        attributes=texts["attributes"],
        articles=row.flags["articles"],
    )
