"""How well one colour stands out on another, as WCAG 2 counts it, and colours moved until they do."""

from __future__ import annotations

from collections.abc import Callable

from textual.color import Color

BLACK, WHITE = Color(0, 0, 0), Color(255, 255, 255)
_STEPS = 50
_SHARES = (0.2126, 0.7152, 0.0722)


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.1, 1.4.3)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_on(background: Color) -> Color:
    """Black or white, whichever stands out more: 4.58 at least."""
    return max(BLACK, WHITE, key=lambda ink: contrast(ink, background))


def as_background(color: Color, ratio: float) -> Color:
    """A colour, lighter or darker if need be, on which `ink_on` stands out by a ratio."""
    away = WHITE if ink_on(color) == BLACK else BLACK
    return _moved(color, away, lambda moved: contrast(ink_on(moved), moved) >= ratio)


def as_text(color: Color, page: Color, ratio: float) -> Color:
    """A colour, lighter or darker if need be, that stands out on a page by a ratio."""
    return _moved(color, ink_on(page), lambda moved: contrast(moved, page) >= ratio)


def _moved(color: Color, towards: Color, is_enough: Callable[[Color], bool]) -> Color:
    blends = (color.blend(towards, step / _STEPS, 1.0) for step in range(_STEPS + 1))
    return next((blend for blend in blends if is_enough(blend)), towards)


def _luminance(color: Color) -> float:
    """The relative luminance of sRGB (WCAG 2.1)."""
    return sum(share * _linear(part / 255) for share, part in zip(_SHARES, color.rgb, strict=True))


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
