"""Plots as lines of text of a given width, told without colour: bars, columns, rows of digits.

plotext draws them; it is imported for the first one, and keeps one figure for the whole process. Names are set beside
what it draws, for it counts characters and not cells. What is shown is safe for a terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import Final, NamedTuple

from annotui.core.text import one_line
from annotui.project.periods import Period

Measure = Callable[[str], int]
"""How many cells a text takes."""

HEIGHT: Final = 8
"""Rows of a column that is as high as they go."""
_WIDEST: Final = 12
"""Cells of a column, with the gap after it."""
_WITH_GAP: Final = 3
"""Cells that a column with a gap after it has at least."""
_MARGIN: Final = 2
_BEFORE: Final = _MARGIN + 1
"""Cells before the columns, without the numbers: the margin and the frame."""
_FULL: Final = "█"
_ASCII: Final = str.maketrans("┌┐└┘├┤┬┴┼─│█", "+++++++++-|#")
_MARKS: Final = 9
_NAME_SHARE: Final = 3
_NAME_GAP: Final = 2
_one_figure = Lock()


class Bar(NamedTuple):
    """A bar's name, how much it stands for, and what stands behind it."""

    name: str
    amount: int
    said: str


class Canvas(NamedTuple):
    """How wide lines may be, in cells, how text is measured, and whether they may have ASCII characters only.

    Names are left as they are: only what is drawn is ASCII then.
    """

    width: int
    measure: Measure
    ascii: bool = False


def is_ascii(environ: Mapping[str, str]) -> bool:
    """Whether the locale says that the terminal does not take UTF-8; one that says nothing is taken to."""
    said = next((value for name in ("LC_ALL", "LC_CTYPE", "LANG") if (value := environ.get(name, ""))), "")
    return bool(said) and "utf" not in said.lower()


def fitted(text: str, width: int, measure: Measure) -> str:
    """A text, safe and on one line, cut with an ellipsis or filled with blanks to exactly `width` cells."""
    limit = max(0, 4 * width)
    line = one_line(text, limit)
    while measure(line) > width:
        limit = min(limit, len(line)) - 1
        line = one_line(text, limit)
    return line + " " * (width - measure(line))


def bars(rows: Sequence[Bar], canvas: Canvas) -> list[str]:
    """A line for each: its name, a bar as long as its share of the highest count, what is said of it."""
    if not rows:
        return []
    names = _names_width((row.name for row in rows), canvas)
    said = max(len(row.said) for row in rows)
    width = max(1, canvas.width - names - said - 4)
    most = max(1, *(row.amount for row in rows))
    lengths = [-(-max(0, row.amount) * width // most) for row in rows]
    drawn = _drawn(
        [(length - 1, len(rows) - 1 - at) for at, length in enumerate(lengths) if length],
        (width, len(rows)),
        is_upright=False,
    )
    return [
        _plain(f"  {fitted(row.name, names, canvas.measure)} ", bar, f" {row.said:>{said}}", canvas)
        for row, bar in zip(rows, drawn, strict=True)
    ]


def columns(periods: Sequence[Period], canvas: Canvas) -> list[str]:
    """An upright column for each period, as high as its share of the highest, over an axis with the periods' names.

    There are at most as many as `most_columns` says. What is not 0 has at least one row.
    """
    if not periods:
        return []
    top = _even(max(1, *(period.amount for period in periods)))
    ticks = [f"{top:,}", f"{top // 2:,}".rjust(len(f"{top:,}"))]
    edges = _edges(len(periods), _inner(canvas, len(ticks[0])))
    points = [
        (cell, -(-period.amount * HEIGHT // top) - 1)
        for period, (start, end) in zip(periods, edges, strict=True)
        for cell in range(start, end)
        if period.amount > 0
    ]
    width = edges[-1][1]
    before = _BEFORE + len(ticks[0])
    named = _named([(start, period.name) for period, (start, _) in zip(periods, edges, strict=True)])
    named = [(start, name) for start, name in named if before + start + len(name) <= canvas.width]
    drawn = _drawn(
        points, (width, HEIGHT), x_ticks=[start for start, _ in named], y_ticks=([HEIGHT - 1, HEIGHT // 2 - 1], ticks)
    )
    axis = ""
    for start, name in named:
        axis = f"{axis:{before + start}}{name}"
    return [*(_plain(" " * _MARGIN, line, "", canvas) for line in drawn), axis]


def most_columns(canvas: Canvas, highest: int) -> int:
    """How many columns there is room for, where the highest count is this."""
    return max(1, _inner(canvas, len(f"{_even(max(1, highest)):,}")))


def digits(rows: Sequence[tuple[str, Sequence[Period]]], canvas: Canvas) -> list[str]:
    """A line for each name with a character for each period: its count, `+` from 10 on, a dot for none."""
    names = _names_width((name for name, _ in rows), canvas)
    return [
        f"  {fitted(name, names, canvas.measure)} "
        + "".join("." if not one.amount else str(one.amount) if one.amount <= _MARKS else "+" for one in periods)
        for name, periods in rows
    ]


def most_digits(names: Iterable[str], canvas: Canvas) -> int:
    """How many periods there is room for beside these names."""
    return max(1, canvas.width - _names_width(names, canvas) - _MARGIN - 1)


def _names_width(names: Iterable[str], canvas: Canvas) -> int:
    """How many cells the longest name takes, and at most a share of the width."""
    most = max(1, canvas.width // _NAME_SHARE)
    return max((min(most, canvas.measure(one_line(name, 4 * most))) for name in names), default=0)


def _inner(canvas: Canvas, ticks: int) -> int:
    """Cells between the frame of a plot whose numbers on the left are so wide."""
    return max(1, canvas.width - ticks - _BEFORE - 1)


def _edges(count: int, width: int) -> list[tuple[int, int]]:
    """From which cell to which (not with it) each column goes: equally wide with gaps, or close where they are many."""
    step = min(_WIDEST, width // count)
    if step >= _WITH_GAP:
        return [(at * step, at * step + step - 1) for at in range(count)]
    return [(at * width // count, (at + 1) * width // count) for at in range(count)]


def _named(names: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Those of the names at their cells that have room, evenly chosen."""
    room = max(len(name) for _, name in names) + _NAME_GAP
    apart = next((n for n in range(1, len(names)) if names[n][0] - names[0][0] >= room), len(names))
    return list(names[::apart])


def _even(count: int) -> int:
    """The next number, up from a count, of which the half is whole and short to read."""
    size = 1
    while count > 20 * size:
        size *= 10
    return -(-count // (2 * size)) * 2 * size


def _plain(before: str, drawn: str, after: str, canvas: Canvas) -> str:
    return before + (drawn.translate(_ASCII) if canvas.ascii else drawn) + after


def _drawn(
    points: Sequence[tuple[int, int]],
    size: tuple[int, int],
    *,
    is_upright: bool = True,
    x_ticks: Sequence[int] = (),
    y_ticks: tuple[Sequence[int], Sequence[str]] = ((), ()),
) -> list[str]:
    """Lines of a plot of this many cells and rows in which each point is the end of a bar.

    A point is (cell, row), from 0 at the lower left. Where there are ticks there is a frame around.
    """
    import plotext

    width, height = size
    numbers = max(map(len, y_ticks[1]), default=0)
    frame = 2 if numbers else 0
    with _one_figure:
        plotext.clear_figure()
        plotext.theme("clear")
        plotext.limit_size(False, False)
        # The line of names below is made here, so that each begins where its column does.
        plotext.plot_size(width + numbers + frame, height + frame + bool(x_ticks))
        plotext.frame(bool(frame))
        plotext.xticks(x_ticks, [" "] * len(x_ticks))
        plotext.yticks(*y_ticks)
        plotext.xlim(0, max(1, width - 1))
        plotext.ylim(0, max(1, height - 1))
        if points:
            filled = {"fillx": True} if is_upright else {"filly": True}
            plotext.scatter(*zip(*points, strict=True), marker=_FULL, **filled)
        drawn = str(plotext.uncolorize(plotext.build()))
    return drawn.splitlines()[: height + frame]
