"""What was found in the article: lit up as far as it is in sight, and counted while no key waits to be read."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from textual.timer import Timer

from annotui.core.session import ReaderState
from annotui.errors import UsageError

if TYPE_CHECKING:
    from annotui.core.finding import Count, How
    from annotui.tui.screens.article_pane import ArticlePane

MARGIN = 200
"""How far before and after what is in sight hits are looked for (code points)."""
SLICE_SECONDS = 0.002
"""How long is counted at a time, and so how long a key may wait for it."""
PAUSE_SECONDS = 0.01


class Hits:
    """The hits of the reader's query on the open article, from when they are first lit up."""

    def __init__(self, pane: ArticlePane) -> None:
        self._pane = pane
        self._lit: tuple[object, ...] = ()
        self._query: tuple[str, How] = ("", "text")
        self._count: Count | None = None
        self._slices: Timer | None = None

    def forget(self) -> None:
        """Forget what was found: the article is another."""
        self._lit, self._count = (), None

    def light(self, state: ReaderState, lit: bool) -> None:
        """Light up what is looked for as far as it can be seen, or no longer."""
        view, query = self._pane.view, (state.search, state.how)
        if not (lit and state.search):
            if self._lit:
                self._lit = ()
                view.set_matches(())
            return
        from annotui.core.finding import Count, searcher
        from annotui.tui.screens.time_limit import limited

        first, last = view.visible_offsets
        if (*query, first, last) != self._lit:
            self._lit = (*query, first, last)
            with limited(*query):
                view.set_matches(searcher(*query).places(view.text, max(0, first - MARGIN), last + MARGIN))
        if self._count is None or query != self._query:
            self._query, self._count = query, Count(view.text, searcher(*query))
            if self._slices is None:
                self._slices = self._pane.set_interval(PAUSE_SECONDS, self._go_on)

    def number(self, offset: int) -> str:
        """Which of how many hits starts at `offset`; empty while they are not lit up or not counted, and elsewhere."""
        count = self._count if self._lit else None
        return count.number(offset) if count is not None and count.is_done else ""

    def _go_on(self) -> None:
        """Count for a moment."""
        from annotui.tui.screens.time_limit import limited

        until = perf_counter() + SLICE_SECONDS
        count = self._count
        while count is not None and not count.is_done:
            if perf_counter() >= until or self._pane.app.message_queue_size:
                return
            try:
                with limited(*self._query):
                    count.go_on()
            except UsageError:
                self._count = count = None
        if self._slices is not None:
            self._slices.stop()
            self._slices = None
        self._pane.key_screen.refresh_bars()
