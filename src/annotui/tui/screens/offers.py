"""What the reader is offered unasked: mentions found in the article, and the words just tagged wherever they stand."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from annotui.core.model import Annotation
from annotui.errors import AnnotuiError
from annotui.project.pending_spans import MOST_SOURCES, Stretch

if TYPE_CHECKING:
    from annotui.project.elsewhere import Elsewhere
    from annotui.tui.screens.article_pane import ArticlePane

FIND_SECONDS = 0.5
"""How long after an article was opened it is looked through, at the earliest, and when nobody types."""


class Offers:
    """Suggestions that come while somebody reads: found when it is quiet, shown without a key."""

    def __init__(self, pane: ArticlePane) -> None:
        self._pane = pane
        self._fresh: dict[str, None] = {}

    def opened(self, path: str) -> None:
        """Look through the article that was opened, soon."""
        app = self._pane.annotui
        self._pane.set_timer(FIND_SECONDS, lambda: app.when_quiet(lambda: self._find(path)))

    def tagged(self, id: str) -> None:
        """Offer the words of a span that was tagged or linked wherever else they stand in the article, soon."""
        self._fresh[id] = None
        if len(self._fresh) == 1:
            self._pane.annotui.when_quiet(self._propagate)
        elif len(self._fresh) > MOST_SOURCES:
            del self._fresh[next(iter(self._fresh))]

    def _find(self, path: str) -> None:
        from annotui.project import own_suggestions

        pane = self._pane
        if pane.path == path and own_suggestions.are_wanted(pane.project, pane.article.article):
            pane.annotui.work.find_mentions(path, self._found)

    def _found(self, path: str) -> None:
        if self._pane.path == path:
            more, touched = self._pane.article.suggested()
            self._show(touched, f"{more} suggested here; Tab goes through them" if more > 0 else "")

    def _propagate(self) -> None:
        fresh, self._fresh = self._fresh, {}
        if self._pane.path:
            more, touched = self._pane.article.propagate(fresh)
            self._show(touched, f"{more} more of the same suggested; Tab goes through them" if more else "")
            if spans := self._pane.article.passed_on(fresh):
                self._look_elsewhere(spans, more)

    def _look_elsewhere(self, spans: Sequence[Annotation], more: int) -> None:
        from annotui.project.elsewhere import elsewhere

        with suppress(AnnotuiError):
            if what := elsewhere(self._pane.project, spans):
                count = partial(self._count, self._pane.path, what, more)
                self._pane.run_worker(count, thread=True, group="elsewhere", exclusive=True, exit_on_error=False)

    def _count(self, path: str, what: Elsewhere, more: int) -> None:
        """In a thread: in how many other articles the words stand. Where that cannot be told, nothing is said."""
        from annotui.project.elsewhere import MOST, count_elsewhere

        with suppress(AnnotuiError):
            if count := count_elsewhere(self._pane.project, what):
                articles = f"{count}{'+' if count == MOST else ''} other article{'s' if count > 1 else ''}"
                here = f"{more} more of the same here (Tab), and" if more else "The same words stand"
                self._pane.call_later(self._told, path, f"{here} in {articles}: = lists them")

    def _told(self, path: str, said: str) -> None:
        if self._pane.path == path:
            self._pane.key_screen.say_unasked(said)

    def _show(self, touched: Sequence[Stretch], said: str) -> None:
        if touched:
            self._pane.suggested(touched)
        if said:
            self._pane.key_screen.say_unasked(said)
