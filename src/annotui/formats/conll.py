"""CoNLL's columns: a token a line, an empty line between sentences, a tag that says whether a span begins or goes on.

Written with spaces (CoNLL-2003: token, `_`, `_`, tag) or tabs (token, tag); a document begins with `-DOCSTART-`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final, Literal

from annotui.core.model import Annotation, Fragment
from annotui.formats.cells import utf8
from annotui.formats.contents import Contents, Options
from annotui.formats.exported import ExportArticle
from annotui.formats.tokens import sentences

Scheme = Literal["IOB2", "BILOU"]
START: Final = "-DOCSTART-"


def write_conll2003(out: BinaryIO, contents: Contents, _: Options) -> None:
    """Write four columns with spaces, the second and third `_`; tags are IOB2."""
    _write(out, contents, "IOB2", f"{START} -X- O O", " _ _ ")


def write_iob2(out: BinaryIO, contents: Contents, _: Options) -> None:
    """Write token and tag with a tab: `B-` begins a span, `I-` goes on."""
    _write(out, contents, "IOB2", f"{START}\tO", "\t")


def write_bilou(out: BinaryIO, contents: Contents, _: Options) -> None:
    """Write token and tag with a tab: a span of one token is `U-`, the last of several `L-`."""
    _write(out, contents, "BILOU", f"{START}\tO", "\t")


def _write(out: BinaryIO, contents: Contents, scheme: Scheme, start: str, between: str) -> None:
    for exported in contents.articles:
        out.write(utf8(f"{start}\n\n"))
        for sentence in _tagged(exported, scheme):
            out.write(utf8("".join(f"{token}{between}{tag}\n" for token, tag in sentence) + "\n"))


def _tagged(exported: ExportArticle, scheme: Scheme) -> Iterator[Iterator[tuple[str, str]]]:
    """The tokens of each sentence with their tags; the spans neither overlap nor begin or end with a blank."""
    text = exported.article.text
    spans = exported.in_order()
    edges = [edge for span in spans for edge in (span.start, span.end)]
    starts = [span.start for span in spans]
    for sentence in sentences(text, edges, [Fragment(span.start, span.end) for span in spans]):
        yield (("".join(text[one.start : one.end].split()), _tag(one, spans, starts, scheme)) for one in sentence)


def _tag(token: Fragment, spans: Sequence[Annotation], starts: Sequence[int], scheme: Scheme) -> str:
    at = bisect_right(starts, token.start) - 1
    if at < 0 or token.end > spans[at].end:
        return "O"
    span = spans[at]
    begins, ends = token.start == span.start, token.end == span.end
    if scheme == "IOB2":
        return f"{'B' if begins else 'I'}-{span.label}"
    if begins and ends:
        return f"U-{span.label}"
    return f"{'B' if begins else 'L' if ends else 'I'}-{span.label}"
