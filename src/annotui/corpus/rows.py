"""Articles as rows of a table: one a line of JSON lines, or one a record of CSV, read as they stream by."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from annotui.corpus.dating import normal_date
from annotui.corpus.decoding import decode
from annotui.corpus.front_matter import front_matter
from annotui.corpus.language import language_code
from annotui.errors import DataError

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

LARGEST: Final = 64 * 1024 * 1024

_TEXT: Final = ("text", "body", "content")
_LANGUAGE: Final = ("language", "lang")
_NAME: Final = ("article", "path", "id")
_PEEK: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One article of a table, which begins at `line` (from 1); `name` is what it calls itself, or empty.

    `text` has front matter for the title, date, source and language of its fields; without them it is as it was.
    `guessed` is the encoding of the file if that had to be guessed.
    """

    line: int
    name: str
    text: str
    guessed: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that is no article, and why."""

    line: int
    reason: str


def json_rows(stream: IO[bytes]) -> Iterator[Row | BadRow]:
    """The articles of JSON lines in UTF-8; blank lines are passed over."""
    number = 0
    while line := stream.readline(LARGEST + 1):
        number += 1
        if len(line) > LARGEST:
            yield BadRow(number, f"longer than {LARGEST >> 20} MB; the rest of the file was not read")
            return
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        try:
            value: object = json.loads(line.decode("utf-8"))
        except UnicodeDecodeError:
            yield BadRow(number, "not UTF-8")
        except (ValueError, RecursionError) as error:
            yield BadRow(number, f"not JSON: {error}")
        else:
            yield _row(number, value)


def csv_rows(stream: IO[bytes]) -> Iterator[Row | BadRow]:
    """The articles of a CSV file with a header row, separated by commas, semicolons or tabs, in any encoding.

    `stream` must be seekable. Raises DataError where the encoding cannot be told, the bytes do not keep to it, or
    the header names no text.
    """
    encoding, guessed = _encoding(stream.read(_PEEK))
    stream.seek(0)
    lines = io.TextIOWrapper(stream, encoding=encoding, newline="")
    # The field limit belongs to the csv module as a whole: it is raised for these rows alone.
    limit = csv.field_size_limit(LARGEST)
    try:
        header, delimiter = _header(lines.readline(_PEEK))
        yield from _records(csv.reader(_bounded(lines), delimiter=delimiter, strict=True), header, guessed)
    except UnicodeDecodeError as error:
        raise DataError(f"Not all of it is {encoding}.", "Save it as UTF-8, and add it again.") from error
    finally:
        csv.field_size_limit(limit)
        lines.detach()


def _encoding(start: bytes) -> tuple[str, str]:
    """The encoding of a file by its first bytes, which may end within a character; again if it was guessed."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", ""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        encoding = decode(start).encoding
        return encoding, encoding
    return "utf-8-sig", ""


def _header(line: str) -> tuple[list[str], str]:
    """The names of the columns, in small letters, and the separator."""
    for delimiter in ",;\t":
        # A header that is no CSV has no column named text: the error says so either way.
        with contextlib.suppress(csv.Error):
            names = [name.strip().lower() for name in next(csv.reader([line], delimiter=delimiter), [])]
            if any(name in _TEXT for name in names):
                return names, delimiter
    raise DataError(
        "Its first line names no column text, body or content.",
        "Give it a header row: text, and if you like title, date, source, language, id.",
    )


def _records(records: CsvReader, header: list[str], guessed: str) -> Iterator[Row | BadRow]:
    while True:
        line = records.line_num + 2
        try:
            record = next(records)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRow(line, f"not CSV: {error}")
            continue
        if not any(record):
            continue
        if len(record) != len(header):
            yield BadRow(line, f"{len(record)} fields, but the header has {len(header)}")
        else:
            yield _row(line, dict(zip(header, record, strict=True)), guessed)


def _bounded(lines: io.TextIOWrapper) -> Iterator[str]:
    while line := lines.readline(LARGEST + 1):
        if len(line) > LARGEST:
            raise DataError(f"It has a line longer than {LARGEST >> 20} MB.", "Check that it is CSV.")
        yield line


def _row(line: int, value: object, guessed: str = "") -> Row | BadRow:
    if not isinstance(value, dict):
        return BadRow(line, "not an object with fields")
    fields = {str(key).strip().lower(): one for key, one in value.items()}
    text = next((one for one in map(fields.get, _TEXT) if isinstance(one, str) and one.strip()), None)
    if text is None:
        return BadRow(line, "no text: it needs a field text, body or content")
    try:
        text.encode()
    except UnicodeEncodeError:
        return BadRow(line, "its text has half a surrogate pair")
    date, language = _told(fields, ("date",)), _told(fields, _LANGUAGE)
    block = front_matter(
        title=_told(fields, ("title",)),
        date=normal_date(date) or date,
        source=_told(fields, ("source",)),
        language=language_code(language) or language,
    )
    return Row(line, _told(fields, _NAME), block + text, guessed)


def _told(fields: Mapping[str, object], names: tuple[str, ...]) -> str:
    """The first of the fields that holds words or a number, as text; empty if none does."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""
