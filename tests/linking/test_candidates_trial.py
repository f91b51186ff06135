"""On the trial articles (not part of the project): the marked records come first."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from annotui.core.model import Agreement
from annotui.linking.candidates import candidates
from annotui.linking.catalogue import Catalogue

_DATA = os.environ.get("ANNOTUI_TRIAL_DATA", "")
_WRITTEN_ON = {"001": "2022-05-31", "003": "2022-04-16"}
_BREAK = re.compile(r"[.!?][\"”]?\s+(?=[A-Z\"])|\n")
_ENOUGH = 11


def _agreement(line: str) -> Agreement:
    row = json.loads(line)
    return Agreement(
        id=row["id"],
        title=row["title"],
        dates=tuple(row.get("dates", ())),
        place=row.get("place", ""),
        parties=tuple(row.get("parties", ())),
        kind=row.get("kind", ""),
        aliases=tuple(row.get("aliases", ())),
    )


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    before = [match.end() for match in _BREAK.finditer(text, 0, start)]
    after = _BREAK.search(text, end)
    return (before[-1] if before else 0), (after.start() + 1 if after else len(text))


@pytest.mark.skipif(not _DATA, reason="ANNOTUI_TRIAL_DATA is not set")
def test_the_marked_records_come_first_in_the_trial_articles() -> None:
    data = Path(_DATA)
    lines = (data / "agreements.jsonl").read_text(encoding="utf-8").splitlines()
    catalogue = Catalogue.of([_agreement(line) for line in lines])
    wrong: list[str] = []
    right = 0
    for line in (data / "mentions.jsonl").read_text(encoding="utf-8").splitlines():
        mark = json.loads(line)
        if mark["kind"] != "core":
            continue
        text = (data / "articles" / mark["article"]).read_text(encoding="utf-8")
        start, end = _sentence(text, mark["start"], mark["end"])
        found = candidates(
            catalogue,
            mark["text"],
            context=text[start:end],
            at=mark["start"] - start,
            on=_WRITTEN_ON[mark["article"][:3]],
        )
        if found and {link.agreement.id for link in found[0].links} == set(mark["agreements"]):
            right += 1
        else:
            wrong.append(f"{mark['article'][:3]}:{mark['start']}")
    assert right >= _ENOUGH, wrong
