"""`python -m benchmarks.linking`: candidates at a key press and suggestions over texts, each beside a peer.

Run it in an environment that annotui is installed in; with spaCy in it, suggestions run beside its PhraseMatcher, too.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from rapidfuzz import fuzz, process, utils

from annotui.core.model import Agreement
from annotui.corpus.decoding import decode
from annotui.linking.candidates import candidates
from annotui.linking.catalogue import Catalogue
from annotui.linking.mentions import find_mentions
from annotui.project.catalogue_index import index_of
from annotui.project.child_jobs import CATALOGUE_READY, Asked, Child
from annotui.project.opening import create_project
from annotui.storage.catalogue import put_agreement
from benchmarks import catalogues, texts
from benchmarks.catalogues import Row
from benchmarks.environments import ROOT
from benchmarks.figures import median, p99

_SEED = 20220416
_ON = "2022-04-16"
_SUGGEST_NAMES = 10_000
_FIRST = 10
"""Where the record meant should be."""
_LIMIT = 20
"""How many the link panel shows while somebody types."""
_TEXT, _TEXTS = 4_000, 100
_ROUNDS = 3
PLAIN, DENSE = "plain news", "dense articles"
"""What suggestions are made in."""


def main(arguments: Sequence[str]) -> int:
    """Measure what is asked for and print it: a line a figure, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.linking", description=__doc__)
    parser.add_argument("--names", type=int, nargs="*", default=[100_000], help="sizes of catalogues (%(default)s)")
    parser.add_argument("--queries", type=int, default=200, help="queries of a catalogue (%(default)s)")
    parser.add_argument("--peer-queries", type=int, help="how many of them the peer is asked, too (all)")
    parser.add_argument("--articles", type=Path, help="a folder of dense articles (the shipped ones, mixed with news)")
    parser.add_argument("--no-suggestions", action="store_true", help="leave suggestions out")
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args(arguments)
    found = [_of_candidates(names, asked.queries, asked.peer_queries or asked.queries) for names in asked.names]
    speeds = {} if asked.no_suggestions else _of_suggestions(asked.articles)
    if asked.json:
        _say(json.dumps({"candidates": {one.names: asdict(one) for one in found}, "suggest": speeds}))
    else:
        for one in found:
            _say(one.told())
        for what, by in speeds.items():
            _say(f"suggest, {_SUGGEST_NAMES:,} names, {what}: " + ", ".join(f"{n} {v:.3f} MB/s" for n, v in by.items()))
    return 0


@dataclass(frozen=True, slots=True)
class OfCandidates:
    """Candidates of one catalogue: ms a query, the mean where nothing else is said, of ours and of the peer.

    `missed` is how many of the queries asked of both did not find the record meant in the first ten, in percent;
    `built` are seconds of a child process, `opened` ms.
    """

    names: int
    ours: float
    median: float
    p99: float
    most: float
    peer: float
    missed: float
    peer_missed: float
    built: float
    opened: float

    def told(self) -> str:
        """All of it in a line."""
        return (
            f"candidates, {self.names:,} names: {self.ours:.2f} ms (median {self.median:.2f}, p99 {self.p99:.1f}, most "
            f"{self.most:.1f}), WRatio {self.peer:.0f} ms: {self.peer / self.ours:.0f} times as fast; meant one not in "
            f"the first {_FIRST}: {self.missed:.1f}%, WRatio {self.peer_missed:.1f}%; index made by a child process in "
            f"{self.built:.1f} s, opened in {self.opened:.1f} ms"
        )


@dataclass(frozen=True, slots=True)
class _Indexed:
    """The catalogue of a project as the app has it: seconds that its index took a child process, ms to open it."""

    catalogue: Catalogue
    built: float
    opened: float


@contextmanager
def _indexed(rows: Sequence[Row]) -> Iterator[_Indexed]:
    """A project with these records, and its index made as the app has it made."""
    with TemporaryDirectory() as folder, closing(create_project(Path(folder) / "project", "annotator")) as project:
        with project.store.setting_up("annotator") as writer:
            for row in rows:
                put_agreement(writer, _agreement(row))
        start = perf_counter()
        child = Child(Asked("look", str(project.folder), "annotator"))
        os.set_blocking(child.fileno(), True)
        while (told := child.read()) is not None and CATALOGUE_READY not in told:
            pass
        built = perf_counter() - start
        child.leave()
        start = perf_counter()
        catalogue = index_of(project).current()
        if catalogue is None:
            raise RuntimeError("The index of the catalogue was not made")
        yield _Indexed(catalogue, built, 1e3 * (perf_counter() - start))


def _of_candidates(names: int, count: int, peer_count: int) -> OfCandidates:
    """Candidates of queries with typing errors beside `process.extract` with WRatio over the same names."""
    rows = list(catalogues.rows(names, seed=_SEED))
    known = [(utils.default_process(name), row.id) for row in rows for name in row.names]
    lines = [name for name, _ in known]
    ours: list[float] = []
    theirs: list[float] = []
    missed = peer_missed = 0
    with _indexed(rows) as index:
        gc.collect()
        gc.freeze()
        for number, (query, meant) in enumerate(catalogues.queries(rows, count, seed=_SEED)):
            start = perf_counter()
            found = candidates(index.catalogue, query, query=query, limit=_LIMIT)
            ours.append(1e3 * (perf_counter() - start))
            if number >= peer_count:
                continue
            missed += meant not in [link.id for one in found[:_FIRST] for link in one.links]
            asked = utils.default_process(query)
            start = perf_counter()
            near = process.extract(asked, lines, scorer=fuzz.WRatio, processor=None, limit=_FIRST)
            theirs.append(1e3 * (perf_counter() - start))
            peer_missed += meant not in [known[at][1] for _, _, at in near]
    return OfCandidates(
        names=names,
        ours=sum(ours) / len(ours),
        median=median(ours),
        p99=p99(ours),
        most=max(ours),
        peer=sum(theirs) / len(theirs),
        missed=100 * missed / len(theirs),
        peer_missed=100 * peer_missed / len(theirs),
        built=index.built,
        opened=index.opened,
    )


def _of_suggestions(folder: Path | None) -> dict[str, dict[str, float]]:
    """MB/s of mentions found in texts, in one process, and of all names looked up in them: kind of text -> by whom."""
    rows = list(catalogues.rows(_SUGGEST_NAMES, seed=_SEED))
    catalogue = Catalogue.of([_agreement(row) for row in rows])
    given = {
        PLAIN: [texts.news(_TEXT, seed=number) for number in range(_TEXTS)],
        DENSE: _articles_in(folder) if folder else _dense(_articles_in(ROOT / "corpus")),
    }
    peers = {"regex of all names": _regex(rows)} | ({"spaCy PhraseMatcher": _spacy(rows)} if find_spec("spacy") else {})
    gc.collect()
    gc.freeze()

    def ours(text: str) -> object:
        return find_mentions(catalogue, text, on=_ON)

    programs = {"ours": ours, **peers}
    speeds: dict[str, dict[str, float]] = {}
    for what, some in given.items():
        measured: dict[str, list[float]] = {name: [] for name in programs}
        for _ in range(_ROUNDS):
            for name, find in programs.items():
                measured[name].append(_speed(find, some))
        speeds[what] = {name: median(each) for name, each in measured.items()}
    return speeds


def _articles_in(folder: Path) -> list[str]:
    return [decode(file.read_bytes()).text for file in sorted(folder.rglob("*.txt"))]


def _dense(articles: Sequence[str]) -> list[str]:
    """Articles each with as much plain news after it: the shipped ones alone are twice as dense as real ones."""
    return [f"{text}\n{texts.news(len(text), seed=number)}" for number, text in enumerate(articles)]


def _speed(find: Callable[[str], object], some: Sequence[str]) -> float:
    """MB of UTF-8 a second of processor."""
    start = process_time()
    for text in some:
        find(text)
    return sum(len(text.encode()) for text in some) / 1e6 / (process_time() - start)


def _regex(rows: Sequence[Row]) -> Callable[[str], object]:
    names = sorted({name for row in rows for name in row.names}, key=lambda name: (-len(name), name))
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
    return pattern.findall


def _spacy(rows: Sequence[Row]) -> Callable[[str], object]:
    import spacy
    from spacy.matcher import PhraseMatcher

    language = spacy.blank("en")
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    matcher.add("agreement", [language.make_doc(name) for row in rows for name in row.names])
    return lambda text: matcher(language.make_doc(text))


def _agreement(row: Row) -> Agreement:
    return Agreement(
        id=row.id,
        title=row.title,
        short=row.short,
        dates=row.dates,
        place=row.place,
        parties=row.parties,
        kind=row.kind,
        aliases=row.aliases,
    )


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
