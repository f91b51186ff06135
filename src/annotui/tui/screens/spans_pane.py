"""The list of an article's spans: what is tagged, what it means, in text order."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from annotui.core.model import Annotation
from annotui.errors import UsageError
from annotui.project import annotate
from annotui.tui.screens.describe import meaning
from annotui.tui.screens.list_pane import MarkingPane
from annotui.tui.widgets.bars import StatusLine
from annotui.tui.widgets.line_list import LineList
from annotui.tui.widgets.prompt import Choice, Question
from annotui.tui.widgets.rows import LineRenderer, Listed, Looked, columns

if TYPE_CHECKING:
    from annotui.tui.screens.reader_pane import ReaderPane


MOST_MARKED = 1000
"""How many spans can be acted on at once."""
ROOMY = 60
"""Cells from which a label is written out."""


class SpansPane(MarkingPane[Annotation]):
    """The spans of the article in the reader."""

    help_title = "The spans of an article"
    DEFAULT_CSS = """
    SpansPane { layout: vertical; }
    SpansPane > #spans-title { text-style: bold; }
    SpansPane > LineList { height: 1fr; }
    """

    def __init__(
        self,
        reader: Callable[[], ReaderPane],
        jump: Callable[[str], None],
        relink: Callable[[Sequence[str]], None],
    ) -> None:
        super().__init__()
        self._reader = reader
        self._jump = jump
        self._relink = relink
        self._ids: list[str] = []
        self._starts = array("q")
        self._is_behind = False

    def compose(self) -> ComposeResult:
        """A title and the list."""
        yield StatusLine(id="spans-title")
        yield LineList[Annotation](
            Listed([]), LineRenderer(lambda row: row.id, self._line), empty="No spans yet: select text and tag it."
        )

    def reload(self) -> None:
        """List the article's spans as they are now, at the latest when they are to be seen; the cursor stays."""
        self._is_behind = True
        if self.display:
            self._catch_up()

    def on_show(self) -> None:
        """Take up what has changed while the list was not to be seen."""
        self.key_screen.attempt(self._catch_up)

    async def carry_out(self, command: str, arg: str) -> None:
        """Take up what has changed, then run the command's method."""
        self._catch_up()
        await super().carry_out(command, arg)

    def follow(self, id: str | None) -> None:
        """Put the cursor on the reader's current span."""
        number = self._number_of(id) if id is not None else None
        if number is not None and number != self.lines.cursor:
            self.lines.to(number)

    def all_keys(self) -> list[str]:
        """The ids of all spans. Raises UsageError where they are too many."""
        if len(self._ids) > MOST_MARKED:
            raise UsageError(
                f"There are {len(self._ids):,} spans here, too many to act on at once: at most {MOST_MARKED:,}.",
                "Mark them with v.",
            )
        return self._ids

    def open_row(self, row: Annotation) -> None:
        """Go to the span in the text."""
        self._jump(row.id)

    def do_list_relink(self, _: str) -> None:
        """Open the link panel for the marked spans, which will all mean the same, else for this one."""
        rows = self._acted_on()
        dumb = next((row for row in rows if not self._reader().article.link_status(row)), None)
        if dumb is not None:
            self.key_screen.say(f"The label {dumb.label} does not link: r relabels")
        elif rows:
            self.lines.set_marked(())
            self._relink([row.id for row in rows])

    def do_list_delete(self, _: str) -> None:
        """Delete the marked spans, else this one."""
        rows = self._acted_on()
        if rows:
            annotate.delete(self.project, rows)
            self._done(f"{len(rows)} deleted; u brings them back")

    def do_list_relabel(self, _: str) -> None:
        """Give the marked spans, else this one, another label."""
        rows = self._acted_on()
        choices = [Choice(label.name, label.name, label.key) for label in self.project.span_labels()]

        def take(_: str, choice: Choice | None) -> None:
            if choice is not None and rows:
                annotate.relabel(self.project, rows, choice.value)
                self._done(f"{len(rows)} relabelled {choice.value}")

        self.key_screen.ask(Question("New label:", take, choices=choices))

    def do_list_flag(self, _: str) -> None:
        """Flag the span, or take the flag away."""
        row = self.lines.cursor_row
        if row is not None:
            annotate.set_flag(self.project, row, not row.flag)
            self.key_screen.reload()

    def do_copy_id(self, _: str) -> None:
        """Send the span's id to the terminal's clipboard."""
        row = self.lines.cursor_row
        if row is not None:
            self.copy(row.id)

    def _acted_on(self) -> list[Annotation]:
        if self.lines.marked:
            annotations = self._reader().article.annotations
            return [annotations[id] for id in self._ids if id in self.lines.marked]
        return [self.lines.cursor_row] if self.lines.cursor_row else []

    def _catch_up(self) -> None:
        if not self._is_behind or not self._reader().path:
            return
        self._is_behind = False
        opened = self._reader().article
        kept = self._ids[self.lines.cursor] if self.lines.cursor < len(self._ids) else ""
        self._ids = list(opened.annotations)
        self._starts = array("q", map(self._start_of, self._ids))
        self.lines.replace_source(Looked(self._ids, opened.annotations), self._number_of(kept))
        self.query_one("#spans-title", StatusLine).show_texts("Spans", opened.counts())

    def _start_of(self, id: str) -> int:
        """Where a span starts in the text; those whose text is gone come last."""
        start = self._reader().article.spans.first_start(id)
        return sys.maxsize if start is None else start

    def _number_of(self, id: str) -> int | None:
        """The number of a span in the list; None where it is not listed."""
        start = self._start_of(id)
        same = range(bisect_left(self._starts, start), bisect_right(self._starts, start))
        return next((number for number in same if self._ids[number] == id), None)

    def _done(self, said: str) -> None:
        self.lines.set_marked(())
        self.key_screen.reload()
        self.key_screen.say(said)

    def _line(self, row: Annotation, width: int) -> str:
        opened = self._reader().article
        sign = "!" if row.flag else "^" if row.anchor == "moved" else "x" if row.anchor == "orphaned" else " "
        open_sign = {"open": "?", "unsure": "~", "nil": "0"}.get(opened.link_status(row), " ")
        means = meaning(row, opened, self.project)
        front = (f"{sign}{open_sign}", 2), (row.label, 12 if width >= ROOMY else 6)
        if not means:
            return columns(width, *front, (row.text, 0))
        return columns(width, *front, (row.text, 0), (means, width * 2 // 5), least=12)
