"""What has a label: counted, given to another name with it, or taken along when it goes."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from annotui.errors import Conflict
from annotui.storage.history import KEYS, ActWriter


class Uses(NamedTuple):
    """How many spans and articles have a label, everybody's."""

    spans: int
    articles: int


def uses(connection: sqlite3.Connection, name: str) -> Uses:
    """What has this label."""
    counts = (
        connection.execute(f"SELECT count(DISTINCT {one}) FROM {table} WHERE label = ?", (name,)).fetchone()[0]
        for table, one in (("annotation", "uid"), ("article_label", "article"))
    )
    return Uses(*counts)


def rename(writer: ActWriter, old: str, new: str) -> None:
    """Give a label another name, and so everybody's spans, articles and rejections that have it; suggestions go.

    Each annotation concerned has changed for whoever has seen it. Raises Conflict where the label is gone.
    """
    label = writer.get("label", (old,))
    if label is None:
        raise Conflict("This label is no longer there.", "Nothing was written; it was deleted or renamed meanwhile.")
    writer.insert("label", {**label, "name": new})
    for row in writer.rows("annotation", "label", old):
        writer.update("annotation", (row["uid"],), {"label": new, "updated_at": writer.at})
    for table in ("rejection", "article_label"):
        for row in writer.rows(table, "label", old):
            writer.delete(table, [row[column] for column in KEYS[table]])
            writer.insert(table, {**row, "label": new})
    writer.delete("label", (old,))


def delete(writer: ActWriter, name: str) -> None:
    """Delete a label that no span and no article has; what was rejected with it goes, too."""
    for row in writer.rows("rejection", "label", name):
        writer.delete("rejection", [row[column] for column in KEYS["rejection"]])
    writer.delete("label", (name,))
