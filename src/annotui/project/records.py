"""The catalogue as a list: records by date with how often each is mentioned, and those that hold what is typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotui.core.folding import fold_key
from annotui.core.model import Agreement
from annotui.project.listed import Chosen, Keyed
from annotui.project.opening import Project
from annotui.storage import catalogue
from annotui.storage.agreement_lists import agreement_listing
from annotui.storage.connection import Connection
from annotui.storage.listing import Key

MOST_FOUND = 1000
"""How many records are found for what is typed."""
MOST_MENTIONS = 1000
"""Up to how many mentions of a record are counted."""
MOST_AT_ONCE = 120
"""Up to how many records are read as soon as the linker asks for them: it takes no longer than a key may."""
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A line of the catalogue; `mentions` is counted up to MOST_MENTIONS."""

    record: Agreement
    mentions: int


Records = Chosen[str, RecordRow] | Keyed[str, RecordRow]


def all_records(project: Project) -> Keyed[str, RecordRow]:
    """The catalogue in order of date, those without one first."""
    connection = project.store.connection
    rows = _Rows(project)
    return Keyed(agreement_listing(connection), rows.read, catalogue.count_agreements(connection))


def has_many(connection: Connection) -> bool:
    """Whether there are so many records that an index of them is kept."""
    return catalogue.count_agreements(connection, MOST_AT_ONCE + 1) > MOST_AT_ONCE


def these_records(project: Project, ids: Sequence[str]) -> Chosen[str, RecordRow]:
    """These records."""
    return Chosen(ids, _Rows(project).read)


def records_like(project: Project, typed: str, most: int = MOST_FOUND) -> Iterator[list[Agreement]]:
    """The first records so far that hold every word typed, in order of date; after each few milliseconds' work."""
    listing = agreement_listing(project.store.connection)
    words = fold_key(typed).split()
    found: list[Agreement] = []
    key: Key | None = None
    while len(found) < most:
        stretch = listing.after(key, _AT_ONCE)
        records = catalogue.agreements_by_id(project.store.connection, [id for id, _ in stretch.rows])
        found = [*found, *(record for record in records if all(word in _searched(record) for word in words))][:most]
        yield found
        key = stretch.reached
        if key is None:
            return


class _Rows:
    def __init__(self, project: Project) -> None:
        self._connection = project.store.connection

    def read(self, ids: Sequence[str]) -> Mapping[str, RecordRow]:
        """Lines of the catalogue, by id."""
        mentions = catalogue.mentions_of(self._connection, ids, MOST_MENTIONS)
        records = catalogue.agreements_by_id(self._connection, ids)
        return {record.id: RecordRow(record, mentions[record.id]) for record in records}


def _searched(record: Agreement) -> str:
    fields = (record.id, record.title, record.short, record.place, record.kind, *record.dates, *record.parties)
    return fold_key(" ".join((*fields, *record.aliases)))
