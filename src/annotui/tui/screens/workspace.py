"""The workspace: library, reader and span list side by side as far as there is room, the link panel below the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from annotui.core.marks import OPEN
from annotui.core.model import ArticleStatus
from annotui.core.text import one_line
from annotui.errors import AnnotuiError
from annotui.tui.screens.base import KeyScreen
from annotui.tui.screens.pane import Pane

if TYPE_CHECKING:
    from annotui.project import reading
    from annotui.project.child_jobs import Differences
    from annotui.tui.screens.library_pane import LibraryPane
    from annotui.tui.screens.link_panel import LinkPanel
    from annotui.tui.screens.reader_pane import ReaderPane
    from annotui.tui.screens.spans_pane import SpansPane

LIBRARY_FROM = 110
"""Columns from which the library stands beside the text."""
SPANS_FROM = 150
"""Columns from which the list of spans does, too."""
MEASURE = 100
"""The longest line of text, in cells."""
KEEP_PLACE_SECONDS = 2.0
LOOK_SECONDS = 1.0
"""How long after the start corpus/ is compared with the database."""
LIBRARY_SECONDS = 0.5
"""How long after an act the library is brought up to it."""


class Workspace(KeyScreen):
    """Where one reads and annotates. A pane is made and mounted when it is first to be seen: that opens quickly."""

    def __init__(self) -> None:
        super().__init__()
        self._active: Pane
        self._library: LibraryPane | None = None
        self._reader: ReaderPane | None = None
        self._spans: SpansPane | None = None
        self._panel: LinkPanel | None = None
        self._text = Vertical(id="text")
        self._undo_shown = 0
        self._library_behind = False

    def compose_panes(self) -> ComposeResult:
        """What is seen first: the article that was open when the last session ended, else the library."""
        with Horizontal(id="panes"):
            if self.project.state.text("reading"):
                self._active = self.reader
                with self._text:
                    yield self.reader
            else:
                self._active = self.library
                yield self.library

    async def on_mount(self) -> None:
        """Stand where the last session ended; look at the rest when that is painted."""
        if self._active is not self._library:
            try:
                self.open(self.project.state.text("reading"))
            except AnnotuiError:
                self.project.state.set_text("reading", "")
                self._active = self.library
        self.arrange_panes(self.size.width)
        self.set_interval(KEEP_PLACE_SECONDS, self.keep_place)
        self.set_timer(LOOK_SECONDS, lambda: self.annotui.work.look(self._differ))
        problems = (*self.project.settings.problems, *self.annotui.keymap.problems())
        if problems:
            more = f" (and {len(problems) - 1} more)" if problems[1:] else ""
            self.status_line.say(f"settings: {problems[0]}{more}", level="warning")
        self.refresh_bars()
        self.annotui.began.set()

    def on_unmount(self) -> None:
        """Let long work come to an end."""
        if self.annotui.has_worked:
            self.annotui.work.leave()

    # The panes, each made when it is first to be seen

    @property
    def library(self) -> LibraryPane:
        """The list of articles."""
        if self._library is None:
            from annotui.tui.screens.library_pane import LibraryPane

            self._library = LibraryPane(self.open)
        return self._library

    @property
    def reader(self) -> ReaderPane:
        """The text."""
        if self._reader is None:
            from annotui.tui.screens.reader_pane import ReaderPane

            self._reader = ReaderPane(measure=MEASURE, wants_links=self.open_panel, acted=self._acted)
        return self._reader

    @property
    def spans(self) -> SpansPane:
        """The list of spans."""
        if self._spans is None:
            from annotui.tui.screens.spans_pane import SpansPane

            self._spans = SpansPane(lambda: self.reader, self._jump, self._relink)
        return self._spans

    @property
    def panel(self) -> LinkPanel:
        """The candidates for a link."""
        if self._panel is None:
            from annotui.tui.screens.link_panel import LinkPanel

            self._panel = LinkPanel(lambda: self.reader)
        return self._panel

    @property
    def path(self) -> str:
        """The article in the reader, or empty."""
        return self._reader.path if self._reader is not None else ""

    @property
    def panes(self) -> tuple[Widget]:
        """Library, text and spans."""
        return (self.query_one("#panes"),)

    @property
    def active_pane(self) -> Pane:
        """The pane that gets the commands while no page is open."""
        return self.panel if self._panel_is_open else self._active

    @property
    def _panel_is_open(self) -> bool:
        return self._panel is not None and self._panel.is_open

    @property
    def article_at_hand(self) -> str:
        """The path of the article being read; in the library of the one under the cursor; empty without one."""
        if self._active is not self._library:
            return self.path
        row = self.library.lines.cursor_row
        return row.path if row is not None else ""

    def activate(self, pane: Pane) -> None:
        """Give a pane the keys and, where there is room for one only, the screen."""
        self._active = pane
        self.arrange_panes(self.size.width)
        self.annotui.lay_out()
        self.refresh_bars()

    def arrange_panes(self, width: int) -> None:
        """Show the panes that there is room for; the active one always, with the text beside it."""
        reading_now = bool(self.path)
        wide, widest = width >= LIBRARY_FROM, width >= SPANS_FROM
        self.set_class(wide and reading_now, "-wide")
        if self._active is self._library or (wide and reading_now):
            self._show_library()
        elif self._library is not None:
            self._library.display = False
        self._text.display = reading_now and (self._active is self._reader or wide)
        if reading_now and widest and not self.spans.is_attached:
            self._mount_spans()
        if self._spans is not None:
            shown = reading_now and (self._active is self._spans or widest)
            behind = shown and not self._spans.display
            self._spans.display = shown
            if behind:
                self._reload_spans()
        self._bring_up_library()

    def _show_library(self) -> None:
        self.library.display = True
        if not self.library.is_attached:
            panes = self.query_one("#panes")
            self.annotui.after(panes.mount(self.library, before=0 if panes.children else None), self.refresh_bars)

    def _mount_spans(self) -> None:
        def there() -> None:
            self._reload_spans()
            self.refresh_bars()

        self.annotui.after(self.query_one("#panes").mount(self.spans), there)

    def _reload_spans(self) -> None:
        if self._spans is not None and self._spans.is_mounted and self._spans.display:
            self._spans.reload()

    def on_resize(self, event: events.Resize) -> None:
        """Arrange for the new size."""
        self.arrange_panes(event.size.width)

    def open(self, path: str, at: int | None = None) -> None:
        """Open an article in the reader. Raises UsageError if there is none."""
        self.close_pages()
        if not self.reader.is_mounted:
            coming = None
            if not self._text.is_attached:
                self._text = Vertical(self.reader, id="text")
                coming = self.query_one("#panes").mount(self._text)
            self.annotui.after(coming, lambda: self.open(path, at))
            return
        if self._panel_is_open:
            self.panel.close()
        self.reader.open(path, at)
        self.project.state.set_text("library", path)
        if self._library is not None and self._library.is_mounted:
            self.library.highlight(path)
        self.activate(self.reader)
        self._reload_spans()

    def reload(self) -> None:
        """Take up changes, our own or another process's, in every pane."""
        if self._library is not None and self._library.is_mounted:
            self.library.reload()
        if self.path:
            self.reader.reload()
            self._reload_spans()
        self.refresh_bars()

    def refresh_bars(self) -> None:
        """Show what holds now; the span list follows the reader."""
        spans = self._spans
        if self._active is self._reader and spans is not None and spans.is_mounted and spans.display:
            spans.follow(self.reader.state.current)
        super().refresh_bars()

    # What panes ask for

    def _acted(self) -> None:
        self._reload_spans()
        self._library_behind = True
        if self._library is not None and self._library.display:
            self.set_timer(LIBRARY_SECONDS, self._bring_up_library)

    def _bring_up_library(self) -> None:
        """Show in the library what acts have changed of the article: at ease, for counting takes a while."""
        library = self._library
        if self._library_behind and library is not None and library.is_mounted and library.display:
            self._library_behind = False
            self.attempt(lambda: library.refresh_article(self.path))

    def _jump(self, annotation: str) -> None:
        self.reader.go_to(annotation)
        self.activate(self.reader)

    def _relink(self, annotations: Sequence[str]) -> None:
        self._jump(annotations[0])
        self.open_panel(annotations[0], annotations[1:])

    def open_panel(self, annotation: str, also: Sequence[str] = ()) -> None:
        """Open the link panel for an annotation; what is decided there holds for those `also` given."""
        if not self.panel.is_mounted:
            coming = None if self.panel.is_attached else self._text.mount(self.panel)
            self.annotui.after(coming, lambda: self.open_panel(annotation, also))
            return
        self.panel.open(annotation, also=also)
        self.refresh_bars()

    # Commands

    def do_back(self, _: str) -> None:
        """From a list to the reader's article or out; from the reader to the library; from the library out."""
        if self._active is self._spans:
            self.activate(self.reader)
        elif self._active is self._reader:
            self.reader.close_article()
            self.activate(self.library)
        else:
            self.do_quit("")

    def keep_place(self) -> None:
        """Remember where the reader is."""
        if self._reader is not None:
            self._reader.keep_place()

    def do_pane_left(self, _: str) -> None:
        """The pane to the left."""
        self._beside(-1)

    def do_pane_right(self, _: str) -> None:
        """The pane to the right."""
        self._beside(1)

    def do_show_spans(self, _: str) -> None:
        """The list of spans."""
        self._to_spans()

    def do_article_done(self, _: str) -> None:
        """Mark the article done and open the next one to do; one that is done already is left as it is."""
        opened = self.reader.article
        still_open = opened.count(OPEN)
        open_links = f"{still_open} link{'s' if still_open > 1 else ''} open"
        done = f"Done, with {open_links}: u takes it back" if still_open else "Done"
        if opened.article.status != "done":
            self._set_status("done")
        following = self._next("to do", 1)
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
        beside = self._active is not self._library or self._text.display
        in_sight = article == self.path and beside
        listed = self._active is self._library and not focus
        if not article or in_sight or listed or self._undo_shown == act:
            return False
        self._undo_shown = act
        self.open(article)
        self.say(f"The next {what} is here, in this article; press again to {what} it")
        return True

    def turned(self, focus: str, said: str, *, only_spans: bool) -> None:
        """Show what undo or redo has done, the cursor on the span."""
        self._undo_shown = 0
        if self._panel_is_open:
            self.panel.close()
        if not only_spans:
            super().turned(focus, said, only_spans=only_spans)
        if self.path:
            self.reader.reload(focus)
        if only_spans:
            self._acted()
            self.say(one_line(said, 200))

    def _beside(self, step: int) -> None:
        shown: list[Pane] = [self.library, *((self.reader, self.spans) if self.path else ())]
        place = shown.index(self._active) + step
        if not 0 <= place < len(shown):
            self.say("No pane there")
        elif shown[place] is self._spans:
            self._to_spans()
        else:
            self.activate(shown[place])

    def _to_spans(self) -> None:
        if not self.spans.is_attached:
            self._mount_spans()
        self.activate(self.spans)

    def _set_status(self, status: ArticleStatus) -> None:
        from annotui.project import annotate

        annotate.set_status(self.project, [self.path], status)
        self.reload()

    def _open_beside(self, step: int) -> None:
        found = self._next("any", step)
        if found:
            self.open(found)
        else:
            self.say("There is no other article")

    def _next(self, need: reading.Need, step: int) -> str:
        from annotui.project import reading

        return reading.next_in(self.library.source(), self.path, need, step)

    def _differ(self, found: Differences) -> None:
        if found or self._library is not None:
            self.library.differ(found)
