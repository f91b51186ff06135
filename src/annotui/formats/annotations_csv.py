"""Annotations as CSV: one row per span and link."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import BinaryIO

from annotui.core.model import Annotation, Label, Link, link_status
from annotui.formats.cells import CsvWriter
from annotui.formats.exported import ExportArticle

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


def write_csv(
    out: BinaryIO,
    articles: Iterable[ExportArticle],
    *,
    labels: Mapping[str, Label],
    titles: Callable[[str], str],
    raw: bool = False,
) -> int:
    """Write the header and a row per span and link to `out`, in UTF-8 with CRLF; returns the rows written.

    Articles come out in the order they come in, their spans by start, end and id. `start` and `end` are
    code points, half-open. `titles` gives the title of an agreement's id; `flag` is `1` or empty;
    `raw` leaves the formula guard out.
    """
    writer = CsvWriter(out, raw=raw)
    writer.row(COLUMNS)
    rows = 0
    for exported in articles:
        for annotation in exported.in_order():
            label = labels.get(annotation.label)
            for cells in _rows(annotation, label is not None and label.links, titles):
                writer.row((exported.article.path, *cells))
                rows += 1
    return rows


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
