"""The four containers a table of records comes in: bytes to raw records, and values to bytes."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from annotui.errors import DataError
from annotui.formats import json_text
from annotui.formats.cells import CsvWriter, join_items, split_items, unguard, utf8
from annotui.formats.shapes import Field, RawRecord, Shape

_UTF8 = "utf-8"
_BOMS = (
    (codecs.BOM_UTF8, _UTF8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FLAGS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def decode(data: bytes, where: str) -> str:
    """The text of a file in UTF-8, UTF-16 or UTF-32, without its byte order mark.

    Raises DataError for a file that is empty or blank, and for bytes that are no such text.
    """
    mark, encoding = next(((m, e) for m, e in _BOMS if data.startswith(m)), (b"", _UTF8))
    # Without a mark, two bytes tell: every container begins with an ASCII character.
    if not mark and data[1:2] == b"\0":
        encoding = "utf-16-le"
    elif not mark and data[:1] == b"\0":
        encoding = "utf-16-be"
    body = data[len(mark) :]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        line = body[: error.start].decode(encoding, "replace").count("\n") + 1
        raise DataError(
            f"{where} line {line}: the byte 0x{body[error.start]:02X} is not {encoding.upper()}",
            "Save the file as UTF-8 and try again.",
        ) from error
    if not text.strip():
        raise DataError(f"{where} is empty", "Check that it is the file you meant.")
    return text


def read_jsonl(text: str, where: str, shape: Shape) -> Iterator[RawRecord]:
    """A record per line; a line that is no JSON object is a fault of its own. Blank lines are passed over.

    Raises DataError if no line is an object: the file is something else then.
    """
    lines = ((f"{where} line {number}", line) for number, line in enumerate(text.split("\n"), 1))
    records = [_from_line(line, place, shape) for place, line in lines if line.strip()]
    if all(record.fault for record in records):
        first = records[0]
        raise DataError(f"{first.where}: {first.fault}", "JSONL is one object per line; an array belongs in .json.")
    yield from records


def read_json(text: str, where: str, shape: Shape) -> Iterator[RawRecord]:
    """The objects of an array, or of the array under the shape's name; other keys beside it are not looked at."""
    value = json_text.parse(text, where)
    records = value.get(shape.many) if isinstance(value, dict) else value
    if not isinstance(records, list):
        raise DataError(
            f"{where}: there is no list of {shape.many}",
            f'It should be [{{...}}, ...] or {{"{shape.many}": [{{...}}, ...]}}; for an object per line use .jsonl.',
        )
    for index, record in enumerate(records):
        yield _from_object(record, f"{where} {shape.one}[{index}]", shape)


def read_toml(text: str, where: str, shape: Shape) -> Iterator[RawRecord]:
    """The tables of an array of tables named after one record, `[[agreement]]`; a date is taken as its text."""
    import tomllib

    try:
        document = tomllib.loads(text)
    except RecursionError as error:
        raise DataError(f"{where}: arrays or tables are nested too deeply") from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{where}: not TOML: {error}") from error
    except ValueError as error:
        raise DataError(f"{where}: a number has too many digits") from error
    for name in document:
        if name != shape.one:
            yield RawRecord(where, fault=f'"{name}" was left out: each {shape.one} is a table [[{shape.one}]]')
    records = document.get(shape.one, [])
    if not isinstance(records, list):
        raise DataError(f"{where}: [{shape.one}] is one table", f"Write [[{shape.one}]], in double brackets.")
    for index, record in enumerate(records):
        yield _from_object(_without_dates(record), f"{where} {shape.one}[{index}]", shape)


def read_csv(text: str, where: str, shape: Shape) -> Iterator[RawRecord]:
    """A record per row, after a header; rows count as in a spreadsheet, the header is row 1.

    Cells are parted by the `,`, `;` or tab that the header uses. Blank rows are passed over; a cell beyond
    the header goes under `column 12`. Raises DataError for a header without a required column or with one
    twice, and for quotes that do not match.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    names: list[str] = []
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if not any(cell.strip() for cell in cells):
                continue
            if names:
                yield RawRecord(f"{where} row {number}", _from_cells(names, cells, shape))
            else:
                names = _header(cells, f"{where} row {number}", shape)
    except csv.Error as error:
        raise DataError(
            f"{where} row {number + 1}: {error}",
            'A cell in quotes must end with a quote, and a quote inside it is written twice: "".',
        ) from error


def write_jsonl(out: BinaryIO, records: Iterable[Mapping[str, object]], shape: Shape) -> None:
    """A line of JSON per record, with all fields."""
    for record in records:
        out.write(json_text.encode(record) + b"\n")


def write_json(out: BinaryIO, records: Iterable[Mapping[str, object]], shape: Shape) -> None:
    """A JSON object with the array of records under the shape's name, a record to a line."""
    out.write(b"{" + json_text.encode(shape.many) + b": ")
    json_text.write_array(out, records)
    out.write(b"}\n")


def write_toml(out: BinaryIO, records: Iterable[Mapping[str, object]], shape: Shape) -> None:
    """A table `[[agreement]]` per record, without its empty fields."""
    import tomli_w

    tables = [{name: value for name, value in record.items() if value} for record in records]
    out.write(utf8(tomli_w.dumps({shape.one: tables})))


def write_csv(out: BinaryIO, records: Iterable[Mapping[str, object]], shape: Shape) -> None:
    """A header with all fields and a row per record; lists are `;`-separated, flags `yes` or `no`."""
    _write_rows(CsvWriter(out), records, shape)


def write_tsv(out: BinaryIO, records: Iterable[Mapping[str, object]], shape: Shape) -> None:
    """The same with tabs."""
    _write_rows(CsvWriter(out, delimiter="\t"), records, shape)


def _write_rows(writer: CsvWriter, records: Iterable[Mapping[str, object]], shape: Shape) -> None:
    writer.row(shape.names)
    for record in records:
        writer.row(_cell(record[name]) for name in shape.names)


def _from_line(line: str, where: str, shape: Shape) -> RawRecord:
    try:
        return _from_object(json_text.parse(line, where), where, shape)
    except DataError as error:
        return RawRecord(where, fault=error.what.removeprefix(f"{where}: "))


def _from_object(value: object, where: str, shape: Shape) -> RawRecord:
    if isinstance(value, dict):
        return RawRecord(where, value)
    return RawRecord(where, fault=f'not an object with the fields of one {shape.one}, {{"{shape.names[0]}": ...}}')


def _without_dates(record: object) -> object:
    """The table with TOML's own dates, alone or in a list, as texts."""
    if not isinstance(record, dict):
        return record
    return {
        name: [_date_text(item) for item in value] if isinstance(value, list) else _date_text(value)
        for name, value in record.items()
    }


def _date_text(value: object) -> object:
    # A datetime is a date too, but says more than a record can hold: it is left to be reported.
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    return value


def delimiter_of(text: str) -> str:
    """What parts the cells: the commonest of three in the first line, whose names hold none of them."""
    first_line = re.split("[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    return max(",;\t", key=first_line.count)


def _header(cells: list[str], where: str, shape: Shape) -> list[str]:
    """The names of the columns, checked; a column without a name gets its number."""
    names = [cell.strip().lower() or f"column {number}" for number, cell in enumerate(cells, 1)]
    hint = (
        f"The first row names the columns: {', '.join(shape.names)}. Only {' and '.join(shape.required)} must be there."
    )
    for name in shape.required:
        if name not in names:
            raise DataError(f'{where}: the column "{name}" is missing', hint)
    for name in shape.names:
        if names.count(name) > 1:
            raise DataError(f'{where}: the column "{name}" comes twice', hint)
    return names


def _from_cells(names: list[str], cells: list[str], shape: Shape) -> dict[str, object]:
    """The values of a row; blank cells are left out, but of a table whose columns are not known."""
    fields = {field.name: field for field in shape.fields}
    values: dict[str, object] = {}
    for index, cell in enumerate(cells):
        if cell.strip() or not shape.fields:
            name = names[index] if index < len(names) else f"column {index + 1}"
            values[name] = _from_cell(unguard(cell), fields.get(name))
    return values


def _from_cell(cell: str, field: Field | None) -> object:
    if field is not None and field.kind == "list":
        return split_items(cell)
    if field is not None and field.kind == "flag":
        return _FLAGS.get(cell.strip().lower(), cell)
    return cell


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return join_items(value) if isinstance(value, tuple) else str(value)
