"""The things annotui speaks of: articles, annotations with fragments and links, agreements, labels.

All are frozen. Offsets are Unicode code points, half-open, over an article's canonical text.
Times are UTC, ISO 8601, with `Z`. Dates are ISO 8601 and may be partial: `2020`, `2020-11`, `2020-11-09`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

ArticleStatus = Literal["todo", "in progress", "done", "skipped"]
LinkStatus = Literal["linked", "nil", "unsure"]
Origin = Literal["manual", "suggested", "imported", "propagated"]
State = Literal["accepted", "pending"]
Anchor = Literal["exact", "moved", "orphaned"]

ARTICLE_STATUSES: tuple[ArticleStatus, ...] = ("todo", "in progress", "done", "skipped")


class Label(NamedTuple):
    """A kind of entity. `key` is the digit `1`-`9` that tags with it, or empty; `guideline` is for `g?`.

    `group` is what it is listed under; `attributes` are those that its spans may have, as `core.attributes` reads them;
    one for `articles` is given to whole articles, not to spans.
    """

    name: str
    links: bool = False
    key: str = ""
    color: str = ""
    guideline: str = ""
    group: str = ""
    attributes: str = ""
    articles: bool = False


class Agreement(NamedTuple):
    """A record of the catalogue. Only `id` and `title` are required; `dates` may be partial."""

    id: str
    title: str
    short: str = ""
    dates: tuple[str, ...] = ()
    place: str = ""
    parties: tuple[str, ...] = ()
    kind: str = ""
    aliases: tuple[str, ...] = ()
    url: str = ""
    note: str = ""


class Fragment(NamedTuple):
    """A stretch of text: code points, half-open, `end > start >= 0`."""

    start: int
    end: int


class Reason(NamedTuple):
    """One term of a candidate's score: `id` names the evidence, `value` is what it adds, `text` is for a person."""

    id: str
    value: float
    text: str


class Link(NamedTuple):
    """What a mention means. `agreement` is None for NIL. `part` is the stretch (code points of the
    article) that names this record, where known. `score` is 0 to 1. `by` is the annotator who decided.
    """

    agreement: str | None
    status: LinkStatus = "linked"
    score: float | None = None
    method: str = "manual"
    part: Fragment | None = None
    reasons: tuple[Reason, ...] = ()
    by: str = ""


class Annotation(NamedTuple):
    """A labelled span of an article with its links, in text order. `revision` counts its changes."""

    id: str
    article: str
    label: str
    annotator: str
    fragments: tuple[Fragment, ...]
    text: str
    origin: Origin = "manual"
    state: State = "accepted"
    score: float | None = None
    note: str = ""
    flag: bool = False
    attributes: Mapping[str, str] = MappingProxyType({})
    anchor: Anchor = "exact"
    links: tuple[Link, ...] = ()
    revision: int = 1
    created_at: str = ""
    updated_at: str = ""

    @property
    def start(self) -> int:
        """The first code point of the whole extent."""
        return self.fragments[0].start

    @property
    def end(self) -> int:
        """One past the last code point of the whole extent."""
        return self.fragments[-1].end


class Article(NamedTuple):
    """One article with its canonical text. `path` is relative to `corpus/`; `date` may be partial or empty;
    `status`, `note` and `labels` (sorted) are one annotator's. `sha256` is of the canonical text in UTF-8.
    """

    path: str
    text: str
    sha256: str
    title: str = ""
    date: str = ""
    source: str = ""
    language: str = ""
    status: ArticleStatus = "todo"
    note: str = ""
    labels: tuple[str, ...] = ()


def text_of(fragments: tuple[Fragment, ...], article_text: str) -> str:
    """The quoted text of a span: its fragments joined by one space."""
    if len(fragments) == 1:
        return article_text[fragments[0].start : fragments[0].end]
    return " ".join(article_text[f.start : f.end] for f in fragments)


def link_status(annotation: Annotation, label_links: bool) -> str:
    """`linked`, `nil`, `unsure`, `open` (the label links, nothing decided) or empty (the label does not link)."""
    if annotation.links:
        return annotation.links[0].status
    return "open" if label_links else ""
