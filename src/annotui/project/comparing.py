"""How corpus/ differs from the database: what is new, changed, gone, or was renamed. Writes nothing there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from annotui.corpus.folder import FileFound, Skipped, scan
from annotui.project.jobs import Progress, quietly
from annotui.project.opening import Project
from annotui.storage import articles
from annotui.storage.articles import StoredText
from annotui.storage.local import Stamp

UNREADABLE = ""
"""In place of a hash in the stamp of a file that is no text: it is not looked at again until it changes."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Paths. `renamed` is (old, new); `skipped` is what lies in corpus/ and is no article; `stopped` before the end."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    skipped: tuple[Skipped, ...] = ()
    stopped: bool = False

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.removed or self.renamed)


def differences(project: Project, progress: Progress = quietly) -> Differences:
    """Compare corpus/ with the database, for the screen; without corpus/ there is nothing to compare."""
    if not project.corpus.is_dir():
        return Differences()
    return compare(project, progress, retry=False)


def compare(project: Project, progress: Progress, *, retry: bool) -> Differences:
    """Compare corpus/ with the database. Only files whose size or time differ from their stamp are read.

    `retry` takes up files that were found to be no text before. Raises DataError if corpus/ cannot be read.
    """
    known = articles.stored_texts(project.store.connection)
    stamps = project.state.stamps()
    new: list[str] = []
    changed: dict[str, str] = {}
    skipped: list[Skipped] = []
    seen: set[str] = set()
    fresh: list[tuple[str, Stamp]] = []
    for number, found in enumerate(scan(project.corpus)):
        if not progress("look", number, 0):
            return Differences(stopped=True)
        if isinstance(found, Skipped):
            skipped.append(found)
            continue
        seen.add(found.path)
        stored, stamp = known.get(found.path), _still_valid(stamps.get(found.path), found)
        if stamp is not None and stamp.sha256 == UNREADABLE and not retry:
            skipped.append(Skipped(found.path, "could not be read; `annotui sync` says why"))
        elif stored is None:
            new.append(found.path)
        elif stamp is None or stamp.sha256 != stored.sha256_bytes or not stored.present:
            sha256 = hash_of(project.corpus / found.path)
            if stored.present and sha256 == stored.sha256_bytes:
                fresh.append((found.path, Stamp(found.size, found.mtime_ns, sha256)))
            else:
                changed[found.path] = sha256
    if fresh:
        project.state.set_stamps(fresh)
    passed_over = tuple(skip.path for skip in skipped)
    removed = sorted(
        path for path, stored in known.items() if stored.present and not _is_there(path, seen, passed_over)
    )
    renamed = _renamed(project.corpus, known, new, changed, seen)
    left, taken = {old for old, _ in renamed}, {new for _, new in renamed}
    # A file in the place that a renamed article has left is a new article.
    new += [path for path in changed if path in left]
    return Differences(
        tuple(path for path in new if path not in taken),
        tuple(path for path in changed if path not in taken | left),
        tuple(path for path in removed if path not in left),
        renamed,
        tuple(skipped),
    )


def hash_of(file: Path) -> str:
    """The hexadecimal SHA-256 of a file's bytes; empty where it cannot be read."""
    try:
        with file.open("rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest()
    except OSError:
        return ""


def _still_valid(stamp: Stamp | None, found: FileFound) -> Stamp | None:
    return stamp if stamp and (stamp.size, stamp.mtime_ns) == (found.size, found.mtime_ns) else None


def _is_there(path: str, seen: set[str], passed_over: Iterable[str]) -> bool:
    """Whether a file was seen, or lies where nothing could be seen."""
    return path in seen or any(path == skip or (skip.endswith("/") and path.startswith(skip)) for skip in passed_over)


def _renamed(
    corpus: Path, known: dict[str, StoredText], new: list[str], changed: dict[str, str], seen: set[str]
) -> tuple[tuple[str, str], ...]:
    """Pair articles with files that have their very bytes under another name: their spans stay with them.

    A path that another article holds can be taken only if that article is renamed as well, as when files are
    numbered anew.
    """
    lost = {stored.sha256_bytes: path for path, stored in known.items() if path in changed}
    lost.update({stored.sha256_bytes: path for path, stored in known.items() if path not in seen})
    if not lost:
        return ()
    hashes = {**{path: hash_of(corpus / path) for path in new}, **changed}
    pairs: dict[str, str] = {}
    for path, sha256 in hashes.items():
        old = lost.get(sha256)
        if old is not None and old != path and old not in pairs:
            pairs[old] = path
    while blocked := [old for old, path in pairs.items() if path in known and path not in pairs]:
        for old in blocked:
            del pairs[old]
    return tuple(pairs.items())
