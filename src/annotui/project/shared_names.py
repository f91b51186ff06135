"""Names that several records share, so that an article's words alone do not tell which is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotui.core.model import Agreement
from annotui.project.opening import Project

_AT_ONCE = 200


class SharedName(NamedTuple):
    """A record and one of its names, folded as mentions are, which `others` have too."""

    name: str
    record: Agreement
    others: int


def shared_names(project: Project) -> Iterator[Sequence[SharedName]]:
    """Each shared name with each of its records, by name, date and id; nothing before all have been looked through.

    Names are titles, short names and aliases. What comes before takes a few milliseconds a time.
    """
    from annotui.linking.words import fold_surface

    having: dict[str, dict[str, Agreement]] = {}
    for number, record in enumerate(project.agreements()):
        for name in (record.title, record.short, *record.aliases):
            having.setdefault(fold_surface(name), {})[record.id] = record
        if number % _AT_ONCE == 0:
            yield ()
    having.pop("", None)
    shared = ((name, records) for name, records in having.items() if len(records) > 1)
    yield sorted(
        (SharedName(name, record, len(records) - 1) for name, records in shared for record in records.values()),
        key=lambda row: (row.name, row.record.dates, row.record.id),
    )
