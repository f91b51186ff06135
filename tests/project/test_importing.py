"""Annotations come in as they went out; what is there stays, what is wrong is told, and one undo takes all back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from annotui.errors import DataError, UsageError
from annotui.project import annotate
from annotui.project.exporting import Selection, export
from annotui.project.importing import Imported, import_annotations
from annotui.project.opening import Project
from annotui.project.sync import sync
from tests.project.interchange import HARBOUR, ODD, TEXTS


def written(project: Project, format: str) -> bytes:
    """All that an export in this format holds."""
    out = io.BytesIO()
    export(project, out, format, Selection())
    return out.getvalue()


def take(project: Project, data: bytes, format: str = "jsonl", *, dry_run: bool = False) -> Imported:
    file = project.folder / f"in.{format}"
    file.write_bytes(data)
    return import_annotations(project, file, format, dry_run=dry_run)


def said(done: Imported) -> list[tuple[str, str]]:
    return [(problem.where.rpartition("/")[2], problem.what) for problem in done.problems]


@pytest.mark.parametrize("format", ["json", "jsonl", "csv"])
def test_what_went_out_comes_back_the_same(filled: Project, empty: Project, format: str) -> None:
    data = written(filled, format)
    assert b"orphaned" in data
    if format == "csv":  # the rows do not bring the texts
        for path in TEXTS:
            file = empty.corpus / path
            file.parent.mkdir(exist_ok=True, parents=True)
            file.write_bytes((filled.corpus / path).read_bytes())
        sync(empty)
    done = take(empty, data, format)
    assert (done.new, done.same, done.problems) == (9, 0, [])
    theirs = written(empty, format)
    if format == "json":  # the catalogue is that of the file
        assert json.loads(theirs) == json.loads(data)
    assert theirs == data
    again = take(empty, data, format)
    assert replace(again, same=0) == Imported()
    assert again.same == 9


def test_one_undo_takes_an_import_back(filled: Project, empty: Project) -> None:
    take(empty, written(filled, "json"), "json")
    past = annotate.to_undo(empty)
    assert past is not None
    assert past.summary == "import in.json"
    annotate.undo(empty, past)
    left = json.loads(written(empty, "json"))
    assert [article["annotations"] for article in left["articles"]] == [[], [], []]
    assert left["agreements"] == []


def test_a_dry_run_says_the_same_and_writes_nothing(filled: Project, empty: Project) -> None:
    data = written(filled, "json").replace(b'"label": "person"', b'"label": "ship"')
    before = empty.store.path.read_bytes()
    told = take(empty, data, "json", dry_run=True)
    assert empty.store.path.read_bytes() == before
    assert list(empty.corpus.rglob("*.txt")) == []
    assert told == take(empty, data, "json")
    assert (told.new, told.articles, told.labels) == (9, 3, ["ship"])


def document(**values: Any) -> bytes:
    given = {"article": HARBOUR, "annotations": [{"start": 4, "end": 16, "label": "place"}], **values}
    return json.dumps(given).encode()


def test_little_is_needed_of_a_span(filled: Project) -> None:
    done = take(filled, document(annotations=[{"start": 31, "end": 34, "label": "ship", "links": [{"status": "nil"}]}]))
    assert (done.new, done.labels, done.problems) == (1, ["ship"], [])
    assert filled.label("ship").links
    (span,) = [span for span in spans(filled, HARBOUR) if span["label"] == "ship"]
    assert (span["text"], span["annotator"], span["origin"]) == ("was", "vera", "imported")


def spans(project: Project, path: str) -> list[dict[str, Any]]:
    lines = map(json.loads, written(project, "jsonl").splitlines())
    return next(list(line["annotations"]) for line in lines if line["article"] == path)


def test_an_article_is_known_by_its_text_whatever_its_name(filled: Project) -> None:
    text = TEXTS[HARBOUR]
    done = take(filled, document(article="elsewhere/pact.txt", text=text))
    assert (done.new, done.articles) == (1, 0)
    assert "The Harbour"[4:] in [span["text"].split(" Pact")[0] for span in spans(filled, HARBOUR)]


def test_spans_on_an_older_text_are_found_again_or_refused(filled: Project) -> None:
    older = "A headline.\n" + TEXTS[HARBOUR].replace("It ends in 2029.", "It never ends.")
    given = [
        {"start": 16, "end": 28, "label": "place"},
        {"start": older.index("never"), "end": len(older) - 2, "label": "date"},
    ]
    done = take(filled, document(text=older, annotations=given))
    assert (done.new, done.moved) == (1, 0)
    assert [where for where, _ in said(done)] == ["in.jsonl line 1 annotation[1]"]
    assert "is not in a-harbour.txt, whose text is another here" in said(done)[0][1]


def test_a_hostile_name_stays_inside_the_corpus(filled: Project) -> None:
    done = take(filled, document(article="../../etc/\x1b[2Jpasswd", text="Some text of its own.\n"))
    assert (done.new, done.articles) == (1, 1)
    assert (filled.corpus / "etc/[2Jpasswd.txt").read_text() == "Some text of its own.\n"


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"article": ""}, 'has no "article"'),
        ({"article": 5}, "article is no text"),
        ({"article": "none.txt"}, "none.txt is no article here, and the file does not bring its text"),
        ({"status": "finished"}, 'status is "finished", not one of todo'),
        ({"annotations": 5}, "annotations is no list"),
        ({"annotations": [5]}, "is no object"),
        ({"annotations": [{"start": 4, "end": 16}]}, "has no label"),
        ({"annotations": [{"label": "place"}]}, "has neither fragments nor start and end"),
        ({"annotations": [{"start": 4.5, "end": 16, "label": "place"}]}, "has neither fragments nor start and end"),
        ({"annotations": [{"start": 16, "end": 4, "label": "place"}]}, "is no stretch"),
        ({"annotations": [{"start": -4, "end": 4, "label": "place"}]}, "is no stretch"),
        ({"annotations": [{"start": True, "end": 4, "label": "place"}]}, "start is no number"),
        ({"annotations": [{"fragments": [[4, 9], [7, 12]], "label": "place"}]}, "are not in order, or overlap"),
        ({"annotations": [{"fragments": [[4]], "label": "place"}]}, "is no stretch"),
        ({"annotations": [{"start": 4, "end": 999, "label": "place"}]}, "lie outside the article"),
        ({"annotations": [{"start": 4, "end": 16, "label": "place", "text": "Lisa"}]}, "not “Lisa”"),
        ({"annotations": [{"start": 4, "end": 16, "label": "a\0b"}]}, "label holds what is no text"),
        ({"annotations": [{"start": 4, "end": 16, "label": "place", "flag": "yes"}]}, "flag is neither true nor false"),
        ({"annotations": [{"start": 4, "end": 16, "label": "place", "attributes": {"a": 5}}]}, "a is no text"),
        (
            {"annotations": [{"start": 4, "end": 16, "label": "event", "links": [{"status": "linked"}]}]},
            "names a record",
        ),
        ({"annotations": [{"start": 4, "end": 16, "label": "event", "links": [{"status": "maybe"}]}]}, "not one of"),
    ],
    ids=lambda value: ascii(value)[:60],
)
def test_what_is_wrong_is_told_with_its_place_and_the_rest_comes_in(
    project: Project, values: Mapping[str, object], what: str
) -> None:
    good = document(
        article="c-new.txt", text="A new text of ours.\n", annotations=[{"start": 2, "end": 5, "label": "date"}]
    )
    done = take(project, document(**values) + b"\n" + good)
    assert done.new == 1
    ((where, told),) = said(done)
    assert where.startswith("in.jsonl line 1")
    assert what in told


@pytest.mark.parametrize(
    ("data", "format", "what"),
    [
        (b"", "jsonl", "is empty"),
        (b"[1, 2", "jsonl", "not JSON"),
        (b"[1]", "json", "there is no list of articles"),
        (b'{"articles": {}}', "json", "there is no list of articles"),
        (b"[" * 100_000, "json", "nested too deeply"),
        (b"\xff\xfe\x00", "json", "in.json"),
        (b"article,start\r\n", "csv", "the header has no column end, label"),
        (b'article,start,end,label\r\n"a', "csv", "not CSV"),
    ],
)
def test_a_file_that_is_something_else_is_refused_whole(project: Project, data: bytes, format: str, what: str) -> None:
    with pytest.raises(DataError, match=what):
        take(project, data, format)
    assert annotate.to_undo(project) is None


def test_a_format_that_there_is_not(project: Project) -> None:
    with pytest.raises(UsageError, match="no format 'xml'"):
        take(project, b"", "xml")


def rows(*given: Mapping[str, str]) -> bytes:
    out = io.StringIO()
    names = list(dict.fromkeys(name for one in given for name in one))
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(given)
    return out.getvalue().encode()


ROW = {"article": HARBOUR, "start": "4", "end": "16", "label": "event", "annotation_id": "x1"}


def test_rows_of_one_annotation_are_its_links(filled: Project) -> None:
    links = [
        {**ROW, "agreement_id": "pact-1", "agreement_title": "Harbour Pact", "link_score": "0.5"},
        {**ROW, "agreement_id": "pact-2", "agreement_title": ""},
    ]
    done = take(filled, rows(*links), "csv")
    assert (done.new, done.agreements, done.problems) == (1, 2, [])
    assert {record.id: record.title for record in filled.agreements()}.items() >= {
        "pact-1": "Harbour Pact",
        "pact-2": "pact-2",
    }.items()


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({"article": ""}, "has no article"),
        ({"label": ""}, "has no label"),
        ({"start": "x"}, "are no offsets: x-16"),
        ({"end": ""}, "are no offsets"),
        ({"end": "9" * 40}, "are no offsets"),
        ({"fragments": "4-9;7-12"}, "are not in order, or overlap"),
        ({"link_status": "linked"}, "does not go with its agreement_id"),
        ({"link_status": "nil", "link_score": "much"}, "link_score is no number"),
        ({"origin": "found"}, "not one of"),
        ({"flag": "yes"}, "not one of"),
    ],
)
def test_a_row_that_is_wrong_is_told_with_its_number(project: Project, row: Mapping[str, str], what: str) -> None:
    done = take(project, rows({**ROW, **row}), "csv")
    ((where, told),) = said(done)
    assert (where, done.new) == ("in.csv row 2", 0)
    assert what in told


def test_rows_that_contradict_one_another_are_refused(project: Project) -> None:
    done = take(project, rows(ROW, {**ROW, "end": "12"}), "csv")
    assert (done.new, len(done.problems)) == (1, 1)
    assert "says something else of annotation x1 than " in said(done)[0][1]


def test_an_id_that_another_article_has_is_refused(filled: Project) -> None:
    (id, *_) = [span["id"] for span in spans(filled, ODD)]
    done = take(filled, rows({**ROW, "annotation_id": id}), "csv")
    assert "is in another article here" in said(done)[0][1]
    assert done.new == 0


def test_what_is_pending_becomes_a_suggestion(filled: Project) -> None:
    at = TEXTS[HARBOUR].index("Lisa")
    given = rows({**ROW, "start": str(at), "end": str(at + 4), "state": "pending"})
    told = take(filled, given, "csv", dry_run=True)
    assert (told.new, told.pending) == (0, 1)
    assert take(filled, given, "csv") == told
    out = io.BytesIO()
    export(filled, out, "jsonl", Selection(suggestions=True))
    found = [span for line in out.getvalue().splitlines() for span in json.loads(line)["annotations"]]
    assert [(one["text"], one["label"]) for one in found if one["state"] == "pending"] == [("Lisa", "event")]
    several = rows({**ROW, "state": "pending", "fragments": "4-11;12-16"})
    assert "of several stretches" in said(take(filled, several, "csv"))[0][1]


def test_texts_without_a_name_are_known_by_themselves_alone(filled: Project) -> None:
    def records(*texts: str) -> bytes:
        return b"\n".join(json.dumps({"text": text, "label": [[0, 3, "place"]]}).encode() for text in texts)

    done = take(filled, records("One text.", "Another one.", "One text."), "doccano")
    assert (done.new, done.same, done.articles, done.problems) == (2, 1, 2, [])
    done = take(filled, records("A third text, numbered as the first."), "doccano")
    assert (done.new, done.moved, done.articles) == (1, 0, 1)
    texts = {path.name: path.read_text() for path in filled.corpus.glob("doccano*")}
    assert texts == {
        "doccano-1.txt": "One text.",
        "doccano-2.txt": "Another one.",
        "doccano-1-2.txt": "A third text, numbered as the first.",
    }


def annotation(source: str, *selectors: object, **more: object) -> dict[str, object]:
    return {"type": "Annotation", "body": "why", "target": {"source": source, "selector": list(selectors)}, **more}


def test_web_annotations_are_placed_by_position_quote_or_both(filled: Project) -> None:
    url = f"https://example.org/news/{HARBOUR}"
    harbour = {"type": "TextQuoteSelector", "exact": "Harbour Pact"}
    given = [
        annotation(url, {"type": "TextPositionSelector", "start": 45, "end": 54}, motivation="highlighting"),
        annotation(url, harbour, motivation="commenting"),
        annotation(url, {"type": "TextPositionSelector", "start": 0, "end": 12}, harbour),
        annotation(url, {"type": "FragmentSelector", "value": "char=59,63"}),
        annotation(url, {"type": "TextQuoteSelector", "exact": "2"}),
        annotation(url, {"type": "TextQuoteSelector", "exact": "nowhere"}),
        annotation(url, {"type": "CssSelector", "value": "p"}),
        annotation("https://example.org/a-harbour", harbour),
        {"type": "Annotation", "target": url},
    ]
    done = take(filled, json.dumps({"type": "AnnotationPage", "items": given}).encode(), "w3c")
    assert (done.new, done.moved) == (4, 1)
    assert [what for _, what in said(done)] == [
        'is placed by "CssSelector", by which no words can be found',
        f'is about the whole of "{url}"',
        "a-harbour is no article here, and the file does not bring its text; it may be a-harbour.txt: "
        "say so with --article",
        "“2” stands 3 times in a-harbour.txt",
        "“nowhere” stands 0 times in a-harbour.txt",
    ]
    made = {span["label"]: span["text"] for span in spans(filled, HARBOUR) if span["origin"] == "imported"}
    assert made == {"highlighting": "Port Lisa", "commenting": "Harbour Pact", "annotation": "ends"}


def test_what_does_not_say_its_article_is_told_which_it_is(filled: Project) -> None:
    quoted = annotation("https://example.org/page7", {"type": "TextQuoteSelector", "exact": "Harbour Pact"})
    file = filled.folder / "one.jsonld"
    file.write_text(json.dumps(quoted))
    assert import_annotations(filled, file).new == 0
    assert import_annotations(filled, file, article=HARBOUR).new == 1
    with pytest.raises(UsageError, match="no article"):
        import_annotations(filled, file, article="none.txt")


def test_an_article_that_would_lie_in_a_file_is_refused(empty: Project) -> None:
    (empty.corpus / "a.txt").write_text("A file.")
    records = [
        {"text": text, "annotui": {"article": path}} for text, path in (("One.", "a.txt/b.txt"), ("Two.", "c.txt"))
    ]
    done = take(empty, json.dumps(records).encode(), "doccano")
    assert (done.articles, [what for _, what in said(done)]) == (
        1,
        ["corpus/a.txt/b.txt would lie in a folder that is a file"],
    )
