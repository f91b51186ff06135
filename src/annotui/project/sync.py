"""corpus/ and the database: new articles are read in, changed ones carry their spans over, missing ones are kept.

What is done is committed, and told, a batch at a time, and the full-text index follows. Stopped or killed anywhere,
it goes on from there when it is called again.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from annotui.project.carrying import take_changes
from annotui.project.child_jobs import Differences
from annotui.project.comparing import compared, differences
from annotui.project.indexing import full_text
from annotui.project.jobs import Progress, Stopped, quietly
from annotui.project.opening import Project
from annotui.project.placing import take_names, take_removals
from annotui.project.readers import Readers
from annotui.project.reading_in import FileRead
from annotui.project.syncing import Kind, Synced, Syncing, Tell, silently
from annotui.storage import articles
from annotui.storage.survey import SurveyedFile

__all__ = ["Differences", "Kind", "Synced", "Tell", "differences", "silently", "sync"]

READ_BATCH = 1000
"""New articles in one transaction, at most."""
READ_BATCH_SIZE = 4_000_000
"""Code points of new articles in one transaction, about."""


def sync(project: Project, progress: Progress = quietly, tell: Tell = silently) -> Synced:
    """Bring the database up to corpus/. New articles are read in; everything else are acts that undo takes back.

    Raises DataError if corpus/ cannot be read, StorageError.
    """
    is_empty = articles.count(project.store.connection) == 0

    def seen(files: list[SurveyedFile]) -> None:
        if is_empty:  # then all that there is will have to be read
            readers.foresee(files)

    with Readers(project.corpus) as readers, compared(project, progress, retry=True, seen=seen) as comparison:
        index = full_text(project)
        try:
            work = Syncing(project, comparison, readers, index, progress, tell)
            try:
                _sync(work)
            except Stopped:
                work.done.stopped = True
            index.settle()
        finally:
            index.close()
    return work.done


def _sync(work: Syncing) -> None:
    for path, reason in work.comparison.survey.passed_over():
        work.skip(path, reason)
    if work.comparison.differences.stopped:
        raise Stopped
    work.index.refresh(lambda done, total: work.progress("index", done, total))
    take_names(work)
    take_changes(work)
    take_removals(work)
    _read_in(work)
    work.comparison.settle()


def _read_in(work: Syncing) -> None:
    total = work.comparison.differences.new
    files = chain.from_iterable(work.comparison.survey.differing("new"))
    read: list[tuple[str, FileRead]] = []
    size = 0
    work.go_on("read", 0, total)
    work.readers.expect(total)
    for number, (path, file) in enumerate(work.readers.read(files), start=1):
        work.told(path, file)
        read.append((path, file))
        size += len(str(file.row["text"])) if file.row else 0
        goes_on = work.progress("read", number, total)
        if len(read) >= READ_BATCH or size >= READ_BATCH_SIZE or not goes_on:
            _insert(work, read)
            read, size = [], 0
        if not goes_on:
            raise Stopped
    _insert(work, read)


def _insert(work: Syncing, read: Sequence[tuple[str, FileRead]]) -> None:
    rows = {path: found.row for path, found in read if found.row is not None}
    if rows:
        store = work.project.store
        with store.bulk() as connection:
            made = articles.insert_articles(connection, list(rows.values()))
        work.index.put_new([(id, str(rows[path]["sha256_text"]), str(rows[path]["text"])) for id, path in made])
    work.comparison.remember((path, found.stamp) for path, found in read if found.stamp is not None)
    work.done.new += len(rows)
    for path in rows:
        work.tell("new", path, "")
