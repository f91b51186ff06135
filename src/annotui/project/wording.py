"""How messages speak of what they are about."""

from __future__ import annotations

from annotui.core.text import one_line


def shown(text: str) -> str:
    """A few words of a text for a message, safe for a terminal."""
    return one_line(text, 40)
