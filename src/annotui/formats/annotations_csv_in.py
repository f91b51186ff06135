"""Annotations from CSV, as annotui writes it: rows with one annotation's id are one span with several links."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import get_args

from annotui.core.model import Agreement, Anchor, Annotation, Article, Fragment, Link, LinkStatus, Origin, State
from annotui.errors import DataError
from annotui.formats.cells import unguard
from annotui.formats.containers import decode, delimiter_of
from annotui.formats.documents import Document, Documents
from annotui.formats.source import Source
from annotui.formats.tables import Problem
from annotui.formats.values import Fault, Values, fragment, in_order

NEEDED = ("article", "start", "end", "label")
"""The columns that must be there."""
_OFFSET = re.compile("[0-9]{1,15}")
_OPEN = ("", "open")


def read_csv(source: Source) -> Documents:
    """Read spans row by row. Raises DataError where the header lacks a column that is needed, or the CSV is broken.

    Cells are parted by what parts those of the header: a comma, a semicolon or a tab.
    """
    text = decode(source.data, source.where)
    return _read(text, source.where, delimiter_of(text))


def read_tsv(source: Source) -> Documents:
    """Read the same with tabs."""
    return _read(decode(source.data, source.where), source.where, "\t")


def _read(text: str, where: str, delimiter: str) -> Documents:
    problems: list[Problem] = []
    spans: dict[tuple[str, ...], _Span] = {}
    titles: dict[str, str] = {}
    for place, row in _rows(text, where, delimiter):
        try:
            values = Values({name: unguard(cell) for name, cell in row.items()})
            article = values.text("article")
            if not article:
                raise Fault("has no article")
            made, link = _annotation(values, article), _link(values)
            key = (article, made.id) if made.id else (article, str(made.fragments), made.label, made.annotator)
            span = spans.setdefault(key, _Span(place, made))
            span.take(link, made)
            if values.has("agreement_id") and values.text("agreement_id"):
                titles.setdefault(values.text("agreement_id"), values.text("agreement_title"))
        except Fault as fault:
            problems.append(Problem(place, str(fault)))
    records = tuple(Agreement(id, title or id) for id, title in titles.items())
    return Documents(tuple(_documents(spans.values())), (), records, tuple(problems))


class _Span:
    """A span with the links of its rows."""

    def __init__(self, where: str, made: Annotation) -> None:
        self.where = where
        self.made = made
        self.links: list[Link] = []

    def take(self, link: Link | None, made: Annotation) -> None:
        """Add the link of another row. Raises Fault where that says something else of the span."""
        if made != self.made:
            raise Fault(f"says something else of annotation {made.id} than {self.where}")
        if link is not None:
            self.links.append(link)


def _rows(text: str, where: str, delimiter: str) -> Iterator[tuple[str, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = next(reader)
        missing = [name for name in NEEDED if name not in header]
        if missing:
            hint = f"It must have {', '.join(NEEDED)}."
            raise DataError(f"{where}: the header has no column {', '.join(missing)}", hint)
        for number, cells in enumerate(reader, 2):
            if cells:
                yield f"{where} row {number}", dict(zip(header, cells, strict=False))
    except csv.Error as error:
        raise DataError(f"{where} line {reader.line_num}: not CSV: {error}") from error


def _annotation(values: Values, article: str) -> Annotation:
    label = values.text("label")
    if not label:
        raise Fault("has no label")
    return Annotation(
        id=values.text("annotation_id"),
        article=article,
        label=label,
        annotator=values.text("annotator"),
        fragments=_fragments(values),
        text=values.body("text"),
        origin=values.choice("origin", get_args(Origin), "imported"),
        state=values.choice("state", get_args(State), "accepted"),
        note=values.text("note"),
        flag=values.choice("flag", ("1", "0"), "0") == "1",
        anchor=values.choice("anchor", get_args(Anchor), "exact"),
        created_at=values.text("created_at"),
        updated_at=values.text("updated_at"),
    )


def _fragments(values: Values) -> tuple[Fragment, ...]:
    """Those of the column `fragments`, `3-9;14-20`, else the extent."""
    given = values.text("fragments") or f"{values.text('start')}-{values.text('end')}"
    found = []
    for part in given.split(";"):
        ends = part.strip().split("-")
        if len(ends) != 2 or not all(_OFFSET.fullmatch(one) for one in ends):
            raise Fault(f"start and end, or fragments, are no offsets: {given}")
        found.append(fragment([int(one) for one in ends], "its extent"))
    return in_order(found)


def _link(values: Values) -> Link | None:
    agreement = values.text("agreement_id") or None
    given = values.text("link_status")
    if agreement is None and given in _OPEN:
        return None
    status = values.choice("link_status", get_args(LinkStatus), "linked" if agreement else "nil")
    if (agreement is None) != (status == "nil") and status != "unsure":
        raise Fault(f"link_status is {status}, which does not go with its agreement_id")
    score = values.text("link_score")
    try:
        return Link(agreement, status, float(score) if score else None, "imported")
    except ValueError:
        raise Fault(f"link_score is no number: {score}") from None


def _documents(spans: Iterable[_Span]) -> Iterator[Document]:
    by_article: dict[str, list[_Span]] = {}
    for span in spans:
        by_article.setdefault(span.made.article, []).append(span)
    for path, its in by_article.items():
        yield Document(
            its[0].where,
            Article(path, "", ""),
            has_text=False,
            annotations=tuple(span.made._replace(links=tuple(span.links)) for span in its),
            places=tuple(span.where for span in its),
        )
