"""Fills a project with many spans in many articles, one in four of a label that links with a link; run as fill.py is.

fill_corpus.py PROJECT LABELS.json    spans are given by article, as [start, end, number of the label]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from annotui.core.model import Agreement
from annotui.project.annotate import new_id
from annotui.project.opening import Project, open_project
from annotui.storage import articles, catalogue

RECORDS = 200
ONE_LINKED_IN = 4
_AT = "2026-01-01T00:00:00Z"
_REASONS = json.dumps([["name", 4.6, "name 1.00 with 'agreement on night ferries'"], ["date", 1.5, "3 May"]])


def fill(project: Project, spans: dict[str, list[tuple[int, int, int]]]) -> None:
    """Write spans and links as they are after years of work, without the history of how they came about."""
    with project.store.setting_up(project.annotator) as writer:
        for number in range(RECORDS):
            catalogue.put_agreement(writer, Agreement(f"record-{number:03}", f"Agreement {number} on night ferries"))
    labels = [label.name for label in project.labels()]
    number = 0
    with project.store.bulk() as connection:
        for path, text in _texts(project):
            article = articles.article_id(connection, path)
            for start, end, label in spans[path]:
                uid, number = new_id(), number + 1
                connection.execute(
                    "INSERT INTO annotation (uid, article, label, annotator, created_at, updated_at) "
                    "VALUES (?, ?, ?, ?, ?, ?)",
                    (uid, article, labels[label], project.annotator, _AT, _AT),
                )
                connection.execute(
                    'INSERT INTO fragment (annotation, position, start, "end", exact, prefix, suffix) '
                    "VALUES (?, 0, ?, ?, ?, ?, ?)",
                    (
                        uid,
                        start,
                        end,
                        text[start:end],
                        text[max(0, start - 32) : start],
                        text[end : end + 32],
                    ),
                )
                if number % ONE_LINKED_IN == 0:
                    connection.execute(
                        "INSERT INTO link (annotation, position, agreement, status, method, score, reasons, by) "
                        "VALUES (?, 0, ?, 'linked', 'ranked', 0.87, ?, ?)",
                        (uid, f"record-{number % RECORDS:03}", _REASONS, project.annotator),
                    )


def _texts(project: Project) -> Iterator[tuple[str, str]]:
    for path in articles.paths(project.store.connection):
        found = articles.article(project.store.connection, path, project.annotator)
        assert found is not None
        yield path, found.text


def main(arguments: list[str]) -> None:
    """Do what the arguments say."""
    folder, file = arguments
    project = open_project(Path(folder))
    try:
        fill(project, json.loads(Path(file).read_text()))
    finally:
        project.close()


if __name__ == "__main__":
    main(sys.argv[1:])
