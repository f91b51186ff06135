"""Annotations as Parquet: the columns of the CSV, numbers as numbers, fragments as a list; in groups of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import BinaryIO, Final

import pyarrow as pa
import pyarrow.parquet as pq

from annotui.core.model import Annotation, Link, link_status
from annotui.errors import UsageError
from annotui.formats.annotations_csv import COLUMNS
from annotui.formats.contents import Contents, Options

_ROWS: Final = 20_000
"""How many rows a group has: what memory holds at a time."""
_TYPES: Final = {
    "start": pa.int64(),
    "end": pa.int64(),
    "link_score": pa.float64(),
    "fragments": pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())])),
    "flag": pa.bool_(),
}


def write(out: BinaryIO, contents: Contents, options: Options) -> None:
    """Write a row per span and link; what is not there is null, `fragments` a list of at least one.

    Raises UsageError for a column that there is not.
    """
    wrong = [name for name in options.columns if name not in COLUMNS]
    if wrong:
        raise UsageError(f"There is no column {', '.join(wrong)}.", f"The columns are {', '.join(COLUMNS)}.")
    schema = pa.schema([(name, _TYPES.get(name, pa.string())) for name in options.columns or COLUMNS])
    titles = {record.id: record.title for record in contents.agreements()}
    rows = _rows(contents, titles.__getitem__)
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        while some := list(islice(rows, _ROWS)):
            writer.write_table(pa.Table.from_pylist(some, schema=schema))


def _rows(contents: Contents, titles: Callable[[str], str]) -> Iterator[dict[str, object]]:
    for exported in contents.articles:
        for span in exported.in_order():
            label = contents.labels.get(span.label)
            status = link_status(span, label is not None and label.links)
            for link in span.links or (None,):
                yield _row(span, link, link.status if link else status, titles) | {"article": exported.article.path}


def _row(span: Annotation, link: Link | None, status: str, titles: Callable[[str], str]) -> dict[str, object]:
    agreement = link.agreement if link else None
    return {
        "start": span.start,
        "end": span.end,
        "label": span.label,
        "text": span.text,
        "agreement_id": agreement,
        "agreement_title": titles(agreement) if agreement is not None else None,
        "link_status": status or None,
        "link_score": link.score if link else None,
        "annotator": span.annotator,
        "origin": span.origin,
        "state": span.state,
        "note": span.note or None,
        "annotation_id": span.id,
        "created_at": span.created_at,
        "updated_at": span.updated_at,
        "fragments": [{"start": part.start, "end": part.end} for part in span.fragments],
        "flag": span.flag,
        "anchor": span.anchor,
    }
