"""The question what spans mean: the candidates of one of them, any record whose name is typed, or no record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from annotui.core.model import Fragment, Link
from annotui.project import one_article
from annotui.tui.screens.describe import dates, name
from annotui.tui.widgets.prompt import Choice, Question

if TYPE_CHECKING:
    from annotui.core.model import Agreement
    from annotui.project.places import Place
    from annotui.tui.screens.base import KeyScreen

_OFFERED = 5
_FOUND = 50
_NO_RECORD: dict[str, tuple[str, tuple[Link, ...]]] = {
    "nil": ("not in the catalogue", (Link(None, "nil"),)),
    "unsure": ("cannot tell", (Link(None, "unsure"),)),
    "open": ("no link yet", ()),
}


def ask_record(screen: KeyScreen, place: Place, then: Callable[[tuple[Link, ...]], None]) -> None:
    """Ask what the span of a place means, and others with it; `then` hears of the links."""
    from annotui.project.records import records_like

    article = one_article.article(screen.project, place.article.path)
    found = screen.annotui.linker.for_fragments(article, [Fragment(place.start, place.end)], "", _OFFERED)
    likely = [candidate.links[0].agreement for candidate in found if len(candidate.links) == 1]
    choices = [_choice(record) for record in likely]
    choices += [Choice(value, told, "") for value, (told, _) in _NO_RECORD.items()]
    offered = {record.id for record in likely}

    def more(typed: str) -> Iterator[list[Choice]]:
        for records in records_like(screen.project, typed, _FOUND) if typed.strip() else ():
            yield [_choice(record) for record in records if record.id not in offered]

    def take(_: str, choice: Choice | None) -> None:
        if choice is not None:
            kind, _, id = choice.value.partition(":")
            then((Link(id),) if id else _NO_RECORD[kind][1])

    screen.ask(Question("They mean:", take, choices=choices, more=more))


def _choice(record: Agreement) -> Choice:
    return Choice(f"agreement:{record.id}", name(record), dates(record))
