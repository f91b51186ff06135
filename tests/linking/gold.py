"""Reads the texts of `gold/`, and counts how many mentions are found in them and mean the right records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotui.core.model import Agreement
from annotui.linking.catalogue import Catalogue
from annotui.linking.mentions import find_mentions

GOLD = Path(__file__).parent / "gold"
_MARK = re.compile(r"\[\[(.*?)\|([^\]|]*)\]\]", re.DOTALL)


class Mark(NamedTuple):
    """A stretch of a text (code points) and the records that it means; none for NIL and unsure."""

    start: int
    end: int
    records: tuple[str, ...]


class Item(NamedTuple):
    """A text with its date and its marks."""

    id: str
    date: str
    text: str
    marks: tuple[Mark, ...]


class Score(NamedTuple):
    """How many suggestions were right, how many wrong, how many linked marks were missed; what was wrong."""

    right: int
    wrong: int
    missed: int
    faults: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Of the suggestions, how many were right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of the linked marks, how many were found."""
        return self.right / max(1, self.right + self.missed)


def read_catalogue(file: Path) -> Catalogue:
    """A catalogue from a JSONL file."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return Catalogue.of(
        [
            Agreement(
                id=row["id"],
                title=row["title"],
                short=row.get("short", ""),
                dates=tuple(row.get("dates", ())),
                place=row.get("place", ""),
                parties=tuple(row.get("parties", ())),
                kind=row.get("kind", ""),
                aliases=tuple(row.get("aliases", ())),
            )
            for row in rows
        ]
    )


def items_of(name: str) -> Iterator[Item]:
    """The items of a file of `gold/`."""
    for item in filter(str.strip, (GOLD / name).read_text(encoding="utf-8").split("\n----\n")):
        head, _, body = item.strip("\n-").partition("\n\n")
        fields = dict(line.split(": ", 1) for line in head.split("\n") if ": " in line)
        text, marks, at = "", [], 0
        body = body.strip("\n")
        for mark in _MARK.finditer(body):
            text += body[at : mark.start()]
            records = () if mark[2] in ("NIL", "?") else tuple(mark[2].split())
            marks.append(Mark(len(text), len(text) + len(mark[1]), records))
            text += mark[1]
            at = mark.end()
        yield Item(fields["id"], fields.get("date", "").strip(), text + body[at:], tuple(marks))


def score(catalogue: Catalogue, items: Sequence[Item]) -> Score:
    """Score the suggestions: right is what overlaps a mark and means the same set of records."""
    right = wrong = missed = 0
    faults: list[str] = []
    for item in items:
        found = find_mentions(catalogue, item.text, on=item.date)
        hit: set[Mark] = set()
        for mention in found:
            records = {link.agreement for link in mention.links}
            over = [mark for mark in item.marks if mention.start < mark.end and mark.start < mention.end]
            same = [mark for mark in over if set(mark.records) == records]
            hit.update(same)
            right += bool(same)
            wrong += not same
            if not same:
                faults.append(f"{item.id} wrong: {item.text[mention.start : mention.end]!r} {sorted(records)}")
        for mark in item.marks:
            if mark.records and mark not in hit:
                missed += 1
                faults.append(f"{item.id} missed: {item.text[mark.start : mark.end]!r} {sorted(mark.records)}")
    return Score(right, wrong, missed, tuple(faults))
