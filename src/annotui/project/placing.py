"""Articles whose file has another name now, or is gone: they keep all that was made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotui.errors import NothingChanged
from annotui.project.jobs import in_batches
from annotui.project.syncing import Syncing, named
from annotui.project.wording import shown
from annotui.storage import articles
from annotui.storage.connection import Row
from annotui.storage.stamp import Stamp
from annotui.storage.survey import SurveyedFile

PATHS_BATCH = 100
"""Renamed or removed articles in one act."""


def take_names(work: Syncing) -> None:
    """Give renamed articles their new paths, in acts of some. Raises Stopped between two.

    Those that take paths of one another go together, in one act.
    """
    survey, total = work.comparison.survey, work.comparison.differences.renamed
    for batch in survey.renamed(held=False):
        for pairs in in_batches(batch, PATHS_BATCH):
            work.go_on("renamed", work.done.renamed, total)
            _rename(work, pairs, held=False)
    held = [pair for batch in survey.renamed(held=True) for pair in batch]
    if held:
        work.go_on("renamed", work.done.renamed, total)
        _rename(work, held, held=True)


def take_removals(work: Syncing) -> None:
    """Let articles whose file is gone leave the library, in acts of some. Raises Stopped between two."""
    for files in work.comparison.survey.differing("removed"):
        for some in in_batches(files, PATHS_BATCH):
            work.go_on("removed", work.done.removed, work.comparison.differences.removed)
            paths = [file.path for file in some]
            known = articles.stored_texts(work.project.store.connection, paths)
            gone = [known[path].id for path in paths]
            updates: dict[int, Row] = {id: {"present": 0} for id in gone}
            _act(work, f"{named(paths)} gone", "", updates)
            work.index.drop(gone)
            work.comparison.forget(paths)
            work.done.removed += len(paths)
            for path in paths:
                work.tell("removed", path, "")


def _rename(work: Syncing, pairs: Sequence[tuple[str, SurveyedFile]], *, held: bool) -> None:
    connection = work.project.store.connection
    known = articles.stored_texts(connection, [old for old, _ in pairs])
    places: dict[int, Row] = {known[old].id: {"path": file.path, "present": 1} for old, file in pairs}
    # By way of names that no file can have, for one may have another's until then.
    aside: dict[int, Row] = {id: {"path": f"/{id}"} for id in places} if held else {}
    first_old, first = pairs[0]
    more = f", {len(pairs) - 1} more" if pairs[1:] else ""
    _act(work, f"{shown(first_old)} is now {shown(first.path)}{more}", first.path, aside, places)
    work.index.put([stored.id for stored in known.values() if not stored.present])
    work.comparison.forget(old for old, _ in pairs)
    work.comparison.remember((file.path, Stamp(file.size, file.mtime_ns, file.sha256)) for _, file in pairs)
    work.done.renamed += len(pairs)
    for old, file in pairs:
        work.tell("renamed", old, file.path)


def _act(work: Syncing, summary: str, article: str, *steps: Mapping[int, Row]) -> None:
    """One act that changes rows of articles, by id, in each step."""
    try:
        with work.project.store.act(work.project.annotator, f"sync: {summary}", article=article) as writer:
            for updates in steps:
                for id, row in updates.items():
                    writer.update("article", (id,), row)
    except NothingChanged:
        pass  # another process was quicker
