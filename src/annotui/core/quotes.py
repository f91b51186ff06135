"""What is remembered of a stretch of text, so that it can be found again when the text has changed."""

from __future__ import annotations

from typing import Final, NamedTuple

from annotui.core.model import Fragment
from annotui.errors import DataError

CONTEXT: Final = 32
"""How much text is kept on each side of a quote (code points)."""


class Quote(NamedTuple):
    """A fragment of a text: its offsets there, its text, and up to `CONTEXT` code points on each side."""

    fragment: Fragment
    exact: str
    prefix: str
    suffix: str


def quote_of(text: str, fragment: Fragment) -> Quote:
    """The quote of a fragment of `text`. Raises DataError when it lies outside the text."""
    if not 0 <= fragment.start < fragment.end <= len(text):
        raise DataError(
            f"Offsets {fragment.start}-{fragment.end} lie outside the article (0-{len(text)}).",
            "Offsets count Unicode code points from 0, end not included.",
        )
    return Quote(
        fragment,
        text[fragment.start : fragment.end],
        text[max(0, fragment.start - CONTEXT) : fragment.start],
        text[fragment.end : fragment.end + CONTEXT],
    )
