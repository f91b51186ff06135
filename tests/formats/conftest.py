"""Articles and annotations that the export tests share."""

from __future__ import annotations

import hashlib

import pytest

from annotui.core.model import Annotation, Article, Fragment, Label, Link, Reason, text_of
from annotui.formats.exported import ExportArticle

TEXT = "Envoys met in Tiraspol. The Harbour Accord of 3 May 2019 and 2020 holds; =risk= stays."
CREATED = "2024-02-01T10:00:00Z"
UPDATED = "2024-02-02T11:30:00Z"


@pytest.fixture
def labels() -> dict[str, Label]:
    return {"agreement": Label("agreement", links=True, key="1"), "place": Label("place")}


@pytest.fixture
def exported() -> ExportArticle:
    """An article with a plain span, a doubtful and discontinuous one, and a pending one that is still open."""
    harbour, second = TEXT.index("Harbour"), TEXT.index("2020")
    apart = (Fragment(harbour, harbour + 14), Fragment(second, second + 4))
    return ExportArticle(
        Article(
            path="north/port.txt",
            text=TEXT,
            sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
            title="A quiet port",
            date="2024-01",
            source="Own desk",
            language="en",
            status="in progress",
            note="read twice",
        ),
        (
            Annotation(
                id="c3",
                article="north/port.txt",
                label="agreement",
                annotator="vera",
                fragments=apart,
                text=text_of(apart, TEXT),
                origin="imported",
                score=0.5,
                note="=two, of them",
                flag=True,
                attributes={"mood": "doubt"},
                anchor="moved",
                links=(
                    Link(
                        "harbour-2019", "unsure", 0.87654, "fuzzy", apart[0], (Reason("day", 0.4, "same day"),), "vera"
                    ),
                    Link("harbour-2020", "unsure", 0.5, "fuzzy", apart[1], (), "vera"),
                ),
                created_at=CREATED,
                updated_at=UPDATED,
            ),
            _span("b2", TEXT.index("=risk"), TEXT.index(" stays"), "agreement")._replace(
                origin="suggested",
                state="pending",
            ),
            _span("a1", TEXT.index("Tiraspol"), TEXT.index("."), "place"),
        ),
    )


def _span(uid: str, start: int, end: int, label: str) -> Annotation:
    fragments = (Fragment(start, end),)
    return Annotation(
        uid, "north/port.txt", label, "vera", fragments, TEXT[start:end], created_at=CREATED, updated_at=UPDATED
    )
