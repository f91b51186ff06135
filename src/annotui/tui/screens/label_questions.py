"""Questions about labels: which of the whole article, which attribute of a span; and the guideline of one as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotui.core.attributes import Attribute, attributes_of
from annotui.core.model import Annotation, Label
from annotui.errors import UsageError
from annotui.project import annotate
from annotui.tui.widgets.prompt import Choice, Question

if TYPE_CHECKING:
    from annotui.tui.screens.base import KeyScreen
    from annotui.tui.screens.reader_pane import ReaderPane

NONE = "(none)"
"""The choice that takes an attribute away."""


def guideline(label: Label) -> list[str]:
    """What a label is for, as lines of a page."""
    heading = " · ".join(part for part in (f"{label.key or ' '} {label.name}", label.group) if part)
    attributes = [f"Attributes (o): {label.attributes}", ""] if label.attributes else []
    return [heading, "", label.guideline or "No guideline; E, then e, writes one.", "", *attributes]


def ask_article_label(screen: KeyScreen, path: str) -> None:
    """Ask which label of whole articles the article is given, or no longer has."""
    from annotui.project.one_article import article

    labels = [label for label in screen.project.labels() if label.articles]
    if not path:
        raise UsageError("There is no article here.", "Choose one in the library.")
    if not labels:
        raise UsageError("No label is for whole articles.", "Make one: E, +, a name, then e and articles: yes.")
    has = set(article(screen.project, path).labels)

    def take(_: str, choice: Choice | None) -> None:
        if choice is not None:
            on = choice.value not in has
            annotate.set_article_label(screen.project, path, choice.value, on=on)
            screen.annotui.changed_everything()
            screen.say(f"{choice.value}: {'given to the article' if on else 'taken away'}; u undoes")

    choices = [
        Choice(label.name, label.name, "has it: taken away" if label.name in has else label.group) for label in labels
    ]
    screen.ask(Question("Label of the article:", take, choices=choices))


def ask_attribute(pane: ReaderPane) -> None:
    """Ask which attribute the current span is given, where its label has several, and which value."""
    if pane.state.current is None:
        raise UsageError("No span here.", "Move to one with Tab.")
    span = pane.span(pane.state.current)
    known = next((label for label in pane.article.labels if label.name == span.label), Label(span.label))
    attributes = attributes_of(known.attributes)
    if not attributes:
        raise UsageError(f"The label {span.label} has no attributes.", "Give it some: E, e, attributes.")
    if len(attributes) == 1:
        _ask_value(pane, span, attributes[0])
        return

    def take(_: str, choice: Choice | None) -> None:
        if choice is not None:
            _ask_value(pane, span, next(one for one in attributes if one.name == choice.value))

    choices = [Choice(one.name, one.name, span.attributes.get(one.name, "")) for one in attributes]
    pane.key_screen.ask(Question("Attribute:", take, choices=choices))


def _ask_value(pane: ReaderPane, span: Annotation, attribute: Attribute) -> None:
    now = span.attributes.get(attribute.name, "")

    def give(value: str) -> None:
        pane.set_attribute(span.id, attribute.name, value)

    def chosen(_: str, choice: Choice | None) -> None:
        if choice is not None:
            give(choice.value)

    title = f"{attribute.name}:"
    if not attribute.values:
        pane.key_screen.ask(Question(title, lambda text, _: give(text), text=now, free=True))
        return
    choices = [Choice(value, value, "now" if value == now else "") for value in attribute.values]
    pane.key_screen.ask(Question(title, chosen, choices=[*choices, *([Choice("", NONE)] if now else [])]))
