"""Annotations with their fragments and links: rows to domain objects, and the writes inside an act."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import cast

from annotui.core.model import Anchor, Annotation, Fragment, Link, LinkStatus, Reason
from annotui.core.quotes import Quote, quote_of
from annotui.errors import Conflict
from annotui.storage.connection import Row, snapshot
from annotui.storage.history import ActWriter


def annotations_of(connection: sqlite3.Connection, article: int) -> list[Annotation]:
    """All annotations of an article, everybody's, in order of start, end, id."""
    with snapshot(connection):
        found = list(_read(connection, "annotation.article = ?", (article,)))
    if any(len(one.fragments) > 1 for one in found):
        found.sort(key=lambda a: (a.start, a.end, a.id))
    return found


def annotation(connection: sqlite3.Connection, uid: str) -> Annotation | None:
    """One annotation, or None."""
    with snapshot(connection):
        return next(iter(_read(connection, "annotation.uid = ?", (uid,))), None)


def same_span(
    connection: sqlite3.Connection, article: str, annotator: str, label: str, fragments: tuple[Fragment, ...]
) -> str:
    """The id of this annotator's annotation with the same label and fragments, or empty."""
    rows = connection.execute(
        "SELECT uid FROM annotation JOIN article ON article.id = annotation.article "
        "JOIN fragment ON fragment.annotation = uid AND position = 0 "
        "WHERE path = ? AND annotator = ? AND label = ? AND start = ?",
        (article, annotator, label, fragments[0].start),
    ).fetchall()
    found = (annotation(connection, uid) for (uid,) in rows)
    return next((known.id for known in found if known and known.fragments == fragments), "")


def add(writer: ActWriter, article: int, text: str, made: Annotation) -> None:
    """Write a new annotation of the article with this canonical text; its times are now, unless it brings them."""
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
            "attributes": _json(made.attributes),
            "anchor": made.anchor,
            "revision": 1,
            "created_at": made.created_at or writer.at,
            "updated_at": made.updated_at or writer.at,
        },
    )
    bare = made._replace(fragments=(), links=())
    _put_fragments(writer, bare, list(_quotes(text, made)))
    _put_links(writer, bare, made.links)


def _quotes(text: str, made: Annotation) -> Iterator[Quote]:
    """What stands at the fragments; of an orphaned annotation, whose text is gone, what stood there."""
    at = 0
    for fragment in made.fragments:
        if made.anchor == "orphaned":
            length = fragment.end - fragment.start
            yield Quote(fragment, made.text[at : at + length], "", "")
            at += length + 1
        else:
            yield quote_of(text, fragment)


def relabel(writer: ActWriter, seen: Annotation, label: str, *, links: bool) -> None:
    """Give an annotation another label; its links go where that label does not link (`links`)."""
    gone = bool(seen.links) and not links
    if label == seen.label and not gone:
        return
    change(writer, seen, {"label": label})
    if gone:
        _put_links(writer, seen, ())


def set_attributes(writer: ActWriter, seen: Annotation, attributes: Mapping[str, str]) -> None:
    """Give an annotation other attributes. Raises Conflict if it is not as it was `seen`."""
    change(writer, seen, {"attributes": _json(attributes)})


def change(writer: ActWriter, seen: Annotation, updates: Row) -> None:
    """Change columns of an annotation, or (no `updates`) say that its fragments or links change.

    Equal values write nothing. Raises Conflict if it is not as it was `seen`.
    """
    row = _as_seen(writer, seen)
    if not updates or any(row[column] != value for column, value in updates.items()):
        writer.update("annotation", (seen.id,), {**updates, "updated_at": writer.at})


def _json(attributes: Mapping[str, str]) -> str:
    return json.dumps(dict(attributes), ensure_ascii=False, sort_keys=True)


def set_fragments(writer: ActWriter, seen: Annotation, text: str, fragments: Sequence[Fragment]) -> None:
    """Give an annotation other fragments of the same article; it is exact then. A link's part that falls outside goes.

    `text` is the article's canonical text. Raises Conflict if the annotation is not as it was `seen`.
    """
    change(writer, seen, {"anchor": "exact"} if seen.anchor != "exact" else {})
    _put_fragments(writer, seen, [quote_of(text, fragment) for fragment in fragments])
    whole = Fragment(fragments[0].start, fragments[-1].end)
    _put_parts(writer, seen, [link.part if link.part and _holds(whole, link.part) else None for link in seen.links])


def set_links(writer: ActWriter, seen: Annotation, links: Sequence[Link]) -> None:
    """Give an annotation other links; an equal set writes nothing. Raises Conflict if it is not as it was `seen`."""
    if tuple(links) != seen.links:
        change(writer, seen, {})
        _put_links(writer, seen, links)


def delete(writer: ActWriter, seen: Annotation) -> None:
    """Delete an annotation; history keeps its rows. Raises Conflict if it is not as it was `seen`."""
    _as_seen(writer, seen)
    for table, children in (("link", seen.links), ("fragment", seen.fragments)):
        for position in range(len(children)):
            writer.delete(table, (seen.id, position))
    writer.delete("annotation", (seen.id,))


def moved(writer: ActWriter, seen: Annotation, text: str, found: Sequence[Fragment] | None, anchor: Anchor) -> None:
    """Record where an annotation stands in the new `text` of its article. `found` None: orphaned, its quote is kept.

    A link's part moves with its fragment. What stays as it was writes nothing.
    """
    if found is None:
        change(writer, seen, {"anchor": anchor})
        return
    if tuple(found) == seen.fragments and anchor == seen.anchor:
        _as_seen(writer, seen)
    else:
        change(writer, seen, {"anchor": anchor} if anchor != seen.anchor else {})
    _put_fragments(writer, seen, [quote_of(text, fragment) for fragment in found])
    _put_parts(writer, seen, [_shifted(link.part, seen.fragments, found) for link in seen.links])


def quotes_of(connection: sqlite3.Connection, article: int) -> dict[str, list[Quote]]:
    """The stored quotes and contexts of the fragments of an article's annotations, in order, by annotation."""
    rows = connection.execute(
        'SELECT annotation, start, "end", exact, prefix, suffix FROM annotation '
        "JOIN fragment ON fragment.annotation = annotation.uid WHERE article = ? ORDER BY annotation, position",
        (article,),
    ).fetchall()
    return {
        uid: [Quote(Fragment(start, end), exact, prefix, suffix) for _, start, end, exact, prefix, suffix in found]
        for uid, found in groupby(rows, key=lambda row: str(row[0]))
    }


def _as_seen(writer: ActWriter, seen: Annotation) -> Row:
    """The annotation's row. Raises Conflict where it is gone or has another revision."""
    row = writer.get("annotation", (seen.id,))
    if row is None:
        raise Conflict("This annotation was deleted meanwhile.", "Nothing was written.")
    if row["revision"] != seen.revision:
        raise Conflict("This annotation was changed meanwhile.", "Nothing was written; look again and repeat.")
    return row


def _holds(whole: Fragment, part: Fragment) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def _shifted(part: Fragment | None, old: Sequence[Fragment], new: Sequence[Fragment]) -> Fragment | None:
    """Move a part with the fragment it lies in, where that fragment kept its length; else forget it."""
    for before, after in zip(old, new, strict=True):
        if part and _holds(before, part) and before.end - before.start == after.end - after.start:
            by = after.start - before.start
            return Fragment(part.start + by, part.end + by)
    return None


def _put_fragments(writer: ActWriter, seen: Annotation, quotes: Sequence[Quote]) -> None:
    """Write these fragments in place of those `seen`; one that is as before is left alone."""
    for position, found in enumerate(quotes):
        write = writer.upsert if position < len(seen.fragments) else writer.insert
        write(
            "fragment",
            {
                "annotation": seen.id,
                "position": position,
                "start": found.fragment.start,
                "end": found.fragment.end,
                "exact": found.exact,
                "prefix": found.prefix,
                "suffix": found.suffix,
            },
        )
    for position in range(len(quotes), len(seen.fragments)):
        writer.delete("fragment", (seen.id, position))


def _put_parts(writer: ActWriter, seen: Annotation, parts: Sequence[Fragment | None]) -> None:
    for position, part in enumerate(parts):
        writer.update("link", (seen.id, position), _part(part))


def _put_links(writer: ActWriter, seen: Annotation, links: Sequence[Link]) -> None:
    """Write these links in place of those `seen`."""
    for position, link in enumerate(links):
        write = writer.upsert if position < len(seen.links) else writer.insert
        write(
            "link",
            {
                "annotation": seen.id,
                "position": position,
                "agreement": link.agreement,
                "status": link.status,
                "method": link.method,
                "score": link.score,
                "reasons": json.dumps([[r.id, r.value, r.text] for r in link.reasons], ensure_ascii=False),
                **_part(link.part),
                "by": link.by,
            },
        )
    for position in range(len(links), len(seen.links)):
        writer.delete("link", (seen.id, position))


def _part(part: Fragment | None) -> Row:
    return {"part_start": part.start if part else None, "part_end": part.end if part else None}


_NONE: Mapping[str, str] = MappingProxyType({})
_ANNOTATION = """SELECT annotation.uid, article.path, annotation.label, annotation.annotator, annotation.origin,
 annotation.score, annotation.note, annotation.flag, annotation.attributes, annotation.anchor, annotation.revision,
 annotation.created_at, annotation.updated_at, fragment.position, fragment.start, fragment."end", fragment.exact
 FROM annotation JOIN article ON article.id = annotation.article JOIN fragment ON fragment.annotation = annotation.uid
 WHERE """
_LINK = """SELECT link.annotation, link.position, link.agreement, link.status, link.score, link.method,
 link.part_start, link.part_end, link.reasons, link."by"
 FROM annotation JOIN link ON link.annotation = annotation.uid WHERE {}"""


def _read(connection: sqlite3.Connection, where: str, values: tuple[str | int, ...]) -> Iterator[Annotation]:
    """The annotations by start, the end of their first fragment, and id.

    One without fragments is that of a damaged database, of which `check` tells.
    """
    links: dict[str, list[Link]] = {}
    for row in sorted(connection.execute(_LINK.format(where), values).fetchall(), key=itemgetter(0, 1)):
        links.setdefault(row[0], []).append(_link(row))
    more: dict[str, list[tuple[int, Fragment, str]]] = {}
    firsts = []
    for row in connection.execute(_ANNOTATION + where, values).fetchall():
        if row[13]:
            more.setdefault(row[0], []).append((row[13], Fragment(row[14], row[15]), row[16]))
        else:
            firsts.append(row)
    for row in sorted(firsts, key=itemgetter(14, 15, 0)):
        uid, text = row[0], row[16]
        fragments: tuple[Fragment, ...] = (Fragment(row[14], row[15]),)
        if uid in more:
            rest = sorted(more[uid])
            fragments += tuple(fragment for _, fragment, _ in rest)
            text = " ".join([text, *(exact for _, _, exact in rest)])
        yield Annotation(
            uid,
            row[1],
            row[2],
            row[3],
            fragments,
            text,
            row[4],
            "accepted",
            row[5],
            row[6],
            bool(row[7]),
            _NONE if row[8] == "{}" else json.loads(row[8]),
            row[9],
            tuple(links[uid]) if uid in links else (),
            row[10],
            row[11],
            row[12],
        )


def _link(row: tuple[str, int, str | None, str, float | None, str, int | None, int | None, str, str]) -> Link:
    _, _, agreement, status, score, method, start, end, reasons, by = row
    return Link(
        agreement=agreement,
        status=cast(LinkStatus, status),  # the CHECK of the column holds it to these
        score=score,
        method=method,
        part=Fragment(start, end) if start is not None and end is not None else None,
        reasons=tuple(Reason(*reason) for reason in json.loads(reasons)) if reasons != "[]" else (),
        by=by,
    )
