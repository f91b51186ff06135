"""The workspace: where one reads and annotates; what the commands do that concern more than one of its panes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from annotui.core.marks import OPEN
from annotui.core.model import ArticleStatus
from annotui.core.text import one_line
from annotui.tui.screens.panes_screen import PanesScreen

if TYPE_CHECKING:
    from annotui.project import reading
    from annotui.tui.screens.concordance import Visit

KEEP_PLACE_SECONDS = 2.0
LOOK_SECONDS = 1.0
"""How long after the start corpus/ is compared with the database, when nobody types then."""


class WayBack(NamedTuple):
    """Where an article was opened from, other than the library: `go` shows it again, `forget` lets it be."""

    path: str
    go: Callable[[], None]
    forget: Callable[[], None] = lambda: None


class Workspace(PanesScreen):
    """Going from pane to pane and from article to article, and back to where undo and redo do something."""

    def __init__(self) -> None:
        super().__init__()
        self._undo_shown = 0
        self._way_back: WayBack | None = None

    async def on_mount(self) -> None:
        """Stand where the last session ended; look at the rest when that is painted."""
        self.fill_panes()
        self.set_interval(KEEP_PLACE_SECONDS, self.keep_place)
        self.set_timer(LOOK_SECONDS, lambda: self.annotui.when_quiet(self._look))
        problems = self.annotui.problems
        if problems:
            more = f" (and {len(problems) - 1} more)" if problems[1:] else ""
            self.status_line.say(f"settings: {problems[0]}{more}", level="warning")
        self.refresh_bars()
        self.annotui.began.set()
        self.call_after_refresh(self.annotui.warm_up)

    def _look(self) -> None:
        self.annotui.work.look(self.corpus_differs)
        if risk := self.project.risk():
            self.status_line.say(risk, level="warning")

    def on_unmount(self) -> None:
        """Let long work come to an end, and close the index of the catalogue."""
        self.annotui.linker.close()
        self._forget_way_back()
        if self.annotui.has_worked:
            self.annotui.work.leave()

    @property
    def article_at_hand(self) -> str:
        """The path of the article being read; in the library of the one under the cursor; empty without one."""
        if self.active_column != "library":
            return self.path
        row = self.library.lines.cursor_row
        return row.path if row is not None else ""

    def open(self, path: str, at: int | None = None) -> None:
        """Open an article in the reader; the way back leads to the library."""
        if self._way_back is not None and self._way_back.path != path:  # it is called again once the reader is there
            self._forget_way_back()
        super().open(path, at)

    def visit(self, article: str, annotation: str, record: str) -> None:
        """Show an annotation that a record's card has led to; the way back leads to that card."""

        def arrived() -> None:
            if not (self.reader.article.everybody or annotation in self.reader.article.annotations):
                self.reader.toggle_layers()
            self.reader.go_to(annotation)
            self.refresh_bars()

        def back() -> None:
            from annotui.tui.screens.card import CardScreen

            self.annotui.show(CardScreen(record, annotation))

        self.open(article)
        self._way_back = WayBack(article, back)
        self.annotui.after(None, arrived)

    def visit_place(self, visit: Visit, path: str, at: int) -> None:
        """Open an article from a concordance, to come back to that from there."""

        def back() -> None:
            from annotui.tui.screens.concordance import ConcordanceScreen

            self.annotui.show(ConcordanceScreen(visit))

        self.open(path, at)
        self._way_back = WayBack(path, back, visit.concordance.stop)
        self.say("q comes back to the concordance")

    def _forget_way_back(self) -> None:
        if self._way_back is not None:
            self._way_back.forget()
            self._way_back = None

    # Commands

    def do_back(self, _: str) -> None:
        """From a list to the reader's article or out; from the reader to where one came from; from the library out."""
        way_back = self._way_back
        if self.active_column == "text" and way_back is not None and way_back.path == self.path:
            self._way_back = None
            way_back.go()
        elif self.active_column == "spans":
            self.activate(self.reader)
        elif self.active_column == "text":
            self.reader.close_article()
            self.activate(self.library)
        else:
            self.do_quit("")

    def do_pane_left(self, _: str) -> None:
        """The pane to the left."""
        self._to_pane_beside(-1)

    def do_pane_right(self, _: str) -> None:
        """The pane to the right."""
        self._to_pane_beside(1)

    def do_show_spans(self, _: str) -> None:
        """The list of spans."""
        self.activate(self.spans)

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

    def do_article_label(self, _: str) -> None:
        """Give the article at hand a label, or take it away."""
        from annotui.tui.screens.label_questions import ask_article_label

        ask_article_label(self, self.article_at_hand)

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
        in_sight = article == self.path and self.shows_article
        listed = self.active_column == "library" and not focus
        if not article or in_sight or listed or self._undo_shown == act:
            return False
        self._undo_shown = act
        self.open(article)
        self.say(f"The next {what} is here, in this article; press again to {what} it")
        return True

    def turned(self, focus: str, said: str, *, only_spans: bool) -> None:
        """Show what undo or redo has done, the cursor on the span."""
        self._undo_shown = 0
        self.close_panel()
        if not only_spans:
            super().turned(focus, said, only_spans=only_spans)
        if self.path:
            self.reader.reload(focus)
        if only_spans:
            self.spans_changed()
            self.say(one_line(said, 200))

    def _to_pane_beside(self, step: int) -> None:
        pane = self.pane_beside(step)
        if pane is None:
            self.say("No pane there")
        else:
            self.activate(pane)

    def _set_status(self, status: ArticleStatus) -> None:
        from annotui.project import annotate

        annotate.set_status(self.project, [self.path], status)
        self.reload()

    def _open_beside(self, step: int) -> None:
        found = self._next("any", step)
        if found:
            self.open_listed(found)
        else:
            self.say("There is no other article")

    def _next(self, need: reading.Need, step: int) -> str:
        from annotui.project import reading

        return reading.next_in(self.library.source(), self.path, need, step)
