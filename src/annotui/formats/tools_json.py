"""What the JSON of other annotation tools has in common: values one after the other, texts without names, spans."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from annotui.core.model import Annotation, Article
from annotui.errors import DataError
from annotui.formats.containers import decode
from annotui.formats.details import article_from
from annotui.formats.documents import Document, Documents
from annotui.formats.offsets import Offsets
from annotui.formats.source import Source
from annotui.formats.tables import Problem
from annotui.formats.values import Fault, Values

Spans = Iterator[tuple[str, Annotation | Fault]]
"""The place of each span of a record, and the annotation or what is wrong with it."""


def read_records(
    source: Source,
    name: str,
    read: Callable[[Values, Offsets, str], Spans],
    *,
    text_of: Callable[[Values], str] = lambda values: values.body("text"),
    about: Callable[[Values], Values] = lambda values: values,
    lost: Callable[[Values], Sequence[str]] = lambda _: (),
) -> Documents:
    """Read records with a text and spans, as a list or one after the other; `name` begins the names of their articles.

    `about` gives where the details of a record's article stand, `lost` what has no place here, each thing by its name.
    Records may be on a line each, or spread over several. Raises DataError where none can be read.
    """
    problems: list[Problem] = []
    documents: list[Document] = []
    left_out: dict[str, int] = {}
    for number, (place, value) in enumerate(values_in(decode(source.data, source.where), source.where), 1):
        if isinstance(value, DataError):
            problems.append(Problem(place, value.what))
            continue
        try:
            values = Values(value)
            documents.append(_document(values, place, (f"{name}-{number}.txt", about), read, text_of, problems))
            for what in lost(values):
                left_out[what] = left_out.get(what, 0) + 1
        except Fault as fault:
            problems.append(Problem(place, str(fault)))
    if not documents and problems:
        raise DataError(f"{problems[0].where}: {problems[0].what}", "There is no record in it that can be read.")
    told = tuple(f"{what}: {count}" for what, count in left_out.items())
    return Documents(tuple(documents), (), (), tuple(problems), told)


def _document(
    values: Values,
    where: str,
    known: tuple[str, Callable[[Values], Values]],
    read: Callable[[Values, Offsets, str], Spans],
    text_of: Callable[[Values], str],
    problems: list[Problem],
) -> Document:
    given = text_of(values)
    if not given:
        raise Fault("has no text")
    offsets = Offsets(given)
    annotations, places = [], []
    for place, made in read(values, offsets, where):
        if isinstance(made, Fault):
            problems.append(Problem(place, str(made)))
        else:
            annotations.append(made)
            places.append(place)
    path, about = known
    article = article_from(about(values), Article(path, offsets.text, ""))
    is_named = article.path != path
    return Document(where, article, True, tuple(annotations), tuple(places), is_named=is_named)


def values_in(text: str, where: str) -> Iterator[tuple[str, object]]:
    """The values of a text, each with its line; one that is broken is a DataError, and the next line is gone on with.

    The items of a list are values of their own.
    """
    decoder = json.JSONDecoder()
    at = 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if at == len(text):
            return
        place = f"{where} line {text.count(chr(10), 0, at) + 1}"
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield place, DataError(f"not JSON: {getattr(error, 'msg', 'nested too deeply')}")
            at = text.find("\n", at)
            if at < 0:
                return
            continue
        if isinstance(value, list):
            yield from ((f"{place} record[{number}]", one) for number, one in enumerate(value))
        else:
            yield place, value
