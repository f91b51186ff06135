"""The current span, and the ways from span to span: those at the cursor, and those of a step set in order.

A step set is "all", "open" (the label links, nothing decided), "unsure", "flagged", "moved", or "label:" and a name.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotui.core.model import Annotation, link_status
from annotui.core.reader import ALL, View
from annotui.core.spans import Span

STEP_SETS = (ALL, "open", "unsure", "flagged", "moved")
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
    return [(name, sum(in_set(view, a, name) for a in view.annotations.values())) for name in names]


def in_set(view: View, annotation: Annotation, step_set: str) -> bool:
    """Whether a step set has the annotation."""
    if step_set in ("open", "unsure"):
        return link_status(annotation, label_links(view, annotation.label)) == step_set
    if step_set == "flagged":
        return annotation.flag
    if step_set == "moved":
        return annotation.anchor != "exact"
    return step_set == ALL or step_set == _LABEL + annotation.label


def label_links(view: View, name: str) -> bool:
    """Whether the label of this name links."""
    return any(label.links for label in view.labels if label.name == name)


def next_step(view: View, step_set: str, current: str | None, offset: int) -> str | None:
    """The next annotation of the step set after the current one at `offset`; None after the last."""
    same = _starting_at(view, offset)
    ids = [s.id for s in same]
    later = same[ids.index(current) + 1 :] if current in ids else []
    return next((s.id for s in (*later, *_after(view, offset)) if _is_step(view, s, step_set)), None)


def previous_step(view: View, step_set: str, current: str | None, offset: int) -> str | None:
    """The annotation of the step set before the current one at `offset`; None before the first."""
    same = _starting_at(view, offset)
    ids = [s.id for s in same]
    earlier = same[: ids.index(current)] if current in ids else []
    spans = (*reversed(earlier), *_before(view, offset))
    return next((s.id for s in spans if s.id != current and _is_step(view, s, step_set)), None)


def _is_step(view: View, span: Span, step_set: str) -> bool:
    """Whether a span is where an annotation of the set begins."""
    annotation = view.annotations.get(span.id)
    return annotation is not None and annotation.start == span.start and in_set(view, annotation, step_set)


def _starting_at(view: View, offset: int) -> list[Span]:
    return [s for s in view.spans.overlapping(offset, offset + 1) if s.start == offset]


def _after(view: View, offset: int) -> Iterator[Span]:
    found = view.spans.next_after(offset)
    while found is not None:
        yield from _starting_at(view, found.start)
        found = view.spans.next_after(found.start)


def _before(view: View, offset: int) -> Iterator[Span]:
    found = view.spans.prev_before(offset)
    while found is not None:
        yield from reversed(_starting_at(view, found.start))
        found = view.spans.prev_before(found.start)
