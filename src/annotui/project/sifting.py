"""The fuzzy filter of the library: articles whose title or path is like what is typed, better ones as one goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nsmallest

from annotui.project.library import MOST_FOUND
from annotui.project.opening import Project
from annotui.storage import article_lists
from annotui.storage.article_lists import Filter

CUTOFF = 70.0
"""The least rapidfuzz ratio (0-100) of each typed word with a title and path that is kept."""
_EXACT_SLICE = 4000
_FUZZY_SLICE = 500

_Hit = tuple[float, str, str, int]
"""The negative score, title, path, id: hits in order of these are the best first."""


def like(project: Project, typed: str, filter: Filter) -> Iterator[list[int]]:
    """The ids of the best articles so far that pass `filter`, the best first; after each few milliseconds' work.

    First those come that hold every typed word as it is, then those that nearly do.
    """
    filter = filter._replace(annotator=project.annotator)
    best: list[_Hit] = []
    for found in _exact(project, typed.split()):
        best = _best(project, filter, best, found)
        yield [id for _, _, _, id in best]
        if len(best) == MOST_FOUND:
            return
    held = {id for _, _, _, id in best}
    for found in _fuzzy(project, typed.split()):
        best = _best(project, filter, best, [hit for hit in found if hit[3] not in held])
        yield [id for _, _, _, id in best]


def _best(project: Project, filter: Filter, best: list[_Hit], found: Sequence[_Hit]) -> list[_Hit]:
    worst = best[-1] if len(best) == MOST_FOUND else None
    better = [hit for hit in found if worst is None or hit < worst]
    passing = set(article_lists.passing(project.store.connection, filter, [id for _, _, _, id in better]))
    return nsmallest(MOST_FOUND, [*best, *(hit for hit in better if hit[3] in passing)])


def _exact(project: Project, words: Sequence[str]) -> Iterator[list[_Hit]]:
    """A slice at a time, articles with every word in title or path."""
    last: tuple[str, str] | None = ("", "")
    groups = [[f"%{_escaped(form)}%" for form in _forms(word)] for word in words]
    while last is not None:
        rows, last = article_lists.titles_after(project.store.connection, last, _EXACT_SLICE, groups, MOST_FOUND)
        yield [(-100.0 * len(words), title, path, id) for id, title, path in rows]


def _fuzzy(project: Project, words: Sequence[str]) -> Iterator[list[_Hit]]:
    """A slice at a time, articles in whose title or path every word stands, or nearly."""
    from rapidfuzz import fuzz, process, utils

    last: tuple[str, str] | None = ("", "")
    while last is not None:
        rows, last = article_lists.titles_after(project.store.connection, last, _FUZZY_SLICE)
        scores = dict.fromkeys(range(len(rows)), 0.0)
        for word in words:
            left = {at: f"{rows[at][1]} {rows[at][2]}" for at in scores}
            found = process.extract(
                word,
                left,
                scorer=fuzz.partial_ratio,
                processor=utils.default_process,
                score_cutoff=CUTOFF,
                limit=None,
            )
            scores = {at: scores[at] + score for _, score, at in found}
        yield [(-score, rows[at][1], rows[at][2], rows[at][0]) for at, score in scores.items()]


def _forms(word: str) -> list[str]:
    """A word as it may be written; LIKE itself knows that only of Latin letters without marks."""
    if word.isascii():
        return [word]
    return list(dict.fromkeys((word, word.lower(), word.upper(), word.capitalize())))


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
