"""The panes of the workspace: each made when first to be seen, arranged as there is room, kept up with acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from annotui.errors import AnnotuiError
from annotui.project.shape import spans_place
from annotui.tui.screens.base import KeyScreen
from annotui.tui.screens.pane import Pane

if TYPE_CHECKING:
    from annotui.project.child_jobs import Differences
    from annotui.tui.screens.library_pane import LibraryPane
    from annotui.tui.screens.link_panel import LinkPanel
    from annotui.tui.screens.reader_pane import ReaderPane
    from annotui.tui.screens.spans_pane import SpansPane

LIBRARY_FROM = 110
"""Columns from which the library stands beside the text."""
SPANS_FROM = 150
"""Columns from which the list of spans does, too."""
LIBRARY_SECONDS = 0.5
"""How long after an act the library is brought up to it."""


class PanesScreen(KeyScreen):
    """Three columns, as far as there is room: library, text with the link panel below it, spans.

    A pane is made and mounted when it is first to be seen: that opens quickly.
    """

    def __init__(self) -> None:
        super().__init__()
        self._active: Pane
        self._library: LibraryPane | None = None
        self._reader: ReaderPane | None = None
        self._spans: SpansPane | None = None
        self._panel: LinkPanel | None = None
        self._text = Vertical(id="text")
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

    def fill_panes(self) -> None:
        """Open the article that was composed for; the library where it cannot be opened any more."""
        if self._active is not self._library:
            try:
                self.open(self.project.state.text("reading"))
            except AnnotuiError:
                self.project.state.set_text("reading", "")
                self._active = self.library
        self.arrange_panes(self.size.width)

    # The panes, each made when it is first to be seen

    @property
    def library(self) -> LibraryPane:
        """The list of articles."""
        if self._library is None:
            from annotui.tui.screens.library_pane import LibraryPane

            self._library = LibraryPane(self.open_listed)
        return self._library

    @property
    def reader(self) -> ReaderPane:
        """The text."""
        if self._reader is None:
            from annotui.tui.screens.reader_pane import ReaderPane

            self._reader = ReaderPane(opens=self.open, wants_links=self.open_panel, acted=self.spans_changed)
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
    def panes(self) -> tuple[Widget]:
        """Library, text and spans."""
        return (self.query_one("#panes"),)

    # Which one is active, and which are shown

    @property
    def active_pane(self) -> Pane:
        """The pane that gets the commands while no page is open."""
        return self.panel if self._panel_is_open else self._active

    @property
    def active_column(self) -> Literal["library", "text", "spans"]:
        """The column of the pane that is active, or would be if no page were open."""
        if self._active is self._library:
            return "library"
        return "text" if self._active is self._reader else "spans"

    @property
    def shows_article(self) -> bool:
        """Whether the article in the reader is to be seen, or its spans."""
        return self._active is not self._library or self._text.display

    def pane_beside(self, step: int) -> Pane | None:
        """The pane so many columns to the right of the active one, or to the left if negative; None beyond the last."""
        panes: list[Pane] = [self.library, *((self.reader, self.spans) if self.path else ())]
        number = panes.index(self._active) + step
        return panes[number] if 0 <= number < len(panes) else None

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
        place = spans_place(self.project) if reading_now else "auto"
        self.set_class(place == "below", "-below")
        with_text = place == "below" and self._active is self._spans
        self._text.display = reading_now and (self._active is self._reader or wide or with_text)
        beside = widest if place == "auto" else place == "below" and self._text.display
        shown = reading_now and (self._active is self._spans or beside)
        if shown and not self.spans.is_attached:
            self._mount_spans()
        if self._spans is not None:
            behind = shown and not self._spans.display
            self._spans.display = shown
            if behind:
                self._reload_spans()
        self._bring_up_library()

    def on_resize(self, event: events.Resize) -> None:
        """Arrange for the new size."""
        self.arrange_panes(event.size.width)

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

    @property
    def _panel_is_open(self) -> bool:
        return self._panel is not None and self._panel.is_open

    # What is shown in them

    @property
    def path(self) -> str:
        """The article in the reader, or empty."""
        return self._reader.path if self._reader is not None else ""

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
        self.close_panel()
        self.reader.open(path, at)
        self.project.state.set_text("library", path)
        if self._library is not None and self._library.is_mounted:
            self.library.highlight(path)
        self.activate(self.reader)
        self._reload_spans()

    def open_listed(self, path: str) -> None:
        """Open an article of the library; what it was found by is lit up in it."""
        self.open(path)
        if "article" not in self.annotui.hinted:
            self.annotui.after(None, lambda: self.hint("article"))
        words = self.library.view.words
        if words:
            from annotui.project.reading import sought_words

            self.annotui.after(None, lambda: self.reader.light(sought_words(words)))

    def open_panel(self, annotation: str, also: Sequence[str] = ()) -> None:
        """Open the link panel for an annotation; what is decided there holds for those `also` given."""
        if not self.panel.is_mounted:
            coming = None if self.panel.is_attached else self._text.mount(self.panel)
            self.annotui.after(coming, lambda: self.open_panel(annotation, also))
            return
        self.panel.open(annotation, also=also)
        self.refresh_bars()

    def close_panel(self) -> None:
        """Close the link panel if it is open."""
        if self._panel_is_open:
            self.panel.close()

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

    def spans_changed(self) -> None:
        """List the spans as an act has left them; the library follows a little later."""
        self._reload_spans()
        self._library_behind = True
        if self._library is not None and self._library.display:
            self.set_timer(LIBRARY_SECONDS, self._bring_up_library)

    def corpus_differs(self, found: Differences) -> None:
        """Let the library say how corpus/ differs from the database."""
        if found or self._library is not None:
            self.library.differ(found)

    def keep_place(self) -> None:
        """Remember where the reader is."""
        if self._reader is not None:
            self._reader.keep_place()

    def _reload_spans(self) -> None:
        if self._spans is not None and self._spans.is_mounted and self._spans.display:
            self._spans.reload()

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
