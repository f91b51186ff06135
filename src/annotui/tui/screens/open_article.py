"""The article on the reader's page, as the session looks at it: what is opened of it, and the rows on the screen."""

from __future__ import annotations

from collections.abc import Callable

from annotui.core.marks import FLAGGED, MOVED, OPEN, PENDING, UNSURE
from annotui.core.model import Fragment
from annotui.core.motions import Rows
from annotui.core.spans import BEGINS
from annotui.core.stepping import same_span
from annotui.project.opened import Opened
from annotui.project.opening import Project
from annotui.tui.widgets.text_paint import PLAIN_MARK

_ROW_MARKS = ((FLAGGED, "!"), (MOVED, "^"), (OPEN, "?"), (UNSURE, "~"), (PENDING, "+"), (BEGINS, PLAIN_MARK))


class OpenArticle(Opened):
    """An opened article on a page: a `session.View`."""

    def __init__(self, project: Project, path: str, rows: Callable[[], Rows], page_rows: Callable[[], int]) -> None:
        self._rows = rows
        self._page_rows = page_rows
        super().__init__(project, path)

    @property
    def on(self) -> str:
        """The article's date."""
        return self.article.date

    @property
    def layout(self) -> Rows:
        """The rows on the screen."""
        return self._rows()

    @property
    def page_rows(self) -> int:
        """How many rows the screen shows."""
        return max(1, self._page_rows())

    def same_span(self, fragments: tuple[Fragment, ...], label: str) -> str | None:
        """The id of the reader's own annotation with just these fragments and this label."""
        return same_span(self, fragments, label)

    def row_mark(self, start: int, end: int) -> str:
        """The sign before a row, for spans that start in it.

        `!` flagged, `^` moved, `?` open link, `~` unsure, `+` suggested, `·` nothing to decide.
        """
        marks = self.spans.marks_in(start, end)
        return next((sign for mark, sign in _ROW_MARKS if marks & mark), "")

    def counts(self, current: str | None = None) -> str:
        """How many spans the reader has and how many of their links are open, for the status line; then others'.

        While a suggestion is the `current` span, how many of them are left: what it means needs the room.
        """
        count, unsure, others = self.count(), self.count(UNSURE), self.count(own=False)
        suggested = self.count(PENDING)
        if current in self._pending.by_id:
            return f"{suggested} suggested"
        parts = [f"{count} span{'' if count == 1 else 's'}", f"{self.count(OPEN)} open"]
        if unsure:
            parts.append(f"{unsure} unsure")
        if suggested:
            parts.append(f"{suggested} suggested")
        if others:
            parts.append(f"{others} of others")
        return " · ".join(parts)
