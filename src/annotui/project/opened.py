"""An open article: its text and where its spans stand; what acts change is taken up span by span."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, ValuesView
from itertools import chain
from typing import TYPE_CHECKING

from annotui.core.marks import GONE, OTHERS, PENDING, marks_of, spans_of
from annotui.core.model import Annotation, Article, Label, link_status
from annotui.core.span_block import Row
from annotui.core.spans import BEGINS, SpanIndex
from annotui.project import one_article
from annotui.project.opening import Project
from annotui.project.pending_spans import PendingSpans, Stretch
from annotui.storage import articles, span_places
from annotui.storage.since import OF_ANNOTATIONS, changed_since, last_act

if TYPE_CHECKING:
    from annotui.project.ahead import ReadAhead

KEPT = 64
"""How many annotations are kept at hand once they were read."""
ONE_BY_ONE = 100
"""Up to how many changed annotations are read again one by one, and not all of the article."""
MANY = 1000
"""From how many annotations on reading all takes longer than a key: what history tells of is taken up first."""

_OF_SPANS = OF_ANNOTATIONS | {"rejection"}
"""The tables whose changes are taken up without a look at the article."""

Tally = dict[tuple[str, int], int]


class Annotations(Mapping[str, Annotation]):
    """The annotations that are shown, by id: one is read when it is asked for, all are when gone through.

    A suggestion is found by its id, too, and left out where all are gone through.
    """

    def __init__(
        self,
        project: Project,
        path: str,
        spans: SpanIndex,
        gone: Mapping[str, tuple[str, int]],
        pending: Mapping[str, Annotation],
    ) -> None:
        self._pending = pending
        self._project = project
        self._path = path
        self._spans = spans
        self._gone = gone
        self._kept: dict[str, Annotation] = {}

    def __getitem__(self, id: str) -> Annotation:
        """Raises KeyError for one that is not shown, or that another process has deleted meanwhile."""
        found = self._pending.get(id) or self._kept.get(id)
        if found is None:
            found = one_article.span(self._project, id) if id in self else None
            if found is None:
                raise KeyError(id)
            self.keep(found)
        return found

    def __contains__(self, id: object) -> bool:
        return id in self._spans or id in self._gone

    def __iter__(self) -> Iterator[str]:
        return chain((id for id in self._spans.ids(BEGINS) if id not in self._pending), self._gone)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def values(self) -> ValuesView[Annotation]:
        """All of them, in order of start, end, id."""
        return {a.id: a for a in one_article.spans_of(self._project, self._path) if a.id in self}.values()

    def keep(self, annotation: Annotation) -> None:
        """Have one at hand that was just read."""
        self._kept[annotation.id] = annotation
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]

    def forget(self, id: str) -> None:
        """Read one again when it is next asked for."""
        self._kept.pop(id, None)


class Opened:
    """One article in memory, in one state of the database; `reload` takes up what has changed since.

    `article` is the article with its text, `labels` the label set, `spans` where annotations stand, `annotations` they
    themselves, `tally` how many there are of each label with each `core.marks`. With `everybody` other people's count,
    too. `version` is the state of the database as to other processes (see `Store.data_version`). While it `is_behind`,
    another process has written, and of that only what history tells was taken up: all of annotui's acts, not what
    another program wrote.
    """

    def __init__(self, project: Project, path: str) -> None:
        """Raises UsageError if there is no such article."""
        self._project = project
        self.everybody = True
        self.article: Article
        self.labels: Sequence[Label]
        self.spans: SpanIndex
        self.annotations: Annotations
        self.tally: Tally
        self.version: int
        self.is_behind: bool
        self._gone: dict[str, tuple[str, int]]
        self._pending: PendingSpans
        self._last_act: int
        self._read(path, None)

    @property
    def annotator(self) -> str:
        """Who reads."""
        return self._project.annotator

    @property
    def text(self) -> str:
        """The canonical text."""
        return self.article.text

    def reload(self, made: Annotation | None = None, *, anew: bool = False) -> list[Stretch] | None:
        """Take up what acts have changed, here or in another process; or read everything `anew`.

        An annotation that the last act has `made` is not read again. Returns the stretches of those that came, went
        or changed; None when it can be any, the text included.
        """
        with self._project.store.snapshot():
            if anew:
                self._read(self.article.path, self.article)
                return None
            return self._reloaded(made)

    def _reloaded(self, made: Annotation | None) -> list[Stretch] | None:
        store, path = self._project.store, self.article.path
        new = changed_since(store.connection, self._last_act)
        version = store.data_version()
        by_others = version != self.version
        anything = "label" in new.tables or len(new.annotations) > ONE_BY_ONE or (by_others and self.count() < MANY)
        if not anything and (by_others or not new.tables <= _OF_SPANS):
            seen = self.article
            self.article = one_article.article(self._project, path, seen)
            anything = self.article.sha256 != seen.sha256
        if anything:
            self._read(path, self.article)
            return None
        self._last_act, self.version = new.last, version
        touched = [stretch for id in new.annotations for stretch in self._take_up(id, made)]
        rejected = "rejection" in new.tables
        touched += self._pending.taken_up(new.annotations, lambda id: id not in self.annotations, rejected=rejected)
        touched += self._pending.settle(touched)
        if by_others:
            self.is_behind = True
            touched += self._pending.read_again()
        return touched

    def propagate(self, ids: Iterable[str]) -> tuple[int, list[Stretch]]:
        """Suggest the words of these spans of the reader's wherever else they stand here, with label and links.

        Returns how many suggestions that adds, and the stretches that look otherwise. Remembered for the next time.
        """
        before = len(self._pending.by_id)
        found = (self.annotations.get(id) for id in ids)
        own = [span for span in found if span is not None and span.state == "accepted" and self.is_own(span)]
        touched = self._pending.propagate(own)
        return len(self._pending.by_id) - before, touched

    def passed_on(self, ids: Iterable[str]) -> list[Annotation]:
        """Those of these spans of the reader's whose words mean the same elsewhere; none that was passed on itself."""
        from annotui.project.propagating import is_passed_on

        found = (self.annotations.get(id) for id in ids)
        own = [span for span in found if span is not None and span.state == "accepted" and self.is_own(span)]
        new = [span for span in own if span.origin != "propagated"]
        return [span for span in new if is_passed_on(span, links=self._links(span.label))]

    def suggested(self) -> tuple[int, list[Stretch]]:
        """Show what was found to be suggested here meanwhile: how many more there are, what looks otherwise."""
        before = len(self._pending.by_id)
        touched = self._pending.read_again()
        return len(self._pending.by_id) - before, touched

    def show_everybody(self, everybody: bool) -> None:
        """Show other people's spans, too, or only the reader's own."""
        self.everybody = everybody
        self._read(self.article.path, self.article)

    def count(self, marks: int = BEGINS, *, own: bool = True) -> int:
        """How many annotations have any of these marks: of the reader's own, or of other people's.

        Suggestions are counted by `PENDING` alone.
        """
        return sum(
            n
            for (_, its), n in self.tally.items()
            if its & marks and own != bool(its & OTHERS) and its & PENDING == marks & PENDING
        )

    @property
    def pending(self) -> list[Annotation]:
        """The suggestions that are to be decided on, in order."""
        return self._pending.all

    def link_status(self, annotation: Annotation) -> str:
        """`linked`, `nil`, `unsure`, `open` or empty."""
        return link_status(annotation, self._links(annotation.label))

    def is_own(self, annotation: Annotation) -> bool:
        """Whether the reader made it."""
        return annotation.annotator == self.annotator

    def _links(self, name: str) -> bool:
        return any(label.links for label in self.labels if label.name == name)

    def _read(self, path: str, seen: Article | None) -> None:
        """Read everything, but for a text that was `seen`, in one state of the database."""
        store, ahead = self._project.store, self._ahead(path)
        with store.snapshot():
            self.article = one_article.article(self._project, path, ahead.article if ahead else seen)
            self.labels = self._project.span_labels()
            self._last_act = last_act(store.connection)
            gone: list[Row] = []
            if ahead is not None and ahead.last_act == self._last_act and self.everybody:
                self.spans = SpanIndex.of_unread(ahead.places.blocks)
                counted = Counter(ahead.places.tally)
                gone += ahead.places.gone
            else:
                id = articles.article_id(store.connection, path)
                rows = span_places.places_of(store.connection, id or 0, self.annotator, everybody=self.everybody)
                self.spans = SpanIndex(chain.from_iterable(_parted(rows, gone)), in_order=True)
                counted = self.spans.tally()
            self._gone = {id: (label, marks) for _, _, id, label, marks in gone if marks & BEGINS}
            self.version = store.data_version()
        self.is_behind = False
        counted += Counter(self._gone.values())
        self.tally = {each: number for each, number in counted.items() if each[1] & BEGINS}
        self._pending = PendingSpans(self._project, self.article, self.labels, self.spans, self._count)
        self.annotations = Annotations(self._project, path, self.spans, self._gone, self._pending.by_id)
        if remembered := self._pending.remembered:
            self.propagate(remembered)

    def _ahead(self, path: str) -> ReadAhead | None:
        """What was read before the article was opened, if it was this one."""
        ahead, self._project.ahead = self._project.ahead, None
        return ahead.take(path) if ahead is not None else None

    def _take_up(self, id: str, made: Annotation | None) -> list[Stretch]:
        """Read one annotation again, unless it was just made; returns the stretches that look otherwise."""
        annotation = made if made is not None and made.id == id else one_article.span(self._project, id)
        if annotation is not None and annotation.article != self.article.path:
            annotation = None
        if annotation is not None and not (self.everybody or self.is_own(annotation)):
            annotation = None
        before = self._gone.pop(id, None) or next(((span.label, span.marks) for span in self.spans.of(id)), None)
        self._count(before, -1)
        self.annotations.forget(id)
        if annotation is None:
            return self.spans.put(id, ())
        marks = marks_of(annotation, links=self._links(annotation.label), reader=self.annotator)
        self._count((annotation.label, marks), 1)
        if marks & GONE:
            self._gone[id] = annotation.label, marks
        touched = self.spans.put(id, spans_of(annotation, marks))
        self.annotations.keep(annotation)
        return touched

    def _count(self, counted: tuple[str, int] | None, by: int) -> None:
        if counted is not None:
            self.tally[counted] = self.tally.get(counted, 0) + by
            if not self.tally[counted]:
                del self.tally[counted]


def _parted(found: Iterator[Sequence[Row]], gone: list[Row]) -> Iterator[Sequence[Row]]:
    """The rows that stand somewhere; the others, which come last, are put into `gone`."""
    for rows in found:
        if rows[-1][4] & GONE:
            gone += [row for row in rows if row[4] & GONE]
            yield [row for row in rows if not row[4] & GONE]
        else:
            yield rows
