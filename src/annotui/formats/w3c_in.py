"""W3C Web Annotation (JSON-LD), read: annotations alone, in lists, pages and collections.

Spans are found by their position, their quote, or both; what annotates something else than words of an article is
refused, and so are selectors of a page's elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from annotui.core.model import Agreement, Annotation, Article, Fragment, Link, State
from annotui.core.quotes import Quote
from annotui.errors import DataError
from annotui.formats.containers import decode
from annotui.formats.details import with_own_details
from annotui.formats.documents import Document, Documents
from annotui.formats.source import Source
from annotui.formats.tables import Problem, shown
from annotui.formats.tools_json import values_in
from annotui.formats.values import Fault, Values, in_order
from annotui.formats.w3c import AGREEMENT, ANNOTATION, ARTICLE, NIL

_CHARACTERS: Final = re.compile(r"char=(\d{1,15}),(\d{1,15})")
_COLLECTIONS: Final = ("AnnotationCollection", "AnnotationPage")
_SETS: Final = ("Composite", "List", "Independents")
_DEEPEST: Final = 20


def read(source: Source) -> Documents:
    """Read annotations; an article is what its source's IRI ends in. Raises DataError where there is none."""
    problems: list[Problem] = []
    found: dict[str, list[tuple[str, Annotation, tuple[Quote, ...]]]] = {}
    records: dict[str, Agreement] = {}
    count = 0
    for place, value in _items(decode(source.data, source.where), source.where, problems):
        count += 1
        try:
            path, span, quotes = _annotation(value, records)
            found.setdefault(path, []).append((place, span, quotes))
        except Fault as fault:
            problems.append(Problem(place, str(fault)))
    if not count:
        what = problems[0].what if problems else "there is no annotation in it"
        raise DataError(f"{source.where}: {what}", 'It should be {"type": "Annotation", ...}, or a collection of them.')
    return Documents(
        tuple(_document(path, its) for path, its in found.items()), (), tuple(records.values()), tuple(problems)
    )


def _document(path: str, its: Sequence[tuple[str, Annotation, tuple[Quote, ...]]]) -> Document:
    return Document(
        its[0][0],
        Article(path, "", ""),
        has_text=False,
        annotations=tuple(span._replace(article=path) for _, span, _ in its),
        places=tuple(place for place, _, _ in its),
        quotes=tuple(quotes for _, _, quotes in its),
    )


def _items(text: str, where: str, problems: list[Problem]) -> Iterator[tuple[str, Values]]:
    for place, value in values_in(text, where):
        if isinstance(value, DataError):
            problems.append(Problem(place, value.what))
        else:
            yield from _inside(value, place, problems, 0)


def _inside(value: object, where: str, problems: list[Problem], depth: int) -> Iterator[tuple[str, Values]]:
    """The annotations of a value: itself, or those of a page, a collection, a graph."""
    try:
        if depth > _DEEPEST:
            raise Fault("is nested too deeply")
        values = Values(value)
        if any(kind in _COLLECTIONS for kind in _types(values)) or not values.has("target"):
            lists = [(name, one) for name in ("items", "@graph") for one in enumerate(values.array(name))]
            for name, (at, one) in lists:
                yield from _inside(one, f"{where} {name}[{at}]", problems, depth + 1)
            if isinstance(values.given.get("first"), dict):
                yield from _inside(values.given["first"], where, problems, depth + 1)
            if not lists and not values.has("first"):
                raise Fault("is no annotation: it has no target")
        else:
            yield f"{where} {shown(values.text('id'))}" if values.has("id") else where, values
    except Fault as fault:
        problems.append(Problem(where, str(fault)))


def _annotation(values: Values, records: dict[str, Agreement]) -> tuple[str, Annotation, tuple[Quote, ...]]:
    targets = [_target(one) for one in _targets(values)]
    paths = {path for path, _ in targets}
    if len(paths) != 1:
        raise Fault("is about several texts" if paths else "has no target")
    label, note, links = _bodies(values, records)
    quotes = tuple(quote for _, quote in targets)
    native = Annotation(
        id=unquote(values.text("id").removeprefix(ANNOTATION)) if values.text("id").startswith(ANNOTATION) else "",
        article="",
        label=label,
        annotator=_creator(values),
        fragments=in_order([quote.fragment for quote in quotes]) if all(map(_is_placed, quotes)) else (Fragment(0, 1),),
        text="",
        origin="imported",
        note=note,
        links=links,
        created_at=values.text("created"),
        updated_at=values.text("modified"),
    )
    state: State = "accepted"
    if values.has("annotui"):
        state = values.inner("annotui").choice("state", ("accepted", "pending"), "accepted")
    return paths.pop(), with_own_details(native._replace(state=state), values, several=True), quotes


def _is_placed(quote: Quote) -> bool:
    return quote.fragment.end > quote.fragment.start


def _targets(values: Values) -> list[object]:
    given = values.given.get("target")
    if isinstance(given, dict) and any(kind in _SETS for kind in _types(Values(given))):
        return Values(given).array("items")
    return given if isinstance(given, list) else [given]


def _types(values: Values) -> list[str]:
    given = values.given.get("type", values.given.get("@type"))
    return [one for one in (given if isinstance(given, list) else [given]) if isinstance(one, str)]


def _target(given: object) -> tuple[str, Quote]:
    """The path of the article, and the place in it."""
    if isinstance(given, str):
        raise Fault(f"is about the whole of {shown(given)}")
    values = Values(given)
    source = values.given.get("source", values.given.get("id"))
    name = source if isinstance(source, str) else Values(source).text("id")
    if not name:
        raise Fault("its target has no source")
    selectors = list(_selectors(values.given.get("selector"), 0))
    if not selectors:
        raise Fault(f"is about the whole of {shown(name)}")
    place, quote = Fragment(0, 0), ("", "", "")
    for one in selectors:
        place, quote = _selected(one, place, quote)
    if place.end <= place.start and not quote[0]:
        kinds = ", ".join(kind for one in selectors for kind in _types(one))
        raise Fault(f"is placed by {shown(kinds)}, by which no words can be found")
    return _path(name), Quote(place, *quote)


def _selectors(given: object, depth: int) -> Iterator[Values]:
    for one in given if isinstance(given, list) else [given]:
        if one is None or isinstance(one, str) or depth > _DEEPEST:
            continue
        values = Values(one)
        if values.has("refinedBy"):  # a place in what this selects, which is not known
            raise Fault("its selector is refined by another, whose offsets count from there")
        yield values
        yield from _selectors(values.given.get("items"), depth + 1)


def _selected(values: Values, place: Fragment, quote: tuple[str, str, str]) -> tuple[Fragment, tuple[str, str, str]]:
    kinds = _types(values)
    if "TextPositionSelector" in kinds:
        place = Fragment(values.whole("start"), values.whole("end"))
        if not 0 <= place.start < place.end:
            raise Fault(f"{place.start}-{place.end} is no stretch of text")
    elif "TextQuoteSelector" in kinds:
        quote = (values.body("exact"), values.body("prefix"), values.body("suffix"))
    elif "FragmentSelector" in kinds and (match := _CHARACTERS.fullmatch(values.text("value"))):
        place = Fragment(int(match[1]), int(match[2]))
    return place, quote


def _path(source: str) -> str:
    """The article that an IRI names: ours by its path, another by what it ends in."""
    if source.startswith(ARTICLE):
        return unquote(source.removeprefix(ARTICLE), errors="surrogatepass")
    return unquote(urlsplit(source).path.rstrip("/").rpartition("/")[2]) or source


def _creator(values: Values) -> str:
    given = values.given.get("creator")
    given = given[0] if isinstance(given, list) and given else given
    if isinstance(given, str):
        return given
    return Values(given).text("nickname") or Values(given).text("name") if isinstance(given, dict) else ""


def _bodies(values: Values, records: dict[str, Agreement]) -> tuple[str, str, tuple[Link, ...]]:
    """The label, the note and the links that the bodies say."""
    label, notes, links = "", [], []
    given = [one for name in ("body", "bodyValue") for one in _listed(values.given.get(name))]
    motivations = [one for one in _listed(values.given.get("motivation")) if isinstance(one, str)]
    for one in given:
        body = Values({"type": "TextualBody", "value": one} if isinstance(one, str) else one)
        purposes = [what for what in _listed(body.given.get("purpose")) if isinstance(what, str)] or motivations
        source = body.text("source") if isinstance(body.given.get("source"), str) else body.text("id")
        value = body.body("value") or (_path(source) if source else "")
        if "identifying" in purposes and source:
            links.append(_link(source, records))
        elif ("tagging" in purposes or "classifying" in purposes) and not label:
            label = value
        elif value:
            notes.append(value)
    # What is neither tagged nor classified is called by what it was made for.
    return label or next(iter(motivations), "annotation"), "\n".join(notes), tuple(dict.fromkeys(links))


def _listed(given: object) -> list[object]:
    return given if isinstance(given, list) else [] if given is None else [given]


def _link(source: str, records: dict[str, Agreement]) -> Link:
    if source == NIL:
        return Link(None, "nil", method="imported")
    if source.startswith(AGREEMENT):
        id = unquote(source.removeprefix(AGREEMENT))
    else:
        id = source
        records.setdefault(id, Agreement(id, _path(source), url=source))
    return Link(id, method="imported")
