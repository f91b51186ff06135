"""Figures of a project, and its health: what `annotui stats` and `annotui check` say."""

from __future__ import annotations

from dataclasses import dataclass

from annotui.core.model import Fragment, text_of
from annotui.project.jobs import Progress, quietly
from annotui.project.opening import Project
from annotui.storage import articles, counting, span_rows


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts over the whole project. `labels`, `links`, `annotators` and `agreements` are by name."""

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


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is off: what kind, where, and what to do."""

    kind: str
    where: str
    what: str


def stats(project: Project) -> Stats:
    """Count everything. Statuses are this annotator's."""
    connection = project.store.connection
    return Stats(
        articles=counting.articles(connection),
        words=counting.words(connection),
        statuses=counting.statuses(connection, project.annotator),
        annotations=counting.spans(connection),
        labels=counting.by_label(connection),
        links=counting.by_link_status(connection),
        annotators=counting.by_annotator(connection),
        agreements=counting.agreements(connection),
        agreements_mentioned=counting.agreements_mentioned(connection),
        most_mentioned=counting.most_mentioned(connection, 10),
        acts=counting.acts(connection),
    )


def check(project: Project, progress: Progress = quietly) -> list[Fault]:
    """Verify the database's own structure, every reference, and every span against its text."""
    connection = project.store.connection
    faults = [Fault("database", "annotations.db", said) for said in counting.integrity(connection)]
    paths = articles.paths(connection, present_only=False)
    for number, path in enumerate(paths):
        if not progress("check", number, len(paths)):
            break
        found = articles.article(connection, path, project.annotator)
        id = articles.article_id(connection, path)
        if found is None or id is None:
            continue
        if counting.sha256(found.text) != found.sha256:
            faults.append(Fault("text", path, "the stored text does not match its hash"))
        for span in span_rows.annotations_of(connection, id):
            where = f"{path} {span.start}-{span.end} {span.id}"
            if span.anchor == "orphaned":
                faults.append(Fault("orphaned", where, "its text is gone from the article; tag it anew or delete it"))
                continue
            if span.anchor == "moved":
                faults.append(Fault("moved", where, "the article has changed here; look at it and save its edges"))
            if span.end > len(found.text) or text_of(span.fragments, found.text) != span.text:
                faults.append(Fault("offset", where, "does not stand on its quoted text"))
            for link in span.links:
                if link.part and not _inside(link.part, span.fragments):
                    faults.append(Fault("part", where, "a link's part lies outside the span"))
    return faults


def _inside(part: Fragment, fragments: tuple[Fragment, ...]) -> bool:
    return fragments[0].start <= part.start and part.end <= fragments[-1].end


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
