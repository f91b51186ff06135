"""What is said of articles, spans and agreements in one line: headers, the status line, list rows."""

from __future__ import annotations

from annotui.core.attributes import told
from annotui.core.model import Agreement, Annotation, Article
from annotui.core.session import ReaderState
from annotui.core.text import one_line
from annotui.errors import UsageError
from annotui.project.opening import Project
from annotui.tui.screens.open_article import OpenArticle

SOURCE_FROM = 90
"""Cells from which the title line has room for the source."""

_STATES = {"open": "link open", "nil": "not in the catalogue", "unsure": "unsure"}


def header(article: Article, width: int, *, alone: bool = True) -> tuple[str, str]:
    """The title line: title or path; date and status, and where it stands `alone` the source from SOURCE_FROM cells."""
    source = article.source if alone and width >= SOURCE_FROM else ""
    right = (source, article.date or "no date", article.status, *article.labels, "noted" if article.note else "")
    return article.title or article.path, " · ".join(part for part in right if part)


def about(article: Article) -> tuple[str, str]:
    """The second title line: whence the article comes and what is noted on it; where it lies."""
    whence = " · ".join(part for part in (article.source, article.language) if part)
    return whence + (f" · note: {one_line(article.note, 200)}" if article.note else ""), f"corpus/{article.path}"


def described(state: ReaderState, opened: OpenArticle, project: Project) -> str:
    """What is selected or under the cursor."""
    if state.selection is not None:
        size = sum(f.end - f.start for f in state.selection.fragments)
        keys = " ".join(f"{label.key} {label.name}" for label in opened.labels if label.key)
        return f"SELECT {size} characters: {keys}"
    span = opened.annotations.get(state.current) if state.current else None
    if span is None:
        return ""
    here = list(dict.fromkeys(s.id for s in opened.spans.at(state.cursor)))
    suggested = f"? {span.score or 0:.2f}" if span.state == "pending" else ""
    which = f"{here.index(span.id) + 1}/{len(here)}" if len(here) > 1 and span.id in here else ""
    return " ".join(
        part
        for part in (
            f"[{span.label}{suggested}{' ' + which if which else ''}]",
            meaning(span, opened, project),
            "" if span.annotator == project.annotator else f"by {span.annotator}",
            told(span.attributes),
            f"note: {span.note}" if span.note else "",
            "flagged" if span.flag else "",
            "" if span.anchor == "exact" else f"{span.anchor}: check its edges",
        )
        if part
    )


def meaning(span: Annotation, opened: OpenArticle, project: Project) -> str:
    """What a span means: its records, or that it is open, NIL or unsure; empty where the label does not link."""
    return meant(span, opened.link_status(span), project)


def meant(span: Annotation, status: str, project: Project) -> str:
    """The same, where it is known how its link stands."""
    several = len(span.links) > 1
    names = " + ".join(_record(project, link.agreement, brief=several) for link in span.links if link.agreement)
    if status == "linked":
        return f"→ {len(span.links)}: {names}" if several else f"→ {names}"
    said = _STATES.get(status, "")
    return f"{said}: {names}" if names else said


def position(state: ReaderState, opened: OpenArticle) -> str:
    """How far down the article the cursor is, in percent; always as wide, so that what is before it stays in place."""
    return f"{100 * state.cursor // max(1, len(opened.text)):3}%"


def dates(record: Agreement) -> str:
    """The dates of a record, the shared beginning written once: 2020-11-09/10."""
    if not record.dates:
        return ""
    first, *rest = record.dates
    return "/".join([first, *(date[8:] if date[:7] == first[:7] and len(date) == 10 else date for date in rest)])


def name(record: Agreement) -> str:
    """The short name of a record; else what tells it from its twins: dates, place, kind; else its title."""
    told = " ".join(part for part in (dates(record), record.place, record.kind) if part)
    return record.short or (told if record.dates and record.kind else record.title)


def quoted(span: Annotation, limit: int = 60) -> str:
    """The text of a span in quotes, for messages."""
    return f"“{one_line(span.text, limit)}”"


def _record(project: Project, id: str, *, brief: bool) -> str:
    """The name of a record; `brief` is its short name or its dates, for several side by side."""
    try:
        record = project.agreement(id)
        return (record.short or dates(record) or record.title) if brief else name(record)
    except UsageError:
        return id
