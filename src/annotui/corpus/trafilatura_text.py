"""The article of a web page as trafilatura finds it: for pages that do not mark up what stands around the text."""

from __future__ import annotations

import logging

from annotui.errors import DataError, UsageError


def main_text(page: str) -> str:
    """The text of a page's article, its blocks separated by a blank line; nothing is fetched.

    Raises UsageError where trafilatura is not installed, DataError where it finds no article.
    """
    try:
        import trafilatura
    except ImportError as error:
        hint = "Install it with: pip install 'annotui[html]'"
        raise UsageError("trafilatura is not installed, or not whole.", hint) from error
    logger = logging.getLogger("trafilatura")
    logger.propagate = False
    logger.addHandler(logging.NullHandler())
    found = trafilatura.extract(page, include_comments=False, include_tables=True) or ""
    lines = [line.strip() for line in found.splitlines() if line.strip()]
    if not lines:
        raise DataError("trafilatura finds no article in the page.", "Add it without --html trafilatura.")
    return "\n\n".join(lines)
