"""The CSV of annotations: columns, rows, order and guard are what other programs rely on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

import pytest

from annotui.core.model import Agreement, Annotation, Fragment, Label, Link
from annotui.formats.annotations_csv import write
from annotui.formats.contents import Contents, Options
from annotui.formats.exported import ExportArticle

HEADER = (
    "article,start,end,label,text,agreement_id,agreement_title,link_status,link_score,annotator,origin,state,note,"
    "annotation_id,created_at,updated_at,fragments,flag,anchor"
)
TITLES = {"harbour-2019": "Harbour Accord, first", "harbour-2020": "+ Harbour Accord"}


def written(exported: list[ExportArticle], labels: dict[str, Label], *, raw: bool = False) -> bytes:
    out = io.BytesIO()
    write(out, contents(exported, labels), Options(raw=raw))
    return out.getvalue()


def contents(exported: Iterable[ExportArticle], labels: dict[str, Label]) -> Contents:
    return Contents(exported, labels, lambda: [Agreement(id, title) for id, title in TITLES.items()], "1")


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def with_links(exported: ExportArticle, label: str, *links: Link) -> ExportArticle:
    return exported._replace(annotations=(exported.annotations[2]._replace(label=label, links=links),))


def test_the_file_is_this_byte_for_byte(exported: ExportArticle, labels: dict[str, Label]) -> None:
    times = "2024-02-01T10:00:00Z,2024-02-02T11:30:00Z"
    span = "north/port.txt,28,65,agreement,Harbour Accord 2020"
    expected = [
        HEADER,
        f"north/port.txt,14,22,place,Tiraspol,,,,,vera,manual,accepted,,a1,{times},,,exact",
        f'{span},harbour-2019,"Harbour Accord, first",unsure,0.8765,vera,imported,accepted,"\'=two, of them",'
        f"c3,{times},28-42;61-65,1,moved",
        f"{span},harbour-2020,'+ Harbour Accord,unsure,0.5,vera,imported,accepted,\"'=two, of them\","
        f"c3,{times},28-42;61-65,1,moved",
        f"north/port.txt,73,79,agreement,'=risk=,,,open,,vera,suggested,pending,,b2,{times},,,exact",
        "",
    ]
    assert written([exported], labels).decode() == "\r\n".join(expected)


def test_no_articles_still_give_the_header(labels: dict[str, Label]) -> None:
    assert written([], labels).decode() == HEADER + "\r\n"


def test_an_article_without_annotations_has_no_row(exported: ExportArticle, labels: dict[str, Label]) -> None:
    assert rows_of(written([exported._replace(annotations=())], labels)) == []


@pytest.mark.parametrize(
    ("label", "links", "expected"),
    [
        ("agreement", (), [("", "", "open")]),
        ("place", (), [("", "", "")]),
        ("unheard of", (), [("", "", "")]),
        ("agreement", (Link(None, "nil"),), [("", "", "nil")]),
        ("agreement", (Link("harbour-2019"),), [("harbour-2019", "Harbour Accord, first", "linked")]),
        (
            "agreement",
            (Link("harbour-2020"), Link("harbour-2019")),
            [("harbour-2020", "'+ Harbour Accord", "linked"), ("harbour-2019", "Harbour Accord, first", "linked")],
        ),
        ("agreement", (Link(None, "unsure"),), [("", "", "unsure")]),
    ],
)
def test_each_link_is_a_row_and_no_link_is_one_row(
    exported: ExportArticle,
    labels: dict[str, Label],
    label: str,
    links: tuple[Link, ...],
    expected: list[tuple[str, str, str]],
) -> None:
    rows = rows_of(written([with_links(exported, label, *links)], labels))
    assert [(r["agreement_id"], r["agreement_title"], r["link_status"]) for r in rows] == expected


@pytest.mark.parametrize(
    ("score", "cell"),
    [(None, ""), (0.0, "0"), (1.0, "1"), (0.25, "0.25"), (2 / 3, "0.6667"), (0.00001, "0"), (float("nan"), "")],
)
def test_a_score_has_at_most_four_decimals(
    exported: ExportArticle, labels: dict[str, Label], score: float | None, cell: str
) -> None:
    (row,) = rows_of(written([with_links(exported, "agreement", Link("harbour-2019", score=score))], labels))
    assert row["link_score"] == cell


def test_spans_come_by_start_then_end_then_id(exported: ExportArticle, labels: dict[str, Label]) -> None:
    def span(uid: str, start: int, end: int) -> Annotation:
        return exported.annotations[2]._replace(id=uid, fragments=(Fragment(start, end),))

    mixed = (span("z", 9, 10), span("b", 2, 5), span("a", 2, 5), span("c", 2, 3), span("d", 10, 11))
    rows = rows_of(written([exported._replace(annotations=mixed)], labels))
    assert [r["annotation_id"] for r in rows] == ["c", "a", "b", "z", "d"]


def test_raw_leaves_the_guard_out(exported: ExportArticle, labels: dict[str, Label]) -> None:
    row = rows_of(written([exported], labels, raw=True))[-1]
    assert row["text"] == "=risk="


def test_an_article_is_written_before_the_next_is_asked_for(exported: ExportArticle, labels: dict[str, Label]) -> None:
    out = io.BytesIO()
    sizes: list[int] = []

    def articles() -> Iterator[ExportArticle]:
        for _ in range(3):
            sizes.append(len(out.getvalue()))
            yield exported

    write(out, contents(articles(), labels), Options())
    assert sizes == sorted(set(sizes))
