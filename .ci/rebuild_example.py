"""Build annotations.db, the shipped example, from corpus/ and the tab-separated files in corpus/.annotations/.

    python .ci/rebuild_example.py [TARGET]

TARGET is the database to write (default: annotations.db beside corpus/). Ids of annotations are made from what they
mark, so that a rebuild differs from the last one only in its times and the mark of its texts' generation.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotui.core.model import ARTICLE_STATUSES, Fragment, Link, LinkStatus
from annotui.project import annotate, exchange, opening, reading
from annotui.project.opening import Project
from annotui.project.sync import sync

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "corpus" / ".annotations"
ANNOTATOR = "example"
SEPARATOR = " || "


@dataclass(frozen=True, slots=True)
class Mark:
    """A row of an article's file: what is marked (`text`, which occurrence or `*` for all), and what it means."""

    label: str
    nth: str
    text: str
    links: str
    note: str
    flag: bool


def main() -> None:
    """Write the example."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "annotations.db"
    build(target)
    print(f"{target} written")


def build(target: Path) -> None:
    """Write the example to `target`, which is replaced when it is whole."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "corpus", Path(folder) / "corpus")
        project = opening.create_project(Path(folder), ANNOTATOR)
        try:
            exchange.add_starter_catalogue(project)
            sync(project)
            for row in read_rows(SOURCES / "articles.tsv"):
                annotate_article(project, row)
        finally:
            project.close()
        part = target.with_name(target.name + ".part")
        shutil.copyfile(Path(folder) / "annotations.db", part)
        part.replace(target)


def annotate_article(project: Project, row: dict[str, str]) -> None:
    """Set what the file does not tell, tag every mark, set status and note."""
    path = row["article"]
    given = {name: row[name] or None for name in ("title", "date", "source")}
    if any(given.values()):
        told = reading.article(project, path)
        new = {name: value for name, value in given.items() if value and value != getattr(told, name)}
        if new:
            annotate.set_article(project, path, **{name: new.get(name) for name in given})
    text = reading.article(project, path).text
    for mark in read_marks(SOURCES / f"{Path(path).stem}.tsv"):
        for fragments in occurrences(text, mark, path):
            made = annotate.tag(
                project,
                path,
                fragments,
                mark.label,
                links=links(mark, text, fragments),
                note=mark.note,
                id=stable_id(path, mark.label, fragments),
            )
            if mark.flag:
                annotate.set_flag(project, made, True)
    if row["note"]:
        annotate.set_article_note(project, path, row["note"])
    status = next(status for status in ARTICLE_STATUSES if status == row["status"])
    if status != "todo":
        annotate.set_status(project, [path], status)


def read_rows(file: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file by column name; lines that begin with # are comments."""
    with file.open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_marks(file: Path) -> list[Mark]:
    """The marks of an article."""
    return [
        Mark(row["label"], row["nth"], unescape(row["text"]), unescape(row["links"]), row["note"], row["flag"] == "!")
        for row in read_rows(file)
    ]


def unescape(cell: str) -> str:
    r"""A cell as text: \n is a newline, \t a tab, \\ a backslash."""
    parts = cell.split("\\\\")
    return "\\".join(part.replace("\\n", "\n").replace("\\t", "\t") for part in parts)


def occurrences(text: str, mark: Mark, where: str) -> list[list[Fragment]]:
    """The spans that a mark stands for. SystemExit says which mark is not in the text."""
    first, *rest = mark.text.split(SEPARATOR)
    found = list(places(text, first))
    chosen = found if mark.nth == "*" else found[int(mark.nth) - 1 : int(mark.nth)]
    if not chosen:
        raise SystemExit(f"{where}: {mark.text!r} does not occur {mark.nth} times")
    spans = []
    for start in chosen:
        fragments = [Fragment(start, start + len(first))]
        for piece in rest:
            at = next((p for p in places(text, piece) if p >= fragments[-1].end), None)
            if at is None:
                raise SystemExit(f"{where}: {piece!r} does not follow {first!r}")
            fragments.append(Fragment(at, at + len(piece)))
        spans.append(fragments)
    return spans


def places(text: str, piece: str) -> Iterator[int]:
    """Where `piece` stands with no letter or digit beside it, left to right."""
    at = text.find(piece)
    while at >= 0:
        end = at + len(piece)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            yield at
            at = text.find(piece, end)
        else:
            at = text.find(piece, at + 1)


def links(mark: Mark, text: str, fragments: list[Fragment]) -> list[Link]:
    """What a mark means: records with the part that names each, NIL, or unsure (`?`)."""
    if not mark.links:
        return []
    if mark.links == "NIL":
        return [Link(None, "nil")]
    status: LinkStatus = "unsure" if mark.links.startswith("?") else "linked"
    items = [item for item in mark.links.removeprefix("?").split(";") if item]
    if not items:
        return [Link(None, "unsure")]
    made = []
    for item in items:
        id, _, part = item.partition("=")
        at = next((p for p in places(text, part) if p >= fragments[0].start), None) if part else None
        made.append(Link(id, status, part=Fragment(at, at + len(part)) if at is not None else None))
    return made


def stable_id(path: str, label: str, fragments: list[Fragment]) -> str:
    """An id that a rebuild gives again."""
    marked = ";".join(f"{fragment.start}-{fragment.end}" for fragment in fragments)
    return hashlib.sha256(f"{path} {label} {marked}".encode()).hexdigest()[:16]


if __name__ == "__main__":
    main()
