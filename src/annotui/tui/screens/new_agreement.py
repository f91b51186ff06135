"""A new record for the catalogue, asked for field by field: title, dates, id."""

from __future__ import annotations

import re
from collections.abc import Callable

from annotui.core.dates import valid_partial
from annotui.core.folding import fold_key
from annotui.core.model import Agreement
from annotui.core.text import one_line
from annotui.errors import UsageError
from annotui.tui.screens.base import KeyScreen
from annotui.tui.widgets.prompt import Choice, Question

_ID_LIMIT = 40


def ask_new_agreement(
    screen: KeyScreen, title: str, added: Callable[[str], None], *, dates: tuple[str, ...] = ()
) -> None:
    """Ask for a record, add it, and tell its id. Esc at any field leaves everything as it was.

    `title` and `dates` are what is known of it, to be accepted or typed over.
    """
    known = "; ".join(dict.fromkeys(dates))

    def with_title(text: str, _: Choice | None) -> None:
        title = text.strip()
        if not title:
            raise UsageError("A record needs a title.", "Type one; Esc leaves.")
        screen.ask(
            Question(
                "Dates (2020-11-09; several with ;):", lambda text, _: with_dates(title, text), text=known, free=True
            )
        )

    def with_dates(title: str, text: str) -> None:
        dates = tuple(date.strip() for date in text.split(";") if date.strip())
        wrong = next((date for date in dates if not valid_partial(date)), None)
        if wrong is not None:
            raise UsageError(f"{wrong!r} is not a date.", "Write 2022-04-16, 2022-04 or 2022, or nothing.")
        screen.ask(Question("Id:", lambda id, _: with_id(title, dates, id), text=proposed_id(title, dates), free=True))

    def with_id(title: str, dates: tuple[str, ...], id: str) -> None:
        from annotui.project import exchange

        exchange.add_agreement(screen.project, Agreement(id=id.strip(), title=title, dates=dates))
        added(id.strip())

    screen.ask(Question("Title:", with_title, text=one_line(title, 200), free=True))


def proposed_id(title: str, dates: tuple[str, ...]) -> str:
    """An id made of the title's first words and the first date: letters, digits and hyphens."""
    words = re.findall(r"[a-z0-9]+", fold_key(title))
    base = "-".join(words)[:_ID_LIMIT].strip("-") or "agreement"
    return f"{base}-{dates[0]}" if dates else base
