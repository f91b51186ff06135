"""What is said of a quote after the text has changed."""

from __future__ import annotations

from dataclasses import dataclass

from annotui.core.model import Anchor, Fragment


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where a span stands in the new text: its fragments in order, or None where it is orphaned."""

    fragments: tuple[Fragment, ...] | None
    anchor: Anchor
