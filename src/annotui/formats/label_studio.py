"""Label Studio's JSON: tasks with a text and regions of it, which count UTF-16 units."""

from __future__ import annotations

from collections.abc import Iterator

from annotui.core.model import Annotation, State
from annotui.formats.documents import Documents
from annotui.formats.offsets import Offsets, Unit
from annotui.formats.tools_json import Spans, read_records
from annotui.formats.values import Fault, Values

_UNITS: tuple[Unit, ...] = ("UTF-16 units", "code points")
_TEXTS = ("text", "Text", "content", "document")


def read(data: bytes, where: str) -> Documents:
    """Read the regions with labels of a list of tasks; predictions are pending. Other results are left out and told."""
    return read_records(data, where, "label-studio", _spans, text_of=_text, lost=_lost)


def _text(task: Values) -> str:
    data = task.inner("data")
    return next((text for name in _TEXTS if (text := data.body(name))), "")


def _spans(task: Values, offsets: Offsets, where: str) -> Spans:
    for kind, at, result in _results(task):
        place = f"{where} {kind}[{at}] {result.text('id') or 'result'}"
        if result.text("type") not in ("labels", ""):
            continue
        value = result.inner("value")
        try:
            for label in value.strings("labels") or value.strings("hypertextlabels"):
                yield place, _span(value, label, offsets, "pending" if kind == "predictions" else "accepted")
        except Fault as fault:
            yield place, fault


def _span(value: Values, label: str, offsets: Offsets, state: State) -> Annotation:
    quoted = value.body("text")
    fragment = offsets.fragment(value.whole("start"), value.whole("end"), quoted, units=_UNITS)
    return Annotation("", "", label, "", (fragment,), "", origin="imported", state=state)


def _results(task: Values) -> Iterator[tuple[str, int, Values]]:
    for kind in ("annotations", "completions", "predictions"):
        for at, given in enumerate(task.array(kind)):
            one = Values(given)
            if not one.flag("was_cancelled"):
                yield from ((kind, at, Values(result)) for result in one.array("result"))


def _lost(task: Values) -> list[str]:
    kinds = (result.text("type") for _, _, result in _results(task))
    return [f"results of type {kind}" for kind in kinds if kind not in ("labels", "")]
