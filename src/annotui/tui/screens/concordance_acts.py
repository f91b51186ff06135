"""What is done at many places of a concordance at once: each one act, with a count said of what was done and left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotui.core.model import Annotation, Link
from annotui.project import batches
from annotui.project.batches import Batch
from annotui.tui.screens.record_question import ask_record
from annotui.tui.widgets.prompt import Choice, Question

if TYPE_CHECKING:
    from annotui.tui.screens.concordance import ConcordancePane


def tag(pane: ConcordancePane, label: str) -> None:
    """Tag the places that are acted on."""
    _done(pane, batches.tag(pane.project, pane.acted_on(), label), f"tagged {label}", "were tagged so already")


def tag_like(pane: ConcordancePane, like: Annotation) -> None:
    """Tag them as a span is, with its links."""
    links = tuple(link._replace(method="repeated", by="", reasons=()) for link in like.links)
    batch = batches.tag(pane.project, pane.acted_on(), like.label, links=links, origin="propagated")
    _done(pane, batch, f"tagged {like.label}", "were tagged so already")


def relabel(pane: ConcordancePane, label: str) -> None:
    """Give their spans another label."""
    _done(pane, batches.relabel(pane.project, pane.acted_on(), label), f"relabelled {label}", "left as they were")


def relink(pane: ConcordancePane) -> None:
    """Ask what their spans mean."""
    places = pane.acted_on()

    def take(links: tuple[Link, ...]) -> None:
        batch = batches.relink(pane.project, places, links)
        _done(pane, batch, "linked anew", "left as they were (not tagged, or their label does not link)")

    if places:
        ask_record(pane.key_screen, places[0], take)


def delete(pane: ConcordancePane) -> None:
    """Delete their spans."""
    _done(pane, batches.delete(pane.project, pane.acted_on()), "deleted", "were not tagged")


def ask_label(pane: ConcordancePane, title: str, then: Callable[[ConcordancePane, str], None]) -> None:
    """Ask for a label by its name."""
    choices = [Choice(label.name, label.name, label.key) for label in pane.project.span_labels()]

    def take(_: str, choice: Choice | None) -> None:
        if choice is not None:
            then(pane, choice.value)

    pane.key_screen.ask(Question(title, take, choices=choices))


def _done(pane: ConcordancePane, batch: Batch, what: str, left: str) -> None:
    """Show what a batch came to."""
    pane.lines.set_marked(())
    if batch.done:
        pane.visit.acts.add(batch.focus)
        pane.annotui.changed_everything()
    pane.show_title()
    taken = f"{batch.done:,} {what}; u takes {'them' if batch.done > 1 else 'it'} back" if batch.done else ""
    rest = f"{batch.left:,} {left}" if batch.left else ""
    pane.key_screen.say("; ".join(part for part in (taken, rest) if part) or "Nothing to act on")
