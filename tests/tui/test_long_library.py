"""A library too long to be held: numbers that come later, ends, filters, acts, errors. Low limits make it long."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from annotui.core.model import Fragment
from annotui.errors import StorageError
from annotui.project import annotate, library, reading
from annotui.project.library import Filter, Library
from annotui.project.opening import Project
from annotui.storage import listing
from annotui.tui.screens import counting, library_pane

if TYPE_CHECKING:
    from tests.tui.conftest import Driven, Run

COUNT = 300


def path(number: int) -> str:
    return f"{number:03}.txt"


@pytest.fixture
def long(make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch) -> Project:
    """A library of 300 articles, read by key; the last hundred are done."""
    monkeypatch.setattr(library, "FEW", 5)
    monkeypatch.setattr(library, "MANY", 0)
    monkeypatch.setattr(listing, "SLICE", 16)
    monkeypatch.setattr(listing, "SLICES", 2)
    project = make_project({path(n): f"Article {n}\n\nA line about Norland.\n" for n in range(COUNT)}, ())
    annotate.set_status(project, [path(n) for n in range(200, COUNT)], "done")
    return project


@pytest.fixture
def uncounted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no list be counted while the test runs."""
    monkeypatch.setattr(counting, "WAIT_SECONDS", 3600.0)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every list be counted at once."""
    monkeypatch.setattr(counting, "WAIT_SECONDS", 0.001)
    monkeypatch.setattr(counting, "_REST", 0)


def at(app: Driven) -> str:
    """The path under the cursor, found in the row that is drawn as the cursor's."""
    row = app.library.lines.cursor_row
    assert row is not None
    drawn = [app.library.lines.render_line(y).text for y in range(app.library.lines.size.height)]
    (line,) = [text for text in drawn if text.startswith(">")]
    assert row.title in line
    return row.path


def spans_at(app: Driven) -> int:
    """How many spans the article under the cursor has, as the row says that was read of it."""
    row = app.library.lines.cursor_row
    return row.spans if row is not None else -1


def number(app: Driven) -> str:
    """Which row of how many, as the status line says."""
    return app.library.status()[1]


@pytest.mark.usefixtures("uncounted")
async def test_before_it_is_counted_a_list_can_be_read_from_both_ends(run: Run, long: Project) -> None:
    async with run(long) as app:
        assert (at(app), number(app)) == ("000.txt", "1 of …")
        assert app.title("library-title").startswith("project: articles")
        await app.press("pagedown pagedown")
        assert at(app) == path(int(number(app).partition(" ")[0]) - 1)
        await app.press("G")
        assert (at(app), number(app)) == ("299.txt", "")
        await app.press("k pageup")
        assert int(at(app)[:3]) < 298
        await app.press("g g")
        assert (at(app), number(app)) == ("000.txt", "1 of …")


@pytest.mark.usefixtures("counted")
async def test_once_it_is_counted_every_number_is_right(run: Run, long: Project) -> None:
    async with run(long) as app:
        await app.press("G")
        await app.until(lambda: number(app) == "300 of 300")
        assert at(app) == "299.txt"
        assert "300 articles" in app.title("library-title")
        await app.press("k k")
        assert (at(app), number(app)) == ("297.txt", "298 of 300")
        app.library.highlight("150.txt")
        assert (at(app), number(app)) == ("150.txt", "151 of 300")
        await app.press("pagedown pageup")
        assert (at(app), number(app)) == ("150.txt", "151 of 300")


@pytest.mark.usefixtures("counted")
async def test_the_number_of_the_article_one_stood_on_comes_later_and_moves_nothing(run: Run, long: Project) -> None:
    long.state.set_text("library", "150.txt")
    async with run(long) as app:
        assert at(app) == "150.txt"
        before = [app.library.lines.render_line(y).text for y in range(10)]
        await app.until(lambda: number(app) == "151 of 300")
        await app.settle()
        assert [app.library.lines.render_line(y).text for y in range(10)] == before
        assert at(app) == "150.txt"


@pytest.mark.usefixtures("counted")
async def test_the_number_of_articles_is_known_at_once_the_next_time(
    run: Run, long: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run(long) as app:
        await app.until(lambda: number(app) == "1 of 300")
    monkeypatch.setattr(counting, "WAIT_SECONDS", 3600.0)
    async with run(long) as app:
        assert number(app) == "1 of 300"
        await app.press("G")
        assert (at(app), number(app)) == ("299.txt", "300 of 300")


@pytest.mark.usefixtures("uncounted")
async def test_rows_far_between_are_found_between_keys(run: Run, long: Project) -> None:
    annotate.tag(long, "290.txt", [Fragment(0, 7)], "place")
    annotate.tag(long, "010.txt", [Fragment(0, 7)], "place")
    async with run(long) as app:
        library_of = Filter("vera", label="place")
        assert Library(long, library_of).total == 2  # few, and so told by an index
        await app.press("o s t a t enter f d o n e enter")
        assert at(app) == "200.txt"
        await app.press("f t o d o enter G")
        assert at(app) == "199.txt"


@pytest.mark.usefixtures("uncounted")
async def test_done_in_a_list_of_what_is_to_do_goes_on_to_the_next(run: Run, long: Project) -> None:
    async with run(long) as app:
        await app.press("f t o d o enter j j D")
        assert at(app) == "003.txt"
        assert reading.article(long, "002.txt").status == "done"
        await app.press("G D")
        assert at(app) == "198.txt"
        await app.press("u")
        await app.press("G")
        assert at(app) == "199.txt"


@pytest.mark.usefixtures("uncounted")
async def test_the_next_open_work_is_found_past_all_that_is_done(run: Run, long: Project) -> None:
    async with run(long) as app:
        app.library.highlight("199.txt")
        await app.press("n")
        await app.until(lambda: at(app) == "000.txt")
        await app.press("N")
        await app.until(lambda: at(app) == "199.txt")
        annotate.set_status(long, [path(n) for n in range(200)], "done")
        app.app.changed_everything()
        await app.press("n")
        await app.until(lambda: app.said == "No other article has open work")


@pytest.mark.usefixtures("uncounted")
async def test_an_act_in_the_reader_reads_one_row_of_the_list_beside_it(
    run: Run, long: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    real = Library.rows

    def rows(self: Library, first: int, n: int) -> object:
        asked.append(n)
        return real(self, first, n)

    async with run(long, size=(160, 30)) as app:
        await app.press("j j enter")
        await app.find("Norland")
        monkeypatch.setattr(Library, "rows", rows)
        await app.press("5")
        assert asked == []
        await app.until(lambda: spans_at(app) == 1)
        assert asked == []
        drawn = [app.library.lines.render_line(y).text for y in range(5)]
        assert [" … " in line for line in drawn] == [False, False, True, False, False]


@pytest.mark.usefixtures("uncounted")
async def test_a_row_that_changed_while_the_list_was_hidden_is_right_when_it_comes_back(
    run: Run, long: Project
) -> None:
    async with run(long) as app:
        await app.press("j enter")
        await app.find("Norland")
        await app.press("5 q")
        await app.until(lambda: "1" in app.library.lines.render_line(1).text.split()[-3:])
        row = app.library.lines.cursor_row
        assert row is not None
        assert (row.path, row.spans) == ("001.txt", 1)


@pytest.mark.usefixtures("counted")
async def test_what_others_write_leaves_one_where_one_is(
    run: Run, long: Project, make_project: Callable[..., Project]
) -> None:
    other = make_project(annotator="otto")
    async with run(long) as app:
        app.library.highlight("150.txt")
        await app.until(lambda: number(app) == "151 of 300")
        with other.store.bulk() as connection:
            columns = "path, title, sha256_bytes, sha256_text, text"
            connection.execute(f"INSERT INTO article ({columns}) VALUES ('000a.txt', 'New', '', '', '')")
        app.app.watcher.poll()
        await app.settle()
        assert at(app) == "150.txt"
        await app.until(lambda: number(app) == "152 of 301")
        assert at(app) == "150.txt"


@pytest.mark.usefixtures("counted")
async def test_a_part_of_the_list_is_gone_to_once_it_is_counted(run: Run, long: Project) -> None:
    async with run(long) as app:
        await app.press("f t o d o enter")
        await app.until(lambda: number(app) == "1 of 200")
        await app.press(": 5 0 %")
        await app.press("enter")
        assert (at(app), number(app)) == ("100.txt", "101 of 200")
        await app.press(": 1 0 0 % enter")
        assert at(app) == "199.txt"
        await app.press("V")
        assert app.said == "200 marked"


@pytest.mark.usefixtures("uncounted")
async def test_too_many_cannot_be_marked_at_once_and_several_are_one_act(
    run: Run, long: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_pane, "MOST_MARKED", 250)
    async with run(long) as app:
        await app.press("V")
        assert "more than 250 articles" in app.said
        await app.press("f t o d o enter V")
        assert "still being counted" in app.said
        assert not app.library.lines.marked
        await app.press("f d o n e enter V")
        assert app.said == "100 marked"
        await app.press("D")
        assert app.said == "100 articles are todo; u takes it back"
        assert Library(long, Filter("", status="done")).total == 0
        await app.press("escape u")
        assert read_all(long, Filter("", status="done")) == [path(n) for n in range(200, COUNT)]


def read_all(project: Project, filter: Filter) -> list[str]:
    """The paths of a list."""
    return Library(project, filter).paths(COUNT) or []


@pytest.mark.usefixtures("uncounted")
async def test_rows_that_cannot_be_read_do_not_end_the_app_and_are_read_at_the_next_key(
    run: Run, long: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> object:
        raise StorageError("The database is in use by another program.", "Try again.")

    async with run(long) as app:
        with monkeypatch.context() as broken:
            broken.setattr(Library, "rows", locked)
            await app.press("pagedown pagedown")
            await app.until(lambda: "in use by another program" in app.said)
            assert app.app.return_code is None
        await app.press("j")
        assert at(app) == path(app.library.lines.cursor)
        assert app.said == ""


@pytest.mark.usefixtures("uncounted")
async def test_a_list_that_cannot_be_made_is_made_at_the_next_key(
    run: Run, long: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> object:
        raise StorageError("The database is in use by another program.", "Try again.")

    with monkeypatch.context() as broken:
        broken.setattr(listing.Listing, "after", locked)
        async with run(long) as app:
            assert "in use by another program" in app.said
            broken.undo()
            monkeypatch.setattr(library, "FEW", 5)
            await app.press("j")
            assert at(app) in {"000.txt", "001.txt"}


async def test_order_and_filters_are_there_the_next_time(run: Run, long: Project) -> None:
    async with run(long) as app:
        await app.press("o t i t l e enter o t i t l e enter f t o d o enter")
        first = at(app)
        await app.press("Q")
    async with run(long) as app:
        assert at(app) == first
        assert "todo" in app.title("library-title")
        assert "by title, turned round" in app.title("library-title")
        await app.press("/ 1 5 0 enter Q")
    async with run(long) as app:
        await app.until(lambda: app.library.lines.count > 0)
        assert at(app) == "150.txt"
        assert "like “150”" in app.title("library-title")
        await app.press("escape & n o r l a n d enter")
        await app.until(lambda: "with “norland”" in app.title("library-title"))
        await app.press("Q")
    async with run(long) as app:
        await app.until(lambda: app.library.lines.count == COUNT)
        assert "with “norland”" in app.title("library-title")
        await app.press("/ 1 5 1")
        assert at(app) == "151.txt"
        await app.press("escape")
        assert app.library.lines.count == COUNT
        await app.press("escape")
        assert "with" not in app.title("library-title")


async def test_a_full_text_list_is_not_searched_again_when_something_changes(
    run: Run, long: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run(long) as app:
        await app.press("& n o r l a n d enter")
        await app.until(lambda: app.library.lines.count == COUNT)

        def again(*_: object) -> list[int]:
            raise AssertionError("it was searched again")

        monkeypatch.setattr(reading, "holding", again)
        await app.press("j j D")
        app.app.changed_everything()
        assert app.library.lines.count == COUNT
