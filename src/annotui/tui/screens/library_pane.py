"""The library: the articles, filtered and sorted, with what is done and what is open in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from textual.app import ComposeResult

from annotui.core.model import ARTICLE_STATUSES, ArticleStatus
from annotui.errors import UsageError
from annotui.project import annotate, reading
from annotui.project.library import MOST_COUNTED, SORTS, WORKS, ArticleRow, Work
from annotui.tui.screens.articles_pane import ArticlesPane
from annotui.tui.widgets.bars import StatusLine
from annotui.tui.widgets.line_list import LineList
from annotui.tui.widgets.prompt import Choice, Question
from annotui.tui.widgets.rows import LineRenderer, Listed, columns
from annotui.tui.widgets.sifter import Sifter

if TYPE_CHECKING:
    from annotui.project.child_jobs import Differences

MOST_MARKED = 10_000
"""How many articles can be acted on at once."""
MOST_OFFERED = 200
"""How many agreements that fit what is typed are offered to filter by."""
NARROW = 50
"""Cells below which a row has only a sign for its status, the title, and the open links."""
NEW, CHANGED = "N", "*"
"""The signs of an article that was never opened here, and of one whose text is another than when it was."""
_STATUS = {"todo": "todo", "in progress": "now", "done": "done", "skipped": "skip"}
_SIGNS = {"done": "✓", "skipped": "-"}


class LibraryPane(ArticlesPane):
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
        self._differences: Differences | None = None
        self._sought = Sifter(self, self._go_to_sought, lambda error: self.key_screen.say_error(error))

    def compose(self) -> ComposeResult:
        """A title with the filter, and the list."""
        yield StatusLine(id="library-title")
        yield LineList[ArticleRow](Listed([]), LineRenderer(lambda row: row.path, self._line), empty="")

    def differ(self, differences: Differences) -> None:
        """Say how corpus/ differs from the database, and that one key takes it over."""
        self._differences = differences
        if self.is_mounted:
            self.show_title()

    def show_title(self) -> None:
        """Say which articles are listed, and how corpus/ differs from the database, else the order."""
        parts = [f"{self.project.folder.resolve().name}: {self.told_total()}"]
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
        order = f"by {self.filter.sort}{', turned round' if self.filter.descending else ''}"
        right = f"corpus/: {', '.join(counted)}: s reads them" if counted else order
        self.query_one("#library-title", StatusLine).show_texts(" · ".join([*parts, *self.told_view()]), right)

    # Commands

    async def carry_out(self, command: str, arg: str) -> None:
        """Look for open work no longer, then run the command's method."""
        self._sought.stop()
        await super().carry_out(command, arg)

    def open_row(self, row: ArticleRow) -> None:
        """Open the article in the reader."""
        self._open(row.path)

    def do_list_filter(self, _: str) -> None:
        """Keep the articles whose title or path is like what is typed, as it is typed."""
        self.ask_as_typed("Title like:", self.view.typed, self.look_for, self.lines.move)

    def do_list_full_text(self, _: str) -> None:
        """Keep the articles that hold the words typed."""

        async def take(text: str, _: Choice | None) -> None:
            await self.search(text.strip())

        self.key_screen.ask(Question("Text has:", take, text=self.view.words, free=True))

    def do_list_narrow(self, _: str) -> None:
        """Keep the articles with a status, a label, an agreement, something to decide on, or somebody's spans."""
        from annotui.project.records import records_like

        counts = self.source().group_counts()
        others = [name for name in self.project.annotators() if name != self.project.annotator]
        offered = [
            *((f"status:{status}", status, "status") for status in ARTICLE_STATUSES),
            *((f"work:{work}", work, "to decide on") for work in WORKS),
            *((f"label:{label.name}", label.name, "label") for label in self.project.labels()),
            *((f"by:{name}", f"annotated by {name}", "annotator") for name in others),
            *((f"doneby:{name}", f"done by {name}", "annotator") for name in others),
        ]
        told = {key: f"{counts.get(key, 0):,} · " if counts else "" for key, _, _ in offered}
        choices = [Choice("", "all", ""), *(Choice(key, name, told[key] + kind) for key, name, kind in offered)]

        def more(typed: str) -> Iterator[list[Choice]]:
            for found in records_like(self.project, typed, MOST_OFFERED):
                yield [Choice(f"agreement:{r.id}", r.short or r.title, "agreement") for r in found]

        def take(_: str, choice: Choice | None) -> None:
            if choice is not None:
                kind, _, value = choice.value.partition(":")
                work: Work | Literal[""] = next((w for w in WORKS if kind == "work" and w == value), "")
                status: ArticleStatus | Literal[""] = next(
                    (s for s in ARTICLE_STATUSES if kind == "status" and s == value), ""
                )
                label, agreement, by, done_by = (
                    value if kind == name else "" for name in ("label", "agreement", "by", "doneby")
                )
                self.narrow(
                    self.filter._replace(
                        status=status, label=label, agreement=agreement, work=work, by=by, done_by=done_by
                    )
                )

        self.key_screen.ask(Question("Only:", take, choices=choices, more=more))

    def do_list_sort(self, _: str) -> None:
        """Sort by path, title, date, source or status; the same again turns it round."""

        def take(_: str, choice: Choice | None) -> None:
            if choice is None:
                return
            sort = next(sort for sort in SORTS if sort == choice.value)
            turned = sort == self.filter.sort and not self.filter.descending
            self.narrow(self.filter._replace(sort=sort, descending=turned))

        self.key_screen.ask(Question("Sort by:", take, choices=[Choice(sort, sort) for sort in SORTS]))

    def do_list_clear(self, arg: str) -> None:
        """Take marks, then filters away."""
        if self.lines.marked:
            super().do_list_clear(arg)
        elif self.view.narrows:
            self.list_all()

    def do_list_next_open(self, _: str) -> None:
        """The next article with work to do."""
        self._to_open(1)

    def do_list_previous_open(self, _: str) -> None:
        """The article with work to do before."""
        self._to_open(-1)

    def do_list_done(self, _: str) -> None:
        """Mark the articles done; done ones to do again."""
        row = self.lines.cursor_row
        paths = sorted(self.lines.marked) or ([row.path] if row else [])
        if paths:
            status: ArticleStatus = "todo" if reading.are_done(self.project, paths) else "done"
            annotate.set_status(self.project, paths, status)
            self.lines.set_marked(())
            self.key_screen.reload()
            if paths[1:]:
                self.key_screen.say(f"{len(paths):,} articles are {status}; u takes it back")

    def do_list_add(self, _: str) -> None:
        """Add an article, a folder or an archive."""

        def take(text: str, _: Choice | None) -> None:
            if text.strip():
                self._add(Path(text.strip()).expanduser())

        self.key_screen.ask(Question("Add file or folder:", take, free=True))

    def do_list_sync(self, _: str) -> None:
        """Read corpus/ again."""
        self.annotui.work.start("sync")

    def do_copy_id(self, _: str) -> None:
        """Send the article's path to the terminal's clipboard."""
        row = self.lines.cursor_row
        if row is not None:
            self.copy(row.path)

    def all_keys(self) -> list[str]:
        """The paths of all articles listed. Raises UsageError where they are too many."""
        library = self.source()
        if not library.is_known:
            raise UsageError("The articles here are still being counted.", "Try again in a moment.")
        paths = library.paths(MOST_MARKED)
        if paths is None:
            count = f"more than {MOST_MARKED:,}" if library.total is None else f"{library.total:,}"
            raise UsageError(
                f"There are {count} articles here, too many to act on at once: at most {MOST_MARKED:,}.",
                "List fewer with /, & or f.",
            )
        return paths

    def pasted(self, text: str) -> bool:
        """Offer to add a pasted text as an article."""
        from annotui.project import pasting

        def take(name: str, _: Choice | None) -> None:
            if name.strip():
                self._add(pasting.keep(self.project, name.strip(), text))

        if not pasting.is_article(text):
            return False
        words = len(text.split())
        self.key_screen.ask(
            Question(f"Add the {words:,} words pasted, as:", take, text=pasting.name_for(text), free=True)
        )
        return True

    def _add(self, path: Path) -> None:
        if not path.exists():
            raise UsageError(f"{path}: there is no such file.", "Type the path of a file or folder.")
        self.annotui.work.start("add", str(path.absolute()))

    def _line(self, row: ArticleRow, width: int) -> str:
        known = self.project.state.read_text(row.path)
        return _line(row, width, NEW if not known else CHANGED if not row.sha256.startswith(known) else "")

    def _to_open(self, step: int) -> None:
        row = self.lines.cursor_row
        if row is not None:
            self._sought.start(self.source().next(row.path, "open work", step))

    def _go_to_sought(self, path: str | None, _: bool) -> None:
        if path:
            self.highlight(path)
        else:
            self.key_screen.say("Looking for open work …" if path is None else "No other article has open work")


def _suggested(row: ArticleRow) -> str:
    return f"+{row.suggestions}" if row.suggestions else ""


def _to_decide(row: ArticleRow) -> str:
    return f"?{row.open_links}" if row.open_links else _suggested(row)


def _line(row: ArticleRow, width: int, seen: str) -> str:
    if width < NARROW:
        begun = "…" if row.spans or row.status == "in progress" else ""
        sign = seen if seen == CHANGED else _SIGNS.get(row.status, begun) or seen
        return columns(width, (sign, 1), (row.title or row.path, 0), (_to_decide(row), 3))
    more = "+" if row.spans > MOST_COUNTED else ""
    spans = f"{min(row.spans, MOST_COUNTED)}{more}" if row.spans else ""
    counts = " ".join(part for part in (spans, f"?{row.open_links}" if row.open_links else "", _suggested(row)) if part)
    return columns(
        width,
        (f"{seen:1} {_STATUS[row.status]}", 6),
        (row.date, 10),
        (row.title or row.path, 0),
        (counts, 9),
        (row.source, 14),
        (f"{row.words:,}w", 7),
        least=36,
    )
