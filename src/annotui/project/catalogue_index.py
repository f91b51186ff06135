"""The index of the catalogue: a small one is read at once, a large one is kept in `.annotui/` and made beside.

What acts change of the catalogue is taken up record by record, whoever did them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from annotui.linking.catalogue import Catalogue
from annotui.linking.index import MOST_KEPT
from annotui.linking.parties import known_parties
from annotui.linking.records import PARTY, Entry, Texts, entry_of
from annotui.linking.words import fold_surface
from annotui.project.jobs import Progress, quietly
from annotui.project.opening import Project
from annotui.project.records import has_many
from annotui.storage import catalogue
from annotui.storage.agreement_index import BrokenIndex, Builder, StoredIndex
from annotui.storage.catalogue_changes import changed_since, last_act
from annotui.storage.connection import Connection, forget_cache, snapshot

INDEX: Final = "agreements.db"
_MOST_TAKEN_UP: Final = 200
"""Changed records that are taken up one by one; from there on the index is sooner made anew."""
_BATCH: Final = 500


class _Kept(StoredIndex):
    """The index in its file, as linking asks for it."""

    def texts(self, places: Sequence[int]) -> dict[int, Texts]:
        """The records at these places."""
        return {place: Texts(*row) for place, row in self.rows(places).items()}

    def put(self, entry: Entry) -> None:
        """Put a record in, in place of the one with its id."""
        self.put_row(entry.texts, entry.keys)


class CatalogueIndex:
    """The catalogue of a project's database, as far as it can be asked. `path` is where a large one is kept, or None
    where nothing can be: then it is read into memory.
    """

    def __init__(self, connection: Connection, path: Path | None) -> None:
        self._connection = connection
        self._path = path
        self._kept: _Kept | None = None
        self._catalogue: Catalogue | None = None
        self._covered = ""

    def close(self) -> None:
        """Close the file, where there is one; the next question opens it again."""
        if self._kept is not None:
            self._kept.close()
        self._kept = self._catalogue = None

    def current(self) -> Catalogue | None:
        """The catalogue as it is now; None where its index has to be made first, by `build`."""
        try:
            if self._catalogue is None or not self._take_up(self._catalogue):
                self.close()
                self._open()
        except BrokenIndex:
            self.forget()
        return self._catalogue

    def forget(self) -> None:
        """Delete the file, which cannot be read: it has to be made anew."""
        self.close()
        if self._path is not None:
            forget_cache(self._path)

    def _open(self) -> None:
        connection, path = self._connection, self._path
        if path is None or not has_many(connection):
            with snapshot(connection):
                self._covered = last_act(connection)
                records, counts = catalogue.agreements(connection), _accepted(catalogue.alias_counts(connection))
            self._catalogue = Catalogue.of(records, counts=counts)
        elif path.exists():
            self._kept = _Kept(path, MOST_KEPT)
            self._covered = self._kept.covered()
            found = Catalogue(self._kept, known_parties().with_names(self._kept.keys(PARTY)))
            if self._covered and self._take_up(found):
                self._catalogue = found
            else:
                self.close()

    def _take_up(self, known: Catalogue) -> bool:
        """Take up what acts have changed since. Returns whether that was little enough."""
        connection = self._connection
        now = last_act(connection)
        if now == self._covered:
            return True
        changed = changed_since(connection, self._covered)
        if changed is None or len(changed) > _MOST_TAKEN_UP:
            return False
        for id in sorted(changed):
            record = catalogue.agreement(connection, id)
            if record is None:
                known.drop(id)
            else:
                known.put(record, _folded(catalogue.alias_counts_of(connection, id)))
        if self._kept is not None:
            self._kept.set_covered(now)
        self._covered = now
        return True


def index_of(project: Project) -> CatalogueIndex:
    """The index of a project's catalogue."""
    return CatalogueIndex(project.store.connection, project.own_file(INDEX))


def make_ready(project: Project, progress: Progress = quietly) -> bool:
    """Make the index of a project's catalogue, if it has to be made. Returns whether it is there then.

    It is not where `progress` said to stop. Raises StorageError.
    """
    connection, path = project.store.connection, project.own_file(INDEX)
    if path is None or not has_many(connection):
        return True
    with closing(CatalogueIndex(connection, path)) as index:
        if index.current() is not None:
            return True
    return build(connection, path, progress)


def build(connection: Connection, path: Path, progress: Progress = quietly) -> bool:
    """Make the index of a catalogue anew at `path`. Returns whether it was: not where `progress` said to stop.

    Memory grows with the words of the catalogue, not with its texts. Raises StorageError.
    """
    mark = last_act(connection)
    total = catalogue.count_agreements(connection)
    book = known_parties().with_names(catalogue.party_names(connection))
    counts: dict[str, dict[str, int]] = {}
    for (id, surface), count in _accepted(catalogue.alias_counts(connection)).items():
        counts.setdefault(id, {})[surface] = count
    with Builder(path, MOST_KEPT) as builder:
        last, done = "", 0
        while records := catalogue.agreements_after(connection, last, _BATCH):
            builder.add(entry_of(record, counts.get(record.id, {}), book) for record in records)
            last, done = records[-1].id, done + len(records)
            if not progress("catalogue", done, total):
                return False
        # What was changed meanwhile was read or not: it is taken up again from the mark on.
        return builder.finish(mark, lambda: progress("catalogue", total, total))


def _accepted(counts: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """How often surfaces, folded, were accepted for records."""
    return {(id, fold_surface(alias)): count for (id, alias), count in counts.items()}


def _folded(counts: Mapping[str, int]) -> dict[str, int]:
    return {fold_surface(alias): count for alias, count in counts.items()}
