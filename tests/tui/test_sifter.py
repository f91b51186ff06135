"""Looking through very many things between keys."""

from __future__ import annotations

from asyncio import timeout
from collections.abc import Iterator
from time import perf_counter

from textual.app import App

from annotui.errors import AnnotuiError, StorageError
from annotui.tui.widgets.sifter import MOMENT, Sifter


class Heard:
    """What a sifter tells."""

    def __init__(self) -> None:
        self.shown: list[tuple[int, bool]] = []
        self.errors: list[AnnotuiError] = []

    def show(self, found: int, is_all: bool) -> None:
        self.shown.append((found, is_all))


async def test_what_a_moment_brings_is_shown_before_start_returns() -> None:
    app, heard = App[None](), Heard()
    async with app.run_test():
        sought = Sifter(app.screen, heard.show, heard.errors.append)
        sought.start(iter(range(5)))
        assert heard.shown == [(4, True)]
        assert not sought.is_running


async def test_what_takes_longer_goes_on_between_other_things_to_its_end() -> None:
    app, heard = App[None](), Heard()
    async with app.run_test() as pilot:
        sought = Sifter(app.screen, heard.show, heard.errors.append)
        sought.start(busy(20))
        assert len(heard.shown) == 1
        assert not heard.shown[0][1]
        assert sought.is_running
        async with timeout(10):
            while sought.is_running:
                await pilot.pause()
        assert heard.shown[-1] == (19, True)


async def test_a_new_search_ends_the_old_one() -> None:
    app, heard = App[None](), Heard()
    async with app.run_test() as pilot:
        sought = Sifter(app.screen, heard.show, heard.errors.append)
        sought.start(busy(1_000_000))
        sought.start(busy(3, 100))
        async with timeout(10):
            while sought.is_running:
                await pilot.pause()
        assert heard.shown[-1] == (102, True)
        sought.start(busy(1_000_000))
        sought.stop()
        seen = len(heard.shown)
        await pilot.pause()
        assert len(heard.shown) == seen


async def test_an_error_ends_the_search_and_is_told() -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise StorageError("The database is in use.")

    app, heard = App[None](), Heard()
    async with app.run_test():
        sought = Sifter(app.screen, heard.show, heard.errors.append)
        sought.start(failing())
        assert [error.what for error in heard.errors] == ["The database is in use."]
        assert heard.shown == []
        assert not sought.is_running


def busy(steps: int, first: int = 0) -> Iterator[int]:
    """Steps each of which takes all the time that there is."""
    for number in range(first, first + steps):
        until = perf_counter() + MOMENT
        while perf_counter() < until:
            pass
        yield number
