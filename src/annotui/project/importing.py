"""`annotui import`: annotations made elsewhere become this project's, in one act, and what is refused is told.

Documents are found again by their text, then by their path. Those that are not there are copied into corpus/ if the
file brings their text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotui.core.dates import valid_partial
from annotui.core.model import Agreement, Annotation, Article, Label, Link, Origin
from annotui.corpus.incoming import Incoming
from annotui.corpus.names import safe_name
from annotui.errors import DataError, NothingChanged, UsageError
from annotui.formats.documents import Document, Documents
from annotui.formats.registry import FORMATS, Format, names, of_ending
from annotui.formats.tables import Problem
from annotui.project.adding import make_folder, place
from annotui.project.annotate import new_id
from annotui.project.import_places import Meant, standing
from annotui.project.import_sources import sources_of
from annotui.project.jobs import Progress, quietly
from annotui.project.opening import Project
from annotui.project.pending import surface_of
from annotui.project.sync import sync
from annotui.project.wording import shown
from annotui.storage import articles, catalogue, span_rows, suggestions
from annotui.storage.connection import Row
from annotui.storage.history import ActWriter

_MOST_OFFERED = 3


@dataclass(slots=True)
class Imported:
    """What an import does: how many annotations are new, and how many were there; what else is new; what is refused.

    `moved` are new ones whose article has another text here: they stand where that was found, for review. `pending` are
    suggestions; `lost` is what the file holds that annotui has no place for, counted.
    """

    new: int = 0
    same: int = 0
    moved: int = 0
    pending: int = 0
    articles: int = 0
    labels: list[str] = field(default_factory=list)
    agreements: int = 0
    problems: list[Problem] = field(default_factory=list)
    lost: tuple[str, ...] = ()


def import_annotations(
    project: Project,
    path: Path,
    format: str = "",
    *,
    article: str = "",
    dry_run: bool = False,
    progress: Progress = quietly,
) -> Imported:
    """Take over what a file, a folder or an archive of annotations holds, as one act; with `dry_run` only say what.

    Without a `format` the name of the file tells it; `article` is the path here of what is found neither by its text
    nor by its path, and does not come with its text.

    What is there already stays as it is: an annotation with the same id, or of the same annotator on the same span
    with the same label, and records of the catalogue. Raises DataError where nothing can be read, UsageError for an
    unknown format, StorageError.
    """
    chosen = _format(path, format)
    sources, problems = sources_of(path, chosen)
    read = chosen.read(sources)
    done = Imported(problems=[*problems, *read.problems], lost=read.lost)
    if article and _at(project, article) is None:
        raise UsageError(f"There is no article {article!r}.", "Give its path relative to corpus/.")
    meant = list(_meant(project, [_named(project, one, article) for one in read.documents], done, dry_run, progress))
    if dry_run:
        _look(project, read, meant, done)
        return done
    try:
        with project.store.act(project.annotator, f"import {shown(path.name)}") as writer:
            _take(project, writer, read, meant, done)
    except NothingChanged:
        pass
    _suggest(project, meant, done)
    return done


def _format(path: Path, name: str) -> Format:
    """The format with a name, else that of a file's ending. Raises UsageError."""
    found = FORMATS.get(name) if name else of_ending(path.name, written=False)
    if found is not None and found.reads:
        return found
    hint = f"Name one: --format {', '.join(names(written=False))}."
    if name:
        raise UsageError(f"There is no format {name!r}.", hint)
    ending = path.suffix.lower()
    told = f"{ending} is no format" if ending else "the name does not tell the format"
    raise UsageError(f"{path}: {told}.", hint)


def _suggest(project: Project, meant: Sequence[Meant], done: Imported) -> None:
    """Put what is pending in place of what was suggested in these articles by those who say so; no act, as a run is."""
    with project.store.bulk() as writing:
        for one in meant:
            id = articles.article_id(writing, one.article.path)
            found: dict[Origin, list[Annotation]] = {}
            for span in _pending(one, done):
                found.setdefault("propagated" if span.origin == "propagated" else "suggested", []).append(span)
            for origin, spans in found.items():
                if id is not None:
                    suggestions.replace(writing, id, origin, ((span, surface_of(span)) for span in spans))
                    done.pending += len(spans)


def _pending(one: Meant, done: Imported) -> list[Annotation]:
    """The suggestions of a document, as they stand in the article here; each is one stretch."""
    found = []
    for number, (span, where) in enumerate(zip(one.document.annotations, one.document.places, strict=True)):
        if span.state != "pending":
            continue
        try:
            made = standing(one, span, number)
            if len(made.fragments) > 1:
                raise DataError("a suggestion of several stretches cannot be kept", "")
        except DataError as error:
            done.problems.append(Problem(where, error.what))
            continue
        path, ids = one.article.path, [link.agreement or "" for link in span.links]
        id = suggestions.suggestion_id(path, made.start, made.end, made.label, ids)
        found.append(made._replace(id=id, article=path))
    return found


def _meant(
    project: Project, documents: Sequence[Document], done: Imported, dry_run: bool, progress: Progress
) -> Iterator[Meant]:
    """Each document with the article that it is; those without one are copied into corpus/ first, and read in."""
    brought: dict[int, str] = {}
    names: dict[str, str] = {}
    for at, document in enumerate(documents):
        if _found(project, document) is not None:
            continue
        if not document.has_text:
            done.problems.append(Problem(document.where, _missing_article(project, document.article.path)))
            continue
        text = document.article.text
        if text not in names:
            name = safe_name(document.article.path)
            try:
                names[text] = name if dry_run else _copied(project, name, document)
            except DataError as error:
                done.problems.append(Problem(document.where, error.what))
                continue
            done.articles += 1
        brought[at] = names[text]
    if brought and not dry_run:
        sync(project, progress)
    for at, document in enumerate(documents):
        if at in brought and dry_run:
            yield Meant(document, document.article._replace(path=brought[at]), True)
        else:
            article = _at(project, brought[at]) if at in brought else _found(project, document)
            if article is not None:
                yield Meant(document, article, at in brought)
            elif at in brought:
                done.problems.append(
                    Problem(document.where, f"corpus/{shown(brought[at])} was copied, but not read in")
                )


def _copied(project: Project, name: str, document: Document) -> str:
    """The path in corpus/ to which the document's text was copied. Raises DataError, StorageError."""
    make_folder(project.corpus)
    try:
        path, _ = place(project.corpus, Incoming(name, document.article.text.encode(), document.where))
    except (FileExistsError, NotADirectoryError) as error:
        raise DataError(f"corpus/{shown(name)} would lie in a folder that is a file", "") from error
    return path


def _named(project: Project, document: Document, article: str) -> Document:
    """The document under the name that it was given, where it is not found otherwise."""
    if not article or document.has_text or _found(project, document) is not None:
        return document
    return replace(document, article=document.article._replace(path=article))


def _missing_article(project: Project, path: str) -> str:
    what = f"{shown(path)} is no article here, and the file does not bring its text"
    stem = path.rpartition("/")[2].rpartition(".")[0] or path
    like = articles.paths_named(project.store.connection, stem, _MOST_OFFERED)
    return f"{what}; it may be {' or '.join(map(shown, like))}: say so with --article" if like else what


def _found(project: Project, document: Document) -> Article | None:
    """The article with the document's text, of its own path if several have it; else the one with its path."""
    given = document.article
    paths = articles.paths_with(project.store.connection, given.sha256 or _hash_of(document))
    if given.path in paths or (document.is_named and not paths):
        return _at(project, given.path)
    return _at(project, paths[0]) if paths else None


def _hash_of(document: Document) -> str:
    from hashlib import sha256

    return sha256(document.article.text.encode()).hexdigest() if document.has_text else ""


def _at(project: Project, path: str) -> Article | None:
    return articles.article(project.store.connection, path, project.annotator)


def _look(project: Project, read: Documents, meant: Sequence[Meant], done: Imported) -> None:
    """Count what would be taken."""
    labels, agreements = _missing(project, read, meant)
    done.labels, done.agreements = [label.name for label in labels], len(agreements)
    for one in meant:
        for _ in _new(project, one, done):
            done.new += 1
        done.pending += len(_pending(one, done))


def _take(project: Project, writer: ActWriter, read: Documents, meant: Sequence[Meant], done: Imported) -> None:
    labels, agreements = _missing(project, read, meant)
    first = len(project.labels())
    keys = {label.key for label in project.labels()}
    for position, label in enumerate(labels, first):
        catalogue.put_label(writer, label if label.key not in keys else label._replace(key=""), position)
        keys.add(label.key)
    for record in agreements:
        catalogue.put_agreement(writer, record)
    done.labels, done.agreements = [label.name for label in labels], len(agreements)
    for one in meant:
        id = articles.article_id(project.store.connection, one.article.path)
        if id is None:
            raise DataError(f"{shown(one.article.path)} is gone.", "Nothing was written; try again.")
        _tell(writer, id, one, project.annotator)
        for made in _new(project, one, done):
            for name in {made.annotator, *(link.by for link in made.links)}:
                writer.know(name)
            span_rows.add(writer, id, one.article.text, made)
            done.new += 1


def _missing(project: Project, read: Documents, meant: Sequence[Meant]) -> tuple[list[Label], list[Agreement]]:
    """The labels and records that the file has, or its annotations speak of, and that are not here."""
    spans = [span for one in meant for span in one.document.annotations]
    known = {label.name for label in project.labels()}
    labels = {label.name: label for label in read.labels}
    linking = {span.label for span in spans if span.links}
    for span in spans:
        labels.setdefault(span.label, Label(span.label, links=span.label in linking))
    for one in meant:
        for name in one.document.article.labels:
            labels.setdefault(name, Label(name, articles=True))
    ids = {
        link.agreement: Agreement(link.agreement, link.agreement) for s in spans for link in s.links if link.agreement
    }
    records = ids | {record.id: record for record in read.agreements}
    there = catalogue.known(project.store.connection, list(records))
    return (
        [label for label in labels.values() if label.name not in known],
        [record for id, record in records.items() if id not in there],
    )


def _tell(writer: ActWriter, id: int, one: Meant, annotator: str) -> None:
    """Take over what a file says of its document: of a new article all, of another the status that it lacks."""
    given = one.document.article
    if one.is_new:
        told: Row = {"title": given.title, "source": given.source}
        told |= {"date": given.date} if valid_partial(given.date) else {}
        row = writer.get("article", (id,)) or {}
        updates: Row = {name: value for name, value in told.items() if value and row.get(name) != value}
        if updates:
            articles.set_fields(writer, id, updates)
        if given.language:
            writer.update("article", (id,), {"language": given.language})
    status: Row = {}
    if given.status != "todo" and one.article.status == "todo":
        status["status"] = given.status
    if given.note and not one.article.note:
        status["note"] = given.note
    if status:
        articles.set_status(writer, id, annotator, status)
    for label in given.labels:
        articles.set_label(writer, id, annotator, label, on=True)


def _new(project: Project, one: Meant, done: Imported) -> Iterator[Annotation]:
    """The annotations of a document that are not there yet, as they stand in the article here."""
    id = articles.article_id(project.store.connection, one.article.path)
    there = span_rows.annotations_of(project.store.connection, id) if id is not None else []
    ids = {span.id for span in there}
    spans = Counter((span.annotator, span.label, span.fragments) for span in there)
    for number, (span, where) in enumerate(zip(one.document.annotations, one.document.places, strict=True)):
        if span.state == "pending":
            continue
        try:
            made = standing(one, span, number)
        except DataError as error:
            done.problems.append(Problem(where, error.what))
            continue
        made = made._replace(
            id=span.id or new_id(),
            article=one.article.path,
            annotator=span.annotator or project.annotator,
            links=tuple(_signed(link, span.annotator or project.annotator) for link in span.links),
        )
        key = (made.annotator, made.label, made.fragments)
        if made.id in ids or spans[key]:  # a file may hold the same span twice
            spans[key] -= 1
            done.same += 1
            continue
        if span_rows.annotation(project.store.connection, made.id) is not None:
            done.problems.append(Problem(where, f"annotation {shown(made.id)} is in another article here"))
            continue
        ids.add(made.id)
        done.moved += made.anchor != span.anchor
        yield made


def _signed(link: Link, annotator: str) -> Link:
    return link if link.by else link._replace(by=annotator)
