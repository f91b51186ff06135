"""The link panel: what a mention can mean, ranked, with scores and reasons; one digit takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from annotui.core.commands import Mode
from annotui.core.dates import find_dates
from annotui.core.model import Annotation, Link, LinkStatus
from annotui.errors import NothingChanged
from annotui.project.suggest import links_of
from annotui.tui.screens.candidate_rows import CandidateRow, candidate_line, link_sign
from annotui.tui.screens.describe import quoted
from annotui.tui.screens.new_agreement import ask_new_agreement
from annotui.tui.screens.pane import Pane
from annotui.tui.widgets.bars import Paragraph, StatusLine
from annotui.tui.widgets.line_list import LineList
from annotui.tui.widgets.rows import LineRenderer, Listed

if TYPE_CHECKING:
    from annotui.project.suggest import Candidate
    from annotui.tui.screens.reader_pane import ReaderPane

LIMIT = 50
LIMIT_TYPED = 20
"""How many candidates are listed."""


class LinkPanel(Pane):
    """The lower part of the reader while a mention is being linked."""

    help_title = "Linking a mention"
    DEFAULT_CSS = """
    LinkPanel {
        layout: vertical; height: 50%; min-height: 5; max-height: 16;
        display: none; border-top: solid ansi_default;
    }
    LinkPanel > #mention { text-style: bold; }
    LinkPanel > LineList { height: 1fr; }
    """

    def __init__(self, reader: Callable[[], ReaderPane]) -> None:
        super().__init__()
        self._reader = reader
        self._mention = ""
        self._also: tuple[str, ...] = ()
        self._query = ""
        self._found: list[Candidate] = []
        self._marked: dict[str, Candidate] = {}

    def compose(self) -> ComposeResult:
        """The mention, the candidates, and why the one under the cursor is there."""
        yield StatusLine(id="mention")
        yield LineList[CandidateRow](
            Listed([]),
            LineRenderer(lambda row: row.key, candidate_line),
            empty="Nothing fits. / searches, + adds a record.",
        )
        yield Paragraph(id="reasons", height=2)

    @property
    def lines(self) -> LineList[CandidateRow]:
        """The candidates."""
        return self.query_one(LineList)

    @property
    def mode(self) -> Mode:
        """PICK."""
        return Mode.PICK

    @property
    def is_open(self) -> bool:
        """Whether a mention is being linked."""
        return self.is_mounted and bool(self.display)

    def status(self) -> tuple[str, str]:
        """How many are marked; which of how many."""
        marked = len(self._marked)
        row = f"{self.lines.cursor + 1} of {self.lines.count}" if self.lines.count else ""
        return (f"{marked} marked: Enter links to them all" if marked else ""), row

    def open(self, id: str, also: Sequence[str] = ()) -> None:
        """Show the candidates of an annotation, the cursor on one that it is linked to.

        What is decided holds for the annotations `also` given.
        """
        self._mention, self._also, self._query, self._marked = id, tuple(also), "", {}
        self._fill()
        self.display = True
        rows = (self.lines.row(index) for index in range(self.lines.count))
        self.lines.to(next((row.number - 1 for row in rows if row is not None and row.linked), 0))

    def close(self) -> None:
        """Close; an undecided link stays open."""
        self.display = False
        self.key_screen.refresh_bars()

    @property
    def _span(self) -> Annotation:
        return self._reader().span(self._mention)

    def _fill(self) -> None:
        span = self._span
        article = self._reader().article.article
        most = LIMIT_TYPED if self._query else LIMIT
        found = self._found = self.annotui.linker.for_span(article, span, self._query, most)
        linked = {link.agreement: link.status for link in span.links if link.agreement}
        found = found + self._missing(found, span)
        rows = [CandidateRow(n, candidate, link_sign(candidate, linked)) for n, candidate in enumerate(found, start=1)]
        self.lines.show_source(Listed(rows))
        self.lines.set_marked(self._marked)
        state = {"nil": "not in the catalogue", "unsure": "unsure", "open": "open"}.get(
            self._reader().article.link_status(span), "linked"
        )
        if not self.annotui.linker.is_ready:
            state = "the catalogue is being indexed"
            self.annotui.work.index_catalogue(self._indexed)
        searched = f"  / {self._query}" if self._query else ""
        others = f"and {len(self._also)} more: " if self._also else ""
        self.query_one("#mention", StatusLine).show_texts(others + quoted(span, 300) + searched, state)
        self.show_reasons()

    def _indexed(self) -> None:
        """Show the candidates, now that there are some."""
        if self.is_open:
            self._fill()

    def _missing(self, found: list[Candidate], span: Annotation) -> list[Candidate]:
        """Records that the span is linked to and that are not among the candidates."""
        single = {c.links[0].id for c in found if len(c.links) == 1}
        ids = [link.agreement for link in span.links if link.agreement and link.agreement not in single]
        return self.annotui.linker.of_records(ids)

    def show_reasons(self) -> None:
        """Say why the candidate under the cursor is there."""
        row = self.lines.cursor_row
        reasons = row.candidate.reasons if row else ()
        ordered = sorted(reasons, key=lambda reason: -abs(reason.value))
        text = "; ".join(f"{reason.value:+.2f} {reason.text}" for reason in ordered)
        self.query_one("#reasons", Paragraph).show_text(text)

    def on_line_list_highlighted(self) -> None:
        """Follow the cursor."""
        self.show_reasons()
        self.key_screen.refresh_bars()

    def on_line_list_chosen(self) -> None:
        """Take the row that was double-clicked."""
        self.key_screen.attempt(lambda: self._take(self._here()))

    # Commands

    def do_pick_down(self, _: str) -> None:
        """The next candidate."""
        self.lines.move(1)

    def do_pick_up(self, _: str) -> None:
        """The candidate before."""
        self.lines.move(-1)

    def do_pick_top(self, _: str) -> None:
        """The first candidate."""
        self.lines.to(0)

    def do_pick_bottom(self, _: str) -> None:
        """The last candidate."""
        self.lines.to(self.lines.count - 1)

    def do_pick_row(self, digit: str) -> None:
        """Link to the candidate with this number."""
        row = self.lines.row(int(digit) - 1)
        if row is None:
            self.key_screen.say(f"There is no row {digit}")
        else:
            self._take([row.candidate])

    def do_pick_take(self, _: str) -> None:
        """Link to the marked candidates, else to this one."""
        self._take(list(self._marked.values()) or self._here())

    def do_pick_mark(self, _: str) -> None:
        """Mark this candidate, to take several; marks outlast a search."""
        row = self.lines.cursor_row
        if row is not None:
            if self._marked.pop(row.key, None) is None:
                self._marked[row.key] = row.candidate
            self.lines.set_marked(self._marked)
            self.lines.move(1)

    def do_pick_nil(self, _: str) -> None:
        """Say that the catalogue lacks it."""
        self._decide((Link(None, "nil"),), "Not in the catalogue")

    def do_pick_unsure(self, _: str) -> None:
        """Say that it cannot be told; marked rows are the records in doubt."""
        links = self._links(list(self._marked.values()), "unsure")
        doubt = " or ".join(link.agreement or "" for link in links)
        self._decide(links or (Link(None, "unsure"),), f"Unsure: {doubt}" if doubt else "Unsure")

    def do_pick_unlink(self, _: str) -> None:
        """Take away the link to this row; NIL and unsure too."""
        row, span = self.lines.cursor_row, self._span
        ids = {link.id for link in row.candidate.links} if row else set()
        kept = tuple(link for link in span.links if link.agreement is not None and link.agreement not in ids)
        if kept == span.links:
            self.key_screen.say("This row is not linked")
            return
        at = self.lines.cursor
        self._reader().set_links(self._mention, kept)
        self._fill()
        self.lines.to(at)
        self.key_screen.say("Unlinked; u brings it back")

    def do_pick_query(self, _: str) -> None:
        """Type a search; the candidates follow."""

        def changed(text: str) -> None:
            self._query = text
            self._fill()

        self.ask_as_typed("Search:", self._query, changed, self.lines.move, lambda _, __: self.do_pick_take(""))

    def do_pick_new(self, _: str) -> None:
        """Add a record to the catalogue and link to it."""
        span = self._span

        def added(id: str) -> None:
            self._decide((Link(id),), f"Added {id} and linked")

        dates = find_dates(span.text, on=self._reader().article.on)
        told = tuple(value for date in dates for value in date.values)
        ask_new_agreement(self.key_screen, span.text, added, dates=told)

    def do_pick_card(self, _: str) -> None:
        """Show the whole record."""
        from annotui.tui.screens.pages import Page, card_lines

        row = self.lines.cursor_row
        if row is not None:
            lines: list[str] = []
            for link in row.candidate.links:
                lines += [*card_lines(link.agreement), ""]
            self.key_screen.show_page(Page("Record", lines))

    def do_pick_close(self, _: str) -> None:
        """Close; an undecided link stays open."""
        self.close()

    def do_repeat(self, _: str) -> None:
        """Take the links that were decided last."""
        links = self._reader().last_links()
        if links:
            self._decide(links, "Linked as the last one")
        else:
            self.key_screen.say("Nothing to repeat yet")

    def do_copy_id(self, _: str) -> None:
        """Send the record's id to the terminal's clipboard."""
        row = self.lines.cursor_row
        if row is not None:
            self.copy(row.key)

    def _here(self) -> list[Candidate]:
        row = self.lines.cursor_row
        return [row.candidate] if row is not None else []

    def _take(self, candidates: list[Candidate]) -> None:
        links = self._links(candidates, "linked")
        if links:
            names = " + ".join(link.agreement or "" for link in links)
            self._decide(links, f"Linked to {names}; u undoes")
            self.key_screen.hint("link")

    def _links(self, candidates: list[Candidate], status: LinkStatus) -> tuple[Link, ...]:
        """The links of these rows, in text order, each record once."""
        start = self._span.start
        method = "searched" if self._query else "ranked"
        links: dict[str | None, Link] = {}
        for candidate in candidates:
            for link in links_of(candidate, start, self._found, status=status, method=method):
                if link.agreement not in links or links[link.agreement].part is None:
                    links[link.agreement] = link
        end = self._span.end
        return tuple(sorted(links.values(), key=lambda link: link.part.start if link.part else end))

    def _decide(self, links: tuple[Link, ...], said: str) -> None:
        try:
            self._reader().set_links(self._mention, links, self._also)
        except NothingChanged:
            said = "It means this already"
        self.close()
        self.key_screen.say(said)
