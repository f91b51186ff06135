"""The library: the articles, filtered and sorted, with what is done and what is open in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from textual.app import ComposeResult

from annotui.core.model import ARTICLE_STATUSES, ArticleStatus
from annotui.errors import AnnotuiError
from annotui.project import annotate, reading
from annotui.project.reading import SORTS, ArticleRow, Filter, Library, Sort
from annotui.tui.screens.list_pane import MarkingPane
from annotui.tui.widgets.bars import StatusLine
from annotui.tui.widgets.line_list import LineList
from annotui.tui.widgets.prompt import Choice, Question
from annotui.tui.widgets.rows import LineRenderer, columns

if TYPE_CHECKING:
    from annotui.project.comparing import Differences

EMPTY = "No articles yet. Put text files into corpus/ and press s, or press + to add one. q leaves."
NARROW = 50
"""Cells below which a row has only a sign for its status, the title, and the open links."""
_STATUS = {"todo": "todo", "in progress": "now", "done": "done", "skipped": "skip"}


class LibraryPane(MarkingPane[ArticleRow]):
    """The articles of the project."""

    help_title = "The library"
    DEFAULT_CSS = """
    LibraryPane { layout: vertical; }
    LibraryPane > #library-title { text-style: bold; }
    LibraryPane > LineList { height: 1fr; }
    """

    def __init__(self, open: Callable[[str], None]) -> None:
        super().__init__()
        self._open = open
        self._filter = Filter(annotator="")
        self._typed = ""
        self._words = ""
        self._differences: Differences | None = None
        self._library: Library | None = None

    def compose(self) -> ComposeResult:
        """A title with the filter, and the list."""
        yield StatusLine(id="library-title")
        yield LineList[ArticleRow](self.source(), LineRenderer(lambda row: row.path, _line), empty=EMPTY)

    def on_mount(self) -> None:
        """Stand where the library was left."""
        order = self.project.state.text("sort")
        if order in get_args(Sort):
            self._filter = replace(self._filter, sort=order)  # type: ignore[arg-type]  # just checked
            self.show()
        self.highlight(self.project.state.text("library"))
        self._show_title()

    @property
    def filter(self) -> Filter:
        """The order and the conditions that hold."""
        return self._filter

    def highlight(self, path: str) -> None:
        """Put the cursor on an article."""
        number = self.source().position(path) if path else None
        if number is not None:
            self.lines.to(number)

    def show(self) -> None:
        """List anew, for another filter or order."""
        self._library = None
        self.lines.show_source(
            self.source(), empty="Nothing fits the filter. Esc clears it." if self._filtered else EMPTY
        )
        self._show_title()

    def refresh_article(self, path: str) -> None:
        """Draw an article's row anew; it keeps its place until the list is next asked for."""
        row = self.lines.cursor_row
        if row is not None and row.path == path:
            self.lines.refresh_row(self.lines.cursor)
        else:
            self.lines.reload()

    def reload(self) -> None:
        """List anew what acts have changed; the cursor stays on its article."""
        self._library = None
        row = self.lines.cursor_row
        self.lines.replace_source(self.source())
        if row is not None:
            self.highlight(row.path)
        self._show_title()

    def differ(self, differences: Differences) -> None:
        """Say how corpus/ differs from the database, and that one key takes it over."""
        self._differences = differences
        if self.is_mounted:
            self._show_title()

    def status(self) -> tuple[str, str]:
        """The path of the article under the cursor; which of how many."""
        row = self.lines.cursor_row
        return f"corpus/{row.path}" if row else "", super().status()[1]

    @property
    def _filtered(self) -> bool:
        return bool(self._typed or self._words or self._filter.status or self._filter.label or self._filter.agreement)

    def source(self) -> Library:
        """The articles listed, in their order."""
        if self._library is None:
            self._library = reading.library(self.project, self._filter, typed=self._typed, words=self._words)
        return self._library

    def _show_title(self) -> None:
        parts = [f"{self.project.folder.resolve().name}: {self.lines.count:,} articles"]
        if self._typed:
            parts.append(f"like “{self._typed}”")
        if self._words:
            parts.append(f"with “{self._words}”")
        parts += [f"{value}" for value in (self._filter.status, self._filter.label, self._filter.agreement) if value]
        found = self._differences
        kinds = (
            ()
            if found is None
            else (
                (found.new, "new"),
                (found.changed, "changed"),
                (found.renamed, "renamed"),
                (found.removed, "gone"),
            )
        )
        counted = [f"{count} {what}" for count, what in kinds if count]
        order = f"by {self._filter.sort}{', turned round' if self._filter.descending else ''}"
        right = f"corpus/: {', '.join(counted)}: s reads them" if counted else order
        self.query_one("#library-title", StatusLine).show_texts(" · ".join(parts), right)

    # Commands

    def open_row(self, row: ArticleRow) -> None:
        """Open the article in the reader."""
        self._open(row.path)

    def do_list_filter(self, _: str) -> None:
        """Keep the articles whose title or path is like what is typed, as it is typed."""

        def changed(text: str) -> None:
            self._typed = text
            self.show()

        self.ask_as_typed("Title like:", self._typed, changed, self.lines.move)

    def do_list_full_text(self, _: str) -> None:
        """Keep the articles that hold the words typed."""

        def take(text: str, _: Choice | None) -> None:
            before, self._words = self._words, text.strip()
            try:
                self.show()
            except AnnotuiError:
                self._words = before
                self.show()
                raise

        self.key_screen.ask(Question("Text has:", take, text=self._words, free=True))

    def do_list_narrow(self, _: str) -> None:
        """Keep the articles with a status, a label or an agreement."""
        choices = [Choice("", "all", "")]
        choices += [Choice(f"status:{status}", status, "status") for status in ARTICLE_STATUSES]
        choices += [Choice(f"label:{label.name}", label.name, "label") for label in self.project.labels()]
        choices += [Choice(f"agreement:{r.id}", r.short or r.title, "agreement") for r in self.project.agreements()]

        def take(_: str, choice: Choice | None) -> None:
            if choice is not None:
                kind, _, value = choice.value.partition(":")
                plain = replace(self._filter, status="", label="", agreement="")
                status: ArticleStatus | Literal[""] = next(
                    (s for s in ARTICLE_STATUSES if kind == "status" and s == value), ""
                )
                label, agreement = (value if kind == name else "" for name in ("label", "agreement"))
                self._filter = replace(plain, status=status, label=label, agreement=agreement)
                self.show()

        self.key_screen.ask(Question("Only:", take, choices=choices))

    def do_list_sort(self, _: str) -> None:
        """Sort by path, title, date, source or status; the same again turns it round."""

        def take(_: str, choice: Choice | None) -> None:
            if choice is None:
                return
            sort = next(sort for sort in SORTS if sort == choice.value)
            turned = sort == self._filter.sort and not self._filter.descending
            self._filter = replace(self._filter, sort=sort, descending=turned)
            self.project.state.set_text("sort", sort)
            self.show()

        self.key_screen.ask(Question("Sort by:", take, choices=[Choice(sort, sort) for sort in SORTS]))

    def do_list_clear(self, arg: str) -> None:
        """Take marks, then filters away."""
        if self.lines.marked:
            super().do_list_clear(arg)
        elif self._filtered:
            row = self.lines.cursor_row
            self._typed = self._words = ""
            self._filter = replace(self._filter, status="", label="", agreement="")
            self.show()
            self.highlight(row.path if row else "")

    def do_list_next_open(self, _: str) -> None:
        """The next article with work to do."""
        self._to_open(1)

    def do_list_previous_open(self, _: str) -> None:
        """The article with work to do before."""
        self._to_open(-1)

    def do_list_done(self, _: str) -> None:
        """Mark the articles done; done ones to do again."""
        rows = self._acted_on()
        if rows:
            status: ArticleStatus = "todo" if all(row.status == "done" for row in rows) else "done"
            annotate.set_status(self.project, [row.path for row in rows], status)
            self.lines.set_marked(())
            self.key_screen.reload()

    def do_list_add(self, _: str) -> None:
        """Add an article, a folder or an archive."""

        def take(text: str, _: Choice | None) -> None:
            if text.strip():
                self._add(Path(text.strip()).expanduser())

        self.key_screen.ask(Question("Add file or folder:", take, free=True))

    async def do_list_sync(self, _: str) -> None:
        """Read corpus/ again."""
        from annotui.project.sync import sync

        unread: list[str] = []

        def tell(kind: str, path: str, detail: str) -> None:
            if kind == "skipped" and not unread:
                unread.append(f"; not read: {path}: {detail}")

        done = sync(self.project, tell=tell)
        self._differences = None
        self.annotui.changed_everything()
        moved = f"; {done.moved} spans moved, {done.orphaned} orphaned" if done.moved or done.orphaned else ""
        renamed = f", {done.renamed} renamed" if done.renamed else ""
        self.key_screen.say(
            f"{done.new} new, {done.changed} changed{renamed}, {done.removed} gone{moved}{''.join(unread)}"
        )

    def do_copy_id(self, _: str) -> None:
        """Send the article's path to the terminal's clipboard."""
        row = self.lines.cursor_row
        if row is not None:
            self.copy(row.path)

    def all_keys(self) -> list[str]:
        """The paths of all articles listed."""
        return [row.path for row in self.source().rows(0, self.lines.count)]

    def _acted_on(self) -> list[ArticleRow]:
        if self.lines.marked:
            return [row for row in self.source().rows(0, self.lines.count) if row.path in self.lines.marked]
        return [self.lines.cursor_row] if self.lines.cursor_row else []

    def _add(self, path: Path) -> None:
        from annotui.errors import UsageError
        from annotui.project.adding import add

        if not path.exists():
            raise UsageError(f"{path}: there is no such file.", "Type the path of a file or folder.")
        done = add(self.project, [path])
        self.annotui.changed_everything()
        refused = f"; {done.rejected} not added" if done.rejected else ""
        self.key_screen.say(f"{done.copied} added, {done.same} there already{refused}")

    def _to_open(self, step: int) -> None:
        row = self.lines.cursor_row
        if row is None:
            return
        found = reading.next_in(self.source(), row.path, has_work, step)
        if found:
            self.highlight(found)
        else:
            self.key_screen.say("No other article has open work")


def has_work(row: ArticleRow) -> bool:
    """Whether there is something to do in an article."""
    return row.status in {"todo", "in progress"} or row.open_links > 0


def _line(row: ArticleRow, width: int) -> str:
    if width < NARROW:
        sign = "✓" if row.status == "done" else "-" if row.status == "skipped" else "…" if row.spans else " "
        return columns(
            width, (sign, 1), (row.title or row.path, 0), (f"?{row.open_links}" if row.open_links else "", 3)
        )
    counts = f"{row.spans or ''}{f' ?{row.open_links}' if row.open_links else ''}"
    return columns(
        width,
        (_STATUS[row.status], 4),
        (row.date, 10),
        (row.title or row.path, 0),
        (counts, 7),
        (row.source, 14),
        (f"{row.words:,}w", 7),
        least=36,
    )
