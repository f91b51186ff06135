"""Prodigy's JSONL, and spaCy's like it: a text a record, its spans with labels, an answer."""

from __future__ import annotations

from annotui.core.model import Annotation
from annotui.formats.documents import Documents
from annotui.formats.offsets import Offsets
from annotui.formats.tools_json import Spans, read_records
from annotui.formats.values import Fault, Values


def read(data: bytes, where: str) -> Documents:
    """Read spans: those of records that were rejected or passed over are left out, and told.

    Offsets are code points; a span's `text`, where there is one, has to stand there.
    """
    return read_records(data, where, "prodigy", _spans, lost=_lost)


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
    return Annotation("", "", label, "", (fragment,), "", origin="imported")


def _lost(values: Values) -> list[str]:
    told = ["relations" for _ in values.array("relations")]
    answer = values.text("answer")
    if answer not in ("", "accept"):
        told += [f"spans of records with the answer {answer}" for _ in values.array("spans")]
    return told
