"""What is remembered of a stretch of text, and what is said of it after the text has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from annotui.core.model import Anchor, Fragment

CONTEXT: Final = 32
"""How much text is kept on each side of a quote (code points)."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A fragment of the old text: its offsets there, its text, and up to `CONTEXT` code points on each side."""

    fragment: Fragment
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where a span stands in the new text: its fragments in order, or None where it is orphaned."""

    fragments: tuple[Fragment, ...] | None
    anchor: Anchor


def quote_of(text: str, fragment: Fragment) -> Quote:
    """The quote of a fragment of `text`."""
    return Quote(
        fragment,
        text[fragment.start : fragment.end],
        text[max(0, fragment.start - CONTEXT) : fragment.start],
        text[fragment.end : fragment.end + CONTEXT],
    )
