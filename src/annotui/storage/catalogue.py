"""Agreements, labels and annotators: rows to domain objects, and the writes inside an act."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Sequence

from annotui.core.model import Agreement, Label
from annotui.storage.connection import Row
from annotui.storage.history import ActWriter


def agreements(connection: sqlite3.Connection) -> list[Agreement]:
    """The whole catalogue, by id."""
    return _agreements(connection, "", ())


def agreement(connection: sqlite3.Connection, id: str) -> Agreement | None:
    """One record, or None."""
    found = _agreements(connection, " = ?", (id,))
    return found[0] if found else None


def agreements_by_id(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Agreement]:
    """These records, in the order given; those that are gone are left out."""
    found = {record.id: record for record in _agreements(connection, f" IN ({','.join('?' * len(ids))})", tuple(ids))}
    return [found[id] for id in ids if id in found]


def agreements_after(connection: sqlite3.Connection, id: str, n: int) -> list[Agreement]:
    """The next `n` records after this id, by id."""
    ids = connection.execute("SELECT id FROM agreement WHERE id > ? ORDER BY id LIMIT ?", (id, n)).fetchall()
    return agreements_by_id(connection, [id for (id,) in ids]) if ids else []


def party_names(connection: sqlite3.Connection) -> list[str]:
    """The parties of records, each once."""
    return [name for (name,) in connection.execute("SELECT DISTINCT party FROM agreement_party").fetchall()]


def known(connection: sqlite3.Connection, ids: Collection[str]) -> set[str]:
    """Those of these ids that records have."""
    marks = ",".join("?" * len(ids))
    return {id for (id,) in connection.execute(f"SELECT id FROM agreement WHERE id IN ({marks})", tuple(ids))}


def count_agreements(connection: sqlite3.Connection, most: int = -1) -> int:
    """How many records there are, counted up to `most` where that is given."""
    return int(connection.execute("SELECT count(*) FROM (SELECT 1 FROM agreement LIMIT ?)", (most,)).fetchone()[0])


def mentions_of(connection: sqlite3.Connection, ids: Sequence[str], most: int) -> dict[str, int]:
    """How many annotations link each of these records, counted up to `most`."""
    sql = "SELECT count(*) FROM (SELECT DISTINCT annotation FROM link WHERE agreement = ? LIMIT ?)"
    return {id: int(connection.execute(sql, (id, most)).fetchone()[0]) for id in ids}


def alias_counts(connection: sqlite3.Connection) -> dict[tuple[str, str], int]:
    """How often each alias of each record was accepted: {(agreement id, alias): count}, those above 0."""
    rows = connection.execute("SELECT agreement, alias, accepted FROM agreement_alias WHERE accepted > 0")
    return {(id, alias): accepted for id, alias, accepted in rows.fetchall()}


def alias_counts_of(connection: sqlite3.Connection, id: str) -> dict[str, int]:
    """How often each alias of a record was accepted, those above 0."""
    rows = connection.execute("SELECT alias, accepted FROM agreement_alias WHERE agreement = ? AND accepted > 0", (id,))
    return dict(rows.fetchall())


def put_agreement(writer: ActWriter, record: Agreement) -> None:
    """Write a record: new, or in place of the one with its id; an equal one writes nothing."""
    plain: Row = {
        "id": record.id,
        "title": record.title,
        "short": record.short,
        "place": record.place,
        "kind": record.kind,
        "url": record.url,
        "note": record.note,
    }
    if writer.get("agreement", (record.id,)) is None:
        writer.insert("agreement", {**plain, "revision": 1})
    else:
        writer.update("agreement", (record.id,), plain)
    _put_list(writer, "agreement_date", "date", record.id, record.dates)
    _put_list(writer, "agreement_party", "party", record.id, record.parties)
    kept = set(record.aliases)
    for row in writer.rows("agreement_alias", "agreement", record.id):
        if row["alias"] not in kept:
            writer.delete("agreement_alias", (record.id, row["alias"]))
    for position, alias in enumerate(dict.fromkeys(record.aliases)):
        known = writer.get("agreement_alias", (record.id, alias))
        accepted = known["accepted"] if known else 0
        writer.upsert(
            "agreement_alias",
            {"agreement": record.id, "alias": alias, "position": position, "accepted": accepted},
        )


def labels(connection: sqlite3.Connection) -> list[Label]:
    """The label set, in its order."""
    return [_label(row) for row in connection.execute(f"{_LABELS} ORDER BY position, name").fetchall()]


def label(connection: sqlite3.Connection, name: str) -> Label | None:
    """One label, or None."""
    row = connection.execute(f"{_LABELS} WHERE name = ?", (name,)).fetchone()
    return None if row is None else _label(row)


_LABELS = 'SELECT name, links, key, color, guideline, "group", attributes, articles FROM label'


def _label(row: tuple[str, int, str, str, str, str, str, int]) -> Label:
    name, links, key, color, guideline, group, attributes, articles = row
    return Label(name, bool(links), key, color, guideline, group, attributes, bool(articles))


def put_label(writer: ActWriter, label: Label, position: int) -> None:
    """Write a label: new, or in place of the one with its name."""
    writer.upsert(
        "label",
        {
            "name": label.name,
            "links": int(label.links),
            "key": label.key,
            "color": label.color,
            "guideline": label.guideline,
            "group": label.group,
            "attributes": label.attributes,
            "articles": int(label.articles),
            "position": position,
        },
    )


def annotators(connection: sqlite3.Connection) -> list[str]:
    """Everybody who has acted in this project, by name."""
    return [name for (name,) in connection.execute("SELECT name FROM annotator ORDER BY name").fetchall()]


def mention_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many annotations link each record that any does: {agreement id: count}."""
    rows = connection.execute(
        "SELECT agreement, count(DISTINCT annotation) FROM link WHERE agreement IS NOT NULL GROUP BY agreement"
    )
    return dict(rows.fetchall())


def _put_list(writer: ActWriter, table: str, column: str, id: str, values: tuple[str, ...]) -> None:
    for position, value in enumerate(values):
        writer.upsert(table, {"agreement": id, "position": position, column: value})
    for row in writer.rows(table, "agreement", id)[len(values) :]:
        writer.delete(table, (id, row["position"]))


def _agreements(connection: sqlite3.Connection, where: str, values: tuple[str, ...]) -> list[Agreement]:
    lists: dict[str, dict[str, list[str]]] = {}
    for table, column, order in (
        ("agreement_date", "date", "position"),
        ("agreement_party", "party", "position"),
        ("agreement_alias", "alias", "position, alias"),
    ):
        found: dict[str, list[str]] = defaultdict(list)
        restrict = f" WHERE agreement{where}" if where else ""
        for id, value in connection.execute(
            f"SELECT agreement, {column} FROM {table}{restrict} ORDER BY agreement, {order}", values
        ).fetchall():
            found[id].append(value)
        lists[column] = found
    restrict = f" WHERE id{where}" if where else ""
    rows = connection.execute(
        f"SELECT id, title, short, place, kind, url, note FROM agreement{restrict} ORDER BY id", values
    ).fetchall()
    return [
        Agreement(
            id=id,
            title=title,
            short=short,
            dates=tuple(lists["date"].get(id, ())),
            place=place,
            parties=tuple(lists["party"].get(id, ())),
            kind=kind,
            aliases=tuple(lists["alias"].get(id, ())),
            url=url,
            note=note,
        )
        for id, title, short, place, kind, url, note in rows
    ]
