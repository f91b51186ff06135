"""W3C Web Annotation (JSON-LD), written: a collection of annotations that name their article by an IRI.

A place is a TextPositionSelector, which counts code points, and a TextQuoteSelector; a span of several stretches is a
Composite of them (w3.org/TR/annotation-model, w3.org/TR/annotation-vocab).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final
from urllib.parse import quote

from annotui.core.model import Annotation, Fragment
from annotui.core.quotes import quote_of
from annotui.formats.contents import Contents, Options
from annotui.formats.details import KEY, details_of
from annotui.formats.json_text import encode, write_array

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
ARTICLE, AGREEMENT, ANNOTATION = "urn:annotui:article:", "urn:annotui:agreement:", "urn:annotui:annotation:"
NIL: Final = "urn:annotui:nil"
_OWN: Final = {"@version": 1.1, KEY: {"@id": "urn:annotui:details", "@type": "@json"}}


def write(out: BinaryIO, contents: Contents, _: Options) -> None:
    """Write an AnnotationCollection with one page, an annotation to a line. What the model lacks is a JSON literal."""
    head = {"@context": [CONTEXT, _OWN], "id": "urn:annotui:collection", "type": "AnnotationCollection"}
    out.write(encode(head)[:-1] + b', "first": {"id": "urn:annotui:page", "type": "AnnotationPage", "startIndex": 0, ')
    out.write(b'"items": ')
    total = write_array(out, _annotations(contents))
    out.write(b'}, "total": ' + encode(total) + b"}\n")


def iri(kind: str, name: str) -> str:
    """A name as an IRI: `urn:annotui:article:a%20b.txt`."""
    return kind + quote(name, safe="/", errors="surrogatepass")


def _annotations(contents: Contents) -> Iterator[dict[str, object]]:
    for exported in contents.articles:
        for span in exported.in_order():
            yield _annotation(span, exported.article.path, exported.article.text)


def _annotation(span: Annotation, path: str, text: str) -> dict[str, object]:
    body: list[dict[str, object]] = [{"type": "TextualBody", "purpose": "tagging", "value": span.label}]
    for link in span.links:
        record = iri(AGREEMENT, link.agreement) if link.agreement is not None else NIL
        if link.agreement is not None or link.status == "nil":
            body.append({"type": "SpecificResource", "purpose": "identifying", "source": record})
    if span.note:
        body.append({"type": "TextualBody", "purpose": "commenting", "value": span.note})
    targets = [_target(part, path, text) for part in span.fragments]
    return {
        "id": iri(ANNOTATION, span.id),
        "type": "Annotation",
        "motivation": ["tagging", *(["identifying"] if span.links else []), *(["commenting"] if span.note else [])],
        "creator": {"type": "Person", "nickname": span.annotator},
        "created": span.created_at,
        "modified": span.updated_at,
        "body": body,
        "target": targets[0] if len(targets) == 1 else {"type": "Composite", "items": targets},
        KEY: details_of(span),
    }


def _target(part: Fragment, path: str, text: str) -> dict[str, object]:
    told = quote_of(text, part)
    return {
        "type": "SpecificResource",
        "source": iri(ARTICLE, path),
        "selector": [
            {"type": "TextPositionSelector", "start": part.start, "end": part.end},
            {"type": "TextQuoteSelector", "exact": told.exact, "prefix": told.prefix, "suffix": told.suffix},
        ],
    }
