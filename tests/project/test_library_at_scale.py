"""What the library costs does not grow with it: counted in steps of SQLite's machine, for lists of two sizes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from annotui.project import reading
from annotui.project.library import Filter, Library, Need, number_all
from annotui.project.opening import Project, create_project, open_project
from annotui.project.sifting import like
from annotui.storage.generation import bump_generation

SMALL, LARGE = 16_000, 64_000
PER_TICK = 20
OF_FEW = 20_000
"""The steps that lists of few articles, which are held whole, may cost more or less than others."""
SCREEN = 24


def fill(project: Project, count: int) -> None:
    """Articles of which every tenth is done, every hundredth in progress, and every fifth has a place tagged."""
    with project.store.bulk() as connection:
        connection.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            "INSERT INTO article (id, path, title, date, source, words, sha256_bytes, sha256_text, text) "
            "SELECT i, printf('%07d.txt', i), 'Paper ' || (i * 7919 % 100003), "
            "printf('20%02d', i * 7919 % 10007 % 25), 'Source ' || (i * 7919 % 10009 % 7), 9, "
            "'x' || i, 'y' || i, 'Hay' FROM n",
            (count,),
        )
        connection.execute(
            "INSERT INTO article_status (article, annotator, status) "
            "SELECT id, 'vera', iif(id % 10 = 3, 'done', 'in progress') FROM article "
            "WHERE id % 10 = 3 OR id % 100 = 7"
        )
        connection.execute(
            "INSERT INTO status_order SELECT annotator, iif(status = 'done', 2, 1), path, article "
            "FROM article_status JOIN article ON article.id = article_status.article"
        )
        connection.execute(
            "INSERT INTO annotation (uid, article, label, annotator, created_at, updated_at) "
            "SELECT 'u' || id, id, 'place', 'vera', '', '' FROM article WHERE id % 5 = 3"
        )


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The folders of a small and a large project."""
    folders = [tmp_path_factory.mktemp(f"of-{count}") for count in (SMALL, LARGE)]
    for folder, count in zip(folders, (SMALL, LARGE), strict=True):
        project = create_project(folder, "vera")
        fill(project, count)
        project.close()
    return folders


class Counted:
    """How many steps SQLite takes for what is done over a project's connection."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.ticks = 0
        project.store.connection.set_progress_handler(self._tick, PER_TICK)

    def _tick(self) -> int:
        self.ticks += 1
        return 0

    def steps(self, work: Callable[[], object]) -> int:
        """The steps of some work."""
        self.ticks = 0
        work()
        return self.ticks * PER_TICK


def costs(sizes: list[Path], work: Callable[[Project], Callable[[], object]]) -> tuple[int, int]:
    """The steps for the small and the large project of what `work` prepares."""
    found = []
    for folder in sizes:
        project = open_project(folder, "vera")
        try:
            found.append(Counted(project).steps(work(project)))
        finally:
            project.close()
    return found[0], found[1]


FILTERS = [
    Filter(""),
    Filter("", descending=True),
    Filter("", sort="title"),
    Filter("", sort="date", descending=True),
    Filter("", sort="status"),
    Filter("", status="todo"),
    Filter("", status="todo", sort="source"),
    Filter("", status="done"),
    Filter("", status="done", sort="date"),
    Filter("", status="in progress"),
    Filter("", label="place"),
    Filter("", label="place", status="done", sort="title"),
]


def settled(project: Project, filter: Filter) -> Library:
    library = Library(project, filter)
    if library.needs_numbering:
        found = number_all(project, filter)
        assert found is not None
        library.settle(found)
    return library


def first_page(project: Project, filter: Filter) -> Callable[[], object]:
    return lambda: Library(project, filter).rows(0, SCREEN)


def page_down(project: Project, filter: Filter) -> Callable[[], object]:
    library = Library(project, filter)
    library.rows(0, SCREEN)
    return lambda: [library.rows(first, SCREEN) for first in range(SCREEN, 10 * SCREEN, SCREEN)]


def end(project: Project, filter: Filter) -> Callable[[], object]:
    library = Library(project, filter)

    def work() -> None:
        library.to_end()
        library.rows(library.extent.stop - SCREEN, SCREEN)

    return work


def middle(project: Project, filter: Filter) -> Callable[[], object]:
    library = settled(project, filter)
    assert library.total is not None
    at = library.total // 2
    return lambda: library.rows(at, SCREEN)


def article(project: Project, filter: Filter) -> Callable[[], object]:
    library = settled(project, filter)
    assert library.total is not None
    path = library.rows(library.total // 2, 1)[library.total // 2].path
    library.to_start()

    def work() -> None:
        number = library.number(path)
        assert number is not None
        library.rows(number, SCREEN)

    return work


def neighbours(project: Project, filter: Filter) -> Callable[[], object]:
    library = Library(project, filter)
    path = library.rows(0, 1)[0].path
    needs: tuple[Need, ...] = ("any",) if filter.status == "done" else ("any", "to do", "open work")
    return lambda: [reading.next_in(library, path, need, 1) for need in needs]


def reload(project: Project, filter: Filter) -> Callable[[], object]:
    library = settled(project, filter)
    assert library.total is not None
    at = library.total // 2
    library.rows(at, SCREEN)
    return lambda: library.rows(library.reload(at), SCREEN)


@pytest.mark.parametrize("work", [first_page, page_down, end, middle, article, neighbours, reload])
def test_no_list_costs_more_in_a_larger_library(
    sizes: list[Path], work: Callable[[Project, Filter], Callable[[], object]]
) -> None:
    for filter in FILTERS:
        small, large = costs(sizes, lambda project, filter=filter: work(project, filter))  # type: ignore[misc]  # a default
        assert large <= 1.3 * small + OF_FEW, (filter, small, large)


@pytest.mark.parametrize("typed", ["paper 7", "nothing like it"])
def test_no_step_of_the_fuzzy_filter_costs_more_in_a_larger_library(sizes: list[Path], typed: str) -> None:
    def first_steps(project: Project) -> Callable[[], object]:
        found = like(project, typed, Filter(""))
        return lambda: list(islice(found, 1))

    small, large = costs(sizes, first_steps)
    assert large <= 1.3 * small + OF_FEW


def test_opening_a_library_neither_counts_nor_reads_it(sizes: list[Path]) -> None:
    def opening(project: Project) -> Callable[[], object]:
        return lambda: Library(project, Filter("")).rows(0, SCREEN)

    small, large = costs(sizes, opening)
    assert max(small, large) < 10_000


def test_the_number_of_articles_is_remembered_until_texts_come_or_go(sizes: list[Path]) -> None:
    project = open_project(sizes[0], "vera")
    try:
        with project.store.bulk() as connection:
            bump_generation(connection)
        assert Library(project, Filter("")).total is None
        settled(project, Filter("", sort="date"))
        assert Library(project, Filter("")).total == SMALL
        assert Library(project, Filter("", sort="title")).total == SMALL
        assert Library(project, Filter("", sort="title", status="todo")).total is None
        with project.store.bulk() as connection:
            bump_generation(connection)
        assert Library(project, Filter("")).total is None
    finally:
        project.close()
