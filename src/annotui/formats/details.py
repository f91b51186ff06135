"""What a format has no place for, carried along as annotui's own JSON where it lets through what is not its own.

A tool that keeps it gives all of it back; what the tool changed counts more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from annotui.core.model import Annotation, Article
from annotui.formats.annotations_json import annotation_objects, article_fields
from annotui.formats.annotations_json_in import annotation_of, article_of
from annotui.formats.values import Values

KEY: Final = "annotui"
"""The name that it goes by in every format."""
_ALWAYS: Final = ("start", "end", "label")
_LOOKED_UP: Final = ("text", "sha256")


def details_of(annotation: Annotation) -> dict[str, object]:
    """What annotui knows of a span, without what is empty and its text."""
    (given,) = annotation_objects([annotation])
    if len(annotation.fragments) == 1:
        del given["fragments"]
    return {
        name: value
        for name, value in given.items()
        if name in _ALWAYS or (name not in _LOOKED_UP and value not in (None, "", False, {}, []))
    }


def details_of_article(article: Article) -> dict[str, object]:
    """What annotui knows of an article, without what is empty and its text."""
    return {name: value for name, value in article_fields(article).items() if value and name not in _LOOKED_UP}


def article_from(values: Values, otherwise: Article) -> Article:
    """The article as the details of a record tell, with its text; `otherwise` where there are none. Raises Fault."""
    told = article_of(values.inner(KEY))
    return told._replace(text=otherwise.text) if told.path else otherwise


def with_details(native: Annotation, given: Values, *, several: bool = False) -> Annotation:
    """A span as a tool gives it, with its details, as far as they speak of the span that it is now. Raises Fault.

    `several` where the tool itself knows of several stretches and several links of a span.
    """
    told = annotation_of(given, native.article)
    if (told.start, told.end) != (native.start, native.end) or (several and told.fragments != native.fragments):
        told = told._replace(fragments=native.fragments, links=tuple(link._replace(part=None) for link in told.links))
    ids = [link.agreement for link in told.links]
    if native.links and [link.agreement for link in native.links] != (ids if several else _first(ids)):
        told = told._replace(links=native.links)
    return told._replace(label=native.label, state=native.state, text="")


def _first(ids: Sequence[str | None]) -> list[str | None]:
    return [next((id for id in ids if id is not None), None)]


class Details:
    """The details of a record's spans where the format keeps them aside: each goes with one span."""

    def __init__(self, given: Sequence[object]) -> None:
        self._given: dict[tuple[object, ...], list[object]] = {}
        for one in given:
            if isinstance(one, Mapping):
                self._given.setdefault(tuple(str(one.get(name)) for name in _ALWAYS), []).append(one)

    def added(self, native: Annotation) -> Annotation:
        """The span with its details, as it was where there are none. Raises Fault."""
        found = self._given.get((str(native.start), str(native.end), native.label))
        return with_details(native, Values(found.pop(0))) if found else native


def with_own_details(native: Annotation, values: Values, *, several: bool = False) -> Annotation:
    """A span with the details that stand in its own object, if there are any. Raises Fault."""
    return with_details(native, values.inner(KEY), several=several) if values.has(KEY) else native
