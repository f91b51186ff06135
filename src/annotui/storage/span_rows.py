"""Annotations with their fragments and links: rows to domain objects, and the writes inside an act."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from annotui.core.model import Annotation, Fragment, Link, Reason
from annotui.errors import Conflict, DataError
from annotui.storage.connection import Row
from annotui.storage.history import ActWriter

CONTEXT = 32
"""How many code points on each side of a fragment are kept to find it again in changed text."""


@dataclass(frozen=True, slots=True)
class Selector:
    """How a fragment can be found again: its text and up to CONTEXT code points on each side."""

    fragment: Fragment
    exact: str
    prefix: str
    suffix: str


def selector(text: str, fragment: Fragment) -> Selector:
    """Quote a fragment of `text` with its context. Raises DataError when it lies outside the text."""
    if not 0 <= fragment.start < fragment.end <= len(text):
        raise DataError(
            f"Offsets {fragment.start}-{fragment.end} lie outside the article (0-{len(text)}).",
            "Offsets count Unicode code points from 0, end not included.",
        )
    return Selector(
        fragment,
        text[fragment.start : fragment.end],
        text[max(0, fragment.start - CONTEXT) : fragment.start],
        text[fragment.end : fragment.end + CONTEXT],
    )


def annotations_of(connection: sqlite3.Connection, article: int) -> list[Annotation]:
    """All annotations of an article, everybody's, in order of start, end, id."""
    return sorted(_read(connection, "annotation.article = ?", (article,)), key=lambda a: (a.start, a.end, a.id))


def annotation(connection: sqlite3.Connection, uid: str) -> Annotation | None:
    """One annotation, or None."""
    return next(iter(_read(connection, "annotation.uid = ?", (uid,))), None)


def add(writer: ActWriter, article: int, text: str, made: Annotation) -> None:
    """Write a new annotation of the article with this canonical text."""
    writer.insert(
        "annotation",
        {
            "uid": made.id,
            "article": article,
            "label": made.label,
            "annotator": made.annotator,
            "origin": made.origin,
            "note": made.note,
            "flag": int(made.flag),
            "score": made.score,
            "attributes": json.dumps(made.attributes, ensure_ascii=False, sort_keys=True),
            "anchor": made.anchor,
            "revision": 1,
            "created_at": writer.at,
            "updated_at": writer.at,
        },
    )
    _add_fragments(writer, made.id, [selector(text, fragment) for fragment in made.fragments])
    _add_links(writer, made.id, made.links)


def change(writer: ActWriter, seen: Annotation, updates: Row) -> None:
    """Change columns of an annotation. Raises Conflict if it is not as it was `seen`."""
    row = writer.get("annotation", (seen.id,))
    if row is None:
        raise Conflict("This annotation was deleted meanwhile.", "Nothing was written.")
    if row["revision"] != seen.revision:
        raise Conflict("This annotation was changed meanwhile.", "Nothing was written; look again and repeat.")
    if any(row[column] != value for column, value in updates.items()) or not updates:
        writer.update("annotation", (seen.id,), {**updates, "updated_at": writer.at})


def set_fragments(writer: ActWriter, seen: Annotation, text: str, fragments: Sequence[Fragment]) -> None:
    """Give an annotation other fragments of the same article."""
    change(writer, seen, {"anchor": "exact"} if seen.anchor != "exact" else {})
    for position in range(len(seen.fragments)):
        writer.delete("fragment", (seen.id, position))
    _add_fragments(writer, seen.id, [selector(text, fragment) for fragment in fragments])


def set_links(writer: ActWriter, seen: Annotation, links: Sequence[Link]) -> None:
    """Give an annotation other links; an equal set writes nothing."""
    if tuple(links) == seen.links:
        return
    change(writer, seen, {})
    for position in range(len(seen.links)):
        writer.delete("link", (seen.id, position))
    _add_links(writer, seen.id, links)


def delete(writer: ActWriter, seen: Annotation) -> None:
    """Delete an annotation; history keeps its rows. Raises Conflict if it is not as it was `seen`."""
    row = writer.get("annotation", (seen.id,))
    if row is None or row["revision"] != seen.revision:
        raise Conflict("This annotation was changed or deleted meanwhile.", "Nothing was written.")
    for table in ("link", "fragment"):
        for child in writer.rows(table, "annotation", seen.id):
            writer.delete(table, (seen.id, child["position"]))
    writer.delete("annotation", (seen.id,))


def moved(writer: ActWriter, seen: Annotation, text: str, found: Sequence[Fragment] | None, anchor: str) -> None:
    """Record where an annotation stands after its text changed. `found` None: orphaned, the old quote is kept."""
    change(writer, seen, {"anchor": anchor})
    if found is None:
        return
    for position in range(len(seen.fragments)):
        writer.delete("fragment", (seen.id, position))
    _add_fragments(writer, seen.id, [selector(text, fragment) for fragment in found])
    shifted = [_shift(link, seen.fragments, found) for link in seen.links]
    for position, (old, new) in enumerate(zip(seen.links, shifted, strict=True)):
        if old != new:
            part = new.part
            writer.update(
                "link",
                (seen.id, position),
                {"part_start": part.start if part else None, "part_end": part.end if part else None},
            )


def selectors_of(connection: sqlite3.Connection, uid: str) -> list[Selector]:
    """The stored quotes and contexts of an annotation's fragments, in order."""
    rows = connection.execute(
        'SELECT start, "end", exact, prefix, suffix FROM fragment WHERE annotation = ? ORDER BY position',
        (uid,),
    ).fetchall()
    return [Selector(Fragment(start, end), exact, prefix, suffix) for start, end, exact, prefix, suffix in rows]


def _shift(link: Link, old: Sequence[Fragment], new: Sequence[Fragment]) -> Link:
    """Move a link's part with the fragment it lies in, where that fragment kept its length; else forget it."""
    if link.part is None:
        return link
    for before, after in zip(old, new, strict=True):
        if before.start <= link.part.start and link.part.end <= before.end:
            if before.end - before.start != after.end - after.start:
                break
            by = after.start - before.start
            return replace(link, part=Fragment(link.part.start + by, link.part.end + by))
    return replace(link, part=None)


def _add_fragments(writer: ActWriter, uid: str, selectors: Iterable[Selector]) -> None:
    for position, found in enumerate(selectors):
        writer.insert(
            "fragment",
            {
                "annotation": uid,
                "position": position,
                "start": found.fragment.start,
                "end": found.fragment.end,
                "exact": found.exact,
                "prefix": found.prefix,
                "suffix": found.suffix,
            },
        )


def _add_links(writer: ActWriter, uid: str, links: Iterable[Link]) -> None:
    for position, link in enumerate(links):
        writer.insert(
            "link",
            {
                "annotation": uid,
                "position": position,
                "agreement": link.agreement,
                "status": link.status,
                "method": link.method,
                "score": link.score,
                "reasons": json.dumps([[r.id, r.value, r.text] for r in link.reasons], ensure_ascii=False),
                "part_start": link.part.start if link.part else None,
                "part_end": link.part.end if link.part else None,
                "by": link.by,
            },
        )


_ANNOTATION = """SELECT annotation.uid, article.path, annotation.label, annotation.annotator, annotation.origin,
 annotation.score, annotation.note, annotation.flag, annotation.attributes, annotation.anchor, annotation.revision,
 annotation.created_at, annotation.updated_at FROM annotation JOIN article ON article.id = annotation.article WHERE """
_FRAGMENT = """SELECT fragment.annotation, fragment.start, fragment."end", fragment.exact
 FROM annotation JOIN fragment ON fragment.annotation = annotation.uid WHERE {}
 ORDER BY fragment.annotation, position"""
_LINK = """SELECT link.annotation, link.agreement, link.status, link.score, link.method, link.part_start, link.part_end,
 link.reasons, link."by" FROM annotation JOIN link ON link.annotation = annotation.uid WHERE {}
 ORDER BY link.annotation, position"""


def _read(connection: sqlite3.Connection, where: str, values: tuple[str | int, ...]) -> Iterator[Annotation]:
    fragments: dict[str, tuple[tuple[Fragment, ...], str]] = {}
    for uid, rows in groupby(connection.execute(_FRAGMENT.format(where), values), key=lambda row: row[0]):
        found = [(Fragment(row[1], row[2]), row[3]) for row in rows]
        fragments[uid] = tuple(f for f, _ in found), " ".join(exact for _, exact in found)
    links: dict[str, tuple[Link, ...]] = {}
    for uid, rows in groupby(connection.execute(_LINK.format(where), values), key=lambda row: row[0]):
        links[uid] = tuple(_link(row) for row in rows)
    for row in connection.execute(_ANNOTATION + where, values).fetchall():
        uid = row[0]
        if uid not in fragments:
            continue  # a damaged database: `check` tells of it
        parts, text = fragments[uid]
        yield Annotation(
            id=uid,
            article=row[1],
            label=row[2],
            annotator=row[3],
            fragments=parts,
            text=text,
            origin=row[4],
            score=row[5],
            note=row[6],
            flag=bool(row[7]),
            attributes=json.loads(row[8]),
            anchor=row[9],
            links=links.get(uid, ()),
            revision=row[10],
            created_at=row[11],
            updated_at=row[12],
        )


def _link(row: tuple[str, str | None, str, float | None, str, int | None, int | None, str, str]) -> Link:
    _, agreement, status, score, method, start, end, reasons, by = row
    return Link(
        agreement=agreement,
        status=status,  # type: ignore[arg-type]  # the CHECK of the column holds it to LinkStatus
        score=score,
        method=method,
        part=Fragment(start, end) if start is not None and end is not None else None,
        reasons=tuple(Reason(id, value, text) for id, value, text in json.loads(reasons)),
        by=by,
    )
