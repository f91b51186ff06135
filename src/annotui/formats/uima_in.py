"""UIMA CAS, read: named entities and annotations of layers of one's own, from XMI with its type system or from JSON."""

from __future__ import annotations

import io
import json
import re
import warnings
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from cassis import (
    Cas,
    TypeSystem,
    load_cas_from_json,
    load_cas_from_xmi,
    load_dkpro_core_typesystem,
    load_typesystem,
    merge_typesystems,
)
from lxml import etree

from annotui.core.model import Annotation, Article, Fragment, Link
from annotui.errors import DataError
from annotui.formats.details import Details, article_from
from annotui.formats.documents import Document, Documents
from annotui.formats.offsets import Offsets
from annotui.formats.source import Source
from annotui.formats.tables import Problem, problem_of, shown
from annotui.formats.uima import ARTICLE, DETAILS, ENTITY, FEATURE, LAYER
from annotui.formats.values import Fault, Values

_NOT_SPANS: Final = re.compile(
    r"uima\.tcas\.DocumentAnnotation|.*\.(?:DocumentMetaData|TagsetDescription|CASMetadata|FeatureDefinition|LayerDefinition)"
)
_OF_GRAMMAR: Final = re.compile(r".*\.(?:segmentation|morph|lexmorph|syntax|coref|transform|metadata)\.type\..*")
_OF_RELATIONS: Final = ({"Governor", "Dependent"}, {"governor", "dependent"}, {"next"}, {"first"})
"""The features by which relations and chains are known."""
_LABELS: Final = ("value", "label", "Label", "Value", "category", "entity", "tag")
_UNKNOWN: Final = "not found"
_XMI_ID: Final = "{http://www.omg.org/XMI}id"
_UNMAPPED: Final = re.compile(r"Not mapping external offset \[(\d+)\]")
_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read_xmi(sources: Sequence[Source]) -> Documents:
    """Read each `.xmi` file with the type systems (`.xml`) beside it, if any. Raises DataError where it cannot."""
    problems: list[Problem] = []
    types = [one for one in sources if one.name.lower().endswith(".xml")]
    given = [one for one in sources if one.name.lower().endswith(".xmi")]
    if not given:
        raise DataError(
            f"{sources[0].where}: there is no .xmi file in it", "UIMA keeps .xmi files and a TypeSystem.xml."
        )

    def load(source: Source) -> Cas:
        return load_cas_from_xmi(io.BytesIO(_plain(source)), typesystem=_type_system(types, source), lenient=True)

    return _read(given, load, problems)


def read_json(sources: Sequence[Source]) -> Documents:
    """Read each JSON CAS. Raises DataError where none can be read."""
    return _read(list(sources), lambda source: load_cas_from_json(io.BytesIO(source.data), lenient=True), [])


def _type_system(types: Sequence[Source], source: Source) -> TypeSystem:
    """The type systems in the file's folder, else all there are, else DKPro's, which knows named entities."""
    if not types:
        return load_dkpro_core_typesystem()
    folder = source.name.rpartition("/")[0]
    near = [one for one in types if one.name.rpartition("/")[0] == folder] or types
    return merge_typesystems(*(load_typesystem(io.BytesIO(_plain(one))) for one in near))


def _plain(source: Source) -> bytes:
    """The file, if its XML is plain. Raises DataError for a document type, which can make a file grow or reach out."""
    if _DOCTYPE.search(source.data) or b"\0" in source.data[:4]:
        raise DataError(f"{source.where}: it has a document type, or is not UTF-8", "A CAS needs neither.")
    return source.data


def _read(given: Sequence[Source], load: Callable[[Source], Cas], problems: list[Problem]) -> Documents:
    documents: list[Document] = []
    lost: Counter[str] = Counter()
    for source in given:
        try:
            with warnings.catch_warnings(record=True) as warned:
                warnings.simplefilter("always")
                cas = load(source)
            # cassis leaves offsets that lie inside a character, or beyond the text, as they are, and warns.
            offsets = {int(match[1]) for one in warned if (match := _UNMAPPED.search(str(one.message)))}
            wrong = _with_offsets(source, offsets) if offsets else set()
            unknown = sum(_UNKNOWN in str(one.message) for one in warned)
            if unknown:
                lost["annotations of types that the type system lacks"] += unknown
            documents.append(_document(cas, source, wrong, problems, lost))
        except DataError as error:
            problems.append(problem_of(error, source.where))
        except Exception as error:  # noqa: BLE001 - whatever cassis and lxml make of a broken file
            problems.append(Problem(source.where, f"no CAS that can be read: {shown(str(error))}"))
    if not documents:
        raise DataError(f"{problems[0].where}: {problems[0].what}", "Export it again as UIMA CAS XMI or JSON.")
    told = tuple(f"{what}: {count}" for what, count in sorted(lost.items()))
    return Documents(tuple(documents), (), (), tuple(problems), told)


def _with_offsets(source: Source, offsets: Collection[int]) -> set[int]:
    """The ids of what begins or ends at one of these offsets, as the file itself counts."""
    found: list[Mapping[str, Any]]
    if source.name.lower().endswith(".xmi"):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        found = [dict(one.attrib) for one in etree.fromstring(source.data, parser)]
    else:
        given = json.loads(source.data)["%FEATURE_STRUCTURES"]
        found = [{"%ID": id, **one} for id, one in given.items()] if isinstance(given, dict) else given
    ends = {str(offset) for offset in offsets}
    wrong = (one for one in found if {str(one.get("begin")), str(one.get("end"))} & ends)
    return {int(one.get(_XMI_ID) or one.get("%ID") or 0) for one in wrong}


def _document(
    cas: Cas, source: Source, wrong: Collection[int], problems: list[Problem], lost: Counter[str]
) -> Document:
    given = cas.sofa_string
    if not given:
        raise DataError(f"{source.where}: it has no text", "")
    offsets = Offsets(given)
    details = Details([json.loads(one.json) for one in _all(cas, DETAILS)])
    annotations, places = [], []
    for number, one in enumerate(cas.select_all_annotations()):
        kind = one.type.name
        place = f"{source.where} {kind.rpartition('.')[2]}[{number}]"
        if kind in (DETAILS, ARTICLE) or _NOT_SPANS.fullmatch(kind):
            continue
        if _OF_GRAMMAR.fullmatch(kind) or _is_relation(one):
            lost[kind.rpartition(".")[2]] += 1
            continue
        lost.update(f"feature {name} of {kind.rpartition('.')[2]}" for name in _left_out(one))
        try:
            if one.xmiID in wrong:
                raise Fault("begins or ends inside a character, or outside the text")
            annotations.append(details.added(_span(one, kind, offsets)))
            places.append(place)
        except Fault as fault:
            problems.append(Problem(place, str(fault)))
    if len(cas.views) > 1:
        lost["views beyond the first"] += len(cas.views) - 1
    path = f"{source.stem.removesuffix('.txt').removesuffix('.md')}.txt"
    article = Article(path, offsets.text, "")
    for one in _all(cas, ARTICLE):
        article = article_from(Values({"annotui": json.loads(one.json)}), article)
    return Document(source.where, article, True, tuple(annotations), tuple(places))


def _all(cas: Cas, kind: str) -> Sequence[Any]:
    return cas.select(kind) if cas.typesystem.contains_type(kind) else []


def _span(one: Any, kind: str, offsets: Offsets) -> Annotation:
    if not isinstance(one.begin, int) or not isinstance(one.end, int):
        raise Fault("has no begin and end")
    fragment = offsets.fragment(one.begin, one.end)
    features = {name: value for name, value in _features(one).items() if isinstance(value, str) and value}
    name = next((name for name in _LABELS if name in features), "")
    label = features.pop(name) if name else kind.rpartition(".")[2]
    record = features.pop("identifier", "")
    links = (Link(record, method="imported"),) if record else ()
    if kind != ENTITY or name != "value":
        features |= {LAYER: kind} | ({FEATURE: name} if name else {})
    return Annotation(
        "", "", label, "", (Fragment(*fragment),), "", origin="imported", attributes=features, links=links
    )


def _is_relation(one: Any) -> bool:
    names = {feature.name for feature in one.type.all_features}
    return any(those <= names for those in _OF_RELATIONS)


def _left_out(one: Any) -> list[str]:
    """The features of an annotation that are neither text nor nothing: numbers, links to others, lists."""
    found = _features(one)
    return [name for name, value in found.items() if value not in (None, "", False, 0) and not isinstance(value, str)]


def _features(one: Any) -> dict[str, object]:
    """The features of an annotation by their names."""
    names = (feature.name for feature in one.type.all_features)
    return {name: one.get(name) for name in names if name not in ("begin", "end", "sofa")}
