"""Lines as they are compared: white space made single spaces."""

from __future__ import annotations


def single_spaced(text: str) -> str:
    """The text with all white space as single spaces, none at its ends.

    Most text is so already: of white space only the space is printable.
    """
    return text.strip(" ") if text.isprintable() and "  " not in text else " ".join(text.split())
