"""The workspace: library, reader and span list side by side as far as there is room, the link panel below the text."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.worker import get_current_worker

from annotui.core.model import ArticleStatus
from annotui.errors import AnnotuiError
from annotui.project import annotate, reading
from annotui.project.opening import open_project
from annotui.project.sync import Differences, differences
from annotui.tui.screens.base import KeyScreen
from annotui.tui.screens.library_pane import LibraryPane
from annotui.tui.screens.link_panel import LinkPanel
from annotui.tui.screens.pane import Pane
from annotui.tui.screens.reader_pane import ReaderPane
from annotui.tui.screens.spans_pane import SpansPane

LIBRARY_FROM = 110
"""Columns from which the library stands beside the text."""
SPANS_FROM = 150
"""Columns from which the list of spans does, too."""
MEASURE = 100
"""The longest line of text, in cells."""
KEEP_PLACE_SECONDS = 2.0


class Workspace(KeyScreen):
    """Where one reads and annotates."""

    CSS_PATH = "workspace.tcss"

    class Compared(Message):
        """corpus/ was compared with the database, or could not be."""

        def __init__(self, found: Differences, error: AnnotuiError | None = None) -> None:
            super().__init__()
            self.found = found
            self.error = error

    def __init__(self) -> None:
        super().__init__()
        self.library = LibraryPane(self.open)
        self.reader = ReaderPane(measure=MEASURE, wants_links=self.open_panel, acted=self._acted)
        self.spans = SpansPane(lambda: self.reader, self._jump, self._relink)
        self.panel = LinkPanel(lambda: self.reader)
        self._active: Pane = self.library
        self._undo_shown = 0

    def compose_panes(self) -> ComposeResult:
        """Library, text with the link panel below it, spans."""
        with Horizontal(id="panes"):
            yield self.library
            with Vertical(id="text"):
                yield self.reader
                yield self.panel
            yield self.spans

    async def on_mount(self) -> None:
        """Stand where the last session ended: in the article that was open, else in the library."""
        self.arrange_panes(self.size.width)
        reading_last = self.project.state.text("reading")
        if reading_last:
            try:
                self.open(reading_last)
            except AnnotuiError:
                self.project.state.set_text("reading", "")
        self.set_interval(KEEP_PLACE_SECONDS, self.keep_place)
        self.run_worker(self._look_at_corpus, thread=True, exit_on_error=False)
        problems = (*self.project.settings.problems, *self.annotui.keymap.problems())
        if problems:
            more = f" (and {len(problems) - 1} more)" if problems[1:] else ""
            self.status_line.say(f"settings: {problems[0]}{more}", level="warning")
        self.refresh_bars()

    @property
    def active(self) -> Pane:
        """The pane that gets the commands."""
        return self.panel if self.panel.is_open else self._active

    @property
    def article_at_hand(self) -> str:
        """The path of the article being read; in the library of the one under the cursor; empty without one."""
        row = self.library.lines.cursor_row
        if self._active is not self.library:
            return self.reader.path
        return row.path if row is not None else ""

    def activate(self, pane: Pane) -> None:
        """Give a pane the keys and, where there is room for one only, the screen."""
        self._active = pane
        self.arrange_panes(self.size.width)
        self.annotui.lay_out()
        self.refresh_bars()

    def arrange_panes(self, width: int) -> None:
        """Show the panes that there is room for; the active one always, with the text beside it."""
        reading_now = bool(self.reader.path)
        wide, widest = width >= LIBRARY_FROM, width >= SPANS_FROM
        self.library.display = self._active is self.library or (wide and reading_now)
        spans = reading_now and (self._active is self.spans or widest)
        self.spans.display = spans
        self.query_one("#text").display = reading_now and (self._active is self.reader or wide)
        self.set_class(wide and reading_now, "-wide")
        for pane in (self.library, self.reader, self.spans):
            pane.set_class(pane is self._active, "-active")

    def on_resize(self, event: events.Resize) -> None:
        """Arrange for the new size."""
        self.arrange_panes(event.size.width)

    def open(self, path: str, at: int | None = None) -> None:
        """Open an article in the reader. Raises UsageError if there is none."""
        if self.panel.is_open:
            self.panel.close()
        self.reader.open(path, at)
        self.project.state.set_text("library", path)
        self.library.highlight(path)
        self.activate(self.reader)
        self.spans.reload()

    def reload(self) -> None:
        """Take up changes, our own or another process's, in every pane."""
        self.library.reload()
        if self.reader.path:
            self.reader.reload()
            self.spans.reload()
        self.refresh_bars()

    def refresh_bars(self) -> None:
        """Show what holds now; the span list follows the reader."""
        if self._active is self.reader and self.spans.display:
            self.spans.follow(self.reader.state.current)
        super().refresh_bars()

    # What panes ask for

    def _acted(self) -> None:
        self.spans.reload()
        self.library.refresh_article(self.reader.path)

    def _jump(self, annotation: str) -> None:
        self.reader.go_to(annotation)
        self.activate(self.reader)

    def _relink(self, annotations: Sequence[str]) -> None:
        self._jump(annotations[0])
        self.panel.open(annotations[0], also=annotations[1:])
        self.refresh_bars()

    def open_panel(self, annotation: str) -> None:
        """Open the link panel for an annotation."""
        self.panel.open(annotation)
        self.refresh_bars()

    # Commands

    def do_back(self, _: str) -> None:
        """From a list to the reader's article or out; from the reader to the library; from the library out."""
        if self._active is self.spans:
            self.activate(self.reader)
        elif self._active is self.reader:
            self.reader.close_article()
            self.activate(self.library)
        else:
            self.do_quit("")

    def keep_place(self) -> None:
        """Remember where the reader is."""
        self.reader.keep_place()

    def do_pane_left(self, _: str) -> None:
        """The pane to the left."""
        self._beside(-1)

    def do_pane_right(self, _: str) -> None:
        """The pane to the right."""
        self._beside(1)

    def do_show_spans(self, _: str) -> None:
        """The list of spans."""
        self.spans.reload()
        self.activate(self.spans)

    def do_article_done(self, _: str) -> None:
        """Mark the article done and open the next one to do; one that is done already is left as it is."""
        opened = self.reader.article
        still_open = sum(opened.link_status(a) == "open" for a in opened.annotations.values() if opened.is_own(a))
        open_links = f"{still_open} link{'s' if still_open > 1 else ''} open"
        done = f"Done, with {open_links}: u takes it back" if still_open else "Done"
        if opened.article.status != "done":
            self._set_status("done")
        following = self._next(lambda row: row.status in {"todo", "in progress"}, 1)
        if following:
            self.open(following)
            self.say(f"{done}; this is the next one to do")
        else:
            self.say(f"{done}; nothing else is left to do")

    def do_article_next(self, _: str) -> None:
        """Open the next article."""
        self._open_beside(1)

    def do_article_previous(self, _: str) -> None:
        """Open the article before."""
        self._open_beside(-1)

    def goes_elsewhere(self, article: str, focus: str, act: int, what: str) -> bool:
        """Whether the act is in another article than the one on the screen: then go there and say so, once.

        What concerns articles as a whole, such as their status, is seen in the library.
        """
        beside = self._active is not self.library or self.query_one("#text").display
        in_sight = article == self.reader.path and beside
        listed = self._active is self.library and not focus
        if not article or in_sight or listed or self._undo_shown == act:
            return False
        self._undo_shown = act
        self.open(article)
        self.say(f"The next {what} is here, in this article; press again to {what} it")
        return True

    def turned(self, focus: str, said: str) -> None:
        """Show what undo or redo has done, the cursor on the span."""
        self._undo_shown = 0
        if self.panel.is_open:
            self.panel.close()
        super().turned(focus, said)
        if self.reader.path and focus in self.reader.article.annotations:
            self.reader.reload(focus)

    def _beside(self, step: int) -> None:
        shown: list[Pane] = [
            pane for pane in (self.library, self.reader, self.spans) if pane is self.library or self.reader.path
        ]
        place = shown.index(self._active) + step
        if 0 <= place < len(shown):
            self.activate(shown[place])
        else:
            self.say("No pane there")

    def _set_status(self, status: ArticleStatus) -> None:
        annotate.set_status(self.project, [self.reader.path], status)
        self.reload()

    def _open_beside(self, step: int) -> None:
        found = self._next(lambda row: True, step)
        if found:
            self.open(found)
        else:
            self.say("There is no other article")

    def _next(self, wanted: reading.Wanted, step: int) -> str:
        return reading.next_in(self.library.source(), self.reader.path, wanted, step)

    # corpus/ against the database

    def _look_at_corpus(self) -> None:
        """In a thread of its own, with a connection of its own; it ends early when the app does."""
        worker = get_current_worker()
        try:
            project = open_project(self.project.folder, self.project.annotator)
            try:
                found = differences(project, lambda *_: not worker.is_cancelled)
            finally:
                project.close()
        except AnnotuiError as error:
            self.post_message(self.Compared(Differences(), error))
        else:
            self.post_message(self.Compared(found))

    @on(Compared)
    def _differ(self, event: Compared) -> None:
        self.library.differ(event.found)
        if event.error is not None:
            self.say_error(event.error)
