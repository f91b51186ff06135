"""What to select: the word, sentence, name or phrase at the cursor, or the edges of a span to move."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from annotui.core import phrases, segments, stepping
from annotui.core.acts import AskLabel, CopyText, SetEdges, ShowConcordance
from annotui.core.model import text_of
from annotui.core.reader import (
    NO_SELECTION,
    NO_SPAN,
    NO_WORD,
    Handler,
    Outcome,
    ReaderState,
    View,
    current_span,
    selecting,
)
from annotui.core.selecting import Selection, stretch, word_here


def _select_word(state: ReaderState, view: View, _arg: str) -> Outcome:
    """Start with the word here; on the current span, take up its fragment here with its edges."""
    annotation = current_span(state, view)
    here = [f for f in annotation.fragments if f.start <= state.cursor < f.end] if annotation else []
    if annotation is None or not here or here[0].end > len(view.text):
        word = word_here(view.text, state.cursor)
        return _select(state, view, word)
    fragment = here[0]
    others = tuple(f for f in annotation.fragments if f != fragment)
    whole = stretch(view.text, fragment.start, fragment.end, state.cursor)
    return Outcome(selecting(state, view.text, whole._replace(origin=annotation.id, others=others)))


def _select_sentence(state: ReaderState, view: View, _arg: str) -> Outcome:
    return _select(state, view, segments.sentence_at(view.text, state.cursor))


def _select_phrase(state: ReaderState, view: View, _arg: str) -> Outcome:
    chain = _chain(view, state.cursor)
    return _select(state, view, chain[0] if chain else word_here(view.text, state.cursor))


def _select_whole(state: ReaderState, view: View, _arg: str) -> Outcome:
    """The longest phrase here; the chain's last is the sentence, which has a key of its own."""
    chain = _chain(view, state.cursor)
    return _select(state, view, chain[max(0, len(chain) - 2)] if chain else word_here(view.text, state.cursor))


def _select(state: ReaderState, view: View, found: tuple[int, int] | None) -> Outcome:
    if found is None or found[0] >= found[1]:
        return Outcome(state, say=NO_WORD)
    return Outcome(selecting(state, view.text, stretch(view.text, *found, state.cursor)))


def _wider(state: ReaderState, view: View, _arg: str) -> Outcome:
    selection = state.selection
    if selection is None:
        return Outcome(state, say=NO_SELECTION)
    now = (selection.start, selection.end)
    wider = [p for p in _chain(view, selection.seed) if p != now and p[0] <= now[0] and p[1] >= now[1]]
    if not wider:
        return Outcome(state, say="No wider phrase here: w and b go on by words")
    return _resized(state, view, selection, min(wider, key=_length))


def _narrower(state: ReaderState, view: View, _arg: str) -> Outcome:
    selection = state.selection
    if selection is None:
        return Outcome(state, say=NO_SELECTION)
    now = (selection.start, selection.end)
    narrower = [p for p in _chain(view, selection.seed) if p != now and p[0] >= now[0] and p[1] <= now[1]]
    if not narrower:
        return Outcome(state, say="No narrower name here: h and b go back")
    return _resized(state, view, selection, max(narrower, key=_length))


def _resized(state: ReaderState, view: View, selection: Selection, found: tuple[int, int]) -> Outcome:
    whole = stretch(view.text, *found, selection.seed)
    return Outcome(selecting(state, view.text, selection._replace(anchor=whole.anchor, head=whole.head)))


def _save(state: ReaderState, view: View, _arg: str) -> Outcome:
    """Save the edges that were taken up; for a new selection ask the label."""
    selection = state.selection
    if selection is None:
        return Outcome(state, say=NO_SELECTION)
    annotation = view.annotations.get(selection.origin) if selection.origin is not None else None
    if annotation is None:
        return Outcome(state, ask=AskLabel(selection.fragments))
    if annotation.fragments == selection.fragments and annotation.anchor == "exact":
        return Outcome(state._replace(selection=None), say="The edges are as they were")
    return Outcome(state, SetEdges(annotation.id, selection.fragments))


def _cancel(state: ReaderState, view: View, _arg: str) -> Outcome:
    """Let the selection go; the cursor is back where it was when it began."""
    if state.selection is None:
        return Outcome(state)
    cursor = state.selection.seed
    here = stepping.ids_at(view, cursor)
    current = state.current if state.current in here else next(iter(here), None)
    return Outcome(state._replace(cursor=cursor, want_cell=None, selection=None, current=current))


def _copy_selection(state: ReaderState, _view: View, _arg: str) -> Outcome:
    selection = state.selection
    return Outcome(state, say=NO_SELECTION) if selection is None else Outcome(state, ask=CopyText(selection.fragments))


def _concordance(state: ReaderState, view: View, _arg: str) -> Outcome:
    """Of the selection, else of the current span's text, else of the word here."""
    annotation = current_span(state, view)
    if state.selection is not None:
        return Outcome(state, ask=ShowConcordance(text_of(state.selection.fragments, view.text)))
    if annotation is not None:
        return Outcome(state, ask=ShowConcordance(annotation.text))
    word = word_here(view.text, state.cursor)
    return Outcome(state, ask=ShowConcordance(view.text[slice(*word)])) if word else Outcome(state, say=NO_WORD)


def _same(state: ReaderState, view: View, _arg: str) -> Outcome:
    """Of what stands for the same as the current span, or of what is selected, to be tagged as the span is."""
    annotation = current_span(state, view)
    text = text_of(state.selection.fragments, view.text) if state.selection is not None else ""
    if annotation is None:
        return Outcome(state, ask=ShowConcordance(text)) if text else Outcome(state, say=NO_SPAN)
    if annotation.state == "pending":
        return Outcome(state, say="This is a suggestion: Enter accepts it, then = finds the same elsewhere")
    return Outcome(state, ask=ShowConcordance(text or annotation.text, annotation.id))


def _chain(view: View, offset: int) -> list[tuple[int, int]]:
    """The names and phrases around `offset`, the shortest first, the sentence last."""
    return [p for p in phrases.phrase_chain(view.text, offset, view.on) if p[0] < p[1]]


def _length(stretch_: tuple[int, int]) -> int:
    return stretch_[1] - stretch_[0]


CHOOSING: Mapping[str, Handler] = MappingProxyType(
    {
        "select.word": _select_word,
        "select.sentence": _select_sentence,
        "select.phrase": _select_phrase,
        "select.whole": _select_whole,
        "select.wider": _wider,
        "select.narrower": _narrower,
        "select.save": _save,
        "select.cancel": _cancel,
        "copy.selection": _copy_selection,
        "show.concordance": _concordance,
        "span.same": _same,
        "cancel": _cancel,
    }
)
"""The commands of selecting, by their ids."""
