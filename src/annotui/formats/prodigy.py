"""Prodigy's JSONL, and spaCy's like it: a text a record, its spans with labels, an answer."""

from __future__ import annotations

from typing import BinaryIO

from annotui.core.model import Annotation
from annotui.formats.contents import Contents, Options
from annotui.formats.details import KEY, details_of, details_of_article, with_own_details
from annotui.formats.documents import Documents
from annotui.formats.exported import ExportArticle
from annotui.formats.json_text import encode
from annotui.formats.offsets import Offsets
from annotui.formats.source import Source
from annotui.formats.tools_json import Spans, read_records
from annotui.formats.values import Fault, Values


def read(source: Source) -> Documents:
    """Read spans: those of records that were rejected or passed over are left out, and told.

    Offsets are code points; a span's `text`, where there is one, has to stand there.
    """
    return read_records(source, "prodigy", _spans, lost=_lost)


def write(out: BinaryIO, contents: Contents, _: Options) -> None:
    """Write a record an article. What Prodigy has no place for stands beside it, under a name of its own."""
    for exported in contents.articles:
        out.write(encode(_record(exported)) + b"\n")


def _record(exported: ExportArticle) -> dict[str, object]:
    article = exported.article
    return {
        "text": article.text,
        "spans": [
            {
                "start": span.start,
                "end": span.end,
                "label": span.label,
                "text": article.text[span.start : span.end],
                KEY: details_of(span),
            }
            for span in exported.in_order()
        ],
        "meta": {"source": article.path},
        "answer": "accept",
        KEY: details_of_article(article),
    }


def _spans(values: Values, offsets: Offsets, where: str) -> Spans:
    if values.text("answer") not in ("", "accept"):
        return
    for number, given in enumerate(values.array("spans")):
        place = f"{where} spans[{number}]"
        try:
            yield place, _span(Values(given), offsets)
        except Fault as fault:
            yield place, fault


def _span(values: Values, offsets: Offsets) -> Annotation:
    label = values.text("label")
    if not label:
        raise Fault("has no label")
    fragment = offsets.fragment(values.whole("start"), values.whole("end"), values.body("text"))
    return with_own_details(Annotation("", "", label, "", (fragment,), "", origin="imported"), values)


def _lost(values: Values) -> list[str]:
    told = ["relations" for _ in values.array("relations")]
    answer = values.text("answer")
    if answer not in ("", "accept"):
        told += [f"spans of records with the answer {answer}" for _ in values.array("spans")]
    return told
