"""Fills projects quickly through the installed package's own storage; run by its Python, not by the benchmarks'.

fill.py spans PROJECT ARTICLE SPANS.json    annotations, given as [start, end, number of the label], in acts
fill.py library PROJECT                     reads in what `annotui init` has not, and marks one article in ten done
fill.py format                              prints what changes whenever the database's format does
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from annotui.core.model import Annotation, Fragment
from annotui.project.annotate import new_id, set_status
from annotui.project.opening import Project, open_project
from annotui.project.reading import article as read_article
from annotui.storage import articles, span_rows
from annotui.storage.connection import Row
from annotui.storage.schema import MIGRATIONS
from annotui.storage.stamp import Stamp

SPANS_AN_ACT = 200
ARTICLES_AT_ONCE = 5000
DONE_AN_ACT = 1000
ONE_DONE_IN = 10


def fill_spans(project: Project, path: str, spans: list[tuple[int, int, int]]) -> None:
    """Annotate an article."""
    text = read_article(project, path).text
    number = articles.article_id(project.store.connection, path)
    assert number is not None
    labels = [label.name for label in project.labels()]
    waiting = iter(spans)
    while some := list(islice(waiting, SPANS_AN_ACT)):
        with project.store.act(project.annotator, f"tag {len(some)} stretches", article=path) as writer:
            for start, end, label in some:
                fragments = (Fragment(start, end),)
                made = Annotation(new_id(), path, labels[label], project.annotator, fragments, text[start:end])
                span_rows.add(writer, number, text, made)


def fill_library(project: Project) -> None:
    """Take in the rest of corpus/ as it is known to be: UTF-8, a title and a date at the head."""
    connection = project.store.connection
    cursor = connection.execute("SELECT source, language, encoding, newline FROM article LIMIT 1")
    like: Row = {column[0]: value for column, value in zip(cursor.description, cursor.fetchone(), strict=True)}
    known = set(articles.paths(connection))
    new = ((path, file) for path, file in _files(project.corpus) if path not in known)
    while some := list(islice(new, ARTICLES_AT_ONCE)):
        rows: list[Row] = []
        stamps: list[tuple[str, Stamp]] = []
        for path, file in some:
            data = file.read_bytes()
            status = file.stat()
            text = data.decode()
            title, date = (line.partition(": ")[2] for line in text.split("\n", 2)[:2])
            sha256 = hashlib.sha256(data).hexdigest()
            told: Row = {"path": path, "title": title, "date": date, "text": text, "words": len(text.split())}
            rows.append({**like, **told, "sha256_bytes": sha256, "sha256_text": sha256})
            stamps.append((path, Stamp(status.st_size, status.st_mtime_ns, sha256)))
        with project.store.bulk() as connection:
            articles.insert_articles(connection, rows)
        project.state.set_stamps(stamps)
    done = iter(articles.paths(connection)[::ONE_DONE_IN])
    while paths := list(islice(done, DONE_AN_ACT)):
        set_status(project, paths, "done")


def _files(corpus: Path) -> Iterator[tuple[str, Path]]:
    for folder in sorted(corpus.iterdir()):
        for file in sorted(folder.iterdir()):
            yield f"{folder.name}/{file.name}", file


def main(arguments: list[str]) -> None:
    """Do what the arguments say."""
    if arguments == ["format"]:
        print(hashlib.sha256("".join(MIGRATIONS).encode()).hexdigest())
        return
    what, folder, *rest = arguments
    project = open_project(Path(folder))
    try:
        if what == "spans":
            path, file = rest
            fill_spans(project, path, [(start, end, label) for start, end, label in json.loads(Path(file).read_text())])
        else:
            fill_library(project)
    finally:
        project.close()


if __name__ == "__main__":
    main(sys.argv[1:])
