"""A million spans out of the project as CSV and as JSONL, beside the sqlite3 shell that dumps the same fields.

`python -m benchmarks.exporting` drives the installed command and the shell in turns, each into a file. CSV is held
against `.mode csv` of the same rows, JSONL against `json_object` of the same fields; what came out is compared first.
It ends with 1 where annotui takes more than 4 times as long (CSV), 2.5 times (JSONL), or 80 MB.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter, sleep

from benchmarks import processes, texts
from benchmarks.__main__ import CACHE, say
from benchmarks.environments import ROOT, Tools, prepare
from benchmarks.figures import median

BARS = {"csv": 4.0, "jsonl": 2.5}
"""How many times as long as the shell annotui may take."""
MOST_MB = 80.0
_AN_ARTICLE = 100
_SIZE = 4000
_LABELS = 6
_COMPARED = 2000
_EVERY = 0.02
"""How often the memory is looked at (seconds)."""
_FILL = Path(__file__).with_name("fill_corpus.py")
_CSV = """
SELECT article.path AS article, f.start, f."end", a.label, f.exact AS text, k.agreement AS agreement_id,
  g.title AS agreement_title, coalesce(k.status, iif(label.links, 'open', '')) AS link_status, k.score AS link_score,
  a.annotator, a.origin, 'accepted' AS state, a.note, a.uid AS annotation_id, a.created_at, a.updated_at,
  '' AS fragments, iif(a.flag, '1', '') AS flag, a.anchor
FROM article JOIN annotation AS a ON a.article = article.id JOIN fragment AS f ON f.annotation = a.uid
JOIN label ON label.name = a.label LEFT JOIN link AS k ON k.annotation = a.uid
LEFT JOIN agreement AS g ON g.id = k.agreement
ORDER BY article.path, f.start, f."end", a.uid
"""
_JSONL = """
SELECT json_object('article', article.path, 'title', article.title, 'date', article.date, 'source', article.source,
  'language', article.language, 'status', coalesce(s.status, 'todo'), 'sha256', article.sha256_text,
  'text', article.text, 'note', coalesce(s.note, ''),
  'labels', (SELECT json_group_array(label) FROM
    (SELECT DISTINCT label FROM annotation WHERE article = article.id ORDER BY label)),
  'annotations', (SELECT json_group_array(json(one)) FROM (
    SELECT json_object('id', a.uid, 'start', f.start, 'end', f."end",
      'fragments', json_array(json_array(f.start, f."end")), 'text', f.exact, 'label', a.label,
      'annotator', a.annotator, 'origin', a.origin, 'state', 'accepted', 'score', a.score, 'note', a.note,
      'flag', json(iif(a.flag, 'true', 'false')), 'attributes', json(a.attributes), 'anchor', a.anchor,
      'links', (SELECT json_group_array(json_object('agreement', k.agreement, 'status', k.status, 'score', k.score,
        'method', k.method, 'part', NULL, 'reasons', (SELECT json_group_array(json_object('id', value ->> 0,
          'value', value ->> 1, 'text', value ->> 2)) FROM json_each(k.reasons)), 'by', k."by"))
        FROM link AS k WHERE k.annotation = a.uid),
      'created_at', a.created_at, 'updated_at', a.updated_at) AS one
    FROM annotation AS a JOIN fragment AS f ON f.annotation = a.uid
    WHERE a.article = article.id ORDER BY f.start, f."end", a.uid)))
FROM article LEFT JOIN article_status AS s ON s.article = article.id ORDER BY article.path
"""


class Different(Exception):
    """The two did not write the same."""


def main(arguments: Sequence[str]) -> int:
    """Measure, and print what came of it. Returns the exit code: 0 within the bars, 1 not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exporting", description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=CACHE, metavar="DIR", help="environments and data (%(default)s)")
    parser.add_argument("--spans", type=int, default=1_000_000, metavar="N", help="how many spans (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how often each (%(default)s)")
    asked = parser.parse_args(arguments)
    work: Path = asked.work.expanduser().resolve()
    work.mkdir(parents=True, exist_ok=True)
    tools = prepare(work, ROOT, say)
    project = _project(tools, work, asked.spans // _AN_ARTICLE)
    kept = True
    print(f"{asked.spans:,} spans in {asked.spans // _AN_ARTICLE:,} articles")
    for format, bar in BARS.items():
        kept &= _measure(tools, project, work, format, bar, asked.rounds)
    return 0 if kept else 1


def _measure(tools: Tools, project: Path, work: Path, format: str, bar: float, rounds: int) -> bool:
    ours, theirs = work / f"ours.{format}", work / f"shell.{format}"
    shell = [tools.peer("sqlite3"), "-readonly", "-batch"]
    shell += ["-csv", "-header", "annotations.db", _CSV] if format == "csv" else ["annotations.db", _JSONL]
    times: dict[Path, list[float]] = {ours: [], theirs: []}
    memory = 0.0
    for _ in range(rounds):
        for out, command in ((ours, [tools.annotui, "export", "--format", format]), (theirs, shell)):
            seconds, most = _run(command, tools, project, out)
            times[out].append(seconds)
            memory = max(memory, most if out is ours else 0.0)
    _compare(format, ours, theirs)
    mine, peer = median(times[ours]), median(times[theirs])
    ours.unlink()
    theirs.unlink()
    kept = mine <= bar * peer and memory <= MOST_MB
    told = f"{mine:.1f} s, the sqlite3 shell {peer:.1f} s: {mine / peer:.2f} x (bar {bar:g})"
    print(f"{format}: {told}; {memory:.0f} MB (bar {MOST_MB:g}){'' if kept else ': MISSED'}")
    return kept


def _run(command: Sequence[str], tools: Tools, folder: Path, out: Path) -> tuple[float, float]:
    """Seconds, and the most memory that it took, in MB."""
    with out.open("wb") as stream:
        start = perf_counter()
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(tools.environment),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.DEVNULL,
        )
        most = 0.0
        # Not what wait4 tells: that counts what this program had in memory when it began the other.
        while child.poll() is None:
            most = max(most, processes.memory_mb(child.pid, "VmHWM:"))
            sleep(_EVERY)
        seconds = perf_counter() - start
    if child.returncode:
        raise processes.CommandFailed(f"{command[0]} ended with {child.returncode}")
    return seconds, most


def _compare(format: str, ours: Path, theirs: Path) -> None:
    """Raise Different unless the first rows of both say the same."""
    read = _rows if format == "csv" else _lines
    for number, (one, other) in enumerate(zip(islice(read(ours), _COMPARED), read(theirs), strict=False), 1):
        if one != other:
            raise Different(f"{format} {number}: {one!r:.300} is not {other!r:.300}")


def _rows(file: Path) -> Iterator[list[str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        yield from csv.reader(stream)


def _lines(file: Path) -> Iterator[object]:
    with file.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def _project(tools: Tools, work: Path, count: int) -> Path:
    """A project with so many articles of 4 KB and 100 spans in each; made once."""
    place = work / f"export-{tools.format[:12]}-{count}"
    if place.exists():
        return place
    say(f"making {place}")
    begun = place.with_suffix(".part")
    spans = {}
    for number in range(count):
        file = begun / "corpus" / f"{number // 1000:04}" / f"{number:07}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = texts.article(_SIZE, title=texts.name(number), seed=number)
        file.write_text(text, encoding="utf-8")
        spans[str(file.relative_to(begun / "corpus"))] = texts.spans(text, _AN_ARTICLE, labels=_LABELS, seed=number)
    processes.run([tools.annotui, "init"], environment=tools.environment, folder=begun)
    given = begun / "spans.json"
    given.write_text(json.dumps(spans))
    processes.run([tools.python, str(_FILL), str(begun), str(given)], environment=tools.environment, folder=begun)
    given.unlink()
    begun.rename(place)
    return place


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
