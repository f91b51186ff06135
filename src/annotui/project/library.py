"""The library: the articles that a filter leaves or a search has found, row by number, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from annotui.project.listed import Chosen, Keyed
from annotui.project.opening import Project
from annotui.storage import article_lists, articles
from annotui.storage.article_lists import SORTS, WORKS, Filter, Need, Sort, Work
from annotui.storage.articles import MOST_COUNTED, ArticleRow
from annotui.storage.generation import generation
from annotui.storage.listing import Listing, Numbering
from annotui.storage.store import Store

__all__ = [
    "MOST_COUNTED",
    "MOST_FOUND",
    "SORTS",
    "WORKS",
    "ArticleRow",
    "Filter",
    "Library",
    "Need",
    "Numbering",
    "Sort",
    "Work",
    "number_all",
]

FEW = 1000
"""Up to how many articles are listed whole, by their ids, at once."""
MOST_FOUND = 500
"""How many articles a search by title keeps."""
COUNTED_AT_ONCE = 2000
"""Up to how many articles are counted by status, label and the like when that is asked for."""
MANY = 20_000
"""Up to how many where there is time for it."""
_COUNTED = "articles"


class Library:
    """The articles that pass a filter, in its order; with `hits`, those of them that pass, in the order of the hits."""

    def __init__(self, project: Project, filter: Filter, hits: Sequence[int] | None = None) -> None:
        self._project = project
        self.filter = filter._replace(annotator=project.annotator)
        self._hits = hits
        self._rows = self._listed()

    @property
    def extent(self) -> range:
        """The numbers of the rows that there are, as far as is known."""
        return self._rows.extent

    @property
    def total(self) -> int | None:
        """How many articles there are; None while that is not known."""
        return self._rows.total

    @property
    def is_numbered(self) -> bool:
        """Whether the numbers of the rows around the one last asked for are those in the whole list."""
        return self._rows.is_numbered

    @property
    def needs_numbering(self) -> bool:
        """Whether there is something that only `number_all` can tell."""
        return isinstance(self._rows, Keyed) and not self._rows.is_settled

    @property
    def is_known(self) -> bool:
        """Whether all articles of the list can be told without looking for them far and wide."""
        return not isinstance(self._rows, Keyed) or self._rows.is_settled or self._rows.listing.is_plain

    @property
    def goes_on(self) -> bool:
        """Whether rows last asked for are still to be looked for, as `look_on` does."""
        return self._rows.goes_on

    def rows(self, first: int, n: int) -> Mapping[int, ArticleRow]:
        """Those of the `n` rows from `first` on that are found without looking far."""
        return self._rows.rows(first, n)

    def look_on(self) -> None:
        """Look for the rows last asked for, but not far."""
        self._rows.look_on()

    def to_start(self) -> None:
        """Go to the beginning."""
        self._rows.to_start()

    def to_end(self) -> None:
        """Go to the end. The last row is the last of `extent`, once nothing `goes_on`."""
        self._rows.to_end()

    def number(self, path: str) -> int | None:
        """The number of an article, around which one reads from now on; None where it is not in the list."""
        id = articles.article_id(self._project.store.connection, path)
        return None if id is None else self._rows.number(id)

    def row(self, path: str) -> ArticleRow | None:
        """An article's line as it is now, whether it is in the list or not."""
        id = articles.article_id(self._project.store.connection, path)
        return None if id is None else self._read([id]).get(id)

    def group_counts(self) -> Mapping[str, int]:
        """How many articles each condition of a filter leaves, where counting takes no time; else nothing."""
        connection = self._project.store.connection
        if article_lists.last_id(connection) > COUNTED_AT_ONCE:
            return {}
        return article_lists.group_counts(connection, self._project.annotator)

    def paths(self, most: int) -> list[str] | None:
        """The paths of all articles of the list, if there are at most so many."""
        ids = self._rows.all_ids(most)
        return None if ids is None else articles.paths_of(self._project.store.connection, ids)

    def reload(self, number: int) -> int:
        """Take up changes; returns the number of the row that was `number`, or of the one in its place."""
        old = self._rows
        if isinstance(old, Keyed):
            return old.reload(number)
        self._rows = self._listed()
        if isinstance(self._rows, Keyed):
            total = old.total if self.filter.narrows else None
            found = (self._rows.resume(id, number, total) for id in old.ids[number:])
        else:
            found = (self._rows.number(id) for id in old.ids[number:])
        return next((at for at in found if at is not None), max(0, min(number, self._rows.extent.stop - 1)))

    def settle(self, found: Numbering | list[int]) -> int:
        """Take up what `number_all` has found. Returns by how much the number of every row is greater now."""
        if not isinstance(self._rows, Keyed):
            return 0
        if isinstance(found, Numbering):
            if not self.filter.narrows:
                state = generation(self._project.store.connection)
                self._project.state.set_text(_COUNTED, f"{state} {found.total}")
            return self._rows.settle(found)
        first = self._rows.first_known()
        self._rows = Chosen(found, self._read)
        at = None if first is None else self._rows.number(first[1])
        return 0 if first is None or at is None else at - first[0]

    def next(self, path: str, need: Need, step: int) -> Iterator[str | None]:
        """Look for the next (`step` 1) or previous (-1) article, around the end: a path, or empty, comes last.

        None comes before it as often as one has looked through so many and may do something else.
        """
        connection = self._project.store.connection
        id = articles.article_id(connection, path)
        tests = article_lists.need_tests(self.filter.annotator, need)
        if isinstance(self._rows, Keyed):
            found = _next_by_key(self._rows.listing, id, self._rows.listing.tested(*tests), step)
        else:
            found = article_lists.first_of(connection, _others(self._rows.ids[::step], id), *tests)
        for other in found:
            yield None if other is None else "".join(articles.paths_of(connection, [other] if other else []))

    def _listed(self) -> Chosen[int, ArticleRow] | Keyed[int, ArticleRow]:
        connection = self._project.store.connection
        if self._hits is not None:
            return Chosen(article_lists.passing(connection, self.filter, self._hits), self._read)
        listing = article_lists.listing(connection, self.filter)
        ids = None
        if article_lists.last_id(connection) <= FEW or (listing.is_plain and self.filter.narrows):
            found = listing.after(None, FEW + 1)
            ids = [id for id, _ in found.rows] if found.reached is None else None
        elif self.filter.narrows:
            ids = article_lists.few(connection, self.filter, FEW)
        if ids is not None:
            return Chosen(ids, self._read)
        known = not self.filter.narrows and listing.is_plain
        return Keyed(listing, self._read, self._counted() if known else None)

    def _counted(self) -> int | None:
        """How many articles there were when they were last counted, if texts have neither come nor gone since."""
        state, _, count = self._project.state.text(_COUNTED).partition(" ")
        return int(count) if count.isdecimal() and state == generation(self._project.store.connection) else None

    def _read(self, ids: Sequence[int]) -> Mapping[int, ArticleRow]:
        found = articles.rows_by_id(self._project.store.connection, ids, self.filter.annotator)
        return {row.id: row for row in found}


def number_all(
    project: Project, filter: Filter, is_cancelled: Callable[[], bool] = lambda: False
) -> Numbering | list[int] | None:
    """Find out the whole list: the ids where they are not too many, else how many there are; None: cancelled.

    It is done over a connection of its own, so that it can be done in a thread.
    """
    store = Store.open(project.store.path)
    try:
        filter = filter._replace(annotator=project.annotator)
        listing = article_lists.listing(store.connection, filter)
        ids = None if listing.is_plain else article_lists.few(store.connection, filter, MANY)
        return listing.number_all(is_cancelled) if ids is None else ids
    finally:
        store.close()


def _others(ids: Sequence[int], id: int | None) -> list[int]:
    """The ids after one, around the end, without it; all where it is none of them."""
    here = ids.index(id) if id in ids else -1
    return [*ids[here + 1 :], *ids[: max(0, here)]]


def _next_by_key(listing: Listing[int], id: int | None, needed: Listing[int], step: int) -> Iterator[int | None]:
    """As `Library.next`, with ids; 0 where there is none."""
    here = None if id is None else listing.key_of(id) or listing.key_of(id, tested=False)
    rising = (step > 0) != listing.descending
    for start, end in ((here, None), (None, here))[: 1 if here is None else 2]:
        reached = start
        while True:
            found = needed.after(reached, 1) if step > 0 else needed.before(reached, 1)
            place = found.rows[0][1] if found.rows else found.reached
            if end is not None and (place is None or place == end or (place > end) == rising):
                break
            if found.rows:
                yield found.rows[0][0]
                return
            if found.reached is None:
                break
            reached = found.reached
            yield None
    yield 0
