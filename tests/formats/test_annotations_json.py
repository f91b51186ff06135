"""JSONL and JSON of annotations: names, order and values are what other programs rely on."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.model import Agreement, Article, Label, Link, Reason
from annotui.formats.agreements import read_agreements
from annotui.formats.annotations_json import article_object, write, write_lines
from annotui.formats.contents import Contents, Options
from annotui.formats.exported import ExportArticle
from annotui.formats.labels import read_labels

ARTICLE_NAMES = "article, title, date, source, language, status, sha256, text, note, labels, annotations"
ANNOTATION_NAMES = (
    "id, start, end, fragments, text, label, annotator, origin, state, score, note, flag, attributes, anchor, links, "
    "created_at, updated_at"
)
LINK_NAMES = "agreement, status, score, method, part, reasons, by"


def contents(
    articles: Iterable[ExportArticle], labels: Sequence[Label] = (), agreements: Sequence[Agreement] = ()
) -> Contents:
    return Contents(articles, {label.name: label for label in labels}, lambda: agreements, "1.2.3")


def lines_of(*articles: ExportArticle) -> list[bytes]:
    out = io.BytesIO()
    write_lines(out, contents(articles), Options())
    *lines, end = out.getvalue().split(b"\n")
    assert end == b""
    assert len(lines) == len(articles)
    return lines


def test_names_and_their_order_are_those_of_the_contract(exported: ExportArticle) -> None:
    (line,) = lines_of(exported)
    article = json.loads(line)
    assert ", ".join(article) == ARTICLE_NAMES
    assert [", ".join(a) for a in article["annotations"]] == [ANNOTATION_NAMES] * 3
    assert [", ".join(k) for k in article["annotations"][1]["links"]] == [LINK_NAMES] * 2


def test_an_article_says_all_that_is_known_of_it(exported: ExportArticle) -> None:
    article = json.loads(lines_of(exported)[0])
    annotations = article.pop("annotations")
    text = exported.article.text
    assert article == {
        "article": "north/port.txt",
        "title": "A quiet port",
        "date": "2024-01",
        "source": "Own desk",
        "language": "en",
        "status": "in progress",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "text": text,
        "note": "read twice",
        "labels": ["agreement", "place"],
    }
    assert [a["id"] for a in annotations] == ["a1", "c3", "b2"]
    assert annotations[1] == {
        "id": "c3",
        "start": 28,
        "end": 65,
        "fragments": [[28, 42], [61, 65]],
        "text": "Harbour Accord 2020",
        "label": "agreement",
        "annotator": "vera",
        "origin": "imported",
        "state": "accepted",
        "score": 0.5,
        "note": "=two, of them",
        "flag": True,
        "attributes": {"mood": "doubt"},
        "anchor": "moved",
        "links": [
            {
                "agreement": "harbour-2019",
                "status": "unsure",
                "score": 0.87654,
                "method": "fuzzy",
                "part": [28, 42],
                "reasons": [{"id": "day", "value": 0.4, "text": "same day"}],
                "by": "vera",
            },
            {
                "agreement": "harbour-2020",
                "status": "unsure",
                "score": 0.5,
                "method": "fuzzy",
                "part": [61, 65],
                "reasons": [],
                "by": "vera",
            },
        ],
        "created_at": "2024-02-01T10:00:00Z",
        "updated_at": "2024-02-02T11:30:00Z",
    }


def test_nil_has_no_agreement_and_an_unknown_part_is_null(exported: ExportArticle) -> None:
    nil = exported.annotations[2]._replace(links=(Link(None, "nil"),))
    (annotation,) = json.loads(lines_of(exported._replace(annotations=(nil,)))[0])["annotations"]
    (link,) = annotation["links"]
    assert (link["agreement"], link["status"], link["part"], link["score"]) == (None, "nil", None, None)


def test_an_article_without_annotations_has_a_line_too(exported: ExportArticle) -> None:
    bare, full = lines_of(exported._replace(annotations=()), exported)
    assert json.loads(bare)["annotations"] == json.loads(bare)["labels"] == []
    assert len(json.loads(full)["annotations"]) == 3


def test_scores_that_json_cannot_hold_are_null(exported: ExportArticle) -> None:
    link = Link("x", score=float("inf"), reasons=(Reason("r", float("nan"), ""),))
    odd = exported.annotations[2]._replace(score=float("nan"), links=(link,))
    (annotation,) = json.loads(lines_of(exported._replace(annotations=(odd,)))[0])["annotations"]
    assert annotation["score"] is annotation["links"][0]["score"] is None
    assert annotation["links"][0]["reasons"][0]["value"] is None


def test_other_scripts_stand_as_themselves() -> None:
    (line,) = lines_of(ExportArticle(Article("ə.txt", "Договор, müqavilə, 条約 🕊", "")))
    assert "Договор, müqavilə, 条約 🕊" in line.decode()


@given(st.text(st.characters(), max_size=30), st.text('\ud800\udc00\x85\u2028\u2029\x00\n\r"\\', max_size=3))
@settings(max_examples=100)
def test_any_text_is_one_line_of_utf8(text: str, odd: str) -> None:
    (line,) = lines_of(ExportArticle(Article("a.txt", text + "|" + odd, "")))
    assert len(line.decode().splitlines()) == 1
    if "\ud800\udc00" not in text + odd:
        assert json.loads(line)["text"] == text + "|" + odd


def test_the_document_holds_labels_catalogue_and_articles(exported: ExportArticle) -> None:
    out = io.BytesIO()
    label = Label("agreement", True, "1", "cyan", "Mark it.")
    agreement = Agreement("harbour-2019", "Harbour Accord", dates=("2019-05-03",), parties=("A", "B"))
    write(out, contents([exported, exported], [label], [agreement]), Options())
    document = json.loads(out.getvalue())
    assert list(document) == ["annotui", "offsets", "labels", "agreements", "articles"]
    assert (document["annotui"], document["offsets"]) == ("1.2.3", "codepoint")
    assert document["labels"] == [
        {
            "name": "agreement",
            "links": True,
            "key": "1",
            "color": "cyan",
            "guideline": "Mark it.",
            "group": "",
            "attributes": "",
            "articles": False,
        }
    ]
    assert document["agreements"] == [
        {
            "id": "harbour-2019",
            "title": "Harbour Accord",
            "short": "",
            "dates": ["2019-05-03"],
            "place": "",
            "parties": ["A", "B"],
            "kind": "",
            "aliases": [],
            "url": "",
            "note": "",
        }
    ]
    assert document["articles"] == [json.loads(json.dumps(article_object(exported)))] * 2


def test_the_document_serves_as_catalogue_and_label_file(exported: ExportArticle) -> None:
    out = io.BytesIO()
    label, agreement = Label("place"), Agreement("x", "X")
    write(out, contents([exported], [label], [agreement]), Options())
    assert read_agreements(out.getvalue(), "json", "all.json").records == (agreement,)
    assert read_labels(out.getvalue(), "json", "all.json").records == (label,)


def test_an_empty_document_is_whole() -> None:
    out = io.BytesIO()
    write(out, contents([]), Options())
    assert json.loads(out.getvalue()) == {
        "annotui": "1.2.3",
        "offsets": "codepoint",
        "labels": [],
        "agreements": [],
        "articles": [],
    }


def test_an_article_is_written_before_the_next_is_asked_for(exported: ExportArticle) -> None:
    out = io.BytesIO()
    sizes: list[int] = []

    def articles() -> Iterator[ExportArticle]:
        for _ in range(3):
            sizes.append(len(out.getvalue()))
            yield exported

    write(out, contents(articles()), Options())
    line = len(json.dumps(article_object(exported), ensure_ascii=False).encode())
    assert sizes[1] >= line
    assert sizes[2] - sizes[1] >= line
