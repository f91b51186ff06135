"""The reader's state machine: a command in, a new state out, and with it an act, an ask, or words to show.

Nothing here changes an article: acts go to the application, and when they are done `settled` takes up the
spans as they then are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotui.core import motions, stepping
from annotui.core.commands import LINKS, SPAN, SUGGESTED
from annotui.core.navigating import NAVIGATION, by_rows, find, go
from annotui.core.reader import Handler, Outcome, ReaderState, View, current_span, selecting
from annotui.core.selecting import between
from annotui.core.stepping import current_at

if TYPE_CHECKING:
    from annotui.core.finding import How

__all__ = [
    "APP_COMMANDS",
    "Outcome",
    "ReaderState",
    "View",
    "by_rows",
    "choose_steps",
    "click",
    "drag",
    "facts",
    "first_of",
    "opened",
    "search",
    "settled",
    "step",
]

APP_COMMANDS = frozenset(
    {
        "article.done",
        "jump.back",
        "jump.forth",
        "article.next",
        "article.previous",
        "back",
        "quit",
        "pane.left",
        "pane.right",
    }
    | {"scroll.down", "scroll.up", "show.catalogue", "show.statistics", "show.spans", "show.labels"}
    | {"article.label", "span.attributes"}
    | {"help", "command", "undo", "redo", "palette", "redraw", "suspend"}
)
"""The commands of READ and SELECT that the application carries out; `step` leaves the state as it is."""


def opened(view: View, cursor: int = 0) -> ReaderState:
    """The state of an article just opened, at the place where it was left (code points)."""
    at = motions.on_text(view.text, cursor)
    return ReaderState(cursor=at, current=current_at(view, None, at, at))


def step(state: ReaderState, view: View, command: str, arg: str = "") -> Outcome:
    """Carry out a command of READ or SELECT; `arg` is what the key or the command line gave with it.

    Raises ValueError for an id that neither mode has.
    """
    handler = NAVIGATION.get(command) or _acting(command)
    if handler is not None:
        return handler(state, view, arg)
    if command in APP_COMMANDS:
        return Outcome(state)
    raise ValueError(f"{command!r} is no command of the reader")


def _acting(command: str) -> Handler | None:
    """The handler of a command that chooses or tags: what knows phrases, names and dates is imported for the first."""
    from annotui.core.choosing import CHOOSING
    from annotui.core.tagging import TAGGING

    return CHOOSING.get(command) or TAGGING.get(command)


def settled(state: ReaderState, view: View, current: str | None = None) -> ReaderState:
    """The state after spans were changed: nothing selected, and the cursor on the span `current` if it is there.

    Also after an undo, or when the text itself was replaced.
    """
    at = motions.on_text(view.text, state.cursor)
    annotation = view.annotations.get(current) if current is not None else None
    if annotation is None:
        kept = state.current if state.current in stepping.ids_at(view, at) else current_at(view, None, at, at)
        return state._replace(cursor=at, selection=None, current=kept)
    if not any(f.start <= at < f.end for f in annotation.fragments):
        at = motions.on_text(view.text, annotation.end - 1 if at >= annotation.end else annotation.start)
    return state._replace(cursor=at, selection=None, current=annotation.id, last=annotation.id, want_cell=None)


def click(state: ReaderState, view: View, offset: int) -> Outcome:
    """The mouse pressed at `offset`: the cursor goes there, a selection is let go."""
    moved = go(state._replace(selection=None), view, offset)
    return Outcome(moved._replace(last=moved.current or state.last))


def drag(state: ReaderState, view: View, start: int, end: int) -> Outcome:
    """The mouse drawn from the grapheme at `start` to the one at `end`, both taken in."""
    selection = between(view.text, start, end)
    return click(state, view, end) if selection is None else Outcome(selecting(state, view.text, selection))


def search(state: ReaderState, view: View, query: str, how: How = "text") -> Outcome:
    """Find what was asked for, from the cursor on; a selection reaches to it. An empty query finds the last again."""
    if query.strip():
        state = state._replace(search=query, how=how)
    return find(state, view, forward=True)


def first_of(state: ReaderState, view: View, folded: str) -> Outcome:
    """Look for any of some words, each a folded line, from the top on; where there is none, nothing is moved."""
    state = state._replace(search=folded, how="any")
    found = find(state._replace(cursor=-1, selection=None), view, forward=True)
    if found.state.cursor < 0:
        return Outcome(state)
    moved = go(state, view, found.state.cursor, jump=found.state.cursor != state.cursor)
    return Outcome(moved)


def choose_steps(state: ReaderState, view: View, step_set: str) -> Outcome:
    """Step through the spans of this set from now on (see `stepping.step_sets`)."""
    count = stepping.count(view, step_set)
    return Outcome(state._replace(step_set=step_set), say=f"Tab steps through {step_set}: {count} here")


def facts(state: ReaderState, view: View) -> frozenset[str]:
    """What holds now, for the key bar; somebody else's span can only be looked at."""
    annotation = current_span(state, view)
    if annotation is None or annotation.annotator != view.annotator:
        return frozenset()
    if annotation.state == "pending":
        return frozenset({SPAN, LINKS, SUGGESTED})
    links = annotation.links or stepping.label_links(view, annotation.label)
    return frozenset({SPAN, LINKS} if links else {SPAN})
