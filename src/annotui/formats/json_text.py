"""JSON to bytes and back: any text goes out, and bad input is told rather than raised as it comes."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import BinaryIO

from annotui.errors import DataError

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
# UTF-8 has no lone surrogates; the other three end a line for programs that split lines as Unicode does.
_LINE_ENDS = ("\x85", "\u2028", "\u2029")
_ESCAPED = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


def encode(value: object) -> bytes:
    r"""One line of JSON in UTF-8, without a line end.

    Characters stand as themselves, but lone surrogates, NEL, U+2028 and U+2029 are written `\uXXXX`.
    Raises ValueError for NaN and infinity, which JSON lacks: pass floats through `number`.
    """
    text = _ENCODER.encode(value)
    try:
        if not any(end in text for end in _LINE_ENDS):
            return text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        pass
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def number(value: float | None) -> float | None:
    """The value if JSON can hold it, else None."""
    return value if value is not None and math.isfinite(value) else None


def write_array(out: BinaryIO, records: Iterable[Mapping[str, object]]) -> int:
    """Write a JSON array, a record to a line, each as it comes; returns the records written."""
    written = 0
    for record in records:
        out.write((b",\n" if written else b"[\n") + encode(record))
        written += 1
    out.write(b"\n]" if written else b"[]")
    return written


def parse(text: str, where: str) -> object:
    """The value that the text stands for.

    Raises DataError, naming `where`, for broken JSON, for nesting beyond the interpreter's depth and for
    integers of thousands of digits.
    """
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno}, column {error.colno}"
        raise DataError(f"{where}: not JSON at {place}: {error.msg}") from error
    except RecursionError as error:
        raise DataError(f"{where}: lists or objects are nested too deeply") from error
    except ValueError as error:
        raise DataError(f"{where}: a number has too many digits") from error
    return value
