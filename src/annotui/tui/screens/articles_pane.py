"""The list of articles: what is listed, in what order, how it follows changes, and how one looks for articles in it."""

from __future__ import annotations

from annotui.errors import AnnotuiError, UsageError
from annotui.project.library import MOST_FOUND, ArticleRow, Filter, Library, Numbering
from annotui.project.reading import MOST_HELD
from annotui.project.view import View, remember_view, remembered_view
from annotui.tui.screens.counting import Counting
from annotui.tui.screens.list_pane import MarkingPane
from annotui.tui.screens.searching import Searching
from annotui.tui.widgets.line_list import LOOKING
from annotui.tui.widgets.sifter import Sifter

EMPTY = "No articles yet. Put text files into corpus/ and press s, or press + to add one. q leaves."
NOTHING_FITS = "Nothing fits the filter. Esc clears it."


class ArticlesPane(MarkingPane[ArticleRow]):
    """A list of articles, as many as there are, that never keeps the keys waiting for them."""

    def __init__(self) -> None:
        super().__init__()
        self._known_view: View | None = None
        self._hits: list[int] | None = None
        self._found: list[int] | None = None
        self._library: Library | None = None
        self._behind: set[str] = set()
        self._counting = Counting(self, self._settle)
        self._sifter = Sifter(self, self._show_hits, self._tell)
        self._searching = Searching(self, self._show_found, self._tell, self.show_title)

    def on_mount(self) -> None:
        """List what was listed when the library was left, and stand where one stood."""
        sought = bool(self.view.typed.strip() or self.view.words)
        self._hits = [] if sought else None  # until they are looked for, after the first paint
        self.key_screen.attempt(lambda: self.show(LOOKING if sought else ""))
        self.key_screen.attempt(lambda: self.highlight(self.project.state.text("library")))
        if sought:
            self.call_after_refresh(self._look_again)

    def on_show(self) -> None:
        """Take up what has changed while the list was not to be seen."""
        self.key_screen.attempt(self._catch_up)

    @property
    def filter(self) -> Filter:
        """The order and the conditions that hold."""
        return self.view.filter

    @property
    def view(self) -> View:
        """All that decides what is listed: at first what did when the library was left."""
        if self._known_view is None:
            self._known_view = remembered_view(self.project)
        return self._known_view

    def source(self) -> Library:
        """The articles listed, in their order. Raises StorageError where they cannot be read."""
        if self._library is None:
            self._library = Library(self.project, self.view.filter, self._hits)
        return self._library

    @property
    def total(self) -> int | None:
        """How many articles are listed; None while that is not known."""
        return None if self._library is None else self._library.total

    def told_total(self) -> str:
        """How many articles are listed, as far as that is known, with a `+` where a search has found no more."""
        if self.total is None:
            return "articles"
        more = self._hits is not None and len(self._hits) >= (MOST_FOUND if self.view.typed.strip() else MOST_HELD)
        return f"{self.total:,}{'+' if more else ''} articles"

    async def carry_out(self, command: str, arg: str) -> None:
        """List what could not be read before, then run the command's method."""
        if self._library is None:
            self.show()
        await super().carry_out(command, arg)

    def highlight(self, path: str) -> None:
        """Put the cursor on an article, if it is listed."""
        number = self.source().number(path) if path else None
        if number is not None:
            self.lines.go_to(number)
            if not self.source().is_numbered:
                self._counting.soon(self.project, self.source())

    def show(self, empty: str = "") -> None:
        """List anew, for another filter or order; `empty` is what the list says while it is so."""
        self._library = None
        self.lines.show_source(self.source(), empty=empty or (NOTHING_FITS if self.view.narrows else EMPTY))
        self.show_title()
        self._counting.soon(self.project, self.source())

    def reload(self) -> None:
        """Take up what acts, or other processes, have changed; the cursor stays on its article."""
        self._behind.clear()
        library = self.source()
        self.lines.reload(library.reload(self.lines.cursor))
        self.show_title()
        self._counting.soon(self.project, library)

    def refresh_article(self, path: str) -> None:
        """Draw an article's row anew, at the latest when it is to be seen; it keeps its place for the while."""
        self._behind.add(path)
        if self.display:
            self._catch_up()

    def show_title(self) -> None:
        """Say what is listed."""
        raise NotImplementedError

    def told_view(self) -> list[str]:
        """What leaves articles out, in words."""
        view = self.view
        parts = [f"like “{view.typed}”"] if view.typed.strip() else [f"with “{view.words}”"] if view.words else []
        kept = view.filter
        parts += [value for value in (kept.status, kept.label, kept.agreement, kept.work) if value]
        parts += [f"annotated by {kept.by}"] * bool(kept.by) + [f"done by {kept.done_by}"] * bool(kept.done_by)
        return [*parts, self._searching.progress] if self._searching.progress else parts

    def status(self) -> tuple[str, str]:
        """The path of the article under the cursor; which of how many, as far as that is known."""
        row, library = self.lines.cursor_row, self._library
        if row is None or library is None:
            return "", ""
        if not library.is_numbered and library.total is None:
            return f"corpus/{row.path}", ""
        number = f"{self.lines.cursor + 1:,}" if library.is_numbered else "…"
        total = "…" if library.total is None else f"{library.total:,}"
        return f"corpus/{row.path}", f"{number} of {total}"

    def to_percent(self, percent: int) -> None:
        """Go so far down the list. Raises UsageError while it is not known how long it is."""
        if self.total is None:
            raise UsageError("The articles here are still being counted.", "Try again in a moment.")
        self.lines.go_to(min(self.total - 1, self.total * percent // 100))

    # What is listed

    def narrow(self, filter: Filter) -> None:
        """Keep the articles that pass a filter, in its order; those that are looked for stay in theirs."""
        self._change(self.view._replace(filter=filter))
        if self.view.typed.strip():
            self._sift()
        else:
            self.show()

    def look_for(self, typed: str) -> None:
        """Keep the articles whose title or path is like what is typed; all when that is nothing."""
        self._searching.stop()
        self._sifter.stop()
        self._change(self.view._replace(typed=typed))
        self._hits = self._found
        if typed.strip():
            self._sift()
        else:
            self.show()

    async def search(self, words: str) -> None:
        """Keep the articles that hold the words, once they are found; none is all. Raises UsageError without a word."""
        if words.strip():
            await self._searching.start(self.project, words)
        else:
            self._searching.stop()
            self._show_found("", None, is_all=True)

    def list_all(self) -> None:
        """List all articles again, in the same order, the cursor on the same article."""
        row = self.lines.cursor_row
        self._searching.stop()
        self._sifter.stop()
        self._change(self.view.whole())
        self._hits = self._found = None
        self.show()
        self.highlight(row.path if row else "")

    def _change(self, view: View) -> None:
        self._known_view = view
        remember_view(self.project, view)

    def _sift(self) -> None:
        from annotui.project.sifting import like

        self._library = None
        self._sifter.start(like(self.project, self.view.typed, self.view.filter))

    def _show_hits(self, ids: list[int], is_all: bool) -> None:
        """List the best hits so far: at first as another list, later with the cursor where it was moved to."""
        self._hits = ids
        if self._library is None:
            self.show("" if is_all else LOOKING)
            return
        row = self.lines.cursor_row if self.lines.cursor else None
        self._library = Library(self.project, self.view.filter, ids)
        number = self._library.number(row.path) if row else None
        self.lines.replace_source(
            self._library, 0 if number is None else number, empty=NOTHING_FITS if is_all else LOOKING
        )
        self.show_title()

    def _show_found(self, words: str, ids: list[int] | None, is_all: bool) -> None:
        """List what a full-text search has found; None is every article. Unless it `is_all`, search again later."""
        self._sifter.stop()
        self._hits = self._found = ids
        self._change(View(self.view.filter, words=words))
        self.key_screen.attempt(self.show)
        self.key_screen.refresh_bars()
        if not is_all:
            self.annotui.work.index(self._search_again)
            self.key_screen.say("The full-text index is being brought up: more may be found in a while")

    async def _search_again(self) -> None:
        """Look for the same words in what has been indexed meanwhile."""
        if self.view.words and self.is_running:
            await self.search(self.view.words)

    async def _look_again(self) -> None:
        """Look for what was looked for when the library was left."""
        try:
            if self.view.typed.strip():
                self._sift()
            else:
                await self.search(self.view.words)
        except AnnotuiError as error:
            self._tell(error)

    def _tell(self, error: AnnotuiError) -> None:
        self.key_screen.say_error(error)

    def _settle(self, library: Library, found: Numbering | list[int]) -> None:
        """Take up what counting has found out."""
        self.key_screen.attempt(lambda: self.lines.renumber(library.settle(found)))
        self.show_title()
        self.key_screen.refresh_bars()

    def _catch_up(self) -> None:
        behind, self._behind = self._behind, set()
        for path in behind:
            row = self.source().row(path)
            if row is not None:
                self.lines.update_row(row)
