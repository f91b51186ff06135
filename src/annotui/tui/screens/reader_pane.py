"""The reader: keys become steps of the session, steps become acts of the application, and the page shows them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from annotui.core import session
from annotui.core.commands import REPEAT, Mode
from annotui.core.jumps import Jumps, Spot
from annotui.core.keymap import COMMANDS
from annotui.core.marks import PENDING
from annotui.core.model import Annotation, Link
from annotui.core.session import APP_COMMANDS, Outcome, ReaderState
from annotui.core.stepping import SUGGESTIONS
from annotui.core.text import next_grapheme, prev_grapheme
from annotui.project import annotate, one_article
from annotui.project.pending_spans import Stretch
from annotui.project.shape import remembered_shape
from annotui.project.state import Place
from annotui.tui.screens.describe import about, described, header, position
from annotui.tui.screens.hits import Hits
from annotui.tui.screens.offers import Offers
from annotui.tui.screens.open_article import OpenArticle
from annotui.tui.screens.pane import Pane
from annotui.tui.widgets.bars import StatusLine
from annotui.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from annotui.core import acts


ABOUT_FROM = 30
"""Rows of the screen from which a second title line has room."""


class ReaderPane(Pane):
    """One article at a time."""

    help_title = "Reading an article"
    DEFAULT_CSS = """
    ReaderPane { layout: vertical; }
    ReaderPane > #header { text-style: bold; }
    ReaderPane > TextView { height: 1fr; }
    """

    def __init__(
        self, *, opens: Callable[[str, int], None], wants_links: Callable[[str], None], acted: Callable[[], None]
    ) -> None:
        """`opens` shows a place of another article; `wants_links` opens the link panel for an annotation; `acted`
        hears that spans have changed.
        """
        super().__init__()
        self.wants_links = wants_links
        self._tell_acted = acted
        self._open: OpenArticle | None = None
        self._state = ReaderState()
        self.last: tuple[str, str] | None = None
        """The label and the id of the span last tagged or linked, for `.`."""
        self._offers = Offers(self)
        self._shows_hits = True
        self._hits = Hits(self)
        self._shown_cursor: int | None = None
        self._kept_place: tuple[str, Place] | None = None
        self._jumps = Jumps()
        self._is_jumping = False
        self._opens = opens

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

    @property
    def mode(self) -> Mode:
        """READ, or SELECT while something is selected."""
        return self._state.mode

    def facts(self) -> Collection[str]:
        """What holds now, for the key bar."""
        if self._open is None:
            return ()
        return session.facts(self._state, self._open) | ({REPEAT} if self.last else set())

    def status(self) -> tuple[str, str]:
        """What is under the cursor, and how far the work is; while something is selected, what can be made of it."""
        if self._open is None:
            return "", ""
        left = described(self._state, self._open, self.project)
        counts = self._open.counts(self._state.current)
        right = (self._hits.number(self._state.cursor), counts, position(self._state, self._open))
        return left, "" if self._state.selection else " · ".join(part for part in right if part)

    # Opening and keeping the place

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

    def toggle_layers(self) -> bool:
        """Show or hide other people's spans. Returns whether they are shown now."""
        self.article.show_everybody(not self.article.everybody)
        self.view.set_spans(self.article.spans)
        self.reload()
        return self.article.everybody

    # Commands

    def supports(self, command: str) -> bool:
        """The session knows the reader's commands; the rest are methods here or the screen's."""
        mine = command in COMMANDS and self.mode in COMMANDS[command].keys and command not in APP_COMMANDS
        return self._open is not None and (mine or super().supports(command))

    async def carry_out(self, command: str, arg: str) -> None:
        """Take a step of the session, or run a method."""
        if super().supports(command):
            await super().carry_out(command, arg)
        else:
            self._shows_hits = (self._shows_hits and command != "cancel") or command.startswith("find")
            self.apply(self._step(command, arg))

    def _step(self, command: str, arg: str) -> Outcome:
        if not command.startswith("find"):
            return session.step(self._state, self.article, command, arg)
        from annotui.tui.screens.time_limit import limited

        with limited(self._state.search, self._state.how):
            return session.step(self._state, self.article, command, arg)

    def find(self, query: str) -> None:
        """Look for a text from the cursor on; a `/regular expression/` for a while. Raises UsageError."""
        from annotui.tui.screens.time_limit import limited

        with limited(query, "text"):
            outcome = session.search(self._state, self.article, query)
        self._shows_hits = True
        self.apply(outcome)

    def light(self, folded: str) -> None:
        """Go to the first of some words of which each is a line, folded, and light all of them up."""
        self._shows_hits = True
        self.apply(session.first_of(self._state, self.article, folded))

    def shape(self, width: int, spacing: int) -> None:
        """Show lines of at most `width` cells with `spacing` blank ones between them."""
        self.view.set_shape(width, spacing)
        self._paint()

    def do_jump_back(self, _: str) -> None:
        """To where the last jump began, also in another article."""
        self._jump(self._jumps.back(self._here), "No jump to come back from yet")

    def do_jump_forth(self, _: str) -> None:
        """To where one came back from."""
        self._jump(self._jumps.forth(self._here), "Nowhere to go on to: this is where the last jump led")

    @property
    def _here(self) -> Spot:
        return Spot(self.path, self._state.cursor)

    def _jump(self, spot: Spot | None, nowhere: str) -> None:
        if spot is None:
            self.key_screen.say(nowhere)
        elif spot.path == self.path:
            self.apply(session.click(self._state, self.article, spot.offset))
        else:
            self._is_jumping = True
            try:
                self._opens(*spot)
            finally:
                self._is_jumping = False

    def do_span_attributes(self, _: str) -> None:
        """Give the current span an attribute."""
        from annotui.tui.screens.label_questions import ask_attribute

        ask_attribute(self)

    def do_scroll_down(self, _: str) -> None:
        """Scroll down by a row."""
        self._scroll(1)

    def do_scroll_up(self, _: str) -> None:
        """Scroll up by a row."""
        self._scroll(-1)

    def _scroll(self, rows: int) -> None:
        """Scroll; the cursor stays on its text, and goes along with the edge that it would leave by."""
        self.view.scroll_rows(rows)
        row, in_sight = self.article.layout.row_of(self._state.cursor), self.view.rows_in_sight
        if row not in in_sight:
            nearest = in_sight[0] if row < in_sight[0] else in_sight[-1]
            self._state = session.by_rows(self._state, self.article, nearest - row)
        self._paint()

    def apply(self, outcome: Outcome) -> None:
        """Take up a new state, scroll, do the act, put the question, show the words."""
        if outcome.state.jumped_from == self._state.cursor != outcome.state.cursor:
            self._jumps.left(self._here)
        self._state = outcome.state
        if outcome.scroll:
            self.view.scroll_rows(outcome.scroll)
            self._shown_cursor = outcome.state.cursor  # it stays where it is on the screen, without a margin
        if outcome.act is not None:
            self.do_act(outcome.act)
        else:
            self._paint()
        if outcome.say:
            self.key_screen.say(outcome.say)
        if outcome.ask is not None:
            from annotui.tui.screens import reader_asks

            reader_asks.put(self, outcome.ask)

    def do_act(self, act: acts.Act) -> None:
        """Carry out an act of the session, or one that was asked for. Raises AnnotuiError."""
        from annotui.tui.screens import reader_acts

        reader_acts.carry_out(self, act)

    def span(self, id: str) -> Annotation:
        """An annotation of the open article. Raises Conflict when it is gone."""
        found = self.article.annotations.get(id)
        if found is None:
            raise annotate.gone()
        return found

    def set_links(self, id: str, links: tuple[Link, ...], also: Sequence[str] = ()) -> None:
        """Decide what a span means, and with it those `also` given; remember it for `.`."""
        span = self.span(id)
        if span.state == "pending":
            from annotui.project.review import accept

            id = accept(self.project, span, links=links, seen=self.article).id
        else:
            annotate.set_links(self.project, span, links, also=[self.span(other) for other in also])
        self.last = (span.label, id)
        self.acted(id)

    def last_links(self) -> tuple[Link, ...]:
        """The links of the span last tagged or linked, as far as it has them now, for another span."""
        model = one_article.span(self.project, self.last[1]) if self.last else None
        return tuple(link._replace(part=None, method="repeated", by="") for link in model.links) if model else ()

    def note(self, id: str, text: str) -> None:
        """Write a note on a span."""
        span = self.span(id)
        if span.state == "pending":
            from annotui.project.review import accept

            id = accept(self.project, span, note=text, seen=self.article).id
        else:
            annotate.set_note(self.project, span, text)
        self.acted(id)

    def set_attribute(self, id: str, name: str, value: str) -> None:
        """Give a span an attribute, or take it away with an empty value; a suggestion is accepted so."""
        span = self.span(id)
        if span.state == "pending":
            from annotui.project.review import accept

            span = accept(self.project, span, seen=self.article)
        annotate.set_attribute(self.project, span, name, value)
        self.acted(span.id)

    def go_on(self) -> None:
        """Put the cursor on the next suggestion of the article; where there is none, leave it."""
        steps = self._state.step_set
        if not self.article.count(PENDING):
            self.key_screen.say("No more suggestions here; D goes to the next article")
            return
        moved = session.step(self._state._replace(step_set=SUGGESTIONS), self.article, "step.next")
        self.apply(moved._replace(state=moved.state._replace(step_set=steps), say=""))

    def acted(self, current: str | None, made: Annotation | None = None) -> None:
        """Show what an act has changed, the cursor on the span `current`, and tell that spans have changed.

        `made` is that span as it is stored, where the act has just made it.
        """
        self.reload(current, made)
        self.keep_place()  # before it is shown: who sees what was done comes back to it, whatever ends the app
        if current is not None:
            self._offers.tagged(current)
        self._tell_acted()

    def suggested(self, touched: Sequence[Stretch]) -> None:
        """Show suggestions that have come or gone in these stretches."""
        self.view.spans_changed(touched)
        self._paint()
        self.key_screen.refresh_bars()

    # Showing

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

    @on(TextView.Clicked)
    def _clicked(self, event: TextView.Clicked) -> None:
        if self._open is not None:
            self.apply(session.click(self._state, self._open, event.offset))
            self.key_screen.activate(self)
            if event.chain == 2:
                self.apply(session.step(self._state, self._open, "select.word"))

    @on(TextView.Selected)
    def _selected(self, event: TextView.Selected) -> None:
        if self._open is not None:
            last = prev_grapheme(self._open.text, event.end)
            self.apply(session.drag(self._state, self._open, event.start, last))
            self.key_screen.activate(self)
