"""doccano's JSONL: a text a record, its spans as `[start, end, label]` or as `entities` with relations."""

from __future__ import annotations

from typing import BinaryIO

from annotui.core.model import Annotation
from annotui.formats.contents import Contents, Options
from annotui.formats.details import KEY, Details, details_of, details_of_article
from annotui.formats.documents import Documents
from annotui.formats.exported import ExportArticle
from annotui.formats.json_text import encode
from annotui.formats.offsets import Offsets
from annotui.formats.source import Source
from annotui.formats.tools_json import Spans, read_records
from annotui.formats.values import Fault, Values

_SPANS = ("label", "labels", "entities", "annotations")
"""What versions of doccano call the spans of a text."""


def read(source: Source) -> Documents:
    """Read sequence labels. doccano counts code points. Relations and comments are left out, and told."""
    return read_records(source, "doccano", _spans, lost=_lost)


def write(out: BinaryIO, contents: Contents, _: Options) -> None:
    """Write a record an article. What doccano has no place for stands beside it, which doccano keeps as metadata."""
    for number, exported in enumerate(contents.articles, 1):
        out.write(encode(_record(number, exported)) + b"\n")


def _record(number: int, exported: ExportArticle) -> dict[str, object]:
    spans = exported.in_order()
    kept = details_of_article(exported.article) | {"annotations": [details_of(span) for span in spans]}
    label = [[span.start, span.end, span.label] for span in spans]
    return {"id": number, "text": exported.article.text, "label": label, KEY: kept}


def _spans(values: Values, offsets: Offsets, where: str) -> Spans:
    details = Details(values.inner(KEY).array("annotations"))
    for name in _SPANS:
        for number, given in enumerate(values.array(name)):
            place = f"{where} {name}[{number}]"
            try:
                yield place, details.added(_span(given, offsets))
            except Fault as fault:
                yield place, fault


def _span(given: object, offsets: Offsets) -> Annotation:
    if isinstance(given, list):
        if len(given) != 3:
            raise Fault("is no [start, end, label]")
        values = Values({"start_offset": given[0], "end_offset": given[1], "label": given[2]})
    else:
        values = Values(given)
    label = values.text("label")
    if not label:
        raise Fault("has no label")
    fragment = offsets.fragment(values.whole("start_offset"), values.whole("end_offset"))
    return Annotation("", "", label, "", (fragment,), "", origin="imported")


def _lost(values: Values) -> list[str]:
    return [name for name in ("relations", "Comments", "comments") for _ in values.array(name)]
