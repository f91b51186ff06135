"""Annotations as CSV: one row per span and link."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import BinaryIO

from annotui.core.model import Annotation, Link, link_status
from annotui.errors import UsageError
from annotui.formats.cells import CsvWriter
from annotui.formats.contents import Contents, Options

COLUMNS = (
    "article",
    "start",
    "end",
    "label",
    "text",
    "agreement_id",
    "agreement_title",
    "link_status",
    "link_score",
    "annotator",
    "origin",
    "state",
    "note",
    "annotation_id",
    "created_at",
    "updated_at",
    "fragments",
    "flag",
    "anchor",
)


def write(out: BinaryIO, contents: Contents, options: Options) -> None:
    """Write the header and a row per span and link to `out`, in UTF-8 with CRLF.

    Articles come out in the order they come in, their spans by start, end and id. `start` and `end` are
    code points, half-open. `flag` is `1` or empty. Raises UsageError for a column that there is not, and for a
    delimiter that cannot be one.
    """
    _write(out, contents, options, options.delimiter or ",")


def write_tsv(out: BinaryIO, contents: Contents, options: Options) -> None:
    """Write the same with tabs."""
    _write(out, contents, options, "\t")


def _write(out: BinaryIO, contents: Contents, options: Options, delimiter: str) -> None:
    wrong = [name for name in options.columns if name not in COLUMNS]
    if wrong:
        raise UsageError(f"There is no column {', '.join(wrong)}.", f"The columns are {', '.join(COLUMNS)}.")
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise UsageError(f"{delimiter!r} cannot part cells.", "Give one character, such as ';'.")
    titles = {record.id: record.title for record in contents.agreements()}
    chosen = [COLUMNS.index(name) for name in options.columns]
    writer = CsvWriter(out, raw=options.raw, delimiter=delimiter)
    writer.row(options.columns or COLUMNS)
    for exported in contents.articles:
        path = exported.article.path
        for annotation in exported.in_order():
            label = contents.labels.get(annotation.label)
            for cells in _rows(annotation, label is not None and label.links, titles.__getitem__):
                row = (path, *cells)
                writer.row([row[at] for at in chosen] if chosen else row)


def _rows(annotation: Annotation, label_links: bool, titles: Callable[[str], str]) -> Iterator[tuple[str, ...]]:
    """The cells after `article`: a row per link, or one without an agreement where there is no link."""
    links = annotation.links or (None,)
    for link in links:
        status = link.status if link else link_status(annotation, label_links)
        yield (
            str(annotation.start),
            str(annotation.end),
            annotation.label,
            annotation.text,
            *_record(link, titles),
            status,
            _score(link.score if link else None),
            annotation.annotator,
            annotation.origin,
            annotation.state,
            annotation.note,
            annotation.id,
            annotation.created_at,
            annotation.updated_at,
            _fragments(annotation),
            "1" if annotation.flag else "",
            annotation.anchor,
        )


def _record(link: Link | None, titles: Callable[[str], str]) -> tuple[str, str]:
    """The agreement's id and title, both empty where none is named."""
    if link is None or link.agreement is None:
        return "", ""
    return link.agreement, titles(link.agreement)


def _score(score: float | None) -> str:
    """At most four decimals and no trailing zeros: `0.87`, `1`."""
    if score is None or not math.isfinite(score):
        return ""
    return f"{score:.4f}".rstrip("0").rstrip(".")


def _fragments(annotation: Annotation) -> str:
    """`3-9;14-20`, or empty where the span is one stretch."""
    if len(annotation.fragments) == 1:
        return ""
    return ";".join(f"{f.start}-{f.end}" for f in annotation.fragments)
