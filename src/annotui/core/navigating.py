"""Getting about in an article: moving, marks, and from span to span; a selection reaches along.

Each command looks at the neighbourhood of the cursor alone; only finding goes further.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from annotui.core import motions, stepping
from annotui.core.reader import NO_SPAN, Handler, Outcome, ReaderState, View, selecting
from annotui.core.selecting import (
    PARAGRAPH,
    SENTENCE,
    WORD,
    Selection,
    grapheme_left,
    grapheme_right,
    reach,
    reach_offset,
    reach_row,
    unit_left,
    unit_right,
    word_here,
)


def go(state: ReaderState, view: View, offset: int, *, jump: bool = False) -> ReaderState:
    """The state with the cursor at `offset`, nothing selected."""
    at = motions.on_text(view.text, offset)
    return state._replace(
        cursor=at,
        want_cell=None,
        selection=None,
        current=stepping.current_at(view, state.current, state.cursor, at),
        jumped_from=state.cursor if jump else state.jumped_from,
    )


def _moved(state: ReaderState, view: View, offset: int, *, jump: bool = False) -> Outcome:
    """The cursor at `offset`, or the active end moved to take it in."""
    if state.selection is None:
        return Outcome(go(state, view, offset, jump=jump))
    moved = selecting(state, view.text, reach_offset(view.text, state.selection, offset))
    return Outcome(moved._replace(jumped_from=state.cursor if jump else state.jumped_from))


def _by_text(command: str) -> Handler:
    """A motion by characters, words, sentences or paragraphs, which a selection makes in its own way."""

    def handler(state: ReaderState, view: View, _arg: str) -> Outcome:
        if state.selection is None:
            return _moved(state, view, motions.MOTIONS[command](view.text, state.cursor))
        return Outcome(selecting(state, view.text, _UNITS[command](view.text, state.selection)))

    return handler


def by_rows(state: ReaderState, view: View, count: int) -> ReaderState:
    """The state with the cursor, or the active end, `count` rows further down, up if negative."""
    offset, cell = motions.by_rows(view.text, view.layout, state.cursor, count, state.want_cell)
    if offset == state.cursor:
        moved = state
    elif state.selection is None:
        moved = go(state, view, offset)
    else:
        moved = selecting(state, view.text, reach_row(view.text, state.selection, offset))
    return moved._replace(want_cell=cell)


def _by_rows(count: Callable[[View], int]) -> Handler:
    return lambda state, view, _arg: Outcome(by_rows(state, view, count(view)))


def _by_pages(count: Callable[[View], int]) -> Handler:
    """By a page or a part of one, the page going as far as the cursor, which so stays at its place on the screen."""

    def handler(state: ReaderState, view: View, _arg: str) -> Outcome:
        moved = by_rows(state, view, count(view))
        return Outcome(moved, scroll=view.layout.row_of(moved.cursor) - view.layout.row_of(state.cursor))

    return handler


def _row_start(state: ReaderState, view: View, _arg: str) -> Outcome:
    layout = view.layout
    return _moved(state, view, motions.row_start(view.text, layout, layout.row_of(state.cursor)))


def _row_end(state: ReaderState, view: View, _arg: str) -> Outcome:
    layout = view.layout
    return _moved(state, view, motions.row_end(view.text, layout, layout.row_of(state.cursor)))


def _percent(state: ReaderState, view: View, arg: str) -> Outcome:
    digits = arg.strip().removesuffix("%")
    if not (digits.isascii() and digits.isdecimal() and int(digits) <= 100):
        return Outcome(state, say=f"{arg!r} is no part of the article: :0% to :100%")
    return _moved(state, view, len(view.text) * int(digits) // 100, jump=True)


def find(state: ReaderState, view: View, *, forward: bool) -> Outcome:
    """Find the next place of what is looked for, or the one before; over the ends of the text with a word on it."""
    if not state.search:
        return Outcome(state, say="Nothing to find yet: / asks what")
    from annotui.core.finding import searcher

    what = searcher(state.search, state.how)
    if state.selection is not None:
        return _find_selecting(state, view, state.selection, forward=forward)
    text, cursor, say = view.text, state.cursor, ""
    found = what.starting_after(text, cursor) if forward else what.starting_before(text, cursor)
    if found is None:
        found = what.starting_after(text, -1, cursor) if forward else what.starting_before(text, len(text), cursor)
        say = f"Over the {'end, on from the top' if forward else 'top, on from the end'}"
    if found is None:
        return Outcome(state, say=f"{state.search!r} is not in this article")
    if found[0] == state.cursor:
        say = f"{state.search!r} is nowhere else in this article"
    return Outcome(go(state, view, found[0], jump=True), say=say)


def _find_selecting(state: ReaderState, view: View, selection: Selection, *, forward: bool) -> Outcome:
    """The active end moved to take in a match; never over the ends of the text, which would select most of it."""
    from annotui.core.finding import searcher

    text, what, head = view.text, searcher(state.search, state.how), selection.head
    if forward and selection.forward:
        found = what.ending_after(text, selection.start, head)
    elif forward:
        found = what.starting_after(text, head)
    elif selection.forward:
        found = what.ending_before(text, head)
    else:
        found = what.starting_before(text, head)
    if found is None:
        return Outcome(state, say=f"No {state.search!r} {'after' if forward else 'before'} this")
    moved = selecting(state, view.text, reach(text, selection, *found))
    return Outcome(moved._replace(jumped_from=state.cursor))


def _find_word(forward: bool) -> Handler:
    def handler(state: ReaderState, view: View, _arg: str) -> Outcome:
        word = word_here(view.text, state.cursor)
        if word is None:
            return Outcome(state, say="No word here")
        state = state._replace(search=view.text[slice(*word)], how="word")
        return find(state, view, forward=forward)

    return handler


def _set_mark(state: ReaderState, _view: View, arg: str) -> Outcome:
    if not arg:
        return Outcome(state, say="A mark needs a key: m and any character")
    return Outcome(state._replace(marks=MappingProxyType({**state.marks, arg: state.cursor})), say=f"Mark {arg} set")


def _go_mark(state: ReaderState, view: View, arg: str) -> Outcome:
    if arg not in state.marks:
        return Outcome(state, say=f"No mark {arg}: m{arg} sets it")
    return _moved(state, view, state.marks[arg], jump=True)


def _go_back(state: ReaderState, view: View, _arg: str) -> Outcome:
    if state.jumped_from is None:
        return Outcome(state, say="No jump to come back from yet")
    return _moved(state, view, state.jumped_from, jump=True)


def _step_span(forward: bool) -> Handler:
    def handler(state: ReaderState, view: View, _arg: str) -> Outcome:
        near = stepping.next_step if forward else stepping.previous_step
        found, say = near(view, state.step_set, state.current, state.cursor), ""
        if found is None:
            found = near(view, state.step_set, None, -1 if forward else len(view.text))
            say = f"Over the {'last span, on from the first' if forward else 'first span, on from the last'}"
        if found is None or found not in view.annotations:
            return Outcome(state, say=f"No span to step to ({state.step_set}): f chooses others")
        start = view.annotations[found].start
        if found == state.current and start == state.cursor:
            say = f"The only span to step to ({state.step_set})"
        moved = go(state, view, start, jump=start != state.cursor)
        return Outcome(moved._replace(current=found, last=found), say=say)

    return handler


def _cycle(state: ReaderState, view: View, _arg: str) -> Outcome:
    found = stepping.cycled(view, state.current, state.cursor)
    if found is None:
        return Outcome(state, say=NO_SPAN)
    span, place, count = found
    label = view.annotations[span].label
    return Outcome(state._replace(current=span, last=span), say=f"{label}: {place} of {count} here")


def _ask_search(state: ReaderState, view: View, arg: str) -> Outcome:
    from annotui.core.acts import AskSearch

    return Outcome(state, ask=AskSearch())


def _ask_steps(state: ReaderState, view: View, arg: str) -> Outcome:
    from annotui.core.acts import AskSteps

    return Outcome(state, ask=AskSteps())


_UNITS: Mapping[str, Callable[[str, Selection], Selection]] = MappingProxyType(
    {
        "move.left": grapheme_left,
        "move.right": grapheme_right,
        "move.word": lambda text, selection: unit_right(text, selection, WORD),
        "move.word_end": lambda text, selection: unit_right(text, selection, WORD),
        "move.word_back": lambda text, selection: unit_left(text, selection, WORD),
        "move.sentence": lambda text, selection: unit_right(text, selection, SENTENCE),
        "move.sentence_back": lambda text, selection: unit_left(text, selection, SENTENCE),
        "move.paragraph": lambda text, selection: unit_right(text, selection, PARAGRAPH),
        "move.paragraph_back": lambda text, selection: unit_left(text, selection, PARAGRAPH),
    }
)

NAVIGATION: Mapping[str, Handler] = MappingProxyType(
    {
        "move.down": _by_rows(lambda _view: 1),
        "move.up": _by_rows(lambda _view: -1),
        "page.down": _by_pages(lambda view: view.page_rows),
        "page.up": _by_pages(lambda view: -view.page_rows),
        "page.half_down": _by_pages(lambda view: max(1, view.page_rows // 2)),
        "page.half_up": _by_pages(lambda view: -max(1, view.page_rows // 2)),
        "move.row_start": _row_start,
        "move.row_end": _row_end,
        "go.top": lambda state, view, _arg: _moved(state, view, 0, jump=True),
        "go.bottom": lambda state, view, _arg: _moved(state, view, len(view.text), jump=True),
        "go.percent": _percent,
        "find": _ask_search,
        "find.next": lambda state, view, _arg: find(state, view, forward=True),
        "find.previous": lambda state, view, _arg: find(state, view, forward=False),
        "find.word": _find_word(forward=True),
        "find.word_back": _find_word(forward=False),
        "mark.set": _set_mark,
        "mark.go": _go_mark,
        "mark.back": _go_back,
        "step.next": _step_span(forward=True),
        "step.previous": _step_span(forward=False),
        "step.choose": _ask_steps,
        "span.cycle": _cycle,
        **{command: _by_text(command) for command in motions.MOTIONS},
    }
)
"""The commands of getting about, by their ids."""
