"""UIMA CAS, as INCEpTION reads it: a NamedEntity a span, its `identifier` the record that it links to; XMI or JSON.

Sentences and tokens go along, cut where spans begin and end, for INCEpTION binds spans to them. What the type system
lacks stands beside each span in a type of our own, which programs that do not know it pass over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Final

from cassis import Cas, TypeSystem
from cassis.typesystem import Type

from annotui.core.model import Annotation, Fragment
from annotui.formats.cells import utf8
from annotui.formats.contents import Contents, Options
from annotui.formats.details import details_of, details_of_article
from annotui.formats.exported import ExportArticle
from annotui.formats.targets import Member
from annotui.formats.tokens import sentences

ENTITY: Final = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
LAYER: Final = "uima:layer"
"""The attribute that keeps the type of a span that is no named entity."""
FEATURE: Final = "uima:feature"
"""The attribute that keeps which feature of such a span gave the label, if one did."""
DETAILS: Final = "annotui.Details"
ARTICLE: Final = "annotui.Article"
TYPE_SYSTEM: Final = "TypeSystem.xml"
_SEGMENTS: Final = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type."
SENTENCE, TOKEN = f"{_SEGMENTS}Sentence", f"{_SEGMENTS}Token"


def write_xmi(contents: Contents, _: Options) -> Iterator[Member]:
    """An XMI file an article, and the type system that they share."""
    types = _types()
    yield from _members(contents, types, ".xmi", lambda cas: utf8(cas.to_xmi() or ""))
    yield Member(TYPE_SYSTEM, utf8(types.to_xml() or ""))


def write_json(contents: Contents, _: Options) -> Iterator[Member]:
    """A JSON CAS an article, with its type system in it."""
    yield from _members(contents, _types(), ".json", lambda cas: utf8(cas.to_json() or ""))


def _members(contents: Contents, types: TypeSystem, ending: str, data: Callable[[Cas], bytes]) -> Iterator[Member]:
    for exported in contents.articles:
        yield Member(exported.article.path + ending, data(_cas(exported, types)))


def _types() -> TypeSystem:
    types = TypeSystem()
    entity = types.create_type(ENTITY)
    for name in ("value", "identifier"):
        types.create_feature(entity, name, "uima.cas.String")
    types.create_type(SENTENCE)
    types.create_type(TOKEN)
    for name in (DETAILS, ARTICLE):
        types.create_feature(types.create_type(name), "json", "uima.cas.String")
    return types


def _cas(exported: ExportArticle, types: TypeSystem) -> Cas:
    article = exported.article
    cas = Cas(types)
    cas.sofa_string = article.text
    cas.sofa_mime = "text/plain"
    cas.document_language = article.language or "x-unspecified"
    details, about = types.get_type(DETAILS), types.get_type(ARTICLE)
    cas.add(about(begin=0, end=len(article.text), json=_dumped(details_of_article(article))))
    spans = exported.in_order()
    edges = sorted({edge for span in spans for edge in (span.start, span.end)})
    sentence, token = types.get_type(SENTENCE), types.get_type(TOKEN)
    for found in sentences(article.text, edges, _merged(spans)):
        cas.add(sentence(begin=found[0].start, end=found[-1].end))
        cas.add_all([token(begin=one.start, end=one.end) for one in found])
    for span in spans:
        cas.add(_layer(types, span)(begin=span.start, end=span.end, **_features(span)))
        cas.add(details(begin=span.start, end=span.end, json=_dumped(details_of(span))))
    return cas


def _layer(types: TypeSystem, span: Annotation) -> Type:
    """The type of a span: that of the layer it came from, which is made where it is not known yet."""
    name = span.attributes.get(LAYER, ENTITY)
    kind = types.get_type(name) if types.contains_type(name) else types.create_type(name)
    known = {feature.name for feature in kind.all_features}
    for feature in _features(span):
        if feature not in known:
            types.create_feature(kind, feature, "uima.cas.String")
    return kind


def _features(span: Annotation) -> dict[str, str]:
    """The features of a span: of a named entity its label and record, of another layer what it came with."""
    record = next((link.agreement for link in span.links if link.agreement), None)
    found = {"identifier": record} if record is not None else {}
    if LAYER not in span.attributes:
        return {"value": span.label, **found}
    own = {name: value for name, value in span.attributes.items() if not name.startswith("uima:")}
    label = span.attributes.get(FEATURE)
    return {**own, **({label: span.label} if label else {}), **found}


def _dumped(value: object) -> str:
    return json.dumps(value)


def _merged(spans: list[Annotation]) -> list[Fragment]:
    """The stretches that spans cover, those that overlap as one."""
    merged: list[Fragment] = []
    for span in spans:
        if merged and span.start < merged[-1].end:
            merged[-1] = Fragment(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(Fragment(span.start, span.end))
    return merged
