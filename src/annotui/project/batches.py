"""Tagging, relabelling, linking and deleting at many places of many articles, each time as one act.

A place whose span stands exactly on it is one that is tagged. Every batch raises Conflict, and writes nothing, where an
article's text is no longer that in which the places were found.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from itertools import groupby
from typing import NamedTuple

from annotui.core.folding import fold_key
from annotui.core.model import Annotation, Fragment, Link, Origin
from annotui.errors import Conflict, UsageError
from annotui.project.annotate import decision, new_id, signed
from annotui.project.learning import learn
from annotui.project.opening import Project
from annotui.project.places import Place, SeenArticle, first_exactly
from annotui.project.wording import shown
from annotui.storage import articles, span_rows, text_pages
from annotui.storage.history import ActWriter


class Batch(NamedTuple):
    """What a batch came to: at how many places something was done, and how many were left as they were.

    `focus` is the first span that was changed, which the act is known by; empty where there is none.
    """

    done: int
    left: int
    focus: str = ""


def tag(
    project: Project, places: Sequence[Place], label: str, *, links: Sequence[Link] = (), origin: Origin = "manual"
) -> Batch:
    """Tag places with a label, and with what all of them mean if that is given; those that have this label are left.

    Raises UsageError for an unknown label or record, and for links with a label that does not link.
    """
    if links and not project.label(label).links:
        raise UsageError(f"The label {shown(label)!r} does not link.", "Choose one that does.")
    project.label(label)
    links = tuple(link._replace(part=None) for link in signed(project, links))
    version = project.store.data_version()
    taken = {
        (span.article, span.start, span.end)
        for span in _own_spans(project, places)
        if span.label == label and len(span.fragments) == 1
    }
    new = sorted({place for place in places if (place.article.path, place.start, place.end) not in taken}, key=_order)
    left = len(places) - len(new)
    if not new:
        return Batch(0, left)
    first = new_id()
    text = _text(project, new[0].article)[new[0].start : new[0].end]
    surfaces: dict[str, str] = {}
    with _act(project, f"tag {shown(label)}", text, len(new), new[0].article.path, first) as writer:
        if project.store.data_version() != version:
            raise Conflict("Somebody else has written meanwhile.", "Nothing was written; look again and repeat.")
        for article, here in groupby(new, key=lambda place: place.article):
            text = _text(project, article)
            for place in here:
                made = Annotation(
                    id=first if place is new[0] else new_id(),
                    article=article.path,
                    label=label,
                    annotator=project.annotator,
                    fragments=(Fragment(place.start, place.end),),
                    text=text[place.start : place.end],
                    origin=origin,
                    links=links,
                )
                span_rows.add(writer, article.id, text, made)
                surfaces.setdefault(fold_key(made.text), made.text)
        _learn(writer, surfaces, links)
    return Batch(len(new), left, first)


def relabel(project: Project, places: Sequence[Place], label: str) -> Batch:
    """Give the spans of places another label; those that have it, or would be there twice with it, are left."""
    links = project.label(label).links
    own = _own_spans(project, places)
    taken = {(span.article, span.fragments) for span in own if span.label == label}
    spans = [span for span in _first(project, places, own) if (span.article, span.fragments) not in taken]
    if not spans:
        return Batch(0, len(places))
    with _changing(project, f"relabel {shown(label)}", spans) as writer:
        for span in spans:
            span_rows.relabel(writer, span, label, links=links)
    return _batch(places, spans)


def relink(project: Project, places: Sequence[Place], links: Sequence[Link]) -> Batch:
    """Let the spans of places mean this; those that do, and those whose label does not link, are left."""
    decided = tuple(link._replace(part=None) for link in signed(project, links))
    linking = {label.name for label in project.labels() if label.links}
    own = _first(project, places, _own_spans(project, places))
    spans = [span for span in own if span.label in linking and _meant(span.links) != _meant(decided)]
    if not spans:
        return Batch(0, len(places))
    surfaces = {fold_key(span.text): span.text for span in reversed(spans)}
    with _changing(project, decision(decided), spans) as writer:
        for span in spans:
            span_rows.set_links(writer, span, decided)
        _learn(writer, surfaces, decided)
    return _batch(places, spans)


def delete(project: Project, places: Sequence[Place]) -> Batch:
    """Delete the spans of places."""
    spans = _first(project, places, _own_spans(project, places))
    if not spans:
        return Batch(0, len(places))
    with _changing(project, f"delete {shown(spans[0].label)}", spans) as writer:
        for span in spans:
            span_rows.delete(writer, span)
    return _batch(places, spans)


def _changing(project: Project, what: str, spans: Sequence[Annotation]) -> AbstractContextManager[ActWriter]:
    """One act on spans."""
    return _act(project, what, spans[0].text, len(spans), spans[0].article, spans[0].id)


def _act(
    project: Project, what: str, text: str, count: int, article: str, focus: str
) -> AbstractContextManager[ActWriter]:
    more = f" and {count - 1:,} more" if count > 1 else ""
    return project.store.act(project.annotator, f"{what}: {shown(text)}{more}", article=article, focus=focus)


def _own_spans(project: Project, places: Sequence[Place]) -> list[Annotation]:
    """The annotator's spans of the articles of some places that still are as they were found."""
    connection = project.store.connection
    found: list[Annotation] = []
    for article in dict.fromkeys(place.article for place in places):
        spans = span_rows.annotations_of(connection, article.id)
        found += [span for span in spans if span.annotator == project.annotator]
    return found


def _first(project: Project, places: Sequence[Place], own: Sequence[Annotation]) -> list[Annotation]:
    """The span of each place that is tagged, in order."""
    by_article = {path: list(spans) for path, spans in groupby(own, key=lambda span: span.article)}
    exact = {path: first_exactly(spans, project.annotator) for path, spans in by_article.items()}
    ordered = sorted(dict.fromkeys(places), key=_order)
    for article in dict.fromkeys(place.article for place in ordered):
        _unchanged(article, articles.identity(project.store.connection, article.path))
    found = (exact.get(place.article.path, {}).get((place.start, place.end)) for place in ordered)
    return [span for span in found if span is not None]


def _text(project: Project, article: SeenArticle) -> str:
    """The text of an article. Raises Conflict where it is not the one that was seen."""
    found = text_pages.text_with_hash(project.store.connection, article.id)
    text, sha256 = found or ("", "")
    _unchanged(article, (article.id, sha256))
    return text


def _unchanged(article: SeenArticle, now: tuple[int, str] | None) -> None:
    if now != (article.id, article.sha256):
        raise Conflict(
            f"The text of {shown(article.path)} was changed meanwhile.",
            "Nothing was written; look for the places again.",
        )


def _learn(writer: ActWriter, surfaces: dict[str, str], links: Sequence[Link]) -> None:
    """Count each way of writing once: a batch is one decision."""
    for surface in surfaces.values():
        learn(writer, surface, links)


def _meant(links: Sequence[Link]) -> list[tuple[str | None, str]]:
    return [(link.agreement, link.status) for link in links]


def _order(place: Place) -> tuple[str, int, int]:
    return place.article.path, place.start, place.end


def _batch(places: Sequence[Place], spans: Sequence[Annotation]) -> Batch:
    return Batch(len(spans), len(places) - len(spans), spans[0].id if spans else "")
