"""The concordance: every place of a text in all articles, to go to, and to tag, relabel, link or delete in batches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from annotui.core.commands import SUGGESTED
from annotui.core.model import Annotation, Label, link_status
from annotui.errors import AnnotuiError, UsageError
from annotui.project.concordance import Concordance, ConcordanceRow
from annotui.project.places import Place
from annotui.tui.screens import concordance_acts
from annotui.tui.screens.base import KeyScreen
from annotui.tui.screens.concordance_rows import ConcordanceLines
from annotui.tui.screens.describe import meant
from annotui.tui.screens.list_pane import MarkingPane
from annotui.tui.screens.one_pane import OnePaneScreen
from annotui.tui.screens.workspace import Workspace
from annotui.tui.widgets.bars import StatusLine
from annotui.tui.widgets.line_list import LOOKING, LineList
from annotui.tui.widgets.sifter import Sifter

if TYPE_CHECKING:
    from annotui.core.concordance import Wanted

MOST_MARKED = 10_000
"""At how many places something is done at once, at most."""
NOWHERE = "Nowhere in the corpus. q goes back."


@dataclass
class Visit:
    """A concordance and where one is in it; whether one `comes_back` from the article that was gone to.

    `acts` are the spans by which the acts that were done in it are known: undo needs not go elsewhere for them.
    """

    concordance: Concordance
    cursor: int = 0
    marked: frozenset[str] = frozenset()
    comes_back: bool = False
    acts: set[str] = field(default_factory=set)


class ConcordancePane(MarkingPane[ConcordanceRow]):
    """The places, one a row, those that are found added as they come."""

    help_title = "The concordance"
    DEFAULT_CSS = """
    ConcordancePane { layout: vertical; height: 1fr; }
    ConcordancePane > #concordance-title { text-style: bold; }
    ConcordancePane > LineList { height: 1fr; }
    """

    def __init__(self, visit: Visit) -> None:
        super().__init__()
        self.visit = visit
        self._sifter = Sifter[Concordance](self, self._show_found, self._failed)
        self._labels: dict[str, Label] = {}
        self._shown = 0

    @property
    def _places(self) -> Concordance:
        return self.visit.concordance

    def compose(self) -> ComposeResult:
        """A title and the list."""
        yield StatusLine(id="concordance-title")
        yield LineList[ConcordanceRow](self._places, ConcordanceLines(self._told), empty=LOOKING)

    def on_mount(self) -> None:
        """Find the first places; where one comes back, stand where one stood."""
        self.visit.comes_back = False
        self._labels = {label.name: label for label in self.project.labels()}
        self._shown = len(self._places)
        if not self._places.is_done:
            self._sifter.start(self._places.steps())
        self.show_title()
        self.lines.set_marked(self.visit.marked | self.lines.marked)
        self.call_after_refresh(self._stand)

    def on_unmount(self) -> None:
        """Look no further, unless one means to come back."""
        self._sifter.stop()
        if not self.visit.comes_back:
            self._places.stop()

    def _stand(self) -> None:
        if self.visit.cursor:
            self.lines.to(self.visit.cursor)

    def facts(self) -> tuple[str, ...]:
        """Whether rows are marked, and whether Enter would tag them."""
        facts = super().facts()
        return (*facts, SUGGESTED) if facts and self._places.like is not None else facts

    def status(self) -> tuple[str, str]:
        """What the place under the cursor is tagged, and where it is; which of how many."""
        row = self.lines.cursor_row
        if row is None:
            return "", ""
        number = f"{self.lines.cursor + 1:,} of {len(self._places):,}{'' if self._places.is_done else ' …'}"
        told, article = self._told(row), row.place.article
        where = f"corpus/{article.path}{f': {article.title}' if article.title else ''}"
        return f"[{told}] {where}" if told else where, number

    def reload(self) -> None:
        """Say anew what the places are tagged."""
        self._labels = {label.name: label for label in self.project.labels()}
        self.lines.reload()
        self.show_title()

    def show_title(self) -> None:
        """Say what is looked for, how much was found, and what Enter does with what is marked."""
        found, like = self._places, self._places.like
        more = "+" if found.is_cut else ""
        count = f"{len(found):,}{more} place{'' if len(found) == 1 else 's'} in {found.articles:,}"
        count = f"{count} article{'' if found.articles == 1 else 's'}{'' if found.is_done else ' so far, Esc stops'}"
        marked = len(self.lines.marked)
        as_it = f"Enter tags {marked:,} {like.label}" if like is not None and marked else ""
        self.query_one("#concordance-title", StatusLine).show_texts(f"{found.what.shown}: {count}", as_it)

    def all_keys(self) -> list[str]:
        """The places; of those like a span, the ones that may be tagged as it is. Raises UsageError: too many."""
        numbers = sorted(self._places.proposed) if self._places.like else self._places.extent
        _require_few(len(numbers))
        return [str(number) for number in numbers]

    async def carry_out(self, command: str, arg: str) -> None:
        """Run the command's method, and tell what is marked then."""
        await super().carry_out(command, arg)
        if self.is_attached:
            self.show_title()

    def open_row(self, row: ConcordanceRow) -> None:
        """Go to the place; with a span to be like, tag the marked places as it is."""
        like = self._places.like
        if like is not None and self.lines.marked:
            if self._places.is_done:
                concordance_acts.tag_like(self, like)
            else:
                self.key_screen.say("Still looking: Esc stops that, then Enter tags what is marked")
        elif row.is_gone:
            self.key_screen.say("The text was changed since this was found: look for it again")
        else:
            self.visit.cursor, self.visit.marked = self.lines.cursor, self.lines.marked
            self.visit.comes_back = True
            self._workspace().visit_place(self.visit, row.place.article.path, row.place.start)

    def do_list_clear(self, arg: str) -> None:
        """Stop looking; else take the marks away."""
        if self._sifter.is_running:
            self._sifter.stop()
            self._places.stop()
            self.show_title()
            self.key_screen.say("Stopped; what was found is listed")
        else:
            super().do_list_clear(arg)

    def do_list_tag(self, digit: str) -> None:
        """Tag the marked places, else this one, with the label of a digit."""
        label = next((label.name for label in self._labels.values() if label.key == digit), None)
        if label is None:
            self.key_screen.say(f"No label on {digit}: t asks for one")
        else:
            concordance_acts.tag(self, label)

    def do_list_tag_ask(self, _: str) -> None:
        """Tag them with a label whose name is typed."""
        concordance_acts.ask_label(self, "Label:", concordance_acts.tag)

    def do_list_relabel(self, _: str) -> None:
        """Give the spans of the marked places, else of this one, another label."""
        concordance_acts.ask_label(self, "New label:", concordance_acts.relabel)

    def do_list_relink(self, _: str) -> None:
        """Let the spans of the marked places, else of this one, mean something else."""
        concordance_acts.relink(self)

    def do_list_delete(self, _: str) -> None:
        """Delete the spans of the marked places, else of this one."""
        concordance_acts.delete(self)

    def do_copy_id(self, _: str) -> None:
        """Send the place to the terminal's clipboard."""
        row = self.lines.cursor_row
        if row is not None:
            self.copy(f"{row.place.article.path}:{row.place.start}-{row.place.end}")

    def acted_on(self) -> list[Place]:
        """The marked places, in order, else the one under the cursor. Raises UsageError: too many."""
        _require_few(len(self.lines.marked))
        numbers = sorted(map(int, self.lines.marked))
        if not numbers and self.lines.cursor_row is not None:
            numbers = [self.lines.cursor]
        return [self._places.place(number) for number in numbers]

    def _show_found(self, found: Concordance, is_all: bool) -> None:
        new = {str(number) for number in range(self._shown, len(found)) if number in found.proposed}
        self._shown = len(found)
        self.lines.set_marked(self.lines.marked | new)
        if is_all and not len(found):
            self.lines.show_source(found, empty=NOWHERE)
        self.lines.grow()
        self.show_title()
        self.key_screen.refresh_bars()

    def _failed(self, error: AnnotuiError) -> None:
        self._places.stop()
        self.show_title()
        self.key_screen.say_error(error)

    def _told(self, row: ConcordanceRow) -> str:
        """What a place is tagged, or in brackets what it is a part of."""
        if row.span is None:
            return f"({row.around})" if row.around else ""
        return f"{row.span.label} {meant(row.span, self._status_of(row.span), self.project)}".rstrip()

    def _status_of(self, span: Annotation) -> str:
        label = self._labels.get(span.label)
        return link_status(span, label is not None and label.links)

    def _workspace(self) -> Workspace:
        """The workspace, with what stands over it taken away."""
        while not isinstance(self.app.screen, Workspace):
            self.app.pop_screen()
        return self.app.screen


def _require_few(count: int) -> None:
    if count > MOST_MARKED:
        raise UsageError(
            f"There are {count:,} places, too many to act on at once: at most {MOST_MARKED:,}.",
            "Look for more words, or mark some with v.",
        )


class ConcordanceScreen(OnePaneScreen):
    """A concordance over the workspace."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(ConcordancePane(visit))
        self._visit = visit

    def goes_elsewhere(self, article: str, focus: str, act: int, what: str) -> bool:
        """What was done here is taken back here."""
        return focus not in self._visit.acts and super().goes_elsewhere(article, focus, act, what)


def show_concordance(screen: KeyScreen, what: Wanted, like: Annotation | None = None) -> None:
    """Show every place of what is looked for; with a span, those that may be tagged as it is are marked."""
    screen.annotui.show(ConcordanceScreen(Visit(Concordance(screen.project, what, like))))
