"""brat standoff as it is met: other line ends, other ways of counting, lines that annotui has no place for."""

from __future__ import annotations

import pytest

from annotui.core.model import Annotation, Article, Fragment, Label, Link
from annotui.errors import DataError
from annotui.formats import brat, brat_in
from annotui.formats.contents import Contents, Options
from annotui.formats.documents import Documents
from annotui.formats.exported import ExportArticle
from annotui.formats.losses import Losses
from annotui.formats.source import Source

TEXT = "🙂 Ada met\r\nBob Bee.\r\n"


def read(ann: str, text: str = TEXT) -> Documents:
    files = (("d/a.txt", text), ("d/a.ann", ann))
    return brat_in.read([Source(name, data.encode(), name) for name, data in files])


def words(found: Documents) -> list[tuple[str, ...]]:
    text = found.documents[0].article.text
    return [tuple(text[one.start : one.end] for one in span.fragments) for span in found.documents[0].annotations]


@pytest.mark.parametrize(
    "places",
    ["11 14;15 18", "10 13;14 17", "12 15;16 19", "14 17;18 21"],
    ids=["code points", "code points after line ends were made one", "UTF-16 units", "UTF-8 bytes"],
)
def test_spans_stand_on_their_words_however_they_were_counted(places: str) -> None:
    found = read(f"T1\tperson {places}\tBob Bee\n")
    assert words(found) == [("Bob", "Bee")]
    assert found.documents[0].annotations[0].anchor == "exact"


def test_a_span_whose_words_stand_elsewhere_is_kept_to_be_looked_at() -> None:
    found = read("T1\tperson 2 5\tEve\nT2\tperson 2 5\t\nT3\tperson 2 99\tAda\n")
    assert [span.anchor for span in found.documents[0].annotations] == ["moved", "exact"]
    assert [problem.what for problem in found.problems] == ["2 99 lies outside its text (0-21)"]


def test_fragments_out_of_order_or_over_one_another_are_put_right() -> None:
    assert words(read("T1\tperson 15 18;11 14\t\nT2\tperson 2 5;3 9\t\n")) == [("Bob", "Bee"), ("Ada met",)]


def test_each_kind_of_line_has_its_place_or_is_kept() -> None:
    ann = (
        "T1\tperson 2 5\tAda\nT2\tperson 11 14\tBob\nE1\tmeets:T1 with:T2\nR1\tknows Arg1:T1 Arg2:T2\t\n"
        "A1\tAge T1 old\nA2\tAge T1 older\nM1\tSad T2\nA3\tSure E1 yes\n#1\tAnnotatorNotes T1\twhy\tnot\n"
        "#2\tAnnotatorNotes A3\thm\nN1\tReference T1 catalogue:ada\tAda\nN2\tReference T1 Wikidata:Q7259\tAda\n"
        "*\tEquiv T1 T2\nX9\tnobody knows\nA4\tFlag T2\nA5\tLink T2 nil\n"
    )
    ada, bob = read(ann).documents[0].annotations
    assert (ada.note, ada.links, bob.links) == (
        "why\tnot",
        (Link("ada", method="imported"),),
        (Link(None, "nil", method="imported"),),
    )
    assert (ada.attributes["Age"], bob.attributes["Sad"], bob.flag) == ("old", "", True)
    article = Article("d/a.txt", "🙂 Ada met\nBob Bee.\n", "")
    spans = tuple(span._replace(text="x") for span in (ada, bob))
    made = written(ExportArticle(article, spans))["d/a.ann"].splitlines()
    ours = {
        "T2\tperson 11 14\tBob": "T2\tperson 10 13\tBob",
        "#1\tAnnotatorNotes T1\twhy\tnot": "#1\tAnnotatorNotes T1\twhy not",
        "N1\tReference T1 catalogue:ada\tAda": "N1\tReference T1 catalogue:ada\tada",
    }
    assert sorted(made) == sorted(ours.get(line, line) for line in ann.splitlines())


def test_a_number_is_given_once_and_lines_about_spans_that_are_gone_are_told() -> None:
    kept = {"brat:R1": "R1\tknows Arg1:T9 Arg2:T7", "brat:R2": "R2\tknows Arg1:T7 Arg2:T7"}
    spans = tuple(
        Annotation(str(at), "a.txt", "person", "vera", (Fragment(at, at + 3),), "", attributes=attributes)
        for at, attributes in ((0, {"brat:id": "T7"}), (4, {"brat:id": "T7"}), (8, kept))
    )
    losses = Losses(["brat lines"])
    (left,) = losses.taken_out([ExportArticle(Article("a.txt", "Ada Bob Eve", ""), spans)])
    assert losses.told() == ["lines of brat about spans that are gone: 1"]
    lines = ["T7\tperson 0 3\tAda", "T1\tperson 4 7\tBob", "T2\tperson 8 11\tEve", "R2\tknows Arg1:T7 Arg2:T7"]
    assert written(left)["a.ann"].splitlines() == lines


def test_articles_of_other_endings_keep_their_names_apart() -> None:
    made = written(*(ExportArticle(Article(path, "x", "")) for path in ("a.md", "a.md.txt", "a.txt")))
    assert sorted(made) == [
        *("a.ann", "a.md.ann", "a.md.txt", "a.md.txt.ann", "a.md.txt.txt", "a.txt", "annotation.conf"),
    ]


def written(*articles: ExportArticle) -> dict[str, str]:
    contents = Contents(articles, {"person": Label("person")}, list, "1")
    return {member.name: member.data.decode() for member in brat.write(contents, Options())}


@pytest.mark.parametrize("name", ["a.ann", "a.txt"])
def test_half_a_pair_is_refused(name: str) -> None:
    with pytest.raises(DataError, match=r"no \.(txt|ann) file"):
        brat_in.read([Source(name, b"T1\tperson 0 1\tx\n", name)])
