"""What was just tagged or linked, suggested wherever the same words stand in the article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from annotui.core.model import Annotation, Fragment, Reason
from annotui.project.learning import is_name
from annotui.storage.suggestions import suggestion_id

MOST: Final = 50
"""How many places of the same words are suggested, at most."""
_SCORE: Final = 0.8
_LONGEST: Final = 80
_DATES: Final = "date"
"""The starter label whose spans mean something else in each place."""


def is_passed_on(span: Annotation, *, links: bool) -> bool:
    """Whether the same words mean the same elsewhere: a common noun, a date or a short form may mean something else.

    `links` tells that the label links: then only what it means for sure is passed on.
    """
    sure = span.links and span.links[0].status == "linked"
    if span.label == _DATES or len(span.fragments) > 1 or span.anchor != "exact" or len(span.text) > _LONGEST:
        return False
    return (not links or bool(sure and is_name(span.text))) and _is_written_as_name(span.text)


def alike(span: Annotation, text: str, *, links: bool) -> list[Annotation]:
    """Suggestions for the other places of a span's words in its article's text, with its label and links, in order.

    None where they may mean something else (see `is_passed_on`).
    """
    if not is_passed_on(span, links=links):
        return []
    reasons = (Reason("propagated", 1.0, "the same words were tagged so in this article"),)
    passed_on = tuple(
        link._replace(score=_SCORE, method="propagated", part=None, reasons=reasons, by="") for link in span.links
    )
    ids = [link.agreement or "" for link in passed_on]
    found: list[Annotation] = []
    for start in _places(span.text, text):
        end = start + len(span.text)
        if start == span.start:
            continue
        found.append(
            Annotation(
                id=suggestion_id(span.article, start, end, span.label, ids),
                article=span.article,
                label=span.label,
                annotator=span.annotator,
                fragments=(Fragment(start, end),),
                text=span.text,
                origin="propagated",
                state="pending",
                score=_SCORE,
                links=passed_on,
            )
        )
        if len(found) == MOST:
            break
    return found


def _places(words: str, text: str) -> Iterator[int]:
    """Where words stand in a text, as whole words. No pattern is made of them: `re` would keep hundreds."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            yield at
            at = end
        else:
            at += 1
        at = text.find(words, at)


def _is_written_as_name(text: str) -> bool:
    from annotui.core.dates import names_time

    words = text.split()
    capitals = bool(words) and words[0][:1].isupper() and words[-1][:1].isupper()
    return capitals and not names_time(text)
