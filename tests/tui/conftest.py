"""The app on a small project, driven by keys that are all sent before the first is looked at, as typed ahead."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from annotui.core.model import Annotation
from annotui.project import reading
from annotui.project.library import ArticleRow
from annotui.project.opening import Project
from annotui.tui.app import AnnotuiApp
from annotui.tui.screens.base import KeyScreen
from annotui.tui.screens.library_pane import LibraryPane
from annotui.tui.screens.link_panel import LinkPanel
from annotui.tui.screens.pages import PagesPane
from annotui.tui.screens.reader_pane import ReaderPane
from annotui.tui.screens.spans_pane import SpansPane
from annotui.tui.screens.workspace import Workspace
from annotui.tui.widgets.bars import KeyBar, StatusLine
from annotui.tui.widgets.typing_line import TypingLine

BOUND_SECONDS = 10
STEP_SECONDS = 0.002


class Driven:
    """A running app: keys in, what is shown and stored out."""

    def __init__(self, app: AnnotuiApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, keys: str) -> Driven:
        """Send keys, blanks between them, and wait until the last has been carried out and drawn."""
        for key in keys.split():
            self.app.simulate_key(key)
        return await self.settle()

    async def type(self, text: str) -> Driven:
        """Type a text, character by character."""
        for character in text:
            self.app.simulate_key("space" if character == " " else character)
        return await self.settle()

    async def find(self, text: str) -> Driven:
        """Put the reader's cursor on the next place of a text."""
        await self.press("/")
        await self.type(text)
        return await self.press("enter")

    async def settle(self) -> Driven:
        """Wait until the app has done all that it was sent."""
        drawn = asyncio.Event()

        async def after_keys() -> None:
            await self.app.all_shown()
            self.app.screen.call_after_refresh(drawn.set)

        self.app.call_later(after_keys)
        await self.until(lambda: drawn.is_set() or self.app.return_code is not None)
        return self

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; fails when it does not for a long time."""
        async with asyncio.timeout(BOUND_SECONDS):
            while not holds():
                await asyncio.sleep(STEP_SECONDS)

    @property
    def screen(self) -> KeyScreen:
        """The screen on top."""
        screen = self.app.screen
        assert isinstance(screen, KeyScreen)
        return screen

    @property
    def workspace(self) -> Workspace:
        """The workspace, under whatever is on top."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, Workspace))

    @property
    def reader(self) -> ReaderPane:
        """The reader."""
        return self.workspace.reader

    @property
    def panel(self) -> LinkPanel:
        """The link panel."""
        return self.workspace.panel

    @property
    def library(self) -> LibraryPane:
        """The library."""
        return self.workspace.library

    @property
    def spans_list(self) -> SpansPane:
        """The list of spans."""
        return self.workspace.spans

    @property
    def said(self) -> str:
        """The message in the status line, or empty."""
        return self.screen.status_line.message

    @property
    def status(self) -> str:
        """The status line as it is drawn."""
        return line(self.screen.status_line)

    @property
    def key_bar(self) -> str:
        """The key bar as it is drawn."""
        return line(self.screen.query_one(KeyBar))

    @property
    def typed(self) -> str | None:
        """What is typed in the prompt; None while nothing is asked."""
        return self.screen.prompt.text if self.screen.prompt.is_open else None

    @property
    def asked(self) -> str:
        """The question that the prompt puts."""
        return self.screen.prompt.query_one(TypingLine).title

    @property
    def offered(self) -> list[str]:
        """The choices that fit what is typed, each with its detail."""
        return [f"{choice.text}  {choice.detail}" for choice in self.screen.prompt.choices]

    @property
    def active(self) -> str:
        """Which pane gets the keys: `library`, `reader`, `spans` or `panel`; empty under another screen."""
        panes = {"library": self.library, "reader": self.reader, "spans": self.spans_list, "panel": self.panel}
        active = self.workspace.active if self.screen is self.workspace else None
        return next((name for name, pane in panes.items() if pane is active), "")

    @property
    def shown_panes(self) -> list[str]:
        """The panes of the workspace that are on the screen, from left to right."""
        panes = {"library": self.library, "reader": self.reader, "spans": self.spans_list}
        return [name for name, pane in panes.items() if pane.display and pane.region.width > 0]

    @property
    def selected(self) -> str:
        """The selected text, fragments parted by a bar."""
        selection = self.reader.state.selection
        text = self.reader.article.text
        return "|".join(text[f.start : f.end] for f in selection.fragments) if selection else ""

    @property
    def cursor_word(self) -> str:
        """What stands at the reader's cursor, up to a blank."""
        return (self.reader.article.text[self.reader.state.cursor :].split() or [""])[0]

    @property
    def articles(self) -> list[str]:
        """The paths that the library lists."""
        return [row.path for row in self.listed]

    @property
    def listed(self) -> list[ArticleRow]:
        """The rows of the library, all of them."""
        rows = (self.library.lines.row(number) for number in self.library.lines.extent)
        return [row for row in rows if row is not None]

    @property
    def candidates(self) -> list[str]:
        """The records that the link panel lists."""
        rows = (self.panel.lines.row(index) for index in range(self.panel.lines.count))
        return [row.key for row in rows if row is not None]

    @property
    def page_title(self) -> str:
        """The title of the page of text that is open, as it is drawn."""
        return line(self.screen.query_one(PagesPane))

    @property
    def page_text(self) -> str:
        """The whole text of the page."""
        return self.screen.query_one(PagesPane).text

    @property
    def page_seen(self) -> str:
        """The rows of the page that are in sight."""
        pages = self.screen.query_one(PagesPane)
        return "\n".join(line(pages, y) for y in range(1, pages.size.height))

    def title(self, widget: str) -> str:
        """A title line as it is drawn, such as `header` or `library-title`."""
        return line(self.screen.query_one(f"#{widget}", StatusLine))

    def stored(self, path: str = "a-harbour.txt") -> list[Annotation]:
        """The spans of an article as the database has them now."""
        return reading.spans_of(self.app.project, path)

    def tags(self, path: str = "a-harbour.txt") -> list[tuple[str, str]]:
        """The spans of an article as (label, text)."""
        return [(span.label, span.text) for span in self.stored(path)]

    def links(self, text: str, path: str = "a-harbour.txt") -> list[tuple[str | None, str]]:
        """What the span with this text means, as (record, status)."""
        span = next(span for span in self.stored(path) if span.text == text)
        return [(link.agreement, link.status) for link in span.links]


def line(widget: Widget, y: int = 0) -> str:
    """A line of a widget as it is drawn."""
    return widget.render_line(y).text.rstrip()


Run = Callable[..., AbstractAsyncContextManager[Driven]]


@pytest.fixture
def run() -> Run:
    """`async with run(project, size=(80, 24)) as app`: the app on a project; with `reading`, in that article."""

    @asynccontextmanager
    async def running(
        project: Project, *, size: tuple[int, int] = (80, 24), reading: str = ""
    ) -> AsyncIterator[Driven]:
        if reading:
            project.state.set_text("reading", reading)
        app = AnnotuiApp(project)
        async with app.run_test(size=size) as pilot:
            yield await Driven(app, pilot).settle()

    return running
