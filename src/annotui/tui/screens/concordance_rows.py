"""The rows of a concordance: the article, what stands before a place up to it, the place, what follows, what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotui.project.concordance import ConcordanceRow
from annotui.tui.widgets.cells import clip, fit, fit_end
from annotui.tui.widgets.line_list import RowState

ROOMY = 100
"""Cells from which article and label have more room."""
_GAP = "  "
_MATCH = Style(bold=True, underline=True)


class ConcordanceLines:
    """Draws places one below the other; `told(row)` says what a place is tagged."""

    def __init__(self, told: Callable[[ConcordanceRow], str]) -> None:
        self._told = told

    def key(self, row: ConcordanceRow) -> str:
        """Its number: places are never taken out."""
        return str(row.number)

    def render(self, row: ConcordanceRow, width: int, state: RowState) -> Strip:
        """The row in `width` cells."""
        name, label = (22, 30) if width >= ROOMY else (11, 12)
        left = max(0, width - name - label - 2 * len(_GAP)) * 2 // 5
        right = max(0, width - name - label - left - 2 * len(_GAP))
        article = Segment(fit(short_name(row.place.article.path), name) + _GAP)
        told = Segment(_GAP + fit(self._told(row), label))
        if row.is_gone:
            return Strip([article, Segment(fit("the text was changed since", left + right)), told])
        match = clip(row.match, right)
        used = Strip([Segment(match)]).cell_length
        return Strip(
            [
                article,
                Segment(fit_end(row.before, left)),
                Segment(match, _MATCH),
                Segment(fit(row.after, right - used)),
                told,
            ]
        )


def short_name(path: str) -> str:
    """The name of an article's file without its ending."""
    return PurePosixPath(path).stem or path
