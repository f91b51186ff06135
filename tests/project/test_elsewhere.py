"""In how many other articles the words of a span stand: by the index alone, other names of its record with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annotui.core.model import Agreement, Annotation, Fragment, Link
from annotui.project import annotate, record_acts
from annotui.project.elsewhere import count_elsewhere, elsewhere
from annotui.project.opening import Project

TEXTS = {
    "a.txt": "The Harbour Accord holds, and Mira Tolen knows the Harbour Accord.\n",
    "b.txt": "Mira spoke of the harbour accord. Tolen did not.\n",
    "c.txt": "The Pilots' Pact was signed; MIRA TOLEN was there.\n",
    "d.txt": "Nobody came.\n",
}


def count(project: Project, spans: Sequence[Annotation]) -> int:
    what = elsewhere(project, spans)
    return 0 if what is None else count_elsewhere(project, what)


def test_other_articles_with_the_same_words_are_counted(make_project: Callable[..., Project]) -> None:
    project = make_project(TEXTS)
    text = TEXTS["a.txt"]
    person = annotate.tag(project, "a.txt", [Fragment(text.index("Mira"), text.index(" knows"))], "person")
    assert count(project, [person]) == 1
    record_acts.add_agreement(project, Agreement("pact", "Harbour Accord", aliases=("Pilots' Pact",)))
    accord = annotate.tag(project, "a.txt", [Fragment(4, 18)], "agreement", links=[Link("pact")])
    assert accord.text == "Harbour Accord"
    assert count(project, [accord]) == 2
    assert count(project, [accord, person]) == 2


def test_nothing_is_counted_while_the_index_is_not_up_to_the_articles(make_project: Callable[..., Project]) -> None:
    project = make_project(TEXTS)
    span = annotate.tag(project, "a.txt", [Fragment(4, 18)], "place")
    assert count(project, [span]) == 1
    (project.folder / ".annotui/index.db").unlink()
    assert count(project, [span]) == 0
    assert count(project, []) == 0


def test_in_a_corpus_of_one_article_nothing_has_to_be_counted(make_project: Callable[..., Project]) -> None:
    project = make_project({"a.txt": TEXTS["a.txt"]})
    assert elsewhere(project, [annotate.tag(project, "a.txt", [Fragment(4, 18)], "place")]) is None
