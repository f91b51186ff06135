"""The marks of spans, as bits: what is looked for in all the spans of an article without reading its annotations."""

from __future__ import annotations

from annotui.core.model import Annotation, link_status
from annotui.core.spans import BEGINS, Span

OPEN = 2
"""Its label links, and nothing is decided yet."""
UNSURE = 4
"""What it means cannot be told."""
FLAGGED = 8
"""To be looked at again."""
MOVED = 16
"""It does not stand exactly where it was made: it has moved, or its text is gone."""
GONE = 64
"""Its text is gone: it stands nowhere. All fragments of one have this mark."""
OTHERS = 32
"""Somebody else made it."""
PENDING = 128
"""A suggestion that nobody has accepted yet."""


def marks_of(annotation: Annotation, *, links: bool, reader: str) -> int:
    """The marks of an annotation whose label `links` or not, for who reads."""
    if annotation.state == "pending":
        return BEGINS | PENDING
    status = link_status(annotation, links)
    return (
        BEGINS
        | (OPEN if status == "open" else UNSURE if status == "unsure" else 0)
        | (FLAGGED if annotation.flag else 0)
        | (MOVED if annotation.anchor != "exact" else 0)
        | (GONE if annotation.anchor == "orphaned" else 0)
        | (OTHERS if annotation.annotator != reader else 0)
    )


def spans_of(annotation: Annotation, marks: int) -> list[Span]:
    """Where an annotation stands: a span a fragment, the first with its marks; none when its text is gone."""
    if marks & GONE:
        return []
    return [
        Span(fragment.start, fragment.end, annotation.id, annotation.label, marks if number == 0 else 0)
        for number, fragment in enumerate(annotation.fragments)
    ]
