"""What `stats` counts, to be looked at: plots of a given width for a terminal, plain tables for everything else."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from annotui.core.text import safe
from annotui.project.figures import Stats
from annotui.project.periods import Period, in_a_row
from annotui.project.plots import Bar, Canvas, bars, columns, digits, fitted, most_columns, most_digits
from annotui.project.trends import PAUSE, ScoreBin, Speed

_SPEED: Final = {
    **{"sessions": 9, "hours": 6, "acts": 7, "spans": 7, "spans/h": 8, "s/span": 7},
    **{"acts/link": 10, "keys/link": 10},
}
"""The columns of speed, and how wide they are."""
_CELL: Final = 9
_NAME: Final = 12
HOW_MEASURED: Final = (
    f"By the times of acts; a pause of more than {PAUSE / 60:.0f} minutes ends a session, and what its first act made "
    "is not timed. Only spans that stand count; acts/link are the acts on spans that are decided on, for each of them. "
    "What a script does counts as well. keys/link are all keys pressed in the app on this machine, for each link given."
)

Section = tuple[str, list[str]]
"""A title, and the lines below it; where there are none, there is nothing to show."""


def summary(found: Stats) -> list[str]:
    """The totals, and what is not drawn."""
    return [
        f"articles     {found.articles:,} with {found.words:,} words",
        f"annotations  {found.annotations:,}{_of(found.annotators)}",
        f"links        {sum(found.links.values()):,}{_of(found.links)}",
        f"agreements   {found.agreements:,} in the catalogue, {found.agreements_mentioned:,} of them mentioned",
        f"acts         {found.acts:,}",
    ]


def pictures(found: Stats, canvas: Canvas) -> list[str]:
    """Plots of all that there is something to draw of, each after a blank line and its title.

    No line is wider than the canvas, where that has 80 cells.
    """
    sections = [
        ("Articles by status", _shares(found.statuses, canvas)),
        *_by_day(found, canvas),
        ("Spans by label", _shares(found.labels, canvas)),
        ("Agreements mentioned most", bars([Bar(id, n, f"{n:,}") for id, n in found.most_mentioned.items()], canvas)),
        *_by_month(found, canvas),
        ("Speed", _speed(found.speed, canvas)),
        ("Suggestions accepted and rejected, by score", _by_score(found, canvas)),
    ]
    return [line for title, lines in sections if lines for line in ("", title, *lines)]


def tables(found: Stats) -> list[str]:
    """The same as plain tables, for a file or another program, without what `stats_lines` has."""
    speed = speed_table(found.speed, lambda name, width: f"{name:<{width}}")
    rejected = found.suggestions.rejected_unknown
    sections = [
        (_head("days (UTC)", "acts", "spans", "done"), [_row(d.day, d.acts, d.spans, d.done) for d in found.days]),
        (
            _head("mentions", "links"),
            [
                *(_row(month, count) for month, count in found.mentions.months.items()),
                *([_row("undated", found.mentions.undated)] if found.mentions.undated else []),
            ],
        ),
        ("speed", speed),
        (
            _head("suggestions", "accepted", "rejected"),
            [
                *(_row(_tenth(one), one.accepted, one.rejected) for one in _scored(found)),
                *([_row("not known", None, rejected)] if rejected else []),
            ],
        ),
    ]
    return [line for title, lines in sections if lines for line in (title, *lines)]


def speed_table(speed: Sequence[Speed], fit: Callable[[str, int], str]) -> list[str]:
    """A head and a line for each annotator, of 78 cells; `fit` cuts or fills a name to so many."""
    if not speed:
        return []
    return [
        " " * (_NAME + 2) + "".join(f"{name:>{width}}" for name, width in _SPEED.items()),
        *(f"  {fit(one.annotator, _NAME)}{''.join(_cells_of(one))}" for one in speed),
    ]


def _cells_of(one: Speed) -> Iterator[str]:
    ratios = (one.spans_an_hour, one.seconds_a_span, one.acts_a_link, one.keys_a_link)
    texts = (f"{one.sessions:,}", f"{one.seconds / 3600:,.1f}", f"{one.acts:,}", f"{one.spans:,}", *map(_ratio, ratios))
    return (f"{text:>{width}}" for text, width in zip(texts, _SPEED.values(), strict=True))


def _ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:,.1f}"


def _shares(counts: Mapping[str, int], canvas: Canvas) -> list[str]:
    """A bar for each name, with its count and its share of all; nothing where all are 0."""
    total = sum(counts.values())
    if not total:
        return []
    return bars([Bar(name, count, f"{count:,} {count / total:>4.0%}") for name, count in counts.items()], canvas)


def _by_day(found: Stats, canvas: Canvas) -> Iterator[Section]:
    for what, counts in (
        ("Spans made", {day.day: day.spans for day in found.days}),
        ("Articles done", {day.day: max(0, day.done) for day in found.days}),
    ):
        if any(counts.values()):
            unit, row = in_a_row(counts, most_columns(canvas, sum(counts.values())))
            yield f"{what} a {unit} (UTC), {_most(row)}", columns(row, canvas)


def _by_month(found: Stats, canvas: Canvas) -> Iterator[Section]:
    months, undated = found.mentions.months, found.mentions.undated
    if not months:
        return
    without = f", {undated:,} without a month" if undated else ""
    unit, row = in_a_row(months, most_columns(canvas, sum(months.values())))
    yield f"Mentions a {unit} (dates of the articles), {_most(row)}{without}", columns(row, canvas)
    names = list(found.mentions.agreements)
    most = most_digits(names, canvas)
    rows: list[tuple[str, list[Period]]] = []
    for name, counts in found.mentions.agreements.items():
        unit, row = in_a_row(dict.fromkeys(months, 0) | counts, most)
        rows.append((name, row))
    if rows and row:
        until = f" to {row[-1].name}" if row[1:] else ""
        title = f"Of each, a character a {unit}, {row[0].name}{until}: . none, + 10 or more"
        yield title, digits(rows, canvas)


def _most(row: Sequence[Period]) -> str:
    return f"at most {max(period.amount for period in row):,}"


def _speed(speed: Sequence[Speed], canvas: Canvas) -> list[str]:
    table = speed_table(speed, lambda name, width: fitted(name, width, canvas.measure))
    said = textwrap.wrap(HOW_MEASURED, max(1, canvas.width - 2))
    return [*table, *(f"  {line}" for line in said)] if table else []


def _by_score(found: Stats, canvas: Canvas) -> list[str]:
    rejected = found.suggestions.rejected_unknown
    rows = [
        Bar(f"{_tenth(one)} {word}", count, f"{count:,}")
        for one in _scored(found)
        for word, count in (("accepted", one.accepted), ("rejected", one.rejected))
    ]
    return bars(rows, canvas) + ([f"  rejected with a score that is not known: {rejected:,}"] if rejected else [])


def _scored(found: Stats) -> list[ScoreBin]:
    """The bins in which there is something, the highest scores first."""
    return [one for one in reversed(found.suggestions.scores) if one.accepted or one.rejected]


def _tenth(one: ScoreBin) -> str:
    return f"{one.score:.1f}-{one.score + 0.1:.1f}"


def _of(counts: Mapping[str, int]) -> str:
    parts = ", ".join(f"{safe(name)} {count:,}" for name, count in counts.items())
    return parts and f": {parts}"


def _head(name: str, *cells: str) -> str:
    return f"{name:<{_NAME + 2}}" + "".join(f"{cell:>{_CELL}}" for cell in cells)


def _row(name: str, *cells: int | None) -> str:
    return f"  {name:<{_NAME}}" + "".join(f"{'' if cell is None else f'{cell:,}':>{_CELL}}" for cell in cells)
