"""Label Studio's JSON: tasks with a text and regions of it, which count UTF-16 units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from annotui.core.model import Annotation, State
from annotui.formats.contents import Contents, Options
from annotui.formats.details import KEY, details_of, details_of_article, with_details
from annotui.formats.documents import Documents
from annotui.formats.exported import ExportArticle
from annotui.formats.json_text import write_array
from annotui.formats.offsets import Offsets, Unit, utf16_units
from annotui.formats.source import Source
from annotui.formats.tools_json import Spans, read_records
from annotui.formats.values import Fault, Values

_UNITS: tuple[Unit, ...] = ("UTF-16 units", "code points")
_TEXTS = ("text", "Text", "content", "document")


def read(source: Source) -> Documents:
    """Read the regions with labels of a list of tasks; predictions are pending. Other results are left out and told."""
    return read_records(source, "label-studio", _spans, text_of=_text, about=_data, lost=_lost)


def write(out: BinaryIO, contents: Contents, _: Options) -> None:
    """Write a task an article, suggestions as predictions. What Label Studio lacks stands in `meta`, which it keeps.

    Tasks go with a labelling interface whose control is called `label` and whose text is called `text`.
    """
    write_array(out, (_task(number, exported) for number, exported in enumerate(contents.articles, 1)))
    out.write(b"\n")


def _task(number: int, exported: ExportArticle) -> dict[str, object]:
    article = exported.article
    spans = exported.in_order()
    accepted = [span for span in spans if span.state == "accepted"]
    pending = [span for span in spans if span.state == "pending"]
    task: dict[str, object] = {
        "id": number,
        "data": {"text": article.text, KEY: details_of_article(article)},
        "annotations": [{"id": number, "result": _results_of(accepted, article.text)}],
    }
    if pending:
        task["predictions"] = [{"model_version": KEY, "result": _results_of(pending, article.text)}]
    return task


def _results_of(spans: Sequence[Annotation], text: str) -> list[dict[str, object]]:
    units = utf16_units(text)
    return [
        {
            "id": span.id,
            "type": "labels",
            "from_name": "label",
            "to_name": "text",
            "value": {
                "start": units(span.start),
                "end": units(span.end),
                "text": text[span.start : span.end],
                "labels": [span.label],
            },
            "meta": {KEY: details_of(span)},
        }
        for span in spans
    ]


def _data(task: Values) -> Values:
    return task.inner("data")


def _text(task: Values) -> str:
    data = _data(task)
    return next((text for name in _TEXTS if (text := data.body(name))), "")


def _spans(task: Values, offsets: Offsets, where: str) -> Spans:
    for kind, at, result in _results(task):
        place = f"{where} {kind}[{at}] {result.text('id') or 'result'}"
        if result.text("type") not in ("labels", ""):
            continue
        value = result.inner("value")
        try:
            for label in value.strings("labels") or value.strings("hypertextlabels"):
                made = _span(value, label, offsets, "pending" if kind == "predictions" else "accepted")
                meta = result.inner("meta")
                yield place, with_details(made, meta.inner(KEY)) if meta.has(KEY) else made
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
