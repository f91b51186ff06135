"""Runs over articles that find mentions and names: suggestions are saved as they come, in place of the last run's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from annotui.core.model import Annotation, Fragment, Label, Link
from annotui.errors import AnnotuiError, UsageError
from annotui.formats.annotations_json import annotation_objects
from annotui.linking.entities import KnownNames
from annotui.linking.mentions import Mention, find_mentions
from annotui.project import answering, reading, workers
from annotui.project.catalogue_index import INDEX, CatalogueIndex, make_ready
from annotui.project.jobs import Progress, quietly
from annotui.project.opening import Project
from annotui.project.pending import pending_in, surface_of
from annotui.project.seen import no_article
from annotui.project.workers import Team
from annotui.storage import articles, catalogue, suggestions
from annotui.storage.store import Store

AGREEMENT, EVENT = "agreement", "event"
"""The labels of mentions, where the project has them; else that of the first label that links."""
_FROM_ARTICLES = 24
"""From how many articles on it pays to start processes."""
_AT_A_TIME = 4
"""Articles that a process is given at a time, and that are written in one transaction."""
_PATHS_AT_ONCE = 500
_PROGRAM = "from annotui.project.suggesting import serve; serve()"


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a run came to: how many articles it read and what it suggests; `stopped` before all were read."""

    articles: int
    suggestions: int
    stopped: bool


_Question = tuple[str, Path | None, tuple[str, ...]]
_Answer = list[tuple[int, list[Annotation]]]


class Suggester:
    """Finds what can be suggested in an article, over one state of the catalogue and of what is tagged."""

    def __init__(self, store: Store, index: CatalogueIndex) -> None:
        """`index` is of the same database."""
        connection = store.connection
        self._store = store
        self._index = index
        labels = catalogue.labels(connection)
        self._agreement = label_of(labels, AGREEMENT)
        self._event = label_of(labels, EVENT)
        named = {label.name for label in labels} - {self._agreement, self._event}
        self._names = KnownNames(suggestions.tagged_names(connection, named))

    def suggestions(self, path: str) -> tuple[int, list[Annotation]]:
        """The row id of an article and what is suggested in it. Raises UsageError."""
        connection = self._store.connection
        article = articles.article(connection, path, "")
        id_ = articles.article_id(connection, path)
        if article is None or id_ is None:
            raise no_article(path)
        found: list[Annotation] = []
        known = self._index.current() if self._agreement else None
        if known is not None:
            found += [
                self._of_mention(path, article.text, mention)
                for mention in find_mentions(known, article.text, on=article.date)
            ]
        for name in self._names.find(article.text):
            span = _suggestion(path, article.text, name.start, name.end, name.label, (), name.score)
            if not any(other.start <= span.start and span.end <= other.end for other in found if other.links == ()):
                found.append(span)
        return id_, found

    def _of_mention(self, path: str, text: str, mention: Mention) -> Annotation:
        label = self._event if mention.is_event else self._agreement
        method = "short form" if mention.is_short_form else "suggested"
        links = tuple(
            Link(link.agreement, score=mention.score, method=method, part=link.part, reasons=link.reasons)
            for link in mention.links
        )
        return _suggestion(path, text, mention.start, mention.end, label, links, mention.score)


def label_of(labels: Sequence[Label], wanted: str) -> str:
    """The label for mentions of this kind: the one of that name if it links, else the first that links, or empty."""
    links = [label.name for label in labels if label.links]
    return wanted if wanted in links else next(iter(links), "")


def suggest(project: Project, paths: Sequence[str] = (), *, progress: Progress = quietly) -> Suggested:
    """Find what can be suggested in these articles (in all, if none is given), and save it.

    Raises UsageError for a path that no article has, StorageError where nothing can be written.
    """
    connection = project.store.connection
    for path in paths:
        if articles.article_id(connection, path) is None:
            raise no_article(path)
    if not any(label.links for label in project.labels()):
        raise UsageError("No label links, so nothing can be suggested.", "`annotui labels import` changes the labels.")
    if not make_ready(project, progress):
        return Suggested(0, 0, stopped=True)
    total = len(paths) or articles.count_present(connection)
    done = count = 0
    for answer in _answers(project, paths, total):
        with project.store.bulk() as writing:
            for id_, found in answer:
                suggestions.replace(writing, id_, "suggested", ((one, surface_of(one)) for one in found))
        done += len(answer)
        count += sum(len(found) for _, found in answer)
        if not progress("suggesting", done, total):
            return Suggested(done, count, stopped=done < total)
    return Suggested(done, count, stopped=False)


def suggested_objects(project: Project, paths: Sequence[str] = ()) -> list[dict[str, object]]:
    """The suggestions that are pending in these articles (in all, if none is given), as JSON holds them."""
    found: list[dict[str, object]] = []
    for batch in _batches(project, paths):
        for path in batch:
            article = reading.article(project, path)
            spans = reading.spans_of(project, path)
            pending = tuple(pending_in(project, path, article.text, spans))
            if pending or paths:
                found.append({"article": path, "annotations": annotation_objects(pending)})
    return found


def _questions(project: Project, paths: Sequence[str]) -> Iterator[_Question]:
    database, index = str(project.store.path), project.own_file(INDEX)
    return ((database, index, batch) for batch in _batches(project, paths))


def _answers(project: Project, paths: Sequence[str], total: int) -> Iterator[_Answer]:
    questions = _questions(project, paths)
    count = workers.how_many()
    if total < _FROM_ARTICLES or count < 2:
        with closing(_Answering()) as here:
            yield from map(here.answer, questions)
        return
    with Team[_Question, _Answer](_PROGRAM, count) as team, closing(_Answering()) as here:
        for question, answer in team.answers(questions):
            yield here.answer(question) if answer is None else answer


def _batches(project: Project, paths: Sequence[str]) -> Iterator[tuple[str, ...]]:
    if paths:
        yield from (tuple(paths[at : at + _AT_A_TIME]) for at in range(0, len(paths), _AT_A_TIME))
        return
    last = ""
    while some := articles.paths_after(project.store.connection, last, _PATHS_AT_ONCE, present=True):
        yield from (tuple(some[at : at + _AT_A_TIME]) for at in range(0, len(some), _AT_A_TIME))
        last = some[-1]


class _Answering:
    """Answers questions with a suggester of its own, made when the first is asked; an article that is gone has none."""

    def __init__(self) -> None:
        self._store: Store | None = None
        self._index: CatalogueIndex | None = None
        self._suggester: Suggester | None = None

    def answer(self, question: _Question) -> _Answer:
        """What is suggested in the articles of a question."""
        database, index, paths = question
        if self._store is None or self._suggester is None:
            self._store = Store.open(Path(database))
            self._index = CatalogueIndex(self._store.connection, index)
            self._suggester = Suggester(self._store, self._index)
        answer: _Answer = []
        for path in paths:
            try:
                answer.append(self._suggester.suggestions(path))
            except UsageError:
                continue
        return answer

    def close(self) -> None:
        """Close the database, and the index."""
        if self._index is not None:
            self._index.close()
        if self._store is not None:
            self._store.close()


def serve() -> None:
    """Be a child process that answers what standard input asks."""
    at_work = _Answering()

    def answer(question: _Question) -> _Answer | None:
        try:
            return at_work.answer(question)
        except AnnotuiError:
            return None  # the parent meets the same, and says so

    answering.serve(answer)


def _suggestion(
    path: str, text: str, start: int, end: int, label: str, links: tuple[Link, ...], score: float
) -> Annotation:
    ids = [link.agreement or "" for link in links]
    return Annotation(
        id=suggestions.suggestion_id(path, start, end, label, ids),
        article=path,
        label=label,
        annotator="",
        fragments=(Fragment(start, end),),
        text=text[start:end],
        origin="suggested",
        state="pending",
        score=score,
        links=links,
    )
