"""corpus/ and the database: new articles are read in, changed ones carry their spans over, missing ones are kept."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from annotui.core.model import Anchor
from annotui.corpus.folder import Skipped
from annotui.errors import DataError, NothingChanged
from annotui.project.annotate import shown
from annotui.project.comparing import UNREADABLE, Differences, compare, differences
from annotui.project.jobs import Progress, quietly
from annotui.project.opening import Project
from annotui.storage import articles, span_rows
from annotui.storage.articles import StoredText
from annotui.storage.connection import Row
from annotui.storage.history import ActWriter
from annotui.storage.local import Stamp

__all__ = ["Differences", "Skipped", "Synced", "differences", "sync"]

READ_BATCH = 100
"""New articles in one transaction, at most."""
READ_BATCH_SIZE = 4_000_000
"""Code points of new articles in one transaction, about."""
CHANGE_BATCH = 20
"""Changed articles in one act: other processes wait while their spans are carried over."""


@dataclass(slots=True)
class Synced:
    """What a sync did. `exact`, `moved`, `orphaned` count the spans of changed articles; `notes` are for the user."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    exact: int = 0
    moved: int = 0
    orphaned: int = 0
    stopped: bool = False


def sync(project: Project, progress: Progress = quietly) -> Synced:
    """Bring the database up to corpus/. New articles are read in; everything else is an act that undo takes back.

    Raises DataError if corpus/ cannot be read, StorageError.
    """
    found = compare(project, progress, retry=True)
    known = articles.stored_texts(project.store.connection)
    done = Synced(skipped=list(found.skipped), stopped=found.stopped)
    if found.renamed:
        _rename(project, found.renamed, known)
        done.renamed.extend(found.renamed)
    for batch in _batches(found.changed, CHANGE_BATCH):
        if not progress("changed", len(done.changed), len(found.changed)):
            done.stopped = True
            return done
        _take_changes(project, batch, known, done)
    if found.removed:
        with project.store.act(project.annotator, f"sync: {_named(found.removed)} gone") as writer:
            for path in found.removed:
                writer.update("article", (known[path].id,), {"present": 0})
        done.removed.extend(found.removed)
    _read_in(project, found.new, done, progress)
    return done


def _rename(project: Project, renamed: Sequence[tuple[str, str]], known: dict[str, StoredText]) -> None:
    """Give articles their new paths; by way of a name that no file can have, for one may have another's."""
    first_old, first_new = renamed[0]
    what = f"{shown(first_old)} is now {shown(first_new)}" + (f", {len(renamed) - 1} more" if renamed[1:] else "")
    with project.store.act(project.annotator, f"sync: {what}", article=first_new) as writer:
        for old, new in renamed:
            if new in known:
                writer.update("article", (known[old].id,), {"path": f"/{known[old].id}"})
        for old, new in renamed:
            writer.update("article", (known[old].id,), {"path": new, "present": 1})


def _read_in(project: Project, paths: Sequence[str], done: Synced, progress: Progress) -> None:
    rows: list[Row] = []
    stamps: list[tuple[str, Stamp]] = []
    size = 0
    for number, path in enumerate(paths, start=1):
        if not progress("read", number - 1, len(paths)):
            done.stopped = True
            break
        row = _read(project, path, done, stamps)
        if row is not None:
            rows.append(row)
            size += len(str(row["text"]))
        if len(rows) >= READ_BATCH or size >= READ_BATCH_SIZE:
            _insert(project, rows, stamps, done)
            rows, stamps, size = [], [], 0
    _insert(project, rows, stamps, done)


def _insert(project: Project, rows: list[Row], stamps: list[tuple[str, Stamp]], done: Synced) -> None:
    if rows:
        with project.store.bulk() as connection:
            articles.insert_articles(connection, rows)
    project.state.set_stamps(stamps)
    done.new.extend(str(row["path"]) for row in rows)


def _take_changes(project: Project, paths: Sequence[str], known: dict[str, StoredText], done: Synced) -> None:
    stamps: list[tuple[str, Stamp]] = []
    rows = [row for path in paths if (row := _read(project, path, done, stamps)) is not None]
    try:
        with project.store.act(project.annotator, f"sync: {_named(paths)} changed", article=paths[0]) as writer:
            for row in rows:
                _take_change(project, writer, known[str(row["path"])], row, done)
    except NothingChanged:
        pass  # another process was quicker, or nothing could be read
    project.state.set_stamps(stamps)


def _take_change(project: Project, writer: ActWriter, stored: StoredText, row: Row, done: Synced) -> None:
    kept = {name: value for name, value in row.items() if name not in stored.set_by_hand}
    if row["sha256_text"] != stored.sha256_text:
        _carry_over(project, writer, stored.id, str(row["text"]), done)
    elif stored.present:
        done.notes.append(f"{shown(stored.path)}: only its encoding or line ends changed; every span stays.")
    writer.update("article", (stored.id,), {**kept, "present": 1})
    done.changed.append(stored.path)


def _carry_over(project: Project, writer: ActWriter, article: int, new: str, done: Synced) -> None:
    from annotui.anchoring import reanchor

    connection = project.store.connection
    spans = span_rows.annotations_of(connection, article)
    if not spans:
        return
    stored = span_rows.quotes_of(connection, article)
    quotes = [stored[span.id] for span in spans]
    for span, found in zip(spans, reanchor(articles.text_of(connection, article), new, quotes), strict=True):
        # What had to be looked at before still has to be, however well it is found again.
        anchor: Anchor = "moved" if found.fragments and span.anchor != "exact" else found.anchor
        span_rows.moved(writer, span, new, found.fragments, anchor)
        done.exact += anchor == "exact"
        done.moved += anchor == "moved"
        done.orphaned += anchor == "orphaned"


def _read(project: Project, path: str, done: Synced, stamps: list[tuple[str, Stamp]]) -> Row | None:
    """Read one file as a row of the article table; what cannot be read is noted and left out."""
    from annotui.corpus.decoding import decode
    from annotui.corpus.metadata import read_metadata

    try:
        with (project.corpus / path).open("rb") as file:
            status = os.fstat(file.fileno())
            data = file.read()
    except OSError as error:
        done.skipped.append(Skipped(path, f"cannot be read: {error.strerror}"))
        return None
    try:
        decoded = decode(data, f"corpus/{path}")
    except DataError as error:
        done.skipped.append(Skipped(path, error.what))
        stamps.append((path, Stamp(status.st_size, status.st_mtime_ns, UNREADABLE)))
        return None
    if not decoded.text:
        done.notes.append(f"{shown(path)} is empty (0 characters).")
    if decoded.detected:
        done.notes.append(f"{shown(path)} is not UTF-8; read as {decoded.encoding}, which was detected: check it.")
    stamps.append((path, Stamp(status.st_size, status.st_mtime_ns, decoded.sha256_bytes)))
    told = read_metadata(decoded.text)
    return {
        "path": path,
        "title": told.title,
        "date": told.date,
        "source": told.source,
        "language": told.language,
        "words": len(decoded.text.split()),
        "encoding": decoded.encoding,
        "newline": decoded.newline,
        "sha256_bytes": decoded.sha256_bytes,
        "sha256_text": decoded.sha256_text,
        "text": decoded.text,
    }


def _named(paths: Sequence[str]) -> str:
    return shown(paths[0]) if len(paths) == 1 else f"{len(paths)} articles"


def _batches(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for first in range(0, len(items), size):
        yield items[first : first + size]
