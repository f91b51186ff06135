"""Annotations as JSONL (a line per article) and as one JSON document with labels and catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from annotui.core.model import Agreement, Annotation, Label, Link
from annotui.formats.agreements import agreement_object
from annotui.formats.exported import ExportArticle
from annotui.formats.json_text import encode, number, write_array
from annotui.formats.labels import label_object


def write_jsonl(out: BinaryIO, articles: Iterable[ExportArticle]) -> int:
    """Write a line of UTF-8 JSON per article, those without annotations too; returns the lines written."""
    lines = 0
    for exported in articles:
        out.write(encode(article_object(exported)) + b"\n")
        lines += 1
    return lines


def write_json(
    out: BinaryIO,
    articles: Iterable[ExportArticle],
    labels: Iterable[Label],
    agreements: Iterable[Agreement],
    version: str,
) -> int:
    """Write one JSON document in UTF-8, a record to a line; returns the articles written.

    Each record is written as it comes, so that memory holds one article at a time.
    """
    out.write(b'{"annotui": ' + encode(version) + b', "offsets": "codepoint", "labels": ')
    write_array(out, map(label_object, labels))
    out.write(b', "agreements": ')
    write_array(out, map(agreement_object, agreements))
    out.write(b', "articles": ')
    written = write_array(out, map(article_object, articles))
    out.write(b"}\n")
    return written


def article_object(exported: ExportArticle) -> dict[str, object]:
    """An article with its annotations as JSON holds it.

    `labels` are the names in use here, sorted; offsets are code points, half-open, over `text`.
    """
    article = exported.article
    return {
        "article": article.path,
        "title": article.title,
        "date": article.date,
        "source": article.source,
        "language": article.language,
        "status": article.status,
        "sha256": article.sha256,
        "text": article.text,
        "note": article.note,
        "labels": sorted({annotation.label for annotation in exported.annotations}),
        "annotations": annotation_objects(exported.in_order()),
    }


def annotation_objects(annotations: Iterable[Annotation]) -> list[dict[str, object]]:
    """Annotations as JSON holds them, in the order given."""
    return [_annotation_object(annotation) for annotation in annotations]


def _annotation_object(annotation: Annotation) -> dict[str, object]:
    return {
        "id": annotation.id,
        "start": annotation.start,
        "end": annotation.end,
        "fragments": [[f.start, f.end] for f in annotation.fragments],
        "text": annotation.text,
        "label": annotation.label,
        "annotator": annotation.annotator,
        "origin": annotation.origin,
        "state": annotation.state,
        "score": number(annotation.score),
        "note": annotation.note,
        "flag": annotation.flag,
        "attributes": dict(annotation.attributes),
        "anchor": annotation.anchor,
        "links": [_link_object(link) for link in annotation.links],
        "created_at": annotation.created_at,
        "updated_at": annotation.updated_at,
    }


def _link_object(link: Link) -> dict[str, object]:
    return {
        "agreement": link.agreement,
        "status": link.status,
        "score": number(link.score),
        "method": link.method,
        "part": [link.part.start, link.part.end] if link.part else None,
        "reasons": [{"id": r.id, "value": number(r.value), "text": r.text} for r in link.reasons],
        "by": link.by,
    }
