"""spaCy's DocBin: a Doc an article, its spans in `doc.spans["sc"]`, those that do not overlap in `doc.ents`, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, Final

from spacy.tokens import Doc, DocBin, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from annotui.core.model import Annotation, Fragment
from annotui.formats.contents import Contents, Options
from annotui.formats.exported import ExportArticle
from annotui.formats.tokens import sentences

SPANS: Final = "sc"
"""The group of spans, by the name that spaCy's span categorizer reads."""


def write(out: BinaryIO, contents: Contents, _: Options) -> None:
    """Write all Docs as one block, which is held in memory: DocBin is compressed as a whole.

    Tokens are those of annotui, cut where spans begin and end: `doc.text` is the article's text, and `char_span` finds
    each span. `kb_id_` is the record, `id_` of a span the annotation's; `doc.user_data` has the path.
    """
    vocab = Vocab()
    made = DocBin(attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "SENT_START"], store_user_data=True)
    for exported in contents.articles:
        made.add(_doc(exported, vocab))
    out.write(made.to_bytes())


def _doc(exported: ExportArticle, vocab: Vocab) -> Doc:
    text, spans = exported.article.text, exported.in_order()
    edges = sorted({edge for span in spans for edge in (span.start, span.end)})
    found = list(sentences(text, edges))
    opens = {sentence[0].start for sentence in found}
    words, spaces, starts = _words(text, [token for sentence in found for token in sentence])
    doc = Doc(vocab, words=words, spaces=spaces, sent_starts=[start in opens for start in starts])
    group = [_span(doc, span) for span in spans]
    doc.spans[SPANS] = group
    doc.set_ents(filter_spans(group))
    doc.user_data["article"] = exported.article.path
    return doc


def _words(text: str, tokens: Sequence[Fragment]) -> tuple[list[str], list[bool], list[int]]:
    """The words of a Doc, whether a space follows each, and where each starts; other blanks are words themselves."""
    words: list[str] = []
    spaces: list[bool] = []
    starts: list[int] = []
    at = 0
    for token in (*tokens, Fragment(len(text), len(text))):
        if words and text[at : at + 1] == " " and at < token.start:
            spaces[-1] = True
            at += 1
        for start, end in ((at, token.start), token):
            if start < end:
                words.append(text[start:end])
                spaces.append(False)
                starts.append(start)
        at = token.end
    return words, spaces, starts


def _span(doc: Doc, span: Annotation) -> Span:
    record = next((link.agreement for link in span.links if link.agreement), "") or ""
    made = doc.char_span(span.start, span.end, label=span.label, kb_id=record, span_id=span.id)
    if made is None:
        raise AssertionError(f"the tokens of {span.article} do not end where {span.id} does")
    return made
