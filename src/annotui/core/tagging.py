"""Tagging, and what is done with the current span: label, links, note, flag, edges.

A command without a selection is about the current span, or tags the shortest name at the cursor.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from annotui.core import phrases, stepping
from annotui.core.acts import (
    Accept,
    AddFragment,
    AskAcceptAll,
    AskArticleNote,
    AskLabel,
    AskNote,
    CopyCitation,
    CopySpan,
    Delete,
    OpenLinks,
    Reject,
    Repeat,
    SetEdges,
    SetFlag,
    ShowGuideline,
    Tag,
)
from annotui.core.model import Fragment
from annotui.core.reader import NO_SELECTION, NO_SPAN, NO_WORD, Handler, Outcome, ReaderState, View, current_span
from annotui.core.selecting import (
    stretch,
    word_ending_after,
    word_ending_before,
    word_starting_after,
    word_starting_before,
)

LAST_WORD = "One word must be left: x deletes the span"


def _tag(state: ReaderState, view: View, arg: str) -> Outcome:
    label = next((label.name for label in view.labels if label.key and label.key == arg), None)
    if label is None:
        known = ", ".join(f"{label.key} {label.name}" for label in view.labels if label.key)
        return Outcome(state, say=f"No label on {arg or 'this key'}: {known or 't asks for one'}")
    fragments = _to_tag(state, view)
    if not fragments:
        return Outcome(state, say=NO_WORD)
    same = stepping.same_span(view, fragments, label)
    if same is not None:
        state = state._replace(current=same, last=same) if state.selection is None else state
        return Outcome(state, say=f"This is tagged {label} already")
    suggested = stepping.same_span(view, fragments, label, "pending")
    return Outcome(state, Tag(fragments, label) if suggested is None else Accept(suggested))


def _ask_label(state: ReaderState, view: View, _arg: str) -> Outcome:
    fragments = _to_tag(state, view)
    return Outcome(state, ask=AskLabel(fragments)) if fragments else Outcome(state, say=NO_WORD)


def _repeat(state: ReaderState, view: View, _arg: str) -> Outcome:
    fragments = _to_tag(state, view)
    return Outcome(state, Repeat(fragments)) if fragments else Outcome(state, say=NO_WORD)


def _add_fragment(state: ReaderState, view: View, _arg: str) -> Outcome:
    """Add the selection to the span last tagged or stepped to, else to the current one."""
    selection = state.selection
    if selection is None:
        return Outcome(state, say=NO_SELECTION)
    span = next((i for i in (state.last, state.current) if i is not None and i in view.annotations), None)
    if span is None:
        return Outcome(state, say="No span to add to yet: tag one first")
    fragment = Fragment(selection.start, selection.end)
    if any(f.start < fragment.end and fragment.start < f.end for f in view.annotations[span].fragments):
        return Outcome(state, say="This overlaps the span it would be added to: v on that span moves its edges")
    return Outcome(state, AddFragment(span, fragment))


def _open(state: ReaderState, view: View, arg: str) -> Outcome:
    annotation = current_span(state, view)
    if annotation is not None and annotation.state == "pending":
        return Outcome(state, Accept(annotation.id))
    return _links(state, view, arg)


def _links(state: ReaderState, view: View, _arg: str) -> Outcome:
    annotation = current_span(state, view)
    if annotation is None:
        return Outcome(state, say=NO_SPAN)
    if not annotation.links and not stepping.label_links(view, annotation.label):
        return Outcome(state, say=f"Label {annotation.label} does not link: r relabels, c notes")
    return Outcome(state, ask=OpenLinks(annotation.id))


def _delete(state: ReaderState, view: View, _arg: str) -> Outcome:
    annotation = current_span(state, view)
    if annotation is None:
        return Outcome(state, say=NO_SPAN)
    return Outcome(state, Reject(annotation.id) if annotation.state == "pending" else Delete(annotation.id))


def _relabel(state: ReaderState, view: View, _arg: str) -> Outcome:
    annotation = current_span(state, view)
    return Outcome(state, say=NO_SPAN) if annotation is None else Outcome(state, ask=AskLabel(id=annotation.id))


def _note(state: ReaderState, view: View, _arg: str) -> Outcome:
    annotation = current_span(state, view)
    return Outcome(state, say=NO_SPAN) if annotation is None else Outcome(state, ask=AskNote(annotation.id))


def _flag(state: ReaderState, view: View, _arg: str) -> Outcome:
    annotation = current_span(state, view)
    if annotation is None:
        return Outcome(state, say=NO_SPAN)
    return Outcome(state, SetFlag(annotation.id, not annotation.flag))


def _guideline(state: ReaderState, view: View, _arg: str) -> Outcome:
    annotation = current_span(state, view)
    return Outcome(state, ask=ShowGuideline(annotation.label if annotation else ""))


def _edge(*, left_edge: bool, leftwards: bool) -> Handler:
    """Move an edge of the current span by a word; of a span in fragments the outermost edges."""

    def handler(state: ReaderState, view: View, _arg: str) -> Outcome:
        annotation = current_span(state, view)
        if annotation is None or annotation.end > len(view.text):
            return Outcome(state, say=NO_SPAN)
        fragments = list(annotation.fragments)
        place = 0 if left_edge else -1
        old = fragments[place]
        if left_edge:
            near = word_starting_before if leftwards else word_starting_after
            word = near(view.text, old.start)
            start, end = (word[0], old.end) if word else (old.start, old.end)
        else:
            near = word_ending_before if leftwards else word_ending_after
            word = near(view.text, old.end)
            start, end = (old.start, word[1]) if word else (old.start, old.end)
        if start >= end:
            return Outcome(state, say=LAST_WORD)
        if (start, end) == (old.start, old.end):
            return Outcome(state, say="No word further on")
        fragments[place] = Fragment(start, end)
        return Outcome(state, SetEdges(annotation.id, tuple(fragments)))

    return handler


def _to_tag(state: ReaderState, view: View) -> tuple[Fragment, ...]:
    """The selection, else the shortest name at the cursor, else nothing."""
    if state.selection is not None:
        return state.selection.fragments
    name = phrases.shortest_name(view.text, state.cursor)
    if name is None or name[0] >= name[1]:
        return ()
    whole = stretch(view.text, *name, state.cursor)
    return whole.fragments


def _copy_text(state: ReaderState, view: View, _arg: str) -> Outcome:
    span = current_span(state, view)
    return Outcome(state, say=NO_SPAN) if span is None else Outcome(state, ask=CopySpan(span.id))


TAGGING: Mapping[str, Handler] = MappingProxyType(
    {
        "edge.start_left": _edge(left_edge=True, leftwards=True),
        "edge.start_right": _edge(left_edge=True, leftwards=False),
        "edge.end_left": _edge(left_edge=False, leftwards=True),
        "edge.end_right": _edge(left_edge=False, leftwards=False),
        "tag": _tag,
        "tag.ask": _ask_label,
        "repeat": _repeat,
        "fragment.add": _add_fragment,
        "span.open": _open,
        "span.link": _links,
        "span.delete": _delete,
        "span.relabel": _relabel,
        "span.note": _note,
        "span.flag": _flag,
        "suggestions.accept": lambda state, _view, _arg: Outcome(state, ask=AskAcceptAll()),
        "show.guideline": _guideline,
        "article.note": lambda state, _view, _arg: Outcome(state, ask=AskArticleNote()),
        "copy.text": _copy_text,
        "copy.citation": lambda state, _view, _arg: Outcome(state, ask=CopyCitation(state.current)),
    }
)
"""The commands of tagging and the current span, by their ids."""
