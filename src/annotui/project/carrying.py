"""Changed articles: their new text is taken in, and everybody's spans are carried over to it."""

from __future__ import annotations

from collections.abc import Sequence

from annotui.core.model import Anchor
from annotui.errors import NothingChanged
from annotui.project.jobs import in_batches
from annotui.project.reading_in import read_file
from annotui.project.syncing import Syncing, named
from annotui.project.wording import shown
from annotui.storage import articles, span_rows
from annotui.storage.articles import StoredText
from annotui.storage.connection import Row
from annotui.storage.history import ActWriter
from annotui.storage.stamp import Stamp

CHANGE_BATCH = 20
"""Changed articles in one act: other processes wait while their spans are carried over."""


def take_changes(work: Syncing) -> None:
    """Take in the articles whose files have changed, in acts of a few. Raises Stopped between two."""
    done, total = 0, work.comparison.differences.changed
    for files in work.comparison.survey.differing("changed"):
        for paths in in_batches((file.path for file in files), CHANGE_BATCH):
            work.go_on("changed", done, total)
            _take(work, paths)
            done += len(paths)


def _take(work: Syncing, paths: Sequence[str]) -> None:
    known = articles.stored_texts(work.project.store.connection, paths)
    stamps: list[tuple[str, Stamp]] = []
    changes: list[tuple[StoredText, Row]] = []
    for path in paths:
        found = read_file(str(work.project.corpus), path)
        work.told(path, found)
        if found.stamp is not None:
            stamps.append((path, found.stamp))
        if found.row is not None:
            changes.append((known[path], found.row))
    try:
        with work.project.store.act(
            work.project.annotator, f"sync: {named(paths)} changed", article=paths[0]
        ) as writer:
            for stored, row in changes:
                _take_one(work, writer, stored, row)
    except NothingChanged:
        pass  # another process was quicker, or nothing could be read
    work.index.put([stored.id for stored, _ in changes])
    work.comparison.remember(stamps)
    work.done.changed += len(changes)
    for stored, row in changes:
        if stored.present and row["sha256_text"] == stored.sha256_text:
            note = f"{shown(stored.path)}: only its encoding or line ends changed; every span stays."
            work.tell("note", stored.path, note)
        work.tell("changed", stored.path, "")


def _take_one(work: Syncing, writer: ActWriter, stored: StoredText, row: Row) -> None:
    if row["sha256_text"] != stored.sha256_text:
        _carry_over(work, writer, stored.id, str(row["text"]))
    kept = {name: value for name, value in row.items() if name not in stored.set_by_hand}
    writer.update("article", (stored.id,), {**kept, "present": 1})


def _carry_over(work: Syncing, writer: ActWriter, article: int, new: str) -> None:
    connection = work.project.store.connection
    spans = span_rows.annotations_of(connection, article)
    if not spans:
        return
    from annotui.anchoring import reanchor

    stored = span_rows.quotes_of(connection, article)
    quotes = [stored[span.id] for span in spans]
    for span, found in zip(spans, reanchor(articles.text_of(connection, article), new, quotes), strict=True):
        # What had to be looked at before still has to be, however well it is found again.
        anchor: Anchor = "moved" if found.fragments and span.anchor != "exact" else found.anchor
        span_rows.moved(writer, span, new, found.fragments, anchor)
        work.done.exact += anchor == "exact"
        work.done.moved += anchor == "moved"
        work.done.orphaned += anchor == "orphaned"
