"""doccano's JSONL: a text a record, its spans as `[start, end, label]` or as `entities` with relations."""

from __future__ import annotations

from annotui.core.model import Annotation
from annotui.formats.documents import Documents
from annotui.formats.offsets import Offsets
from annotui.formats.tools_json import Spans, read_records
from annotui.formats.values import Fault, Values

_SPANS = ("label", "labels", "entities", "annotations")
"""What versions of doccano call the spans of a text."""


def read(data: bytes, where: str) -> Documents:
    """Read sequence labels. doccano counts code points. Relations and comments are left out, and told."""
    return read_records(data, where, "doccano", _spans, lost=_lost)


def _spans(values: Values, offsets: Offsets, where: str) -> Spans:
    for name in _SPANS:
        for number, given in enumerate(values.array(name)):
            place = f"{where} {name}[{number}]"
            try:
                yield place, _span(given, offsets)
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
