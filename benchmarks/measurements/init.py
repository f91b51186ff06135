"""Reading in a corpus, beside what SQLite needs at least: the same rows in one go, and a full-text index of them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter

from benchmarks.bench import Bench, Measurement
from benchmarks.figures import Value, median
from benchmarks.processes import run
from benchmarks.terminal import Unanswered

_SIZE = 4000
_PLANTED = "quicksilverish"
"""A word that only one article has: it is found when all are indexed."""


def _measure(bench: Bench) -> Mapping[str, Value]:
    count = bench.counts.files
    files = bench.data.files(count, _SIZE)
    ours: list[float] = []
    raw: list[float] = []
    rows: list[tuple[object, ...]] = []
    columns: list[str] = []
    for _ in range(bench.counts.rounds):
        project = bench.data.copy(files, "init")
        last = max((project / "corpus").glob("*/*.txt"))
        last.write_text(f"{last.read_text(encoding='utf-8')}\n{_PLANTED}\n", encoding="utf-8")
        ours.append(_init(bench, project, count))
        if not rows:
            columns, rows = _rows_of(project)
        raw.append(_raw(bench.data.scratch("raw"), columns, rows))
        shutil.rmtree(project)
    return {"init": Value(median(ours), median(raw), {"rounds": len(ours), "articles": count})}


def _init(bench: Bench, project: Path, count: int) -> float:
    """Seconds of `annotui init` and of what it leaves of the index for the first search."""
    tools = bench.tools

    def annotui(*arguments: str) -> tuple[float, bytes]:
        done = run([tools.annotui, *arguments], environment=tools.environment, folder=project)
        return done.ms / 1e3, done.output

    seconds, _ = annotui("init")
    first, found = annotui("search", _PLANTED)
    again, _ = annotui("search", _PLANTED)
    _, told = annotui("stats", "--json")
    if _PLANTED.encode() not in found or f'"articles": {count}' not in json.dumps(json.loads(told)):
        raise Unanswered("`annotui init` has not read in or indexed every article")
    return seconds + max(0.0, first - again)


def _rows_of(project: Path) -> tuple[list[str], list[tuple[object, ...]]]:
    with closing(sqlite3.connect(project / "annotations.db")) as database:
        found = database.execute("SELECT * FROM article ORDER BY id")
        return [column[0] for column in found.description], found.fetchall()


def _raw(folder: Path, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> float:
    """Seconds to store the rows with `executemany` and to rebuild an FTS5 index of their texts."""
    start = perf_counter()
    with closing(sqlite3.connect(folder / "raw.db")) as database:
        database.execute(f"CREATE TABLE article (id INTEGER PRIMARY KEY, {', '.join(columns[1:])})")
        database.executemany(f"INSERT INTO article VALUES ({', '.join('?' * len(columns))})", rows)
        database.execute("CREATE VIRTUAL TABLE words USING fts5 (text, content='article', content_rowid='id')")
        database.execute("INSERT INTO words (words) VALUES ('rebuild')")
        database.commit()
    return perf_counter() - start


MEASUREMENT = Measurement("init", ("init",), _measure)
