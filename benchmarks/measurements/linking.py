"""Candidates at a key press and suggestions over texts: by a program of their own, where annotui is installed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial

from benchmarks.bench import Bench, Measurement
from benchmarks.environments import ROOT
from benchmarks.figures import Value
from benchmarks.processes import run

_SPEEDS = {"plain": "plain news", "dense": "dense articles"}
_OURS = "ours"


def _candidates(size: str, bench: Bench) -> Mapping[str, Value]:
    counts = bench.counts
    names, peer_queries = counts.names[size]
    asked = ("--names", names, "--queries", counts.queries, "--peer-queries", peer_queries, "--no-suggestions")
    found = _told(bench, *map(str, asked))["candidates"][str(names)]
    return {
        f"candidates.{size}": Value(found["ours"], found["peer"], found),
        f"candidates.{size}.missed": Value(found["missed"], found["peer_missed"], {"queries": peer_queries}),
        f"candidates.{size}.most": Value(found["most"], None, {"p99": found["p99"]}),
        f"candidates.{size}.opened": Value(found["opened"], None, {"built_s": found["built"]}),
    }


def _suggest(bench: Bench) -> Mapping[str, Value]:
    found = _told(bench, "--names")["suggest"]
    return {f"suggest.{kind}": Value(found[what][_OURS], None, found[what]) for kind, what in _SPEEDS.items()}


def _told(bench: Bench, *arguments: str) -> dict[str, dict[str, dict[str, float]]]:
    command = [bench.tools.python, "-m", "benchmarks.linking", "--json", *arguments]
    told: dict[str, dict[str, dict[str, float]]] = json.loads(
        run(command, environment=bench.tools.environment, folder=ROOT).output
    )
    return told


MEASUREMENTS = (
    *(
        Measurement(
            f"candidates-{size}",
            (f"candidates.{size}", *(f"candidates.{size}.{what}" for what in ("missed", "most", "opened"))),
            partial(_candidates, size),
        )
        for size in ("100k", "1m")
    ),
    Measurement("suggest", tuple(f"suggest.{kind}" for kind in _SPEEDS), _suggest),
)
