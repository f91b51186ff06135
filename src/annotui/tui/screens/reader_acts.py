"""What the reader wants done is carried out: each act of the session one act of the application, then shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotui.core import acts
from annotui.core.model import Annotation, Fragment
from annotui.project import annotate, review
from annotui.tui.screens.describe import quoted

if TYPE_CHECKING:
    from annotui.tui.screens.reader_pane import ReaderPane


def carry_out(pane: ReaderPane, act: acts.Act) -> None:
    """Carry out an act of the session; a label that links opens the link panel. Raises AnnotuiError."""
    if isinstance(act, acts.Tag):
        made = annotate.tag(pane.project, pane.path, act.fragments, act.label, seen=pane.article)
        pane.last = made.label, made.id
        pane.acted(made.id, made)
        links = pane.article.link_status(made)
        if links:
            pane.wants_links(made.id)
        pane.key_screen.hint("candidates" if links else "tag")
    elif isinstance(act, acts.Repeat):
        pane.acted(_repeat(pane, act.fragments))
    elif isinstance(act, acts.Accept):
        made = review.accept(pane.project, pane.span(act.id), seen=pane.article)
        pane.last = made.label, made.id
        pane.acted(made.id)
        pane.go_on()
    elif isinstance(act, acts.Reject):
        review.reject(pane.project, pane.span(act.id))
        pane.acted(None)
        pane.go_on()
    elif isinstance(act, acts.Delete):
        annotate.delete(pane.project, [pane.span(act.id)])
        pane.key_screen.say("Deleted; u brings it back")
        pane.acted(None)
    else:
        id = _change(pane, act)
        pane.acted(id)
        if isinstance(act, acts.Relabel) and pane.article.link_status(pane.span(id)) == "open":
            pane.wants_links(id)


_Change = acts.Relabel | acts.SetEdges | acts.AddFragment | acts.SetFlag


def _change(pane: ReaderPane, act: _Change) -> str:
    """Change the span that an act is about; returns its id."""
    project, opened, span = pane.project, pane.article, pane.span(act.id)
    if span.state == "pending":
        return _accept_changed(pane, act, span)
    if isinstance(act, acts.Relabel):
        annotate.relabel(project, [span], act.label, seen=opened)
        pane.last = act.label, act.id
    elif isinstance(act, acts.SetEdges):
        annotate.set_edges(project, span, act.fragments, seen=opened)
    elif isinstance(act, acts.AddFragment):
        annotate.set_edges(project, span, (*span.fragments, act.fragment), seen=opened)
        pane.key_screen.say(f"Added to {quoted(span, 30)}; u undoes")
    else:
        annotate.set_flag(project, span, act.flag)
    return act.id


def _accept_changed(pane: ReaderPane, act: _Change, span: Annotation) -> str:
    """Accept a suggestion with what is changed of it."""
    fragments: tuple[Fragment, ...] = ()
    label, flag = "", False
    if isinstance(act, acts.Relabel):
        label = act.label
    elif isinstance(act, acts.SetEdges):
        fragments = act.fragments
    elif isinstance(act, acts.AddFragment):
        fragments = (*span.fragments, act.fragment)
    else:
        flag = act.flag
    made = review.accept(pane.project, span, fragments=fragments, label=label, flag=flag, seen=pane.article)
    pane.last = made.label, made.id
    pane.key_screen.say("Accepted, so changed; u undoes")
    return made.id


def _repeat(pane: ReaderPane, fragments: tuple[Fragment, ...]) -> str | None:
    """Tag with the last label and, as far as that span has them now, its links. Returns the new span's id."""
    if pane.last is None:
        pane.key_screen.say("Nothing to repeat yet: tag something first")
        return None
    label = pane.last[0]
    made = annotate.tag(pane.project, pane.path, fragments, label, links=pane.last_links(), seen=pane.article)
    pane.last = label, made.id
    return made.id
