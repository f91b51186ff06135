"""Annotations from JSON and JSONL, as annotui writes them: all that is in them comes back, its history left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from annotui.core.model import (
    ARTICLE_STATUSES,
    Anchor,
    Annotation,
    Article,
    Fragment,
    Link,
    LinkStatus,
    Origin,
    Reason,
    State,
)
from annotui.errors import DataError
from annotui.formats import json_text
from annotui.formats.agreements import read_agreements
from annotui.formats.containers import decode
from annotui.formats.documents import Document, Documents
from annotui.formats.labels import read_labels
from annotui.formats.source import Source
from annotui.formats.tables import Problem
from annotui.formats.values import Fault, Values, fragment, in_order


def read_jsonl(source: Source) -> Documents:
    """Read an article a line. Raises DataError where no line is one."""
    where = source.where
    lines = decode(source.data, where).split("\n")
    problems: list[Problem] = []
    documents = list(_documents(_parsed(lines, where, problems), problems))
    if not documents and problems:
        raise DataError(f"{problems[0].where}: {problems[0].what}", 'A line is {"article": ..., "annotations": [...]}.')
    return Documents(tuple(documents), (), (), tuple(problems))


def read_json(source: Source) -> Documents:
    """Read one document with labels, catalogue and articles. Raises DataError where there are no articles in it."""
    where = source.where
    text = decode(source.data, where)
    value = json_text.parse(text, where)
    given = value.get("articles") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(given, list):
        raise DataError(f"{where}: there is no list of articles", 'It should be {"articles": [...], ...}.')
    problems: list[Problem] = []
    documents = list(_documents(((f"{where} article[{at}]", one) for at, one in enumerate(given)), problems))
    records = read_agreements(json_text.encode({"agreements": value.get("agreements") or []}), "json", where)
    labels = read_labels(json_text.encode({"labels": value.get("labels") or []}), "json", where)
    problems += [*records.problems, *labels.problems]
    return Documents(tuple(documents), labels.records, records.records, tuple(problems))


def _parsed(lines: Iterable[str], where: str, problems: list[Problem]) -> Iterator[tuple[str, object]]:
    for number, line in enumerate(lines, 1):
        place = f"{where} line {number}"
        if line.strip():
            try:
                yield place, json_text.parse(line, place)
            except DataError as error:
                problems.append(Problem(place, error.what.removeprefix(f"{place}: ")))


def _documents(given: Iterable[tuple[str, object]], problems: list[Problem]) -> Iterator[Document]:
    for where, value in given:
        try:
            values = Values(value)
            yield _document(values, where, problems)
        except Fault as fault:
            problems.append(Problem(where, str(fault)))


def _document(values: Values, where: str, problems: list[Problem]) -> Document:
    article = article_of(values)
    if not article.path:
        raise Fault('has no "article": its path')
    annotations, places = [], []
    for at, one in enumerate(values.array("annotations")):
        place = f"{where} annotation[{at}]"
        try:
            annotations.append(annotation_of(Values(one), article.path))
            places.append(place)
        except Fault as fault:
            problems.append(Problem(place, str(fault)))
    of_spans = {annotation.label for annotation in annotations}
    article = article._replace(labels=tuple(label for label in article.labels if label not in of_spans))
    return Document(where, article, values.has("text"), tuple(annotations), tuple(places))


def article_of(values: Values) -> Article:
    """An article as its object gives it; empty is what it lacks. Raises Fault."""
    return Article(
        path=values.text("article"),
        text=values.body("text"),
        sha256=values.text("sha256"),
        title=values.text("title"),
        date=values.text("date"),
        source=values.text("source"),
        language=values.text("language"),
        status=values.choice("status", ARTICLE_STATUSES, "todo"),
        note=values.text("note"),
        labels=tuple(sorted(set(values.strings("labels")))),
    )


def annotation_of(values: Values, article: str) -> Annotation:
    """An annotation of the article with this path, as its object gives it. Raises Fault."""
    given = values.array("fragments")
    label = values.text("label")
    if not label:
        raise Fault("has no label")
    return Annotation(
        id=values.text("id"),
        article=article,
        label=label,
        annotator=values.text("annotator"),
        fragments=in_order([fragment(one, "a fragment") for one in given] or [_extent(values)]),
        text=values.body("text"),
        origin=values.choice("origin", get_args(Origin), "imported"),
        state=values.choice("state", get_args(State), "accepted"),
        score=values.number("score"),
        note=values.text("note"),
        flag=values.flag("flag"),
        attributes=values.texts("attributes"),
        anchor=values.choice("anchor", get_args(Anchor), "exact"),
        links=tuple(_link(Values(one)) for one in values.array("links")),
        created_at=values.text("created_at"),
        updated_at=values.text("updated_at"),
    )


def _extent(values: Values) -> Fragment:
    start, end = values.number("start"), values.number("end")
    if start is None or end is None or start != int(start) or end != int(end):
        raise Fault("has neither fragments nor start and end")
    return fragment([int(start), int(end)], "its extent")


def _link(values: Values) -> Link:
    agreement = values.text("agreement") or None
    status = values.choice("status", get_args(LinkStatus), "linked" if agreement else "nil")
    if (agreement is None) != (status == "nil") and status != "unsure":
        raise Fault("a link names a record, or is nil")
    return Link(
        agreement=agreement,
        status=status,
        score=values.number("score"),
        method=values.text("method") or "imported",
        part=values.pair("part"),
        reasons=tuple(_reason(Values(one)) for one in values.array("reasons")),
        by=values.text("by"),
    )


def _reason(values: Values) -> Reason:
    return Reason(values.text("id"), values.number("value") or 0.0, values.text("text"))
