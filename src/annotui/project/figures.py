"""Figures of a project, and its health: what `annotui stats` and `annotui check` say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeVar

from annotui.core.model import Annotation, Article, text_of
from annotui.errors import Damaged, StorageError
from annotui.project.jobs import Progress, Stopped, quietly
from annotui.project.opening import Project
from annotui.project.trends import Day, Decided, Mentions, Speed, pages
from annotui.project.trends import trends as read_trends
from annotui.storage import articles, catalogue, counting, integrity, span_rows

T = TypeVar("T")

MOST_MENTIONED = 10
"""How many agreements `stats` names."""
_FIGURES = 10


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts over the whole project, everybody's; `statuses` are one annotator's.

    `statuses`, `labels`, `links` and `annotators` are by name; `most_mentioned` by agreement id, the most first.
    `days`, `mentions` (of those most mentioned, too), `speed` and `suggestions` are explained in `trends`.
    """

    articles: int
    words: int
    statuses: dict[str, int]
    annotations: int
    labels: dict[str, int]
    links: dict[str, int]
    annotators: dict[str, int]
    agreements: int
    agreements_mentioned: int
    most_mentioned: dict[str, int]
    acts: int
    days: list[Day] = field(default_factory=list)
    mentions: Mentions = field(default_factory=Mentions)
    speed: list[Speed] = field(default_factory=list)
    suggestions: Decided = field(default_factory=Decided)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is off: what kind, where, and what to do."""

    kind: str
    where: str
    what: str


def stats(project: Project, progress: Progress = quietly) -> Stats:
    """Count everything. Raises Stopped where `progress` says so."""
    connection = project.store.connection
    total, done = _FIGURES + pages(project), 0

    def read() -> None:
        nonlocal done
        done += 1
        if not progress("count", done, max(done, total)):
            raise Stopped

    def counted(found: T) -> T:
        read()
        return found

    with project.store.snapshot():
        mentions = counted(catalogue.mention_counts(connection))
        found = Stats(
            articles=counted(counting.articles(connection)),
            words=counted(counting.words(connection)),
            statuses=counted(counting.statuses(connection, project.annotator)),
            annotations=counted(counting.spans(connection)),
            labels=counted(counting.by_label(connection)),
            links=counted(counting.by_link_status(connection)),
            annotators=counted(counting.by_annotator(connection)),
            agreements=counted(counting.agreements(connection)),
            agreements_mentioned=len(mentions),
            most_mentioned=dict(sorted(mentions.items(), key=lambda item: (-item[1], item[0]))[:MOST_MENTIONED]),
            acts=counted(counting.acts(connection)),
        )
    # Outside, a page at a time: whoever writes would wait for all of it.
    trends = read_trends(project, found.most_mentioned, read)
    return replace(
        found, days=trends.days, mentions=trends.mentions, speed=trends.speed, suggestions=trends.suggestions
    )


def check(project: Project, progress: Progress = quietly) -> list[Fault]:
    """Verify the database's own structure, every reference, and every span against its text.

    What is damaged so that it cannot be read is a fault too. Raises Stopped where `progress` says so.
    """
    connection = project.store.connection
    faults: list[Fault] = []
    try:
        faults.extend(Fault("database", "annotations.db", said) for said in integrity.faults(project.store.database))
        paths = articles.paths(connection, present_only=False)
        for number, path in enumerate(paths):
            if not progress("check", number, len(paths)):
                raise Stopped
            with project.store.snapshot():
                found = articles.article(connection, path, project.annotator)
                id = articles.article_id(connection, path)
                spans = [] if id is None else span_rows.annotations_of(connection, id)
            if found is not None:
                faults.extend(_faults(found, spans))
    except Damaged as error:
        faults.append(Fault("damaged", "annotations.db", error.what))
    except StorageError as error:
        faults.append(Fault("database", "annotations.db", error.what))
    return faults


def _faults(article: Article, spans: list[Annotation]) -> Iterator[Fault]:
    if hashlib.sha256(article.text.encode()).hexdigest() != article.sha256:
        yield Fault("text", article.path, "the stored text does not match its hash")
    for span in spans:
        where = f"{article.path} {span.start}-{span.end} {span.id}"
        if span.anchor == "orphaned":
            yield Fault("orphaned", where, "its text is gone from the article; tag it anew or delete it")
            continue
        if span.anchor == "moved":
            yield Fault("moved", where, "the article has changed here; look at it and save its edges")
        if span.end > len(article.text) or text_of(span.fragments, article.text) != span.text:
            yield Fault("offset", where, "does not stand on its quoted text")
        if any(one.end > other.start for one, other in pairwise(span.fragments)):
            yield Fault("fragments", where, "its fragments overlap or are out of order")
        for link in span.links:
            if link.part and not (span.start <= link.part.start and link.part.end <= span.end):
                yield Fault("part", where, "a link's part lies outside the span")


def stats_lines(found: Stats) -> list[str]:
    """The figures as lines of text, for the screen and for `annotui stats`."""
    return [
        f"articles     {found.articles:,} with {found.words:,} words",
        *(f"  {status:<12} {count:>8,}" for status, count in found.statuses.items()),
        f"annotations  {found.annotations:,}",
        *(f"  {label:<12} {count:>8,}" for label, count in found.labels.items()),
        "links",
        *(f"  {status:<12} {count:>8,}" for status, count in found.links.items()),
        "annotators",
        *(f"  {name:<12} {count:>8,}" for name, count in found.annotators.items()),
        f"agreements   {found.agreements:,} in the catalogue, {found.agreements_mentioned:,} of them mentioned",
        *(f"  {id:<28} {count:>6,}" for id, count in found.most_mentioned.items()),
        f"acts         {found.acts:,}",
    ]
