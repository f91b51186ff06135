"""How the library was looked at when it was left: order, filters, what was typed and searched. Kept in `.annotui/`."""

from __future__ import annotations

import json
from typing import NamedTuple

from annotui.core.model import ARTICLE_STATUSES
from annotui.project.library import SORTS, WORKS, Filter
from annotui.project.opening import Project

_KEY = "view"


class View(NamedTuple):
    """What the library lists: those that pass the filter, and are like what is `typed` or hold the `words`."""

    filter: Filter
    typed: str = ""
    words: str = ""

    @property
    def narrows(self) -> bool:
        """Whether it leaves articles out."""
        return bool(self.typed.strip() or self.words or self.filter.narrows)

    def whole(self) -> View:
        """All articles in the same order."""
        return View(plain(self.filter))


def plain(filter: Filter) -> Filter:
    """A filter that leaves nothing out, in the same order."""
    return filter._replace(status="", label="", agreement="", work="", by="", done_by="")


def remembered_view(project: Project) -> View:
    """The view that was left, as far as it can be read; all articles by path at first."""
    try:
        kept = json.loads(project.state.text(_KEY) or "{}")
    except ValueError:
        kept = {}
    texts = {name: value for name, value in kept.items() if isinstance(value, str)} if isinstance(kept, dict) else {}
    return View(
        Filter(
            project.annotator,
            status=next((status for status in ARTICLE_STATUSES if status == texts.get("status")), ""),
            label=texts.get("label", ""),
            agreement=texts.get("agreement", ""),
            work=next((work for work in WORKS if work == texts.get("work")), ""),
            by=texts.get("by", ""),
            done_by=texts.get("done_by", ""),
            sort=next((sort for sort in SORTS if sort == texts.get("sort")), "path"),
            descending=bool(texts.get("descending")),
        ),
        typed=texts.get("typed", ""),
        words=texts.get("words", ""),
    )


def remember_view(project: Project, view: View) -> None:
    """Keep a view for the next time."""
    kept = {
        "sort": view.filter.sort,
        "descending": "yes" if view.filter.descending else "",
        "status": view.filter.status,
        "label": view.filter.label,
        "agreement": view.filter.agreement,
        "work": view.filter.work,
        "by": view.filter.by,
        "done_by": view.filter.done_by,
        "typed": view.typed,
        "words": view.words,
    }
    project.state.set_text(_KEY, json.dumps({name: value for name, value in kept.items() if value}, ensure_ascii=False))
