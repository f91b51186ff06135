"""Every place in the corpus where a text stands, in order of article and offset, found a little at a time.

Strings are looked for here, between the keys; a regular expression in a child process, for nobody can say how long one
takes. Few articles are all gone through; of many the full-text index tells where to look, as far as it is up to them.
"""

from __future__ import annotations

from array import array
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from time import sleep
from typing import NamedTuple

from annotui.core.concordance import Wanted, context
from annotui.core.model import Annotation
from annotui.errors import AnnotuiError, StorageError
from annotui.project import answering, one_article
from annotui.project.indexing import full_text
from annotui.project.opening import Project
from annotui.project.places import Place, SeenArticle, Tagged
from annotui.project.workers import Team
from annotui.storage import articles, text_pages
from annotui.storage.store import Store
from annotui.storage.text_pages import Head

MARGIN = 80
"""How much is shown before and after a place (code points)."""
MOST_PLACES = 100_000
"""How many places are found."""
FEW = 1000
"""Up to how many articles are all gone through, whatever the full-text index says."""
MOST_CANDIDATES = 20_000
"""Up to how many articles it pays to be told by the full-text index."""
_AT_ONCE = 200
_INDEXED_AT_ONCE = 1000
_FOR_CHILD = 16
"""Articles that the child process is given at a time."""
_AHEAD = 2
_WAIT_SECONDS = 0.001
_PROGRAM = "from annotui.project.concordance import serve; serve()"

_Places = list[tuple[int, int]]


class ConcordanceRow(NamedTuple):
    """A place with what stands around it on one line.

    `span` is the annotator's own that stands exactly there; else `around` is the label of one that shares the place, or
    empty. Where the text `is_gone`, it was changed since.
    """

    number: int
    place: Place
    before: str = ""
    match: str = ""
    after: str = ""
    span: Annotation | None = None
    around: str = ""
    is_gone: bool = False


class Concordance:
    """The places found so far; `steps` finds more, and goes on where it was left.

    With `like`, a span of one's own, `proposed` are the numbers of the places that may be tagged as it is.
    """

    goes_on = False

    def __init__(self, project: Project, what: Wanted, like: Annotation | None = None) -> None:
        self.what = what
        self.like = like
        self.proposed: set[int] = set()
        self.is_done = False
        """Whether there is no more to find, or no more is looked for."""
        self.articles = 0
        """In how many articles there are places."""
        self._project = project
        self._seen: list[SeenArticle] = []
        self._articles, self._starts, self._ends = array("L"), array("Q"), array("Q")
        self._finding = self._find()

    def __len__(self) -> int:
        return len(self._starts)

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than are listed."""
        return len(self) >= MOST_PLACES

    def steps(self) -> Iterator[Concordance]:
        """Find more, from where it was left; itself after each few milliseconds' work."""
        yield from iter(lambda: next(self._finding, None), None)

    def find_all(self) -> None:
        """Find the rest at once."""
        for _ in self.steps():
            pass

    def stop(self) -> None:
        """Look no further."""
        self.is_done = True
        self._finding.close()

    def place(self, number: int) -> Place:
        """A place by its number."""
        return Place(self._seen[self._articles[number]], self._starts[number], self._ends[number])

    # As a list's source of rows.

    @property
    def extent(self) -> range:
        """The numbers of the places found so far."""
        return range(len(self))

    def look_on(self) -> None:
        """What is to be found comes by `steps`."""

    def to_start(self) -> None:
        """The first place is always known."""

    def to_end(self) -> None:
        """So is the last that was found."""

    def rows(self, first: int, n: int) -> Mapping[int, ConcordanceRow]:
        """The rows from `first` on, as they are now; each article is read once."""
        rows: dict[int, ConcordanceRow] = {}
        last, text, tagged = -1, "", None
        for number in self.extent[max(0, first) : max(0, first + n)]:
            place = self.place(number)
            if self._articles[number] != last:
                last = self._articles[number]
                found = text_pages.text_with_hash(self._project.store.connection, place.article.id)
                text, sha256 = found or ("", "")
                tagged = Tagged(self._project, place.article.id) if sha256 == place.article.sha256 else None
            if tagged is None:
                rows[number] = ConcordanceRow(number, place, is_gone=True)
                continue
            id = tagged.exactly(place.start, place.end)
            span = one_article.span(self._project, id) if id else None
            around = "" if span else tagged.over(place.start, place.end)
            around_it = context(text, place.start, place.end, MARGIN)
            rows[number] = ConcordanceRow(number, place, *around_it, span=span, around=around)
        return rows

    # Finding.

    def _find(self) -> Generator[Concordance, None, None]:
        """Find places; yields after each few milliseconds' work."""
        for _ in self._by_child() if self.what.expression else self._here():
            yield self
            if self.is_cut:
                break
        self.is_done = True
        yield self

    def _here(self) -> Iterator[None]:
        connection = self._project.store.connection
        for heads in self._heads():
            for head in heads:
                yield
                found = text_pages.text_with_hash(connection, head.id)
                places: _Places = []
                if found is not None:
                    for window in self.what.windows(found[0]):
                        places += window
                        yield
                    self._add(SeenArticle(*head, found[1]), places)
            yield

    def _by_child(self) -> Iterator[None]:
        with Team[_Question, _Answer](_PROGRAM, 1) as team:
            for heads in self._heads():
                for at in range(0, len(heads), _FOR_CHILD):
                    ids = tuple(head.id for head in heads[at : at + _FOR_CHILD])
                    team.begin((str(self._project.store.path), self.what.expression, ids))
                    while len(team.waiting) > _AHEAD:
                        yield from self._answered(team)
            while team.waiting:
                yield from self._answered(team)

    def _answered(self, team: Team[_Question, _Answer]) -> Iterator[None]:
        while not team.has_answered:
            yield
            sleep(_WAIT_SECONDS)
        _, answer = team.take()
        if answer is None:
            raise StorageError("The search has ended before it was done.", "Try again.")
        for article, places in answer:
            self._add(article, places)
        yield

    def _add(self, article: SeenArticle, places: _Places) -> None:
        places = places[: MOST_PLACES - len(self)]
        if not places:
            return
        if self.like is not None:
            self._propose(article, places)
        self.articles += 1
        self._seen.append(article)
        self._articles.extend([len(self._seen) - 1] * len(places))
        self._starts.extend(start for start, _ in places)
        self._ends.extend(end for _, end in places)

    def _propose(self, article: SeenArticle, places: _Places) -> None:
        label = self.like.label if self.like else ""
        linking = [each.name for each in self._project.labels() if each.links]
        tagged = Tagged(self._project, article.id)
        self.proposed.update(
            number for number, place in enumerate(places, len(self)) if tagged.leaves(*place, label, linking)
        )

    def _heads(self) -> Iterator[list[Head]]:
        """The articles to look through, in order, so many at a time; an empty list is a pause."""
        connection = self._project.store.connection
        candidates: set[int] | None = None
        if articles.count_present(connection) > FEW:
            for told in self._candidates():
                candidates = told
                yield []
        if candidates is None:
            last = ""
            while heads := text_pages.heads_after(connection, last, _AT_ONCE):
                yield heads
                last = heads[-1].path
            return
        found: list[Head] = []
        ids = iter(candidates)
        while some := list(islice(ids, _AT_ONCE)):
            found += text_pages.heads_of(connection, some)
            yield []
        found.sort(key=lambda head: head.path)
        yield found

    def _candidates(self) -> Iterator[set[int] | None]:
        """The ids so far of the articles that the full-text index tells; None at last where it does not."""
        words = self.what.index_words()
        if words is None:
            yield None
            return
        with closing(full_text(self._project)) as index:
            known: set[int] = set()
            last = 0
            while found := index.holding(words, last, _INDEXED_AT_ONCE):
                known.update(article for _, article in found)
                last = found[-1][0]
                yield known
                if len(known) > MOST_CANDIDATES:
                    found = None
                    break
            yield None if found is None else known


# The child process.


_Question = tuple[str, str, tuple[int, ...]]
"""The database, the expression, ids of articles."""
_Answer = list[tuple[SeenArticle, _Places]]


def serve() -> None:
    """Be a child process that answers what standard input asks."""
    stores: dict[str, Store] = {}

    def answer(question: _Question) -> _Answer | None:
        database, expression, ids = question
        try:
            store = stores.get(database) or stores.setdefault(database, Store.open(Path(database)))
            what = Wanted("", expression=expression)
            found = [_look(store, what, id) for id in ids]
        except AnnotuiError:
            return None
        return [each for each in found if each is not None]

    answering.serve(answer)


def _look(store: Store, what: Wanted, id: int) -> tuple[SeenArticle, _Places] | None:
    """The places of an expression in an article; None where it is gone."""
    found = text_pages.text_with_hash(store.connection, id)
    heads = text_pages.heads_of(store.connection, [id])
    if found is None or not heads:
        return None
    return SeenArticle(*heads[0], found[1]), list(islice(what.matches(found[0]), MOST_PLACES))
