"""Tables of other people's making: which of their columns are which fields, how they write lists and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from annotui.core.dates import find_dates, valid_partial
from annotui.errors import DataError, UsageError
from annotui.formats.cells import split_items
from annotui.formats.shapes import RawRecord, Shape

Order = Literal["", "dmy", "mdy"]
_ISO_TIME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\S.*")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})[/.](\d{4})")
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Mapped:
    """For each field the columns that it comes from; what else than `;` parts the items of a list; the order of dates.

    Nothing mapped means that the columns are called as the fields are.
    """

    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    separators: Sequence[str] = ()
    order: Order = ""

    def __bool__(self) -> bool:
        return bool(self.columns)


AS_THEY_ARE: Final = Mapped()
"""No mapping: the columns are called as the fields are."""


def mapping_of(given: Sequence[str], separators: Sequence[str], order: Order, shape: Shape) -> Mapped:
    """The mapping that `FIELD=COLUMN[,COLUMN]` say. Raises UsageError for what is none, and for unknown fields."""
    columns: dict[str, list[str]] = {}
    for one in given:
        name, found, its = one.partition("=")
        if not found or not its.strip():
            raise UsageError(f"{one!r} maps nothing.", "Write FIELD=COLUMN, such as title=Name.")
        if name.strip() not in shape.names:
            raise UsageError(f"There is no field {name.strip()!r}.", f"The fields are {', '.join(shape.names)}.")
        columns.setdefault(name.strip(), []).extend(column.strip() for column in its.split(",") if column.strip())
    if (separators or order) and not columns:
        raise UsageError("--split and --dates go with --map.", "Say which column is which field: --map title=Name.")
    texts = {one.name for one in shape.fields if one.kind != "list"}
    for name, its_columns in columns.items():
        if name in texts and len(its_columns) > 1:
            raise UsageError(f"{name} comes of one column.", "Only lists come of several.")
    return Mapped(columns, tuple(separators), order)


def bare(shape: Shape) -> Shape:
    """The shape of a table whose columns are not known: none that is asked for, all cells as they are."""
    return Shape(shape.one, shape.many, ())


def mapped(
    records: Iterable[RawRecord], mapping: Mapped, shape: Shape, where: str
) -> tuple[list[RawRecord], list[str]]:
    """The records with our fields, and what has to be said of how they were read.

    Raises DataError for a column that no record has, and for days and months whose order changes.
    """
    found = list(records)
    known = {_key(name): name for record in found for name in record.values}
    for name in (name for names in mapping.columns.values() for name in names):
        if _key(name) not in known:
            hint = f"The columns are {', '.join(known.values()) or 'none'}."
            raise DataError(f'{where}: the column "{name}" is missing', hint)
    kinds = {one.name: one.kind for one in shape.fields}
    order, notes = _order(found, mapping, known, where)
    made = []
    for record in found:
        values: dict[str, object] = {}
        for name, columns in mapping.columns.items():
            cells = [record.values.get(known[_key(column)]) for column in columns]
            values[name] = _items(cells, name, mapping, order) if kinds[name] == "list" else _text(cells[0])
        made.append(RawRecord(record.where, values, record.fault))
    return made, notes


def _key(name: str) -> str:
    return "".join(name.split()).lower()


def _text(cell: object) -> object:
    """A text as it is; a number, as ids of other tables are, as text."""
    return str(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else cell


def _items(cells: Iterable[object], name: str, mapping: Mapped, order: Order) -> list[object]:
    items: list[object] = []
    for cell in cells:
        given = cell if isinstance(cell, list) else [] if cell is None else [_text(cell)]
        for one in given:
            items += _split(one, mapping.separators) if isinstance(one, str) else [one]
    if name != "dates":
        return items
    return [date for one in items for date in (_dates(one.strip(), order) if isinstance(one, str) else [one])]


def _split(text: str, separators: Sequence[str]) -> list[str]:
    parts = split_items(text)
    for separator in separators:
        parts = [piece for part in parts for piece in part.split(separator)]
    return parts


def _order(
    records: Iterable[RawRecord], mapping: Mapped, known: Mapping[str, str], where: str
) -> tuple[Order, list[str]]:
    """Whether days or months come first, by the first value that only one of them can be."""
    if mapping.order:
        return mapping.order, []
    first: dict[Order, str] = {}
    unclear = ""
    for record in records:
        for match in _with_year_last(record, mapping, known):
            told: Order = "dmy" if int(match[1]) > _MONTHS else "mdy" if int(match[2]) > _MONTHS else ""
            unclear = unclear or (match[0] if not told else "")
            if told:
                first.setdefault(told, f"{record.where} ({match[0]})")
    if len(first) > 1:
        rows = " and ".join(first.values())
        raise DataError(
            f"{where}: days and months change places: {rows}", "Say which comes first: --dates dmy, or mdy."
        )
    if not first and unclear:
        return "dmy", [f"{unclear} and its like are read as day, month, year; --dates mdy reads them otherwise."]
    return next(iter(first), "dmy"), []


def _with_year_last(record: RawRecord, mapping: Mapped, known: Mapping[str, str]) -> Iterator[re.Match[str]]:
    for column in mapping.columns.get("dates", ()):
        cell = record.values.get(known[_key(column)])
        for part in _split(cell, mapping.separators) if isinstance(cell, str) else ():
            match = _YEAR_LAST.fullmatch(part.strip())
            if match:
                yield match


def _dates(text: str, order: Order) -> Sequence[str]:
    """A date as ISO has it; what cannot be told stays as it is, and is refused by who checks it."""
    if valid_partial(text) or not text:
        return (text,)
    if match := _ISO_TIME.fullmatch(text):
        return (match[1],)
    if match := _YEAR_FIRST.fullmatch(text):
        return (_iso(match[1], match[2], match[3]),)
    if match := _YEAR_LAST.fullmatch(text):
        month, day = (match[2], match[1]) if order != "mdy" else (match[1], match[2])
        return (_iso(match[3], month, day),)
    if match := _MONTH_YEAR.fullmatch(text):
        return (_iso(match[2], match[1], None),)
    mentions = find_dates(text)
    if len(mentions) == 1 and mentions[0].end - mentions[0].start >= len(text.rstrip(".")):
        return mentions[0].values
    return (text,)


def _iso(year: str, month: str, day: str | None) -> str:
    return "-".join([year, month.zfill(2), *([day.zfill(2)] if day else [])])
