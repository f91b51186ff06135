"""One record in place of two: the links of the one that goes, how often its aliases were accepted, its own rows."""

from __future__ import annotations

from annotui.storage.connection import Row
from annotui.storage.history import ActWriter

_CHILDREN = (("agreement_date", "position"), ("agreement_party", "position"), ("agreement_alias", "alias"))


def move_links(writer: ActWriter, old: str, new: str) -> None:
    """Let everybody's links to a record go to another; of two that say the same then the first stays.

    Each annotation concerned has changed for whoever has seen it.
    """
    for uid in dict.fromkeys(str(row["annotation"]) for row in writer.rows("link", "agreement", old)):
        rows = writer.rows("link", "annotation", uid)
        kept: list[Row] = []
        for row in rows:
            moved = {**row, "agreement": new if row["agreement"] == old else row["agreement"]}
            if not any(_says_the_same(moved, other) for other in kept):
                kept.append(moved)
        for position, row in enumerate(kept):
            writer.update("link", (uid, position), {**row, "position": position})
        for position in range(len(kept), len(rows)):
            writer.delete("link", (uid, position))
        writer.update("annotation", (uid,), {"updated_at": writer.at})


def add_accepted(writer: ActWriter, old: str, new: str) -> None:
    """Count how often the aliases of a record were accepted for those of another that are the same."""
    for row in writer.rows("agreement_alias", "agreement", old):
        known = writer.get("agreement_alias", (new, row["alias"]))
        if known is not None:
            accepted = int(str(known["accepted"])) + int(str(row["accepted"]))
            writer.update("agreement_alias", (new, row["alias"]), {"accepted": accepted})


def delete_agreement(writer: ActWriter, id: str) -> None:
    """Delete a record that nothing links; history keeps its rows."""
    for table, column in _CHILDREN:
        for row in writer.rows(table, "agreement", id):
            writer.delete(table, (id, row[column]))
    writer.delete("agreement", (id,))


def _says_the_same(row: Row, other: Row) -> bool:
    """Whether two links of an annotation are to one record, for the same part of its text or one for no part."""
    parts = [(one["part_start"], one["part_end"]) for one in (row, other)]
    return (
        row["agreement"] is not None
        and row["agreement"] == other["agreement"]
        and (parts[0] == parts[1] or (None, None) in parts)
    )
