"""The reader: keys become steps of the session, and steps become acts of the application."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from textual import on

from annotui.core import session
from annotui.core.commands import REPEAT, Mode
from annotui.core.jumps import Spot
from annotui.core.keymap import COMMANDS
from annotui.core.marks import PENDING
from annotui.core.model import Annotation, Link
from annotui.core.session import APP_COMMANDS, Outcome
from annotui.core.stepping import SUGGESTIONS
from annotui.core.text import prev_grapheme
from annotui.project import annotate, one_article
from annotui.tui.screens.article_pane import ArticlePane
from annotui.tui.screens.describe import described, position
from annotui.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from annotui.core import acts


class ReaderPane(ArticlePane):
    """Reading and annotating one article at a time."""

    help_title = "Reading an article"

    def __init__(
        self, *, opens: Callable[[str, int], None], wants_links: Callable[[str], None], acted: Callable[[], None]
    ) -> None:
        """`opens` shows a place of another article; `wants_links` opens the link panel for an annotation; `acted`
        hears that spans have changed.
        """
        super().__init__()
        self._opens = opens
        self.wants_links = wants_links
        self._tell_acted = acted
        self.last: tuple[str, str] | None = None
        """The label and the id of the span last tagged or linked, for `.`."""

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

    def do_jump_back(self, _: str) -> None:
        """To where the last jump began, also in another article."""
        self._jump(self._jumps.back(self._here), "No jump to come back from yet")

    def do_jump_forth(self, _: str) -> None:
        """To where one came back from."""
        self._jump(self._jumps.forth(self._here), "Nowhere to go on to: this is where the last jump led")

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
