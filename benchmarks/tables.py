"""What is printed, written as JSON, and quoted in the README."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.bars import BARS, LINES, Bar
from benchmarks.figures import Figure, Value

BEGIN, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"
"""Between these the README has its table."""

_HEAD = ("figure", "ours", "peer", "ratio", "bar", "met")
_MET = {True: "yes", False: "NO", None: "-"}


@dataclass(frozen=True, slots=True)
class Results:
    """A run: when, on what kind of machine with which versions, whether it was a quick one, and what came of it."""

    day: str
    machine: Mapping[str, str]
    quick: bool
    figures: tuple[Figure, ...]

    @property
    def missed(self) -> list[Figure]:
        """The figures that do not keep to their bar."""
        return [figure for figure in self.figures if figure.met is False]

    @property
    def complete(self) -> bool:
        """Whether every bar was measured, or skipped for a reason, and not in a quick run."""
        return not self.quick and {figure.bar.id for figure in self.figures} == {bar.id for bar in BARS}


def today() -> str:
    """The date, ISO 8601."""
    return date.today().isoformat()


def table(figures: Sequence[Figure]) -> str:
    """All figures as text in columns, the reasons of those without a value below."""
    rows = [_HEAD, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    reasons: dict[str, list[str]] = {}
    for figure in figures:
        if figure.why:
            reasons.setdefault(figure.why, []).append(figure.bar.id)
    return "\n".join([*lines, *(f"{', '.join(ids)}: {why}" for why, ids in reasons.items())])


def to_json(results: Results) -> str:
    """The whole run as JSON, a figure a line."""
    head = {"date": results.day, "machine": results.machine, "quick": results.quick}
    figures = ",\n".join(json.dumps(_as_json(figure), ensure_ascii=False) for figure in results.figures)
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "figures": [\n{figures}\n]}}\n'


def from_json(text: str) -> Results:
    """The run that `to_json` has written."""
    told = json.loads(text)
    bars = {bar.id: bar for bar in BARS}
    figures = tuple(
        Figure(
            bars[one["id"]],
            None if one["ours"] is None else Value(one["ours"], one["peer"], one["detail"]),
            one["why"],
            one["skipped"],
        )
        for one in told["figures"]
    )
    return Results(told["date"], told["machine"], told["quick"], figures)


def short_table(results: Results) -> str:
    """The README's table: of each line the figure that is nearest to its bar, or furthest past it."""
    versions = ", ".join(f"{name} {version}" for name, version in results.machine.items() if name != "machine")
    lines = [
        f"Measured on {results.day}: {results.machine['machine']}; {versions}.",
        "",
        "| figure | measured | bar | beside |",
        "| --- | --- | --- | --- |",
    ]
    for line in LINES:
        figures = [figure for figure in results.figures if figure.bar.line == line and figure.bar.limit is not None]
        if figures:
            lines.append(f"| {line} | {_measured(figures)} | {_bars(figures)} | {_peers(figures)} |")
    return "\n".join(lines)


def quoted(readme: str, results: Results) -> str:
    """The README with the table of these results between the markers. Raises ValueError without them."""
    before, _, rest = readme.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"README.md lacks the markers {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{short_table(results)}\n{END}{after}"


def write_readme(root: Path, results: Results) -> None:
    """Keep the results beside the benchmarks and quote them in the README."""
    readme = root / "README.md"
    text = quoted(readme.read_text(encoding="utf-8"), results)
    (root / "benchmarks/results.json").write_text(to_json(results), encoding="utf-8")
    readme.write_text(text, encoding="utf-8")


def _cells(figure: Figure) -> tuple[str, ...]:
    bar, value = figure.bar, figure.value
    peer = "" if value is None or value.peer is None else f"{_number(value.peer)} {bar.unit}, "
    ratio = "-" if figure.ratio is None else f"{figure.ratio:.3g} x"
    ours = ("skipped" if figure.skipped else "not measured") if value is None else f"{_number(value.ours)} {bar.unit}"
    return bar.what, ours, f"{peer}{bar.peer}", ratio, _bar(bar), _MET[figure.met]


def _bar(bar: Bar) -> str:
    if bar.limit is None:
        return "-"
    return f"{'>=' if bar.at_least else '<='} {bar.limit:g}{' x' if bar.peer else f' {bar.unit}'}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def _as_json(figure: Figure) -> dict[str, object]:
    value = figure.value
    return {
        "id": figure.bar.id,
        "what": figure.bar.what,
        "unit": figure.bar.unit,
        "ours": None if value is None else value.ours,
        "peer": None if value is None else value.peer,
        "against": figure.bar.peer,
        "ratio": figure.ratio,
        "bar": figure.bar.limit,
        "met": figure.met,
        "skipped": figure.skipped,
        "why": figure.why,
        "detail": {} if value is None else dict(value.detail),
    }


def _worst(figures: Sequence[Figure]) -> Figure:
    """The figure that uses most of what its bar allows."""

    def used(figure: Figure) -> float:
        held = figure.ratio if figure.bar.peer else (figure.value.ours if figure.value else None)
        limit = figure.bar.limit or 0.0
        if held is None:
            return float("-inf") if figure.skipped else float("inf")
        return -held / limit if figure.bar.at_least else held - limit

    return max(figures, key=used)


def _measured(figures: Sequence[Figure]) -> str:
    by_unit = {unit: [f for f in figures if f.bar.unit == unit] for unit in dict.fromkeys(f.bar.unit for f in figures)}
    alone = not figures[0].bar.peer
    worst = [_worst(some) for some in by_unit.values()] if alone else [_worst(figures)]
    told = []
    for figure in worst:
        if figure.value is None:
            told.append(figure.why if figure.skipped else "not measured")
        else:
            told.append(_cells(figure)[1] if alone else f"{figure.ratio:.3g} x")
    missed = any(figure.met is False for figure in figures)
    return ", ".join(told) + (" (missed)" if missed else "")


def _bars(figures: Sequence[Figure]) -> str:
    return ", ".join(dict.fromkeys(_bar(figure.bar).replace("<=", "≤").replace(">=", "≥") for figure in figures))


def _peers(figures: Sequence[Figure]) -> str:
    return ", ".join(dict.fromkeys(figure.bar.peer for figure in figures))
