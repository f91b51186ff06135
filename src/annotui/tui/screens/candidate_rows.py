"""The rows of the link panel: a candidate with its number, whether it is linked, and how it reads in one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotui.core.model import LinkStatus
from annotui.tui.screens.describe import dates
from annotui.tui.widgets.rows import columns

if TYPE_CHECKING:
    from annotui.project.suggest import Candidate


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate with its number; `linked` when the span means just that now."""

    number: int
    candidate: Candidate
    linked: str

    @property
    def key(self) -> str:
        """The ids of its records."""
        return "+".join(link.id for link in self.candidate.links)


def link_sign(candidate: Candidate, linked: dict[str, LinkStatus]) -> str:
    """`=` where the span is linked to all of a candidate's records, `~` where one of them is unsure; else empty."""
    ids = {link.id for link in candidate.links}
    if not ids or not ids <= set(linked):
        return ""
    return "~" if "unsure" in {linked[id] for id in ids} else "="


def candidate_line(row: CandidateRow, width: int) -> str:
    """A candidate as a line: number, sign, score, dates, short name (else place and kind), title."""
    number = str(row.number) if row.number <= 9 else ""
    score = f"{row.candidate.score:.2f}".removeprefix("0")
    front = f"{number:>1}{row.linked or ' '}{score}"
    records = [link.agreement for link in row.candidate.links]
    if len(records) > 1:
        together = " + ".join(record.short or dates(record) or record.title for record in records)
        return columns(width, (front, 6), (f"all {len(records)}", 13), (together, 0))
    record = records[0]
    told = record.short or " ".join(part for part in (record.place, record.kind) if part) or record.title
    rest = record.title if told != record.title else ""
    return columns(width, (front, 6), (dates(record), 13), (f"{told}: {rest}" if rest else told, 0))
