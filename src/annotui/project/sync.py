"""corpus/ and the database: new articles are read in, changed ones carry their spans over, missing ones are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from annotui.core.model import Annotation
from annotui.corpus.folder import Skipped, scan
from annotui.errors import DataError
from annotui.project.annotate import shown
from annotui.project.jobs import Progress, quietly
from annotui.project.opening import Project
from annotui.storage import articles, span_rows
from annotui.storage.articles import StoredText
from annotui.storage.connection import Row
from annotui.storage.history import ActWriter, NothingChanged
from annotui.storage.local import Stamp

BATCH = 100
"""Articles read in, or changed, in one transaction."""


@dataclass(frozen=True, slots=True)
class Differences:
    """How corpus/ differs from the database: paths. `renamed` is (old, new)."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    skipped: tuple[Skipped, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.removed or self.renamed)


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


def differences(project: Project, progress: Progress = quietly) -> Differences:
    """Compare corpus/ with the database and write nothing there. Only files whose size or time differ are read."""
    known = articles.stored_texts(project.store.connection)
    stamps = project.state.stamps()
    new: list[str] = []
    changed: list[str] = []
    skipped: list[Skipped] = []
    seen: set[str] = set()
    fresh: list[tuple[str, Stamp]] = []
    for number, found in enumerate(scan(project.corpus)):
        if not progress("look", number, 0):
            return Differences()
        if isinstance(found, Skipped):
            skipped.append(found)
            continue
        seen.add(found.path)
        stamp = Stamp(found.size, found.mtime_ns)
        stored = known.get(found.path)
        if stored is None:
            new.append(found.path)
        elif stamps.get(found.path) != stamp or not stored.present:
            if stored.present and _hash(project.corpus / found.path) == stored.sha256_bytes:
                fresh.append((found.path, stamp))
            else:
                changed.append(found.path)
    project.state.set_stamps(fresh)
    removed = [path for path, stored in known.items() if stored.present and path not in seen]
    renamed, new, removed = _renamed(project, known, new, removed)
    return Differences(tuple(new), tuple(changed), tuple(sorted(removed)), tuple(renamed), tuple(skipped))


def sync(project: Project, progress: Progress = quietly) -> Synced:
    """Bring the database up to corpus/. New articles are read in; everything else is an act that undo takes back."""
    found = differences(project, progress)
    known = articles.stored_texts(project.store.connection)
    done = Synced(skipped=list(found.skipped))
    for old, new in found.renamed:
        with project.store.act(project.annotator, f"sync: {shown(old)} is now {shown(new)}", article=new) as writer:
            writer.update("article", (known[old].id,), {"path": new, "present": 1})
        done.renamed.append((old, new))
    for batch in _batches(found.changed):
        if not progress("changed", len(done.changed), len(found.changed)):
            done.stopped = True
            return done
        _take_changes(project, batch, known, done)
    if found.removed:
        with project.store.act(project.annotator, f"sync: {len(found.removed)} articles are gone") as writer:
            for path in found.removed:
                writer.update("article", (known[path].id,), {"present": 0})
            articles.bump_generation(project.store.connection)
        done.removed.extend(found.removed)
    _read_in(project, found.new, done, progress)
    return done


def _read_in(project: Project, paths: Iterable[str], done: Synced, progress: Progress) -> None:
    paths = list(paths)
    for batch in _batches(paths):
        if not progress("read", len(done.new), len(paths)):
            done.stopped = True
            return
        rows: list[Row] = []
        stamps: list[tuple[str, Stamp]] = []
        for path in batch:
            row = _read(project, path, done, stamps)
            if row is not None:
                rows.append(row)
        with project.store.bulk() as connection:
            articles.insert_articles(connection, rows)
        project.state.set_stamps(stamps)
        done.new.extend(str(row["path"]) for row in rows)


def _take_changes(project: Project, paths: list[str], known: dict[str, StoredText], done: Synced) -> None:
    stamps: list[tuple[str, Stamp]] = []
    try:
        with project.store.act(project.annotator, f"sync: {_named(paths)} changed", article=paths[0]) as writer:
            for path in paths:
                row = _read(project, path, done, stamps)
                if row is not None:
                    _take_change(project, writer, known[path], row, done)
            articles.bump_generation(project.store.connection)
    except NothingChanged:
        pass
    project.state.set_stamps(stamps)


def _take_change(project: Project, writer: ActWriter, stored: StoredText, row: Row, done: Synced) -> None:
    kept = {name: value for name, value in row.items() if name not in stored.set_by_hand}
    done.changed.append(stored.path)
    if row["sha256_text"] != stored.sha256_text:
        connection = project.store.connection
        spans = span_rows.annotations_of(connection, stored.id)
        if spans:
            _carry_over(writer, spans, articles.text_of(connection, stored.id), str(row["text"]), done)
    writer.update("article", (stored.id,), {**kept, "present": 1})


def _carry_over(writer: ActWriter, spans: list[Annotation], old: str, new: str, done: Synced) -> None:
    from annotui.anchoring import Quote, reanchor

    quotes = []
    for span in spans:
        selectors = [span_rows.selector(old, fragment) for fragment in span.fragments]
        quotes.append([Quote(s.fragment, s.exact, s.prefix, s.suffix) for s in selectors])
    for span, anchored in zip(spans, reanchor(old, new, quotes), strict=True):
        done.exact += anchored.anchor == "exact"
        done.moved += anchored.anchor == "moved"
        done.orphaned += anchored.anchor == "orphaned"
        anchor = anchored.anchor if span.anchor == "exact" else "moved" if anchored.fragments else "orphaned"
        span_rows.moved(writer, span, new, anchored.fragments, anchor)


def _read(project: Project, path: str, done: Synced, stamps: list[tuple[str, Stamp]]) -> Row | None:
    """Read one file as a row of the article table; what cannot be read is noted and left out."""
    from annotui.corpus.decoding import decode
    from annotui.corpus.metadata import read_metadata

    file = project.corpus / path
    try:
        status = file.stat()
        decoded = decode(file.read_bytes(), f"corpus/{path}")
    except OSError as error:
        done.skipped.append(Skipped(path, f"cannot be read: {error.strerror}"))
        return None
    except DataError as error:
        done.skipped.append(Skipped(path, error.what))
        return None
    if not decoded.text:
        done.notes.append(f"{shown(path)} is empty (0 characters).")
    if decoded.detected:
        done.notes.append(f"{shown(path)} is not UTF-8; read as {decoded.encoding}, which was detected: check it.")
    stamps.append((path, Stamp(status.st_size, status.st_mtime_ns)))
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


def _renamed(
    project: Project, known: dict[str, StoredText], new: list[str], removed: list[str]
) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """Pair each removed article with a new file of the very same bytes: it was renamed, its spans stay."""
    gone = {known[path].sha256_bytes: path for path in removed}
    gone.update({stored.sha256_bytes: path for path, stored in known.items() if not stored.present})
    pairs: list[tuple[str, str]] = []
    rest: list[str] = []
    for path in new:
        old = gone.pop(_hash(project.corpus / path), None) if gone else None
        if old is None:
            rest.append(path)
        else:
            pairs.append((old, path))
    moved = {old for old, _ in pairs}
    return pairs, rest, [path for path in removed if path not in moved]


def _hash(file: Path) -> str:
    import hashlib

    try:
        with file.open("rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest()
    except OSError:
        return ""


def _named(paths: list[str]) -> str:
    return shown(paths[0]) if len(paths) == 1 else f"{len(paths)} articles"


def _batches(items: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
