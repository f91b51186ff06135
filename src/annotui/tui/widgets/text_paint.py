"""How a row of the text view is drawn: cut at every edge, each piece in its own style, and only safe text.

No meaning hangs on colour: lanes differ by underline, bold and italic, and what lies over the spans (cursor,
selection, current span, search hits) replaces those attributes by a reverse of its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotui.core.layout import Cluster, Layout
from annotui.core.marks import PENDING
from annotui.core.spans import Piece, Span, SpanIndex
from annotui.core.text import safe

Stretch = tuple[int, int]
"""Code points, half-open."""

PLAIN_MARK = "·"
"""The sign before a row that is drawn as the text is; all others are drawn to be seen."""

_ROWS_KEPT = 256
_CURRENT, _MATCH, _SELECTION, _CURSOR, _DIMMED = 1, 2, 4, 8, 16


class Overlays(NamedTuple):
    """What lies over the spans.

    An empty `cursor` is drawn on the code point where it stands; `matches` are sorted and do not overlap.
    """

    cursor: Stretch | None = None
    selection: tuple[Stretch, ...] = ()
    current: tuple[Stretch, ...] = ()
    matches: tuple[Stretch, ...] = ()


class Palette(NamedTuple):
    """The styles, from the view's component classes. `lanes` are used in turn; of `labels` the innermost wins.

    A suggestion has that of `suggestions`, and `pending`.
    """

    base: Style
    gutter: Style
    cursor: Style
    cursor_selected: Style
    selection: Style
    current: Style
    match: Style
    pending: Style
    dimmed: Style
    lanes: tuple[Style, ...]
    labels: Mapping[str, Style] = MappingProxyType({})
    suggestions: Mapping[str, Style] = MappingProxyType({})

    def lane_number(self, lane: int) -> int:
        """Which of `lanes` a lane has: the first three have their own, the further ones share the rest in turn."""
        return lane if lane < 3 else 3 + (lane - 3) % (len(self.lanes) - 3)


class RowPainter:
    """Draws rows of one layout with one palette; combined styles are kept."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._styles: dict[tuple[tuple[int, ...], str, bool, int], Style] = {}
        self._spans: dict[Stretch, tuple[list[Piece], dict[Span, int]]] = {}

    def forget_spans(self) -> None:
        """Look again where spans stand: some have come, gone or changed."""
        self._spans.clear()

    def blank(self, width: int) -> Strip:
        """A row past the text."""
        return Strip.blank(width, self._palette.base)

    def paint(
        self,
        layout: Layout,
        index: SpanIndex,
        row: int,
        overlays: Overlays,
        gutter: str,
        width: int,
        *,
        dim: bool = False,
    ) -> Strip:
        """One row as a strip of `width` cells: `gutter` (safe, its cells counted in `width`), text, blanks.

        With `dim` what lies under no span is dimmed.
        """
        start, end = layout.visible_span(row)
        pieces, lanes = self._spans.get((start, end)) or self._spans_in(index, start, end)
        cuts = _cut(pieces, overlays, start, end)
        dimmed = _DIMMED if dim else 0
        styled = [
            (a, b, self._style(lanes, spans, _flags(overlays, a) | (0 if spans else dimmed))) for a, b, spans in cuts
        ]
        is_plain = gutter.strip() in {"", PLAIN_MARK}
        segments = [Segment(gutter, self._palette.base if is_plain else self._palette.gutter)]
        cells = cell_len(gutter)
        if layout.is_regular(row):
            segments += [Segment(safe(layout.text[a:b]), style) for a, b, style in styled]
            cells += end - start
        else:
            clusters = layout.clusters(row)
            segments += _cluster_segments(layout.text, clusters, styled)
            cells += sum(cluster.width for cluster in clusters)
        if cells < width:
            # The newline, or the end of the text, is one blank that the cursor and the selection can show on.
            hidden = end < layout.row_span(row)[1] or end == len(layout.text)
            over = _flags(overlays, end) & (_CURSOR | _SELECTION) if hidden else 0
            segments.append(Segment(" ", self._style(lanes, (), over)))
            segments.append(Segment(" " * (width - cells - 1), self._palette.base))
        strip = Strip(Segment.simplify(s for s in segments if s.text), max(cells, width))
        return strip if cells <= width else strip.crop(0, width)

    def _spans_in(self, index: SpanIndex, start: int, end: int) -> tuple[list[Piece], dict[Span, int]]:
        """The pieces of a stretch with the lanes of its spans: the same while only what lies over them changes."""
        pieces = index.pieces(start, end)
        lanes = {span: index.lane(span) for span in dict.fromkeys(span for _, _, spans in pieces for span in spans)}
        if len(self._spans) >= _ROWS_KEPT:
            self._spans.clear()
        self._spans[start, end] = pieces, lanes
        return pieces, lanes

    def _style(self, lanes: Mapping[Span, int], spans: Sequence[Span], flags: int) -> Style:
        palette = self._palette
        its_lanes = tuple(sorted({palette.lane_number(lanes[span]) for span in spans}))
        label = next((span.label for span in reversed(spans) if span.label in palette.labels), "")
        pending = bool(spans) and bool(spans[-1].marks & PENDING)
        key = (its_lanes, label, pending, flags)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._combined(*key)
        return style

    def _combined(self, lanes: tuple[int, ...], label: str, pending: bool, flags: int) -> Style:
        palette = self._palette
        style = palette.base
        if flags & _DIMMED:
            style += palette.dimmed
        if label:
            style += (palette.suggestions if pending else palette.labels)[label]
        for lane in lanes:
            style += palette.lanes[lane]
        if pending:
            style += palette.pending
        if flags & _CURRENT:
            style += palette.current
        if flags & _MATCH:
            style += palette.match
        if flags & _SELECTION:
            style += palette.selection
        if flags & _CURSOR:
            style += palette.cursor_selected if flags & _SELECTION else palette.cursor
        return style


def _cut(pieces: list[Piece], overlays: Overlays, start: int, end: int) -> list[Piece]:
    """The pieces cut further at the edges of the overlays."""
    low = bisect_right(overlays.matches, start, key=lambda match: match[1])
    high = bisect_left(overlays.matches, end, key=lambda match: match[0])
    cursor = () if overlays.cursor is None else (overlays.cursor,)
    over = (*cursor, *overlays.selection, *overlays.current, *overlays.matches[low:high])
    edges = sorted({edge for stretch in over for edge in stretch if start < edge < end})
    if not edges:
        return pieces
    found: list[Piece] = []
    for a, b, spans in pieces:
        inner = edges[bisect_right(edges, a) : bisect_left(edges, b)]
        found.extend((p, q, spans) for p, q in pairwise((a, *inner, b)))
    return found


def _flags(overlays: Overlays, offset: int) -> int:
    """Which overlays lie on the code point at `offset`."""
    flags = 0
    if _inside(overlays.current, offset):
        flags |= _CURRENT
    i = bisect_right(overlays.matches, offset, key=lambda match: match[0]) - 1
    if i >= 0 and offset < overlays.matches[i][1]:
        flags |= _MATCH
    if _inside(overlays.selection, offset):
        flags |= _SELECTION
    if overlays.cursor is not None:
        start, end = overlays.cursor
        # A selection of the cursor alone is drawn as a selection.
        if start <= offset < max(end, start + 1) and overlays.cursor not in overlays.selection:
            flags |= _CURSOR
    return flags


def _inside(stretches: tuple[Stretch, ...], offset: int) -> bool:
    return any(start <= offset < end for start, end in stretches)


def _cluster_segments(text: str, clusters: list[Cluster], styled: list[tuple[int, int, Style]]) -> list[Segment]:
    """A segment a cluster; one that an edge would split takes the style of the piece where more lies."""
    segments: list[Segment] = []
    at = 0
    for cluster in clusters:
        while styled[at][1] <= cluster.start:
            at += 1
        style = styled[at][2]
        last = at
        while last + 1 < len(styled) and styled[last + 1][0] < cluster.end:
            last += 1
            if _weight(styled[last][2]) > _weight(style):
                style = styled[last][2]
        shown = "" if text[cluster.start] == "\t" else safe(text[cluster.start : cluster.end])
        segments.append(Segment(" " * (cluster.width - cell_len(shown)) + shown, style))
    return segments


def _weight(style: Style) -> tuple[bool, int]:
    """How much a style says: a reverse first, then the number of its attributes and colours."""
    marks = (style.bold, style.italic, style.underline, style.underline2, style.dim, style.bgcolor)
    return bool(style.reverse), sum(bool(mark) for mark in marks)
