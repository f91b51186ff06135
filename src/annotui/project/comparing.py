"""How corpus/ differs from the database: what is new, changed, gone, or was renamed. Writes nothing there.

Nothing is held in memory that grows with the corpus. A file is read only where its size or time is not that of its
stamp; and articles are looked up only where the stamps cannot be relied on. They can, all of them, while the texts
in the database are of the generation that they were last compared with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from annotui.corpus.folder import FileFound, Skipped, scan
from annotui.project.child_jobs import Differences
from annotui.project.jobs import Progress, Stopped, in_batches, quietly
from annotui.project.opening import Project
from annotui.project.reading_in import UNREADABLE
from annotui.storage import articles
from annotui.storage.generation import Witness, generation
from annotui.storage.stamp import Stamp
from annotui.storage.survey import AT_ONCE, Survey, SurveyedFile

_STAMPS_OF = "stamps of"
"""The key of the generation of the texts with which every stamp was last compared."""


def differences(project: Project, progress: Progress = quietly) -> Differences:
    """Compare corpus/ with the database, for the screen; without corpus/ there is nothing to compare."""
    if not project.corpus.is_dir():
        return Differences()
    with compared(project, progress, retry=False) as comparison:
        comparison.settle()
        return comparison.differences


Seen = Callable[[list[SurveyedFile]], None]
"""Told of files as they are found, in the order of their paths but for folders of very many."""


def _nobody(files: list[SurveyedFile]) -> None:
    """Tell nobody."""


@contextmanager
def compared(project: Project, progress: Progress, *, retry: bool, seen: Seen = _nobody) -> Iterator[Comparison]:
    """Compare corpus/ with the database; the files that differ can be asked for while the block runs.

    `retry` takes up files that were found to be no text before. `seen` is told of files before it is known whether
    they differ. Raises DataError if corpus/ cannot be read, StorageError.
    """
    with Survey() as survey:
        comparison = Comparison(project, survey, progress, seen)
        comparison.run(retry=retry)
        yield comparison


class Comparison:
    """corpus/ against the database: counts, the files in `survey`, and whether the stamps can be relied on."""

    def __init__(self, project: Project, survey: Survey, progress: Progress, seen: Seen) -> None:
        self.survey = survey
        self._progress = progress
        self._seen = seen
        self.differences = Differences(stopped=True)
        self._project = project
        self._connection = project.store.connection
        with project.store.snapshot():
            self._witness = Witness(self._connection)
            self._relied_on = project.state.text(_STAMPS_OF) == generation(self._connection)
        self._written = True  # whether what is known of the stamps has been
        self._here = 0  # articles that have their file, as the database has it

    def run(self, *, retry: bool) -> None:
        """Look at everything; `differences` are known then."""
        try:
            self._scan()
            self._look_up(retry=retry)
            self._look_for_gone()
            self._match()
        except Stopped:
            return
        survey = self.survey
        self.differences = Differences(
            survey.count("new"),
            survey.count("changed"),
            survey.count("removed"),
            survey.count_renamed(),
            survey.count_passed_over(),
        )

    def remember(self, stamps: Iterable[tuple[str, Stamp]]) -> None:
        """Keep the stamps of files that are in the database as they are."""
        self._written &= self._project.state.set_stamps(stamps)

    def forget(self, paths: Iterable[str]) -> None:
        """Forget the stamps of files that are not in the database as they are."""
        self._written &= self._project.state.forget_stamps(paths)

    def settle(self) -> None:
        """Rely on the stamps from now on, if all were compared and nobody else has changed the texts meanwhile."""
        if self.differences.stopped:
            return
        if not self._relied_on:
            after = ""
            while stamped := self._project.state.stamped(after, AT_ONCE):
                after = stamped[-1]
                self.forget(set(stamped) - self.survey.found(stamped))
        with self._project.store.snapshot():
            if self._written and self._witness.alone():
                self._project.state.set_text(_STAMPS_OF, generation(self._connection))

    def _tell(self, what: str, done: int, total: int) -> None:
        if not self._progress(what, done, total):
            raise Stopped

    def _scan(self) -> None:
        done = 0
        for some in in_batches(scan(self._project.corpus), AT_ONCE):
            self._tell("look", done, 0)
            done += len(some)
            files = [SurveyedFile(one.path, one.size, one.mtime_ns) for one in some if isinstance(one, FileFound)]
            self._seen(files)
            self.survey.add(files, ((one.path, one.reason) for one in some if isinstance(one, Skipped)))

    def _look_up(self, *, retry: bool) -> None:
        """Find out of each file whether it is new or changed."""
        total, done = self.survey.sort(), 0
        for files in self.survey.files():
            self._tell("compare", done, total)
            done += len(files)
            stamps = self._project.state.stamps([file.path for file in files])
            valid = {file.path: stamp for file in files if (stamp := _still_valid(stamps.get(file.path), file))}
            if self._relied_on:
                unknown = [file for file in files if file.path not in valid or valid[file.path].sha256 == UNREADABLE]
                self._here += len(files) - len(unknown)
                files = unknown
            if files:
                self._sort_out(files, valid, retry=retry)

    def _sort_out(self, files: list[SurveyedFile], valid: dict[str, Stamp], *, retry: bool) -> None:
        known = articles.stored_texts(self._connection, [file.path for file in files])
        self._here += sum(stored.present for stored in known.values())
        new: list[SurveyedFile] = []
        changed: list[SurveyedFile] = []
        unreadable: list[tuple[str, str]] = []
        fresh: list[tuple[str, Stamp]] = []
        for file in files:
            stored, stamp = known.get(file.path), valid.get(file.path)
            if stamp is not None and stamp.sha256 == UNREADABLE and not retry:
                unreadable.append((file.path, "could not be read; `annotui sync` says why"))
            elif stored is None:
                new.append(file)
            elif stamp is None or stamp.sha256 != stored.sha256_bytes or not stored.present:
                sha256 = hash_of(self._project.corpus / file.path)
                if stored.present and sha256 == stored.sha256_bytes:
                    fresh.append((file.path, Stamp(file.size, file.mtime_ns, sha256)))
                else:
                    changed.append(file._replace(sha256=sha256))
        self.survey.differ("new", new)
        self.survey.differ("changed", changed)
        self.survey.add((), unreadable)
        self.remember(fresh)
        # What a stamp of theirs says is not so in the database.
        self.forget(file.path for file in (*new, *changed) if file.path in valid)

    def _look_for_gone(self) -> None:
        """Find the articles without their file, and those whose bytes may be in another place."""
        if self._here < articles.count_present(self._connection):
            for gone in self._not_there(present=True):
                self.survey.differ("removed", gone)
                self.survey.lose((file.path, file.sha256) for file in gone)
        if self.survey.count("new") + self.survey.count("changed") == 0:
            return
        for gone in self._not_there(present=False):
            self.survey.lose((file.path, file.sha256) for file in gone)
        for changed in self.survey.differing("changed"):
            known = articles.stored_texts(self._connection, [file.path for file in changed])
            were = ((file, known[file.path].sha256_bytes) for file in changed)
            self.survey.lose((file.path, sha256) for file, sha256 in were if file.sha256 != sha256)

    def _not_there(self, *, present: bool) -> Iterator[list[SurveyedFile]]:
        after = ""
        while paths := articles.paths_after(self._connection, after, AT_ONCE, present=present):
            self._tell("compare", 0, 0)
            after = paths[-1]
            there = self.survey.there(paths)
            known = articles.stored_texts(self._connection, [path for path in paths if path not in there])
            yield [SurveyedFile(path, 0, 0, stored.sha256_bytes) for path, stored in known.items()]

    def _match(self) -> None:
        """Tell renamed articles by the bytes of new files, where bytes are missed."""
        if not self.survey.has_lost():
            return
        total, done = self.survey.count("new"), 0
        for files in self.survey.differing("new"):
            self._tell("compare", done, total)
            done += len(files)
            self.survey.hashed((file.path, hash_of(self._project.corpus / file.path)) for file in files)
        self.survey.match()


def hash_of(file: Path) -> str:
    """The hexadecimal SHA-256 of a file's bytes; empty where it cannot be read."""
    try:
        with file.open("rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest()
    except OSError:
        return ""


def _still_valid(stamp: Stamp | None, file: SurveyedFile) -> Stamp | None:
    return stamp if stamp and (stamp.size, stamp.mtime_ns) == (file.size, file.mtime_ns) else None
