"""Names that several records share, so that an article's words alone do not tell which is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotui.core.model import Agreement
from annotui.project.opening import Project

_AT_ONCE = 200


class SharedName(NamedTuple):
    """A record and one of its names, which others have too: `folded` as mentions are, and as it is `written` there."""

    folded: str
    written: str
    record: Agreement


def shared_names(project: Project) -> Iterator[Sequence[SharedName]]:
    """Each shared name with each of its records, by name, date and id; nothing before all have been looked through.

    Names are titles, short names and aliases. What comes before takes a few milliseconds a time.
    """
    from annotui.linking.words import fold_surface

    having: dict[str, dict[str, SharedName]] = {}
    for number, record in enumerate(project.agreements()):
        for name in (record.title, record.short, *record.aliases):
            folded = fold_surface(name)
            having.setdefault(folded, {}).setdefault(record.id, SharedName(folded, name, record))
        if number % _AT_ONCE == 0:
            yield ()
    having.pop("", None)
    shared = (row for rows in having.values() if len(rows) > 1 for row in rows.values())
    yield sorted(shared, key=lambda row: (row.folded, row.record.dates, row.record.id))
