"""The article on the reader's page, as the session looks at it: text, date, everybody's spans, labels, rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from annotui.core.model import Annotation, Article, Label, link_status
from annotui.core.motions import Rows
from annotui.core.spans import Span, SpanIndex
from annotui.project import reading
from annotui.project.opening import Project

_ROW_MARKS = {"open": "?", "unsure": "~"}
_FLAG, _MOVED = "!", "^"


class OpenArticle:
    """One article with its annotations in memory; `reload` reads them again after an act. A `session.View`."""

    def __init__(self, project: Project, path: str, rows: Callable[[], Rows], page_rows: Callable[[], int]) -> None:
        self._project = project
        self._rows = rows
        self._page_rows = page_rows
        self.article: Article = reading.article(project, path)
        self.labels: Sequence[Label] = project.labels()
        self.everybody = True
        self.annotations: Mapping[str, Annotation] = {}
        self.spans = SpanIndex()
        self.reload()

    @property
    def annotator(self) -> str:
        """Who reads."""
        return self._project.annotator

    @property
    def text(self) -> str:
        """The canonical text."""
        return self.article.text

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

    def reload(self) -> list[tuple[int, int]]:
        """Read the annotations again. Returns the stretches of those that were added, removed or changed."""
        me = self._project.annotator
        stored = [a for a in reading.spans_of(self._project, self.article.path) if self.everybody or a.annotator == me]
        before = self.annotations
        self.annotations = {a.id: a for a in stored}
        changed = [a for a in self.annotations.values() if before.get(a.id) != a]
        gone = [a for a in before.values() if self.annotations.get(a.id) != a]
        self.spans = self.spans.with_changes(
            add=[span for a in changed for span in _spans(a)], remove=[span for a in gone for span in _spans(a)]
        )
        return [(f.start, f.end) for a in (*changed, *gone) for f in a.fragments if a.anchor != "orphaned"]

    def reread(self) -> bool:
        """Read the article itself again: title, date, status. Returns whether its text is another now."""
        old = self.article
        self.article = reading.article(self._project, old.path)
        self.labels = self._project.labels()
        return old.sha256 != self.article.sha256

    def is_own(self, annotation: Annotation) -> bool:
        """Whether the reader made it."""
        return annotation.annotator == self.annotator

    def link_status(self, annotation: Annotation) -> str:
        """`linked`, `nil`, `unsure`, `open` or empty."""
        return link_status(annotation, any(label.links for label in self.labels if label.name == annotation.label))

    def row_mark(self, start: int, end: int) -> str:
        """The sign before a row: `!` flagged, `?` open link, `~` unsure, `^` moved, for spans that start in it."""
        found = ""
        for span in self.spans.overlapping(start, end):
            annotation = self.annotations.get(span.id)
            if annotation is None or not start <= annotation.start < end:
                continue
            if annotation.flag:
                return _FLAG
            mark = _MOVED if annotation.anchor == "moved" else _ROW_MARKS.get(self.link_status(annotation), "")
            found = mark if mark in {"?", _MOVED} or not found else found
        return found

    def counts(self) -> str:
        """How many spans the reader has and how many of their links are open, for the status line; then others'."""
        statuses = [self.link_status(a) for a in self.annotations.values() if self.is_own(a)]
        parts = [f"{len(statuses)} span{'' if len(statuses) == 1 else 's'}", f"{statuses.count('open')} open"]
        if "unsure" in statuses:
            parts.append(f"{statuses.count('unsure')} unsure")
        if len(self.annotations) > len(statuses):
            parts.append(f"{len(self.annotations) - len(statuses)} of others")
        return " · ".join(parts)


def _spans(annotation: Annotation) -> list[Span]:
    if annotation.anchor == "orphaned":
        return []
    return [Span(f.start, f.end, annotation.id, annotation.label) for f in annotation.fragments]
