"""Tables of records, such as the catalogue and the labels: one way in and one way out for all containers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, Generic, TypeVar

from annotui.errors import AnnotuiError, UsageError
from annotui.formats import containers
from annotui.formats.mapped import AS_THEY_ARE, Mapped, bare, mapped
from annotui.formats.shapes import Field, RawRecord, Row, Shape

Record = TypeVar("Record")
Handler = TypeVar("Handler")

_READERS: Mapping[str, Callable[[str, str, Shape], Iterator[RawRecord]]] = {
    "jsonl": containers.read_jsonl,
    "json": containers.read_json,
    "csv": containers.read_csv,
    "tsv": containers.read_csv,
    "toml": containers.read_toml,
}
_WRITERS: Mapping[str, Callable[[BinaryIO, Iterable[Mapping[str, object]], Shape], None]] = {
    "jsonl": containers.write_jsonl,
    "json": containers.write_json,
    "csv": containers.write_csv,
    "tsv": containers.write_tsv,
    "toml": containers.write_toml,
}
FORMATS = tuple(_READERS)

# NUL ends a text for much of what reads a database; half a surrogate pair is no text at all.
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that was not taken over.

    `where` is `FILE line 12`, `FILE row 7` or `FILE agreement[3]` (counted from 0); `what` quotes the file:
    pass it through `core.text.safe` on its way to a terminal.
    """

    where: str
    what: str


def problem_of(error: AnnotuiError, where: str) -> Problem:
    """What was wrong with a whole file, with its place in the file where the error tells one."""
    place, found, what = error.what.removeprefix(where).partition(": ")
    return Problem(f"{where}{place}", what) if found and error.what.startswith(where) else Problem(where, error.what)


@dataclass(frozen=True, slots=True)
class ReadResult(Generic[Record]):
    """The good records of a file, in its order, and what was wrong with the others; `notes` say how it was read."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()


def format_of(path: str | PurePath) -> str:
    """The container that a file's name tells: `jsonl`, `json`, `csv`, `tsv` or `toml`. UsageError for other names."""
    suffix = PurePath(path).suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        raise UsageError(
            f"{path}: the name does not tell the format",
            f"The name must end in {', '.join(f'.{name}' for name in FORMATS)}.",
        )
    return suffix


def read_table(
    data: bytes,
    format: str,
    where: str,
    shape: Shape,
    *,
    check: Callable[[Row], Iterable[str]],
    build: Callable[[Row], Record],
    mapping: Mapped = AS_THEY_ARE,
) -> ReadResult[Record]:
    """Read the records of a file in UTF-8, UTF-16 or UTF-32.

    Texts and list items are stripped, blank and repeated items dropped, `null` is as good as missing.
    A record with a fault in its types, or one that `check` names, is left out and told as a Problem; an
    unknown field is left out alone. With a `mapping` the columns are called otherwise, and those that it does not name
    are passed over. Raises DataError if nothing can be read (empty, not text, not in the
    format, a missing column) and UsageError for an unknown format.
    """
    read = _chosen(_READERS, format)
    records: list[Record] = []
    problems: list[Problem] = []
    unknown: dict[str, list[str]] = {}
    raws: Iterable[RawRecord]
    taken: dict[tuple[str, str], str] = {}
    notes: Sequence[str] = ()
    text = containers.decode(data, where)
    if mapping:
        raws, notes = mapped(read(text, where, bare(shape)), mapping, shape, where)
    else:
        raws = read(text, where, shape)
    for raw in raws:
        if raw.fault:
            problems.append(Problem(raw.where, raw.fault))
            continue
        for name in raw.values.keys() - shape.names:
            unknown.setdefault(name, []).append(raw.where)
        row, faults = _typed(raw.values, shape)
        faults += check(row)
        faults += _repeated(row, shape, taken)
        if faults:
            record_name = row.texts[shape.names[0]][:_SHOWN]
            problems += [Problem(raw.where, f"{record_name}: {fault}" if record_name else fault) for fault in faults]
        else:
            records.append(build(row))
            taken.update({(name, row.texts[name]): raw.where for name in _unique(shape)})
    problems += [_unknown_field(name, places, shape) for name, places in sorted(unknown.items())]
    return ReadResult(tuple(records), tuple(problems), tuple(notes))


def write_table(out: BinaryIO, records: Iterable[object], format: str, shape: Shape) -> None:
    """Write dataclasses of the shape to `out`, in UTF-8. UsageError for an unknown format."""
    _chosen(_WRITERS, format)(out, (shape.values(record) for record in records), shape)


def shown(text: str) -> str:
    """A value of a file in quotes, cut to a length that fits a message and fit to be written as UTF-8."""
    text = text.encode(errors="replace").decode()
    return f'"{text[:_SHOWN]}…"' if len(text) > _SHOWN else f'"{text}"'


class _FaultError(Exception):
    """A value that a field cannot take; says what is wrong with it."""


def _chosen(table: Mapping[str, Handler], format: str) -> Handler:
    try:
        return table[format]
    except KeyError as error:
        raise UsageError(f'unknown format "{format}"', f"The formats are {', '.join(FORMATS)}.") from error


def _typed(values: Mapping[str, object], shape: Shape) -> tuple[Row, list[str]]:
    """The values by type, and what is wrong with them; a faulty value stands as an empty one."""
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    flags: dict[str, bool] = {}
    faults: list[str] = []
    for field in shape.fields:
        value = values.get(field.name)
        try:
            if field.kind == "text":
                texts[field.name] = ""
                texts[field.name] = _text(value, field)
            elif field.kind == "list":
                lists[field.name] = ()
                lists[field.name] = _items(value)
            else:
                flags[field.name] = False
                flags[field.name] = _flag(value)
        except _FaultError as fault:
            faults.append(f'"{field.name}" {fault}')
    return Row(texts, lists, flags), faults


def _text(value: object, field: Field) -> str:
    text = _stripped("" if value is None else value)
    if field.required and not text:
        raise _FaultError("is missing")
    return text


def _items(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise _FaultError(f'must be a list of texts, ["...", "..."], not {_named(value)}')
    items = (_stripped(item) for item in value)
    return tuple(dict.fromkeys(item for item in items if item))


def _flag(value: object) -> bool:
    if value is None or isinstance(value, bool):
        return bool(value)
    raise _FaultError(f"must be true or false (in CSV yes or no), not {_named(value)}")


def _stripped(value: object) -> str:
    if not isinstance(value, str):
        raise _FaultError(f'must be text, in quotes ("..."), not {_named(value)}')
    if _NOT_TEXT.search(value):
        raise _FaultError("holds a NUL character or half of a surrogate pair, which is not text")
    return value.strip()


def _named(value: object) -> str:
    """What a person calls a value that a file gave."""
    match value:
        case None:
            return "null"
        case str():
            return shown(value)
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            return "a time"


def _unique(shape: Shape) -> list[str]:
    return [field.name for field in shape.fields if field.unique]


def _repeated(row: Row, shape: Shape, taken: Mapping[tuple[str, str], str]) -> Iterator[str]:
    for name in _unique(shape):
        value = row.texts[name]
        if value and (name, value) in taken:
            yield f'"{name}" {shown(value)} is taken already, by {taken[name, value]}'


def _unknown_field(name: str, places: list[str], shape: Shape) -> Problem:
    """One Problem for a field that no record has, however many records have it."""
    more = f" here and in {len(places) - 1} more" if len(places) > 1 else ""
    return Problem(
        places[0],
        f"{shown(name)} is no field of {shape.many} and was left out{more}; the fields are {', '.join(shape.names)}",
    )
