"""Where the spans of an imported document stand in the article that it is here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotui.anchoring import reanchor
from annotui.core.model import Annotation, Article, Fragment, text_of
from annotui.core.quotes import Quote, quote_of
from annotui.errors import DataError
from annotui.formats.documents import Document
from annotui.project.wording import shown


@dataclass(frozen=True, slots=True)
class Meant:
    """A document and the article here that it is. `is_new` where the import brought it."""

    document: Document
    article: Article
    is_new: bool


def standing(one: Meant, span: Annotation, number: int) -> Annotation:
    """The annotation, of this number, where it stands in the article here. Raises DataError where it does not."""
    text, given = one.article.text, one.document.article
    if span.anchor == "orphaned":
        return span
    if one.document.quotes:
        return _by_quotes(one, span, one.document.quotes[number])
    if one.document.has_text and given.text != text:
        found = reanchor(given.text, text, [[quote_of(given.text, part) for part in span.fragments]])[0]
        if found.fragments is None:
            raise DataError(f"“{shown(span.text)}” is not in {shown(one.article.path)}, whose text is another here", "")
        anchor = "moved" if span.anchor != "exact" else found.anchor
        return span._replace(fragments=found.fragments, text=text_of(found.fragments, text), anchor=anchor)
    for part in span.fragments:
        quote_of(text, part)
    quoted = text_of(span.fragments, text)
    if span.text and quoted != span.text:
        raise DataError(f"at {span.start}-{span.end} stands “{shown(quoted)}”, not “{shown(span.text)}”", "")
    return span._replace(text=quoted)


def _by_quotes(one: Meant, span: Annotation, quotes: Sequence[Quote]) -> Annotation:
    """The annotation where its words stand: those without a place of their own where they stand alone."""
    text, path = one.article.text, shown(one.article.path)
    placed = []
    for quote in quotes:
        if not quote.exact:
            placed.append(quote_of(text, quote.fragment))
        elif quote.fragment.end > quote.fragment.start:
            placed.append(quote)
        else:
            told = quote.prefix + quote.exact + quote.suffix
            times = text.count(told)
            if times != 1:
                raise DataError(f"“{shown(quote.exact)}” stands {times} times in {path}", "")
            start = text.index(told) + len(quote.prefix)
            placed.append(quote_of(text, Fragment(start, start + len(quote.exact))))
    found = reanchor(None, text, [placed])[0]
    if found.fragments is None:
        raise DataError(f"“{shown(placed[0].exact)}” is not in {path}", "")
    anchor = "moved" if span.anchor != "exact" else found.anchor
    return span._replace(fragments=found.fragments, text=text_of(found.fragments, text), anchor=anchor)
