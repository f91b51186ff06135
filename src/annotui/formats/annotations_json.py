"""Annotations as JSONL (a line per article) and as one JSON document with labels and catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from annotui.core.model import Annotation, Article, Link
from annotui.formats.agreements import agreement_object
from annotui.formats.contents import Contents, Options
from annotui.formats.exported import ExportArticle
from annotui.formats.json_text import encode, number, write_array
from annotui.formats.labels import label_object


def write_lines(out: BinaryIO, contents: Contents, _: Options) -> None:
    """Write a line of UTF-8 JSON per article, those without annotations too."""
    for exported in contents.articles:
        out.write(encode(article_object(exported)) + b"\n")


def write(out: BinaryIO, contents: Contents, _: Options) -> None:
    """Write one JSON document in UTF-8, a record to a line, as it comes: memory holds one article at a time."""
    out.write(b'{"annotui": ' + encode(contents.version) + b', "offsets": "codepoint", "labels": ')
    write_array(out, map(label_object, contents.labels.values()))
    out.write(b', "agreements": ')
    write_array(out, map(agreement_object, contents.agreements()))
    out.write(b', "articles": ')
    write_array(out, map(article_object, contents.articles))
    out.write(b"}\n")


def article_object(exported: ExportArticle) -> dict[str, object]:
    """An article with its annotations as JSON holds it.

    `labels` are the names in use here, on spans and on the whole article, sorted. Offsets are code points, half-open,
    over `text`.
    """
    return {
        **article_fields(exported.article),
        "labels": sorted({*(a.label for a in exported.annotations), *exported.article.labels}),
        "annotations": annotation_objects(exported.in_order()),
    }


def article_fields(article: Article) -> dict[str, object]:
    """What JSON holds of an article itself."""
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
        "labels": list(article.labels),
    }


def annotation_objects(annotations: Iterable[Annotation]) -> list[dict[str, object]]:
    """Annotations as JSON holds them, in the order given."""
    return [_annotation_object(annotation) for annotation in annotations]


def _annotation_object(annotation: Annotation) -> dict[str, object]:
    fragments, score = annotation.fragments, annotation.score
    return {
        "id": annotation.id,
        "start": fragments[0][0],
        "end": fragments[-1][1],
        "fragments": fragments,
        "text": annotation.text,
        "label": annotation.label,
        "annotator": annotation.annotator,
        "origin": annotation.origin,
        "state": annotation.state,
        "score": number(score) if score is not None else None,
        "note": annotation.note,
        "flag": annotation.flag,
        "attributes": dict(annotation.attributes) if annotation.attributes else {},
        "anchor": annotation.anchor,
        "links": [_link_object(link) for link in annotation.links] if annotation.links else [],
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
