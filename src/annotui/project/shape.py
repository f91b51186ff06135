"""How an article stands on the screen: how long its lines are and how far apart, and where its spans are listed."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from annotui.errors import UsageError
from annotui.project.opening import Project
from annotui.project.settings import SPACINGS, WIDTHS

_KEY: Final = "shape"
_SPANS: Final = "spans"
SpansPlace = Literal["auto", "below", "off"]
SPANS_PLACES: Final[tuple[SpansPlace, ...]] = ("auto", "below", "off")
"""On the right where there is room, below the text, or only when it is asked for."""


class Shape(NamedTuple):
    """`width` is the longest line in cells, `spacing` how many blank lines follow each."""

    width: int
    spacing: int


def remembered_shape(project: Project) -> Shape:
    """The shape last set in this project; what is not set, or makes no sense, is as the settings have it."""
    width, _, spacing = project.state.text(_KEY).partition(" ")
    settings = project.settings
    return Shape(
        int(width) if width.isdecimal() and int(width) in WIDTHS else settings.width,
        int(spacing) if spacing.isdecimal() and int(spacing) in SPACINGS else settings.spacing,
    )


def set_shape(project: Project, *, width: str = "", spacing: str = "") -> Shape:
    """Take up what was typed and keep it for the next time. Raises UsageError for what is no such number."""
    now = remembered_shape(project)
    shape = Shape(_number(width, now.width, WIDTHS), _number(spacing, now.spacing, SPACINGS))
    project.state.set_text(_KEY, f"{shape.width} {shape.spacing}")
    return shape


def spans_place(project: Project) -> SpansPlace:
    """Where the list of spans stands beside the text, as last set."""
    kept = project.state.text(_SPANS)
    return next((place for place in SPANS_PLACES if place == kept), "auto")


def set_spans_place(project: Project, typed: str) -> SpansPlace:
    """Keep where the list of spans stands. Raises UsageError for a place that there is not."""
    place = next((place for place in SPANS_PLACES if place == typed), None)
    if place is None:
        raise UsageError(f"There is no place {typed!r} for the list of spans.", f"There are {', '.join(SPANS_PLACES)}.")
    project.state.set_text(_SPANS, place)
    return place


def _number(typed: str, now: int, allowed: range) -> int:
    if not typed:
        return now
    if not (typed.isdecimal() and int(typed) in allowed):
        raise UsageError(f"{typed!r} is no such number.", f"Give one from {allowed[0]} to {allowed[-1]}.")
    return int(typed)
