"""What a format has no place for: counted and taken out before anything is written, so that nothing is lost unsaid."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from annotui.core.model import Annotation, Article, Fragment, Link, text_of
from annotui.formats.exported import ExportArticle

_BRAT_IDS: Final = re.compile(r"\bT\d+\b")
_BLANKS: Final = re.compile(r"\s")
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Loss(NamedTuple):
    """Something that a format may lack: what it is called when it is counted, and what takes it out."""

    what: str
    take_out: Callable[[ExportArticle], tuple[ExportArticle, int]]


def _of_spans(what: str, take: Callable[[Annotation, str], Annotation | None]) -> Loss:
    def take_out(exported: ExportArticle) -> tuple[ExportArticle, int]:
        left = []
        count = 0
        for span in exported.annotations:
            other = take(span, exported.article.text)
            count += other != span
            if other is not None:
                left.append(other)
        return (exported._replace(annotations=tuple(left), is_sorted=False), count) if count else (exported, 0)

    return Loss(what, take_out)


def _of_article(what: str, take: Callable[[Article], Article]) -> Loss:
    def take_out(exported: ExportArticle) -> tuple[ExportArticle, int]:
        other = take(exported.article)
        changed = other != exported.article
        return (exported._replace(article=other), 1) if changed else (exported, 0)

    return Loss(what, take_out)


def _of_links(what: str, take: Callable[[Link], Link | None]) -> Loss:
    def of_span(span: Annotation, text: str) -> Annotation:
        links = tuple(link for link in map(take, span.links) if link is not None)
        return span._replace(links=links) if links != span.links else span

    return _of_spans(what, of_span)


def _whole(span: Annotation, text: str) -> Annotation:
    if len(span.fragments) == 1:
        return span
    fragments = (Fragment(span.start, span.end),)
    return span._replace(fragments=fragments, text=text_of(fragments, text))


def _stripped(span: Annotation, text: str) -> Annotation | None:
    kept = []
    for start, end in span.fragments:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            kept.append(Fragment(start, end))
    fragments = tuple(kept)
    if fragments == span.fragments:
        return span
    return span._replace(fragments=fragments, text=text_of(fragments, text)) if fragments else None


def _relabelled(span: Annotation) -> Annotation:
    label = _BLANKS.sub("_", span.label)
    return span._replace(label=label) if label != span.label else span


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", text)


def _outermost(exported: ExportArticle) -> tuple[ExportArticle, int]:
    """Leave of spans that overlap the longest, and of those that are as long the first."""
    left: list[Annotation] = []
    for span in sorted(exported.in_order(), key=lambda one: one.start - one.end):
        if not any(span.start < other.end and other.start < span.end for other in left):
            left.append(span)
    count = len(exported.annotations) - len(left)
    return (exported._replace(annotations=tuple(left), is_sorted=False), count) if count else (exported, 0)


def _no_details(link: Link) -> Link:
    return Link(link.agreement, link.status, method="imported")


def _no_dangling(exported: ExportArticle) -> tuple[ExportArticle, int]:
    """Take out the lines kept of a brat file that speak of spans which are there no longer."""
    there = {span.attributes.get("brat:id", "").split(" ")[0] for span in exported.annotations}
    spans = []
    count = 0
    for span in exported.annotations:
        gone = [
            name
            for name, line in span.attributes.items()
            if name.startswith("brat:") and name != "brat:id" and not there.issuperset(_BRAT_IDS.findall(_body(line)))
        ]
        count += len(gone)
        spans.append(span._replace(attributes={n: v for n, v in span.attributes.items() if n not in gone}))
    return (exported._replace(annotations=tuple(spans)), count) if count else (exported, 0)


def _body(line: str) -> str:
    return line.partition("\t")[2].partition("\t")[0]


def _no_controls(exported: ExportArticle) -> tuple[ExportArticle, int]:
    """Put U+FFFD for what XML cannot hold: one code point for one, so that offsets stay true."""
    article, count = exported.article, len(_NOT_XML.findall(exported.article.text))
    spans = []
    for span in exported.annotations:
        label = _NOT_XML.sub("\ufffd", span.label)
        count += label != span.label
        spans.append(span._replace(label=label, text=_NOT_XML.sub("\ufffd", span.text)))
    if not count:
        return exported, 0
    text = _NOT_XML.sub("\ufffd", article.text)
    return ExportArticle(article._replace(text=text, sha256=""), tuple(spans)), count


LOSSES: Mapping[str, Loss] = {
    "pending": _of_spans("suggestions", lambda span, _: None if span.state == "pending" else span),
    "orphaned": _of_spans("spans whose text is gone", lambda span, _: None if span.anchor == "orphaned" else span),
    "gaps": _of_spans("gaps inside spans", _whole),
    "blanks": _of_spans("blanks at the ends of spans", _stripped),
    "overlaps": Loss("spans inside or across another", _outermost),
    "label blanks": _of_spans("blanks in labels", lambda span, _: _relabelled(span)),
    "links": _of_spans("spans' links", lambda span, _: span._replace(links=())),
    "nil": _of_links("links that say the catalogue lacks it", lambda link: None if link.status == "nil" else link),
    "unsure": _of_links("unsure links", lambda link: None if link.status == "unsure" else link),
    "more links": _of_spans("links beyond a span's first", lambda span, _: span._replace(links=span.links[:1])),
    "link details": _of_links("scores, reasons and makers of links", _no_details),
    "link scores": _of_links("scores of links", lambda link: link._replace(score=None)),
    "link reasons": _of_links(
        "methods, reasons, parts and makers of links",
        lambda link: link._replace(method="imported", part=None, reasons=(), by=""),
    ),
    "annotators": _of_spans("names of annotators", lambda span, _: span._replace(annotator="")),
    "origins": _of_spans("origins and scores", lambda span, _: span._replace(origin="imported", score=None)),
    "scores": _of_spans("scores", lambda span, _: span._replace(score=None)),
    "line breaks": _of_spans(
        "line breaks in notes and attributes",
        lambda span, _: span._replace(
            note=_one_line(span.note),
            attributes={
                name: value if name.startswith("brat:") else _one_line(value) for name, value in span.attributes.items()
            },
        ),
    ),
    "notes": _of_spans("notes", lambda span, _: span._replace(note="")),
    "flags": _of_spans("flags", lambda span, _: span._replace(flag=False)),
    "attributes": _of_spans("attributes", lambda span, _: span._replace(attributes={})),
    "ids": _of_spans("ids", lambda span, _: span._replace(id="")),
    "times": _of_spans("times", lambda span, _: span._replace(created_at="", updated_at="")),
    "anchors": _of_spans("marks of spans that moved", lambda span, _: span._replace(anchor="exact")),
    "about articles": _of_article(
        "what is known of articles (title, date, source, language)",
        lambda article: article._replace(title="", date="", source="", language=""),
    ),
    "status": _of_article(
        "statuses, labels and notes of articles", lambda one: one._replace(status="todo", note="", labels=())
    ),
    "brat lines": Loss("lines of brat about spans that are gone", _no_dangling),
    "controls": Loss("control characters (U+FFFD stands for them)", _no_controls),
    "texts": _of_article("texts of articles", lambda article: article._replace(text="", sha256="")),
    "paths": _of_article("paths of articles", lambda article: article._replace(path="")),
}
"""By the name under which a format says that it lacks it. They are taken out in this order."""


class Losses:
    """Takes out what a format lacks, and counts it."""

    def __init__(self, names: Iterable[str], *, needed: Collection[str] = ()) -> None:
        """`needed` are counted and left in: what is written comes of them."""
        chosen = set(names)
        self._needed = needed
        self._losses = [(name, loss) for name, loss in LOSSES.items() if name in chosen]
        self._counts: dict[str, int] = {}

    def taken_out(self, articles: Iterable[ExportArticle]) -> Iterator[ExportArticle]:
        """The articles without what is lost."""
        for exported in articles:
            left = exported
            for name, loss in self._losses:
                without, count = loss.take_out(left)
                if name not in self._needed:
                    left = without
                if count:
                    self._counts[name] = self._counts.get(name, 0) + count
            yield left

    def told(self) -> Sequence[str]:
        """What was lost, counted: `notes: 3`."""
        return [f"{loss.what}: {self._counts[name]}" for name, loss in self._losses if name in self._counts]
