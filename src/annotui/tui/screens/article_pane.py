"""An article on a page: opened where it was left, kept up with what acts change, its title lines and its text shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from textual.app import ComposeResult

from annotui.core import session
from annotui.core.jumps import Jumps, Spot
from annotui.core.model import Annotation
from annotui.core.session import ReaderState
from annotui.core.text import next_grapheme
from annotui.project import annotate
from annotui.project.pending_spans import Stretch
from annotui.project.shape import remembered_shape
from annotui.project.state import Place
from annotui.tui.screens.describe import about, header
from annotui.tui.screens.hits import Hits
from annotui.tui.screens.offers import Offers
from annotui.tui.screens.open_article import OpenArticle
from annotui.tui.screens.pane import Pane
from annotui.tui.widgets.bars import StatusLine
from annotui.tui.widgets.text_view import TextView

ABOUT_FROM = 30
"""Rows of the screen from which a second title line has room."""


class ArticlePane(Pane):
    """One article at a time, and where the reader is in it."""

    DEFAULT_CSS = """
    ArticlePane { layout: vertical; }
    ArticlePane > #header { text-style: bold; }
    ArticlePane > TextView { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._open: OpenArticle | None = None
        self._state = ReaderState()
        self._offers = Offers(self)
        self._shows_hits = True
        self._hits = Hits(self)
        self._shown_cursor: int | None = None
        self._kept_place: tuple[str, Place] | None = None
        self._jumps = Jumps()
        self._is_jumping = False

    def compose(self) -> ComposeResult:
        """A title line above the text."""
        yield StatusLine(id="header")
        if self.app.size.height >= ABOUT_FROM:
            yield StatusLine(id="about")
        width, spacing = remembered_shape(self.project)
        yield TextView(measure=width, spacing=spacing, resized=self.reveal_current)

    @cached_property
    def view(self) -> TextView:
        """The page."""
        return self.query_one(TextView)

    @cached_property
    def _header(self) -> StatusLine:
        return self.query_one("#header", StatusLine)

    @property
    def article(self) -> OpenArticle:
        """The open article; there is one whenever the pane is active."""
        assert self._open is not None
        return self._open

    @property
    def path(self) -> str:
        """The open article's path, or empty."""
        return self._open.article.path if self._open else ""

    @property
    def state(self) -> ReaderState:
        """Where the reader is."""
        return self._state

    def open(self, path: str, at: int | None = None, *, is_seen: bool = True) -> None:
        """Show an article where it was left, or at code point `at`. Raises UsageError if there is none.

        Where it `is_seen`, its text is no longer new to the library.
        """
        self.keep_place()
        left, view = self._here, self.view
        opened = OpenArticle(self.project, path, lambda: view.layout_near(self._state.cursor), lambda: view.page_rows)
        place = self.project.state.place(path)
        if left.path not in {"", path} and not self._is_jumping:
            self._jumps.left(left)
        self._open = opened
        cursor = place.cursor if at is None else at
        self._state = session.opened(opened, cursor)
        colors = {label.name: label.color for label in opened.labels}
        view.show(opened.text, opened.spans, colors, top_offset=place.top if at is None else max(0, at - 200))
        view.set_row_marks(opened.row_mark)
        self.project.state.set_text("reading", path)
        if is_seen:
            self.project.state.set_read_text(path, opened.article.sha256)
        self._shown_cursor = None
        self._hits.forget()
        self._paint()
        self._show_header()
        self._offers.opened(path)
        if not view.is_dimming:
            self.annotui.when_quiet(self._dim)

    def close_article(self) -> None:
        """Leave the article, its place kept."""
        self.keep_place()
        self.project.state.set_text("reading", "")

    def keep_place(self) -> None:
        """Remember where the reader is, if that has changed."""
        if self._open is None:
            return
        now = (self.path, Place(self._state.cursor, self.view.top_offset))
        if now != self._kept_place:
            self.project.state.set_place(*now)
            self._kept_place = now

    def reload(self, current: str | None = None, made: Annotation | None = None, *, anew: bool = False) -> None:
        """Take up what acts have changed, here or in another process; what the last one has `made` is at hand.

        Everything is read `anew` later where that would take longer than a key.
        """
        if self._open is None:
            return
        text = self._open.text
        was_behind = self._open.is_behind
        touched = self._open.reload(made, anew=anew)
        if self._open.is_behind and not was_behind:
            self.annotui.when_quiet(self._read_anew)
        if self._open.text is not text:
            self.open(self.path, is_seen=self.is_on_screen)
            return
        if touched is None:
            self.view.set_spans(self._open.spans)
        elif touched:
            self.view.spans_changed(touched)
        self._state = session.settled(self._state, self._open, current)
        self._paint()
        self._show_header()

    def _read_anew(self) -> None:
        if self._open is not None and self._open.is_behind:
            self.reload(anew=True)
            self.key_screen.refresh_bars()

    def go_to(self, id: str) -> None:
        """Put the cursor on an annotation."""
        span = self.span(id)
        self._state = session.settled(self._state._replace(cursor=span.start), self.article, id)
        self._shown_cursor = None
        self._paint()

    def span(self, id: str) -> Annotation:
        """An annotation of the open article. Raises Conflict when it is gone."""
        found = self.article.annotations.get(id)
        if found is None:
            raise annotate.gone()
        return found

    def toggle_layers(self) -> bool:
        """Show or hide other people's spans. Returns whether they are shown now."""
        self.article.show_everybody(not self.article.everybody)
        self.view.set_spans(self.article.spans)
        self.reload()
        return self.article.everybody

    def shape(self, width: int, spacing: int) -> None:
        """Show lines of at most `width` cells with `spacing` blank ones between them."""
        self.view.set_shape(width, spacing)
        self._paint()

    def suggested(self, touched: Sequence[Stretch]) -> None:
        """Show suggestions that have come or gone in these stretches."""
        self.view.spans_changed(touched)
        self._paint()
        self.key_screen.refresh_bars()

    def on_resize(self) -> None:
        """Fit the title lines, of which there are two where there is room."""
        shown, wanted = self.query("#about"), self.app.size.height >= ABOUT_FROM
        if wanted and not shown:
            self.mount(StatusLine(id="about"), after=self._header)
        shown.set(display=wanted)
        if self._open is not None:
            self.call_after_refresh(self._show_header)
            self._show_header()

    def reveal_current(self) -> None:
        """Bring the current span into sight, its beginning above all; else the cursor."""
        if self._open is None:
            return
        span = self._open.annotations.get(self._state.current or "")
        if span is not None and span.end <= len(self._open.text):
            self.view.reveal(span.end, margin=1)
            self.view.reveal(span.start, margin=1)
        else:
            self.view.reveal(self._state.cursor)

    @property
    def _here(self) -> Spot:
        return Spot(self.path, self._state.cursor)

    def _paint(self) -> None:
        opened, state, view = self.article, self._state, self.view
        text = opened.text
        view.set_cursor(state.cursor, min(len(text), next_grapheme(text, state.cursor)) if text else 0)
        chosen = state.selection.fragments if state.selection else ()
        view.set_selection(*((f.start, f.end) for f in chosen))
        view.set_current(state.current)
        if view.outer_size.height:  # before it is laid out that would lose the place it was left at
            view.reveal(state.cursor, came_from=self._shown_cursor)
            self._shown_cursor = state.cursor
        self._hits.light(state, self._shows_hits)

    def _dim(self) -> None:
        from annotui.core.boilerplate import is_boilerplate

        self.view.set_dimmed(is_boilerplate)

    def _show_header(self) -> None:
        below = [line for line in self.query("#about").results(StatusLine) if line.display]
        self._header.show_texts(*header(self.article.article, self.size.width, alone=not below))
        for line in below:
            line.show_texts(*about(self.article.article))
