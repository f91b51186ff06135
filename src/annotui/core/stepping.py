"""The current span, and the ways from span to span: those at the cursor, and those of a step set in order.

A step set is "all", "suggestions", "open" (the label links, nothing decided), "unsure", "flagged", "moved", or
"label:" and a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from annotui.core.marks import FLAGGED, MOVED, OPEN, PENDING, UNSURE
from annotui.core.model import Fragment, State
from annotui.core.reader import ALL, View
from annotui.core.spans import BEGINS

SUGGESTIONS = "suggestions"
STEP_SETS: Mapping[str, int] = MappingProxyType(
    {ALL: BEGINS, SUGGESTIONS: PENDING, "open": OPEN, "unsure": UNSURE, "flagged": FLAGGED, "moved": MOVED}
)
"""The marks by which the spans of each fixed step set are known."""
_LABEL = "label:"


def ids_at(view: View, offset: int) -> list[str]:
    """The annotations at `offset`, the shortest first."""
    return list(dict.fromkeys(s.id for s in view.spans.at(offset) if s.id in view.annotations))


def current_at(view: View, before: str | None, old: int, new: int) -> str | None:
    """The current span after the cursor went from `old` to `new`.

    It is the shortest there; but one chosen before stays as long as no other span is entered.
    """
    here = ids_at(view, new)
    if before in here and set(here) <= set(ids_at(view, old)):
        return before
    return here[0] if here else None


def cycled(view: View, current: str | None, offset: int) -> tuple[str, int, int] | None:
    """The span after the current one among those at `offset`: its id, its place from 1, and how many there are."""
    here = ids_at(view, offset)
    if not here:
        return None
    place = (here.index(current) + 1) % len(here) if current in here else 0
    return here[place], place + 1, len(here)


def step_sets(view: View) -> list[tuple[str, int]]:
    """What can be stepped through here, each with how many spans it has: the fixed sets, then each label."""
    names = [*STEP_SETS, *(_LABEL + label.name for label in view.labels)]
    return [(name, count(view, name)) for name in names]


def count(view: View, step_set: str) -> int:
    """How many annotations a step set has."""
    wanted, only = _wanted(step_set)
    return sum(n for (label, marks), n in view.tally.items() if marks & wanted and only in ("", label))


def label_links(view: View, name: str) -> bool:
    """Whether the label of this name links."""
    return any(label.links for label in view.labels if label.name == name)


def next_step(view: View, step_set: str, current: str | None, offset: int) -> str | None:
    """The next annotation of the step set after the current one at `offset`; None after the last."""
    found = view.spans.following(offset, current, *_wanted(step_set))
    return found.id if found else None


def previous_step(view: View, step_set: str, current: str | None, offset: int) -> str | None:
    """The annotation of the step set before the current one at `offset`; None before the first."""
    found = view.spans.preceding(offset, current, *_wanted(step_set))
    return found.id if found else None


def _wanted(step_set: str) -> tuple[int, str]:
    """The marks, and the label if any, of the spans of a step set."""
    if step_set.startswith(_LABEL):
        return BEGINS, step_set.removeprefix(_LABEL)
    return STEP_SETS[step_set], ""


def same_span(view: View, fragments: tuple[Fragment, ...], label: str, state: State = "accepted") -> str | None:
    """The id of the reader's own annotation (or of the suggestion) on just these fragments with this label."""
    first = fragments[0]
    alike = (s.id for s in view.spans.exactly(first.start, first.end) if s.label == label)
    found = (view.annotations.get(id) for id in alike)
    wanted = (view.annotator, fragments, state)
    return next((a.id for a in found if a is not None and (a.annotator, a.fragments, a.state) == wanted), None)
